"""What is no article, no gazetteer, no batch."""

import datetime
import gc
import os
import sys

import pytest

import inquit

SAYS = "“Yes,” said Ana Ruiz."


@pytest.mark.parametrize(
    ("text", "kind", "message"),
    [
        (None, TypeError, "the text is None, not str"),
        (b"bytes", TypeError, "the text is bytes, not str: decode it first"),
        (bytearray(b"b"), TypeError, "the text is bytearray, not str: decode it first"),
        (7, TypeError, "the text is int, not str"),
        (["a"], TypeError, "the text is list, not str"),
        ("half a \ud83d pair", ValueError, "the text has a lone surrogate at character 7"),
        ("x" * 100_000_000, ValueError, "the text has 100000000 bytes, more than max_size (16000000)"),
        ("é" * 8_000_001, ValueError, "more than max_size"),
    ],
)
def test_texts(text, kind, message, fast):
    with pytest.raises(kind) as raised:
        fast.extract(text)
    assert message in str(raised.value)
    for item in ({"text": text, "id": "a"}, ("a", text)):
        many = fast.extract_many([SAYS, item, SAYS], errors="return")
        first, failed, last = many
        assert (len(first.quotes), len(last.quotes)) == (1, 1)
        assert type(failed) is kind and str(failed).startswith("item 2: ") and message in str(failed)
        with pytest.raises(kind, match="item 2: "):
            list(fast.extract_many([SAYS, item, SAYS]))


def test_texts_that_are_odd_and_fine(fast):
    for text in ("", " ", "\0", "\ufeff" + SAYS, "\r\n\r\n", "”“”“", "😀" * 1000, "a\u0301" * 999, "“" * 5000):
        extraction = fast.extract(text)
        assert extraction.text == text
        for quote in extraction.quotes:
            assert text[slice(*quote.content.spans[0])] == quote.content.text


def test_max_size(fast):
    small = inquit.Extractor(engine="fast", max_size=len(SAYS.encode()))
    assert small.extract(SAYS) == fast.extract(SAYS)
    with pytest.raises(ValueError, match="more than max_size"):
        small.extract(SAYS + ".")


@pytest.mark.parametrize(
    ("item", "kind", "message"),
    [
        (None, TypeError, "an article is a str, a pair (id, text) or a dict, not None"),
        (b"x", TypeError, "not bytes"),
        (("a",), ValueError, "a tuple is (id, text), and this one has 1 parts"),
        ((None, "x"), TypeError, "the id is None, not str"),
        ({}, ValueError, "no text field (looked for text, body"),
        ({"headline": "x"}, ValueError, "no text field"),
    ],
)
def test_items(item, kind, message, fast):
    [failed] = fast.extract_many([item], errors="return")
    assert type(failed) is kind and message in str(failed)


def test_fields_of_items(fast):
    item = {"text": SAYS, "id": 7, "published": datetime.date(2020, 1, 2), "source": 3.5, "embedding": object(), 5: 6}
    [extraction] = fast.extract_many([item])
    assert extraction.id == "7"
    assert (extraction.article.published, extraction.article.publisher) == ("2020-01-02", "3.5")
    named = inquit.Extractor(engine="fast", fields={"text": "story", "id": "key"})
    [extraction] = named.extract_many([{"story": SAYS, "key": "k", "text": 1, "id": "no"}])
    assert extraction.id == "k" and len(extraction.quotes) == 1
    with pytest.raises(ValueError, match="an article has no `txt`"):
        inquit.Extractor(engine="fast", fields={"txt": "story"})


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"id": None}, "the id is None, not str"),
        ({"id": 3}, "the id is int, not str"),
        ({"title": "x"}, "an article has no \"title\"; beside text and id it has path, url, headline, byline"),
        ({"headline": 3}, "headline: invalid type"),
        ({"headline": b"x"}, "headline: invalid type"),
        ({"byline": [None]}, "byline: invalid type"),
    ],
)
def test_metadata(given, message, fast):
    with pytest.raises(TypeError) as raised:
        fast.extract(SAYS, **given)
    assert message in str(raised.value)


def test_an_iterator_that_breaks(fast):
    def items():
        yield SAYS
        raise KeyError("broken")

    many = fast.extract_many(items())
    assert len(next(many).quotes) == 1
    with pytest.raises(KeyError, match="broken"):
        next(many)
    with pytest.raises(StopIteration):
        next(many)
    with pytest.raises(TypeError):
        fast.extract_many(7)
    with pytest.raises(ValueError, match="threads is 1 or more"):
        fast.extract_many([], threads=0)
    with pytest.raises(ValueError, match="errors is"):
        fast.extract_many([], errors="ignore")
    assert list(fast.extract_many([])) == []


def test_after_an_item_that_raised_it_goes_on(fast):
    many = fast.extract_many([None, SAYS])
    with pytest.raises(TypeError):
        next(many)
    assert len(next(many).quotes) == 1


def test_engines():
    with pytest.raises(ValueError, match='there is no engine "slow": it is "accurate" or "fast"'):
        inquit.Extractor(engine="slow")
    with pytest.raises(TypeError):
        inquit.Extractor(engine=None)


def test_gazetteers(tmp_path):
    missing = tmp_path / "missing.csv"
    for gazetteer in (missing, str(missing), [missing]):
        with pytest.raises(FileNotFoundError) as raised:
            inquit.Extractor(gazetteer=gazetteer)
        assert raised.value.filename == str(missing)
    with pytest.raises(IsADirectoryError):
        inquit.Extractor(gazetteer=tmp_path)
    with pytest.raises(TypeError):
        inquit.Extractor(gazetteer=7)
    broken = tmp_path / "broken.jsonl"
    broken.write_text('{"id": "a", "name": "Ana Ruiz"}\n{"id": \n')
    with pytest.raises(ValueError, match="broken.jsonl:2"):
        inquit.Extractor(gazetteer=broken)
    built = tmp_path / "built.gaz"
    built.write_bytes(b"inquit gazetteer\0\0\0\0")
    with pytest.raises(ValueError, match="built.gaz"):
        inquit.Extractor(gazetteer=built)


def test_digests_of_gazetteers(tmp_path):
    one = tmp_path / "one.csv"
    one.write_text("id,name\na:1,Ana Ruiz\n")
    same = tmp_path / "same.jsonl"
    same.write_text('{"id": "a:1", "name": "Ana Ruiz"}\n')
    digests = [inquit.Extractor("fast", gazetteer).gazetteer_sha256 for gazetteer in (None, one, same)]
    assert digests[1] == digests[2] != digests[0]
    assert all(len(digest) == 64 for digest in digests)


def resident():
    """Bytes of memory."""
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
def test_memory_does_not_grow(fast):
    """bench.py does this a million times."""

    def calls(count):
        for number in range(count // 4):
            extraction = fast.extract(SAYS, id="a", headline="x")
            assert len(extraction.quotes) == 1
            if number % 8 == 0:
                extraction._repr_html_()
            with pytest.raises(TypeError):
                fast.extract(None)
        for extraction in fast.extract_many(({"text": SAYS} for _ in range(count // 2)), threads=2):
            extraction.to_json()

    calls(4_000)
    gc.collect()
    before = resident()
    calls(20_000)
    gc.collect()
    assert resident() - before < 8 << 20
