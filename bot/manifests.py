"""``deskhand manifest``: what a chat platform needs to know of us. A part of the command line.

Everything is imported inside the commands, so that ``--help`` answers at once.
"""

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.options import AsJson

manifest = typer.Typer(help="What a chat platform needs to know of us.", no_args_is_help=True)


@manifest.command("slack")
def slack_manifest(
    socket: Annotated[bool, typer.Option("--socket", help="For Socket Mode.")] = False,
    grid: Annotated[
        bool, typer.Option("--grid", help="For all workspaces of an Enterprise Grid at once.")
    ] = False,
    rotation: Annotated[
        bool, typer.Option("--rotation", help="With tokens that end and are renewed.")
    ] = False,
) -> None:
    """Print the app manifest to paste at api.slack.com; needs DESKHAND_PUBLIC_URL or --socket."""
    from bot.bootstrap.chats import slack_manifest
    from bot.cli.console import Voice
    from bot.cli.manifest import print_manifest

    build = partial(slack_manifest, socket=socket, grid=grid, rotation=rotation)
    Voice().carry_out(print_manifest(build))


@manifest.command("teams")
def teams_manifest(
    file: Annotated[Path, typer.Argument(help="Where to write it.")] = Path("deskhand-teams.zip"),
    app_id: Annotated[str | None, typer.Option(help="The app's id in Azure.")] = None,
    version: Annotated[
        str | None, typer.Option(help="Three numbers, higher at each upload; default: the desk's.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Write the app package (zip) to upload in Teams; needs DESKHAND_PUBLIC_URL."""
    from bot.bootstrap.chats import teams_package
    from bot.cli.console import Voice
    from bot.cli.manifest import write_package

    voice = Voice(as_json)
    voice.carry_out(write_package(teams_package, app_id, version, file, voice))


@manifest.command("discord")
def discord_manifest(as_json: AsJson = False) -> None:
    """Print the link that adds the bot to a server, its permissions, intents and commands."""
    from bot.bootstrap.chats import discord_manifest
    from bot.cli.console import Voice
    from bot.cli.manifest import print_text

    Voice().carry_out(print_text(partial(discord_manifest, as_json=as_json)))
