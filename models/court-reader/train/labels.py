"""The labels of the heads, the marks and the characters that the model mends, and how text becomes numbers."""

# (a) record fields that stand in a document as spans: the keys of the catalogue.
FIELDS = [
    "court", "case_number", "document_type", "judgment_date", "filing_date", "prosecution_date", "hearing_dates",
    "presiding_judge", "judges", "assessors", "judge_assistants", "clerks",
    "procuratorate", "indictment_number", "prosecutors", "causes",
    "parties.role", "parties.name", "parties.former_role", "parties.sex", "parties.birth_date", "parties.ethnicity",
    "parties.education", "parties.occupation", "parties.id_number", "parties.address", "parties.representative",
    "parties.agents.name", "parties.agents.firm",
    "prior_cases.court", "prior_cases.case_number", "statutes.law", "statutes.article", "case_fee", "award_amounts",
    "defendants.charges", "defendants.penalty_months", "defendants.fine_yuan", "defendants.detention_date",
    "defendants.arrest_date", "defendants.term_start", "defendants.term_end",
]

# (b) entities in facts, in two layers because a person's name may stand inside a place or at the head of a thing.
# NHCS suspect, NHVI victim, Nh person; NCSM money, NCGV value, NCSP profit, NASI goods, NATS tool, NT time, NS place,
# NO organisation, NDR drug, NW weight.
ENTITY_LAYERS = [["NHCS", "NHVI", "Nh"], ["NCSM", "NCGV", "NCSP", "NASI", "NATS", "NT", "NS", "NO", "NDR", "NW"]]
SAME_ENTITY = {"Ns": "NS"}

# (c) kinds of material of a page.
KINDS = [
    "封面", "目录", "起诉状", "起诉书", "立案审批表", "受理通知书", "应诉通知书", "举证通知书", "传票", "开庭公告", "送达回证",
    "送达地址确认书", "授权委托书", "身份证明", "缴费凭证", "保全材料", "答辩状", "证据清单", "质证意见", "庭审笔录", "调查笔录",
    "调解笔录", "鉴定意见", "评议笔录", "审理报告", "审委会记录", "裁判文书", "宣判笔录", "上诉状", "移送函", "执行申请", "执行通知",
    "查控回执", "执行裁定", "执行笔录", "案款", "备考表", "其他",
]

# Marks that may have been lost before a character.
MARKS = ["", "\n", "，", "。", "：", "、", "；", "。\n", "：\n"]

PAIR_BUCKETS = 8192


def tags(labels):
    """BIO tags of a list of labels."""
    return ["O"] + [f"{position}-{label}" for label in labels for position in "BI"]


FIELD_TAGS = tags(FIELDS)
ENTITY_TAGS = [tags(layer) for layer in ENTITY_LAYERS]

FOLDED = {
    **{chr(c): chr(c - 0xFEE0) for a, b in ("０９", "ＡＺ", "ａｚ") for c in range(ord(a), ord(b) + 1)},
    **dict(zip("(﹙)﹚[［【〖]］】〗:﹕∶,﹐;﹔〈〈〉〉．－–—―‐‑％", "（（））〔〔〔〔〕〕〕〕：：：，，；；<<>>.------%")),
    "＜": "<", "﹤": "<", "＞": ">", "﹥": ">",
}


def fold(text):
    """Width and brackets as the program's normalisation has them, one character for one."""
    return "".join(FOLDED.get(c, c) for c in text)


def pair(before, here):
    """The bucket of two neighbouring characters."""
    return (ord(before) * 1009 + ord(here)) % (PAIR_BUCKETS - 1) + 1


def encode(text, vocabulary):
    """Ids of characters (0 padding, 1 unknown) and buckets of pairs."""
    chars = [vocabulary.get(c, 1) for c in text]
    pairs = [pair(a, b) for a, b in zip("\n" + text, text)]
    return chars, pairs
