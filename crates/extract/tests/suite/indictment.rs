//! Heads of indictments.

use expect_test::expect;

use crate::reading::check;

#[test]
fn the_head_of_an_indictment() {
    check(
        "云州市东河区人民检察院\n起 诉 书\n云东检刑诉〔2020〕6号\n被告人赵四平，男，1990年5月6日出生，公民身份号码370102199005061234，回族，住云州市西山县。\n本案由云州市公安局侦查终结。\n",
        &["procuratorate", "indictment_number", "parties"],
        expect![[r#"
            parties[被告人 赵四平].name = 赵四平 “赵四平”
            parties[被告人 赵四平].role = 被告人 “被告人”
            parties[被告人 赵四平].kind = 自然人 “赵四平”
            parties[被告人 赵四平].sex = 男 “男”
            parties[被告人 赵四平].birth_date = 1990-05-06 “1990年5月6日”
            parties[被告人 赵四平].ethnicity = 回族 “回族”
            parties[被告人 赵四平].id_number = 370102199005061234 “370102199005061234”
            parties[被告人 赵四平].address = 云州市西山县 “云州市西山县”
            procuratorate = 云州市东河区人民检察院 “云州市东河区人民检察院”
            indictment_number = 云东检刑诉〔2020〕6号 “云东检刑诉〔2020〕6号”
        "#]],
    );
}
