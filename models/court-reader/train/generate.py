"""Invented documents of every kind of material, with their fields labelled: training data that anybody may have, and the
only data of most kinds. Names of courts, causes, charges and laws come from the program's catalogue.

    python generate.py OUT [--count 3000] [--seed 1]"""

import argparse
import json
import pathlib
import re

from labels import FIELDS, fold
from noise import seeded

HERE = pathlib.Path(__file__).resolve().parent
CATALOGUE = HERE.parents[2] / "crates" / "catalog" / "data"
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤褚芮邬佟滕敖帅曲季束毕戚"
GIVEN = "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂华玉红梅建国志文辉鹏飞宇浩然子涵欣怡梓轩俊博雪晓婷春生福林庆海波斌峰凤云龙德胜利荣贵金宝根水长少先永新立群佳禾晨阳思琪铭泽润恒昌喜来忠孝义仁礼信"
PLACES = "青云白石安和永福长宁南山北河东湖西溪新丰大江明月金沙龙泉玉环清水红旗武陵兴隆平阳仙桃太和"
TRADES = ["建筑工程", "商贸", "物流", "机械制造", "置业", "食品", "电子科技", "农业发展", "服饰", "建材", "劳务", "汽车销售服务"]
PROVINCES = ["浙江省", "河南省", "湖南省", "四川省", "江苏省", "广东省", "山东省", "陕西省", "辽宁省", "云南省", "安徽省", "福建省"]
DIGITS = "〇一二三四五六七八九"
FACTS = [
    "{date}，双方签订合同，约定由被告向原告供应货物，价款{money}。",
    "被告于{date}向原告借款{money}，约定月利率{n}%，并出具借条一份。",
    "{date}{hour}时许，{person}驾驶小型轿车沿{road}由东向西行驶，与{person}驾驶的电动车发生碰撞，造成车辆受损、{person}受伤。",
    "经原告多次催要，被告以各种理由推脱，至今未付。",
    "双方于{date}登记结婚，婚后因性格不合经常争吵，夫妻感情确已破裂。",
    "被告承租原告位于{address}的房屋，自{date}起拖欠租金{money}。",
    "{person}于{date}到{company}工作，双方未签订书面劳动合同，月工资{money}。",
    "交警部门认定{person}负事故主要责任，{person}负次要责任。",
    "原告已按约履行了全部义务，被告仅支付{money}，尚欠{money}。",
    "对方所述与事实不符，{date}双方已经结清全部款项，不存在拖欠的情况。",
    "涉案房屋系夫妻共同财产，登记在{person}名下，现由{person}居住使用。",
    "事故发生后，原告在医院住院治疗{n}天，花费医疗费{money}。",
    "当事人对自己提出的主张，有责任提供证据；没有证据或者证据不足以证明的，由负有举证责任的当事人承担不利后果。",
    "依法成立的合同受法律保护，当事人应当按照约定全面履行自己的义务。",
    "该款项系合伙投资款而非借款，双方之间不存在借贷关系。",
    "{company}向行政机关提出申请，行政机关于{date}作出答复，认定事实清楚，程序合法。",
]
CRIMES = [
    "{date}{hour}时许，被告人{person}窜至{address}{person}家中，盗走现金{money}及手机一部，经鉴定价值人民币{money}。",
    "{date}凌晨，{person}在{road}一超市门口，趁被害人{person}不备，窃得其黑色电动车一辆，价值{money}。",
    "{date}{hour}时许，被告人{person}酒后驾驶小型轿车行驶至{road}时被民警查获，血液中乙醇含量为{n}mg/100ml。",
    "{date}，{person}因琐事与{person}发生争执，持木棍将其打伤，经鉴定构成轻伤二级。",
    "{date}，被告人{person}以介绍工作为名，骗取被害人{person}人民币{money}。",
    "{date}晚，{person}在{address}向{person}贩卖毒品甲基苯丙胺{n}克，得款{money}。",
]
ASKED = [
    ("审：原告{，/}陈述一下事实和理由。", "原：{facts}"), ("审：被告答辩。", "被：{facts}"),
    ("审：合同是什么时候签的？", "原：{date}签的。"), ("审：货款付了多少？", "被：付了{money}，还欠{money}。"),
    ("审：原告举证。", "原：{出示借条一份/出示合同、送货单}，证明{facts}"), ("审：被告质证。", "被：{没有异议/真实性认可，证明目的不认可}。"),
    ("审：利息怎么约定的？", "原：口头约定月息{n}分。"), ("审：被告是否收到起诉状副本？", "被：收到了。"),
    ("审：对指控的事实有无意见？", "被：没有意见，我认罪。"), ("公：你是怎么进去的？", "被：翻窗户进去的，偷了{money}。"),
]
SAID = [
    ("问：你把事情经过讲一下？", "答：{facts}"), ("问：你们当时怎么约定的？", "答：口头说好的，{facts}"),
    ("问：什么时间？在什么地方？", "答：{date}晚上，在{road}。"), ("问：当时还有谁在场？", "答：还有{person}和{person}。"),
    ("问：偷了什么东西？", "答：偷了一部手机和{money}现金。"), ("问：你与{person}是什么关系？", "答：{朋友/同事/邻居/亲戚}关系。"),
    ("问：钱是怎么给的？", "答：{转账/现金/微信}给的，一共{money}。"), ("问：你有无其他要说的？", "答：{没有/希望法院依法处理}。"),
]


def column(name, field, where=lambda row: True):
    """A column of a table of the catalogue."""
    rows = [line.rstrip("\n").split("\t") for line in (CATALOGUE / name).read_text(encoding="utf-8").splitlines()
            if line and not line.startswith("#")]
    head, rows = rows[0], rows[1:]
    return [row[head.index(field)] for row in rows if where(dict(zip(head, row)))]


COURTS = [c for c in column("courts.tsv", "name") if c.endswith("法院")]
CAUSES = [c for c in column("causes_civil.tsv", "name") if c.endswith("纠纷")]
CHARGES = column("charges.tsv", "name")
LAWS = [f"中华人民共和国{law}" for law in column("law_titles.tsv", "title") if law.endswith("法")]


def numeral(value):
    """A number below ten thousand as Chinese numeral."""
    if value < 10:
        return "零一二三四五六七八九"[value]
    out, units = "", ["", "十", "百", "千"]
    text = str(value)
    for index, digit in enumerate(text):
        unit = units[len(text) - index - 1]
        if digit != "0":
            out += "零一二三四五六七八九"[int(digit)] + unit
        elif out and not out.endswith("零"):
            out += "零"
    out = out.rstrip("零")
    return out[1:] if out.startswith("一十") else out


class Filler:
    """Fills the slots of one document; named persons and companies (p1, c1 …) stay the same throughout."""

    def __init__(self, rng):
        self.rng, self.kept = rng, {}
        self.year = rng.randint(2005, 2025)
        self.court = rng.choice(COURTS)

    def slot(self, name):
        if re.fullmatch(r"[pcra][0-9]|procuratorate|indictment", name):
            if name not in self.kept:
                make = {"p": self.person, "c": self.company, "r": self.person, "a": self.person}
                self.kept[name] = make[name[0]]() if name[1:].isdigit() else getattr(self, "make_" + name)()
            return self.kept[name]
        return getattr(self, name)()

    def person(self):
        given = "".join(self.rng.choice(GIVEN) for _ in range(self.rng.choice([1, 2, 2])))
        name = self.rng.choice(SURNAMES) + given
        return name[0] + self.rng.choice(["某", "某某", "某甲"]) if self.rng.random() < 0.1 else name

    def place(self, chars=2):
        return "".join(self.rng.choice(PLACES) for _ in range(chars))

    def city(self):
        return self.place() + self.rng.choice(["市", "县", "区"])

    def province(self):
        return self.rng.choice(PROVINCES)

    def road(self):
        return f"{self.city()}{self.place()}{self.rng.choice(['路', '大道', '街'])}"

    def company(self):
        return self.city() + self.place() + self.rng.choice(TRADES) + self.rng.choice(["有限公司", "有限责任公司", "股份有限公司", "厂"])

    def address(self):
        r = self.rng
        base = (r.choice(PROVINCES) if r.random() < 0.5 else "") + self.city()
        rural = f"{self.place()}{r.choice(['镇', '乡'])}{self.place()}村{r.choice(['', numeral(r.randint(1, 20)) + '组', str(r.randint(1, 300)) + '号'])}"
        urban = f"{self.place()}{r.choice(['路', '街', '大道'])}{r.randint(1, 999)}号{r.choice(['', f'{r.randint(1, 30)}栋{r.randint(101, 2504)}室'])}"
        return base + r.choice([rural, urban])

    def court_name(self):
        return self.court if self.rng.random() < 0.6 else self.rng.choice(COURTS)

    def number(self):
        r = self.rng
        kind = r.choice(["民初", "民终", "刑初", "刑终", "行初", "执", "执恢", "民申", "执保", "民辖终"])
        code = r.choice("京津冀晋辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新") + r.choice([str(r.randint(100, 9999)).zfill(4)[:4], str(r.randint(1, 99)).zfill(2)])
        if r.random() < 0.2:
            return f"（{self.year}）{self.place(1)}{r.choice(['民初字', '刑初字', '民一终字', '法执字'])}第{r.randint(1, 3000)}号"
        return f"（{self.year}）{code}{kind}{r.randint(1, 9999)}号"

    def make_indictment(self):
        r = self.rng
        left, right = r.choice(["〔〕", "〔〕", "（）"])
        return f"{self.place(1)}检{r.choice(['刑诉', '公诉刑诉', '公刑诉', '一部刑诉'])}{left}{self.year}{right}{r.randint(1, 900)}号"

    def make_procuratorate(self):
        return self.court.replace("法院", "检察院")

    def year_text(self):
        return str(self.year)

    def date(self):
        r = self.rng
        return f"{self.year - r.randint(0, 1)}年{r.randint(1, 12)}月{r.randint(1, 28)}日"

    def datecn(self):
        year = "".join(DIGITS[int(d)] for d in str(self.year))
        return f"{year}年{numeral(self.rng.randint(1, 12))}月{numeral(self.rng.randint(1, 28))}日"

    def birth(self):
        r = self.rng
        return f"{r.randint(1940, 2000)}年{r.randint(1, 12)}月{r.randint(1, 28)}日"

    def sex(self):
        return self.rng.choice("男男女")

    def ethnic(self):
        return self.rng.choice(["汉族"] * 8 + ["回族", "满族", "壮族", "苗族", "维吾尔族", "土家族", "彝族", "藏族"])

    def edu(self):
        return self.rng.choice(["初中文化", "小学文化", "高中文化", "大专文化", "大学文化", "文盲", "中专文化", "高中肄业"])

    def job(self):
        return self.rng.choice(["农民", "无业", "个体工商户", "工人", "务工", "司机", "公司职员", "退休", "教师", "务农"])

    def idnum(self):
        r = self.rng
        return f"{r.randint(110000, 659000)}{r.randint(1940, 2000)}{r.randint(1, 12):02}{r.randint(1, 28):02}{r.randint(0, 999):03}{r.choice('0123456789X')}"

    def creditcode(self):
        return "91" + "".join(self.rng.choice("0123456789ABCDEFGHJKLMNPQRTUWXY") for _ in range(16))

    def phone(self):
        return f"1{self.rng.choice('3578')}{self.rng.randint(0, 10**9 - 1):09}"

    def n(self):
        return str(self.rng.choice([1, 2, 3, 5, 6, 8, 12, 15, 24, 30, 47, 66, 108, 256]))

    def hour(self):
        return str(self.rng.randint(0, 23))

    def minute(self):
        return f"{self.rng.randint(0, 59):02}"

    def money(self):
        r = self.rng
        return r.choice([f"{r.randint(1, 99) * 100}元", f"{r.randint(1, 999999)}元", f"{r.randint(1, 99)}万元",
                         f"{r.randint(100, 99999)}.{r.randint(10, 99)}元", f"人民币{r.randint(1, 90) * 1000}元"])

    def moneycn(self):
        return self.rng.choice(["壹万元整", "伍仟陆佰元整", "叁拾万元整", "贰仟元整", "捌万伍仟元整"])

    def term(self):
        r = self.rng
        return r.choice([f"{numeral(r.randint(1, 15))}年", f"{numeral(r.randint(1, 10))}年{numeral(r.randint(1, 11))}个月", f"{numeral(r.randint(6, 11))}个月"])

    def firm(self):
        return self.province()[:2] + self.place() + "律师事务所"

    def cause(self):
        return self.rng.choice(CAUSES)

    def charge(self):
        common = ["盗窃罪", "故意伤害罪", "诈骗罪", "危险驾驶罪", "抢劫罪", "寻衅滋事罪", "贩卖毒品罪", "交通肇事罪"]
        return self.rng.choice(common) if self.rng.random() < 0.7 else self.rng.choice(CHARGES)

    def law(self):
        return self.rng.choice(["中华人民共和国民事诉讼法", "中华人民共和国民法典", "中华人民共和国合同法"] + [self.rng.choice(LAWS)])

    def lawquoted(self):
        return f"《{self.law()}》"

    def criminallaw(self):
        return "《中华人民共和国刑法》"

    def articlealone(self):
        return f"第{numeral(self.rng.randint(2, 600))}条"

    def sentence(self):
        return self.rng.choice(["有期徒刑", "有期徒刑", "拘役"]) + self.term()

    def fine(self):
        return self.rng.choice(["罚金", "罚金人民币"]) + self.rng.choice([f"{self.rng.randint(1, 90) * 1000}元", f"{numeral(self.rng.randint(1, 9))}千元", f"{numeral(self.rng.randint(1, 20))}万元"])

    def termstart(self):
        return f"自{self.date()}起"

    def termend(self):
        return f"至{self.date()}止"

    def article(self):
        r = self.rng
        return f"第{numeral(r.randint(2, 600))}条" + r.choice(["", "", "第一款", "第二款"])

    def evidence(self):
        return "有书证、证人证言、被害人陈述、现场勘验笔录、鉴定意见等证据证实，足以认定。"

    def facts(self):
        return self.filled(self.rng.choice(FACTS))

    def crime(self):
        return self.filled(self.rng.choice(CRIMES))

    def qa(self):
        return self.dialogue(ASKED)

    def wd(self):
        return self.dialogue(SAID)

    def dialogue(self, pool):
        return "\n".join(self.filled(line) for line in self.rng.choice(pool))

    def filled(self, template):
        return "".join(text for text, _ in self.pieces(template))

    def pieces(self, template):
        """The text of a template in pieces, each with the field that it is, or none."""
        at = 0
        for found in re.finditer(r"\{([^{}]*)\}", template):
            yield template[at:found.start()], None
            at = found.end()
            choice, _, field = found.group(1).partition(":")
            field = field if field in FIELDS else None
            name = self.rng.choice(choice.split("/"))
            slot = {"court": "court_name", "year": "year_text"}.get(name, name)
            is_slot = slot.isascii() and slot.replace("_", "").isalnum()
            yield (self.slot(slot) if is_slot else name), field
        yield template[at:], None


def forms():
    """The forms of `templates.txt`: kind and lines."""
    out = []
    for line in (HERE / "templates.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("= "):
            out.append((line[2:], []))
        elif line and not line.startswith("#"):
            out[-1][1].append(line)
    return out


def document(index, seed, all_forms):
    """One document. Kinds take turns; a third of the documents begins somewhere in the middle, as later pages do."""
    rng = seeded("document", seed, index)
    kinds = sorted({kind for kind, _ in all_forms})
    kind = kinds[index % len(kinds)]
    lines = rng.choice([lines for k, lines in all_forms if k == kind])
    filler = Filler(rng)
    text, spans = "", []
    for line in lines:
        if line.startswith("?"):
            if rng.random() < 0.4:
                continue
            line = line[1:]
        for piece, field in filler.pieces(line):
            if field and piece:
                spans.append([len(text), len(text) + len(piece), field])
            text += piece
        text += "\n"
    return {"id": f"made-{seed}-{index}", "source": "generated", "kind": kind, "text": fold(text.rstrip("\n")), "spans": spans}


def write(path, count, seed):
    """Writes documents, one JSON object per line."""
    all_forms = forms()
    with open(path, "w", encoding="utf-8") as out:
        for index in range(count):
            out.write(json.dumps(document(index, seed, all_forms), ensure_ascii=False) + "\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--count", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    write(arguments.out / "generated.jsonl", arguments.count, arguments.seed)


if __name__ == "__main__":
    main()
