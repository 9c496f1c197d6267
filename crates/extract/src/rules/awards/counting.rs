//! Owns what a sum is when it is not ordered: the base of a formula, a limit, a deduction, a total, what another item
//! orders already.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::pattern::pattern;
use crate::rules::sums::Sum;

/// The words around a sum.
pub(super) struct Place<'t> {
    /// The clause before it, back to the last comma.
    before: &'t str,
    /// The sentence before it.
    sentence_before: &'t str,
    /// The sentence behind it.
    behind: &'t str,
}

impl<'t> Place<'t> {
    /// The words around a sum of a sentence.
    pub(super) fn of(text: &'t str, sentence: &Range<usize>, sum: &Sum) -> Place<'t> {
        let sentence_before = &text[sentence.start..sum.range.start];
        let cut = sentence_before.rfind(['，', '；']).map_or(0, |at| at + '，'.len_utf8());
        Place { before: &sentence_before[cut..], sentence_before, behind: &text[sum.range.end..sentence.end] }
    }
}

/// Words before a sum in its clause that say that it measures or limits something, or is taken off.
static COUNTS_BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?:限额|额度|限度|最高额|保额|总价|总额|价值|价格|单价|估价|售价|货值|面值|面额|标的额|价为|票面金额)(?:为|内|是|人民币|共计|计|不超过|：)*$",
        r"|(?:扣除|扣减|减扣|减支|核减|减除|抵扣|抵销|折抵|减去|其中|包含|包括|含|相当于|低于|高于|超过|不足|少于|不超过)[^，。；]{0,40}$",
        r"|(?:每逾期一日|逾期一日|每延迟一日)[^，。；]{0,12}$",
    ))
});

/// Words behind a sum that say that it measures, limits or feeds a formula.
static COUNTS_BEHIND: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"^(?:的)?(?:人民币)?(?:整)?(?:/|／|每月|每天|每日|每年|每平方米)",
        r"|^[^，。；、并及和按以]{0,14}?(?:为基数|为本金|为基准|为计算|为标准|为限|作为基数|作为本金|的基数|的本金|的标准|为计息)",
        r"|^[^，。；、并及和按以]{0,12}?(?:范围内|范围以内|限额内|额度内|限度内|限额|之内)",
        r"|^(?:及[^，。；]{0,8})?实际(?:清偿|付清|给付|履行|支付)(?:之|完毕)?",
        r"|^(?:的)?(?:库存|房屋|货物|商品|车辆|债权(?:享有|为))",
        r"|^(?:的)?\d{1,3}(?:\.\d+)?%",
        r"|^自\d{4}年[^，。；]{0,50}的?利息",
    ))
});

/// What was paid before does not count, unless it is the very thing to be given back.
static PAID_BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:垫付|先行支付|已支付|已付|已经支付|已给付|已归还|已偿还|已经偿还|已赔偿|已赔付|已交|已缴)[^，。；]{0,16}$",
    )
});
static GIVES_BACK: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?:赔偿|赔付|返还|支付|给付|退还|偿还|归还)[^，。；]*(?:垫付|先行支付|已)"));

/// 以…为基数, 按…计算: a sum between the two feeds a formula.
static BASE: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?:以|按照?|依照?|就)[^，。；、以按]{0,30}$"));
static BASE_END: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^[^。；]{0,40}?(?:基数|基准|计算|计付|计息|利率|为本金|本金|另计)"));

/// 对上述款项中的5000元承担连带责任: the sum is ordered elsewhere.
static JOINT: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^[^。；]{0,80}?(?:连带|补充|保证|担保|共同)[^。；]{0,12}责任"));
static OF_ANOTHER_ITEM: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?:对|就|在)(?:[^。；偿支给赔归返]|偿付|债)*$"));

/// 损失6000元，由被告赔偿2000元: the first sum is the damage, and only the second is ordered.
static DAMAGE: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?:损失|费用)(?:共计|合计|总计|为|计|人民币)*$"));
static SHARED_OUT: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^，由[^。；]{2,60}(?:赔偿|赔付|承担|支付)[^，。；]{0,40}(?:元|%)"));

/// Words directly before a total.
static TOTAL_BEFORE: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?:共计|合计|总计|总共|共|计|小计|累计|本息)(?:为|人民币|约|：| |，)*$"));

/// 以上共计100000元的80%，即80000元; 扣除已付的5000元，还应支付3000元.
static REPLACES: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"%(?:的责任|责任|的赔偿责任)?[^。；元]{0,4}(?:即|计款|计|为)[^算。；元]{0,8}$",
        r"|(?:扣除|扣减|减扣|减支|核减|减除|抵扣|折抵)[^。；]{0,120}?[，。](?:余款|余额|[^，。；]{0,30}(?:还应当?|尚应|尚需|仍应|实际))[^，。；]{0,40}$",
    ))
});

/// Whether the words before a sum say that it is what remains of the sums before it.
pub(super) fn replaces_what_stands_before(item_before: &str) -> bool {
    REPLACES.is_match(item_before)
}

/// Whether a sum only counts, limits, repeats or depends on default.
pub(super) fn only_counts(place: &Place) -> bool {
    COUNTS_BEFORE.is_match(place.before)
        || COUNTS_BEHIND.is_match(place.behind)
        || (PAID_BEFORE.is_match(place.before) && !GIVES_BACK.is_match(place.before))
        || (BASE.is_match(place.before) && BASE_END.is_match(place.behind))
        || (JOINT.is_match(place.behind) && OF_ANOTHER_ITEM.is_match(place.sentence_before))
        || (DAMAGE.is_match(place.before) && SHARED_OUT.is_match(place.behind))
        || place.behind.contains("优先受偿")
        || is_on_default(place.sentence_before)
}

/// 如逾期…，则支付违约金500元.
fn is_on_default(sentence_before: &str) -> bool {
    const DEFAULTS: &[&str] = &["如逾期", "若逾期", "逾期", "如未", "若未", "否则"];
    let start = sentence_before.rfind(['；', '。']).map_or(0, |at| at + '；'.len_utf8());
    let part = sentence_before[start..].trim_start();
    DEFAULTS.iter().any(|word| part.starts_with(word))
}

/// Whether a sum adds up the sums before it in the item.
pub(super) fn is_total(text: &str, place: &Place, kept: &[Sum], sum: &Sum) -> bool {
    const GAP_CHARS_MAX: usize = 8;
    if !TOTAL_BEFORE.is_match(place.before) {
        return false;
    }
    let [.., last] = kept else { return place.before.contains("上述") };
    if kept.len() < 2 {
        return place.before.contains("上述");
    }
    let mut added = 0;
    let adds_up = kept.iter().rev().enumerate().any(|(index, part)| {
        added += part.money.fen();
        index > 0 && added == sum.money.fen()
    });
    adds_up || text[last.range.end..sum.range.start].chars().count() <= GAP_CHARS_MAX
}

/// 欠款80000元，于3月付30000元，于4月付50000元: the first sum of a sentence is what the instalments add up to.
pub(super) fn drop_leading_total(sentence: &str, kept: &mut Vec<Sum>, from: usize) {
    const IN_PARTS: &[&str] =
        &["分期", "余款", "余下", "剩余", "前支付", "前给付", "前偿还", "前付清", "分别", "每月", "各"];
    let Some([first, rest @ ..]) = kept.get(from..) else { return };
    let added: i64 = rest.iter().map(|sum| sum.money.fen()).sum();
    let is_total = rest.len() >= 2 && added == first.money.fen();
    if is_total && IN_PARTS.iter().any(|word| sentence.contains(word)) {
        kept.remove(from);
    }
}
