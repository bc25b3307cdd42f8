"""Letting requests in: key, organisation, unit of work; the commit comes before the answer."""

import hashlib
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Header, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from starlette.requests import Request

from api.answering import Keeping, Replayed
from api.etags import seen_revision
from api.services import Services, services_of
from core.access.actor import Actor
from core.access.idempotency import begin_once
from core.access.keys import PREFIX, KeyRefused, actor_by_key
from core.access.tokens import hash_token
from core.database.unit_of_work import UnitOfWork
from core.errors import NotFound, Unauthenticated

bearer = HTTPBearer(
    scheme_name="API key",
    description="`Authorization: Bearer dh_...`, made by `deskhand apikey create`.",
    auto_error=False,
)
Credentials = Annotated[HTTPAuthorizationCredentials | None, Security(bearer)]


class NoKey(Unauthenticated):
    """The request shows no API key."""

    text = "Send an API key: Authorization: Bearer dh_..."


@dataclass(frozen=True)
class Call:
    """Who calls, inside the unit of work in which the call is carried out."""

    uow: UnitOfWork
    actor: Actor


@asynccontextmanager
async def enter_with_key(
    services: Services, secret: str, request_id: str | None
) -> AsyncIterator[Call]:
    """A unit of work of the organisation that the key leads to. Raises :class:`KeyRefused`."""
    if not secret.startswith(PREFIX):
        raise KeyRefused
    async with AsyncExitStack() as stack:
        entering = services.database.unit_of_work_by("key", hash_token(secret))
        try:
            uow = await stack.enter_async_context(entering)
        except NotFound as error:
            raise KeyRefused from error
        uow.request_id = request_id
        yield Call(uow, await actor_by_key(uow, secret))


def secret_of(credentials: Credentials) -> str:
    """The API key of a request. Raises :class:`NoKey`."""
    if credentials is None:
        raise NoKey
    return credentials.credentials


Secret = Annotated[str, Depends(secret_of)]


async def enter(request: Request, secret: Secret) -> AsyncIterator[Call]:
    """The unit of work of one request: committed when the route is done without an error.

    An item of a batch enters the unit of work of the batch.
    """
    sharing = getattr(request.state, "sharing", None)
    if sharing is not None:
        async with sharing.enter() as shared:
            yield shared
        return
    async with enter_with_key(services_of(request), secret, request.state.request_id) as call:
        call.uow.results = request.state.results
        yield call


# Without this scope FastAPI would commit after the answer has left: a failed commit
# would have been answered with success.
Reading = Annotated[Call, Depends(enter, scope="function")]


async def enter_once(
    request: Request,
    call: Reading,
    idempotency_key: Annotated[
        str | None,
        Header(
            alias="Idempotency-Key",
            min_length=1,
            max_length=255,
            pattern=r"^[\x21-\x7e]+$",
            description="Any text of yours, for example a UUID. The same request with the same "
            "key within 24 hours is done once and answered alike.",
        ),
    ] = None,
) -> Call:
    """The same for a POST; with an Idempotency-Key it is done at most once."""
    if idempotency_key is not None:
        owner = str(call.actor.person_id)
        said = f"{request.method} {request.url.path}\n".encode() + await request.body()
        kept = await begin_once(call.uow, owner, idempotency_key, hashlib.sha256(said).hexdigest())
        if kept is not None:
            raise Replayed(kept)
        request.state.keeping = Keeping(call.uow, owner, idempotency_key)
    return call


Posting = Annotated[Call, Depends(enter_once, scope="function")]
Seen = Annotated[int | None, Depends(seen_revision)]
