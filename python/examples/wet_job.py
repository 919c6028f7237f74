"""Quotes of Common Crawl, by Spark: ``spark-submit wet_job.py OUT.parquet a.warc.wet.gz b.warc.wet.gz …``

A WET file is the text of about twenty thousand pages. Each is read by one task, page by page, so a worker holds a few hundred pages.
Pages in English count, and those of the hosts in HOSTS, if that is set (a comma between them): that is how news is told from the rest.
"""

import os
import sys
from urllib.parse import urlsplit

import pyarrow as pa
from pyspark.sql import SparkSession
from warcio.archiveiterator import ArchiveIterator

import inquit.spark

PAGES = pa.schema([("id", pa.string()), ("url", pa.string()), ("published", pa.string()), ("text", pa.large_string())])
HOSTS = frozenset(filter(None, os.environ.get("HOSTS", "").split(",")))


def pages(paths):
    """Batches of paths to batches of pages; a file that is damaged ends with a page without a text, which becomes a row with an error."""
    for batch in paths:
        for path in batch.column("path").to_pylist():
            rows = []
            for row in pages_of(path):
                rows.append(row)
                if len(rows) == 256:
                    yield pa.RecordBatch.from_pylist(rows, PAGES)
                    rows = []
            yield pa.RecordBatch.from_pylist(rows, PAGES)


def pages_of(path):
    try:
        with open(path, "rb") as file:
            for record in ArchiveIterator(file):
                headers = record.rec_headers
                url = headers.get_header("WARC-Target-URI")
                languages = headers.get_header("WARC-Identified-Content-Language") or "eng"
                if record.rec_type != "conversion" or not languages.startswith("eng"):
                    continue
                if HOSTS and urlsplit(url).hostname not in HOSTS:
                    continue
                text = record.content_stream().read().decode("utf-8", "replace")
                # The day of the crawl is the nearest that is known.
                yield {"id": url, "url": url, "published": headers.get_header("WARC-Date"), "text": text}
    except Exception as error:
        yield {"id": f"{path}: {error}", "url": None, "published": None, "text": None}


def main(out, *paths):
    spark = SparkSession.builder.appName("inquit").getOrCreate()
    # A task a file.
    files = spark.createDataFrame([(path,) for path in paths], "path string").repartition(len(paths))
    found = files.mapInArrow(pages, "id string, url string, published string, text string")
    quotes = found.mapInArrow(inquit.spark.extractor(engine="fast"), inquit.spark.SCHEMA)
    quotes.write.mode("overwrite").parquet(out)
    spark.stop()


if __name__ == "__main__":
    main(*sys.argv[1:])
