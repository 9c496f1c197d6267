//! Owns slips in names and addresses: characters that sound or look alike, dropped, doubled, swapped.

use casefile::ValueKind;
use serde_json::Value as Json;

use crate::crosscheck::change::World;
use crate::crosscheck::site::Site;
use crate::random::Random;

/// Characters of one sound that pinyin input offers together.
const HOMOPHONES: &[&str] = &[
    "张章",
    "李理",
    "王汪",
    "军君均",
    "华花骅",
    "明铭鸣",
    "国帼",
    "志智",
    "伟炜玮",
    "平萍",
    "丽莉",
    "梅玫",
    "林琳霖",
    "英瑛",
    "红宏洪",
    "建健",
    "文闻",
    "强蔷",
    "芳方",
    "燕艳",
    "玲铃凌",
    "海嗨",
    "峰锋丰",
    "杰洁",
    "生升声",
    "东冬",
    "云芸",
    "新欣鑫",
    "春椿",
    "兰岚",
    "珍真",
    "雪血",
    "晓小",
    "敏闽",
    "辉晖挥",
    "俊峻",
    "涛滔",
    "波玻",
    "永勇",
    "成诚承",
    "德得",
    "光广",
    "庆磬",
    "路录",
    "村存",
    "街阶",
    "市是",
    "有友",
    "公工",
    "贸茂",
    "商伤",
    "城程",
    "科柯",
    "佳嘉",
    "刚钢",
    "龙隆",
    "飞非",
    "阳扬杨",
    "宁凝",
    "立力",
    "秀绣",
    "金今",
    "翠脆",
    "贵桂",
    "祥详",
    "忠中",
    "清青",
    "亮量",
    "学雪",
    "义意",
    "利立",
];

/// Characters that look alike.
const LOOK_ALIKES: &[&str] = &[
    "己已",
    "未末",
    "土士",
    "大太",
    "天夭",
    "田由甲",
    "日曰",
    "人入",
    "千干",
    "王玉",
    "木本",
    "刘浏",
    "陈阵",
    "燕蒸",
    "杨扬",
    "阳阴",
    "晴睛",
    "海悔",
    "梁粱",
    "坚竖",
    "微徽",
    "冶治",
    "洋样",
    "辛幸",
    "科料",
    "区匹",
    "林材",
    "明朋",
    "清请",
    "情晴",
    "风凤",
    "鸟乌",
    "今令",
    "侯候",
    "史吏",
    "庄压",
    "丁了",
    "宇字",
    "家冢",
    "春舂",
    "荣菜",
    "亮壳",
    "建健",
    "志忐",
    "伟纬",
    "强犟",
    "红江",
    "新薪",
    "村材",
    "街衔",
    "镇填",
    "路璐",
    "中申",
    "东车",
    "北此",
    "西酉",
    "南楠",
    "平乎",
    "小少",
    "山出",
    "州洲",
    "号兮",
];

fn is_typed_text(site: &Site) -> bool {
    matches!(
        site.kind(),
        ValueKind::Person | ValueKind::PartyName | ValueKind::Organisation | ValueKind::Address | ValueKind::Court
    )
}

/// The characters of a name or address that nothing hides; a hidden one too few is no difference.
fn visible(site: &Site) -> Option<Vec<char>> {
    let is_hidden = |c: char| matches!(c, '某' | '×' | '*' | 'X' | 'x' | '＊' | 'Ⅹ');
    (is_typed_text(site) && !site.text.contains(is_hidden)).then(|| site.text.chars().collect())
}

fn replaced(site: &Site, table: &[&str], random: &mut Random) -> Option<Json> {
    if !is_typed_text(site) {
        return None;
    }
    let chars: Vec<char> = site.text.chars().collect();
    let row_of = |c: char| table.iter().find(|row| row.contains(c));
    let places: Vec<usize> = (0..chars.len()).filter(|&at| row_of(chars[at]).is_some()).collect();
    let at = *random.pick(&places)?;
    let others: Vec<char> = row_of(chars[at])?.chars().filter(|&c| c != chars[at]).collect();
    let mut chars = chars;
    chars[at] = *random.pick(&others)?;
    Some(Json::String(chars.into_iter().collect()))
}

pub(super) fn homophone(site: &Site, _: &World<'_>, random: &mut Random) -> Option<Json> {
    replaced(site, HOMOPHONES, random)
}

pub(super) fn look_alike(site: &Site, _: &World<'_>, random: &mut Random) -> Option<Json> {
    replaced(site, LOOK_ALIKES, random)
}

pub(super) fn dropped_character(site: &Site, _: &World<'_>, random: &mut Random) -> Option<Json> {
    let mut chars = visible(site).filter(|chars| chars.len() > 2)?;
    // The last character of an address or a firm is where people stop typing, so it may be dropped as well.
    chars.remove(1 + random.below(chars.len() - 1));
    Some(Json::String(chars.into_iter().collect()))
}

pub(super) fn doubled_character(site: &Site, _: &World<'_>, random: &mut Random) -> Option<Json> {
    let mut chars = visible(site)?;
    let places: Vec<usize> = (0..chars.len()).filter(|&at| chars[at].is_alphabetic()).collect();
    let at = *random.pick(&places)?;
    chars.insert(at, chars[at]);
    Some(Json::String(chars.into_iter().collect()))
}

pub(super) fn swapped_characters(site: &Site, _: &World<'_>, random: &mut Random) -> Option<Json> {
    let mut chars = visible(site)?;
    let is_swappable = |at: &usize| {
        let (a, b) = (chars[*at], chars[at + 1]);
        a != b && a.is_alphabetic() && b.is_alphabetic()
    };
    let places: Vec<usize> = (0..chars.len().saturating_sub(1)).filter(is_swappable).collect();
    let at = *random.pick(&places)?;
    chars.swap(at, at + 1);
    Some(Json::String(chars.into_iter().collect()))
}
