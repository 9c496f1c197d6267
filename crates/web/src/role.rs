//! Owns who may do what: one table of roles and actions. Which rows somebody sees is another question, answered by the
//! court tree.

/// What people do in a court (鲁高法〔2019〕19号第6、7、12、17条).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// 立案人员: enters the information of filing.
    FilingClerk,
    /// 审判人员: enters the information of trial and closing.
    TrialClerk,
    /// 数据管理员: answers for the data of a court and decides discrepancies.
    DataManager,
    /// 统计人员: reads, exports.
    StatisticsOfficer,
    /// 检查人员: reads everything, changes nothing.
    Inspector,
    /// 系统管理员: users, tokens, receivers of events, jobs.
    Administrator,
}

impl Role {
    /// Every role.
    pub const ALL: [Role; 6] = [
        Role::FilingClerk,
        Role::TrialClerk,
        Role::DataManager,
        Role::StatisticsOfficer,
        Role::Inspector,
        Role::Administrator,
    ];

    /// The stable text form.
    pub fn as_str(self) -> &'static str {
        match self {
            Role::FilingClerk => "filing_clerk",
            Role::TrialClerk => "trial_clerk",
            Role::DataManager => "data_manager",
            Role::StatisticsOfficer => "statistics_officer",
            Role::Inspector => "inspector",
            Role::Administrator => "administrator",
        }
    }

    /// The name of it that people read.
    pub fn name_zh(self) -> &'static str {
        match self {
            Role::FilingClerk => "立案人员",
            Role::TrialClerk => "审判人员",
            Role::DataManager => "数据管理员",
            Role::StatisticsOfficer => "统计人员",
            Role::Inspector => "检查人员",
            Role::Administrator => "系统管理员",
        }
    }

    /// The role of a text form.
    pub fn parse(text: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|role| role.as_str() == text)
    }

    /// Whether the role includes an action.
    pub fn may(self, action: Action) -> bool {
        ALLOWED.iter().any(|(role, actions)| *role == self && actions.contains(&action))
    }

    /// The one department whose fields the role enters; none if it enters those of every department.
    pub fn department(self) -> Option<&'static str> {
        match self {
            Role::FilingClerk => Some("立案部门"),
            Role::TrialClerk => Some("审判部门"),
            Role::DataManager | Role::StatisticsOfficer | Role::Inspector | Role::Administrator => None,
        }
    }
}

/// What can be allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// File cases, upload documents and archives.
    Upload,
    /// Enter the information of a case.
    Enter,
    /// Ask for a check of a case.
    Check,
    /// Decide a discrepancy.
    Review,
    /// Cancel and replay jobs.
    ManageJobs,
    /// Take data out in bulk.
    Export,
    /// Add and change users.
    ManageUsers,
    /// Add and stop receivers of events.
    ManageWebhooks,
    /// Read and verify the audit log.
    ReadAudit,
}

/// The table. Reading cases, documents and discrepancies within one's scope needs no entry.
const ALLOWED: &[(Role, &[Action])] = &[
    (Role::FilingClerk, &[Action::Upload, Action::Enter, Action::Check]),
    (Role::TrialClerk, &[Action::Upload, Action::Enter, Action::Check]),
    (
        Role::DataManager,
        &[
            Action::Upload,
            Action::Enter,
            Action::Check,
            Action::Review,
            Action::ManageJobs,
            Action::Export,
            Action::ManageWebhooks,
        ],
    ),
    (Role::StatisticsOfficer, &[Action::Export]),
    (Role::Inspector, &[Action::ReadAudit]),
    (
        Role::Administrator,
        &[
            Action::Upload,
            Action::Enter,
            Action::Check,
            Action::Review,
            Action::ManageJobs,
            Action::Export,
            Action::ManageUsers,
            Action::ManageWebhooks,
            Action::ReadAudit,
        ],
    ),
];

#[cfg(test)]
mod tests {
    use super::{ALLOWED, Action, Role};

    #[test]
    fn every_role_has_one_row_and_comes_back_from_its_text() {
        for role in Role::ALL {
            assert_eq!(ALLOWED.iter().filter(|(one, _)| *one == role).count(), 1, "{role:?}");
            assert_eq!(Role::parse(role.as_str()), Some(role));
        }
    }

    #[test]
    fn inspectors_change_nothing() {
        let changes = [Action::Upload, Action::Enter, Action::Check, Action::Review, Action::ManageJobs];
        assert!(changes.iter().all(|action| !Role::Inspector.may(*action)));
    }
}
