"""Batches of Arrow in, batches out: one row a quote. Needs pyarrow (``pip install inquit[arrow]``).

In: columns with the names that a line of JSON has (``text``, ``id``, ``published`` and so on, docs/output.md; `Extractor`'s
``fields`` names others). Text is ``string``, ``large_string``, ``string_view`` or a dictionary of these. Other columns are passed over.

Out: `SCHEMA`. The columns are the fields of ``--format quotes``, so a record of JSON and a row say the same, and before and
behind them stand

============== =====================================================================================
``error``      why an article has no quotes: null but where it failed; then only ``article.id`` is told, if it has one
``article``    ``id``, ``text_sha256`` and the metadata
``schema``     ``inquit/1``
``offsets``    ``chars``: spans count code points of the text
``inquit``     the version that made the row
``engine``     ``accurate`` or ``fast``
``gazetteer``  the digest of the names that it knew (`Extractor.gazetteer_sha256`)
============== =====================================================================================

Spans are lists of ``[start, end]``. Strings have offsets of 64 bits. An article without quotes has no row. One without an id is called
by the SHA-256 of its text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import pyarrow as pa

from inquit import _native
from inquit.extractor import Extractor

__all__ = ["SCHEMA", "extract_batches"]

#: The schema of every batch that comes out.
SCHEMA: pa.Schema = _native.no_rows().schema


def extract_batches(batches: Any, extractor: Extractor | None = None, threads: int = 1) -> Iterator[pa.RecordBatch]:
    """Finds the quotes of the articles in batches, lazily and in their order.

    Nothing is copied on the way in or out but what becomes a text or a row: batches are handed over by Arrow's PyCapsule interface.

    Args:
        batches: something that has it: a table, a reader, a data frame of Polars, a batch; or an iterable of such things, as
            Spark gives.
        extractor: what finds them; `Extractor()` if it is not given.
        threads: how many work at once. A batch comes out for every 32 articles of each (or 16 MB of text).

    Raises:
        ValueError: a batch has no column for the text.
        TypeError: that column is not of strings, or ``batches`` are not of Arrow.

    An article that fails (its text is null or larger than ``max_size``) is a row with an ``error``.

    >>> batch = pa.record_batch({"id": ["a", "b"], "text": ["“Yes,” said Ana Ruiz.", None]})
    >>> for quotes in extract_batches(batch):
    ...     for row in quotes.to_pylist():
    ...         print(row["article"]["id"], row["error"] or row["speaker"]["name"])
    a Ana Ruiz
    b the text is null
    """
    if threads < 1:
        raise ValueError(f"threads is 1 or more, not {threads}")
    if not _is_arrow(batches) and not isinstance(batches, Iterable):
        raise TypeError(f"batches have Arrow's interface or are an iterable of what has it; {type(batches).__name__} is neither")
    native = (Extractor() if extractor is None else extractor)._native
    return _rows(native, batches, threads)


def _rows(native: _native.Extractor, batches: Any, threads: int) -> Iterator[pa.RecordBatch]:
    for batch in [batches] if _is_arrow(batches) else batches:
        if not _is_arrow(batch):
            raise TypeError(f"an item of batches has Arrow's interface, and {type(batch).__name__} has not")
        yield from native.rows(batch, threads)


def _is_arrow(given: Any) -> bool:
    return hasattr(given, "__arrow_c_stream__") or hasattr(given, "__arrow_c_array__")
