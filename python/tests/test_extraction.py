"""Extractions as objects."""

import copy
import datetime
import json
import pickle
import re
import subprocess
import sys
from pathlib import Path

import pytest

import inquit
import inquit.record

TEXT = "“We sail on 🚢 Monday,” said Ana Ruiz, the harbour master. She denied that the ferry <b>was late</b>."


def test_offsets_slice(corpus, accurate):
    count = 0
    for extraction in accurate.extract_many([*corpus.items(), ("t", TEXT)]):
        for quote in extraction.quotes:
            for part in (quote.content, quote.cue, quote.source, quote.via and quote.via.source):
                if part is not None:
                    count += 1
                    assert " ".join(extraction.text[start:end] for start, end in part.spans) == part.text
    assert count > 3000


def test_attributes(accurate):
    extraction = accurate.extract(TEXT, id="ferry", headline="Late", byline="A. Writer", published=datetime.date(2021, 11, 16))
    first, second = extraction.quotes
    assert (first.id, first.type, first.act, first.marked) == ("ferry#q1", "direct", "speech", True)
    assert first.content.text == "We sail on 🚢 Monday,"
    assert second.speaker.name == "Ana Ruiz" and second.speaker.resolution == "pronoun"
    assert extraction.article.byline == ["A. Writer"]
    assert extraction.article.published == "2021-11-16"
    assert extraction.speakers[0].quotes == 2
    # Lists that the JSON leaves out are empty, and read once.
    assert extraction.notes == [] and extraction.speakers[0].same_as == []
    assert extraction.quotes is extraction.quotes
    assert isinstance(first, inquit.record.QuoteRecord) and isinstance(first.cue, inquit.record.CueRecord)
    assert "quotes" in dir(extraction) and "lemma" in dir(first.cue)
    with pytest.raises(AttributeError, match="QuoteRecord has no field 'speakr'"):
        first.speakr
    with pytest.raises(AttributeError):
        first.type = "indirect"
    assert first.to_dict() == extraction.to_dict()["quotes"][0]


def test_every_field_of_the_record_comes_through(accurate):
    extraction = accurate.extract(TEXT)

    def walk(record, fields):
        for name, value in fields.items():
            got = getattr(record, name)
            if isinstance(value, dict):
                walk(got, value)
            elif isinstance(value, list) and value and isinstance(value[0], dict):
                for one, other in zip(got, value):
                    walk(one, other)
            else:
                assert got == value

    walk(extraction, extraction.to_dict())


def test_copies(accurate):
    extraction = accurate.extract(TEXT)
    for other in (pickle.loads(pickle.dumps(extraction)), copy.deepcopy(extraction), copy.copy(extraction)):
        assert other == extraction and hash(other) == hash(extraction) and other.quotes == extraction.quotes
    mine = extraction.to_dict()
    mine["quotes"].clear()
    assert len(extraction.quotes) == 2 and len(extraction.to_dict()["quotes"]) == 2


def test_extractors_are_pickled_and_made_once(fast):
    other = pickle.loads(pickle.dumps(fast))
    assert other is pickle.loads(pickle.dumps(fast))
    assert other.extract(TEXT) == fast.extract(TEXT)


def test_a_forked_process_extracts(fast):
    code = """
import multiprocessing, inquit
extractor = inquit.Extractor(engine="fast")
def one(text):
    return len(extractor.extract(text).quotes) + len(list(extractor.extract_many([text] * 3, threads=2)))
text = "“Yes,” said Ana Ruiz."
assert one(text) == 4
with multiprocessing.get_context("fork").Pool(2) as pool:
    print(pool.map(one, [text] * 4))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120)
    assert done.stdout == "[4, 4, 4, 4]\n", done.stderr


def test_html(corpus, accurate):
    for extraction in accurate.extract_many([*corpus.items(), ("<i>", TEXT)]):
        page = extraction._repr_html_()
        # The text is all there, and nothing of it is markup.
        body = page.split('white-space:pre-wrap">', 1)[1].rsplit("</div>", 2)[0]
        shown = re.sub(r"<sup.*?</sup>", "", body, flags=re.S)
        tags = set(re.findall(r"<(/?\w+)", shown))
        assert tags <= {"span", "/span"}
        text = re.sub(r"<[^>]*>", "", shown)
        import html

        assert html.unescape(text) == extraction.text
    assert "&lt;b&gt;" in page and "&lt;i&gt;: 2 quotes." in page and "Ana Ruiz: direct, speech" in page


def test_html_of_a_long_article_is_cut(fast):
    page = fast.extract("Nothing is said here. " * 5000)._repr_html_()
    assert "60,000 characters more are not shown" in page and len(page) < 60_000


def test_spacy(corpus, accurate):
    spacy = pytest.importorskip("spacy")
    nlp = spacy.blank("en")
    text = corpus["corpus/science/eelgrass.txt"]
    extraction = accurate.extract(text, id="eelgrass")
    doc = extraction.to_spacy(nlp(text))
    contents = doc.spans["inquit_content"]
    assert len(contents) == sum(len(quote.content.spans) for quote in extraction.quotes)
    first = extraction.quotes[0]
    assert contents[0].label_ == first.type and contents[0].id_ == "eelgrass#q1"
    assert first.content.text in contents[0].text
    assert {span.label_ for span in doc.spans["inquit_source"]} >= {"Miriam Oyelaran"}
    assert doc.spans["inquit_cue"][0].label_ == first.cue.lemma
    with pytest.raises(ValueError, match="another text"):
        extraction.to_spacy(nlp("Other."))


def test_classes_are_fresh():
    """`record.py` is what records.py makes."""
    import importlib.util

    path = Path(__file__).resolve().parents[1] / "records.py"
    spec = importlib.util.spec_from_file_location("records", path)
    records = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(records)
    assert records.FILE.read_text(encoding="utf-8") == records.made(json.loads(inquit.schema())), "run python3 records.py"


def test_many_is_lazy_and_bounded(fast):
    taken = 0

    def texts():
        nonlocal taken
        for number in range(10_000):
            taken += 1
            yield f"“Number {number},” said Ana Ruiz."

    results = fast.extract_many(texts(), threads=2)
    assert taken == 0
    first = next(results)
    assert first.id == "article:1" and taken == 64
    assert [next(results).id for _ in range(200)][-1] == "article:201"
    assert taken <= 256


def test_other_threads_run_meanwhile(accurate, corpus):
    """The lock of Python is let go: another thread counts while one extracts."""
    import threading

    text = "\n\n".join(corpus.values())
    done = threading.Event()
    count = 0

    def counting():
        nonlocal count
        while not done.is_set():
            count += 1
            done.wait(0.001)

    thread = threading.Thread(target=counting)
    thread.start()
    accurate.extract(text)
    done.set()
    thread.join()
    assert count > 20
