//! Owns what kind of document is being read: category of case, procedure, kind of document. Rules ask it instead of
//! looking at the title again.

/// Category of the case 案件类别.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Category {
    /// 刑事
    Criminal,
    /// 民事
    Civil,
    /// 行政
    Administrative,
    /// 执行
    Enforcement,
    /// 国家赔偿
    Compensation,
    /// 其他
    #[default]
    Other,
}

impl Category {
    /// The word of the case record.
    pub fn as_str(self) -> &'static str {
        match self {
            Category::Criminal => "刑事",
            Category::Civil => "民事",
            Category::Administrative => "行政",
            Category::Enforcement => "执行",
            Category::Compensation => "国家赔偿",
            Category::Other => "其他",
        }
    }

    /// The category of a word of the case record.
    pub fn of(word: &str) -> Category {
        use Category::*;
        let all = [Criminal, Civil, Administrative, Enforcement, Compensation];
        all.into_iter().find(|category| category.as_str() == word).unwrap_or(Other)
    }
}

/// Procedure in which the document was made 审理程序, as the case record names it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Procedure {
    /// 一审
    First,
    /// 二审
    Second,
    /// 再审
    Retrial,
    /// 再审审查
    RetrialReview,
    /// 管辖
    Jurisdiction,
    /// 特别程序
    Special,
    /// 死刑复核
    DeathReview,
    /// 刑罚变更
    SentenceChange,
    /// 执行
    Enforcement,
    /// 非诉行政执行
    AdministrativeEnforcement,
    /// 保全
    Preservation,
    /// 其他
    #[default]
    Other,
}

impl Procedure {
    /// The word of the case record.
    pub fn as_str(self) -> &'static str {
        match self {
            Procedure::First => "一审",
            Procedure::Second => "二审",
            Procedure::Retrial => "再审",
            Procedure::RetrialReview => "再审审查",
            Procedure::Jurisdiction => "管辖",
            Procedure::Special => "特别程序",
            Procedure::DeathReview => "死刑复核",
            Procedure::SentenceChange => "刑罚变更",
            Procedure::Enforcement => "执行",
            Procedure::AdministrativeEnforcement => "非诉行政执行",
            Procedure::Preservation => "保全",
            Procedure::Other => "其他",
        }
    }

    /// The procedure of a word of the case record.
    pub fn of(word: &str) -> Procedure {
        use Procedure::*;
        let all = [
            First,
            Second,
            Retrial,
            RetrialReview,
            Jurisdiction,
            Special,
            DeathReview,
            SentenceChange,
            Enforcement,
            AdministrativeEnforcement,
            Preservation,
        ];
        all.into_iter().find(|procedure| procedure.as_str() == word).unwrap_or(Other)
    }
}

/// What the title block says about the document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Profile {
    /// Category of the case.
    pub category: Category,
    /// Procedure.
    pub procedure: Procedure,
    /// 判决书, 裁定书 …; empty where the title does not say.
    pub document_type: &'static str,
    /// What kind of material the title shows.
    pub material: Material,
}

impl Profile {
    /// Whether the document is a judgment 判决书.
    pub fn is_judgment(&self) -> bool {
        self.document_type == "判决书"
    }
}

/// Kind of material, in order of its authority for the case record.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Material {
    /// A court's decision: 判决书, 裁定书, 调解书, 决定书, 通知书, 令.
    Decision,
    /// 起诉书 of a procuratorate.
    Indictment,
    /// 起诉状, 上诉状, 申请书.
    Complaint,
    /// 庭审笔录, 谈话笔录.
    Transcript,
    /// Anything else.
    #[default]
    Other,
}

impl Material {
    /// The stable text form.
    pub fn as_str(self) -> &'static str {
        match self {
            Material::Decision => "decision",
            Material::Indictment => "indictment",
            Material::Complaint => "complaint",
            Material::Transcript => "transcript",
            Material::Other => "other",
        }
    }
}
