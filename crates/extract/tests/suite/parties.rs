//! Party blocks.

use expect_test::expect;

use crate::reading::check;

fn civil(parties: &str) -> String {
    format!(
        "云州市东河区人民法院\n民事判决书\n（2021）鲁0102民初88号\n{parties}\n原告与被告买卖合同纠纷一案，本院于2021年1月4日立案后，公开开庭进行了审理。本案现已审理终结。\n"
    )
}

#[test]
fn a_person_with_every_attribute() {
    check(
        &civil(
            "原告：张大川，男，1980年3月5日出生，汉族，初中文化，农民，公民身份号码370102198003051234，住云州市东河区槐树街12号。",
        ),
        &["parties"],
        expect![[r#"
            parties[原告 张大川].name = 张大川 “张大川”
            parties[原告 张大川].role = 原告 “原告”
            parties[原告 张大川].kind = 自然人 “张大川”
            parties[原告 张大川].sex = 男 “男”
            parties[原告 张大川].birth_date = 1980-03-05 “1980年3月5日”
            parties[原告 张大川].ethnicity = 汉族 “汉族”
            parties[原告 张大川].education = 初中文化 “初中文化”
            parties[原告 张大川].occupation = 农民 “农民”
            parties[原告 张大川].id_number = 370102198003051234 “370102198003051234”
            parties[原告 张大川].address = 云州市东河区槐树街12号 “云州市东河区槐树街12号”
        "#]],
    );
}

#[test]
fn companies_with_brackets_representatives_and_agents() {
    check(
        &civil(
            "原告：云州金穗（集团）股份有限公司，住所地云州市东河区。\n法定代表人：孙立成，董事长。\n委托诉讼代理人：周明远，山东云岭律师事务所律师。\n委托诉讼代理人：吴小梅，该公司职员。\n被告：李小河（曾用名李河），女，汉族，住同上。",
        ),
        &["parties"],
        expect![[r#"
            parties[原告 云州金穗（集团）股份有限公司].name = 云州金穗（集团）股份有限公司 “云州金穗（集团）股份有限公司”
            parties[原告 云州金穗（集团）股份有限公司].role = 原告 “原告”
            parties[原告 云州金穗（集团）股份有限公司].kind = 组织 “云州金穗（集团）股份有限公司”
            parties[原告 云州金穗（集团）股份有限公司].address = 云州市东河区 “云州市东河区”
            parties[原告 云州金穗（集团）股份有限公司].representative = 孙立成 “孙立成”
            parties[原告 云州金穗（集团）股份有限公司].agents[周明远].name = 周明远 “周明远”
            parties[原告 云州金穗（集团）股份有限公司].agents[周明远].firm = 山东云岭律师事务所 “山东云岭律师事务所”
            parties[原告 云州金穗（集团）股份有限公司].agents[吴小梅].name = 吴小梅 “吴小梅”
            parties[原告 云州金穗（集团）股份有限公司].agents[吴小梅].firm = 云州金穗（集团）股份有限公司 “该公司”
            parties[被告 李小河].name = 李小河 “李小河”
            parties[被告 李小河].role = 被告 “被告”
            parties[被告 李小河].kind = 自然人 “李小河”
            parties[被告 李小河].sex = 女 “女”
            parties[被告 李小河].ethnicity = 汉族 “汉族”
            parties[被告 李小河].address = 云州市东河区 “云州市东河区”“同上”
        "#]],
    );
}

#[test]
fn an_agent_shared_by_two_parties() {
    check(
        &civil(
            "原告：张大川，男。\n原告：张二川，男。\n上述二原告共同委托诉讼代理人：周明远，山东云岭律师事务所律师。\n被告：李小河，女。",
        ),
        &["parties"],
        expect![[r#"
            parties[原告 张大川].name = 张大川 “张大川”
            parties[原告 张大川].role = 原告 “原告”
            parties[原告 张大川].kind = 自然人 “张大川”
            parties[原告 张大川].sex = 男 “男”
            parties[原告 张大川].agents[周明远].name = 周明远 “周明远”
            parties[原告 张大川].agents[周明远].firm = 山东云岭律师事务所 “山东云岭律师事务所”
            parties[原告 张二川].name = 张二川 “张二川”
            parties[原告 张二川].role = 原告 “原告”
            parties[原告 张二川].kind = 自然人 “张二川”
            parties[原告 张二川].sex = 男 “男”
            parties[原告 张二川].agents[周明远].name = 周明远 “周明远”
            parties[原告 张二川].agents[周明远].firm = 山东云岭律师事务所 “山东云岭律师事务所”
            parties[被告 李小河].name = 李小河 “李小河”
            parties[被告 李小河].role = 被告 “被告”
            parties[被告 李小河].kind = 自然人 “李小河”
            parties[被告 李小河].sex = 女 “女”
        "#]],
    );
}

#[test]
fn roles_of_the_lower_instance_stand_in_brackets_or_before_a_colon() {
    check(
        "云州市中级人民法院\n民事裁定书\n（2021）鲁01民终8号\n上诉人（原审被告）：李小河，女，汉族。\n被上诉人(原审原告)：张大川，男。\n原审第三人：云州市槐荫物资站。\n上诉人李小河因与被上诉人张大川合同纠纷一案，不服一审判决，向本院提起上诉。\n",
        &["parties"],
        expect![[r#"
            parties[上诉人 李小河].name = 李小河 “李小河”
            parties[上诉人 李小河].role = 上诉人 “上诉人”
            parties[上诉人 李小河].former_role = 原审被告 “原审被告”
            parties[上诉人 李小河].kind = 自然人 “李小河”
            parties[上诉人 李小河].sex = 女 “女”
            parties[上诉人 李小河].ethnicity = 汉族 “汉族”
            parties[被上诉人 张大川].name = 张大川 “张大川”
            parties[被上诉人 张大川].role = 被上诉人 “被上诉人”
            parties[被上诉人 张大川].former_role = 原审原告 “原审原告”
            parties[被上诉人 张大川].kind = 自然人 “张大川”
            parties[被上诉人 张大川].sex = 男 “男”
            parties[原审第三人 云州市槐荫物资站].name = 云州市槐荫物资站 “云州市槐荫物资站”
            parties[原审第三人 云州市槐荫物资站].role = 原审第三人 “原审第三人”
            parties[原审第三人 云州市槐荫物资站].kind = 组织 “云州市槐荫物资站”
        "#]],
    );
}

#[test]
fn the_defendant_of_a_criminal_case() {
    check(
        "云州市东河区人民法院\n刑事判决书\n（2020）鲁0102刑初5号\n公诉机关云州市东河区人民检察院。\n被告人（自报）赵四平，男，1990年×月×日出生，回族，文盲，无业，户籍所在地云州市西山县，现住云州市东河区。因涉嫌盗窃罪于2020年1月2日被刑事拘留。\n被告人赵四平曾因盗窃于2018年被行政拘留。\n辩护人郑开，山东云岭律师事务所律师。\n云州市东河区人民检察院以云东检刑诉〔2020〕6号起诉书指控被告人赵四平犯盗窃罪，于2020年3月1日向本院提起公诉。\n",
        &["parties", "procuratorate"],
        expect![[r#"
            parties[被告人 赵四平].name = 赵四平 “赵四平”
            parties[被告人 赵四平].role = 被告人 “被告人”
            parties[被告人 赵四平].kind = 自然人 “赵四平”
            parties[被告人 赵四平].sex = 男 “男”
            parties[被告人 赵四平].birth_date = 1990 “1990年×月×日”
            parties[被告人 赵四平].ethnicity = 回族 “回族”
            parties[被告人 赵四平].education = 文盲 “文盲”
            parties[被告人 赵四平].occupation = 无业 “无业”
            parties[被告人 赵四平].address = 云州市西山县 “云州市西山县”
            parties[被告人 赵四平].agents[郑开].name = 郑开 “郑开”
            parties[被告人 赵四平].agents[郑开].firm = 山东云岭律师事务所 “山东云岭律师事务所”
            procuratorate = 云州市东河区人民检察院 “云州市东河区人民检察院”
        "#]],
    );
}

#[test]
fn an_insurer_is_no_defendant_in_a_criminal_case() {
    check(
        &civil("原告：张大川，男。\n被告人寿保险股份有限公司云州分公司，住所地云州市。\n负责人：何安。"),
        &["parties"],
        expect![[r#"
        parties[原告 张大川].name = 张大川 “张大川”
        parties[原告 张大川].role = 原告 “原告”
        parties[原告 张大川].kind = 自然人 “张大川”
        parties[原告 张大川].sex = 男 “男”
        parties[被告 人寿保险股份有限公司云州分公司].name = 人寿保险股份有限公司云州分公司 “人寿保险股份有限公司云州分公司”
        parties[被告 人寿保险股份有限公司云州分公司].role = 被告 “被告”
        parties[被告 人寿保险股份有限公司云州分公司].kind = 组织 “人寿保险股份有限公司云州分公司”
        parties[被告 人寿保险股份有限公司云州分公司].address = 云州市 “云州市”
        parties[被告 人寿保险股份有限公司云州分公司].representative = 何安 “何安”
    "#]],
    );
}

#[test]
fn without_a_party_block_the_sentence_on_the_case_names_the_parties() {
    check(
        "云州市东河区人民法院\n民事裁定书\n（2021）鲁0102民初88号\n原告云州金穗有限公司与被告李小河、被告张大川借款合同纠纷一案，本院于2021年1月4日立案受理。\n依照《中华人民共和国民事诉讼法》第一百二十一条之规定，裁定如下：\n本案按撤回起诉处理。\n审判员孙立\n",
        &["parties"],
        expect![[r#"
            parties[原告 云州金穗有限公司].name = 云州金穗有限公司 “云州金穗有限公司”
            parties[原告 云州金穗有限公司].role = 原告 “原告”
            parties[原告 云州金穗有限公司].kind = 组织 “云州金穗有限公司”
            parties[被告 李小河].name = 李小河 “李小河”
            parties[被告 李小河].role = 被告 “被告”
            parties[被告 李小河].kind = 自然人 “李小河”
            parties[被告 张大川].name = 张大川 “张大川”
            parties[被告 张大川].role = 被告 “被告”
            parties[被告 张大川].kind = 自然人 “张大川”
        "#]],
    );
}

/// A text whose lines break anywhere has sentences about parties at the head of lines; they name nobody.
#[test]
fn sentences_that_begin_like_entries_are_no_parties() {
    check(
        &civil(
            "原告：张大川，男，汉族。\n被告：李小河，男，汉族。\n被告李小河犯诈骗罪，判处有期徒刑一年。\n被告李小河伙同他人多次以借为名骗取原告钱款，至今未还。\n原告张大川的上诉理由是，一审认定有误。\n被告掩饰、隐瞒犯罪所得罪一案，已经审结。",
        ),
        &["parties"],
        expect![[r#"
            parties[原告 张大川].name = 张大川 “张大川”
            parties[原告 张大川].role = 原告 “原告”
            parties[原告 张大川].kind = 自然人 “张大川”
            parties[原告 张大川].sex = 男 “男”
            parties[原告 张大川].ethnicity = 汉族 “汉族”
            parties[被告 李小河].name = 李小河 “李小河”
            parties[被告 李小河].role = 被告 “被告”
            parties[被告 李小河].kind = 自然人 “李小河”
            parties[被告 李小河].sex = 男 “男”
            parties[被告 李小河].ethnicity = 汉族 “汉族”
        "#]],
    );
}
