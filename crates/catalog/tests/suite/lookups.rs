//! What look-ups answer: courts, causes, case types, roles, laws, the prefilter and the rules of a field.

use catalog::{Catalog, CauseList, embedded_files, try_field};
use expect_test::{Expect, expect};

fn check(lines: &[&str], answer: impl Fn(&str) -> String, expected: Expect) {
    let text: Vec<String> = lines.iter().map(|line| format!("{line} -> {}\n", answer(line))).collect();
    expected.assert_eq(&text.concat());
}

#[test]
fn courts_by_name() {
    let courts = Catalog::embedded().courts();
    let answer =
        |name: &str| courts.by_name(name).map_or("none".into(), |court| format!("{} {}", court.id, court.name));
    check(
        &[
            "济南市历下区人民法院",
            "山东省济南市历下区人民法院",
            "历下区人民法院",
            "山东省 济南市 中级人民法院",
            "济南市中级人民法院",
            "中华人民共和国最高人民法院",
            "章丘市人民法院",
            "山东省章丘市人民法院",
            "莱芜市莱城区人民法院",
            "历下区法院",
            "济南中院",
            "山东高院",
            "鼓楼区人民法院",
            "云河县人民法院",
        ],
        answer,
        expect![[r#"
            济南市历下区人民法院 -> F11 济南市历下区人民法院
            山东省济南市历下区人民法院 -> F11 济南市历下区人民法院
            历下区人民法院 -> F11 济南市历下区人民法院
            山东省 济南市 中级人民法院 -> F10 山东省济南市中级人民法院
            济南市中级人民法院 -> F10 山东省济南市中级人民法院
            中华人民共和国最高人民法院 -> 000 最高人民法院
            章丘市人民法院 -> F16 济南市章丘区人民法院
            山东省章丘市人民法院 -> F16 济南市章丘区人民法院
            莱芜市莱城区人民法院 -> H02 莱芜市莱城区人民法院
            历下区法院 -> F11 济南市历下区人民法院
            济南中院 -> F10 山东省济南市中级人民法院
            山东高院 -> F00 山东省高级人民法院
            鼓楼区人民法院 -> none
            云河县人民法院 -> none
        "#]],
    );
}

#[test]
fn courts_that_are_the_same() {
    let courts = Catalog::embedded().courts();
    assert!(courts.same("济南市历下区人民法院", "山东省济南市历下区人民法院"));
    assert!(courts.same("章丘市人民法院", "济南市章丘区人民法院"));
    assert!(!courts.same("济南市历下区人民法院", "济南市市中区人民法院"));
    assert!(courts.same("云河县人民法院", "云河县 人民法院"));
    assert!(!courts.same("云河县人民法院", "济南市历下区人民法院"));
}

#[test]
fn courts_by_code() {
    let courts = Catalog::embedded().courts();
    let answer = |text: &str| {
        let (code, year) = text.split_once(' ').expect("code and year");
        let court = courts.by_code(code, year.parse().expect("a year"));
        court.map_or("none".into(), |court| court.name.to_string())
    };
    check(
        &["最高法 2019", "鲁 2019", "鲁01 2019", "鲁0102 2019", "鲁0181 2019", "鲁1202 2018", "鲁9999 2019"],
        answer,
        expect![[r#"
            最高法 2019 -> 最高人民法院
            鲁 2019 -> 山东省高级人民法院
            鲁01 2019 -> 山东省济南市中级人民法院
            鲁0102 2019 -> 济南市历下区人民法院
            鲁0181 2019 -> 济南市章丘区人民法院
            鲁1202 2018 -> 莱芜市莱城区人民法院
            鲁9999 2019 -> none
        "#]],
    );
}

#[test]
fn causes_and_charges_by_name() {
    let causes = Catalog::embedded().causes();
    let lists = [
        CauseList::Civil,
        CauseList::Administrative,
        CauseList::Enforcement,
        CauseList::Compensation,
        CauseList::Charge,
    ];
    let answer = |name: &str| {
        let found = lists.iter().filter_map(|&list| causes.find(list, name));
        let rows: Vec<String> =
            found.map(|c| format!("{:?} {} {} under {}", c.list, c.level, c.name, c.parent)).collect();
        if rows.is_empty() { "none".into() } else { rows.join("; ") }
    };
    check(
        &[
            "民间借贷",
            "民间借贷纠纷一案",
            "离婚纠纷",
            "行政拘留",
            "盗窃",
            "犯盗窃罪",
            "投毒罪",
            "贩卖毒品罪",
            "错误执行赔偿",
            "没有这个",
        ],
        answer,
        expect![[r#"
            民间借贷 -> Civil 4 民间借贷纠纷 under 借款合同纠纷
            民间借贷纠纷一案 -> Civil 4 民间借贷纠纷 under 借款合同纠纷
            离婚纠纷 -> Civil 3 离婚纠纷 under 婚姻家庭纠纷
            行政拘留 -> Administrative 3 行政拘留 under 行政处罚
            盗窃 -> Charge 1 盗窃罪 under 侵犯财产罪
            犯盗窃罪 -> Charge 1 盗窃罪 under 侵犯财产罪
            投毒罪 -> Charge 1 投毒罪 under 危害公共安全罪
            贩卖毒品罪 -> none
            错误执行赔偿 -> Compensation 2 错误执行赔偿 under 非刑事赔偿
            没有这个 -> none
        "#]],
    );
    assert!(causes.same_cause("民间借贷", "民间借贷纠纷"));
    assert!(!causes.same_cause("民间借贷纠纷", "买卖合同纠纷"));
    assert!(causes.same_charge("犯盗窃罪", "盗窃"));
    assert!(!causes.same_charge("盗窃罪", "抢劫罪"));
    assert!(causes.is_part_of_charge("运输毒品罪", "走私、贩卖、运输、制造毒品罪"));
    assert!(!causes.is_part_of_charge("盗窃罪", "走私、贩卖、运输、制造毒品罪"));
}

#[test]
fn charges_have_their_time() {
    let causes = Catalog::embedded().causes();
    let held = |name: &str, date: &str| causes.charge(name).is_some_and(|charge| charge.period.contains_iso(date));
    assert!(held("投毒罪", "2002-03-25") && !held("投毒罪", "2002-03-26"));
    assert!(held("危险驾驶罪", "2015") && !held("危险驾驶罪", "2011-04-30"));
    assert!(causes.siblings(CauseList::Civil, "买卖合同纠纷").contains(&"借款合同纠纷"));
}

#[test]
fn case_types_by_code() {
    let types = Catalog::embedded().case_types();
    let answer = |code: &str| {
        types.by_code(code).map_or("none".into(), |kind| {
            format!(
                "{} {} {} {}",
                kind.code,
                kind.category,
                kind.trial_procedure,
                if kind.official { "标准" } else { "" }
            )
        })
    };
    check(
        &[
            "民初",
            "民终",
            "民申",
            "民辖终",
            "民辖",
            "刑初",
            "刑核",
            "刑更",
            "刑执",
            "执",
            "执异",
            "行审",
            "财保",
            "民特",
            "民一终",
            "刑二初字",
            "商初",
            "知民初",
            "民一初字第",
            "少刑初",
            "行非执",
            "执字",
            "法劳初",
            "没有",
        ],
        answer,
        expect![[r#"
            民初 -> 民初 民事 一审 标准
            民终 -> 民终 民事 二审 标准
            民申 -> 民申 民事 再审审查 标准
            民辖终 -> 民辖终 民事 二审 标准
            民辖 -> 民辖 民事 管辖 标准
            刑初 -> 刑初 刑事 一审 标准
            刑核 -> 刑核 刑事 死刑复核 标准
            刑更 -> 刑更 刑事 刑罚变更 标准
            刑执 -> 刑执 刑事 刑罚变更 
            执 -> 执 执行 执行 标准
            执异 -> 执异 执行 执行 标准
            行审 -> 行审 行政 非诉行政执行 标准
            财保 -> 财保 民事 保全 标准
            民特 -> 民特 民事 特别程序 标准
            民一终 -> 民终 民事 二审 标准
            刑二初字 -> 刑初 刑事 一审 标准
            商初 -> 商初 民事 一审 
            知民初 -> 知民初 民事 一审 
            民一初字第 -> 民初 民事 一审 标准
            少刑初 -> 刑初 刑事 一审 标准
            行非执 -> 行非执 行政 非诉行政执行 
            执字 -> 执 执行 执行 标准
            法劳初 -> 劳初 民事 一审 
            没有 -> none
        "#]],
    );
}

#[test]
fn roles_and_ethnic_groups() {
    let catalog = Catalog::embedded();
    for role in ["原告", "被上诉人", "原审被告人", "附带民事诉讼原告人", "一审第三人", "申请再审人", "罪犯"]
    {
        assert!(catalog.roles().by_name(role).is_some(), "{role}");
    }
    assert!(catalog.is_ethnic_group("汉族") && catalog.is_ethnic_group("汉") && !catalog.is_ethnic_group("云河族"));
}

#[test]
fn laws_by_title() {
    let laws = Catalog::embedded().laws();
    assert!(laws.knows("《中华人民共和国刑事诉讼法》") && laws.knows("刑法"));
    assert!(laws.same("中华人民共和国民法典", "民法典") && !laws.same("刑法", "刑事诉讼法"));
    assert!(!laws.knows("云河县管理条例"));
}

#[test]
fn the_prefilter_sees_every_keyword() {
    let catalog = Catalog::embedded();
    let present = catalog.prefilter().present("本院于2021年3月1日立案");
    let rules = catalog.fields().iter().flat_map(|field| &field.rules);
    for rule in rules {
        let stands = rule.keywords.iter().any(|&id| "本院于2021年3月1日立案".contains(catalog.prefilter().word(id)));
        assert_eq!(present.any(&rule.keywords), stands, "{}", rule.id);
    }
}

#[test]
fn the_rules_of_a_field_on_a_text() {
    let text = "原告张甲与被告李乙民间借贷纠纷一案，本院于2021年3月1日立案后，依法适用简易程序，公开开庭进行了审理。";
    let answer = |key: &str| {
        let found = try_field(Catalog::embedded(), key, text);
        let lines: Vec<String> = found.iter().map(|(id, range, value)| format!("{id} {range:?} {value}")).collect();
        lines.join("; ")
    };
    check(
        &["filing_date", "applied_procedure", "public_hearing", "case_fee", "no_such_field"],
        answer,
        expect![[r#"
        filing_date -> filing-own 63..78 2021年3月1日; filing-after-subject 63..78 2021年3月1日
        applied_procedure -> procedure-applied 102..114 简易程序
        public_hearing -> hearing-open 117..123 公开
        case_fee -> 
        no_such_field -> 
    "#]],
    );
}

/// The rule that the README adds as its example, without the indentation of the list.
fn rule_of_the_readme() -> String {
    let readme = include_str!("../../README.md");
    let (_, after) = readme.split_once("```toml\n").expect("the README shows a rule");
    let (rule, _) = after.split_once("```").expect("the rule ends");
    rule.lines().map(|line| format!("{}\n", line.trim_start())).collect()
}

#[test]
fn the_example_of_the_readme_does_what_it_says() {
    let text = "2021年3月1日，本院决定立案，依法组成合议庭";
    assert_eq!(try_field(Catalog::embedded(), "filing_date", text), Vec::new());
    let mut files = embedded_files();
    let field = files.get_mut("fields/filing_date.toml").expect("filing_date is a field");
    field.push_str(&format!("\n{}", rule_of_the_readme()));
    let catalog = Catalog::load(&files).expect("the example is right");
    let read: Vec<String> = try_field(&catalog, "filing_date", text).into_iter().map(|(_, _, value)| value).collect();
    assert_eq!(read, ["2021年3月1日"]);
    assert_ne!(catalog.version(), Catalog::embedded().version());
}
