//! Owns the PDF samples that show one feature each: encodings, fonts, layouts, layers, and the structure of the file.
//! What must be read from each stands in `samples/features/expected`; people write that.

use super::pdf_file::{File, glyphs, hex, utf16};
use super::pdf_layout::{PAGE_LEFT, Text, column, paragraph, seal, show};

/// The words of the samples that show an encoding or a font.
const LINES: &[&str] =
    &["民事判决书", "（2021）冀0534民初12号", "原告郑五福，男，汉族，1970年2月3日出生，住清河县葛仙庄镇东街88号。"];

/// How text becomes the codes of a font.
type Encode = fn(&str) -> Vec<u8>;

/// What makes a file.
type Make = fn() -> Vec<u8>;

/// The predefined encodings of Adobe-GB1 for horizontal writing, with how text becomes bytes; each has a vertical twin.
const ENCODINGS: &[(&str, Encode)] = &[
    ("GB-EUC", gb18030),
    ("GBpc-EUC", gb18030),
    ("GBK-EUC", gb18030),
    ("GBKp-EUC", gb18030),
    ("GBK2K", gb18030),
    ("UniGB-UCS2", utf16),
    ("UniGB-UTF16", utf16),
];

/// Every sample: name without suffix, and bytes.
pub(super) fn all() -> Vec<(String, Vec<u8>)> {
    let mut all = Vec::new();
    for &(encoding, encode) in ENCODINGS {
        all.push((format!("cmap-{encoding}-H"), horizontal(encoding, encode)));
        all.push((format!("cmap-{encoding}-V"), vertical(encoding, encode)));
    }
    let others: &[(&str, Make)] = &[
        ("attachment", attachment),
        ("columns", columns),
        ("doubled-glyphs", doubled_glyphs),
        ("embedded-no-tounicode", || embedded(false)),
        ("embedded-tounicode", || embedded(true)),
        ("fill-and-stroke", fill_and_stroke),
        ("form-xobject", form_xobject),
        ("furniture", furniture),
        ("gbk-in-simple-font", gbk_in_simple_font),
        ("image-only", || scan(false)),
        ("kangxi-radicals", kangxi_radicals),
        ("object-streams", object_streams),
        ("ocr-layer", || scan(true)),
        ("rotate-90", || rotated(90)),
        ("rotate-180", || rotated(180)),
        ("rotate-270", || rotated(270)),
        ("seal-over-date", seal_over_date),
        ("table-merged", table_merged),
        ("type3-font", type3_font),
        ("vertical-writing", vertical_writing),
    ];
    all.extend(others.iter().map(|(name, make)| (name.to_string(), make())));
    all
}

fn gb18030(text: &str) -> Vec<u8> {
    encoding_rs::GB18030.encode(text).0.into_owned()
}

/// A file of one page in a font that is not embedded.
fn one_page(content: &str, entries: &str) -> Vec<u8> {
    let mut file = File::new();
    let font = file.chinese_font("UniGB-UCS2-H");
    file.page(&format!("/Font << /F1 {font} 0 R >>"), content, entries);
    file.finish()
}

fn horizontal(encoding: &str, encode: Encode) -> Vec<u8> {
    let mut file = File::new();
    let font = file.chinese_font(&format!("{encoding}-H"));
    file.page(&format!("/Font << /F1 {font} 0 R >>"), &lines(encode), "");
    file.finish()
}

/// The title, the number at the right margin, and the paragraph of [`LINES`], which is broken in two.
fn lines(encode: Encode) -> String {
    let title = show(Text { x: 242.5, y: 740.0, size: 22.0 }, &encode(LINES[0]));
    let number = show(Text { x: 329.5, y: 700.0, size: 16.0 }, &encode(LINES[1]));
    title + &number + &paragraph(660.0, LINES[2], encode)
}

fn vertical(encoding: &str, encode: Encode) -> Vec<u8> {
    let mut file = File::new();
    let font = file.chinese_font(&format!("{encoding}-V"));
    let mut content = show(Text { x: 450.0, y: 600.0, size: 22.0 }, &encode(LINES[0]));
    content.push_str(&show(Text { x: 400.0, y: 720.0, size: 16.0 }, &encode("原告郑五福，住清河县葛仙庄镇东街。")));
    file.page(&format!("/Font << /F1 {font} 0 R >>"), &content, "");
    file.finish()
}

fn embedded(with_map: bool) -> Vec<u8> {
    let mut file = File::new();
    let pairs: Vec<(u16, char)> = (1..).zip(super::pdf_file::EMBEDDED.chars()).collect();
    let map = with_map.then(|| file.unicode_map(4, &pairs));
    let font = file.embedded_font(map);
    file.page(&format!("/Font << /F1 {font} 0 R >>"), &lines(glyphs), "");
    file.finish()
}

/// What browsers print: the map to Unicode names radicals where it means characters.
fn kangxi_radicals() -> Vec<u8> {
    const RADICALS: &[(char, char)] = &[
        ('人', '⼈'),
        ('用', '⽤'),
        ('一', '⼀'),
        ('方', '⽅'),
        ('大', '⼤'),
        ('行', '⾏'),
        ('长', '⻓'),
        ('民', '⺠'),
        ('车', '⻋'),
        ('见', '⻅'),
    ];
    let radical = |c: char| RADICALS.iter().find(|(plain, _)| *plain == c).map_or(c, |(_, radical)| *radical);
    let pairs: Vec<(u16, char)> = (1..).zip(super::pdf_file::EMBEDDED.chars().map(radical)).collect();
    let mut file = File::new();
    let map = file.unicode_map(4, &pairs);
    let font = file.embedded_font(Some(map));
    let text = "用人单位一方的车经过长安大街时，被告见行人未让，本院认为应当承担民事责任。";
    file.page(&format!("/Font << /F1 {font} 0 R >>"), &paragraph(660.0, text, glyphs), "");
    file.finish()
}

/// Old programs write the two bytes of a character as two characters of a font of single bytes.
fn gbk_in_simple_font() -> Vec<u8> {
    let mut file = File::new();
    let widths = "500 ".repeat(224);
    let descriptor = file.add("<< /Type /FontDescriptor /FontName /FangSong_GB2312 /Flags 32 /FontBBox [0 -141 1000 859] /ItalicAngle 0 /Ascent 859 /Descent -141 /CapHeight 859 /StemV 78 >>");
    let font = file.add(&format!(
        "<< /Type /Font /Subtype /TrueType /BaseFont /FangSong_GB2312 /FirstChar 32 /LastChar 255 /Widths [{widths}] /Encoding /WinAnsiEncoding /FontDescriptor {descriptor} 0 R >>"
    ));
    file.page(&format!("/Font << /F1 {font} 0 R >>"), &lines(gb18030), "");
    file.finish()
}

/// Bold as word processors make it: every run is filled and outlined.
fn fill_and_stroke() -> Vec<u8> {
    one_page(&format!("0.4 w 2 Tr\n{}", lines(utf16)), "")
}

/// Bold as old printer drivers make it: every run is printed twice, a little apart.
fn doubled_glyphs() -> Vec<u8> {
    let once = lines(utf16);
    one_page(&format!("{once}q 1 0 0 1 0.35 0 cm\n{once}Q\n"), "")
}

/// A form within a form, each with its own matrix.
fn form_xobject() -> Vec<u8> {
    let mut file = File::new();
    let font = file.chinese_font("UniGB-UCS2-H");
    let fonts = format!("/Font << /F1 {font} 0 R >>");
    let inner = show(Text { x: 0.0, y: 0.0, size: 16.0 }, &utf16("（2021）冀0534民初12号"));
    let inner = file.add_stream(
        &format!("/Type /XObject /Subtype /Form /BBox [0 -10 595 842] /Resources << {fonts} >>"),
        inner.as_bytes(),
    );
    let outer = show(Text { x: 135.0, y: 740.0, size: 22.0 }, &utf16("民事判决书")) + "q 1 0 0 1 240 700 cm /X2 Do Q\n";
    let outer = file.add_stream(
        &format!("/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Matrix [1 0 0 1 90 0] /Resources << {fonts} /XObject << /X2 {inner} 0 R >> >>"),
        outer.as_bytes(),
    );
    let body = paragraph(660.0, LINES[2], utf16);
    file.page(&format!("{fonts} /XObject << /X1 {outer} 0 R >>"), &format!("/X1 Do\n{body}"), "");
    file.finish()
}

/// Three glyphs that the file draws itself, as shapes; only the map to Unicode says what they are.
fn type3_font() -> Vec<u8> {
    let mut file = File::new();
    let bars = [
        "100 100 800 80 re 460 0 80 800 re f",
        "100 700 800 80 re 100 0 800 80 re 460 0 80 800 re f",
        "100 0 80 800 re 820 0 80 800 re f",
    ];
    let [a, b, c] = bars.map(|bar| file.add_stream("", format!("1000 0 0 0 1000 1000 d1 {bar}").as_bytes()));
    let map = file.unicode_map(2, &[(0x41, '土'), (0x42, '工'), (0x43, '川')]);
    let drawn = file.add(&format!(
        "<< /Type /Font /Subtype /Type3 /FontBBox [0 0 1000 1000] /FontMatrix [0.001 0 0 0.001 0 0] /FirstChar 65 /LastChar 67 /Widths [1000 1000 1000] /Encoding << /Type /Encoding /Differences [65 /a /b /c] >> /CharProcs << /a {a} 0 R /b {b} 0 R /c {c} 0 R >> /Resources << >> /ToUnicode {map} 0 R >>"
    ));
    let font = file.chinese_font("UniGB-UCS2-H");
    let mut content = show(Text { x: PAGE_LEFT + 32.0, y: 660.0, size: 16.0 }, &utf16("被告："));
    content.push_str(&show(Text { x: PAGE_LEFT + 80.0, y: 660.0, size: 16.0 }, b"CBA").replace("/F1", "/F2"));
    content.push_str(&show(Text { x: PAGE_LEFT + 128.0, y: 660.0, size: 16.0 }, &utf16("公司。")));
    file.page(&format!("/Font << /F1 {font} 0 R /F2 {drawn} 0 R >>"), &content, "");
    file.finish()
}

/// A page that lies on its side or head in the file and is shown upright.
fn rotated(degrees: u32) -> Vec<u8> {
    let turn = match degrees {
        90 => "0 1 -1 0 842 0 cm",
        180 => "-1 0 0 -1 595 842 cm",
        _ => "0 -1 1 0 0 595 cm",
    };
    let mut file = File::new();
    let font = file.chinese_font("UniGB-UCS2-H");
    let resources = format!("/Font << /F1 {font} 0 R >>");
    let content = format!("{turn}\n{}", lines(utf16));
    let (width, height) = if degrees == 180 { (595.0, 842.0) } else { (842.0, 595.0) };
    file.page_of_size(width, height, &resources, &content, &format!("/Rotate {degrees}"));
    file.finish()
}

/// A notice set in the traditional way: columns from the right, sentences that run over them.
fn vertical_writing() -> Vec<u8> {
    let mut file = File::new();
    let font = file.chinese_font("UniGB-UCS2-V");
    let columns = [
        "　　清河县人民法院定于二〇二一年四月五日上午",
        "九时在本院第二法庭公开开庭审理原告郑五福诉被",
        "告清河县王记粮行买卖合同纠纷一案。",
        "　　特此公告。",
    ];
    let mut content = show(Text { x: 480.0, y: 700.0, size: 22.0 }, &utf16("公　　告"));
    for (index, text) in columns.iter().enumerate() {
        let at = Text { x: 430.0 - 28.0 * index as f32, y: 760.0, size: 16.0 };
        content.push_str(&show(at, &utf16(text)));
    }
    file.page(&format!("/Font << /F1 {font} 0 R >>"), &content, "");
    file.finish()
}

/// Two columns of a gazette under one title.
fn columns() -> Vec<u8> {
    let left = "郑五福与清河县王记粮行买卖合同纠纷一案，清河县人民法院于二〇二一年四月五日作出一审判决，判令被告给付货款一万元。宣判后双方均未上诉，判决已经发生法律效力。因被告未在指定的期间内履行，原告于同年六月一日申请强制执行，请求被告给付货款并加倍支付迟延履行期间的债务利息。";
    let right = "执行中查明，被告在本县葛仙庄镇东街有门面房两间，已依法查封。双方于七月十日达成和解协议，约定被告分三期付清，每月十日前支付一期，案外人冯六顺为其提供担保。第一期款项已于八月十日付清，其余两期仍在履行之中，本院对查封的门面房暂不处分，待协议履行完毕后依法解除。";
    let mut content = show(Text { x: 221.0, y: 760.0, size: 18.0 }, &utf16("执行案例摘编"));
    content.push_str(&column(60.0, 720.0, 18, left));
    content.push_str(&column(325.0, 720.0, 18, right));
    one_page(&content, "")
}

/// A ruled table: the head of three columns, a cell over two rows, a cell over two columns, a cell of two lines.
fn table_merged() -> Vec<u8> {
    let (x, y) = ([90.0, 190.0, 350.0, 505.0], [700.0, 670.0, 640.0, 610.0, 560.0]);
    let mut content = String::from("0.6 w\n");
    let rule = |x0: f32, y0: f32, x1: f32, y1: f32| format!("{x0} {y0} m {x1} {y1} l S\n");
    for row in [0, 1, 3, 4] {
        content.push_str(&rule(x[0], y[row], x[3], y[row]));
    }
    content.push_str(&rule(x[1], y[2], x[3], y[2]));
    for (column, bottom) in [(0, 4), (1, 4), (3, 4)] {
        content.push_str(&rule(x[column], y[0], x[column], y[bottom]));
    }
    content.push_str(&rule(x[2], y[0], x[2], y[3]));
    let mut cell = |column: usize, y: f32, text: &str| {
        content.push_str(&show(Text { x: x[column] + 6.0, y, size: 12.0 }, &utf16(text)));
    };
    for (column, text) in ["项目", "金额", "备注"].iter().enumerate() {
        cell(column, 680.0, text);
    }
    cell(0, 634.0, "货款");
    cell(1, 650.0, "10000元");
    cell(2, 650.0, "二〇二一年");
    cell(1, 620.0, "2500元");
    cell(2, 620.0, "二〇二二年");
    cell(0, 580.0, "合计");
    cell(1, 592.0, "人民币壹万贰仟伍佰元整，被告应于判决生效之日");
    cell(1, 572.0, "起十日内付清");
    let title = show(Text { x: 249.0, y: 740.0, size: 16.0 }, &utf16("欠款明细表"));
    let after = paragraph(520.0, "以上款项经双方核对无误。", utf16);
    one_page(&format!("{title}{content}{after}"), "")
}

/// A round seal with a star and the name of the court on an arc, over the date of the decision.
fn seal_over_date() -> Vec<u8> {
    let reason = "综上所述，一审判决认定事实清楚，适用法律正确，上诉人冯七斤另有说法，本院难以采纳。兹依照《中华人民共和国民事诉讼法》第一百七十七条第一款第一项，判决如下：";
    let mut content =
        paragraph(780.0, reason, utf16) + &paragraph(702.0, "驳回上诉，维持原判。本判决为终审判决。", utf16);
    for (y, text) in [
        (640.0, "审　判　长　冯六顺"),
        (612.0, "审　判　员　陈七巧"),
        (584.0, "二〇二一年四月五日"),
        (556.0, "书　记　员　褚八斤"),
    ] {
        content.push_str(&show(Text { x: 345.0, y, size: 16.0 }, &utf16(text)));
    }
    content.push_str(&seal(420.0, 590.0, 60.0, "清河县中级人民法院"));
    one_page(&content, "")
}

/// Three pages with a header, a footer and page numbers; a paragraph runs over each page break.
fn furniture() -> Vec<u8> {
    let pages: [&[&str]; 3] = [
        &[
            "原告郑五福诉称，被告自二〇二〇年一月起多次向其购买小麦，",
            "双方口头约定货到付款。截至二〇二〇年十二月，被告共欠货款",
            "一万二千五百元，经多次催要，被告以资金周转困难为由一再推",
        ],
        &[
            "拖，至今未付。原告为维护自身合法权益，诉至本院，请求判令",
            "被告给付货款并承担本案诉讼费用。被告清河县王记粮行辩称，",
            "欠款属实，但其中两车小麦水分超标，双方曾商定降价处理，因",
        ],
        &[
            "此应当扣除降价部分。经审理查明，双方往来账目清楚，被告对",
            "欠条的真实性没有异议。上述事实有欠条、送货单和当事人陈述",
            "在案佐证，本院予以确认。",
        ],
    ];
    let mut file = File::new();
    let font = file.chinese_font("UniGB-UCS2-H");
    let resources = format!("/Font << /F1 {font} 0 R >>");
    for (index, lines) in pages.iter().enumerate() {
        let mut content = show(Text { x: 243.0, y: 800.0, size: 9.0 }, &utf16("清河县人民法院电子卷宗"));
        for (row, text) in lines.iter().enumerate() {
            let x = if index == 0 && row == 0 { PAGE_LEFT + 32.0 } else { PAGE_LEFT };
            content.push_str(&show(Text { x, y: 720.0 - 26.0 * row as f32, size: 16.0 }, &utf16(text)));
        }
        let number = format!("第 {} 页 共 3 页", index + 1);
        content.push_str(&show(Text { x: 265.0, y: 40.0, size: 9.0 }, &utf16(&number)));
        file.page(&resources, &content, "");
    }
    file.finish()
}

/// A page that is a picture of a page; with the text layer of a scanner under it or without.
fn scan(with_layer: bool) -> Vec<u8> {
    let mut file = File::new();
    let font = file.chinese_font("UniGB-UCS2-H");
    let picture = super::picture::rows(60, 85);
    let picture = file.add_stream(
        "/Type /XObject /Subtype /Image /Width 60 /Height 85 /ColorSpace /DeviceGray /BitsPerComponent 8",
        &picture.concat(),
    );
    let mut content = String::from("q 595 0 0 842 0 0 cm /I1 Do Q\n");
    if with_layer {
        content.push_str("3 Tr\n");
        content.push_str(&lines(utf16));
    }
    file.page(&format!("/Font << /F1 {font} 0 R >> /XObject << /I1 {picture} 0 R >>"), &content, "");
    file.finish()
}

/// What current programs write: objects in a stream, cross-references in another.
fn object_streams() -> Vec<u8> {
    let mut file = File::new();
    let font = file.chinese_font("UniGB-UCS2-H");
    file.page(&format!("/Font << /F1 {font} 0 R >>"), &lines(utf16), "");
    file.finish_in_streams()
}

/// A file within the file.
fn attachment() -> Vec<u8> {
    let mut file = File::new();
    let font = file.chinese_font("UniGB-UCS2-H");
    file.page(&format!("/Font << /F1 {font} 0 R >>"), &lines(utf16), "");
    let data = "欠条：今欠郑五福货款一万元。\n".as_bytes();
    let embedded = file.add_stream(&format!("/Type /EmbeddedFile /Params << /Size {} >>", data.len()), data);
    let name = format!("<FEFF{}>", hex(&utf16("欠条.txt")));
    let listed = file.add(&format!("<< /Type /Filespec /F (qiantiao.txt) /UF {name} /EF << /F {embedded} 0 R >> >>"));
    file.catalogue = format!("/Names << /EmbeddedFiles << /Names [{name} {listed} 0 R] >> >>");
    file.finish()
}
