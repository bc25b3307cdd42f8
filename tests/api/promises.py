"""What REST has promised: the stored OpenAPI document, and what would break those who rely on it.

`python -m tests.api.promises` stores the present document; do so with a release.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from fastapi import FastAPI

from api.app import create_app
from core.assistant.extracting import Extractive
from core.database.engine import build_engine
from core.database.unit_of_work import Database
from core.events.listening import Listener

STORED = Path(__file__).parent / "contract" / "openapi.json"
METHODS = ("get", "post", "put", "patch", "delete")
Document = dict[str, Any]


def bare_app() -> FastAPI:
    """The application over a database that nobody will ask."""
    url = "postgresql://nobody@127.0.0.1:1/none"
    return create_app(
        Database(build_engine(url), {}),
        address="http://desk.test",
        listener=Listener(url),
        assistant=Extractive(),
    )


def present() -> Document:
    """The document as the application gives it now."""
    document: Document = json.loads(json.dumps(bare_app().openapi()))
    return document


def breaks(old: Document, new: Document) -> Iterator[str]:
    """Each difference that would break a client of the old document."""
    for path, methods in old["paths"].items():
        for method, before in methods.items():
            if method not in METHODS:
                continue
            name = f"{method.upper()} {path}"
            after = new["paths"].get(path, {}).get(method)
            if after is None:
                yield f"{name} is gone"
                continue
            yield from (f"{name}: {what}" for what in _inputs(old, new, before, after))
            yield from (f"{name}: {what}" for what in _answers(old, new, before, after))


def _inputs(old: Document, new: Document, before: Document, after: Document) -> Iterator[str]:
    known = {(p["in"], p["name"]): p for p in before.get("parameters", [])}
    now = {(p["in"], p["name"]): p for p in after.get("parameters", [])}
    for key in known.keys() - now.keys():
        yield f"the parameter {key[1]} is gone"
    for key, parameter in now.items():
        if parameter.get("required") and not known.get(key, {}).get("required"):
            yield f"the parameter {key[1]} is required now"
    was, becomes = _body(old, before), _body(new, after)
    for field in set(becomes.get("required", [])) - set(was.get("required", [])):
        yield f"the field {field} is required now"
    for field in was.get("properties", {}).keys() - becomes.get("properties", {}).keys():
        yield f"the field {field} is not taken any more"


def _answers(old: Document, new: Document, before: Document, after: Document) -> Iterator[str]:
    for status, answer in before["responses"].items():
        if not status.startswith("2"):
            continue
        if status not in after["responses"]:
            yield f"it does not answer {status} any more"
            continue
        was, becomes = _schema(answer), _schema(after["responses"][status])
        yield from _lost(old, new, was, becomes, "the answer", ())


def _lost(
    old: Document,
    new: Document,
    was: Document,
    becomes: Document,
    where: str,
    seen: tuple[str, ...],
) -> Iterator[str]:
    reference = was.get("$ref", "")
    if reference in seen:
        return
    seen = (*seen, reference) if reference else seen
    was, becomes = _resolved(old, was), _resolved(new, becomes)
    if was.get("type") != becomes.get("type"):
        yield f"{where} was {was.get('type')} and is {becomes.get('type')}"
        return
    for name, schema in was.get("properties", {}).items():
        inside = f"{where}.{name}"
        if name not in becomes.get("properties", {}):
            yield f"{inside} is gone"
        else:
            yield from _lost(old, new, schema, becomes["properties"][name], inside, seen)
    if "items" in was:
        yield from _lost(old, new, was["items"], becomes.get("items", {}), f"{where}[]", seen)


def _body(document: Document, operation: Document) -> Document:
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    return _resolved(document, body.get("schema", {}))


def _schema(answer: Document) -> Document:
    found: Document = answer.get("content", {}).get("application/json", {}).get("schema", {})
    return found


def _resolved(document: Document, schema: Document) -> Document:
    options = [s for s in schema.get("anyOf", []) if s.get("type") != "null"]
    schema = options[0] if len(options) == 1 else schema
    if "$ref" not in schema:
        return schema
    found: Document = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return found


def main() -> None:
    """Store the present document."""
    STORED.parent.mkdir(exist_ok=True)
    STORED.write_text(json.dumps(present(), indent=1, sort_keys=True) + "\n", "utf-8")


if __name__ == "__main__":
    main()
