"""Sweeping: contents that no row names, and rows whose time is over."""

from collections import Counter
from datetime import timedelta
from uuid import UUID

import structlog
from sqlalchemy import or_, select

from core.conversation.file_models import Attachment, UploadLink
from core.conversation.files import Files
from core.conversation.ports import StorageDown
from core.database.organisations import Organisation
from core.database.unit_of_work import Database

log = structlog.get_logger()
UNSAID_FOR = timedelta(days=1)
"""How long a file waits for a message to name it."""

ORPHAN_AFTER = timedelta(hours=6)
LOOK_BACK = 3
"""Days whose contents are held against the rows: a crash leaves its orphan on its day."""

BATCH = 200


async def sweep_files(database: Database, files: Files) -> dict[str, int]:
    """Erase what was taken back, what nobody sent, and what a crash left; how many of each.

    Contents go before their row, so that what is interrupted is found again.
    """
    async with database.system() as session:
        organisations = list(await session.scalars(select(Organisation.id)))
    swept: Counter[str] = Counter()
    for organisation_id in organisations:
        try:
            swept["files"] += await _past_rows(database, files, organisation_id)
            swept["orphans"] += await _orphans(database, files, organisation_id)
        except StorageDown as error:
            log.warning("files.not_swept", organisation=str(organisation_id), error=repr(error))
        swept["upload links"] += await _past_links(database, organisation_id)
    return dict(swept)


async def _past_rows(database: Database, files: Files, organisation_id: UUID) -> int:
    async with database.unit_of_work(organisation_id) as uow:
        unsaid = Attachment.message_id.is_(None) & (Attachment.created_at < uow.now - UNSAID_FOR)
        query = select(Attachment).where(or_(unsaid, Attachment.state == "removed")).limit(BATCH)
        past = list(await uow.session.scalars(query))
    for attachment in past:
        for key in await _only_here(database, organisation_id, attachment):
            await files.store.delete(key)
        async with database.unit_of_work(organisation_id) as uow:
            gone = await uow.session.get(Attachment, attachment.id)
            if gone is not None:
                await uow.session.delete(gone)
    return len(past)


async def _only_here(
    database: Database, organisation_id: UUID, attachment: Attachment
) -> list[str]:
    """Its contents, but for those that another message has too: a note that was sent."""
    keys = [key for key in (attachment.thumbnail_key, attachment.storage_key) if key is not None]
    async with database.unit_of_work(organisation_id) as uow:
        rows = await uow.session.execute(
            select(Attachment.storage_key, Attachment.thumbnail_key).where(
                or_(Attachment.storage_key.in_(keys), Attachment.thumbnail_key.in_(keys)),
                Attachment.id != attachment.id,
                Attachment.state != "removed",
            )
        )
        shared = {key for row in rows for key in row}
    return [key for key in keys if key not in shared]


async def _orphans(database: Database, files: Files, organisation_id: UUID) -> int:
    now, removed = database.clock.now(), 0
    for days in range(LOOK_BACK):
        prefix = f"{organisation_id}/{now - timedelta(days=days):%Y-%m-%d}/"
        keys = [
            key
            async for key, written in files.store.list_keys(prefix)
            if written < now - ORPHAN_AFTER
        ]
        for at in range(0, len(keys), BATCH):
            some = keys[at : at + BATCH]
            for key in set(some) - await _known(database, organisation_id, some):
                await files.store.delete(key)
                removed += 1
    return removed


async def _known(database: Database, organisation_id: UUID, keys: list[str]) -> set[str]:
    async with database.unit_of_work(organisation_id) as uow:
        rows = await uow.session.execute(
            select(Attachment.storage_key, Attachment.thumbnail_key).where(
                or_(Attachment.storage_key.in_(keys), Attachment.thumbnail_key.in_(keys))
            )
        )
        return {key for row in rows for key in row if key is not None}


async def _past_links(database: Database, organisation_id: UUID) -> int:
    async with database.unit_of_work(organisation_id) as uow:
        query = select(UploadLink).where(UploadLink.expires_at < uow.now - UNSAID_FOR).limit(BATCH)
        past = list(await uow.session.scalars(query))
        for link in past:
            await uow.session.delete(link)
    return len(past)
