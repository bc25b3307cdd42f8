"""Changes and removals of what stands on platforms, in whichever order they are told."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.dialects.postgresql import insert

from core.conversation.models import Amendment
from core.database.unit_of_work import UnitOfWork
from core.ids import new_id

KEPT_FOR = timedelta(days=1)
"""No platform tells of a message later than this."""


@dataclass(frozen=True)
class Standing:
    """A message as its platform names it."""

    platform: str
    workspace: str
    channel: str
    external_id: str


async def is_latest(
    uow: UnitOfWork, where: Standing, kind: str, text: str, at: datetime, *, or_same: bool = False
) -> bool:
    """Keep what became of that message at that moment.

    False: something later is known already (of the same moment too, unless ``or_same``), so
    this changes nothing any more.
    """
    values = {**vars(where), "kind": kind, "text": text, "at": at}
    statement = insert(Amendment).values(id=new_id(), organisation_id=uow.organisation_id, **values)
    before = Amendment.at.__le__ if or_same else Amendment.at.__lt__
    kept = await uow.session.scalar(
        statement.on_conflict_do_update(
            index_elements=["organisation_id", "platform", "workspace", "channel", "external_id"],
            set_={"kind": kind, "text": text, "at": at},
            where=before(statement.excluded.at),
        ).returning(Amendment.id)
    )
    return kept is not None


async def settle(uow: UnitOfWork, where: Standing) -> None:
    """The message knows of it: the text is kept no longer than that takes."""
    await uow.session.execute(update(Amendment).where(*_at(where)).values(text=""))


async def told_early(uow: UnitOfWork, where: Standing) -> tuple[str, str] | None:
    """What became of a message before we heard of it: the kind and the text. Given once."""
    query = select(Amendment.kind, Amendment.text).where(*_at(where))
    found = (await uow.session.execute(query)).one_or_none()
    if found is None:
        return None
    await settle(uow, where)
    return found.kind, found.text


def _at(where: Standing) -> list[ColumnElement[bool]]:
    return [getattr(Amendment, name) == value for name, value in vars(where).items()]
