//! Owns the reading of a sentence: who is convicted of what and punished how, clause by clause. Does not know whether the
//! words are the decision itself or the recital of an earlier one; `decision` does.

use std::ops::Range;
use std::sync::LazyLock;

use casefile::value::Date;
use regex::Regex;

use super::charges::{self, Charge};
use super::penalties::{self, PENALTY, Penalty, Principal, TERM_DAYS};
use super::people::{self, People, ROLES, Run};
use crate::context::Context;
use crate::pattern::pattern;

/// In what kind of text the clauses stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wording {
    /// The decision of this document, or words of it.
    Decision,
    /// A recited judgment inside other text: charges without a penalty and earlier convictions (因犯…) do not count.
    Recital,
    /// The history of a person who serves a sentence, where 因犯…罪 is the conviction itself.
    History,
}

/// What a count stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CountKind {
    /// A conviction.
    Charge,
    /// 决定执行: what is executed in the end.
    Total,
    /// A penalty that is only reckoned with: of an earlier judgment, or the sum before the total is fixed.
    Earlier,
}

/// One conviction or total with its penalties, for one or several persons.
#[derive(Clone, Debug)]
pub(super) struct Count {
    pub(super) people: Vec<usize>,
    pub(super) kind: CountKind,
    pub(super) charges: Vec<Charge>,
    pub(super) penalties: Vec<(Penalty, Range<usize>)>,
}

/// A term from day to day.
#[derive(Clone, Debug)]
pub(super) struct Term {
    pub(super) people: Vec<usize>,
    pub(super) from: (Date, Range<usize>),
    pub(super) to: (Date, Range<usize>),
}

/// Everything read from a range.
#[derive(Clone, Debug, Default)]
pub(super) struct Clauses {
    pub(super) counts: Vec<Count>,
    pub(super) terms: Vec<Term>,
}

#[derive(Debug)]
enum Token {
    Names(Run),
    /// A name that is nobody's of this document: a co-accused tried apart.
    Stranger,
    Charges(Vec<Charge>, CountKind),
    Total,
    Earlier,
    Penalty(Penalty),
    Term(Date, Date),
    /// A numbered item begins.
    Item,
    Open,
    Close,
    /// 撤销: what follows in the sentence is no longer so.
    Revoked,
    SentenceEnd,
}

static STRUCTURE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?m)(?P<item>(?:^|[。；：\n”])(?:[一二三四五六七八九十]{{1,3}}、|（[一二三四五六七八九十]{{1,2}}）|[0-9]{{1,2}}[、.]))|(?P<total>决定(?:对[^，。；\n]{{2,24}})?(?:合并)?执行|决定并处|决定判处|合并(?:决定)?执行|合处|并罚，?(?:应)?执行)|(?P<earlier>前罪|前判|前科|原判(?:处|刑罚)|总和刑期|余刑|残刑|(?:尚未|没有|未)执行)|(?P<stranger>(?:{ROLES})(?:（[^）\n]{{1,20}}）)?(?P<name>[^，。；：、（）犯以\n]{{2,6}}?)犯)|(?P<lead>所犯|犯有|犯了|犯|以|原判)|(?P<revoked>撤销)|(?P<open>（)|(?P<close>）)|(?P<end>[。\n])"
    ))
});

/// Reads a range.
pub(super) fn read(cx: &Context, people: &People, range: Range<usize>, wording: Wording) -> Clauses {
    let mut reader = Reader {
        cx,
        wording,
        // Where only one person is accused, clauses without a name are about that person.
        nobody_named: if people.all.len() == 1 { vec![0] } else { Vec::new() },
        subjects: Vec::new(),
        inner: None,
        depth: 0,
        carried: None,
        stranger: false,
        open: None,
        revoked: false,
        out: Clauses::default(),
    };
    reader.subjects = reader.nobody_named.clone();
    for (place, token) in tokens(cx, people, range, wording) {
        reader.take(place, token);
    }
    let mut clauses = reader.out;
    if wording != Wording::Decision {
        drop_unpunished(&mut clauses.counts);
    }
    clauses
}

/// Gives clauses about a name that is nobody's to the only accused person: the name is misspelt.
pub(super) fn adopt(clauses: &mut Clauses) {
    for count in &mut clauses.counts {
        count.people = vec![0];
    }
    for term in &mut clauses.terms {
        term.people = vec![0];
    }
}

/// A recited charge without a penalty is an accusation or an argument, unless a total follows for the same persons.
fn drop_unpunished(counts: &mut Vec<Count>) {
    let kept: Vec<bool> = (0..counts.len())
        .map(|index| {
            let count = &counts[index];
            let total_follows = counts.get(index + 1).is_some_and(|next| {
                next.kind == CountKind::Total && next.people == count.people && !next.penalties.is_empty()
            });
            !count.penalties.is_empty() || total_follows
        })
        .collect();
    let mut kept = kept.into_iter();
    counts.retain(|_| kept.next().unwrap_or(false));
}

fn tokens(cx: &Context, people: &People, range: Range<usize>, wording: Wording) -> Vec<(Range<usize>, Token)> {
    let text = cx.slice(range.clone());
    let runs = people::runs(cx, people, range.clone());
    let mut out: Vec<(Range<usize>, Token)> = Vec::new();
    let place = |group: regex::Match| range.start + group.start()..range.start + group.end();
    let mut charge_end = range.start;
    for found in STRUCTURE.captures_iter(text) {
        let whole = place(found.get(0).expect("group 0 always matches"));
        let is = |name: &str| found.name(name).is_some();
        if let Some(name) = found.name("name") {
            let name = place(name);
            if !runs.iter().any(|run| run.range.start <= name.start + '，'.len_utf8() && name.start < run.range.end) {
                out.push((name.clone(), Token::Stranger));
            }
        }
        if is("lead") || is("stranger") {
            let at = whole.end;
            // A name ends a list of charges: 张三犯盗窃罪、李四犯抢劫罪.
            let limit = runs.iter().map(|run| run.range.start).find(|start| *start > at).unwrap_or(range.end);
            if at > charge_end
                && let Some((list, kind)) = charges_after(cx, whole.clone(), limit, wording)
            {
                charge_end = list.last().map_or(at, |last| last.range.end);
                out.push((at..charge_end, Token::Charges(list, kind)));
            }
            continue;
        }
        let token = match () {
            () if is("item") => Token::Item,
            () if is("total") => Token::Total,
            () if is("earlier") => Token::Earlier,
            () if is("revoked") => Token::Revoked,
            () if is("open") => Token::Open,
            () if is("close") => Token::Close,
            () => Token::SentenceEnd,
        };
        out.push((whole, token));
    }
    for found in PENALTY.captures_iter(text) {
        let whole = place(found.get(0).expect("group 0 always matches"));
        if let Some(penalty) = penalties::of_match(&found)
            && !is_paid(cx, whole.start, penalty)
        {
            out.push((whole, Token::Penalty(penalty)));
        }
    }
    for found in TERM_DAYS.captures_iter(text) {
        if let Some((from, to)) = penalties::days_of(&found) {
            out.push((place(found.get(0).expect("group 0 always matches")), Token::Term(from, to)));
        }
    }
    out.extend(runs.into_iter().map(|run| (run.range.clone(), Token::Names(run))));
    out.sort_by_key(|(place, token)| (place.start, matches!(token, Token::Charges(..))));
    out
}

/// Whether the words before a fine speak of paying it, not of imposing it.
fn is_paid(cx: &Context, start: usize, penalty: Penalty) -> bool {
    const PAYING: &[&str] = &["缴纳", "交纳", "预缴", "预交", "退缴", "折抵", "抵缴", "已缴", "抵扣", "上述", "前述"];
    let before = &cx.text()[..start];
    matches!(penalty, Penalty::Fine { .. }) && PAYING.iter().any(|word| before.ends_with(word))
}

/// The charges behind 犯 or 以…罪, and whether they are charged here or were earlier.
fn charges_after(cx: &Context, lead: Range<usize>, limit: usize, wording: Wording) -> Option<(Vec<Charge>, CountKind)> {
    let before = &cx.text()[..lead.start];
    let is_prior = ["因", "因涉嫌", "曾", "涉嫌"].iter().any(|word| before.ends_with(word));
    if (is_prior && wording != Wording::History) || cx.slice(lead.end..limit).starts_with('罪') {
        return None;
    }
    let list = charges::list_at(cx, lead.end, limit);
    if list.is_empty() {
        return None;
    }
    let is_earlier = before.ends_with(['原', '前']) || cx.slice(lead) == "原判";
    Some((list, if is_earlier { CountKind::Earlier } else { CountKind::Charge }))
}

struct Reader<'c> {
    cx: &'c Context<'c>,
    wording: Wording,
    nobody_named: Vec<usize>,
    subjects: Vec<usize>,
    /// Names inside brackets, which hold only there.
    inner: Option<Vec<usize>>,
    depth: usize,
    /// The count that was open when another name came, for 以盗窃罪分别判处张三有期徒刑三年，李四有期徒刑二年.
    carried: Option<usize>,
    /// Whether the clauses are about somebody who is nobody of this document.
    stranger: bool,
    /// The count that penalties are added to.
    open: Option<usize>,
    revoked: bool,
    out: Clauses,
}

impl Reader<'_> {
    fn take(&mut self, place: Range<usize>, token: Token) {
        match token {
            Token::Open => self.depth += 1,
            Token::Close => {
                self.depth = self.depth.saturating_sub(1);
                if self.depth == 0 {
                    self.inner = None;
                }
            }
            Token::SentenceEnd => {
                self.revoked = false;
                self.carried = None;
                if self.cx.slice(place) == "\n" {
                    self.depth = 0;
                    self.inner = None;
                }
            }
            Token::Item => {
                self.depth = 0;
                self.inner = None;
                self.revoked = false;
                self.open = None;
                self.carried = None;
                self.stranger = false;
                self.subjects = self.nobody_named.clone();
            }
            Token::Term(from, to) => self.take_term(place, from, to),
            Token::Names(run) if self.depth > 0 => self.inner = Some(run.people),
            _ if self.depth > 0 => {}
            Token::Names(run) => self.take_names(run),
            Token::Stranger => {
                self.stranger = true;
                self.subjects = Vec::new();
                self.open = None;
            }
            Token::Charges(list, kind) => {
                self.revoked = false;
                self.start(kind, list);
            }
            Token::Total => {
                self.revoked = false;
                self.start(CountKind::Total, Vec::new());
            }
            Token::Earlier => self.start(CountKind::Earlier, Vec::new()),
            Token::Revoked => {
                self.revoked = true;
                self.open = None;
            }
            Token::Penalty(penalty) => self.take_penalty(place, penalty),
        }
    }

    fn start(&mut self, kind: CountKind, charges: Vec<Charge>) {
        let people = self.subjects.clone();
        self.open = Some(self.out.counts.len());
        self.out.counts.push(Count { people, kind, charges, penalties: Vec::new() });
    }

    /// Names make the following clauses theirs. 以盗窃罪判处被告人张三… names the person between charge and penalty.
    fn take_names(&mut self, run: Run) {
        let before = without_role(&self.cx.text()[..run.range.start]);
        let receives = ["判处", "对", "给予", "改判", "处"].iter().any(|word| before.ends_with(word));
        self.subjects = run.people.clone();
        self.stranger = false;
        let Some(open) = self.open else { return };
        let count = &mut self.out.counts[open];
        if receives && count.penalties.is_empty() {
            count.people = run.people;
        } else if receives && count.kind == CountKind::Charge && count.people != run.people {
            let charges = count.charges.clone();
            self.start(CountKind::Charge, charges);
        } else if count.people != run.people {
            self.carried = (count.kind == CountKind::Charge && !count.penalties.is_empty()).then_some(open);
            self.open = None;
        }
    }

    fn take_penalty(&mut self, place: Range<usize>, penalty: Penalty) {
        if self.revoked {
            return;
        }
        let bare = matches!(penalty, Penalty::Principal(Principal::Innocent, _));
        if bare && !self.is_verdict(&place) {
            return;
        }
        if self.open.is_none() {
            let Some(charges) = self.charges_of_bare(penalty, &place) else { return };
            self.start(CountKind::Charge, charges);
        }
        if let Some(open) = self.open {
            self.out.counts[open].penalties.push((penalty, place));
        }
    }

    /// The charges of a principal penalty that stands outside any count: those carried over from another person, or none where
    /// the person is sentenced without a charge being named again; None where nobody is sentenced.
    fn charges_of_bare(&self, penalty: Penalty, place: &Range<usize>) -> Option<Vec<Charge>> {
        let before = &self.cx.text()[..place.start];
        let ordered = ["判处", "判处其", "改判", "宣告", "改判为", "决定"].iter().any(|word| before.ends_with(word));
        let named = self.ends_with_name(place);
        if !matches!(penalty, Penalty::Principal(..)) || self.subjects.is_empty() || !(ordered || named) {
            return None;
        }
        if let (Some(carried), true) = (self.carried, named) {
            return Some(self.out.counts[carried].charges.clone());
        }
        let is_order = before.ends_with("判处其") || self.clause_before(place).contains("判处");
        (self.wording == Wording::Decision || is_order).then(Vec::new)
    }

    fn clause_before(&self, place: &Range<usize>) -> &str {
        let before = &self.cx.text()[..place.start];
        before.rfind(['，', '。', '；', '\n']).map_or(before, |at| &before[at..])
    }

    /// 无罪 is a verdict behind a name or 宣告 and before the end of the clause; 作无罪辩护 is none.
    fn is_verdict(&self, place: &Range<usize>) -> bool {
        let before = &self.cx.text()[..place.start];
        let after = &self.cx.text()[place.end..];
        let closed = after.is_empty() || after.starts_with(['。', '；', '，', '\n', '”', '（']);
        closed && (before.ends_with("宣告") || self.ends_with_name(place)) && self.wording == Wording::Decision
    }

    /// Whether the clause up to a place is hardly more than the current subjects' names.
    fn ends_with_name(&self, place: &Range<usize>) -> bool {
        const CLAUSE_CHARS_MAX: usize = 24;
        let clause = self.clause_before(place);
        !self.subjects.is_empty() && clause.chars().count() <= CLAUSE_CHARS_MAX && !clause.contains('罪')
    }

    fn take_term(&mut self, place: Range<usize>, from: Date, to: Date) {
        let text = self.cx.text();
        let start = text[..place.start].rfind(['\n', '（', '；', '。']).unwrap_or(0);
        let lead = &text[start..place.start];
        if self.revoked || lead.contains("考验") || lead.contains("政治权利") {
            return;
        }
        let mut people = self.inner.clone().unwrap_or_else(|| self.subjects.clone());
        if people.is_empty() && !self.stranger {
            people = self.nobody_named.clone();
        }
        let split = self.cx.slice(place.clone()).find(['至', '到']).map_or(place.end, |at| place.start + at);
        self.out.terms.push(Term { people, from: (from, place.start..split), to: (to, split..place.end) });
    }
}

/// The text without a role and a bracket at its end.
fn without_role(before: &str) -> &str {
    static ROLE: LazyLock<Regex> = LazyLock::new(|| pattern(&format!(r"(?:{ROLES})(?:（[^）\n]{{1,20}}）)?$")));
    // The pattern is anchored at the end; only the last few words can matter.
    let mut from = before.len().saturating_sub(120);
    while !before.is_char_boundary(from) {
        from += 1;
    }
    ROLE.find(&before[from..]).map_or(before, |found| &before[..from + found.start()])
}
