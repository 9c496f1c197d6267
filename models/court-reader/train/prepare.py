"""Prepares training data from a corpus of real documents: their normalised text with the fields that the rules of
`casecheck extract` read in them, and the labelled sentences. Writes one JSON object per line.

    python prepare.py CORPUS OUT --casecheck PATH [--exclude gold.jsonl ...]

CORPUS holds `judgments.jsonl` (id, source, text), and where present `civil_bodies.jsonl` (fact, reason, disposition),
`ner_theft.jsonl` and `ner_drug.jsonl`. Documents named by an excluded file are left out: they are for measuring."""

import argparse
import json
import pathlib
import re
import subprocess
import tempfile

from labels import FIELDS, SAME_ENTITY, fold

CONFIDENCE_MIN = 0.85
BATCH = 200


def lines(path):
    with open(path, encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=pathlib.Path)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--casecheck", required=True)
    parser.add_argument("--exclude", type=pathlib.Path, nargs="*", default=[])
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    excluded = {record["id"] for path in arguments.exclude for record in lines(path)}
    documents = [d for d in lines(arguments.corpus / "judgments.jsonl") if d["id"] not in excluded]
    with open(arguments.out / "documents.jsonl", "w", encoding="utf-8") as out:
        for start in range(0, len(documents), BATCH):
            for document in labelled(documents[start:start + BATCH], arguments.casecheck):
                out.write(json.dumps(document, ensure_ascii=False) + "\n")
    bodies = arguments.corpus / "civil_bodies.jsonl"
    if bodies.exists():
        with open(arguments.out / "bodies.jsonl", "w", encoding="utf-8") as out:
            for body in lines(bodies):
                parts = [v.strip() for k, v in body.items() if k != "id" and isinstance(v, str) and v.strip()]
                out.write(json.dumps({"id": body["id"], "text": fold("\n".join(parts))}, ensure_ascii=False) + "\n")
    for name, read in (("ner_theft", theft), ("ner_drug", drug)):
        path = arguments.corpus / f"{name}.jsonl"
        if path.exists():
            with open(arguments.out / f"{name}.jsonl", "w", encoding="utf-8") as out:
                for record in lines(path):
                    out.write(json.dumps(read(record), ensure_ascii=False) + "\n")


def theft(record):
    spans = [[int(a), int(b), entity["label"]] for entity in record["entities"]
             for a, b in (span.split(";") for span in entity["span"])]
    return {"id": record["id"], "text": fold(record["context"]), "spans": sorted(spans)}


def drug(record):
    spans = [[m["start"], m["end"], SAME_ENTITY.get(m["label"], m["label"])] for m in record["entityMentions"]]
    return {"id": f"{record['articleId']}-{record['sentId']}", "text": fold(record["sentText"]), "spans": sorted(spans)}


def labelled(documents, casecheck):
    """The documents with what the rules read in them."""
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for index, document in enumerate(documents):
            path = pathlib.Path(folder) / f"{index:04}.txt"
            path.write_text(document["text"], encoding="utf-8")
            paths.append(str(path))
        command = [casecheck, "extract", "--json", "--no-model", "--threads", "1", "--no-isolation", *paths]
        answer = subprocess.run(command, capture_output=True, text=True, check=False).stdout
        records = {r["id"]: r for r in map(json.loads, answer.splitlines())}
        for path, document in zip(paths, documents):
            record = records.get(pathlib.Path(path).stem, {})
            if "error" in record or not record:
                continue
            command = [casecheck, "text", "--normalised", "--no-isolation", path]
            normal = subprocess.run(command, capture_output=True, text=True, check=True).stdout
            spans = spans_of(record, document["text"].encode(), normal)
            yield {"id": document["id"], "source": document["source"], "text": normal, "spans": spans}


def spans_of(record, raw, normal):
    """The spans of the fields, in characters of the normalised text; of overlapping ones the surer stays."""
    at = places(raw.decode(), normal)
    found = []
    for path, evidences in record["evidence"].items():
        field = re.sub(r"\[[^\]]*\]", "", path)
        confidence = record["confidence"][path]
        if field not in FIELDS or confidence < CONFIDENCE_MIN:
            continue
        for evidence in evidences:
            start = at.get(len(raw[:evidence["start"]].decode()))
            last = at.get(len(raw[:evidence["end"]].decode()) - 1)
            if start is not None and last is not None and start <= last:
                found.append((confidence, start, last + 1, field))
    found.sort(key=lambda span: (-span[0], span[2] - span[1]))
    taken, spans = set(), []
    for _, start, end, field in found:
        if end - start <= 120 and not taken.intersection(range(start, end)):
            taken.update(range(start, end))
            spans.append([start, end, field])
    return sorted(spans)


def places(raw, normal):
    """Where each character of the raw text stands in the normalised one."""
    at, place = 0, {}
    for index, c in enumerate(raw):
        while at < len(normal) and normal[at] in "\n " and fold(c) != normal[at]:
            at += 1
        if at < len(normal) and fold(c) == normal[at] and not c.isspace():
            place[index] = at
            at += 1
    return place


if __name__ == "__main__":
    main()
