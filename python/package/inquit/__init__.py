"""Finds quoted and reported speech in news articles and links each quote to the person or body who said it.

>>> import inquit
>>> extractor = inquit.Extractor()
>>> text = "“We sail on Monday,” said Ana Ruiz, the harbour master. She denied that the ferry was late."
>>> for quote in extractor.extract(text).quotes:
...     print(quote.speaker.name, "|", quote.type, "|", quote.content.text)
Ana Ruiz | direct | We sail on Monday,
Ana Ruiz | indirect | that the ferry was late

`Extractor` reads articles and gives an `Extraction` of each. `inquit.arrow` does the same for batches of Arrow, and
`inquit.spark` for a cluster. What the fields of a record mean is in `inquit.record`.
"""

from inquit._native import VERSION as __version__
from inquit._native import schema
from inquit.extraction import Extraction
from inquit.extractor import Extractor
from inquit.record import Record

__all__ = ["Extraction", "Extractor", "Record", "__version__", "schema"]
