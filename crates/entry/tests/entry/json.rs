//! The JSON form.

use catalog::Catalog;
use expect_test::{Expect, expect};
use proptest::prelude::*;

use crate::{leaves, problem, warnings};

fn check(json: &str, expected: Expect) {
    let out = match entry::read_json(json.as_bytes(), "entered.json", Catalog::embedded()) {
        Ok(entered) => leaves(&entered.record) + &warnings(&entered.warnings),
        Err(error) => problem(&error),
    };
    expected.assert_eq(&out);
}

#[test]
fn numbers_and_words_for_sums_terms_and_dates() {
    check(
        r#"{"case_number": "(2018)鲁0102刑初12号", "judgment_date": "二〇一九年三月一日", "filing_date": "2019/1/5",
            "case_fee": 20000, "award_amounts": ["2万元", 1e5, "20,000.50"],
            "defendants": [{"name": "张三", "penalty_months": 18, "probation_months": "二年", "fine_yuan": "贰万元",
                            "political_rights": "终身", "recidivist": true, "surrender": false}]}"#,
        expect![[r#"
            case_number = （2018）鲁0102刑初12号 (entered.json#case_number)
            judgment_date = 2019-03-01 (entered.json#judgment_date)
            filing_date = 2019-01-05 (entered.json#filing_date)
            case_fee = 20000.00 (entered.json#case_fee)
            award_amounts[20000.00] = 20000.00 (entered.json#award_amounts[0])
            award_amounts[100000.00] = 100000.00 (entered.json#award_amounts[1])
            award_amounts[20000.50] = 20000.50 (entered.json#award_amounts[2])
            defendants[张三].name = 张三 (entered.json#defendants[0].name)
            defendants[张三].penalty_months = 18 (entered.json#defendants[0].penalty_months)
            defendants[张三].probation_months = 24 (entered.json#defendants[0].probation_months)
            defendants[张三].fine_yuan = 20000.00 (entered.json#defendants[0].fine_yuan)
            defendants[张三].political_rights = 终身 (entered.json#defendants[0].political_rights)
            defendants[张三].recidivist = true (entered.json#defendants[0].recidivist)
        "#]],
    );
}

#[test]
fn blank_is_not_entered() {
    check(
        r#"{"id": "a", "note": "x", "uncertain": ["court"], "court": null, "case_number": "", "judges": [],
            "clerks": [null, " "], "parties": [], "defendants": null}"#,
        expect![""],
    );
    let bytes = br#"{"court": null, "judges": [], "parties": []}"#;
    let record = entry::read_json(bytes, "entered.json", Catalog::embedded()).expect("the record is in order").record;
    let asked: Vec<&str> = record.fields.keys().chain(record.groups.keys()).map(|key| key.as_str()).collect();
    assert_eq!(asked, ["court", "judges", "parties"]);
}

#[test]
fn odd_values_are_kept_as_typed() {
    check(
        r#"{"judgment_date": "2019-02-30", "case_fee": "约三万元", "case_number": "12号", "hearing_dates": ["昨天"]}"#,
        expect![[r#"
            case_number = 12号 (entered.json#case_number)
            judgment_date = 2019-02-30 (entered.json#judgment_date)
            hearing_dates[昨天] = 昨天 (entered.json#hearing_dates[0])
            case_fee = 约三万元 (entered.json#case_fee)
            ! entered.json#judgment_date: 裁判日期不存在（如2月30日），按原文保留
            ! entered.json#case_fee: 案件受理费只是约数，按原文保留
            ! entered.json#case_number: 案号的写法无法识别，按原文保留
            ! entered.json#hearing_dates[0]: 开庭日期的写法无法识别，按原文保留
        "#]],
    );
}

#[test]
fn wrong_keys_and_shapes() {
    check(
        r#"{"judgement_date": "2019-01-01"}"#,
        expect![[r#"
        entry_unknown_key: entered.json: judgement_date不是案件信息的信息项
        提示: 是否指 judgment_date？
    "#]],
    );
    check(
        r#"{"parties": [{"name": "张三", "birthdate": "1980-01-01"}]}"#,
        expect![[r#"
        entry_unknown_key: entered.json: parties[0].birthdate不是案件信息的信息项
        提示: 是否指 birth_date？
    "#]],
    );
    check(
        r#"{"颜色": "红"}"#,
        expect![[r#"
        entry_unknown_key: entered.json: 颜色不是案件信息的信息项
        提示: 请查看信息项目录
    "#]],
    );
    check(
        r#"{"judges": "张三"}"#,
        expect![[r#"
        entry_json_shape: entered.json: judges应为一个列表 […]
        提示: 请对照字段说明改正该处的写法
    "#]],
    );
    check(
        r#"{"parties": {"name": "张三"}}"#,
        expect![[r#"
        entry_json_shape: entered.json: parties应为一组对象 [{…}]
        提示: 请对照字段说明改正该处的写法
    "#]],
    );
    check(
        r#"{"parties": ["张三"]}"#,
        expect![[r#"
        entry_json_shape: entered.json: parties[0]应为一个对象 {…}
        提示: 请对照字段说明改正该处的写法
    "#]],
    );
    check(
        r#"{"parties": [{"name": ["张三"]}]}"#,
        expect![[r#"
        entry_json_shape: entered.json: parties[0].name应为文字（加引号）
        提示: 请对照字段说明改正该处的写法
    "#]],
    );
    check(
        r#"{"court": 3}"#,
        expect![[r#"
        entry_json_shape: entered.json: court应为文字（加引号）
        提示: 请对照字段说明改正该处的写法
    "#]],
    );
    check(r#"{"defendants": [{"recidivist": []}]}"#, expect![""]);
    check(
        "[]",
        expect![[r#"
        entry_json_shape: entered.json: $应为一个对象 {…}
        提示: 请对照字段说明改正该处的写法
    "#]],
    );
    check(
        "{\n\"court\": \"甲\",}",
        expect![[r#"
        entry_json_syntax: entered.json: 第2行第16列不是有效的JSON
        提示: 请检查逗号、引号和括号
    "#]],
    );
}

#[test]
fn every_key_is_written_in_order() {
    let json = r#"{"case_fee": 20000, "award_amounts": [0.5], "judges": ["张三"], "case_number": "（2018）鲁0102刑初12号",
        "parties": [{"name": "张三", "role": "被告人", "agents": [{"name": "李四"}]}],
        "defendants": [{"name": "张三", "penalty_months": 18, "political_rights": "终身", "recidivist": true}]}"#;
    let catalog = Catalog::embedded();
    let record = entry::read_json(json.as_bytes(), "entered.json", catalog).expect("the record is in order").record;
    let written = entry::record_json(&record, catalog);
    expect![[r#"
        {
          "document_type": null,
          "case_category": null,
          "trial_procedure": null,
          "court": null,
          "case_number": "（2018）鲁0102刑初12号",
          "judgment_date": null,
          "filing_date": null,
          "prosecution_date": null,
          "hearing_dates": [],
          "applied_procedure": null,
          "tribunal": null,
          "public_hearing": null,
          "presiding_judge": null,
          "judges": [
            "张三"
          ],
          "assessors": [],
          "judge_assistants": [],
          "clerks": [],
          "causes": [],
          "prior_cases": [],
          "outcomes": [],
          "case_fee": 20000,
          "fee_payers": [],
          "award_amounts": [
            0.5
          ],
          "statutes": [],
          "parties": [
            {
              "name": "张三",
              "role": "被告人",
              "former_role": null,
              "kind": null,
              "sex": null,
              "birth_date": null,
              "ethnicity": null,
              "education": null,
              "occupation": null,
              "id_number": null,
              "address": null,
              "representative": null,
              "agents": [
                {
                  "name": "李四",
                  "firm": null
                }
              ]
            }
          ],
          "procuratorate": null,
          "indictment_number": null,
          "prosecutors": [],
          "defendants": [
            {
              "name": "张三",
              "detention_date": null,
              "arrest_date": null,
              "charges": [],
              "accused_charges": [],
              "penalty": null,
              "penalty_months": 18,
              "probation_months": null,
              "fine_yuan": null,
              "political_rights": "终身",
              "confiscate_property": null,
              "term_start": null,
              "term_end": null,
              "surrender": false,
              "recidivist": true,
              "plea_leniency": false
            }
          ]
        }"#]]
    .assert_eq(&serde_json::to_string_pretty(&written).expect("JSON prints"));
}

proptest! {
    #[test]
    fn what_is_written_reads_back(
        fee in 0i64..10_000_000_000,
        months in proptest::option::of(1u32..300),
        day in (1990u32..2030, 1u32..=12, 1u32..=28),
        names in proptest::collection::vec("[张王李赵][一-龥]{1,2}", 0..5),
        flag in any::<bool>(),
    ) {
        let catalog = Catalog::embedded();
        let json = serde_json::json!({
            "case_fee": format!("{}.{:02}", fee / 100, fee % 100),
            "judgment_date": format!("{}-{:02}-{:02}", day.0, day.1, day.2),
            "judges": names,
            "defendants": [{"name": "张三", "penalty_months": months, "surrender": flag}],
        });
        let first = entry::read_json(json.to_string().as_bytes(), "a", catalog).expect("in order");
        prop_assert!(first.warnings.is_empty());
        let written = entry::record_json(&first.record, catalog);
        let text = serde_json::to_string(&written).expect("JSON prints");
        let second = entry::read_json(text.as_bytes(), "a", catalog).expect("what is written is in order");
        prop_assert!(second.warnings.is_empty());
        prop_assert_eq!(&written, &entry::record_json(&second.record, catalog));
    }

    #[test]
    fn no_bytes_make_the_reader_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let catalog = Catalog::embedded();
        let mapping = entry::Mapping::usual(catalog).expect("the default mapping is in order");
        let _ = entry::read_json(&bytes, "a", catalog);
        let _ = entry::read_csv(&bytes, "a", &mapping, catalog);
        prop_assert!(entry::read_xlsx(&bytes, "a", &mapping, catalog).is_err());
    }
}
