#!/usr/bin/env python3
"""What Python costs: `bench.py overhead|spark|memory|wet`. Compares in one run, on one machine, so trust the ratios.

Needs inquit installed, and for `overhead` the program: INQUIT, built with the same profile. Articles are those of corpus/, again and again.
"""

import argparse
import gc
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import inquit

sys.path.insert(0, str(Path(__file__).parent / "tests"))
from conftest import articles  # noqa: E402


def repeated(count):
    corpus = list(articles())
    return [{"id": f"{at}", "text": corpus[at % len(corpus)][1]} for at in range(count)]


def timed(work):
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def cost(command, source):
    """Seconds on the clock and of the processor: the second are what counts where others work on the same machine."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with open(source, "rb") as lines:
        wall = timed(lambda: subprocess.run(command, check=True, stdin=lines))
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def overhead(args):
    """One process, one thread: the program from JSON lines to JSON lines, and Python from the same to the same."""
    program = os.environ["INQUIT"]
    with tempfile.TemporaryDirectory() as folder:
        source, one, other = (Path(folder) / name for name in ("in.jsonl", "program.jsonl", "python.jsonl"))
        source.write_text("".join(json.dumps(article) + "\n" for article in repeated(args.articles)))
        command = [program, "extract", "--input", "jsonl", "-", "--engine", args.engine, "--jobs", "1", "-f", "jsonl", "-o", one, "--quiet"]
        code = (
            "import inquit, json, sys\n"
            "extractor = inquit.Extractor(sys.argv[1])\n"
            "with open(sys.argv[2], 'w') as out:\n"
            "    for extraction in extractor.extract_many(map(json.loads, sys.stdin)):\n"
            "        out.write(extraction.to_json() + '\\n')\n"
        )
        costs = {"program": [], "Python": []}
        for _ in range(args.rounds):
            costs["program"].append(cost(command, source))
            costs["Python"].append(cost([sys.executable, "-c", code, args.engine, other], source))
            assert one.read_bytes() == other.read_bytes()
    print(f"{args.articles:,} articles, {args.engine}, best of {args.rounds}; load {os.getloadavg()[0]:.1f}")
    for at, what in enumerate(("on the clock", "of the processor")):
        program, python = (min(cost[at] for cost in costs[name]) for name in costs)
        print(f"  seconds {what}: program {program:.2f}, Python {python:.2f}, ratio {python / program:.3f}")


def spark(args):
    """The same job with one worker and with two."""
    from pyspark.sql import SparkSession

    import inquit.spark

    os.environ["PYSPARK_PYTHON"] = sys.executable
    times = {}
    for workers in (1, 2):
        session = (
            SparkSession.builder.master(f"local[{workers}]")
            .config("spark.ui.enabled", "false").config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.driver.host", "127.0.0.1").getOrCreate()
        )
        session.sparkContext.setLogLevel("ERROR")
        rows = [(article["id"], article["text"]) for article in repeated(args.articles)]
        frame = session.createDataFrame(rows, "id string, text string").repartition(8).cache()
        frame.count()
        quotes = frame.mapInArrow(inquit.spark.extractor(args.engine), inquit.spark.SCHEMA)
        quotes.limit(1).count()
        times[workers] = min(timed(lambda: quotes.write.mode("overwrite").format("noop").save()) for _ in range(args.rounds))
        session.stop()
    print(f"{args.articles:,} articles, {args.engine}: one worker {times[1]:.2f} s, two {times[2]:.2f} s, "
          f"{times[1] / times[2]:.2f} times as fast; load {os.getloadavg()[0]:.1f}")


def wet(args):
    """examples/wet_job.py over two files of such articles, from start to end."""
    from test_cluster import wet as write

    os.environ["PYSPARK_PYTHON"] = sys.executable
    with tempfile.TemporaryDirectory() as folder:
        files = [f"{folder}/{at}.warc.wet.gz" for at in range(2)]
        all_articles = repeated(args.articles)
        words = sum(len(article["text"].split()) for article in all_articles)
        for at, file in enumerate(files):
            write(file, [(f"https://quay.example/{a['id']}", a["text"], "eng") for a in all_articles[at::2]])
        size = sum(Path(file).stat().st_size for file in files)
        job = [sys.executable, str(Path(__file__).parent / "examples" / "wet_job.py"), f"{folder}/out.parquet", *files]
        environment = {**os.environ, "PYSPARK_SUBMIT_ARGS": "--master local[2] --conf spark.ui.enabled=false pyspark-shell"}
        took = timed(lambda: subprocess.run(job, check=True, env=environment, stderr=subprocess.DEVNULL))
    print(f"{args.articles:,} pages, {words:,} words, {size:,} bytes packed: {took:.1f} s on two workers with start and end, "
          f"{args.articles / took:.0f} pages a second; load {os.getloadavg()[0]:.1f}")


def memory(args):
    """Calls of a short text, and the memory of the process on the way."""
    from test_bad import resident

    extractor = inquit.Extractor(args.engine)
    text = "“Yes,” said Ana Ruiz."
    for number in range(args.articles):
        extractor.extract(text, id="a").to_json()
        if number % (args.articles // 10) == args.articles // 100:
            gc.collect()
            print(f"{number:,} calls: {resident() / 1e6:.1f} MB", flush=True)
    gc.collect()
    print(f"{args.articles:,} calls: {resident() / 1e6:.1f} MB")


if __name__ == "__main__":
    what = {"overhead": (overhead, 10_000), "spark": (spark, 10_000), "memory": (memory, 1_000_000), "wet": (wet, 10_000)}
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=what)
    parser.add_argument("--engine", default="fast", choices=["accurate", "fast"])
    parser.add_argument("--articles", type=int)
    parser.add_argument("--rounds", type=int, default=3)
    args = parser.parse_args()
    run, count = what[args.what]
    args.articles = args.articles or count
    run(args)
