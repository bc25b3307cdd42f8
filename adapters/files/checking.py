"""Whether the file storage takes and gives: for ``deskhand doctor``."""

from collections.abc import AsyncIterator
from pathlib import Path

from adapters.files.store import WrongStorage, build_store
from bot.checks.checked import Checked, ok, wrong
from core.conversation.ports import NoSuchFile, StorageDown
from core.ids import new_id
from core.settings import FilesSettings

_NAME = "File storage"
_PROBE = b"probe"


async def check_files(settings: FilesSettings | None, data_dir: Path) -> Checked:
    """Write, read and delete something small."""
    where = (settings.url if settings else None) or str(data_dir / "files")
    mend = "Check DESKHAND_FILES__URL and, for S3, its address, region and keys."
    try:
        store = build_store(settings, data_dir)
        key = f"doctor/{new_id()}"
        await store.write(key, _probe())
        read = b"".join([chunk async for chunk in store.read(key)])
        await store.delete(key)
    except WrongStorage as error:
        return wrong(_NAME, str(error), mend)
    except (StorageDown, NoSuchFile):
        return wrong(_NAME, f"{where} does not take or give files", mend)
    return ok(_NAME, where) if read == _PROBE else wrong(_NAME, f"{where} garbles files", mend)


async def _probe() -> AsyncIterator[bytes]:
    yield _PROBE
