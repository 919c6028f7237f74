"""Batches in, batches out."""

import datetime
import json

import pytest

import inquit

pa = pytest.importorskip("pyarrow")
import inquit.arrow  # noqa: E402
import inquit.spark  # noqa: E402

SAYS = "“Yes,” said Ana Ruiz."


def table(batches):
    batches = list(batches)
    for batch in batches:
        batch.validate(full=True)
    return pa.Table.from_batches(batches, inquit.arrow.SCHEMA)


def rows(batches):
    return table(batches).to_pylist()


def test_rows_are_what_the_program_writes(program, corpus, fast):
    """A row without stamps is a line of `--format quotes`; what a line leaves out is null."""
    items = [{"id": name, "text": text, "date": "2021-11-16", "authors": ["A", "B"]} for name, text in corpus.items()]
    lines = "".join(json.dumps(item) + "\n" for item in items).encode()
    command = ("extract", "--engine", "fast", "--from", "jsonl", "--format", "quotes", "-")
    want = [json.loads(line) for line in program(*command, input=lines).splitlines()]
    got = rows(inquit.arrow.extract_batches(pa.Table.from_pylist(items), fast))
    assert len(got) == len(want) > 1000
    for row, line in zip(got, want):
        stamp = {name: row.pop(name) for name in ("error", "inquit", "engine", "gazetteer")}
        assert stamp == {
            "error": None,
            "inquit": inquit.__version__,
            "engine": "fast",
            "gazetteer": fast.gazetteer_sha256,
        }
        article = {"modified": None, **line["article"]}
        assert row == {"signals": None, **line, "article": article}


def test_every_field_of_a_record_is_a_column():
    schema = json.loads(inquit.schema())["$defs"]
    columns = inquit.arrow.SCHEMA
    assert set(schema["QuoteRecord"]["properties"]) < set(columns.names)
    article = {field.name for field in columns.field("article").type}
    assert article == {"id", "text_sha256", *schema["Metadata"]["properties"]}
    assert columns.field("content").type.field("text").type == pa.large_string()
    assert columns.names[:6] == ["error", "article", "id", "type", "act", "force"]


TYPES = [pa.string(), pa.large_string(), pa.string_view(), pa.dictionary(pa.int32(), pa.string())]


@pytest.mark.parametrize("kind", TYPES, ids=str)
def test_types_of_text(kind, fast):
    text = pa.array([SAYS, None, SAYS + " “No,” said Ole Moss."], pa.string()).cast(kind)
    batch = pa.record_batch({"id": pa.array(["a", "b", "c"], pa.string()).cast(kind), "text": text})
    got = rows(inquit.arrow.extract_batches(batch, fast))
    assert [row["article"]["id"] for row in got] == ["a", "b", "c", "c"]
    assert [row["error"] for row in got] == [None, "the text is null", None, None]


def test_other_columns(fast):
    batch = pa.record_batch(
        {
            "id": pa.array([1, 2]),
            "body": [SAYS, SAYS],
            "published": pa.array([datetime.date(2021, 11, 16), None]),
            "byline": pa.array([["A", "B"], None]),
            "publisher": pa.array(["The Quay", None]).dictionary_encode(),
            "embedding": pa.array([[0.5], [0.25]]),
            "raw": pa.array([b"x", b"y"]),
            "url": pa.array([{"a": 1}, None]),
        }
    )
    first, second = rows(inquit.arrow.extract_batches(batch, fast))
    article = first["article"]
    assert (article["id"], article["published"], article["byline"]) == ("1", "2021-11-16", ["A", "B"])
    assert (article["publisher"], article["url"]) == ("The Quay", None)
    assert second["article"]["byline"] == [] and second["article"]["published"] is None
    assert article["text_sha256"] == fast.extract(SAYS).text_sha256


def test_times_and_lists(fast):
    when = datetime.datetime(2021, 11, 16, 9, 30)
    batch = pa.record_batch({"text": [SAYS], "date": pa.array([when], pa.timestamp("us")), "authors": pa.array([["A"]], pa.large_list(pa.large_string()))})
    [row] = rows(inquit.arrow.extract_batches(batch, fast))
    assert row["article"]["published"].startswith("2021-11-16T09:30") and row["article"]["byline"] == ["A"]
    # Without an id, its text names it, in whatever batch it is.
    assert row["article"]["id"] == row["article"]["text_sha256"] and row["id"].endswith("#q1")


def test_what_hands_over_batches(fast):
    batch = pa.record_batch({"id": ["a"], "text": [SAYS]})
    whole = pa.Table.from_batches([batch, batch])
    for given, count in [
        (batch, 1),
        (whole, 2),
        (whole.to_reader(), 2),
        ([batch, batch, batch], 3),
        (iter([batch, whole]), 3),
        (pa.RecordBatchReader.from_batches(batch.schema, (b for b in [batch] * 4)), 4),
        ([], 0),
    ]:
        assert len(rows(inquit.arrow.extract_batches(given, fast))) == count


def test_empty(fast):
    empty = pa.record_batch({"id": pa.array([], pa.string()), "text": pa.array([], pa.string())})
    nothing_said = pa.record_batch({"id": ["a"], "text": ["Nothing."]})
    assert list(inquit.arrow.extract_batches([empty, nothing_said, empty], fast)) == []
    nulls = pa.record_batch({"id": pa.nulls(2), "text": pa.nulls(2)})
    got = rows(inquit.arrow.extract_batches(nulls, fast))
    assert [(row["error"], row["article"]["id"]) for row in got] == [("the text is null", None)] * 2


def test_slices(fast):
    batch = pa.record_batch({"id": ["a", "b", "c"], "text": [SAYS, "Nothing.", SAYS + " “No,” said Ole Moss."]})
    got = rows(inquit.arrow.extract_batches(batch.slice(2), fast))
    assert [(row["article"]["id"], row["speaker"]["name"]) for row in got] == [("c", "Ana Ruiz"), ("c", "Ole Moss")]


def test_failing_articles_are_rows():
    small = inquit.Extractor("fast", max_size=100)
    texts = ["x" * 101, SAYS, None]
    got = rows(inquit.arrow.extract_batches(pa.record_batch({"id": ["a", "b", "c"], "text": texts}), small))
    assert [row["error"] for row in got] == ["the text has 101 bytes, more than max_size (100)", None, "the text is null"]
    assert [row["article"]["id"] for row in got] == ["a", "b", "c"]
    for row in got:
        assert row["inquit"] == inquit.__version__ and row["gazetteer"] == small.gazetteer_sha256
    assert got[0]["speaker"] is None and got[0]["content"] is None and got[0]["article"]["text_sha256"] is None


def test_a_large_text_is_a_row(fast):
    text = pa.array(["x" * 100_000_000], pa.large_string())
    [row] = rows(inquit.arrow.extract_batches(pa.record_batch({"id": ["a"], "text": text}), fast))
    assert row["error"] == "the text has 100000000 bytes, more than max_size (16000000)"


@pytest.mark.parametrize(
    ("batch", "kind", "message"),
    [
        (pa.record_batch({"text": [1, 2]}), TypeError, 'the column "text" is Int64, not a string'),
        (pa.record_batch({"text": [b"x"]}), TypeError, 'the column "text" is Binary, not a string'),
        (pa.record_batch({"text": [["x"]]}), TypeError, "not a string"),
        (pa.record_batch({"story": ["x"]}), ValueError, "no column for the text: looked for text, body"),
        (7, TypeError, "int is neither"),
        ([7], TypeError, "an item of batches has Arrow's interface, and int has not"),
        ([SAYS], TypeError, "and str has not"),
        (SAYS, TypeError, "and str has not"),
        (pa.array([SAYS]), (TypeError, ValueError), None),
    ],
)
def test_no_batches(batch, kind, message, fast):
    with pytest.raises(kind) as raised:
        list(inquit.arrow.extract_batches(batch, fast))
    if message:
        assert message in str(raised.value)


def test_a_stream_that_breaks(fast):
    batch = pa.record_batch({"text": [SAYS]})

    def batches():
        yield batch
        raise RuntimeError("the disk is gone")

    results = inquit.arrow.extract_batches(pa.RecordBatchReader.from_batches(batch.schema, batches()), fast)
    assert next(results).num_rows == 1
    with pytest.raises(ValueError, match="the disk is gone"):
        next(results)


def test_fields(fast):
    named = inquit.Extractor("fast", fields={"text": "story"})
    [row] = rows(inquit.arrow.extract_batches(pa.record_batch({"story": [SAYS], "text": [1]}), named))
    assert row["speaker"]["name"] == "Ana Ruiz"


def test_lazy_and_in_order(fast):
    taken = 0

    def batches():
        nonlocal taken
        for number in range(100):
            taken += 1
            yield pa.record_batch({"id": [f"{number}:{at}" for at in range(50)], "text": [SAYS] * 50})

    results = inquit.arrow.extract_batches(batches(), fast, threads=2)
    first = next(results)
    assert taken == 1 and first.num_rows == 50
    ids = [row["article"]["id"] for batch in results for row in batch.to_pylist()]
    assert ids == [f"{number}:{at}" for number in range(1, 100) for at in range(50)]


def test_what_spark_is_given():
    import pickle

    function = pickle.loads(pickle.dumps(inquit.spark.extractor("fast")))
    [batch] = function([pa.record_batch({"text": [SAYS]})])
    assert batch.num_rows == 1
    assert "speaker struct<id: string, name: string, kind: string" in inquit.spark.SCHEMA
    assert "spans: array<array<bigint>>" in inquit.spark.SCHEMA
