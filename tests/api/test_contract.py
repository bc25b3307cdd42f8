"""API-03, API-05 (part): what was promised stays, and every operation explains itself."""

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.api.promises import STORED, breaks, present

Document = dict[str, Any]


@pytest.fixture(scope="module")
def document() -> Document:
    return present()


def test_nothing_that_was_promised_is_broken(document: Document) -> None:
    stored = json.loads(STORED.read_text("utf-8"))
    assert list(breaks(stored, document)) == []


def test_nothing_new_is_missing_from_the_stored_promise(document: Document) -> None:
    stored = json.loads(STORED.read_text("utf-8"))
    assert list(breaks(document, stored)) == [], "store it: python -m tests.api.promises"


def _operation(d: Document, path: str, method: str) -> Any:
    return d["paths"][path][method]


DAMAGE: dict[str, Callable[[Document], object]] = {
    "operation": lambda d: d["paths"]["/api/v1/tickets/{number}"].pop("patch"),
    "path": lambda d: d["paths"].pop("/api/v1/search"),
    "filter": lambda d: _operation(d, "/api/v1/tickets", "get")["parameters"].pop(),
    "answer": lambda d: d["components"]["schemas"]["Ticket"]["properties"].pop("ref"),
    "nested": lambda d: d["components"]["schemas"]["Named"]["properties"].pop("name"),
    "type": lambda d: d["components"]["schemas"]["Ticket"]["properties"].update(
        number={"type": "string"}
    ),
    "required": lambda d: d["components"]["schemas"]["TicketDraft"]["required"].append("team"),
    "input": lambda d: d["components"]["schemas"]["TicketDraft"]["properties"].pop("tags"),
    "status": lambda d: _operation(d, "/api/v1/tickets", "post")["responses"].pop("201"),
}


@pytest.mark.parametrize("damage", list(DAMAGE))
def test_the_comparison_sees(document: Document, damage: str) -> None:
    damaged = copy.deepcopy(document)
    DAMAGE[damage](damaged)
    assert list(breaks(document, damaged))


def test_what_is_added_breaks_nobody(document: Document) -> None:
    grown = copy.deepcopy(document)
    grown["paths"]["/api/v1/new"] = {"get": {"responses": {}}}
    grown["components"]["schemas"]["Ticket"]["properties"]["mood"] = {"type": "string"}
    grown["components"]["schemas"]["TicketDraft"]["properties"]["mood"] = {"type": "string"}
    assert list(breaks(document, grown)) == []


def test_every_operation_explains_itself(document: Document) -> None:
    ids = []
    for path, methods in document["paths"].items():
        for method, said in methods.items():
            name = f"{method} {path}"
            ids.append(said["operationId"])
            assert said["summary"], name
            assert len(said["description"]) > 15, name
            assert said["tags"], name
            assert said["security"] == [{"API key": []}], name
            assert {"401", "403", "422", "503"} <= said["responses"].keys(), name
            for status, answer in said["responses"].items():
                if int(status) >= 400:
                    problem = answer["content"]["application/problem+json"]
                    assert problem["example"]["status"] == int(status), name
            if "requestBody" in said:
                content = said["requestBody"]["content"]
                if "multipart/form-data" not in content:
                    assert content["application/json"]["examples"], name
                assert {"400", "413"} <= said["responses"].keys(), name
            if method == "post":
                headers = {p["name"] for p in said["parameters"] if p["in"] == "header"}
                assert "Idempotency-Key" in headers, name
            if "{" in path:
                assert "404" in said["responses"], name
    assert len(ids) == len(set(ids))


def test_every_answer_has_an_example(document: Document) -> None:
    schemas = document["components"]["schemas"]
    for path, methods in document["paths"].items():
        for method, said in methods.items():
            for status, answer in said["responses"].items():
                content = answer.get("content", {})
                if not status.startswith("2") or "application/json" not in content:
                    continue
                schema = content["application/json"]["schema"]
                named = schemas[schema["$ref"].rpartition("/")[2]]
                listed = named["properties"].get("items") or named["properties"].get("events")
                inner = (listed or {}).get("items", {}).get("$ref", "").rpartition("/")[2]
                simple = len(named["properties"]) <= 2
                shown = named.get("examples") or schemas.get(inner, {}).get("examples") or simple
                assert shown, (method, path, status)


def test_the_document_speaks_of_problems_only_in_our_shape(document: Document) -> None:
    assert "HTTPValidationError" not in document["components"]["schemas"]
    assert document["components"]["schemas"]["Problem"]["required"] == [
        "type",
        "title",
        "status",
        "code",
        "detail",
    ]
