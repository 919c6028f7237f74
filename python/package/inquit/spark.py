"""For Apache Spark: a function for ``DataFrame.mapInArrow``, and its schema.

.. code-block:: python

    quotes = articles.mapInArrow(inquit.spark.extractor(engine="fast"), schema=inquit.spark.SCHEMA)

``articles`` has the columns that `inquit.arrow` reads; a row is as it says there. inquit has to be installed on every worker;
docs/cluster.md has a whole job.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Literal

import pyarrow as pa

from inquit import _native, arrow
from inquit.extractor import Path, _paths, cached

__all__ = ["SCHEMA", "extractor"]


def extractor(
    engine: Literal["accurate", "fast"] = "accurate",
    gazetteer: Path | Iterable[Path] | None = None,
    *,
    fields: Mapping[str, str] | None = None,
    max_size: int = _native.MAX_SIZE,
    threads: int = 1,
) -> Callable[[Iterable[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    """A function from batches of articles to batches of quotes, with what `inquit.Extractor` takes.

    It can be sent to workers; each makes its extractor once. A gazetteer is a path *there*. ``threads`` is one, because Spark
    has a process for each core already.
    """
    arguments = (engine, _paths(gazetteer), tuple((fields or {}).items()), max_size)
    return functools.partial(_extract, arguments, threads)


def _extract(arguments: tuple, threads: int, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    return arrow.extract_batches(batches, cached(*arguments), threads)


def _ddl(kind: pa.DataType) -> str:
    """A type as Spark writes it."""
    if pa.types.is_struct(kind):
        fields = ", ".join(f"{kind.field(at).name}: {_ddl(kind.field(at).type)}" for at in range(kind.num_fields))
        return f"struct<{fields}>"
    if pa.types.is_list(kind):
        return f"array<{_ddl(kind.value_type)}>"
    plain = {pa.large_string(): "string", pa.int64(): "bigint", pa.float64(): "double", pa.bool_(): "boolean"}
    return plain[kind]


#: The schema of the rows, as Spark writes it.
SCHEMA: str = ", ".join(f"{field.name} {_ddl(field.type)}" for field in arrow.SCHEMA)
