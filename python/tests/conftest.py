"""What several tests need: the corpus, the program, the extractors."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import inquit

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT / "corpus"
POLNEAR = ROOT.parent / "shared" / "polnear" / "dev.jsonl"


@pytest.fixture(scope="session")
def accurate():
    return inquit.Extractor()


@pytest.fixture(scope="session")
def fast():
    return inquit.Extractor(engine="fast")


@pytest.fixture(scope="session")
def program():
    """Runs `inquit` in the checkout: INQUIT, or what cargo has built."""
    path = os.environ.get("INQUIT") or built()
    if path is None:
        pytest.skip("no program: set INQUIT to it, or `cargo build --release`")

    def run(*arguments, input=None):
        done = subprocess.run([path, *map(str, arguments)], input=input, cwd=ROOT, capture_output=True, check=True)
        return done.stdout

    return run


def built():
    target = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    built = [path for path in (target / kind / "inquit" for kind in ("release", "debug")) if path.exists()]
    return max(built, key=lambda path: path.stat().st_mtime, default=None)


def run(program):
    """Runs a Python program in a process of its own: Spark and Ray do not go well in one."""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=400)
    assert done.returncode == 0, done.stderr[-4000:]
    return done.stdout


def articles():
    """The texts of the corpus by their path, as the program reads them."""
    for path in sorted(CORPUS.rglob("*")):
        if path.suffix not in (".txt", ".md") or path.name == "README.md":
            continue
        text = path.read_bytes().decode()
        if path.suffix == ".md" and text.startswith("---\n"):
            text = text.split("\n---\n", 1)[1]
        yield str(path.relative_to(ROOT)), text


@pytest.fixture(scope="session")
def corpus():
    return dict(articles())


@pytest.fixture(scope="session")
def polnear():
    if not POLNEAR.exists():
        pytest.skip("no PolNeAR beside the checkout")
    return [json.loads(line) for line in POLNEAR.read_text(encoding="utf-8").splitlines()]
