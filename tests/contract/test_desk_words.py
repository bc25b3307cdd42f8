"""CHT-06, INT-01: what administrators say of a workspace: health, channels, groups, accounts."""

from tests.contract.drivers.base import Driver, told
from tests.contract.drivers.slack import SlackDriver
from tests.contract.drivers.web import WebDriver
from tests.contract.wiring import SUPPORT
from tests.contract.world import World

TEAM = "T0TEAM"


async def _says(slack: SlackDriver, who: str, text: str) -> None:
    user = f"U0{who.upper()}"
    answer = await slack.world.slack.send.slash(user, SUPPORT, "/desk", text)
    assert answer.status_code == 200


async def _reads(slack: SlackDriver, who: str, *words: str) -> None:
    async def read() -> bool:
        posts = await slack.private(who)
        return any(all(word in post.text for word in words) for post in posts)

    try:
        await slack.world.until(read, f"{who} reads {words}")
    except AssertionError as error:
        raise AssertionError([post.text for post in await slack.private(who)]) from error


async def test_a_channel_becomes_the_queue_of_a_team(world: World, slack: SlackDriver) -> None:
    team = await world.office.given_team("Accounts")
    world.slack.add_channel("C0ACC", "U0SAM", "U0ALEX", kind="group")
    await _says(slack, "sam", "channel <#C0ACC|accounts> role:triage team:Accounts")
    await _reads(slack, "sam", "Only administrators may configure the desk")
    await _says(slack, "alex", "channel <#C0ACC|accounts> role:triage team:Nobody")
    await _reads(slack, "alex", "can't find a team called Nobody")
    await _says(slack, "alex", "channel <#C0ACC|accounts> role:triage team:Accounts")
    await _reads(slack, "alex", "#C0ACC serves triage")
    kim = await world.person("kim")
    await world.office.given_ticket(kim, subject="For accounts", team="Accounts")
    await world.office.given_ticket(kim, subject="For all")

    async def there() -> bool:
        return any("For accounts" in str(one) for one in world.slack.messages("C0ACC"))

    await world.until(there, "the card in the team's channel")
    assert not any("For all" in str(one) for one in world.slack.messages("C0ACC"))
    await _says(slack, "alex", "channel")
    await _reads(slack, "alex", "#C0ACC: triage", "Accounts", f"#{SUPPORT}: support")
    await _says(slack, "alex", "channel <#C0ACC|accounts> role:off")
    await _reads(slack, "alex", "#C0ACC serves nothing any more")
    events = await world.office.sql(
        "SELECT data->>'role', data->>'team_id' FROM events"
        " WHERE type = 'ChannelMapped' ORDER BY id"
    )
    assert events == [("triage", str(team)), ("off", None)]


async def test_a_channel_that_is_none_is_refused_and_one_that_cannot_be_read_is_told_of(
    world: World, slack: SlackDriver
) -> None:
    for words in ("channel #support role:support", "subscribe #fires priority:critical"):
        await _says(slack, "alex", words)
        await _reads(slack, "alex", f"'{words.split()[1][1:]}' is no channel", "C0123ABCD")
    hidden = world.slack.add_channel("C0HIDDEN", "U0SAM", "U0ALEX", kind="group")
    hidden.members.discard(world.slack.bot_user)
    await _says(slack, "alex", "channel <#C0HIDDEN|hidden> role:triage")
    await _reads(slack, "alex", "#C0HIDDEN serves triage", "cannot read who is in it", "Invite")
    world.clock.move(hours=2)  # what Slack said about everybody is too old now
    await slack.slash("sam", "list", "triage")
    await _reads(slack, "sam", "My tickets")
    await _says(slack, "alex", "health")
    await _reads(slack, "alex", "#C0HIDDEN serves triage and cannot be read", "look here")
    hidden.members.add(world.slack.bot_user)
    await _says(slack, "alex", "channel <#C0HIDDEN|hidden> role:off")
    await _reads(slack, "alex", "#C0HIDDEN serves nothing any more")


async def test_a_team_follows_a_user_group_and_makes_nobody_an_agent(
    world: World, slack: SlackDriver
) -> None:
    team = await world.office.given_team("Accounts")
    for who in ("sam", "mia", "ana"):
        await slack.slash(who, "help", "support")
        await _reads(slack, who, "new")
    world.slack.groups["S0ACC"] = ["U0SAM", "U0ANA", "U0NOBODY"]
    await _says(slack, "alex", "group <!subteam^S0ACC|@accounts> team:Accounts")
    await _reads(slack, "alex", "follows @S0ACC")

    async def change(*members: str) -> list[str]:
        world.slack.groups["S0ACC"] = list(members)
        event = {"type": "subteam_members_changed", "subteam_id": "S0ACC"}
        assert (await world.slack.send.event(event)).status_code == 200
        rows = await world.office.sql(
            "SELECT p.name FROM team_members m JOIN people p ON p.id = m.person_id"
            " WHERE m.team_id = :t ORDER BY 1",
            t=team,
        )
        return [name for (name,) in rows]

    await _says(slack, "alex", "group @typo team:Accounts")
    await _reads(slack, "alex", "Slack knows no such user group", "group [@name team:NAME|none]")
    assert await world.office.sql("SELECT external_id FROM team_groups") == [("S0ACC",)]
    assert await change("U0SAM", "U0ANA") == ["Sam"]
    assert await change("U0SAM", "U0MIA") == ["Mia", "Sam"]
    assert await change("U0MIA") == ["Mia"]
    ana = await world.person("ana")
    assert not ana.is_staff
    await _says(slack, "alex", "group <!subteam^S0ACC|@accounts> team:none")
    await _reads(slack, "alex", "No team follows @S0ACC")
    assert await change() == ["Mia"]


async def test_a_platform_without_user_groups_says_so(world: World, web: WebDriver) -> None:
    await world.office.given_team("Accounts")
    await web.slash("alex", "group @accounts team:Accounts", words="desk")
    await told(web, "alex", "has no user groups that a team can follow")


async def test_an_account_without_a_confirmed_address_is_linked_by_an_administrator(
    world: World, slack: SlackDriver
) -> None:
    world.slack.add_user("U0BO", "Bo", is_email_confirmed=False)
    world.slack.channels[SUPPORT].members.add("U0BO")
    await slack.slash("bo", "list", "support")
    await _reads(slack, "bo", "I don't know you yet")
    await _says(slack, "alex", "link <@U0BO|bo> nobody@example.org")
    await _reads(slack, "alex", "can't find anybody with the address nobody@example.org")
    await _says(slack, "alex", "link <@U0BO|bo> bob@example.org")
    await _reads(slack, "alex", "@U0BO is Bob")
    await slack.slash("bo", "new subject:Toner", "support")

    async def opened() -> bool:
        rows = await world.office.sql(
            "SELECT 1 FROM tickets t JOIN people p ON p.id = t.requester_id WHERE p.name = 'Bob'"
        )
        return bool(rows)

    form = next(iter(world.slack.views.values()), None)
    if form is not None:
        await world.slack.send.submit("U0BO", form, {"subject": "Toner", "description": "x"})
    await world.until(opened, "a ticket of Bob's")


async def test_health_is_shown_in_chat_without_secrets_or_anybodys_words(
    world: World, slack: SlackDriver, web: WebDriver
) -> None:
    world.slack.trouble("error", "chat.postMessage", error="invalid_blocks", times=1)
    await world.office.given_ticket(await world.person("ana"), subject="Wordsofsomebody")
    await world.until(lambda: _dead(world), "a delivery that is dead")
    await _says(slack, "mia", "health")
    await _reads(slack, "mia", "Only administrators may configure the desk")
    await _says(slack, "alex", "health")
    await _reads(
        slack,
        "alex",
        "Slack: Acme",
        "bot token of the settings, over HTTP",
        "1 dead",
        "chat.postMessage",
        "does not accept the form",
        "look here",
    )
    shown = " ".join(post.text for post in await slack.private("alex"))
    assert "xoxb" not in shown
    assert "Wordsofsomebody" not in shown


async def test_staff_keep_settings_of_their_own(door: Driver, world: World) -> None:
    form = await door.slash("sam", "settings", words="desk")
    assert form is not None
    wrong = {"zone": "Europe/Madrid", "quiet": "own", "hours": "never"}
    refused = await door.fill("sam", form, **wrong)
    assert refused is not None
    assert refused.errors.keys() == {"hours"}
    assert await door.fill("sam", refused, **wrong | {"hours": "20:00-08:00"}) is None
    await told(door, "sam", "Europe/Madrid", "20:00-08:00")
    await door.slash("sam", "settings quiet:never", words="desk")
    await told(door, "sam", "Europe/Madrid", "never")
    assert await door.slash("ana", "settings", room="support", words="desk") is None
    rows = await world.office.sql("SELECT name FROM people WHERE timezone IS NOT NULL")
    assert rows == [("Sam",)]


async def _dead(world: World) -> bool:
    return bool(await world.office.sql("SELECT 1 FROM deliveries WHERE state = 'dead'"))
