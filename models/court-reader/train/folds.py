"""Five-fold cross-validation on the labelled sentences of theft cases: strict spans, per label and together.

    python folds.py DATA OUT.json [--init PRETRAINED.pt] [--passes 16] [--folds 5] [--first 0 --last 5]

Each fold trains on four fifths and is measured once, after its last pass, on the fifth that it has not seen. PRETRAINED has
seen no labelled sentence (`train.py` without --entities)."""

import argparse
import collections
import json
import random

import torch

from data import Corpus
from labels import ENTITY_TAGS
from train import SENTENCE_BATCH, fresh, load, parameters, rate, sentence_batches, sentence_loss, step


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data")
    parser.add_argument("out")
    parser.add_argument("--init")
    parser.add_argument("--passes", type=int, default=16)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--last", type=int)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--rate", type=float, default=1.5e-3)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    corpus = Corpus(arguments.data)
    order = list(corpus.theft)
    random.Random(5).shuffle(order)
    counts = collections.defaultdict(lambda: [0, 0, 0])
    for fold in range(arguments.first, arguments.last or arguments.folds):
        held = order[fold::arguments.folds]
        names = {sentence["id"] for sentence in held}
        texts = {sentence["text"] for sentence in held}
        seen = [s for s in order if s["id"] not in names and s["text"] not in texts]
        torch.manual_seed(fold)
        state = load(arguments.init) if arguments.init else fresh(corpus)
        fit(state, seen, arguments, random.Random(fold))
        of_fold = measured(state, held)
        for label, (hit, extra, missed) in of_fold.items():
            counts[label] = [a + b for a, b in zip(counts[label], (hit, extra, missed))]
        print(f"fold {fold}: {table(of_fold)['micro']}", flush=True)
        with open(arguments.out, "w", encoding="utf-8") as out:
            json.dump({"counts": counts, "table": table(counts), "folds": fold + 1}, out, ensure_ascii=False, indent=1)
    for label, row in table(counts).items():
        print(label, row)


def fit(state, sentences, arguments, rng):
    optimizer = torch.optim.AdamW(parameters(state), lr=arguments.rate, weight_decay=0.01)
    state["model"].train()
    per_pass = -(-len(sentences) // SENTENCE_BATCH)
    for number, (batch, passed) in enumerate(sentence_batches(state, sentences, rng, noisy=0.1)):
        if passed >= arguments.passes:
            break
        loss = sentence_loss(state, batch)
        step(optimizer, state, loss, arguments.rate * max(0.01, rate(number / (arguments.passes * per_pass))))
        if number % per_pass == 0:
            print(f"pass {passed} loss {loss.item():.4f}", flush=True)


def spans_of(tags, names):
    """Spans of a path of tags."""
    out, start = [], None
    for at, tag in enumerate([*tags, 0]):
        name = names[tag]
        if start is not None and not name == "I-" + names[tags[start]][2:]:
            out.append((start, at, names[tags[start]][2:]))
            start = None
        if name.startswith("B-"):
            start = at
    return out


@torch.no_grad()
def predicted(state, texts):
    """The spans of each text, both layers."""
    model = state["model"]
    model.eval()
    for start in range(0, len(texts), 64):
        part = texts[start:start + 64]
        chars, pairs = state["encoder"].inputs(part)
        emissions = model.entities(model.encode(chars, pairs))
        for row, text in enumerate(part):
            at, spans = 0, []
            for tags, crf in zip(ENTITY_TAGS, state["crfs"]):
                path = crf.decode(emissions[row, :len(text), at:at + len(tags)])
                spans += spans_of(path, tags)
                at += len(tags)
            yield spans


def measured(state, sentences):
    """Hits, extra and missed spans per label."""
    counts = collections.defaultdict(lambda: [0, 0, 0])
    for sentence, found in zip(sentences, predicted(state, [s["text"] for s in sentences])):
        want = {tuple(span) for span in sentence["spans"]}
        for span in want | set(found):
            counts[span[2]][0 if span in want and span in found else 1 if span in found else 2] += 1
    return counts


def table(counts):
    """Precision, recall and F1 per label and over all."""
    rows = dict(counts)
    rows["micro"] = [sum(row[i] for row in counts.values()) for i in range(3)]
    shown = {}
    for label, (hit, extra, missed) in rows.items():
        p, r = hit / max(1, hit + extra), hit / max(1, hit + missed)
        shown[label] = {"P": round(p, 4), "R": round(r, 4), "F1": round(2 * p * r / max(1e-9, p + r), 4), "gold": hit + missed}
    return shown


if __name__ == "__main__":
    main()
