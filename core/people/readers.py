"""Who of those that read a channel is a customer."""

from collections.abc import Collection

from sqlalchemy import or_, select

from core.access.actor import STAFF
from core.database.unit_of_work import UnitOfWork
from core.people.models import Identity, Person


async def reads_no_customer(
    uow: UnitOfWork, platform: str, workspace: str, accounts: Collection[str]
) -> bool:
    """Whether all of these accounts that anybody here has are those of active staff."""
    found = await uow.session.scalar(
        select(Identity.id)
        .join(Person, Person.id == Identity.person_id)
        .where(
            Identity.platform == platform,
            Identity.workspace == workspace,
            Identity.external_id.in_(accounts),
            or_(Person.role.not_in([role.value for role in STAFF]), Person.status != "active"),
        )
        .limit(1)
    )
    return found is None
