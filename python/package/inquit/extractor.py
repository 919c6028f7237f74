"""The extractor: articles in, extractions out."""

from __future__ import annotations

import functools
import os
import warnings
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal, Union

from inquit import _native
from inquit.extraction import Extraction

Path = Union[str, "os.PathLike[str]"]
Item = Union[str, "tuple[str, str]", Mapping[str, Any]]

#: So many lines of a gazetteer that were left out are told.
_SHOWN = 10


class Extractor:
    """Finds quotes. Made once, used for many articles and from many threads; it can be pickled.

    What it finds in an article depends on the article, the engine and the gazetteer alone.

    Args:
        engine: ``"accurate"`` finds most; ``"fast"`` is about nine times as fast and finds a little less.
        gazetteer: a file of known names, or several, besides the built-in ones: CSV, JSON lines, patterns of spaCy's
            EntityRuler, Popolo JSON, or what ``inquit gazetteer build`` made (docs/gazetteer.md).
        fields: where mappings and columns keep something, if not under a usual name: ``{"text": "body"}``; also ``id``,
            ``url``, ``headline``, ``byline``, ``publisher``, ``published``, ``language``.
        max_size: a text of more bytes, as UTF-8, is refused. Reading one takes about fifty times its size of memory.

    Raises:
        ValueError: there is no such engine or field, or a gazetteer says something that cannot be read.
        OSError: a gazetteer cannot be read: ``FileNotFoundError`` where there is none.

    >>> extractor = Extractor(engine="fast")
    >>> extractor
    Extractor(engine='fast')
    >>> extraction = extractor.extract("“We sail,” said Ana Ruiz.", id="ferry", publisher="The Quay")
    >>> extraction.article.publisher
    'The Quay'
    >>> extraction.quotes[0].speaker.name
    'Ana Ruiz'
    """

    __slots__ = ("_arguments", "_native")

    def __init__(
        self,
        engine: Literal["accurate", "fast"] = "accurate",
        gazetteer: Path | Iterable[Path] | None = None,
        *,
        fields: Mapping[str, str] | None = None,
        max_size: int = _native.MAX_SIZE,
    ) -> None:
        paths = _paths(gazetteer)
        names = [f"{what}={name}" for what, name in (fields or {}).items()]
        self._arguments = (engine, paths, tuple((fields or {}).items()), max_size)
        self._native = _native.Extractor(engine, [(path, _read(path)) for path in paths], names, max_size)
        skipped = self._native.skipped
        for line in skipped[:_SHOWN]:
            warnings.warn(line, stacklevel=2)
        if len(skipped) > _SHOWN:
            more = len(skipped) - _SHOWN
            warnings.warn(f"{more} more; `inquit gazetteer check` lists all", stacklevel=2)

    @property
    def gazetteer_sha256(self) -> str:
        """The digest of all names that it knows, the built-in ones, too; the order of files and what they say count, not how
        they are called."""
        return self._native.gazetteer_sha256

    def extract(self, text: str, id: str = "article", **metadata: Any) -> Extraction:
        """Finds the quotes of one article.

        Args:
            text: the article. Offsets count its code points, so they slice ``text``.
            id: what it is called; ids of quotes begin with it.
            **metadata: ``headline``, ``published`` (a date, too), ``byline`` (a string or several) and so on: the fields of
                ``article`` in the record. ``published`` says which entries of a gazetteer hold.

        Raises:
            TypeError: the text is no ``str``, or there is no such metadata.
            ValueError: the text has a lone surrogate, or more bytes than ``max_size``.

        >>> text = "The bridge will stay open, Ana Ruiz said."
        >>> quote = Extractor().extract(text).quotes[0]
        >>> [text[start:end] for start, end in quote.content.spans]
        ['The bridge will stay open']
        """
        return Extraction(text, self._native.extract(text, id, metadata))

    def extract_many(
        self,
        items: Iterable[Item],
        threads: int = 1,
        errors: Literal["raise", "return"] = "raise",
    ) -> Iterator[Extraction]:
        """Finds the quotes of many articles, in their order, outside of Python's lock.

        Items are read as they are needed: 32 for each thread, or 16 MB of text, are under way.

        Args:
            items: texts, pairs ``(id, text)``, or mappings with the names that a line of JSON has (docs/output.md). A text
                without an id is called ``article:N``, by its place.
            threads: how many work at once.
            errors: an item that is no article raises its exception; with ``"return"`` the exception stands in the place of
                its extraction, and the rest goes on.

        >>> articles = [("a", "“Yes,” said Ana Ruiz."), {"id": "b", "text": None}, {"id": "c", "body": "“No,” said Ole Moss."}]
        >>> for result in Extractor().extract_many(articles, errors="return"):
        ...     print(result)
        Extraction(id='a', quotes=1, speakers=['Ana Ruiz'])
        item 2: the text is None, not str
        Extraction(id='c', quotes=1, speakers=['Ole Moss'])
        """
        if errors not in ("raise", "return"):
            raise ValueError(f'errors is "raise" or "return", not {errors!r}')
        if threads < 1:
            raise ValueError(f"threads is 1 or more, not {threads}")
        return self._native.extract_many(items, threads, errors == "return", Extraction)

    def __repr__(self) -> str:
        engine, paths, fields, _ = self._arguments
        parts = [f"engine={engine!r}"]
        if paths:
            parts.append(f"gazetteer={list(paths)!r}")
        if fields:
            parts.append(f"fields={dict(fields)!r}")
        return f"Extractor({', '.join(parts)})"

    def __reduce__(self) -> tuple[Any, ...]:
        return cached, self._arguments


@functools.lru_cache(maxsize=8)
def cached(
    engine: Literal["accurate", "fast"],
    gazetteer: tuple[str, ...],
    fields: tuple[tuple[str, str], ...],
    max_size: int,
) -> Extractor:
    """One extractor for each process: a worker of a cluster gets many tasks and makes it once."""
    return Extractor(engine, gazetteer, fields=dict(fields), max_size=max_size)


def _paths(gazetteer: Path | Iterable[Path] | None) -> tuple[str, ...]:
    if gazetteer is None:
        return ()
    if isinstance(gazetteer, (str, os.PathLike)):
        return (os.fspath(gazetteer),)
    return tuple(os.fspath(path) for path in gazetteer)


def _read(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read()
