"""Writes the trained network as ONNX (opset 17, batch and length free), and its vocabulary and labels beside it; checks that
onnxruntime says what torch says.

    python export.py MODEL.pt ../"""

import argparse
import hashlib
import json
import pathlib

import numpy
import onnx
import onnxruntime
import torch

from labels import ENTITY_LAYERS, FIELDS, KINDS, MARKS, PAIR_BUCKETS
from train import load

INPUTS = ["chars", "pairs"]
OUTPUTS = ["fields", "entities", "kind", "marks", "repairs"]
DIFFERENCE_MAX = 2e-3


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model")
    parser.add_argument("out", type=pathlib.Path)
    arguments = parser.parse_args()
    state = load(arguments.model)
    model = state["model"].eval()
    path = arguments.out / "model.onnx"
    sample = torch.randint(2, 500, (2, 40))
    free = {0: "batch", 1: "length"}
    axes = {name: free for name in [*INPUTS, *OUTPUTS] if name != "kind"} | {"kind": {0: "batch"}}
    torch.onnx.export(model, (sample, sample), str(path), input_names=INPUTS, output_names=OUTPUTS, opset_version=17,
                      dynamic_axes=axes, dynamo=False)
    onnx.checker.check_model(onnx.load(path))
    labels = {
        "vocabulary": state["vocabulary"], "repairable": state["repairable"], "pair_buckets": PAIR_BUCKETS,
        "fields": FIELDS, "entities": ENTITY_LAYERS, "kinds": KINDS, "marks": MARKS,
        "transitions": [[[round(float(x), 4) for x in row] for row in crf.table().tolist()] for crf in state["crfs"]],
    }
    (arguments.out / "labels.json").write_text(json.dumps(labels, ensure_ascii=False), encoding="utf-8")
    check(model, path, len(state["vocabulary"]))
    for name in ("model.onnx", "labels.json"):
        content = (arguments.out / name).read_bytes()
        print(f"{hashlib.sha256(content).hexdigest()}  {name} {len(content)}")


def check(model, path, vocabulary):
    """The same numbers from both, at several sizes."""
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    worst = 0.0
    for batch, length in ((1, 1), (1, 512), (3, 77), (8, 300)):
        chars, pairs = (torch.randint(1, top, (batch, length)) for top in (vocabulary + 2, PAIR_BUCKETS))
        with torch.no_grad():
            want = model(chars, pairs)
        got = session.run(None, {"chars": chars.numpy(), "pairs": pairs.numpy()})
        worst = max([worst, *(float(numpy.abs(a.numpy() - b).max()) for a, b in zip(want, got))])
    print(f"onnxruntime and torch differ by at most {worst:.2e}")
    if worst > DIFFERENCE_MAX:
        raise SystemExit("the exported model is not the trained one")


if __name__ == "__main__":
    main()
