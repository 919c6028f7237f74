#!/usr/bin/env python3
"""Measures `inquit extract` over many articles, with nothing but Python: start-up, memory and cost for 1, 10 and 100 times the articles,
threads, and the length of an article.

    cargo build --release && benches/batch.py              # a few minutes
    benches/batch.py threads --engine accurate             # one of them: start, number, threads, length

Articles are made by chance from the paragraphs of corpus/, which nobody else wrote, the same ones each time. CPU is user and system
time, which other work on the machine disturbs less than the clock; threads need a machine that is idle, and say what the clock says.
"""

import argparse
import json
import os
import random
import subprocess
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PARAGRAPHS = [
    paragraph
    for path in sorted(ROOT.glob("corpus/*/*.txt"))
    for paragraph in path.read_text(encoding="utf-8").split("\n\n")
    if paragraph.strip()
]


def text(chance, paragraphs):
    return "\n\n".join(chance.choices(PARAGRAPHS, k=paragraphs))


def write_articles(path, count):
    """`count` articles of 5 to 15 paragraphs, as JSON lines; gives how many words."""
    chance = random.Random(count)
    words = 0
    with open(path, "w", encoding="utf-8") as file:
        for number in range(count):
            article = text(chance, chance.randint(5, 15))
            words += len(article.split())
            file.write(json.dumps({"id": f"a{number}", "text": article}) + "\n")
    return words


def run(args, *more, out=os.devnull, stdin=None):
    """CPU seconds, seconds by the clock, and the most memory in MB."""
    command = [args.program, "extract", "--engine", args.engine, "--quiet", *map(str, more)]
    begun = time.monotonic()
    with open(out, "wb") as to:
        child = subprocess.Popen(command, stdout=to, stdin=stdin)
        _, status, usage = os.wait4(child.pid, 0)
    clock = time.monotonic() - begun
    if status != 0:
        raise SystemExit(f"{command}: {status}")
    return usage.ru_utime + usage.ru_stime, clock, usage.ru_maxrss / 1024


def start(args, folder):
    path = folder / "one.txt"
    path.write_text(text(random.Random(1), 8), encoding="utf-8")
    runs = [run(args, path) for _ in range(10)]
    cpu, clock = min(cpu for cpu, _, _ in runs), min(clock for _, clock, _ in runs)
    print(f"start to the end of one article: {1000 * clock:.0f} ms ({1000 * cpu:.0f} ms of CPU)")


def number(args, folder):
    first = None
    for count in (args.articles, 10 * args.articles, 100 * args.articles):
        path = folder / "articles.jsonl"
        words = write_articles(path, count)
        for kind, target in (("to a pipe", None), ("to a folder", folder / f"out{count}")):
            more = ["--output", f"{target}/"] if target else []
            cpu, clock, memory = run(args, path, *more)
            first = first or cpu / words
            ratio = cpu / words / first
            print(
                f"{count:>9,} articles, {words:>12,} words {kind:<11} {cpu:8.2f} s of CPU ({ratio:.2f} a word),"
                f" {clock:8.2f} s, {words / clock:>9,.0f} words/s, {memory:6.0f} MB",
                flush=True,
            )
        path.unlink()


def threads(args, folder):
    path = folder / "articles.jsonl"
    words = write_articles(path, 10 * args.articles)
    one = None
    for jobs in (1, 2, 4):
        if jobs > (os.cpu_count() or 1):
            break
        clock = min(run(args, path, "--jobs", jobs)[1] for _ in range(3))
        one = one or clock
        print(f"{jobs} threads: {clock:6.2f} s, {words / clock:>9,.0f} words/s, {one / clock:.2f} times", flush=True)


def length(args, folder):
    first = None
    for size in (10_000, 100_000, 1_000_000, 10_000_000, 100_000_000):
        if size > args.longest:
            break
        chance, parts, have = random.Random(size), [], 0
        while have < size:
            parts.append(chance.choice(PARAGRAPHS))
            have += len(parts[-1].encode()) + 2
        # As many articles as make the longest run worth measuring.
        count = max(1, min(100, 1_000_000 // size))
        path = folder / "long.jsonl"
        line = json.dumps({"text": "\n\n".join(parts)}) + "\n"
        path.write_text(line * count, encoding="utf-8")
        empty = run(args, os.devnull)[0]
        cpu, _, memory = run(args, path, "--jobs", 1)
        each = (cpu - empty) / count / have
        first = first or each
        print(
            f"{have:>11,} bytes: {1e6 * each:6.3f} s of CPU a megabyte ({each / first:.2f}), {memory:6.0f} MB", flush=True
        )


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    measures = {"start": start, "number": number, "threads": threads, "length": length}
    parser.add_argument("measures", nargs="*", default=list(measures), metavar="MEASURE")
    parser.add_argument("--program", default=str(ROOT / "target/release/inquit"))
    parser.add_argument("--engine", default="fast")
    parser.add_argument("--articles", type=int, default=1000, help="how many there are in the smallest run")
    parser.add_argument("--longest", type=int, default=100_000_000, help="bytes of the longest article")
    args = parser.parse_args()
    for measure in args.measures:
        if measure not in measures:
            parser.error(f"{measure} is none of {', '.join(measures)}")
    for measure in args.measures:
        print(f"\n{measure}, engine {args.engine}")
        with tempfile.TemporaryDirectory() as folder:
            measures[measure](args, Path(folder))


if __name__ == "__main__":
    main()
