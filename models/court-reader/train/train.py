"""Trains the network.

    python train.py DATA OUT.pt --minutes 25 [--init OTHER.pt] [--entities] [--threads 1]

DATA holds what `prepare.py` or `generate.py` wrote. Without --entities the heads for fields, kinds and mending learn; with
it the entities as well, two batches of sentences to one of records. MINUTES are of processor time, so that a busy machine
trains longer, not less; the learning rate falls with the share that is spent."""

import argparse
import math
import random
import time

import torch
from torch.nn import functional

from data import IGNORED, Corpus, Encoder, batches_by_length, crops, mentions_of, varied
from labels import ENTITY_TAGS
from model import Crf, Reader
from noise import CLEAN, Noise

RECORD_BATCH = 12
SENTENCE_BATCH = 16
RATE = 2e-3
# Few characters lack a mark or are wrong; without more weight they are never learned.
DAMAGED_WEIGHT = 6.0


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data")
    parser.add_argument("out")
    parser.add_argument("--minutes", type=float, default=25)
    parser.add_argument("--init")
    parser.add_argument("--entities", action="store_true")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rate", type=float, default=RATE)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    torch.manual_seed(arguments.seed)
    corpus = Corpus(arguments.data)
    state = load(arguments.init) if arguments.init else fresh(corpus)
    run(state, corpus, arguments)
    save(state, arguments.out)


def fresh(corpus):
    """An untrained network."""
    return assembled(corpus.vocabulary(), corpus.repairable())


def assembled(vocabulary, repairable):
    return {"vocabulary": vocabulary, "repairable": repairable, "encoder": Encoder(vocabulary, repairable),
            "model": Reader(len(vocabulary) + 2, len(repairable)), "crfs": [Crf(tags) for tags in ENTITY_TAGS]}


def save(state, path):
    torch.save({"vocabulary": state["vocabulary"], "repairable": state["repairable"],
                "model": state["model"].state_dict(), "crfs": [crf.state_dict() for crf in state["crfs"]]}, path)


def load(path):
    kept = torch.load(path)
    state = assembled(kept["vocabulary"], kept["repairable"])
    state["model"].load_state_dict(kept["model"])
    for crf, weights in zip(state["crfs"], kept["crfs"]):
        crf.load_state_dict(weights)
    return state


def parameters(state):
    return [p for module in [state["model"], *state["crfs"]] for p in module.parameters()]


def record_loss(state, batch):
    """The loss of crops: fields, kind, lost marks, wrong characters."""
    encoder, model = state["encoder"], state["model"]
    chars, pairs = encoder.inputs([s["text"] for s in batch])
    h = model.encode(chars, pairs)
    length = chars.shape[1]
    rows = lambda name: encoder.targets([s[name] for s in batch], length)

    def cross(logits, targets, damaged=1.0):
        weights = torch.full((logits.shape[-1],), damaged)
        weights[0] = 1.0
        return functional.cross_entropy(logits.flatten(0, 1), targets.flatten(), weights, ignore_index=IGNORED)

    kinds = torch.tensor([s["kind"] for s in batch])
    fields = rows("fields")
    loss = cross(model.marks(h), rows("marks"), DAMAGED_WEIGHT) + cross(model.chars(h), rows("chars"), DAMAGED_WEIGHT)
    loss = loss + 0.3 * functional.cross_entropy(model.kinds(h, chars), kinds)
    if (fields != IGNORED).any():
        loss = loss + 2.0 * cross(model.fields(h), fields)
    return loss


def sentence_loss(state, batch):
    """The loss of labelled sentences: per character."""
    encoder, model = state["encoder"], state["model"]
    chars, pairs = encoder.inputs([s["text"] for s in batch])
    emissions = model.entities(model.encode(chars, pairs))
    real = chars > 0
    loss, at = 0.0, 0
    for layer, (tags, crf) in enumerate(zip(ENTITY_TAGS, state["crfs"])):
        targets = encoder.targets([s["layers"][layer] for s in batch], chars.shape[1], fill=0)
        loss = loss + crf.loss(emissions[..., at:at + len(tags)], targets, real).sum()
        at += len(tags)
    return loss / real.sum()


def record_batches(state, corpus, rng):
    """Batches of crops without end."""
    while True:
        places = crops(corpus, rng)
        # Like lengths together within a part, so that little is padded and the order stays random.
        for at in range(0, len(places), RECORD_BATCH * 16):
            part = places[at:at + RECORD_BATCH * 16]
            samples = [state["encoder"].record(document, start, rng) for document, start in part]
            yield from batches_by_length([sample for sample in samples if sample["text"]], RECORD_BATCH, rng)


def sentence_batches(state, sentences, rng, swap=0.15, noisy=0.25):
    """Batches of labelled sentences without end; (batch, number of the pass)."""
    mentions = mentions_of(sentences)
    number = 0
    while True:
        shown = [varied(s, mentions, rng, swap) if rng.random() < 0.5 else s for s in sentences]
        noises = [Noise(rng.uniform(0, 0.04), 0, rng.choice([0, 0, 0.3])) if rng.random() < noisy else CLEAN for _ in shown]
        samples = [state["encoder"].sentence(s, rng, noise) for s, noise in zip(shown, noises)]
        samples = [sample for sample in samples if sample["text"]]
        for batch in batches_by_length(samples, SENTENCE_BATCH, rng):
            yield batch, number
        number += 1


def rate(progress):
    """Warm-up in the first twentieth, then half a cosine."""
    return min(1.0, progress * 20) * 0.5 * (1 + math.cos(math.pi * min(1.0, progress)))


def step(optimizer, state, loss, share):
    for group in optimizer.param_groups:
        group["lr"] = share
    optimizer.zero_grad()
    loss.backward()
    torch.nn.utils.clip_grad_norm_(parameters(state), 2.0)
    optimizer.step()


def run(state, corpus, arguments):
    """Trains until the time is spent."""
    rng = random.Random(arguments.seed)
    optimizer = torch.optim.AdamW(parameters(state), lr=arguments.rate, weight_decay=0.01)
    records = record_batches(state, corpus, rng)
    sentences = sentence_batches(state, corpus.entities(False), rng) if arguments.entities else None
    state["model"].train()
    begun, number, means = time.process_time(), 0, [0.0, 0.0]
    while (progress := (time.process_time() - begun) / (60 * arguments.minutes)) < 1.0:
        share = arguments.rate * max(rate(progress), 0.01)
        losses = {}
        # Sentences are short and have to be seen often; records have been seen before.
        if not sentences or number % 2 == 0:
            losses[0] = record_loss(state, next(records))
        if sentences:
            losses[1] = sentence_loss(state, next(sentences)[0])
        step(optimizer, state, sum(losses.values()), share)
        for index, loss in losses.items():
            means[index] = 0.98 * means[index] + 0.02 * loss.item() if means[index] else loss.item()
        if number % 20 == 0:
            print(f"{progress:.3f} step {number} records {means[0]:.4f} entities {means[1]:.4f}", flush=True)
        if number % 200 == 199:
            save(state, arguments.out)
        number += 1


if __name__ == "__main__":
    main()
