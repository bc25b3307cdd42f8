"""`deskhand user`: people who can sign in."""

import secrets
import sys

import typer
from rich.console import Console

from bot.cli.attaching import attach
from bot.cli.console import Voice
from core.access.actor import Role
from core.errors import Invalid
from core.people.people import PersonDraft, change_password, create_person, find_person
from core.people.teams import find_team


async def create_user(
    voice: Voice, email: str, name: str, role: Role, team: str | None, *, from_stdin: bool
) -> None:
    """Make a person with a password, which is shown once unless it was given."""
    given = _next_line() if from_stdin else None
    password = secrets.token_urlsafe(15) if given is None else given
    if not password:
        raise Invalid(field="password", problem="there is none on standard input")
    async with attach() as desk, desk.opened.database.unit_of_work(desk.organisation_id) as uow:
        found = await find_team(uow, team) if team else None
        if team and found is None:
            raise Invalid(field="team", problem=f"there is no team {team!r}")
        draft = PersonDraft(name=name, email=email, role=role, team_id=found.id if found else None)
        person = await create_person(uow, desk.actor, draft, password=password)
    address = desk.opened.settings.address
    value = {"id": person.id, "email": person.email, "name": person.name, "role": person.role}
    if given is None:
        value["password"] = password

    def say(out: Console) -> None:
        out.print(f"{person.name} ({role}) can sign in at {address}/sign-in", markup=False)
        out.print(f"Address   {person.email}", markup=False, highlight=False)
        if given is None:
            out.print(f"Password  {password}", markup=False, highlight=False)
            out.print("The password is shown this once.")

    voice.answer(value, say)


def ask_password(*, from_stdin: bool) -> str:
    """The new password: typed twice without being shown, or the next line of standard input."""
    if from_stdin:
        return _next_line()
    asked: str = typer.prompt("New password", hide_input=True, confirmation_prompt=True, err=True)
    return asked


async def set_password(voice: Voice, email: str, password: str) -> None:
    """Give the person with that address another password."""
    async with attach() as desk, desk.opened.database.unit_of_work(desk.organisation_id) as uow:
        person = await find_person(uow, desk.actor, email)
        if person.email != email.strip().lower():
            raise Invalid(field="email", problem="say the whole address")
        await change_password(uow, desk.actor, person.id, password)
    value = {"id": person.id, "email": person.email}

    def say(out: Console) -> None:
        told = f"{person.name} has a new password and is signed out everywhere."
        out.print(told, markup=False, highlight=False)

    voice.answer(value, say)


def _next_line() -> str:
    return sys.stdin.readline().rstrip("\r\n")
