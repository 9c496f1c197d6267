//! CSV with Chinese headings through the default mapping.

use catalog::Catalog;
use entry::Mapping;
use expect_test::{Expect, expect};

use crate::table;

fn check(csv: &[u8], expected: Expect) {
    let catalog = Catalog::embedded();
    let mapping = Mapping::usual(catalog).expect("the default mapping is in order");
    expected.assert_eq(&table(entry::read_csv(csv, "案件.csv", &mapping, catalog)));
}

const CIVIL: &str = "\
案号*,承办法院,案由,判决日期,审判员,原告姓名,原告性别,被告姓名,受理费（万元）,备注
(2018)鲁0102民初1号,济南市历下区人民法院,民间借贷纠纷,2018/3/10,张三、李四,王五,男,赵六；东山市远大商贸有限公司,0.5,无
,,,,,,,,,
（2018）鲁0102民初2号,/,买卖合同纠纷,2018年4月31日,,王五,女,,1千元,
";

#[test]
fn utf8_with_and_without_mark_and_gb18030_read_the_same() {
    check(
        CIVIL.as_bytes(),
        expect![[r#"
        [(2018)鲁0102民初1号] 第2行
        court = 济南市历下区人民法院 (案件.csv!B2)
        case_number = （2018）鲁0102民初1号 (案件.csv!A2)
        judgment_date = 2018-03-10 (案件.csv!D2)
        judges[张三] = 张三 (案件.csv!E2)
        judges[李四] = 李四 (案件.csv!E2)
        causes[民间借贷纠纷] = 民间借贷纠纷 (案件.csv!C2)
        case_fee = 5000.00 (案件.csv!I2)
        parties[原告 王五].name = 王五 (案件.csv!F2)
        parties[原告 王五].role = 原告 (案件.csv!F2)
        parties[原告 王五].sex = 男 (案件.csv!G2)
        parties[被告 赵六].name = 赵六 (案件.csv!H2)
        parties[被告 赵六].role = 被告 (案件.csv!H2)
        parties[被告 东山市远大商贸有限公司].name = 东山市远大商贸有限公司 (案件.csv!H2)
        parties[被告 东山市远大商贸有限公司].role = 被告 (案件.csv!H2)
        [（2018）鲁0102民初2号] 第4行
        case_number = （2018）鲁0102民初2号 (案件.csv!A4)
        judgment_date = 2018年4月31日 (案件.csv!D4)
        causes[买卖合同纠纷] = 买卖合同纠纷 (案件.csv!C4)
        case_fee = 1000.00 (案件.csv!I4)
        parties[原告 王五].name = 王五 (案件.csv!F4)
        parties[原告 王五].role = 原告 (案件.csv!F4)
        parties[原告 王五].sex = 女 (案件.csv!G4)
        ! 案件.csv!D4: 裁判日期不存在（如2月30日），按原文保留
        未对照: 备注
    "#]],
    );
    let catalog = Catalog::embedded();
    let mapping = Mapping::usual(catalog).expect("the default mapping is in order");
    let read = |bytes: &[u8]| table(entry::read_csv(bytes, "案件.csv", &mapping, catalog));
    let marked = [b"\xef\xbb\xbf", CIVIL.as_bytes()].concat();
    let (gb18030, ..) = encoding_rs::GB18030.encode(CIVIL);
    let tabs = CIVIL.replace(',', "\t");
    for other in [marked.as_slice(), gb18030.as_ref(), tabs.as_bytes()] {
        assert_eq!(read(other), read(CIVIL.as_bytes()));
    }
}

#[test]
fn criminal_columns_by_number() {
    check(
        "案号,被告人1姓名,被告人1出生日期,被告人1罪名,被告人1刑期,被告人1罚金,被告人2姓名,被告人2罪名,被告人3姓名\n\
         （2018）鲁0102刑初1号,张三,1980-05-03,\"盗窃罪、掩饰、隐瞒犯罪所得罪\",一年六个月,1e4,李四,盗窃罪,\n"
            .as_bytes(),
        expect![[r#"
            [（2018）鲁0102刑初1号] 第2行
            case_number = （2018）鲁0102刑初1号 (案件.csv!A2)
            parties[被告人 张三].name = 张三 (案件.csv!B2)
            parties[被告人 张三].role = 被告人 (案件.csv!B2)
            parties[被告人 张三].birth_date = 1980-05-03 (案件.csv!C2)
            parties[被告人 李四].name = 李四 (案件.csv!G2)
            parties[被告人 李四].role = 被告人 (案件.csv!G2)
            defendants[张三].name = 张三 (案件.csv!B2)
            defendants[张三].charges[盗窃罪] = 盗窃罪 (案件.csv!D2)
            defendants[张三].charges[掩饰、隐瞒犯罪所得罪] = 掩饰、隐瞒犯罪所得罪 (案件.csv!D2)
            defendants[张三].penalty_months = 18 (案件.csv!E2)
            defendants[张三].fine_yuan = 10000.00 (案件.csv!F2)
            defendants[李四].name = 李四 (案件.csv!G2)
            defendants[李四].charges[盗窃罪] = 盗窃罪 (案件.csv!H2)
        "#]],
    );
}

#[test]
fn several_defendants_in_one_cell() {
    check(
        "案号,被告人,刑期,累犯,被告人住址\n\
         （2018）鲁0102刑初1号,张三、李四,18、6,否、是,\"东山市历山路1号，2号楼；西山市\"\n"
            .as_bytes(),
        expect![[r#"
            [（2018）鲁0102刑初1号] 第2行
            case_number = （2018）鲁0102刑初1号 (案件.csv!A2)
            parties[被告人 张三].name = 张三 (案件.csv!B2)
            parties[被告人 张三].role = 被告人 (案件.csv!B2)
            parties[被告人 张三].address = 东山市历山路1号，2号楼 (案件.csv!E2)
            parties[被告人 李四].name = 李四 (案件.csv!B2)
            parties[被告人 李四].role = 被告人 (案件.csv!B2)
            parties[被告人 李四].address = 西山市 (案件.csv!E2)
            defendants[张三].name = 张三 (案件.csv!B2)
            defendants[张三].penalty_months = 18 (案件.csv!C2)
            defendants[李四].name = 李四 (案件.csv!B2)
            defendants[李四].penalty_months = 6 (案件.csv!C2)
            defendants[李四].recidivist = true (案件.csv!D2)
        "#]],
    );
}

#[test]
fn what_can_be_wrong_with_a_table() {
    check(
        b"",
        expect![[r#"
        entry_headings_missing: 案件.csv: 第1行没有表头
        提示: 请在对照表的header_row写明表头所在行
    "#]],
    );
    check(
        "法院,案由\n甲,乙\n".as_bytes(),
        expect![[r#"
        entry_key_column_missing: 案件.csv: 第1行表头中没有“案号”列
        提示: 请在对照表的key写明案号所在列的表头
    "#]],
    );
    check(
        "案号,法院,承办法院,法院\n1,2,3,4\n".as_bytes(),
        expect![[r#"
        entry_heading_repeated: 案件.csv!D1: 表头“法院”重复
        提示: 请为两列取不同的表头
    "#]],
    );
    check(
        "案号,法院\n（2018）鲁0102刑初1号,甲\n,乙\n".as_bytes(),
        expect![[r#"
        entry_key_blank: 案件.csv!A3: “案号”为空，不知道是哪一案
        提示: 请填写案号，或删去该行
    "#]],
    );
    check(
        "案号,法院\n（2018）鲁0102刑初1号,甲\n\n（2018）鲁0102刑初1号,乙\n".as_bytes(),
        expect![[r#"
        entry_key_repeated: 案件.csv!A3: 与第2行是同一案
        提示: 一案一行，请合并或删去其中一行
    "#]],
    );
    check(
        b"\xff\xff\xff",
        expect![[r#"
        entry_encoding: 案件.csv: 既不是UTF-8也不是GB18030编码
        提示: 请另存为UTF-8编码的CSV
    "#]],
    );
}

#[test]
fn cells_that_hold_line_breaks() {
    check(
        "案号,审判员\n（2018）鲁0102民初1号,\"张三\n李四\"\n（2018）鲁0102民初2号,王五\n".as_bytes(),
        expect![[r#"
            [（2018）鲁0102民初1号] 第2行
            case_number = （2018）鲁0102民初1号 (案件.csv!A2)
            judges[张三] = 张三 (案件.csv!B2)
            judges[李四] = 李四 (案件.csv!B2)
            [（2018）鲁0102民初2号] 第3行
            case_number = （2018）鲁0102民初2号 (案件.csv!A3)
            judges[王五] = 王五 (案件.csv!B3)
        "#]],
    );
}
