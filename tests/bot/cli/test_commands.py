"""The ``deskhand`` commands, started as people start them, on a real database."""

from pathlib import Path

from core.access.actor import Role
from core.access.keys import actor_by_key
from core.access.sessions import sign_in
from tests.bot.cli.shell import Shell
from tests.builders import Office

HEAVY = ("sqlalchemy", "fastapi", "numpy", "discord", "slack_sdk")


async def test_help_names_every_command_and_loads_nothing_heavy() -> None:
    shell = Shell()
    shell.environment["PYTHONPROFILEIMPORTTIME"] = "1"
    ended = await shell("--help")
    names = ("demo", "run", "migrate", "doctor", "seed", "user", "apikey", "import", "manifest")
    assert ended.code == 0
    assert [name for name in names if f" {name} " not in ended.out] == []
    loaded = {line.rpartition("|")[2].strip() for line in ended.errors.splitlines()}
    assert "bot" in loaded
    assert loaded.isdisjoint(HEAVY)


async def test_a_user_is_made_and_can_sign_in(shell: Shell, office: Office) -> None:
    await office.given_team("Billing")
    common = ("--role", "agent", "--name", "Sam Okafor", "--team", "billing", "--json")
    made = (await shell("user", "create", "sam@acme.example", *common)).value
    assert (made["role"], made["email"]) == ("agent", "sam@acme.example")
    signed_in = await office.do(sign_in, "sam@acme.example", made["password"])
    assert str(signed_in.person_id) == made["id"]
    chosen = await shell(
        "user", "create", "mia@acme.example", *common, "--password-stdin", said="correct horse 7\n"
    )
    assert "password" not in chosen.value
    await office.do(sign_in, "mia@acme.example", "correct horse 7")
    shown = await shell("user", "create", "kim@acme.example", "--name", "Kim", "--role", "manager")
    assert "shown this once" in shown.out


async def test_a_password_is_changed(shell: Shell, office: Office) -> None:
    await office.given_person("Sam", email="sam@acme.example", password="the old password")
    reset = await shell(
        "user", "password", "SAM@acme.example", "--stdin", "--json", said="the new password\n"
    )
    assert (reset.code, reset.value["email"]) == (0, "sam@acme.example")
    await office.do(sign_in, "sam@acme.example", "the new password")
    for email, said, problem in (
        ("sam@acme.example", "short\n", "at least 12 characters"),
        ("sam@acme.example", "", "at least 12 characters"),
        ("zoe@acme.example", "the new password\n", "I don't know zoe@acme.example"),
        ("sam", "the new password\n", "say the whole address"),
    ):
        wrong = await shell("user", "password", email, "--stdin", said=said)
        assert (wrong.code, problem in wrong.errors) == (1, True), wrong.errors


async def test_a_password_is_asked_for_twice_and_never_shown(shell: Shell, office: Office) -> None:
    await office.given_person("Sam", email="sam@acme.example", password="the old password")
    typed = ["the new password", "a mistyped one", "the new password", "the new password"]
    screen = await shell.at_a_terminal("user", "password", "sam@acme.example", typed=typed)
    assert screen.count("New password") == 2
    assert "do not match" in screen
    assert "Sam has a new password" in screen
    assert not any(line in screen for line in typed)
    await office.do(sign_in, "sam@acme.example", "the new password")


async def test_mistakes_are_told_in_words(shell: Shell, office: Office) -> None:
    who = ("--name", "Sam", "--role", "agent")
    await office.given_person("Sam", email="sam@acme.example")
    wrong = {
        "taken": shell("user", "create", "sam@acme.example", *who),
        "email": shell("user", "create", "sam", *who),
        "team": shell("user", "create", "new@acme.example", *who, "--team", "Nowhere"),
        "short": shell("user", "create", "new@acme.example", *who, "--password-stdin", said="x\n"),
        "scope": shell("apikey", "create", "--role", "agent", "--scope", "everything"),
        "file": shell("import", "tickets", "no-such-file.csv"),
    }
    ended = dict(zip(wrong, [await one for one in wrong.values()], strict=True))
    assert {name: one.code for name, one in ended.items()} == dict.fromkeys(wrong, 1)
    assert "somebody has this address already" in ended["taken"].errors
    assert "this is not an email address" in ended["email"].errors
    assert "there is no team 'Nowhere'" in ended["team"].errors
    assert "at least 12 characters" in ended["short"].errors
    assert "everything is not one of admin, " in ended["scope"].errors
    assert "no-such-file.csv cannot be read: no such file" in ended["file"].errors
    assert all(one.out == "" and "Traceback" not in one.errors for one in ended.values())


async def test_a_mistake_as_json_has_a_code(shell: Shell) -> None:
    ended = await shell("apikey", "revoke", "01a1f965-9c59-7870-a712-431e81c97bf7", "--json")
    assert (ended.code, ended.value["error"]["code"]) == (1, "not_found")


async def test_a_database_that_is_not_there_is_told_in_words(folder: Path) -> None:
    shell = Shell(DATABASE_URL=f"postgresql:///desk?host={folder}", SECRET_KEY="x" * 20)
    ended = await shell("apikey", "list")
    assert (ended.code, "not answering" in ended.errors) == (1, True)
    assert "Traceback" not in ended.errors
    examined = await shell("doctor", "--json")
    assert examined.code == 1
    found = {check["name"]: check for check in examined.value["checks"]}
    assert found["Database"]["state"] == "wrong"
    assert "DESKHAND_DATABASE_URL" in found["Database"]["mend"]


async def test_wrong_settings_are_told_in_words() -> None:
    shell = Shell(PORT="eighty", DATABASE_URL="postgresql://x/y")
    ended = await shell("migrate")
    assert ended.code == 1
    assert "DESKHAND_PORT" in ended.errors
    examined = await shell("doctor")
    assert (examined.code, "DESKHAND_PORT" in examined.out) == (1, True)


async def test_keys_are_made_listed_rotated_and_revoked(shell: Shell, office: Office) -> None:
    made = (
        await shell("apikey", "create", "--role", "agent", "--scope", "tickets:read", "--json")
    ).value
    actor = await office.do(actor_by_key, made["key"])
    assert (actor.role, actor.scopes) == (Role.AGENT, frozenset({"tickets:read"}))
    again = (await shell("apikey", "rotate", made["id"], "--json")).value
    await office.do(actor_by_key, again["key"])
    assert (await shell("apikey", "revoke", again["id"])).code == 0
    listed = await shell("apikey", "list", "--json")
    states = {key["id"]: key["state"] for key in listed.value}
    assert states[again["id"]] == "revoked"
    assert made["key"] not in listed.out
    assert again["key"] not in (await shell("apikey", "list")).out


async def test_a_file_of_tickets_is_imported_once(
    shell: Shell, office: Office, folder: Path
) -> None:
    file = folder / "tickets.csv"
    file.write_text("text,category\nWhere is my card?,card_arrival\nHello,\n,nothing\n", "utf-8")
    first = await shell("import", "tickets", str(file), "--json")
    assert first.code == 1  # one row could not become a ticket
    assert {key: first.value[key] for key in ("rows", "added", "known", "categories")} == {
        "rows": 3,
        "added": 2,
        "known": 0,
        "categories": 1,
    }
    assert [problem["line"] for problem in first.value["problems"]] == [4]
    again = await shell("import", "tickets", str(file))
    assert "0 tickets added, 2 were here already." in again.out
    assert "line 4: " in again.out
    file.write_bytes("text\ncaf\xe9\n".encode("latin-1"))
    assert "is not UTF-8" in (await shell("import", "tickets", str(file))).errors


async def test_a_desk_is_seeded_unless_it_is_a_real_one(shell: Shell, office: Office) -> None:
    made = await shell("seed", "--tickets", "60", "--json")
    assert made.value == {"tickets": 60, "messages": 180, "people": 32}
    assert "60 tickets with 180 messages" in (await shell("seed", "--tickets", "60")).out


async def test_a_real_desk_is_not_seeded(shell: Shell, office: Office) -> None:
    await office.given_ticket(await office.given_customer())
    ended = await shell("seed", "--tickets", "5")
    assert (ended.code, "real desk" in ended.errors) == (1, True)


async def test_the_manifest_needs_a_public_address(database_url: str) -> None:
    ended = await Shell()("manifest", "slack")
    assert (ended.code, "DESKHAND_PUBLIC_URL" in ended.errors) == (1, True)
    shown = await Shell(PUBLIC_URL="https://desk.acme.example/")("manifest", "slack")
    commands = shown.value["features"]["slash_commands"]
    assert commands[0]["url"] == "https://desk.acme.example/slack/events"
    over_sockets = await Shell()("manifest", "slack", "--socket")
    assert over_sockets.value["settings"]["socket_mode_enabled"]


async def test_migrating_says_from_where_to_where(shell: Shell) -> None:
    ended = await shell("migrate", "--json")
    assert ended.value["before"] == ended.value["after"]
    assert (await shell("migrate")).out.endswith(", as it was.\n")
