//! Merging the documents of a case.

use expect_test::expect;
use extract::merge;

use crate::reading::{extracted, lines};

const DECISION: &str = "云州市东河区人民法院\n刑事判决书\n（2020）鲁0102刑初5号\n公诉机关云州市东河区人民检察院。\n被告人赵四平，男，回族。\n云州市东河区人民检察院指控被告人赵四平犯盗窃罪一案，本院依法受理。现已审理终结。\n依照《中华人民共和国刑法》第二百六十四条之规定，判决如下：\n被告人赵四平犯盗窃罪，判处拘役五个月。\n审判员孙立\n二〇二〇年五月六日\n书记员王五一\n";

const INDICTMENT: &str = "云州市东河区人民检察院\n起诉书\n云东检刑诉〔2020〕6号\n被告人赵四平，女，1990年5月6日出生，回族，住云州市西山县。\n被告人钱五，男。\n";

#[test]
fn the_decision_speaks_first_and_other_materials_fill_what_it_leaves_out() {
    let (decision, indictment) = (extracted(DECISION), extracted(INDICTMENT));
    let merged = merge(&[&indictment, &decision]);
    let merged = extract::Extracted { material: decision.material, record: merged };
    expect![[r#"
        clerks[王五一] = 王五一 “王五一”
        parties[被告人 赵四平].name = 赵四平 “赵四平”
        parties[被告人 赵四平].role = 被告人 “被告人”
        parties[被告人 赵四平].kind = 自然人 “赵四平”
        parties[被告人 赵四平].sex = 男 “男”
        parties[被告人 赵四平].birth_date = 1990-05-06 “1990年5月6日”
        parties[被告人 赵四平].ethnicity = 回族 “回族”
        parties[被告人 赵四平].address = 云州市西山县 “云州市西山县”
        procuratorate = 云州市东河区人民检察院 “云州市东河区人民检察院”
        indictment_number = 云东检刑诉〔2020〕6号 “云东检刑诉〔2020〕6号”
    "#]]
    .assert_eq(&lines(&merged, &["parties", "indictment_number", "procuratorate", "clerks"]));
}

#[test]
fn a_reading_that_differs_is_kept_as_a_loser() {
    let (decision, indictment) = (extracted(DECISION), extracted(INDICTMENT));
    let merged = merge(&[&decision, &indictment]);
    let sex = merged.items("parties")[0].one("parties.sex").expect("the decision states it");
    assert_eq!(sex.chosen.value.canonical(), "男");
    assert_eq!(sex.losers.iter().map(|loser| loser.value.canonical()).collect::<Vec<_>>(), ["女"]);
}

#[test]
fn nothing_merges_to_nothing() {
    assert!(merge(&[]).is_empty());
}
