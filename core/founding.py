"""A new organisation, with all that it needs to work from the first minute."""

from uuid import UUID

from core.access.actor import the_desk
from core.database.organisations import Organisation, list_in_directory
from core.database.unit_of_work import Database, UnitOfWork
from core.ids import new_id
from core.knowledge.handbook import load_handbook
from core.sla.policies import ship_policy
from core.tickets.configuration.categories import CategoryDraft, save_category
from core.tickets.models import Status
from core.tickets.rules import SHIPPED_STATUSES

SHIPPED_CATEGORIES: dict[str, tuple[str, ...]] = {
    "Accounts": ("Login", "Permissions"),
    "Billing": (),
    "Hardware": (),
    "How to": (),
    "Network": (),
    "Software": ("Bug",),
}
DEFAULT_HOST = "*"
"""The directory's entry for hosts that no organisation claims."""


async def found_organisation(
    database: Database, slug: str, name: str, *, is_demo: bool = False, default: bool = True
) -> UUID:
    """Create an organisation with statuses, categories, SLA policy and handbook: all or nothing.

    The ``default`` one serves every host name that belongs to no other.
    """
    organisation_id = new_id()
    async with database.owner() as session:
        session.add(
            Organisation(
                id=organisation_id,
                slug=slug,
                name=name,
                is_demo=is_demo,
                created_at=database.clock.now(),
            )
        )
        await session.flush()
        await list_in_directory(session, "organisation", slug, organisation_id)
        await list_in_directory(session, "workspace", f"web:{organisation_id}", organisation_id)
        if default:
            await list_in_directory(session, "host", DEFAULT_HOST, organisation_id)
        async with database.inside(session, organisation_id) as uow:
            await _furnish(uow)
    return organisation_id


async def _furnish(uow: UnitOfWork) -> None:
    desk = the_desk(uow.organisation_id)
    uow.session.add_all(
        Status(organisation_id=uow.organisation_id, name=name, base=base.value, position=position)
        for position, (name, base) in enumerate(SHIPPED_STATUSES)
    )
    await uow.session.flush()
    await ship_policy(uow)
    for parent, children in SHIPPED_CATEGORIES.items():
        category = await save_category(uow, desk, CategoryDraft(name=parent))
        for child in children:
            await save_category(uow, desk, CategoryDraft(name=child, parent_id=category.id))
    await load_handbook(uow, desk)
