//! Owns what can stand for a court and for a type of case inside a case number, as far as needed to tell the two apart.
//! The official lists with their meanings are the catalogue's.

/// Short names of provinces, with the Production and Construction Corps and the military courts.
const PROVINCES: &str = "京津冀晋内辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川黔云藏陕甘青宁新兵军";

/// Types that do not follow the pattern of nature and procedure.
const IRREGULAR: &[&str] = &[
    "司救刑",
    "司救民",
    "司救行",
    "司救赔",
    "司救执",
    "司救访",
    "司救他",
    "司惩复",
    "司惩",
    "委赔监",
    "委赔提",
    "委赔再",
    "委赔",
    "法赔",
    "赔确监",
    "赔辖终",
    "赔辖",
    "赔他",
    "行赔初",
    "行赔终",
    "行赔申",
    "行赔监",
    "行赔抗",
    "行赔再",
    "行赔他",
    "认台",
    "认港",
    "认澳",
    "认复",
    "认他",
    "协外认",
    "协外送",
    "协外调",
    "协外引",
    "协外移",
    "协他",
    "请外调",
    "请外送",
    "请外引",
    "请外移",
    "请台调",
    "请台送",
    "请港调",
    "请港送",
    "请澳调",
    "请澳送",
    "请移管",
    "请移赃",
    "助移管",
    "助移赃",
    "台请调",
    "台请送",
    "港请调",
    "港请送",
    "澳请调",
    "澳请送",
    "强清",
    "清申",
    "清终",
    "清监",
    "破申",
    "破终",
    "破监",
    "破",
    "财保",
    "行保复",
    "行保",
    "证保",
    "民保令",
    "民保更",
    "诉前调确",
    "民诉前调",
    "诉前调",
    "刑附民初",
    "刑附民终",
    "国赔",
];

/// Whether a text is the code of a court in the form of 2016: 最高法, or a province with none, two or four digits.
pub(super) fn is_court_code(text: &str) -> bool {
    if text == "最高法" {
        return true;
    }
    let mut chars = text.chars();
    let is_province = chars.next().is_some_and(|c| PROVINCES.contains(c));
    let digits = chars.as_str();
    is_province && matches!(digits.len(), 0 | 2 | 4) && digits.bytes().all(|b| b.is_ascii_digit())
}

/// Splits what stands between year and serial into court and type; none if no type of case ends it.
pub(super) fn split(text: &str) -> Option<(&str, &str)> {
    if let Some(last_digit) = text.rfind(|c: char| c.is_ascii_digit()) {
        let (court, kind) = text.split_at(last_digit + 1);
        let is_known = is_court_code(court) || is_type(kind);
        let is_plausible = !kind.is_empty() && kind.chars().count() <= 6 && !kind.contains(['（', '）']);
        return (is_known && is_plausible).then_some((court, kind));
    }
    // The longest ending that is a type; the court has at least no character before it.
    text.char_indices().map(|(at, _)| text.split_at(at)).find(|(court, kind)| is_type(kind) && is_alias(court))
}

/// Arbitration awards, notarial deeds, indictments, tax rulings and agreements of people's mediators (人民调) have the
/// same shape as old case numbers.
fn is_alias(text: &str) -> bool {
    let is_foreign = text.contains(['检', '仲', '证', '税', '（', '）']) || text.ends_with('人');
    !is_foreign && text.chars().count() <= 10
}

fn is_type(text: &str) -> bool {
    if IRREGULAR.contains(&text) {
        return true;
    }
    if let Some((before, (inner, after))) =
        text.split_once('（').and_then(|(b, rest)| Some((b, rest.split_once('）')?)))
    {
        let is_nature =
            matches!(inner, "民" | "商" | "知" | "刑" | "行" | "执" | "房" | "劳" | "海" | "金" | "家" | "预");
        return is_nature && !before.is_empty() && !after.contains('（') && is_type(&format!("{before}{after}"));
    }
    let rest = text.strip_prefix(['知', '少']).filter(|rest| !rest.is_empty()).unwrap_or(text);
    let mut chars = rest.chars();
    let Some(nature) = chars.next().filter(|c| "民刑行商知经赔执少劳立".contains(*c)) else { return false };
    let tail = chars.as_str();
    if tail.is_empty() {
        // Criminal and administrative numbers of agencies end in a bare 刑 or 行.
        return matches!(nature, '执' | '民' | '经');
    }
    // Administrative penalties of agencies end in 行罚; courts fine in 执罚 and 民罚 only.
    let is_penalty = nature == '行' && tail.contains('罚');
    let is_short = tail.chars().count() <= 4;
    is_short && !is_penalty && tail.chars().all(|c| is_chamber(c) || is_procedure(c)) && tail.contains(is_procedure)
}

/// The number of a chamber, or what its cases have in common (外 foreign, 少 juvenile, 合 collegial, 知, 附).
fn is_chamber(c: char) -> bool {
    "一二三四五六七八九少外知附合".contains(c)
}

fn is_procedure(c: char) -> bool {
    "初终申监再重提抗核执特督催破算保辖管复异恢更减假他审非立委罚协撤清止没医解备议请调确令".contains(c)
}
