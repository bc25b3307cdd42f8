"""What the database knows of each connected workspace, for the doctor: as in `/desk health`."""

from sqlalchemy.exc import SQLAlchemyError

from bot.checks.checked import Checked, noted
from bot.process.health import failure_in_words, in_words
from bot.process.opening import Opened
from core.access.actor import the_desk
from core.events.loads import Load, connection_loads


async def check_connections(opened: Opened) -> list[Checked]:
    """A line for each workspace and one for each of its last failures; nothing while the
    database cannot say, which is told elsewhere."""
    try:
        organisation_id = await opened.organisation_id()
        if organisation_id is None:
            return []
        async with opened.database.unit_of_work(organisation_id) as uow:
            loads = await connection_loads(uow, the_desk(organisation_id, "cli"))
            now = uow.now
    except SQLAlchemyError:
        return []
    checked = []
    for load in loads:
        name = _name(load)
        checked.append(noted(name, "; ".join(in_words(load, now))))
        failed = [failure_in_words(stumble, now) for stumble in load.stumbles]
        checked += [noted(name, said) for said in failed]
    return checked


def _name(load: Load) -> str:
    return f"{load.platform.capitalize()} {load.workspace}"
