"""Measures the network on what was held back from training: fields per label with strict spans, what it mends, kinds of
material, entities per label.

    python evaluate.py DATA MODEL.pt [--documents 60]"""

import argparse
import collections
import random

import torch

from data import Corpus
from folds import measured, spans_of, table
from labels import FIELD_TAGS, KINDS, MARKS
from noise import CLEAN, Noise
from train import load

CROP_CHARS = 450
DAMAGES = [("clean", CLEAN), ("no breaks", Noise(0, 1, 0)), ("2 % wrong, no breaks", Noise(0.02, 1, 0)),
           ("4 % wrong, no breaks, 20 % of marks", Noise(0.04, 1, 0.2))]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data")
    parser.add_argument("model")
    parser.add_argument("--documents", type=int, default=60)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    state = load(arguments.model)
    state["model"].eval()
    corpus = Corpus(arguments.data)
    documents = corpus.held_back[:arguments.documents]
    for name, noise in DAMAGES if documents else []:
        print(f"== {name}: first and last {CROP_CHARS} characters of {len(documents)} documents")
        records(state, documents, noise)
    pages(state, corpus)
    sentences = corpus.entities(True)
    if sentences:
        print(f"== entities of {len(sentences)} sentences")
        show(measured(state, sentences))


@torch.no_grad()
def records(state, documents, noise):
    """Fields, and what is mended."""
    encoder, model, rng = state["encoder"], state["model"], random.Random(1)
    counts = collections.defaultdict(lambda: [0, 0, 0])
    mended = {"breaks": [0, 0, 0], "characters": [0, 0, 0]}
    for document in documents:
        for start in {0, max(0, len(document["text"]) - CROP_CHARS)}:
            sample = encoder.record(document, start, rng, noise, CROP_CHARS)
            fields, _, _, marks, chars = model(*encoder.inputs([sample["text"]]))
            found = set(spans_of(fields[0].argmax(-1).tolist(), FIELD_TAGS))
            want = set(spans_of(sample["fields"], FIELD_TAGS))
            for span in found | want:
                counts[span[2]][0 if span in found and span in want else 1 if span in found else 2] += 1
            is_break = lambda number: "\n" in MARKS[number]
            tally(mended["breaks"], marks[0].argmax(-1).tolist(), sample["marks"], is_break, lambda a, b: True)
            tally(mended["characters"], chars[0].argmax(-1).tolist(), sample["chars"], bool, lambda a, b: a == b)
    show(counts)
    show(mended)


def tally(counts, found, want, counts_at, is_same):
    for a, b in zip(found, want):
        if counts_at(a) and counts_at(b) and is_same(a, b):
            counts[0] += 1
        else:
            counts[1] += counts_at(a)
            counts[2] += counts_at(b)


@torch.no_grad()
def pages(state, corpus):
    """Kinds of generated pages, and of pages cut from real decisions."""
    wrong = collections.Counter()
    right = total = 0
    real = [(d["kind"], d["text"][at:at + 500]) for d in corpus.held_back for at in range(0, len(d["text"]), 500)]
    made = [(d["kind"], d["text"][:500]) for d in corpus.generated_held_back]
    for name, texts in (("generated", made), ("real decisions cut into pages", real[:600])):
        right = 0
        for kind, text in texts:
            logits = state["model"](*state["encoder"].inputs([text]))[2]
            said = KINDS[int(logits[0].argmax())]
            right += said == kind
            if said != kind:
                wrong[kind, said] += 1
        print(f"== kinds, {name}: {right} of {len(texts)} pages")
    for (kind, said), count in wrong.most_common(15):
        print(f"{kind} taken for {said}: {count}")


def show(counts):
    for label, row in sorted(table(counts).items(), key=lambda item: item[1]["F1"]):
        print(f"{label:28} P {row['P']:.3f} R {row['R']:.3f} F1 {row['F1']:.3f} of {row['gold']}")


if __name__ == "__main__":
    main()
