//! Owns the sections of a judgment and their names; where they start is told by the markers.

/// A section of a judgment, in the order of the official forms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SectionKind {
    /// 标题: court, title, case number.
    Heading,
    /// 当事人: who takes part.
    Parties,
    /// 审理经过: how the case came here and was heard.
    Course,
    /// 事实: claims, defence, evidence, facts found.
    Facts,
    /// 理由: what the court holds.
    Reasoning,
    /// 裁判依据: the statutes relied on.
    Basis,
    /// 主文: the decision.
    Disposition,
    /// 尾部: fees and the right to appeal.
    Tail,
    /// 落款: judges, date, clerk.
    Signature,
    /// 附录: what is attached.
    Annex,
}

impl SectionKind {
    /// Every section, in order.
    pub const ALL: &[SectionKind] = &[
        SectionKind::Heading,
        SectionKind::Parties,
        SectionKind::Course,
        SectionKind::Facts,
        SectionKind::Reasoning,
        SectionKind::Basis,
        SectionKind::Disposition,
        SectionKind::Tail,
        SectionKind::Signature,
        SectionKind::Annex,
    ];

    /// The key in catalogue data.
    pub fn as_str(self) -> &'static str {
        match self {
            SectionKind::Heading => "heading",
            SectionKind::Parties => "parties",
            SectionKind::Course => "course",
            SectionKind::Facts => "facts",
            SectionKind::Reasoning => "reasoning",
            SectionKind::Basis => "basis",
            SectionKind::Disposition => "disposition",
            SectionKind::Tail => "tail",
            SectionKind::Signature => "signature",
            SectionKind::Annex => "annex",
        }
    }

    /// The Chinese name.
    pub fn name(self) -> &'static str {
        match self {
            SectionKind::Heading => "标题",
            SectionKind::Parties => "当事人",
            SectionKind::Course => "审理经过",
            SectionKind::Facts => "事实",
            SectionKind::Reasoning => "理由",
            SectionKind::Basis => "裁判依据",
            SectionKind::Disposition => "主文",
            SectionKind::Tail => "尾部",
            SectionKind::Signature => "落款",
            SectionKind::Annex => "附录",
        }
    }

    /// The section with this key.
    pub fn of_key(key: &str) -> Option<SectionKind> {
        SectionKind::ALL.iter().copied().find(|section| section.as_str() == key)
    }
}
