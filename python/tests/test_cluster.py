"""Spark, Ray, Polars, DuckDB, Parquet: the same rows everywhere."""

import gzip
import json
import os
import runpy
import shutil
import sys
from pathlib import Path

import pytest

import inquit

pa = pytest.importorskip("pyarrow")
import pyarrow.parquet  # noqa: E402

import inquit.arrow  # noqa: E402
import inquit.spark  # noqa: E402
from conftest import built, run  # noqa: E402

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"


@pytest.fixture(scope="module")
def articles(corpus):
    """The corpus, and an article that fails."""
    rows = [{"id": name, "text": text, "published": "2021-11-16"} for name, text in corpus.items()]
    return pa.Table.from_pylist([*rows[:40], {"id": "broken", "text": None}], pa.schema([("id", pa.string()), ("text", pa.string()), ("published", pa.string())]))


@pytest.fixture(scope="module")
def quotes(articles):
    """What every machine has to find."""
    extractor = inquit.Extractor("fast")
    return pa.Table.from_batches(inquit.arrow.extract_batches(articles, extractor), inquit.arrow.SCHEMA)


def by_id(rows):
    return sorted(rows, key=lambda row: (row["id"] is None, row["id"]))


@pytest.fixture(scope="module")
def spark():
    sql = pytest.importorskip("pyspark.sql")
    if not shutil.which("java"):
        pytest.skip("no Java")
    os.environ["PYSPARK_PYTHON"] = sys.executable
    session = (
        sql.SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.sql.shuffle.partitions", "2")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()


def frame(spark, articles):
    rows = [(row["id"], row["text"], row["published"]) for row in articles.to_pylist()]
    return spark.createDataFrame(rows, "id string, text string, published string").repartition(4)


def test_spark(spark, articles, quotes):
    found = frame(spark, articles).mapInArrow(inquit.spark.extractor("fast"), schema=inquit.spark.SCHEMA)
    got = [row.asDict(recursive=True) for row in found.collect()]
    assert by_id(got) == by_id(quotes.to_pylist())
    assert [row["error"] for row in got if row["error"]] == ["the text is null"]
    assert found.groupBy("speaker.name").count().orderBy("count", ascending=False).first()["count"] > 3


def test_spark_and_parquet(spark, articles, quotes, tmp_path):
    pa.parquet.write_table(articles, tmp_path / "articles.parquet")
    frame = spark.read.parquet(str(tmp_path / "articles.parquet"))
    found = frame.mapInArrow(inquit.spark.extractor("fast"), schema=inquit.spark.SCHEMA)
    found.write.parquet(str(tmp_path / "quotes"))
    got = pa.parquet.read_table(tmp_path / "quotes").to_pylist()
    assert by_id(got) == by_id(quotes.to_pylist())


def test_spark_pipe(spark, articles, quotes, program):
    """The program by itself, without Python's package."""
    path = os.environ.get("INQUIT") or built()
    lines = [json.dumps(row) for row in articles.to_pylist() if row["text"] is not None]
    command = f"{path} extract --engine fast --format quotes --input jsonl -"
    got = [json.loads(line) for line in spark.sparkContext.parallelize(lines, 4).pipe(command).collect()]
    assert [quote["id"] for quote in by_id(got)] == [row["id"] for row in by_id(quotes.to_pylist()) if row["id"]]


def wet(path, pages):
    """A WET file as Common Crawl writes them."""
    from warcio.warcwriter import WARCWriter

    with open(path, "wb") as file:
        writer = WARCWriter(file, gzip=True)
        for url, text, language in pages:
            import io

            headers = {"WARC-Identified-Content-Language": language, "WARC-Date": "2021-11-16T00:00:00Z"}
            payload = io.BytesIO(text.encode())
            record = writer.create_warc_record(url, "conversion", payload=payload, warc_content_type="text/plain", warc_headers_dict=headers)
            writer.write_record(record)


def test_wet_job(spark, articles, quotes, tmp_path):
    pytest.importorskip("warcio")
    rows = [row for row in articles.to_pylist() if row["text"]]
    pages = [(f"https://quay.example/{row['id']}", row["text"], "eng") for row in rows]
    wet(tmp_path / "a.warc.wet.gz", [*pages[:20], ("https://quay.example/fr", rows[0]["text"], "fra")])
    wet(tmp_path / "b.warc.wet.gz", pages[20:])
    # A file that was cut.
    whole = (tmp_path / "b.warc.wet.gz").read_bytes()
    (tmp_path / "c.warc.wet.gz").write_bytes(gzip.compress(b"WARC/1.0\r\nbroken"))
    (tmp_path / "b.warc.wet.gz").write_bytes(whole)
    job = runpy.run_path(str(EXAMPLES / "wet_job.py"))
    files = [str(tmp_path / f"{name}.warc.wet.gz") for name in "abc"]
    paths = spark.createDataFrame([(path,) for path in files], "path string").repartition(3)
    found = paths.mapInArrow(job["pages"], "id string, url string, published string, text string")
    found = found.mapInArrow(inquit.spark.extractor("fast"), inquit.spark.SCHEMA)
    got = [row.asDict(recursive=True) for row in found.collect()]
    want = [row["content"]["text"] for row in quotes.to_pylist() if row["content"]]
    assert sorted(row["content"]["text"] for row in got if row["content"]) == sorted(want)
    assert all("c.warc.wet.gz" in row["article"]["id"] for row in got if row["error"])


RAY = """
import json, sys
import pyarrow as pa, pyarrow.parquet as pq, ray
import inquit.arrow

ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False)
extractor = inquit.Extractor("fast")

def extract(table):
    return pa.Table.from_batches(inquit.arrow.extract_batches(table, extractor), inquit.arrow.SCHEMA)

data = ray.data.from_arrow(pq.read_table({path!r})).repartition(4)
rows = data.map_batches(extract, batch_format="pyarrow").take_all()
ray.shutdown()
json.dump(rows, sys.stdout)
"""


def test_ray(articles, quotes, tmp_path):
    pytest.importorskip("ray.data")
    pa.parquet.write_table(articles, tmp_path / "articles.parquet")
    out = run(RAY.format(path=str(tmp_path / "articles.parquet")))
    assert by_id(json.loads(out.splitlines()[-1])) == by_id(quotes.to_pylist())


def test_polars(articles, quotes):
    pl = pytest.importorskip("polars")
    frame = pl.from_arrow(articles)
    # Polars hands over views.
    got = pl.from_arrow(inquit.arrow.extract_batches(frame, inquit.Extractor("fast")))
    assert got.to_dicts() == quotes.to_pylist()
    names = got.filter(pl.col("error").is_null()).select(pl.col("speaker").struct.field("name"))
    assert names.drop_nulls().height > 100


def test_duckdb(articles, quotes, tmp_path):
    duckdb = pytest.importorskip("duckdb")
    # A connection has one open result: one reads, one writes.
    reading, db = duckdb.connect(), duckdb.connect()
    pa.parquet.write_table(articles, tmp_path / "articles.parquet")
    batches = reading.sql(f"select id, text, published from '{tmp_path}/articles.parquet'").to_arrow_reader(10)
    found = pa.RecordBatchReader.from_batches(
        inquit.arrow.SCHEMA, inquit.arrow.extract_batches(batches, inquit.Extractor("fast"))
    )
    db.sql(f"copy (select * from found) to '{tmp_path}/quotes.parquet'")
    assert pa.parquet.read_table(tmp_path / "quotes.parquet").to_pylist() == quotes.to_pylist()
    said = f"select speaker.name, count(*) from '{tmp_path}/quotes.parquet' where error is null group by 1 order by 2 desc"
    assert len(db.sql(said).fetchall()) > 20
