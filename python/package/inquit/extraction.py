"""What was found in one article."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from inquit import html
from inquit.record import ArticleRecord

if TYPE_CHECKING:
    from spacy.tokens import Doc


class Extraction:
    """The quotes of an article and their speakers.

    It has the fields of the record as attributes (`inquit.record.ArticleRecord`): ``id``, ``quotes``, ``speakers``, ``article``,
    ``notes`` and so on, and the ``text`` that it was extracted from. Offsets slice that text. In a notebook it shows the
    article with its quotes marked.

    >>> import inquit
    >>> extraction = inquit.Extractor().extract("“Yes,” said Ana Ruiz. “Let us go,” she added.")
    >>> extraction
    Extraction(id='article', quotes=2, speakers=['Ana Ruiz'])
    >>> extraction.quotes[1].cue
    CueRecord(text='added', lemma='add', spans=[[39, 44]])
    >>> extraction.text[39:44]
    'added'
    """

    __slots__ = ("_json", "_record", "text")

    #: The text that it was extracted from.
    text: str

    def __init__(self, text: str, json: bytes) -> None:
        self.text = text
        self._json = json
        self._record: ArticleRecord | None = None

    @property
    def record(self) -> ArticleRecord:
        """The whole record. It is read when somebody looks for the first time."""
        if self._record is None:
            self._record = ArticleRecord(json.loads(self._json))
        return self._record

    def to_json(self) -> str:
        """The record as ``inquit extract --format jsonl`` writes it, without the line end: the same bytes."""
        return self._json.decode()

    def to_dict(self) -> dict[str, Any]:
        """The record as plain objects, the caller's own.

        >>> import inquit
        >>> extraction = inquit.Extractor().extract("“Yes,” said Ana Ruiz.")
        >>> extraction.to_dict()["quotes"][0]["speaker"]["name"]
        'Ana Ruiz'
        """
        return json.loads(self._json)

    def to_spacy(self, doc: Doc) -> Doc:
        """Adds span groups to a spaCy document of the same text, and returns it.

        The groups are ``inquit_content``, ``inquit_cue`` and ``inquit_source``. A span's label is the quote's type, the lemma of
        the cue, or the speaker's name (empty where it is not known); its ``id_`` is the quote's id. A span that does not begin
        and end with tokens takes in the tokens that it touches.

        Raises:
            ValueError: the document has another text.
        """
        if doc.text != self.text:
            raise ValueError("the document has another text than the extraction")
        groups: dict[str, list[Any]] = {"inquit_content": [], "inquit_cue": [], "inquit_source": []}

        def add(group: str, part: Any, label: str) -> None:
            for start, end in part.spans if part is not None else ():
                span = doc.char_span(start, end, label=label, span_id=quote.id, alignment_mode="expand")
                if span is not None:
                    groups[group].append(span)

        for quote in self.record.quotes:
            add("inquit_content", quote.content, quote.type)
            add("inquit_cue", quote.cue, quote.cue.lemma if quote.cue is not None else "")
            add("inquit_source", quote.source, quote.speaker.name or "")
        for group, spans in groups.items():
            doc.spans[group] = spans
        return doc

    def _repr_html_(self) -> str:
        return html.page(self.text, self.record)

    def __getattr__(self, name: str) -> Any:
        # Copying and pickling ask for names before there is anything.
        if name.startswith("_"):
            raise AttributeError(name)
        return getattr(self.record, name)

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *dir(self.record)})

    def __repr__(self) -> str:
        record = self.record
        speakers = [speaker.name for speaker in record.speakers]
        return f"Extraction(id={record.id!r}, quotes={len(record.quotes)}, speakers={speakers!r})"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Extraction):
            return NotImplemented
        return self._json == other._json and self.text == other.text

    def __hash__(self) -> int:
        return hash(self._json)

    def __reduce__(self) -> tuple[Any, ...]:
        return Extraction, (self.text, self._json)
