"""What is Rust. Not for use outside of this package."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TypeVar

_Made = TypeVar("_Made")

VERSION: str
MAX_SIZE: int

class Extractor:
    skipped: list[str]
    gazetteer_sha256: str
    def __new__(
        cls,
        engine: str,
        gazetteers: list[tuple[str, bytes]],
        fields: list[str],
        max_size: int | None,
    ) -> Extractor: ...
    def extract(self, text: str, id: str, metadata: Mapping[str, Any]) -> bytes: ...
    def extract_many(
        self,
        items: Iterable[Any],
        threads: int,
        returns_errors: bool,
        make: Callable[[str, bytes], _Made],
    ) -> Iterator[_Made]: ...
    def rows(self, batches: Any, threads: int) -> Iterator[Any]: ...

def schema() -> str: ...
def no_rows() -> Any: ...
