"""The notebook and the snippets of the docs do what they say."""

import json
import os
import re
import sys
from pathlib import Path

import pytest

from conftest import ROOT, articles

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
NOTEBOOKS = sorted(EXAMPLES.glob("*.ipynb"))
#: Each document's snippets run one after another, with the names of those before.
DOCS = ["README.md", "python/README.md", "docs/cluster.md"]


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


@pytest.mark.parametrize("name", DOCS)
def test_snippets(name, folder):
    text = (ROOT / name).read_text(encoding="utf-8")
    snippets = re.findall(r"^```python\n(.*?)^```", text, flags=re.M | re.S)
    assert snippets, f"{name} has no snippet"
    names = {"__name__": name}
    for number, snippet in enumerate(snippets, 1):
        for package in re.findall(r"^(?:import|from) (polars|duckdb|ray|pyspark|spacy|pyarrow)\b", snippet, flags=re.M):
            pytest.importorskip(package)
        exec(compile(snippet, f"{name}, snippet {number}", "exec"), names)
