"""Damage as scans and copies do it: wrong characters, lost line breaks and marks, seals over words."""

import random

from labels import MARKS

# What optical recognition takes for what; one line per character, our own collection.
CONFUSED = {
    "〇": "O0○口", "一": "-、", "二": "＝三", "三": "川二", "四": "囗西", "五": "互", "六": "大穴", "七": "匕", "八": "人入", "九": "几丸",
    "十": "+干卜", "日": "曰目口", "月": "用冃", "年": "午牛", "元": "完兀无", "万": "方", "院": "浣完", "号": "呈芎", "初": "祁扨", "终": "络冬",
    "执": "挚热", "刑": "邢形", "民": "昆艮", "判": "刹刺", "决": "块抉", "书": "节卡", "审": "宙宇", "长": "长氏", "员": "贝负", "告": "吿吉",
    "被": "披彼", "原": "愿厡", "人": "入八", "代": "伐化", "理": "埋里", "法": "怯去", "定": "走宛", "住": "佳往", "地": "他池", "址": "扯",
    "委": "季", "托": "讬", "诉": "拆折", "讼": "讼论", "律": "津", "师": "帅", "事": "亊", "务": "备", "所": "昕", "男": "勇", "女": "丈",
    "汉": "汊又", "族": "旌", "生": "牛主", "出": "山", "于": "干千", "本": "木夲", "案": "宴", "开": "廾", "庭": "廷", "公": "厶兮", "司": "同",
    "张": "弛", "王": "玉壬", "李": "季", "刘": "刈", "陈": "阵", "杨": "扬", "赵": "起", "黄": "董", "周": "用", "吴": "昊", "徐": "除",
    "0": "Oo", "1": "lI|", "8": "B3", "5": "S6", "2": "Z", "6": "b", "9": "g", "X": "x×", "（": "〔{", "）": "〕}", "，": ".、,", "。": ".·,",
    "：": "; ", "、": "，,", "》": "〉>", "《": "〈<", "第": "笫弟", "条": "奈", "款": "歀", "罪": "罚", "犯": "扼", "期": "其", "徒": "徙", "处": "外",
    "罚": "罪", "金": "全", "币": "巾", "区": "匹", "县": "具", "市": "巿", "省": "肖", "记": "纪", "助": "劢", "陪": "培",
}
CONFUSED = {c: "".join(x for x in wrong if x != c and x != " ") for c, wrong in CONFUSED.items()}
CONFUSED = {c: wrong for c, wrong in CONFUSED.items() if wrong}
LOST = set("，。：、；\n")


class Noise:
    """How damaged a text is: a share of wrong characters, of lost breaks and of lost marks."""

    def __init__(self, wrong, breaks, marks, seal=False):
        self.wrong, self.breaks, self.marks, self.seal = wrong, breaks, marks, seal

    @staticmethod
    def draw(rng):
        """A damage for training; a third of all texts stays as it is."""
        roll = rng.random()
        if roll < 0.30:
            return Noise(0.0, 0.0, 0.0)
        if roll < 0.45:
            return Noise(0.0, 1.0, 0.0)
        breaks = rng.choice([0.0, 0.0, 0.3, 1.0, 1.0, 1.0])
        marks = rng.choice([0.0, 0.0, 0.05, 0.3, 1.0])
        return Noise(rng.uniform(0.0, 0.05), breaks, marks, rng.random() < 0.3)


CLEAN = Noise(0.0, 0.0, 0.0)


def damage(text, noise, rng, alphabet, repairable):
    """The damaged text, and for each of its characters: where it comes from (-1 for a seal's), the mark lost before it,
    and what it should be (0 as it is, 1 nothing, else the class of a character of `repairable`)."""
    out, origins, marks, chars = [], [], [], []
    pending = ""
    seal_at = rng.randrange(len(text) + 1) if noise.seal and text else -1
    for at, c in enumerate(text):
        if at == seal_at:
            for s in rng.sample("人民法院省市区县专用章★", rng.randint(1, 3)):
                out.append(s), origins.append(-1), marks.append(0), chars.append(1)
        lost = noise.breaks if c == "\n" else noise.marks if c in LOST else 0.0
        if lost and rng.random() < lost:
            pending += c
            continue
        wrong = c != "\n" and rng.random() < noise.wrong
        if wrong and rng.random() < 0.1:
            continue
        shown = wrong_for(c, rng, alphabet) if wrong else c
        out.append(shown), origins.append(at), marks.append(mark_class(pending))
        chars.append(repairable.get(c, 0) if shown != c else 0)
        pending = ""
    return "".join(out), origins, marks, chars


def wrong_for(c, rng, alphabet):
    """A wrong character in place of one."""
    if c in CONFUSED and rng.random() < 0.6:
        return rng.choice(CONFUSED[c])
    if c.isdigit() and c.isascii():
        return rng.choice("0123456789")
    return rng.choice(alphabet)


def mark_class(lost):
    """The class of what was lost before a character."""
    if lost in MARKS:
        return MARKS.index(lost)
    if "\n" in lost:
        return MARKS.index("\n")
    return MARKS.index(lost[0])


def seeded(*parts):
    """A generator of random numbers that depends on the parts alone."""
    return random.Random("|".join(map(str, parts)))
