//! Owns finding the character of a glyph where the file does not say it, and folding of look-alike code points. Does
//! not know places.

use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use encoding_rs::GBK;
use hayro_cmap::{BfString, CMap, CMapName, CidFamily, load_embedded};
use hayro_interpret::font::{FontData, OutlineGlyph};
use hayro_syntax::Pdf;
use hayro_syntax::object::dict::keys::{BASE_FONT, DESCENDANT_FONTS, ENCODING, ORDERING, REGISTRY, SUBTYPE};
use hayro_syntax::object::{Array, Dict, Name, Object, Stream, String as PdfString};
use skrifa::{FontRef, MetadataProvider};
use unicode_normalization::UnicodeNormalization;

/// How the codes of a composite font become character ids, and those become text.
struct CodeTable {
    encoding: CMap,
    is_identity: bool,
    ucs2: Option<Rc<CMap>>,
}

/// Glyph ids of a font program and their characters.
type GlyphChars = Rc<HashMap<u32, char>>;

/// Tables for composite fonts without a ToUnicode map. Built on the first glyph that needs them: most files never do.
pub(super) struct FontTables<'a> {
    pdf: &'a Pdf,
    codes: OnceCell<HashMap<String, Rc<Vec<CodeTable>>>>,
    programs: RefCell<HashMap<u128, GlyphChars>>,
    fonts: RefCell<HashMap<(u128, String), Rc<FontChars>>>,
}

/// The characters of one font, by code and glyph. Looked up once: a page has far fewer characters than glyphs.
pub(super) struct FontChars {
    tables: Rc<Vec<CodeTable>>,
    program: FontData,
    key: u128,
    known: RefCell<HashMap<(u32, u32), Option<char>>>,
}

impl<'a> FontTables<'a> {
    pub fn new(pdf: &'a Pdf) -> FontTables<'a> {
        FontTables { pdf, codes: OnceCell::new(), programs: RefCell::default(), fonts: RefCell::default() }
    }

    /// The font of a glyph; none for fonts that carry no program to ask.
    pub fn font_of(&self, glyph: &OutlineGlyph) -> Option<Rc<FontChars>> {
        let font = glyph.font_data()?;
        let name = font.postscript_name.unwrap_or_default();
        let codes = self.codes.get_or_init(|| code_tables(self.pdf));
        let mut fonts = self.fonts.borrow_mut();
        let tables = codes.get(&name).cloned().unwrap_or_default();
        let chars = fonts.entry((font.cache_key, name)).or_insert_with(|| {
            Rc::new(FontChars { tables, program: font.data, key: font.cache_key, known: RefCell::default() })
        });
        Some(Rc::clone(chars))
    }

    /// The character of a glyph that has no text of its own.
    pub fn char_of(&self, font: &FontChars, glyph: &OutlineGlyph) -> Option<char> {
        let (code, id) = (glyph.char_code(), glyph.glyph_id().to_u32());
        let mut known = font.known.borrow_mut();
        *known.entry((code, id)).or_insert_with(|| self.look_up(font, code, id))
    }

    fn look_up(&self, font: &FontChars, code: u32, id: u32) -> Option<char> {
        let predefined = font.tables.iter().filter(|table| !table.is_identity);
        let identity = font.tables.iter().filter(|table| table.is_identity);
        predefined
            .filter_map(|table| char_by_code(table, code))
            .next()
            .or_else(|| self.char_by_glyph(font, id))
            .or_else(|| identity.filter_map(|table| char_by_code(table, code)).next())
    }

    /// The character that the font program itself has for a glyph id.
    fn char_by_glyph(&self, font: &FontChars, glyph: u32) -> Option<char> {
        let mut programs = self.programs.borrow_mut();
        let chars = programs.entry(font.key).or_insert_with(|| Rc::new(glyph_chars(font.program.as_ref().as_ref())));
        chars.get(&glyph).copied()
    }
}

fn glyph_chars(program: &[u8]) -> HashMap<u32, char> {
    let mut chars = HashMap::new();
    let Ok(font) = FontRef::new(program) else { return chars };
    for (code, glyph) in font.charmap().mappings() {
        let Some(c) = char::from_u32(code).map(folded) else { continue };
        // A glyph may serve several characters: a Chinese one beats a radical or compatibility form.
        let is_plain = |c: char| matches!(c, '\u{20}'..='\u{7e}' | '\u{4e00}'..='\u{9fff}');
        let kept = chars.entry(glyph.to_u32()).or_insert(c);
        if is_plain(c) && !is_plain(*kept) {
            *kept = c;
        }
    }
    chars
}

/// The tables of every composite font in the file, by font name without its subset prefix.
fn code_tables(pdf: &Pdf) -> HashMap<String, Rc<Vec<CodeTable>>> {
    let mut tables: HashMap<String, Vec<CodeTable>> = HashMap::new();
    let mut families: HashMap<Vec<u8>, Option<Rc<CMap>>> = HashMap::new();
    for object in pdf.objects() {
        let Object::Dict(font) = object else { continue };
        if font.get::<Name<'_>>(SUBTYPE).is_none_or(|subtype| subtype.as_str() != "Type0") {
            continue;
        }
        let Some(name) = font.get::<Name<'_>>(BASE_FONT) else { continue };
        let Some((encoding, is_identity)) = encoding_of(&font) else { continue };
        let family = family_of(&encoding, &font);
        let ucs2 = family.and_then(|family| {
            let name = family.ucs2_cmap()?;
            let load = || CMap::parse(load_embedded(name)?, load_embedded).map(Rc::new);
            families.entry(name.to_bytes().to_vec()).or_insert_with(load).clone()
        });
        let plain = match name.as_str().split_once('+') {
            Some((prefix, rest)) if prefix.len() == 6 => rest,
            _ => name.as_str(),
        };
        tables.entry(plain.to_owned()).or_default().push(CodeTable { encoding, is_identity, ucs2 });
    }
    tables.into_iter().map(|(name, tables)| (name, Rc::new(tables))).collect()
}

fn encoding_of(font: &Dict<'_>) -> Option<(CMap, bool)> {
    match font.get::<Object<'_>>(ENCODING)? {
        Object::Name(name) => match name.as_str() {
            "Identity-H" => Some((CMap::identity_h(), true)),
            "Identity-V" => Some((CMap::identity_v(), true)),
            _ => CMap::parse(load_embedded(CMapName::from_bytes(&name))?, load_embedded).map(|cmap| (cmap, false)),
        },
        Object::Stream(stream) => {
            let data = stream_bytes(&stream)?;
            CMap::parse(&data, load_embedded).map(|cmap| (cmap, false))
        }
        _ => None,
    }
}

fn stream_bytes(stream: &Stream<'_>) -> Option<Vec<u8>> {
    stream.decoded_data().ok().map(|data| data.into_owned())
}

/// The character collection: of the encoding if it names one, else of the descendant font.
fn family_of(encoding: &CMap, font: &Dict<'_>) -> Option<CidFamily> {
    let of_encoding = encoding.metadata().character_collection.as_ref().map(|collection| collection.family.clone());
    if let Some(family) = of_encoding.filter(|family| family.ucs2_cmap().is_some()) {
        return Some(family);
    }
    let descendant = font.get::<Array<'_>>(DESCENDANT_FONTS)?.iter::<Dict<'_>>().next()?;
    let info = descendant.get::<Dict<'_>>("CIDSystemInfo")?;
    let (registry, ordering) = (info.get::<PdfString<'_>>(REGISTRY)?, info.get::<PdfString<'_>>(ORDERING)?);
    Some(CidFamily::from_registry_ordering(registry.as_bytes(), ordering.as_bytes()))
}

fn char_by_code(table: &CodeTable, code: u32) -> Option<char> {
    let cid = (1..=4).find_map(|len| table.encoding.lookup_cid_code(code, len))?;
    match table.ucs2.as_ref()?.lookup_bf_string(cid)? {
        BfString::Char(c) => Some(c),
        BfString::String(string) => string.chars().next(),
    }
}

/// Old Chinese programs write GBK bytes through a font of single bytes, so that each half of a character is a glyph of
/// its own. Returns the place, length and character of each pair, where the run can be nothing else.
pub(super) fn gbk_pairs(codes: &[u32], texts: &[Option<BfString>]) -> Option<Vec<(usize, usize, char)>> {
    let bytes: Vec<u8> = codes.iter().map(|&code| u8::try_from(code)).collect::<Result<_, _>>().ok()?;
    if bytes.iter().filter(|&&byte| byte >= 0x81).count() < 2 {
        return None;
    }
    let is_chinese = |text: &Option<BfString>| match text {
        Some(BfString::Char(c)) => *c >= '\u{2e80}',
        Some(BfString::String(string)) => string.chars().any(|c| c >= '\u{2e80}'),
        None => false,
    };
    if texts.iter().any(is_chinese) {
        return None;
    }
    // A byte of a Chinese character that the font shows as a letter or digit has a meaning of its own: fonts of more than
    // 128 glyphs number them beyond ASCII and say in their table what they are.
    let is_known =
        |(&code, text): (&u32, &Option<BfString>)| code >= 0x81 && text.as_ref().is_some_and(starts_in_ascii);
    if codes.iter().zip(texts).any(is_known) {
        return None;
    }
    let mut pairs = Vec::new();
    let mut at = 0;
    let mut common = 0;
    let mut double = 0;
    while at < bytes.len() {
        let len = if bytes[at] < 0x80 { 1 } else { 2 };
        let slice = bytes.get(at..at + len)?;
        let text = GBK.decode_without_bom_handling_and_without_replacement(slice)?;
        let c = text.chars().next()?;
        if len == 2 {
            double += 1;
            common += usize::from((0xb0..=0xd7).contains(&slice[0]) || matches!(slice[0], 0xa1 | 0xa3));
        }
        pairs.push((at, len, c));
        at += len;
    }
    // The frequent characters of GB 2312 level 1 and its punctuation: chance pairs of Latin letters are elsewhere.
    (common * 10 >= double * 8).then_some(pairs)
}

fn starts_in_ascii(text: &BfString) -> bool {
    match text {
        BfString::Char(c) => c.is_ascii(),
        BfString::String(string) => string.starts_with(|c: char| c.is_ascii()),
    }
}

/// Radicals that stand for a whole character in files printed by browsers.
const RADICALS: &[(char, char)] = &[
    ('⺁', '厂'),
    ('⺄', '乙'),
    ('⺊', '卜'),
    ('⺎', '兀'),
    ('⺒', '巳'),
    ('⺓', '幺'),
    ('⺜', '日'),
    ('⺝', '月'),
    ('⺟', '母'),
    ('⺠', '民'),
    ('⺩', '王'),
    ('⺬', '示'),
    ('⺶', '羊'),
    ('⺷', '羊'),
    ('⺼', '肉'),
    ('⺽', '臼'),
    ('⻁', '虎'),
    ('⻄', '西'),
    ('⻅', '见'),
    ('⻆', '角'),
    ('⻉', '贝'),
    ('⻋', '车'),
    ('⻑', '長'),
    ('⻓', '长'),
    ('⻔', '门'),
    ('⻗', '雨'),
    ('⻘', '青'),
    ('⻙', '韦'),
    ('⻚', '页'),
    ('⻛', '风'),
    ('⻜', '飞'),
    ('⻝', '食'),
    ('⻢', '马'),
    ('⻣', '骨'),
    ('⻤', '鬼'),
    ('⻥', '鱼'),
    ('⻦', '鸟'),
    ('⻧', '卤'),
    ('⻨', '麦'),
    ('⻩', '黄'),
    ('⻪', '黾'),
    ('⻬', '齐'),
    ('⻮', '齿'),
    ('⻰', '龙'),
    ('⻱', '龜'),
    ('⻳', '龟'),
];

/// Radicals and compatibility ideographs become the characters that they look like; anything else stays.
pub(in crate::format) fn folded(c: char) -> char {
    match c {
        '\u{2e80}'..='\u{2eff}' => RADICALS.iter().find(|(radical, _)| *radical == c).map_or(c, |&(_, plain)| plain),
        // The fonts of the mainland draw this radical like 户; its decomposition is 戶.
        '⼾' => '户',
        // Canonically the same characters; browsers choose the old ones.
        '\u{2329}' => '〈',
        '\u{232a}' => '〉',
        '\u{2f00}'..='\u{2fdf}' | '\u{f900}'..='\u{faff}' => std::iter::once(c).nfkc().next().unwrap_or(c),
        c => c,
    }
}

/// The characters of a glyph that stands for several. Some files name a character and its radical for one glyph; that is
/// one character.
pub(super) fn distinct(text: &str) -> Vec<char> {
    let has_radical = text.contains(|c| matches!(c, '\u{2e80}'..='\u{2fdf}'));
    let mut chars: Vec<char> = text.chars().filter(|&c| c != '\0').collect();
    if has_radical {
        chars.iter_mut().for_each(|c| *c = folded(*c));
        chars.dedup();
    }
    chars
}
