#!/usr/bin/env python3
"""What other programs write, read by inquit: INQUIT=path/to/inquit python3 tests/interop/in.py

trafilatura and newspaper4k read a page of ours, warcio packs it, feedgen puts it into feeds; inquit must find the quote in each, with
offsets that land on it. Samples of ninjs are held against the IPTC's schemas where those lie in the folder that NINJS names
(ninjs-schema_1.5.json, ninjs-schema_2.1.json, ninjs-schema_3.0.json of https://iptc.org/std/ninjs/). What is not installed is said and
skipped. Every name is invented.
"""

import importlib
import io
import json
import os
import pathlib
import subprocess
import sys
import tempfile

INQUIT = os.environ.get("INQUIT", "inquit")
QUOTED = "We sail on Tuesday,"
URL = "https://example.org/tide"
PARAGRAPHS = [
    "The ferry between the two islands was late again on Monday 😀, and the cafe\u0301 on the quay was full of people by nine in the morning.",
    "“We sail on Tuesday,” said Ana Ruiz, the harbour master, to some forty people on the quay, many of whom had slept there.",
    "Nobody on the quay had been told why the boat had not come, and the company did not answer its telephone all day long.",
    "Those who could not wait went by the road over the hills, which takes five hours in summer and is closed in most winters.",
]
BODY = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
LINKED = json.dumps({
    "@context": "https://schema.org", "@type": "NewsArticle", "headline": "Late again: the ferry to Lora", "datePublished": "2024-03-02T08:00:00Z",
    "author": [{"@type": "Person", "name": "Bo Lind"}], "publisher": {"@type": "Organization", "name": "Example"}, "url": URL,
})
PAGE = f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Late again: the ferry to Lora</title>
<link rel="canonical" href="{URL}"><meta property="og:site_name" content="Example"><meta name="author" content="Bo Lind">
<script type="application/ld+json">{LINKED}</script></head>
<body><nav><a href="/">Home</a></nav><article><h1>Late again: the ferry to Lora</h1>{BODY}</article><footer>Imprint</footer></body></html>"""


def extract(name, contents, *options):
    """The records of a file with these contents; the quote is where each says."""
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / name
        path.write_bytes(contents if isinstance(contents, bytes) else contents.encode())
        ran = subprocess.run([INQUIT, "extract", name, "--format", "jsonl", *options], cwd=folder, capture_output=True, text=True)
    assert ran.returncode == 0 and not ran.stderr, ran.stderr
    return [json.loads(line) for line in ran.stdout.splitlines()]


def check(records, texts, **article):
    """Each record has the quote at its place in its text, and this metadata."""
    assert len(records) == len(texts), (len(records), len(texts))
    for record, text in zip(records, texts):
        text = record.get("text", text)
        quote = next(quote for quote in record["quotes"] if quote["type"] == "direct")
        (start, end), = quote["content"]["spans"]
        assert text[start:end] == QUOTED == quote["content"]["text"], quote
        assert quote["speaker"]["name"] == "Ana Ruiz", quote
        for name, wanted in article.items():
            assert record["article"][name] == wanted, (name, record["article"])


def page():
    check(extract("a.html", PAGE), [None], url=URL, byline=["Bo Lind"], publisher="Example", published="2024-03-02T08:00:00Z", language="en")


def trafilatura():
    module = importlib.import_module("trafilatura")
    line = module.extract(PAGE, url=URL, output_format="json", with_metadata=True)
    text = json.loads(line)["text"]
    check(extract("a.jsonl", line + "\n"), [text], url=URL, headline="Late again: the ferry to Lora", byline=["Bo Lind"], publisher="Example", published="2024-03-02")


def newspaper():
    module = importlib.import_module("newspaper")
    article = module.Article(URL)
    article.download(input_html=PAGE)
    article.parse()
    written = article.to_json()
    text = json.loads(written)["text"]
    # `to_json` gives one object over several lines; one a line is what pipelines keep.
    for name, contents in [("a.json", written), ("a.jsonl", json.dumps(json.loads(written)) + "\n")]:
        check(extract(name, contents), [text], url=URL, byline=["Bo Lind"], publisher="Example")


def warcio():
    writer_of = importlib.import_module("warcio.warcwriter").WARCWriter
    headers_of = importlib.import_module("warcio.statusandheaders").StatusAndHeaders
    for gzip in (False, True):
        warc, wet = io.BytesIO(), io.BytesIO()
        writer = writer_of(warc, gzip=gzip)
        http = headers_of("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
        writer.write_record(writer.create_warcinfo_record("a.warc", {"software": "interop"}))
        writer.write_record(writer.create_warc_record(URL, "request", payload=io.BytesIO(), http_headers=headers_of("GET / HTTP/1.1", [], is_http_request=True)))
        for _ in range(2):
            writer.write_record(writer.create_warc_record(URL, "response", payload=io.BytesIO(PAGE.encode()), http_headers=http))
        writer = writer_of(wet, gzip=gzip)
        text = "\n".join(PARAGRAPHS)
        writer.write_record(writer.create_warc_record(
            URL, "conversion", payload=io.BytesIO(text.encode()), warc_content_type="text/plain",
            warc_headers_dict={"WARC-Identified-Content-Language": "eng"}))
        ending = ".gz" if gzip else ""
        check(extract("a.warc" + ending, warc.getvalue()), [None, None], url=URL, published="2024-03-02T08:00:00Z")
        check(extract("a.warc.wet" + ending, wet.getvalue()), [text], url=URL, published=None, language="eng")


def feedgen():
    generator = importlib.import_module("feedgen.feed").FeedGenerator
    feed = generator()
    feed.id("https://example.org/")
    feed.title("Example")
    feed.link(href="https://example.org/", rel="alternate")
    feed.description("News of the islands")
    feed.language("en")
    for number in range(2):
        entry = feed.add_entry()
        entry.id(f"{URL}/{number}")
        entry.title("Late again: the ferry to Lora")
        entry.link(href=URL)
        entry.author({"name": "Bo Lind", "email": "bo@example.org"})
        entry.published("2024-03-02T08:00:00Z")
        entry.updated("2024-03-03T08:00:00Z")
        # Without a description feedgen writes the content as one.
        entry.description("Late again.")
        entry.content(BODY, type="CDATA")
    for name, written in [("a.rss", feed.rss_str()), ("a.atom", feed.atom_str())]:
        check(extract(name, written), [None, None], url=URL, publisher="Example", headline="Late again: the ferry to Lora")


def ninjs():
    """Samples of each version, valid by its schema where that is there."""
    shared = {"uri": "https://example.org/tide", "type": "text", "language": "en"}
    dates = ("2024-03-02T08:00:00Z", "2024-03-03T08:00:00Z")
    body = [{"role": "main", "value": BODY}]
    samples = {
        "1.5": {**shared, "firstcreated": dates[0], "versioncreated": dates[1], "copyrightholder": "Example", "byline": "Bo Lind",
                "headline": "Tide", "body_xhtml": BODY, "person": [{"name": "Ana Ruiz", "rel": "about", "scheme": "https://example.org/people/", "code": "7"}],
                "$standard": {"name": "ninjs", "version": "1.5"}},
        "2.1": {**shared, "firstcreated": dates[0], "versioncreated": dates[1], "copyrightholder": "Example", "by": "Bo Lind",
                "headlines": [{"role": "main", "value": "Tide"}], "bodies": [{**body[0], "contenttype": "text/html"}],
                "people": [{"name": "Ana Ruiz", "rel": "about", "uri": "https://example.org/people/7"}]},
        "3.0": {**shared, "firstCreated": dates[0], "versionCreated": dates[1], "copyrightHolder": "Example", "by": "Bo Lind",
                "headlines": [{"role": "main", "value": "Tide"}], "bodies": [{**body[0], "contentType": "text/html"}],
                "people": [{"name": "Ana Ruiz", "rel": "about", "uri": "https://example.org/people/7"}]},
    }
    folder = os.environ.get("NINJS")
    for version, sample in samples.items():
        if folder:
            schema = json.loads((pathlib.Path(folder) / f"ninjs-schema_{version}.json").read_text())
            importlib.import_module("jsonschema").validate(sample, schema)
        records = extract("a.json", json.dumps(sample))
        check(records, [None], url=URL, headline="Tide", byline=["Bo Lind"], publisher="Example", published=dates[0], modified=dates[1])
        assert records[0]["speakers"][0]["id"] == "https://example.org/people/7", records[0]["speakers"]
    if not folder:
        print("  skipped: the schemas (NINJS names no folder)")


def main():
    for proof in (page, trafilatura, newspaper, warcio, feedgen, ninjs):
        try:
            proof()
        except ModuleNotFoundError as missing:
            print(f"skipped {proof.__name__}: {missing.name} is not installed")
        else:
            print(f"ok {proof.__name__}")


if __name__ == "__main__":
    sys.exit(main())
