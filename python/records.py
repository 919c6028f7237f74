#!/usr/bin/env python3
"""Makes package/inquit/record.py of the JSON Schema of the record: `python3 records.py`, with inquit installed.

The schema comes from the types of the library, so a field has one definition. A test fails where the file is stale.
"""

import json
import sys
from pathlib import Path

FILE = Path(__file__).parent / "package" / "inquit" / "record.py"

HEAD = '''"""The record: what inquit says about an article. Made by records.py of the JSON Schema; docs/output.md tells more."""

from __future__ import annotations

from typing import Literal

from inquit.base import Record

__all__ = [{names}, "Record"]
'''


def is_class(schema):
    return "properties" in schema


def of(schema, defs):
    """The type of a field as it is written in Python, and the class in it, if there is one."""
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[1]
        return (name, name) if is_class(defs[name]) else of(defs[name], defs)
    for choice in ("anyOf", "oneOf"):
        if choice in schema:
            kinds = schema[choice]
            if all("const" in kind for kind in kinds):
                return literal([kind["const"] for kind in kinds]), None
            written = [of(kind, defs) for kind in kinds]
            return " | ".join(name for name, _ in written), next((kind for _, kind in written if kind), None)
    if "enum" in schema:
        return literal(schema["enum"]), None
    names = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    if "array" in names:
        item, kind = of(schema["items"], defs)
        return f"list[{item}]", kind
    plain = {"string": "str", "integer": "int", "number": "float", "boolean": "bool", "null": "None"}
    return " | ".join(plain[name] for name in names), None


def literal(values):
    return f"Literal[{', '.join(json.dumps(value) for value in values)}]"


def wrapped(text, indent):
    return "\n".join(f"{indent}{line}".rstrip() for line in text.replace("\\", "").splitlines())


def written(name, schema, defs):
    lines = ["", "", f"class {name}(Record):", f'    """{schema.get("description", name)}"""', "", "    __slots__ = ()"]
    kinds, left_out = {}, []
    for field, of_field in schema["properties"].items():
        kind, inner = of(of_field, defs)
        if inner:
            kinds[field] = inner
        if field not in schema.get("required", ()):
            left_out.append(field)
        lines += [f"    {field}: {kind}"]
        if "description" in of_field:
            lines += [f'    """{of_field["description"]}"""']
    lines += [""]
    if left_out:
        lines += [f"    _left_out = ({', '.join(map(json.dumps, left_out))},)"]
    if kinds:
        pairs = ", ".join(f'"{field}": {kind}' for field, kind in kinds.items())
        lines += [f"    _kinds = {{{pairs}}}"]
    if lines[-1] == "":
        lines.pop()
    return lines


def made(schema):
    """The file."""
    defs = schema["$defs"]
    classes = {name: of_class for name, of_class in defs.items() if is_class(of_class)}
    classes[schema["title"]] = schema
    lines = []
    # What a class holds stands before it.
    done = []

    def add(name):
        if name in done:
            return
        for field in classes[name]["properties"].values():
            inner = of(field, defs)[1]
            if inner:
                add(inner)
        done.append(name)
        lines.extend(written(name, classes[name], defs))

    for name in classes:
        add(name)
    names = ", ".join(json.dumps(name) for name in sorted(done))
    return HEAD.format(names=names) + "\n".join(lines) + "\n"


if __name__ == "__main__":
    given = sys.argv[1:] == ["-"]
    if given:
        schema = json.load(sys.stdin)
    else:
        import inquit

        schema = json.loads(inquit.schema())
    FILE.write_text(made(schema), encoding="utf-8")
