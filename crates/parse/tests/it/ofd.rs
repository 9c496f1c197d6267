//! OFD: what pages, templates, annotations and signatures give, and how sloppy packages are read.

use expect_test::{Expect, expect};

use crate::check;
use crate::docx_file::zipped;
use crate::ofd_file::{Package, der, line, paragraph, seal, text, xml};

const FIRST: &str = "原告陈一鸣与被告周二宝民间借贷纠纷一案，本院立案受理后，依法适用普通程序，公开开庭进行了审理。";
const SECOND: &str = "本院认为，双方之间的借贷关系成立，被告应当返还借款本金人民币三万元，并支付利息。";

/// A judgment of two pages with the page number in a template.
pub(crate) fn judgment() -> Vec<u8> {
    let template = r#"<ofd:TemplatePage ID="7" BaseLoc="Tpls/Tpl_0/Content.xml"/>"#;
    let number = text(100.0, 285.0, 3.5, "", "第1页");
    Package::default()
        .common(template)
        .part(
            "Doc_0/Tpls/Tpl_0/Content.xml",
            xml("Page", &format!("<ofd:Content><ofd:Layer>{number}</ofd:Layer></ofd:Content>")),
        )
        .page_after(
            r#"<ofd:Template TemplateID="7"/>"#,
            &[
                text(70.0, 30.0, 8.0, r#"DeltaX="g 6 8""#, "民事判决书样例"),
                paragraph(60.0, FIRST),
                paragraph(90.0, SECOND),
            ]
            .concat(),
        )
        .page(&line(40.0, "审判员　吴三省"))
        .bytes()
}

#[test]
fn pages_templates_and_paragraphs() {
    check(
        &judgment(),
        expect![[r#"
        ofd
        1 Paragraph 民事判决书样例
        1 Paragraph 原告陈一鸣与被告周二宝民间借贷纠纷一案，本院立案受理后，依法适用普通程序，公开开庭进行了审理。
        1 Paragraph 本院认为，双方之间的借贷关系成立，被告应当返还借款本金人民币三万元，并支付利息。
        1 Furniture 第1页
        2 Paragraph 审判员　吴三省
    "#]],
    );
}

/// Checks what one page with these objects gives.
fn check_objects(objects: &str, expect: Expect) {
    check(&Package::default().page(objects).bytes(), expect);
}

#[test]
fn distances_repeat_and_places_are_inherited() {
    let object = r#"<ofd:TextObject Boundary="20 50 150 5" Font="1" Size="5">
        <ofd:TextCode X="0" Y="5" DeltaX="g 3 5 2.5 2.5">案号二〇26</ofd:TextCode>
        <ofd:TextCode X="60">续在同一行</ofd:TextCode>
        <ofd:TextCode Y="15" DeltaX="5 5">下一行</ofd:TextCode></ofd:TextObject>"#;
    check_objects(
        object,
        expect![[r#"
        ofd
        1 Paragraph 案号二〇26 续在同一行
        1 Paragraph 下一行
    "#]],
    );
}

#[test]
fn matrix_block_and_composite() {
    let objects = r#"<ofd:PageBlock><ofd:TextObject CTM="0.3528 0 0 0.3528 0 0" Boundary="20 50 150 5" Font="1" Size="14"><ofd:TextCode X="0" Y="14" DeltaX="g 4 14">点为单位的</ofd:TextCode></ofd:TextObject></ofd:PageBlock>
        <ofd:CompositeObject Boundary="20 80 100 20" ResourceID="9"/>"#;
    let unit = text(0.0, 0.0, 5.0, "", "组合里的文字");
    let resources = format!(
        r#"<ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID="9"><ofd:Content>{unit}</ofd:Content></ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits>"#
    );
    let package = Package::default()
        .common("<ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes>")
        .part("Doc_0/DocumentRes.xml", xml("Res", &resources))
        .page(objects);
    check(
        &package.bytes(),
        expect![[r#"
        ofd
        1 Paragraph 点为单位的
        1 Paragraph 组合里的文字
    "#]],
    );
}

#[test]
fn a_unit_that_draws_itself_ends() {
    let this = r#"<ofd:CompositeObject Boundary="0 0 9 9" ResourceID="9"/>"#;
    let content = format!("{this}{this}{this}{}", text(10.0, 10.0, 5.0, "", "圈"));
    let resources = format!(
        r#"<ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID="9"><ofd:Content>{content}</ofd:Content></ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits>"#
    );
    let package = Package::default()
        .common("<ofd:PublicRes>Res.xml</ofd:PublicRes>")
        .part("Doc_0/Res.xml", xml("Res", &resources))
        .page(this);
    check(
        &package.bytes(),
        expect![[r#"
        ofd
        1 Paragraph 圈
    "#]],
    );
}

#[test]
fn writing_from_top_to_bottom() {
    let column = |x: f64, words: &str| text(x, 40.0, 5.0, r#"DeltaY="g 7 6""#, words);
    check_objects(
        &[column(150.0, "右边一列先读完毕"), column(140.0, "左边一列随后再读")].concat(),
        expect![[r#"
        ofd
        1 Paragraph 右边一列先读完毕左边一列随后再读
    "#]],
    );
}

#[test]
fn glyphs_without_characters_stay_visible() {
    let object = r#"<ofd:TextObject Boundary="20 50 150 5" Font="1" Size="5"><ofd:CGTransform CodePosition="0" CodeCount="3" GlyphCount="3"><ofd:Glyphs>17 18 19</ofd:Glyphs></ofd:CGTransform><ofd:TextCode X="0" Y="5" DeltaX="5 5">¤¤¤</ofd:TextCode></ofd:TextObject>"#;
    check_objects(
        object,
        expect![[r#"
        ofd
        1 Paragraph ���
        page 1 Native Garbled
        ! page_garbled page on page 1
    "#]],
    );
}

#[test]
fn pictures_are_pages_without_text() {
    let image = r#"<ofd:ImageObject Boundary="0 0 210 297" ResourceID="3"/>"#;
    check(
        &Package::default().page(image).page("").page(&line(50.0, "第三页有文字")).bytes(),
        expect![[r#"
        ofd
        3 Paragraph 第三页有文字
        page 1 Image Unreadable
        page 2 Blank Good
        ! page_without_text page on page 1
    "#]],
    );
}

#[test]
fn entities_indents_and_sections_of_character_data() {
    let objects = [
        text(20.0, 50.0, 5.0, "", "\n      甲&amp;乙\n      有限公司\n    "),
        text(20.0, 70.0, 5.0, "", "<![CDATA[丙<丁>]]>&#x5408;同"),
    ];
    check_objects(
        &objects.concat(),
        expect![[r#"
        ofd
        1 Paragraph 甲&乙 有限公司丙<丁>合同
    "#]],
    );
}

#[test]
fn annotations_are_furniture() {
    let note = format!(
        r#"<ofd:Annot Type="Watermark"><ofd:Appearance Boundary="60 100 80 20">{}</ofd:Appearance></ofd:Annot>"#,
        text(0.0, 0.0, 9.0, "", "内部资料")
    );
    let hidden = format!(
        r#"<ofd:Annot Visible="false"><ofd:Appearance Boundary="60 100 80 20">{}</ofd:Appearance></ofd:Annot>"#,
        text(0.0, 0.0, 9.0, "", "看不见")
    );
    let package = Package::default()
        .tail("<ofd:Annotations>Annots/Annotations.xml</ofd:Annotations>")
        .part(
            "Doc_0/Annots/Annotations.xml",
            xml("Annotations", r#"<ofd:Page PageID="1"><ofd:FileLoc>Page_0.xml</ofd:FileLoc></ofd:Page>"#),
        )
        .part("Doc_0/Annots/Page_0.xml", xml("PageAnnot", &[note, hidden].concat()))
        .page(&[line(50.0, "正文第一行。"), line(120.0, "正文第二行。")].concat());
    check(
        &package.bytes(),
        expect![[r#"
        ofd
        1 Paragraph 正文第一行。
        1 Paragraph 正文第二行。
        1 Furniture 内部资料
    "#]],
    );
}

#[test]
fn sloppy_places_of_parts() {
    let page = xml("Page", &format!("<ofd:Content><ofd:Layer>{}</ofd:Layer></ofd:Content>", line(50.0, "照样读到")));
    let page = page.replace("ofd:", "x:").replace("xmlns:ofd=\"http://www.ofdspec.org/2016\"", "xmlns:x=\"urn:other\"");
    let document = r#"<Document><Pages><Page ID="1" BaseLoc="\DOC_0\pages\.\one.XML"/><Page ID="2" BaseLoc="Doc_0/Pages/missing.xml"/></Pages></Document>"#;
    let list = "\u{feff}<OFD><DocBody><DocRoot>/Doc_0/Document.xml</DocRoot></DocBody></OFD>";
    let bytes = zipped(&[
        ("OFD.xml", list.as_bytes()),
        ("Doc_0/Document.xml", document.as_bytes()),
        ("Doc_0/Pages/one.xml", page.as_bytes()),
    ]);
    check(
        &bytes,
        expect![[r#"
            ofd
            1 Paragraph 照样读到
            page 2 Image Unreadable
            ! page_unreadable Page on page 2
            ! page_without_text page on page 2
        "#]],
    );
}

#[test]
fn every_document_in_its_current_version() {
    let document = r#"<ofd:Pages><ofd:Page ID="1" BaseLoc="Page.xml"/></ofd:Pages>"#;
    let page =
        |words: &str| xml("Page", &format!("<ofd:Content><ofd:Layer>{}</ofd:Layer></ofd:Content>", line(50.0, words)));
    let list = r#"<ofd:DocBody><ofd:Versions><ofd:Version ID="1" Current="false" BaseLoc="v1.xml"/><ofd:Version ID="2" Current="true" BaseLoc="v2.xml"/></ofd:Versions><ofd:DocRoot>a/Document.xml</ofd:DocRoot></ofd:DocBody>
        <ofd:DocBody><ofd:DocRoot>c/Document.xml</ofd:DocRoot></ofd:DocBody>"#;
    let parts = [
        ("OFD.xml", xml("OFD", list)),
        ("v1.xml", xml("DocVersion", "<ofd:DocRoot>a/Document.xml</ofd:DocRoot>")),
        ("v2.xml", xml("DocVersion", "<ofd:DocRoot>b/Document.xml</ofd:DocRoot>")),
        ("a/Document.xml", xml("Document", document)),
        ("a/Page.xml", page("旧版本")),
        ("b/Document.xml", xml("Document", document)),
        ("b/Page.xml", page("修订后的版本")),
        ("c/Document.xml", xml("Document", document)),
        ("c/Page.xml", page("另一份文书")),
    ];
    let parts: Vec<(&str, &[u8])> = parts.iter().map(|(path, text)| (*path, text.as_bytes())).collect();
    check(
        &zipped(&parts),
        expect![[r#"
            ofd
            1 Paragraph 修订后的版本
            2 Paragraph 另一份文书
        "#]],
    );
}

fn check_lists(package: Package, expect: Expect) {
    let document = parse::parse("样例", &package.bytes()).expect("it is a sound package");
    let attachments = document.attachments.iter().map(|file| format!("{} {}\n", file.name, file.bytes));
    let signatures = document
        .signatures
        .iter()
        .map(|signature| format!("{} {:?} {:?}\n", signature.signer, signature.time, signature.pages));
    expect.assert_eq(&attachments.chain(signatures).collect::<String>());
}

fn signed(value: &[u8]) -> Package {
    let info = r#"<ofd:SignedInfo><ofd:SignatureDateTime>20260105093000Z</ofd:SignatureDateTime><ofd:StampAnnot ID="1" PageRef="2" Boundary="120 200 40 40"/><ofd:StampAnnot ID="2" PageRef="1" Boundary="190 100 20 40"/></ofd:SignedInfo><ofd:SignedValue>SignedValue.dat</ofd:SignedValue>"#;
    Package::default()
        .body("<ofd:Signatures>/Doc_0/Signs/Signatures.xml</ofd:Signatures>")
        .part(
            "Doc_0/Signs/Signatures.xml",
            xml("Signatures", r#"<ofd:Signature ID="1" BaseLoc="Sign_0/Signature.xml"/>"#),
        )
        .part("Doc_0/Signs/Sign_0/Signature.xml", xml("Signature", info))
        .part("Doc_0/Signs/Sign_0/SignedValue.dat", value)
        .page(&line(50.0, "第一页"))
        .page(&line(50.0, "第二页"))
}

#[test]
fn seals_are_listed_with_their_owner() {
    let to_sign = der(0x30, &[der(0x02, &[4]), seal("云溪市人民法院")].concat());
    check_lists(
        signed(&der(0x30, &to_sign)),
        expect![[r#"
        云溪市人民法院 Some("20260105093000Z") [1, 2]
    "#]],
    );
}

#[test]
fn signatures_without_seal_name_the_subject() {
    let name = |common: &str| {
        der(0x30, &der(0x31, &der(0x30, &[der(0x06, &[0x55, 4, 3]), der(0x0c, common.as_bytes())].concat())))
    };
    let validity = der(0x30, &[der(0x17, b"260101000000Z"), der(0x17, b"270101000000Z")].concat());
    let fields =
        [der(0x02, &[1]), der(0x30, &[]), name("某认证中心"), validity, name("云溪市人民法院设备"), der(0x30, &[])];
    let certificate = der(0x30, &der(0x30, &fields.concat()));
    check_lists(
        signed(&der(0x30, &der(0x04, &certificate))),
        expect![[r#"
        云溪市人民法院设备 Some("20260105093000Z") [1, 2]
    "#]],
    );
}

#[test]
fn attachments_are_listed() {
    let list = r#"<ofd:Attachment ID="1" Name="送达回证" Size="0.5"><ofd:FileLoc>receipt.xml</ofd:FileLoc></ofd:Attachment><ofd:Attachment ID="2"><ofd:FileLoc>gone.xml</ofd:FileLoc></ofd:Attachment>"#;
    let package = Package::default()
        .tail("<ofd:Attachments>Attachs/Attachments.xml</ofd:Attachments>")
        .part("Doc_0/Attachs/Attachments.xml", xml("Attachments", list))
        .part("Doc_0/Attachs/receipt.xml", "<a/>")
        .page(&line(50.0, "附件见后"));
    check_lists(
        package,
        expect![[r#"
        送达回证 4
        gone.xml 0
    "#]],
    );
}

#[test]
fn encrypted_packages_say_so() {
    let list = xml("OFD", "<ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody>");
    let bytes = zipped(&[("OFD.xml", list.as_bytes()), ("Encryptions.xml", b"<Encryptions/>")]);
    check(
        &bytes,
        expect![[r#"
        file_encrypted: the OFD is protected by a password
    "#]],
    );
}

#[test]
fn a_package_without_document_is_damaged() {
    check(
        &zipped(&[("OFD.xml", b"<ofd:OFD/>")]),
        expect![[r#"
        file_damaged: the OFD is truncated or broken
    "#]],
    );
}

/// A line between two points in millimetres.
fn rule(from: (f64, f64), upto: (f64, f64)) -> String {
    let ((x0, y0), (x1, y1)) = (from, upto);
    format!(
        r#"<ofd:PathObject Boundary="0 0 210 297" LineWidth="0.3"><ofd:AbbreviatedData>M {x0} {y0} L {x1} {y1}</ofd:AbbreviatedData></ofd:PathObject>"#
    )
}

#[test]
fn rules_make_tables() {
    let rows = [60.0, 75.0, 90.0].map(|y| rule((30.0, y), (180.0, y)));
    let columns = [30.0, 90.0, 180.0].map(|x| rule((x, 60.0), (x, 90.0)));
    let cell = |x: f64, y: f64, words: &str| text(x, y, 5.0, r#"DeltaX="g 9 5""#, words);
    let cells = [
        cell(35.0, 65.0, "案号"),
        cell(95.0, 65.0, "收案日期"),
        cell(35.0, 80.0, "某某案"),
        cell(95.0, 80.0, "二〇二〇年"),
        line(110.0, "表后的一段文字。"),
    ];
    check_objects(
        &[rows.concat(), columns.concat(), cells.concat()].concat(),
        expect![[r#"
        ofd
        1 Cell 案号
        1 Cell |收案日期
        1 Cell 某某案
        1 Cell |二〇二〇年
        1 Paragraph 表后的一段文字。
    "#]],
    );
}

#[test]
fn red_text_over_other_text_is_a_seal() {
    let seal = text(50.0, 51.0, 6.0, r#"DeltaX="g 9 6""#, "某某人民法院");
    let seal = seal.replace("<ofd:TextCode", r#"<ofd:FillColor Value="220 0 0"/><ofd:TextCode"#);
    check_objects(
        &[line(50.0, "本院认为，原告的请求应予支持。"), line(60.0, "判决如下："), seal].concat(),
        expect![[r#"
            ofd
            1 Paragraph 本院认为，原告的请求应予支持。判决如下：
            1 Furniture 某某人民法院
        "#]],
    );
}

#[test]
fn a_scan_with_a_page_number_is_a_picture() {
    let image = r#"<ofd:ImageObject Boundary="0 0 210 297" CTM="210 0 0 297 0 0" ResourceID="3"/>"#;
    check_objects(
        &[image.to_owned(), text(100.0, 285.0, 3.5, "", "第1页")].concat(),
        expect![[r#"
        ofd
        1 Furniture 第1页
        page 1 Image Unreadable
        ! page_without_text page on page 1
    "#]],
    );
}
