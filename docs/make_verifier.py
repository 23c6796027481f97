"""Write what the offline verifier takes from Python: the list of checks, and the forms of events.

``web/src/verifier/checks.json``: number, title, English title and needs of every check, in the
order of ``audit.verify.catalogue``. ``web/src/verifier/forms.json``: the JSON Schema of events,
definition and manifest, without its words; ``required`` are the fields
that are always written, ``omit`` those that are left out where they have this default.

Usage: python docs/make_verifier.py [--check]
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from audit.record.manifest import Manifest
from audit.verify.catalogue import CHECKS
from ballot.definition import Definition
from ballot.events import Event
from tests.support.generated import settle

FOLDER = Path(__file__).parent.parent / "web" / "src" / "verifier"
WORDS = {"title", "description", "discriminator", "default"}


def checks() -> str:
    """Return the numbered list, one check a line."""
    rows = [
        {"id": one.id, "title": one.title, "english": one.english, "needs": one.needs}
        for one in CHECKS
    ]
    lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    return f"[\n{lines}\n]\n"


def forms() -> str:
    """Return the schemas by the names of their structs, one a line; ``Event`` lists all events."""
    (events, *_), named = msgspec.json.schema_components([Event, Definition, Manifest])
    structs = {one.__name__: one for one in _structs()}
    rows = {"Event": _bare(events)}
    for name, schema in named.items():
        rows[name] = _bare(schema)
        if name in structs:
            rows[name] |= _presence(schema, omits=structs[name].__struct_config__.omit_defaults)
    lines = ",\n".join(
        f"{json.dumps(name)}: {json.dumps(rows[name], ensure_ascii=False)}" for name in sorted(rows)
    )
    return f"{{\n{lines}\n}}\n"


def _presence(schema: Any, *, omits: bool) -> dict[str, Any]:
    """Say which fields are always written, and which are left out where they have their default."""
    fields, needed = schema["properties"], schema["required"]
    usual = {name: one["default"] for name, one in fields.items() if "default" in one}
    if omits:
        return {"omit": {name: usual[name] for name in fields if name not in needed}}
    return {"required": [name for name in fields if name in needed or name in usual]}


def _structs(above: type[msgspec.Struct] = msgspec.Struct) -> Iterator[type[msgspec.Struct]]:
    for one in above.__subclasses__():
        yield one
        yield from _structs(one)


def _bare(schema: Any, *, named: bool = False) -> Any:
    """Return ``schema`` without words; under ``named`` the keys are fields and not keywords."""
    if isinstance(schema, list):
        return [_bare(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        key: _bare(value, named=key in {"properties", "$defs"} and not named)
        for key, value in schema.items()
        if named or key not in WORDS
    }


PAGES = {"checks.json": checks, "forms.json": forms}


def main() -> int:
    """Write, or with --check say whether that is needed."""
    return settle({FOLDER / name: made for name, made in PAGES.items()}, "make docs")


if __name__ == "__main__":
    sys.exit(main())
