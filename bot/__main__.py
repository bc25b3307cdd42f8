"""The ``deskhand`` command line: declares the commands; what they do is in ``bot.cli``.

Everything is imported inside the commands, so that ``--help`` answers at once.
"""

import gc
from enum import StrEnum
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer

from bot.cli.options import AsJson
from bot.manifests import manifest
from bot.process.roles import ProcessRole, to_roles

app = typer.Typer(
    name="deskhand",
    help="The helpdesk that lives in team chat.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
user = typer.Typer(help="People who can sign in.", no_args_is_help=True)
apikey = typer.Typer(help="Keys for integrations.", no_args_is_help=True)
bring_in = typer.Typer(help="Bring in what is kept elsewhere.", no_args_is_help=True)
app.add_typer(user, name="user")
app.add_typer(apikey, name="apikey")
app.add_typer(bring_in, name="import")
app.add_typer(manifest, name="manifest")


class RoleName(StrEnum):
    """The base roles, said again here because importing them would cost every ``--help``."""

    AGENT = "agent"
    MANAGER = "manager"
    ADMIN = "admin"
    CUSTOMER = "customer"


@app.command()
def demo() -> None:
    """Show everything at once: an invented company's day, on this machine only."""
    from bot.bootstrap.desk import build_desk, build_player, play_morning
    from bot.cli.console import Voice
    from bot.cli.serving import run_demo

    Voice().carry_out(run_demo(build_desk, build_player, play_morning), until_stopped=True)


@app.command()
def run(
    roles: Annotated[
        list[ProcessRole] | None,
        typer.Argument(help="What this process does; everything if nothing is named."),
    ] = None,
    port: Annotated[
        int | None,
        typer.Option(min=1, max=65535, help="Where this process answers: DESKHAND_PORT or this."),
    ] = None,
) -> None:
    """Run the desk: pages, REST, chat, scheduler and jobs in one process, or some of them."""
    from bot.bootstrap.desk import build_desk
    from bot.cli.console import Voice
    from bot.cli.serving import run_desk

    Voice().carry_out(run_desk(build_desk, to_roles(roles), port), until_stopped=True)


@app.command()
def migrate(as_json: AsJson = False) -> None:
    """Bring the database's schema up to date."""
    from bot.cli.console import Voice
    from bot.cli.migrating import migrate

    voice = Voice(as_json)
    voice.carry_out(migrate(voice))


@app.command()
def doctor(as_json: AsJson = False) -> None:
    """Look whether everything is as it should be, and say how to mend what is not."""
    from bot.bootstrap.chats import check_platforms
    from bot.cli.console import Voice
    from bot.cli.doctor import examine

    voice = Voice(as_json)
    voice.carry_out(examine(voice, check_platforms))


@app.command()
def seed(
    tickets: Annotated[int, typer.Option(min=1, max=10_000_000, help="How many.")],
    as_json: AsJson = False,
) -> None:
    """Fill a desk with invented tickets, for measuring."""
    from bot.cli.console import Voice
    from bot.cli.seeding import sow

    voice = Voice(as_json)
    voice.carry_out(sow(voice, tickets))


@user.command("create")
def create_user(
    email: Annotated[str, typer.Argument(help="The address to sign in with.")],
    name: Annotated[str, typer.Option(help="As others see it.")],
    role: Annotated[RoleName, typer.Option(help="What the person may do.")],
    team: Annotated[str | None, typer.Option(help="The home team, by name.")] = None,
    password_stdin: Annotated[
        bool, typer.Option("--password-stdin", help="Read the password from standard input.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Make a person; without --password-stdin a password is made and shown once."""
    from bot.cli.console import Voice
    from bot.cli.people import create_user
    from core.access.actor import Role

    voice = Voice(as_json)
    work = create_user(voice, email, name, Role(role.value), team, from_stdin=password_stdin)
    voice.carry_out(work)


@user.command("password")
def set_password(
    email: Annotated[str, typer.Argument(help="The address that the person signs in with.")],
    stdin: Annotated[bool, typer.Option("--stdin", help="Read it from standard input.")] = False,
    as_json: AsJson = False,
) -> None:
    """Change or reset a password, typed twice; the person is signed out everywhere."""
    from bot.cli.console import Voice
    from bot.cli.people import ask_password, set_password

    voice = Voice(as_json)
    voice.carry_out(set_password(voice, email, ask_password(from_stdin=stdin)))


@apikey.command("create")
def create_key(
    role: Annotated[RoleName, typer.Option(help="The most that the key may do.")],
    scope: Annotated[
        list[str] | None, typer.Option(help="Narrow it to this; may be repeated.")
    ] = None,
    name: Annotated[str, typer.Option(help="What it is for.")] = "integration",
    days: Annotated[int | None, typer.Option(min=1, max=3650, help="How long it lasts.")] = None,
    as_json: AsJson = False,
) -> None:
    """Make a key and show it, this once."""
    from bot.cli import keys
    from bot.cli.console import Voice
    from core.access.actor import Role

    voice = Voice(as_json)
    voice.carry_out(keys.create(voice, Role(role.value), scope or [], name, days))


@apikey.command("list")
def list_keys(as_json: AsJson = False) -> None:
    """Show all keys, without their secrets."""
    from bot.cli import keys
    from bot.cli.console import Voice

    voice = Voice(as_json)
    voice.carry_out(keys.list_all(voice))


@apikey.command("rotate")
def rotate_key(
    key: Annotated[UUID, typer.Argument(help="The key's id, as the list shows it.")],
    grace: Annotated[int, typer.Option(min=0, max=365, help="Days the old one lasts.")] = 0,
    as_json: AsJson = False,
) -> None:
    """Make a new key for the same person and scopes; the old one ends."""
    from bot.cli import keys
    from bot.cli.console import Voice

    voice = Voice(as_json)
    voice.carry_out(keys.rotate(voice, key, grace))


@apikey.command("revoke")
def revoke_key(
    key: Annotated[UUID, typer.Argument(help="The key's id, as the list shows it.")],
    as_json: AsJson = False,
) -> None:
    """End a key at once."""
    from bot.cli import keys
    from bot.cli.console import Voice

    voice = Voice(as_json)
    voice.carry_out(keys.revoke(voice, key))


@bring_in.command("tickets")
def import_tickets(
    file: Annotated[Path, typer.Argument(help="A CSV file; its first line names the columns.")],
    customer: Annotated[str | None, typer.Option(help="For whom, if a row names none.")] = None,
    as_json: AsJson = False,
) -> None:
    """Open a ticket per row: text (or subject), description, category, priority, customer, tags.

    May be repeated: rows that are here already are left out.
    """
    from bot.cli.console import Voice
    from bot.cli.importing import bring_in_tickets

    voice = Voice(as_json)
    voice.carry_out(bring_in_tickets(voice, file, customer))


def main() -> None:
    """Run the command line."""
    # What is imported stays: to look for garbage among it costs a seventh of the start.
    gc.disable()
    app()


if __name__ == "__main__":
    main()
