"""Fields of forms offer choices while one types, and take plain words where no script runs."""

from bot.cards import FieldKind, Finder, Form, FormField, Option
from tests.adapters.web.site import Site

PEOPLE = [Option(label="Mia <b>Berg</b>", says="mia@example.org"), Option(label="Me", says="me")]


def _form(field: FormField) -> Form:
    return Form(title="Assign TIK-7", says="assign TIK-7 r1", fields=(field,))


async def _shown(site: Site, field: FormField) -> str:
    site.desk.forms["assign TIK-7 r1"] = _form(field)
    sam = await site.browser("sam")
    answer = await sam.post(
        "/chat/press", says="assign TIK-7 r1", channel="triage", thread="", back="/chat/triage"
    )
    return answer.text.split('id="form-dialog"')[1]


async def test_choices_come_as_the_lines_of_a_listbox(site: Site) -> None:
    site.desk.choices["owners"] = PEOPLE
    sam = await site.browser("sam")
    found = await sam.get("/chat/find?source=owners&text=M&channel=triage")
    assert found.text.count('role="option"') == 2
    assert 'data-says="mia@example.org"' in found.text
    assert "Mia &lt;b&gt;Berg&lt;/b&gt;" in found.text
    assert found.headers["cache-control"] == "no-store"
    asked = site.desk.asked[-1]
    assert (asked.text, asked.sender) == ("M", str(site.people["sam"]))
    nothing = await sam.get("/chat/find?source=owners&text=zzz&channel=triage")
    assert "Nothing found" in nothing.text
    assert "data-says" not in nothing.text


async def test_a_stranger_is_told_nothing(site: Site) -> None:
    site.desk.choices["owners"] = PEOPLE
    sam = await site.browser("sam")
    sam.client.cookies.clear()
    assert (await sam.client.get("/chat/find?source=owners&text=M")).status_code == 303
    assert site.desk.asked == []


async def test_without_a_script_the_field_takes_words(site: Site) -> None:
    chosen = Option(label="Mia Berg", says="mia@example.org")
    field = FormField(
        name="to", label="To", value=chosen.says, options=(chosen,), finder=Finder(source="owners")
    )
    dialog = await _shown(site, field)
    assert 'name="f.to"' in dialog
    assert 'value="mia@example.org"' in dialog
    assert 'data-find="owners"' in dialog
    assert 'data-label="Mia Berg"' in dialog


async def test_a_short_list_stays_a_list(site: Site) -> None:
    field = FormField(
        name="to",
        label="To",
        kind=FieldKind.SELECT,
        options=tuple(PEOPLE),
        finder=Finder(source="owners"),
    )
    dialog = await _shown(site, field)
    assert "<select" in dialog
    assert "data-find" not in dialog
    many = tuple(Option(label=f"Person {n}", says=str(n)) for n in range(21))
    dialog = await _shown(site, field.model_copy(update={"options": many}))
    assert "<select" in dialog
    assert 'data-find="owners"' in dialog
