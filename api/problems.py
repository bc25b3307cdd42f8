"""Errors as RFC 9457 problems: one shape, a stable ``code``, one status per kind of trouble."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field
from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import Scope

from core.conversation.files import FileTooLarge
from core.database.failures import to_helpdesk_error
from core.errors import ErrorKind, HelpdeskError
from core.tickets.rules import Stale

STATUS: Mapping[ErrorKind, HTTPStatus] = {
    ErrorKind.NOT_FOUND: HTTPStatus.NOT_FOUND,
    ErrorKind.DENIED: HTTPStatus.FORBIDDEN,
    ErrorKind.CONFLICT: HTTPStatus.CONFLICT,
    ErrorKind.INVALID: HTTPStatus.UNPROCESSABLE_ENTITY,
    ErrorKind.UNAUTHENTICATED: HTTPStatus.UNAUTHORIZED,
    ErrorKind.LIMITED: HTTPStatus.TOO_MANY_REQUESTS,
    ErrorKind.UNAVAILABLE: HTTPStatus.SERVICE_UNAVAILABLE,
}
MEDIA_TYPE = "application/problem+json"
_CODES = {
    400: ("body.unreadable", "The body is not valid JSON."),
    404: ("not_found", "There is nothing at this address."),
    405: ("method_not_allowed", "This address does not know that method."),
    413: ("body.too_large", "The body is larger than this address takes."),
}


class FieldProblem(BaseModel):
    """One input that was refused; ``field`` is its path, for example ``tags.2``."""

    field: str
    problem: str


class Problem(BaseModel):
    """What went wrong, what to do, and which input was refused, if any."""

    type: str = Field(description="Names the kind of problem; the code as a URN.")
    title: str = Field(description="The HTTP status in words.")
    status: int
    code: str = Field(description="Stable; scripts may rely on it.")
    detail: str = Field(description="A sentence for people.")
    request_id: str | None = Field(default=None, description="Name it when you ask for help.")
    errors: list[FieldProblem] | None = None
    revision: int | None = Field(
        default=None, description="With `ticket.stale`: the ticket's revision as it is now."
    )
    new_messages: int | None = Field(
        default=None,
        description="With `ticket.stale`: how many messages the customer's side wrote since.",
    )


def problem_response(
    status: int,
    code: str,
    detail: str,
    *,
    request_id: str | None = None,
    errors: Sequence[FieldProblem] | None = None,
    news: Mapping[str, int] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """The problem as an answer."""
    problem = Problem(
        type=f"urn:deskhand:problem:{code}",
        title=HTTPStatus(status).phrase,
        status=status,
        code=code,
        detail=detail,
        request_id=request_id,
        errors=list(errors) if errors else None,
        **(news or {}),
    )
    return JSONResponse(
        problem.model_dump(exclude_none=True), status, headers, media_type=MEDIA_TYPE
    )


def to_problem(request: Request, error: HelpdeskError) -> Response:
    """An expected error in REST's words."""
    status = STATUS[error.kind]
    if isinstance(error, FileTooLarge):
        status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    headers: dict[str, str] = {}
    if isinstance(error, Stale) and "if-match" in request.headers:
        status = HTTPStatus.PRECONDITION_FAILED
    if status is HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = 'Bearer realm="Deskhand"'
    if status is HTTPStatus.SERVICE_UNAVAILABLE:
        headers["Retry-After"] = "2"
    named = {"field", "problem"} <= error.details.keys()
    told = {name: error.details.get(name) for name in ("revision", "new_messages")}
    return problem_response(
        status,
        error.code,
        str(error),
        request_id=_request_id(request),
        errors=[FieldProblem(**{k: str(error.details[k]) for k in ("field", "problem")})]
        if named
        else None,
        news={name: value for name, value in told.items() if isinstance(value, int)},
        headers=headers,
    )


def too_large(scope: Scope) -> Response:
    """The answer to a body that is larger than we take."""
    return problem_response(413, *_CODES[413], request_id=_request_id(Request(scope)))


def install_problems(app: FastAPI) -> None:
    """Make every expected error of the application a problem."""

    async def expected(request: Request, error: Exception) -> Response:
        assert isinstance(error, HelpdeskError)
        return to_problem(request, error)

    async def of_database(request: Request, error: Exception) -> Response:
        assert isinstance(error, SQLAlchemyError)
        meaning = to_helpdesk_error(error)
        if meaning is None:
            raise error
        return to_problem(request, meaning)

    app.add_exception_handler(HelpdeskError, expected)
    app.add_exception_handler(SQLAlchemyError, of_database)
    app.add_exception_handler(RequestValidationError, _refused_input)
    app.add_exception_handler(HTTPException, _refused_by_framework)


async def _refused_input(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    found = error.errors()
    if any(e["type"] == "json_invalid" for e in found):
        return problem_response(400, *_CODES[400], request_id=_request_id(request))
    errors = [FieldProblem(field=_field(e["loc"]), problem=_sentence(e)) for e in found]
    detail = "; ".join(f"{e.field}: {e.problem}" for e in errors[:5])
    return problem_response(
        422, "invalid_input", detail, request_id=_request_id(request), errors=errors
    )


def _field(location: Sequence[Any]) -> str:
    where, *path = location
    return ".".join(str(part) for part in path) or str(where)


def _sentence(error: Mapping[str, Any]) -> str:
    said = str(error["msg"]).removeprefix("Value error, ")
    return "there is no such field" if error["type"] == "extra_forbidden" else said


async def _refused_by_framework(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    code, detail = _CODES.get(error.status_code, (f"http_{error.status_code}", str(error.detail)))
    return problem_response(
        error.status_code,
        code,
        detail,
        request_id=_request_id(request),
        headers=error.headers,
    )


def _request_id(request: Request) -> str | None:
    return getattr(request.state, "request_id", None)
