"""Prepared and generated texts as batches of tensors."""

import collections
import json
import pathlib
import random

import numpy
import torch

from labels import ENTITY_LAYERS, ENTITY_TAGS, FIELD_TAGS, KINDS, encode
from noise import CLEAN, Noise, damage

IGNORED = -100
CROP_CHARS = 300
VOCABULARY_MAX = 4600
REPAIRABLE_MAX = 400
# What a guess may never replace: numerals, sexes, and the short names of provinces that case numbers hold.
NEVER_REPAIRED = set("〇零一二三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟男女京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川黔贵滇云藏陕甘青宁新兵\n ")
HELD_BACK_ONE_IN = 10


def read(folder, name):
    path = pathlib.Path(folder) / f"{name}.jsonl"
    if not path.exists():
        return []
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def is_held_back(identity):
    """Whether a document is kept out of training, for calibration; the same ones whatever the order."""
    return sum(map(ord, identity)) % HELD_BACK_ONE_IN == 0


class Corpus:
    """Everything that may be trained on, and what is held back."""

    def __init__(self, folder):
        documents = read(folder, "documents")
        for document in documents:
            document["kind"] = kind_of(document)
        generated = read(folder, "generated")
        bodies = [{**body, "spans": None, "kind": "裁判文书"} for body in read(folder, "bodies")]
        self.documents = [d for d in documents if not is_held_back(d["id"])]
        self.held_back = [d for d in documents if is_held_back(d["id"])]
        self.generated = [d for d in generated if not is_held_back(d["id"])]
        self.generated_held_back = [d for d in generated if is_held_back(d["id"])]
        self.bodies = bodies
        self.theft = read(folder, "ner_theft")
        self.drug = read(folder, "ner_drug")

    def entities(self, held_back):
        """Labelled sentences, held back or not."""
        return [s for s in self.theft + self.drug if is_held_back(s["id"]) == held_back]

    def vocabulary(self):
        """Characters that occur at least twice, the commonest first; ids 0 and 1 are padding and unknown."""
        counts = collections.Counter()
        for text in self.documents + self.generated + self.bodies + self.theft + self.drug:
            counts.update(text["text"])
        kept = [c for c, n in sorted(counts.items(), key=lambda item: (-item[1], item[0])) if n >= 2]
        return "".join(kept[:VOCABULARY_MAX])

    def repairable(self):
        """The commonest characters of first and last parts of documents, without what is never repaired."""
        counts = collections.Counter()
        for text in self.documents + self.generated:
            counts.update(text["text"][:400] + text["text"][-500:])
        kept = [c for c, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
                if c not in NEVER_REPAIRED and not (c.isascii() and c.isalnum())]
        return "".join(kept[:REPAIRABLE_MAX])


def kind_of(document):
    """A ruling of an enforcement case is a kind of its own; everything else in the corpus is a decision."""
    head = document["text"][:200]
    is_enforcement = "执" in head and "裁定书" in head.replace("\n", "") and "执" in head.split("号")[0]
    return "执行裁定" if is_enforcement else "裁判文书"


def bio(length, spans, tags):
    """Numbers of BIO tags; of overlapping spans the first stays."""
    out = [0] * length
    for start, end, label in spans:
        if start < end and not any(out[start:end]):
            out[start] = tags.index(f"B-{label}")
            for at in range(start + 1, end):
                out[at] = tags.index(f"I-{label}")
    return out


def moved(tags, origins):
    """Tags of a damaged text. A span that lost its first character begins with its second; a seal inside stays inside."""
    out, open_tag = [], 0
    for index, origin in enumerate(origins):
        if origin < 0:
            following = next((tags[o] for o in origins[index:] if o >= 0), 0)
            out.append(following if following and following % 2 == 0 and open_tag else 0)
            continue
        tag = tags[origin]
        if tag and tag % 2 == 0 and open_tag != tag:
            out.append(tag - 1)
        else:
            out.append(tag)
        open_tag = tag + 1 if tag % 2 else tag
    return out


class Encoder:
    """Turns texts into samples with one vocabulary."""

    def __init__(self, vocabulary, repairable):
        self.ids = {c: i + 2 for i, c in enumerate(vocabulary)}
        self.repair = {c: i + 2 for i, c in enumerate(repairable)}
        self.alphabet = [c for c in vocabulary[:3000] if "\u4e00" <= c <= "\u9fff"]

    def record(self, document, start, rng, noise=None, chars=CROP_CHARS):
        """A crop of a document, damaged."""
        text = document["text"][start:start + chars]
        noise = noise or Noise.draw(rng)
        shown, origins, marks, repairs = damage(text, noise, rng, self.alphabet, self.repair)
        fields = [IGNORED] * len(shown)
        if document["spans"] is not None:
            spans = [(max(a - start, 0), min(b - start, len(text)), f) for a, b, f in document["spans"]
                     if a < start + len(text) and b > start]
            fields = moved(bio(len(text), spans, FIELD_TAGS), origins)
        return {"text": shown, "fields": fields, "kind": KINDS.index(document["kind"]), "marks": marks, "chars": repairs}

    def sentence(self, sentence, rng, noise=CLEAN):
        """A labelled sentence, damaged."""
        shown, origins, _, _ = damage(sentence["text"], noise, rng, self.alphabet, self.repair)
        layers = [moved(bio(len(sentence["text"]), [s for s in sentence["spans"] if s[2] in layer], tags), origins)
                  for layer, tags in zip(ENTITY_LAYERS, ENTITY_TAGS)]
        return {"text": shown, "layers": layers}

    def inputs(self, texts):
        """Ids and pairs, padded to the longest."""
        length = max(map(len, texts))
        chars = numpy.zeros((len(texts), length), dtype=numpy.int64)
        pairs = numpy.zeros((len(texts), length), dtype=numpy.int64)
        for row, text in enumerate(texts):
            c, p = encode(text, self.ids)
            chars[row, :len(c)], pairs[row, :len(p)] = c, p
        return torch.from_numpy(chars), torch.from_numpy(pairs)

    def targets(self, rows, length, fill=IGNORED):
        """Rows of numbers, padded."""
        out = torch.full((len(rows), length), fill, dtype=torch.long)
        for index, row in enumerate(rows):
            out[index, :len(row)] = torch.tensor(row[:length])
        return out


def crops(corpus, rng):
    """Where to cut the documents in one pass: the head, the tail and somewhere else of each decision; pages of materials
    from their beginning and, at times, from their middle."""
    out = []
    for document in corpus.documents:
        length = len(document["text"])
        out.append((document, rng.choice([0, 0, 0, rng.randrange(60)])))
        out.append((document, max(0, length - rng.randrange(200, 700))))
        out.append((document, rng.randrange(max(1, length - 200))))
    for document in corpus.generated:
        half = max(1, len(document["text"]) // 2)
        out.append((document, 0 if rng.random() < 0.75 else rng.randrange(half)))
    for body in corpus.bodies:
        out.append((body, rng.randrange(max(1, len(body["text"]) - 200))))
    rng.shuffle(out)
    return out


def varied(sentence, mentions, rng, share):
    """A sentence some of whose spans are replaced by other spans of the same label; nested spans stay."""
    spans = sorted(sentence["spans"])
    if any(a[1] > b[0] for a, b in zip(spans, spans[1:])):
        return sentence
    text, out, at = "", [], 0
    for start, end, label in spans:
        text += sentence["text"][at:start]
        shown = rng.choice(mentions[label]) if rng.random() < share else sentence["text"][start:end]
        out.append([len(text), len(text) + len(shown), label])
        text, at = text + shown, end
    return {"id": sentence["id"], "text": text + sentence["text"][at:], "spans": out}


def mentions_of(sentences):
    """The words of each label."""
    out = collections.defaultdict(list)
    for sentence in sentences:
        for start, end, label in sentence["spans"]:
            out[label].append(sentence["text"][start:end])
    return out


def batches_by_length(items, size, rng):
    """Items of like length together, the batches in random order."""
    order = sorted(items, key=lambda item: (len(item["text"]), rng.random()))
    batches = [order[i:i + size] for i in range(0, len(order), size)]
    rng.shuffle(batches)
    return batches
