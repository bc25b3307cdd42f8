"""Who is offered while one types: also those who have no address, by an account of theirs."""

from bot.cards import Form, Option
from bot.incoming import Kind
from bot.ports import Profile
from core.access.actor import Actor, Role
from core.people.identities import link_identity
from core.people.people import find_person
from tests.bot.talking import Talking
from tests.builders import Office


async def _on_discord(office: Office, who: Actor) -> None:
    profile = Profile("whoever", f"dm-{who.person_id}", person_id=who.person_id)
    account = str(100000 + len(await office.sql("SELECT id FROM identities")))
    async with office.database.unit_of_work(office.organisation_id) as uow:
        await link_identity(uow, "discord", "guild", account, profile)


async def _offered(talking: Talking, who: Actor, source: str, typed: str) -> list[Option]:
    return await talking.router.suggest(talking.incoming(who, typed), source)


async def test_people_without_an_address_are_offered_and_are_who_was_meant(
    office: Office, talking: Talking
) -> None:
    sam = await office.given_person("Sam")
    twins = [await office.given_customer("Bea", email=None) for _ in range(2)]
    colleague = await office.given_person("Bernd", role=Role.AGENT, email=None)
    await office.given_customer("Beate", email=None)  # nobody can be reached who has neither
    for who in (*twins, colleague):
        await _on_discord(office, who)
    for source, meant in (("people", {*twins, colleague}), ("owners", {colleague})):
        offered = await _offered(talking, sam, source, "be")
        assert {one.label for one in offered} == {f"{who.name} · Discord" for who in meant}
        found = {(await office.do(find_person, sam, one.says)).id for one in offered}
        assert found == {who.person_id for who in meant}


async def test_the_form_to_assign_offers_them_and_takes_them(
    office: Office, talking: Talking
) -> None:
    sam = await office.given_person("Sam")
    colleague = await office.given_person("Bernd", role=Role.AGENT, email=None)
    await _on_discord(office, colleague)
    number = (await office.given_ticket(await office.given_customer())).number
    form = await talking.ask(sam, f"assign {number}", Kind.PRESS)
    assert isinstance(form, Form)
    [chosen] = [one for one in form.fields[0].options if one.label == "Bernd · Discord"]
    await talking.tell(sam, form.says, Kind.FORM, values={"to": chosen.says})
    owner = (await office.see(number)).assignee
    assert owner is not None
    assert owner.id == colleague.person_id
