"""An article with its quotes marked, for a notebook.

Everything of the article is escaped. Colours are see-through, so that they can be read on a dark and on a light page.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from inquit.record import ArticleRecord, QuoteRecord

#: No more characters of an article are shown.
SHOWN = 50_000

_STYLES = {
    "content": "background:rgba(255,190,0,.28)",
    "cue": "border-bottom:2px solid rgba(230,80,60,.9)",
    "source": "border-bottom:2px dotted rgba(40,140,230,.95)",
}


def page(text: str, record: ArticleRecord) -> str:
    """The article as HTML."""
    marks = [mark for quote in record.quotes for mark in _marks(quote)]
    shown = text[:SHOWN]
    cuts = {0, len(shown)}
    for start, end, _, _ in marks:
        cuts.update(at for at in (start, end) if at < len(shown))
    opens: dict[int, list[tuple[int, int, str, QuoteRecord]]] = {}
    for mark in marks:
        opens.setdefault(mark[0], []).append(mark)
    pieces = []
    covering: list[tuple[int, int, str, QuoteRecord]] = []
    edges = sorted(cuts)
    for start, end in zip(edges, edges[1:]):
        covering = [mark for mark in covering if mark[1] > start] + opens.get(start, [])
        pieces.append(_piece(shown[start:end], covering))
        for _, stop, what, quote in covering:
            if stop == end and what == "content" and stop == quote.content.spans[-1][1]:
                pieces.append(f'<sup style="opacity:.75"> {escape(_who(quote))} </sup>')
    cut = "" if len(text) == len(shown) else f"<p><i>{len(text) - len(shown):,} characters more are not shown.</i></p>"
    legend = " ".join(f'<span style="{style}">{name}</span>' for name, style in _STYLES.items())
    count = f"{len(record.quotes)} quote{'' if len(record.quotes) == 1 else 's'}"
    return (
        f'<div style="max-width:46em;line-height:1.6"><p style="opacity:.75">{escape(record.id)}: {count}. {legend}</p>'
        f'<div style="white-space:pre-wrap">{"".join(pieces)}</div>{cut}</div>'
    )


def _marks(quote: QuoteRecord) -> list[tuple[int, int, str, QuoteRecord]]:
    parts = (("content", quote.content), ("cue", quote.cue), ("source", quote.source))
    return [(start, end, what, quote) for what, part in parts if part is not None for start, end in part.spans]


def _piece(text: str, covering: list[tuple[int, int, str, QuoteRecord]]) -> str:
    if not covering:
        return escape(text)
    styles = ";".join(dict.fromkeys(_STYLES[what] for _, _, what, _ in covering))
    quotes = {quote.id: quote for _, _, _, quote in covering}
    title = "\n".join(_title(quote) for quote in quotes.values())
    return f'<span style="{styles}" title="{escape(title)}">{escape(text)}</span>'


def _title(quote: QuoteRecord) -> str:
    return f"{_who(quote)}: {quote.type}, {quote.act}, {quote.confidence:.2f}"


def _who(quote: QuoteRecord) -> str:
    """*NAME?* is one of several candidates, as in the margin view."""
    speaker = quote.speaker
    if speaker.name:
        return speaker.name
    if speaker.candidates:
        return f"{speaker.candidates[0].name}?"
    return "unknown"
