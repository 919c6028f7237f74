"""Objects of the JSON of a record, with attributes for its fields."""

from __future__ import annotations

import copy
from typing import Any, ClassVar


class Record:
    """An object of a record. Its fields are attributes; nothing can be set.

    >>> part = Record({"text": "said", "spans": [[4, 8]]})
    >>> part.text, part.spans
    ('said', [[4, 8]])
    >>> part
    Record(text='said', spans=[[4, 8]])
    """

    __slots__ = ("_fields", "_views")

    #: What the objects in a field are.
    _kinds: ClassVar[dict[str, type[Record]]] = {}
    #: Lists that are left out of the JSON when they are empty.
    _left_out: ClassVar[tuple[str, ...]] = ()

    def __init__(self, fields: dict[str, Any]) -> None:
        self._fields = fields
        self._views: dict[str, Any] = {}

    def to_dict(self) -> dict[str, Any]:
        """The fields as plain objects, the caller's own."""
        return copy.deepcopy(self._fields)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        if name in self._views:
            return self._views[name]
        if name in self._fields:
            view = _view(self._fields[name], self._kinds.get(name, Record))
        elif name in self._left_out:
            view = []
        else:
            raise AttributeError(f"{type(self).__name__} has no field {name!r}")
        self._views[name] = view
        return view

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *self._fields, *self._left_out})

    def __repr__(self) -> str:
        fields = ", ".join(f"{name}={getattr(self, name)!r}" for name in self._fields)
        return f"{type(self).__name__}({fields})"

    def __eq__(self, other: object) -> bool:
        return self._fields == other._fields if isinstance(other, Record) else NotImplemented

    __hash__ = None  # type: ignore[assignment]

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self._fields,)


def _view(value: Any, kind: type[Record]) -> Any:
    if isinstance(value, dict):
        return kind(value)
    if isinstance(value, list):
        return [_view(item, kind) for item in value]
    return value
