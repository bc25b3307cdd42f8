"""Idempotency keys: a POST that is sent again is answered again, and done once.

The answer is kept in the transaction of the act itself, so that neither exists
without the other. An act that fails leaves nothing behind and may be tried again.
"""

from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import bindparam, delete, text, update

from core.access.models import IdempotentAnswer
from core.database.unit_of_work import UnitOfWork
from core.errors import ErrorKind, HelpdeskError

LIFETIME = timedelta(hours=24)

# One statement: the lock says whether somebody is at it now, the insert takes a key
# that is free or expired, and the join brings the answer that is there already.
_BEGIN = text(
    """
    WITH lock AS MATERIALIZED (
        SELECT pg_try_advisory_xact_lock(
            hashtextextended(
                concat_ws(':', CAST(:organisation AS text), CAST(:owner AS text),
                          CAST(:key AS text)), 0)
        ) AS taken
    ), fresh AS (
        INSERT INTO idempotency (organisation_id, owner, key, body_hash, created_at)
        SELECT CAST(:organisation AS uuid), :owner, :key, :body_hash, :now
        FROM lock WHERE taken
        ON CONFLICT (organisation_id, owner, key) DO UPDATE
            SET body_hash = excluded.body_hash, created_at = excluded.created_at,
                status = NULL, answer = NULL
            WHERE idempotency.created_at < :expired
        RETURNING true
    )
    SELECT lock.taken, EXISTS (SELECT 1 FROM fresh) AS fresh,
           old.body_hash, old.status, old.answer
    FROM lock
    LEFT JOIN idempotency old ON old.organisation_id = CAST(:organisation AS uuid)
        AND old.owner = :owner AND old.key = :key
    """
)

_KEEP = (
    update(IdempotentAnswer)
    .where(
        IdempotentAnswer.organisation_id == bindparam("kept_organisation"),
        IdempotentAnswer.owner == bindparam("kept_owner"),
        IdempotentAnswer.key == bindparam("kept_key"),
    )
    .values(status=bindparam("kept_status"), answer=bindparam("kept_answer"))
    .execution_options(synchronize_session=False)
)


class KeyReused(HelpdeskError):
    """The key stands for another request."""

    code = "idempotency.reused"
    text = "This Idempotency-Key was used for a different request. Use a new one."


class InFlight(HelpdeskError):
    """The first request with this key is not done yet."""

    kind = ErrorKind.CONFLICT
    code = "idempotency.in_flight"
    text = "The first request with this Idempotency-Key is still being worked on. Try again soon."


@dataclass(frozen=True)
class KeptAnswer:
    """What was answered the first time, to be said again as it was."""

    status: int
    body: str
    headers: dict[str, str] = field(default_factory=dict)


async def begin_once(uow: UnitOfWork, owner: str, key: str, body_hash: str) -> KeptAnswer | None:
    """Take the key for this transaction; the answer, if the act was done already.

    Raises :class:`KeyReused` for another body, :class:`InFlight` while the first
    request is at work.
    """
    values = {
        "organisation": str(uow.organisation_id),
        "owner": owner,
        "key": key,
        "body_hash": body_hash,
        "now": uow.now,
        "expired": uow.now - LIFETIME,
    }
    for _ in range(2):
        row = (await uow.session.execute(_BEGIN, values)).one()
        if not row.taken:
            raise InFlight
        if row.fresh:
            return None
        if row.body_hash is None:
            # The first request was committed after our statement had begun: look again.
            continue
        if row.body_hash != body_hash:
            raise KeyReused
        return KeptAnswer(row.status, row.answer["body"], row.answer["headers"])
    raise InFlight


def keep_answer(uow: UnitOfWork, owner: str, key: str, answer: KeptAnswer) -> None:
    """Keep the answer with the act, for :data:`LIFETIME`."""
    uow.writes.add(
        _KEEP,
        kept_organisation=uow.organisation_id,
        kept_owner=owner,
        kept_key=key,
        kept_status=answer.status,
        kept_answer={"body": answer.body, "headers": answer.headers},
    )


async def forget_answers(uow: UnitOfWork) -> int:
    """Remove the organisation's answers that are older than :data:`LIFETIME`; how many."""
    answer = await uow.session.execute(
        delete(IdempotentAnswer).where(IdempotentAnswer.created_at < uow.now - LIFETIME)
    )
    count: int = answer.rowcount  # type: ignore[attr-defined]
    return count
