"""Python and the program write the same records, byte for byte."""

import json

import pytest

import inquit
from conftest import POLNEAR


@pytest.mark.parametrize("engine", ["accurate", "fast"])
def test_corpus(engine, program, corpus):
    lines = program("extract", "corpus", "--engine", engine, "--format", "jsonl").decode().splitlines()
    assert len(lines) > 70
    extractor = inquit.Extractor(engine=engine)
    for line in lines:
        record = json.loads(line)
        # What is known of an article is given as it came out: null is nothing.
        extraction = extractor.extract(corpus.get(record["id"], ""), id=record["id"], **record["article"])
        assert extraction.to_json() == line, record["id"]
        assert extraction.to_dict() == record


@pytest.mark.parametrize("threads", [1, 2, 5])
def test_many(threads, program, corpus, accurate):
    items = [{"id": name, "text": text, "date": "2021-11-16", "authors": ["A", "B"]} for name, text in corpus.items()]
    lines = "".join(json.dumps(item) + "\n" for item in items).encode()
    want = program("extract", "--from", "jsonl", "--format", "jsonl", "-", input=lines).decode()
    got = "".join(extraction.to_json() + "\n" for extraction in accurate.extract_many(items, threads))
    assert got == want


@pytest.mark.parametrize("engine", ["accurate", "fast"])
def test_polnear(engine, program, polnear):
    lines = POLNEAR.read_bytes()
    command = ("extract", "--input", "jsonl", "--engine", engine, "--format", "jsonl", "-")
    want = program(*command, input=lines).decode().splitlines()
    assert len(want) == 84
    got = [extraction.to_json() for extraction in inquit.Extractor(engine=engine).extract_many(polnear)]
    assert got == want


def test_gazetteer(program, corpus, tmp_path):
    names = tmp_path / "names.csv"
    names.write_text("id,name,weak_aliases,titles\nbay:1,Miriam Oyelaran,Oyelaran,biologist\n")
    path = "corpus/science/eelgrass.txt"
    want = program("extract", path, "--gazetteer", names, "--format", "jsonl").decode().splitlines()
    built = tmp_path / "names.gaz"
    program("gazetteer", "build", names, "-o", built)
    for gazetteer in (names, str(names), [names], built, [built, names]):
        extractor = inquit.Extractor(gazetteer=gazetteer)
        assert [extractor.extract(corpus[path], id=path, path=path).to_json()] == want
    assert "bay:1" in want[0]


def test_schema(program):
    assert json.loads(inquit.schema()) == json.loads(program("schema"))


def test_version(program):
    assert program("--version").decode().split()[1] == inquit.__version__
