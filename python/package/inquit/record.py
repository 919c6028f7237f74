"""The record: what inquit says about an article. Made by records.py of the JSON Schema; docs/output.md tells more."""

from __future__ import annotations

from typing import Literal

from inquit.base import Record

__all__ = ["ArticleRecord", "CandidateRecord", "ContextRecord", "CueRecord", "Metadata", "PartRecord", "QuoteRecord", "SignalRecord", "SpeakerRecord", "SpeakerSummary", "ViaRecord", "Record"]


class Metadata(Record):
    """Metadata that is carried into the record unchanged."""

    __slots__ = ()
    path: str | None
    """The file it was read from; null for standard input."""
    url: str | None
    """Where it was published."""
    headline: str | None
    """Its headline, where that is given beside the text."""
    byline: list[str]
    """Who wrote it."""
    publisher: str | None
    """Who published it."""
    published: str | None
    """When, as given."""
    modified: str | None
    """When it was last changed, as given. Left out where that is not known."""
    language: str | None
    """Language code, as given."""

    _left_out = ("modified",)


class PartRecord(Record):
    """A stretch of text."""

    __slots__ = ()
    text: str
    """The exact text of the spans, joined by one space."""
    spans: list[list[int]]
    """Half-open `[start, end]` pairs in the record's unit."""


class CueRecord(Record):
    """A cue."""

    __slots__ = ()
    text: str
    """The exact text of the spans, joined by one space."""
    lemma: str
    """Its dictionary form: *say* for *has said*."""
    spans: list[list[int]]
    """Half-open `[start, end]` pairs in the record's unit."""


class CandidateRecord(Record):
    """One of several speakers that fit."""

    __slots__ = ()
    id: str
    """Its slug or gazetteer id."""
    name: str
    """Its name."""
    score: float
    """From 0 to 1, with two decimals."""


class SpeakerRecord(Record):
    """The canonical speaker of a quote."""

    __slots__ = ()
    id: str | None
    """A stable slug, or the gazetteer's id; null unless linked."""
    name: str | None
    """The fullest proper name in the article or the gazetteer; null unless linked."""
    kind: Literal["person", "group", "organization", "document", "unknown"]
    """Person, group, organization, document or unknown."""
    role: str | None
    """The fullest role the article or the gazetteer gives."""
    status: Literal["linked", "ambiguous", "unknown"]
    """Linked, ambiguous or unknown."""
    resolution: Literal["name", "surname", "gazetteer", "pronoun", "description", "continuation", "document"] | None
    """How it was found; null when unknown."""
    gazetteer: str | None
    """The id of its gazetteer entry."""
    candidates: list[CandidateRecord]
    """All that fit, best first, when ambiguous."""

    _kinds = {"candidates": CandidateRecord}


class ViaRecord(Record):
    """Who relayed a quote."""

    __slots__ = ()
    source: PartRecord
    """The words that name the relayer."""
    speaker: SpeakerRecord
    """Who that is."""

    _kinds = {"source": PartRecord, "speaker": SpeakerRecord}


class ContextRecord(Record):
    """Where a quote stands."""

    __slots__ = ()
    sentence: list[int]
    """From the start of the first sentence to the end of the last sentence that content, cue and source touch."""
    paragraph: int
    """The paragraph of the content's start, counted from 0."""


class SignalRecord(Record):
    """Words that say something about a content."""

    __slots__ = ()
    kind: Literal["number", "percentage", "money", "date", "comparison", "superlative", "causal", "entity", "prediction", "experience", "hedge", "negation"]
    """What they are."""
    text: str
    """The exact text of the span."""
    span: list[int]
    """Half-open `[start, end]` in the record's unit; it lies in one span of the content."""


class QuoteRecord(Record):
    """One quote."""

    __slots__ = ()
    id: str
    """`<article id>#q<n>`, counted from 1."""
    type: Literal["direct", "indirect", "mixed"]
    """Whose words these are."""
    act: Literal["speech", "writing", "thought", "intention", "perception"]
    """What the cue reports."""
    force: Literal["assertion", "belief", "intention", "command", "question"]
    """What saying it amounts to."""
    marked: bool
    """Did quotation marks enclose the direct words? False where they were lost, and for indirect speech."""
    content: PartRecord
    """What was said."""
    cue: CueRecord | None
    """The words that signal the reporting; null for a continuation."""
    source: PartRecord | None
    """The words that name who said it; null where none do."""
    speaker: SpeakerRecord
    """Who that is."""
    via: ViaRecord | None
    """Who relayed it: the second source of “Xi said, according to the state news agency Xinhua”."""
    context: ContextRecord
    """Where it stands."""
    confidence: float
    """Probability that content and source are both right, with two decimals."""
    evidence: list[str]
    """Why, for a reader."""
    checkable: bool
    """Is it an assertion with a sentence that has a number, percentage, sum, date, comparison, superlative or cause, and no
prediction?"""
    signals: list[SignalRecord]
    """The words that make the content checkable, or say how it is meant, by place. Left out when there are none."""

    _left_out = ("signals",)
    _kinds = {"content": PartRecord, "cue": CueRecord, "source": PartRecord, "speaker": SpeakerRecord, "via": ViaRecord, "context": ContextRecord, "signals": SignalRecord}


class SpeakerSummary(Record):
    """A speaker of the article."""

    __slots__ = ()
    id: str
    """A stable slug, or the gazetteer's id."""
    name: str
    """The fullest proper name."""
    kind: Literal["person", "group", "organization", "document", "unknown"]
    """Person, group, organization or document."""
    gender: Literal["female", "male"] | None
    """Of a person, as name, title, role, pronouns or gazetteer tell; null where nothing does."""
    aliases: list[str]
    """The other names the article uses."""
    roles: list[str]
    """The roles the article gives."""
    same_as: list[str]
    """Identifiers of the same entity elsewhere, from the gazetteer. Left out when there are none."""
    quotes: int
    """How many quotes are linked to it."""

    _left_out = ("same_as",)


class ArticleRecord(Record):
    """Everything inquit says about one article."""

    __slots__ = ()
    schema: str
    """Always `inquit/1`."""
    id: str
    """The article's id: its path, or the id of its JSON line."""
    article: Metadata
    """Metadata as it came in."""
    text_sha256: str
    """SHA-256 of the decoded text as UTF-8, in hexadecimal."""
    text: str | None
    """The text that the offsets point into, where it was made while the article was read (out of HTML, a feed, a crawl). Left
out where a file or field holds it."""
    offsets: str
    """The unit of every offset: `chars` (Unicode code points), `bytes` or `utf16`."""
    quotes: list[QuoteRecord]
    """The quotes, by start of their content."""
    speakers: list[SpeakerSummary]
    """The speakers of at least one quote, in order of their first quote."""
    notes: list[str]
    """Notes on the article: a mark that was never closed. Left out when there are none."""

    _left_out = ("text", "notes",)
    _kinds = {"article": Metadata, "quotes": QuoteRecord, "speakers": SpeakerSummary}
