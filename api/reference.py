"""The OpenAPI document: one shape for all problems, and an id for every operation."""

from http import HTTPStatus
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute

from api.problems import MEDIA_TYPE, Problem

DESCRIPTION = """
Everything that people do in chat, for programs: under the same rules, with the same results.

- **Keys.** Send `Authorization: Bearer dh_...`. A key acts as a person with a role, within its
  scopes.
- **Errors** are problem documents (RFC 9457) with a stable `code`.
- **Lists** come in pages: give the `next` of an answer as `cursor`.
- **Retries.** Send an `Idempotency-Key` with every POST, and repeat it freely for 24 hours.
- **Not overwriting others.** Send a ticket's `ETag` as `If-Match`; if the ticket has changed since,
  the answer is 412 and nothing was done.
"""
TAGS = [
    {"name": "Tickets", "description": "Opening, finding, reading and changing tickets."},
    {"name": "Acts", "description": "What one does with a ticket; each act is one POST."},
    {"name": "Conversation", "description": "What was said and what happened."},
    {"name": "Files", "description": "Bringing files, and reading them back."},
    {"name": "Events", "description": "Following everything, by position."},
    {"name": "Knowledge", "description": "Articles, and answers from them."},
    {"name": "People", "description": "People and teams."},
    {"name": "Macros", "description": "Ready answers with actions."},
    {"name": "Configuration", "description": "The words that tickets are described with."},
    {"name": "Surveys", "description": "What customers say of the support they got."},
    {"name": "Reports", "description": "Numbers, each with the query that lists its tickets."},
    {"name": "Operations", "description": "API keys and deliveries."},
]
_WORDS = {
    304: "You have this state already.",
    400: "The body is not valid JSON.",
    401: "No key, or one that is not valid.",
    403: "The key's role or scopes do not cover this.",
    404: "No such thing, or not yours.",
    409: "A conflict with what has happened meanwhile.",
    412: "The ticket has changed since you read it; nothing was done.",
    413: "The body is larger than 1 MiB, or the file larger than one may be.",
    422: "An input was refused; `errors` names it.",
    503: "Something is not answering; try again.",
}
_CODES = {
    400: "body.unreadable",
    401: "api_key.refused",
    403: "denied",
    404: "not_found",
    409: "ticket.impossible",
    412: "ticket.stale",
    413: "body.too_large",
    422: "invalid_input",
    503: "unavailable",
}
Responses = dict[int | str, dict[str, Any]]


def problems(*statuses: int) -> Responses:
    """How a route may refuse, for the reference."""
    return {status: _problem(status) for status in statuses}


def _problem(status: int) -> dict[str, Any]:
    code = _CODES[status]
    shown: dict[str, Any] = {
        "type": f"urn:deskhand:problem:{code}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "code": code,
        "detail": _WORDS[status],
        "request_id": "0195a3c27b1e7d409a513f2b8c6d4e10",
    }
    if status == 422:
        shown["errors"] = [{"field": "subject", "problem": "this field is required"}]
    schema = {"$ref": "#/components/schemas/Problem"}
    return {
        "description": _WORDS[status],
        "content": {MEDIA_TYPE: {"schema": schema, "example": shown}},
    }


ALWAYS = problems(401, 403, 422, 503)
"""What every operation may answer."""

WRITING = problems(400, 404, 409, 413)
"""And what writes the desk's own words and people."""


def operation_id(route: APIRoute) -> str:
    """The name of the route's function; it is unique and never changes."""
    return route.name


def install_reference(app: FastAPI) -> None:
    """Give the application its OpenAPI document, made at first use."""

    def document() -> dict[str, Any]:
        if app.openapi_schema is None:
            made = get_openapi(
                title=app.title,
                version=app.version,
                description=DESCRIPTION.strip(),
                routes=app.routes,
                tags=TAGS,
            )
            schemas = made["components"]["schemas"]
            own = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
            schemas.update(own.pop("$defs"))
            schemas["Problem"] = own
            app.openapi_schema = made
        return app.openapi_schema

    app.openapi = document  # type: ignore[method-assign]
