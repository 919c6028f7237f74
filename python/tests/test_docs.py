"""The notebook and the snippets of the docs do what they say."""

import json
import os
import re
import shutil
import sys
from pathlib import Path

import pytest

from conftest import ROOT, articles, run

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
NOTEBOOKS = sorted(EXAMPLES.glob("*.ipynb"))
#: Documents, and whether each section is a program of its own.
DOCS = [("README.md", False), ("python/README.md", False), ("docs/cluster.md", True)]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_notebooks(path):
    nbformat = pytest.importorskip("nbformat")
    nbclient = pytest.importorskip("nbclient")
    pytest.importorskip("matplotlib")
    pytest.importorskip("pandas")
    stored = nbformat.read(path, as_version=4)
    done = nbformat.read(path, as_version=4)
    client = nbclient.NotebookClient(done, timeout=300, kernel_name="python3", resources={"metadata": {"path": EXAMPLES}})
    client.execute()
    # INQUIT_UPDATE=1 stores what comes out.
    if os.environ.get("INQUIT_UPDATE"):
        for cell in done.cells:
            cell.metadata.pop("execution", None)
        nbformat.write(done, path)
        stored = done
    assert [seen(cell) for cell in done.cells] == [seen(cell) for cell in stored.cells]
    assert any("image/png" in output.get("data", {}) for cell in done.cells for output in cell.get("outputs", ()))


def seen(cell):
    """The outputs of a cell; of a picture, that there is one."""
    return [
        {kind: kind == "image/png" or value for kind, value in output.get("data", {"text": output.get("text")}).items()}
        for output in cell.get("outputs", ())
    ]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Where the snippets run: with the articles that they speak of."""
    pa = pytest.importorskip("pyarrow")
    import pyarrow.parquet

    news = tmp_path / "news"
    news.mkdir()
    rows = []
    for name, text in list(articles())[:20]:
        (news / f"{Path(name).stem}.txt").write_text(text, encoding="utf-8")
        rows.append({"id": name, "text": text, "published": "2021-11-16", "url": f"https://quay.example/{name}"})
    pa.parquet.write_table(pa.Table.from_pylist(rows), tmp_path / "articles.parquet")
    (tmp_path / "articles.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    (tmp_path / "names.csv").write_text("id,name\nport:7,Ana Ruiz\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    # `inquit` on the path, as for whoever has installed it.
    program = os.environ.get("INQUIT")
    if program:
        monkeypatch.setenv("PATH", f"{Path(program).resolve().parent}{os.pathsep}{os.environ['PATH']}")
    return tmp_path


def snippets(name, by_section):
    """The Python of a document, as programs: of all of it, or of each section."""
    text = (ROOT / name).read_text(encoding="utf-8")
    parts = re.split(r"^## ", text, flags=re.M) if by_section else [text]
    found = [re.findall(r"^```python\n(.*?)^```", part, flags=re.M | re.S) for part in parts]
    programs = ["\n".join(part) for part in found if part]
    assert programs, f"{name} has no snippet"
    return programs


@pytest.mark.parametrize(
    "program",
    [
        pytest.param(program, id=f"{name}-{number}")
        for name, by_section in DOCS
        for number, program in enumerate(snippets(name, by_section), 1)
    ],
)
def test_snippets(program, folder):
    for package in re.findall(r"^(?:import|from) (polars|duckdb|ray|pyspark|spacy|pyarrow)\b", program, flags=re.M):
        pytest.importorskip(package)
    if "pyspark" in program and not shutil.which("java"):
        pytest.skip("no Java")
    run(program)
