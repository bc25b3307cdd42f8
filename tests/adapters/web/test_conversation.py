"""What people see and do in the web chat, over HTTP."""

from uuid import uuid4

import pytest

from bot.cards import Author, Button, Card, Form, FormField, Text
from bot.incoming import Kind
from tests.adapters.web.site import Site


async def test_a_customer_asks_and_lands_in_the_thread(site: Site) -> None:
    ana = await site.browser("ana")
    answer = await ana.say("My **printer** is on fire <script>", "support")

    thread = answer.headers["location"]
    page = await ana.get(thread)
    assert "<strong>printer</strong> is on fire &lt;script&gt;" in page.text
    [said] = site.desk.told
    assert (said.kind, said.text) == (Kind.SAID, "My **printer** is on fire <script>")
    assert thread == f"/chat/support/{said.stamp}"
    assert said.spot == site.spot("support")
    assert said.key == f"web:{site.organisation_id}:{said.stamp}"
    assert said.words == "support"


async def test_sending_twice_posts_once_under_one_key(site: Site) -> None:
    ana = await site.browser("ana")
    first = await ana.say("only once", "support", nonce="same")
    again = await ana.say("only once", "support", nonce="same")

    assert first.headers["location"] == again.headers["location"]
    assert {said.key for said in site.desk.told} == {site.desk.told[0].key}
    page = await ana.get("/chat/support")
    assert page.text.count('class="post"') == 1


async def test_nobodys_nonce_reaches_into_another_persons_posts(site: Site) -> None:
    ana, bob = await site.browser("ana"), await site.browser("bob")
    await ana.say("from Ana", "support", nonce="same")
    await bob.say("from Bob", "support", nonce="same")

    assert "from Bob" in (await bob.get("/chat/support")).text
    assert "from Bob" not in (await ana.get("/chat/support")).text


async def test_what_an_agent_writes_in_a_tickets_thread_shows_as_a_note(site: Site) -> None:
    card = Card(title="Printer", ref="TIK-7", buttons=(Button(label="Claim", says="claim TIK-7"),))
    root = await site.platform.post(site.spot("triage"), card, delivery=uuid4())
    sam = await site.browser("sam")
    await sam.say("Looks like toner", "triage", root)

    page = (await sam.get(f"/chat/triage/{root}")).text
    assert "post-note" in page
    assert "Note · staff only" in page
    assert site.desk.told[0].spot == site.spot("triage", root)
    assert site.desk.told[0].kind is Kind.SAID


async def test_reply_to_customer_is_a_form_and_leaves_no_note(site: Site) -> None:
    card = Card(title="Printer", ref="TIK-7")
    root = await site.platform.post(site.spot("triage"), card, delivery=uuid4())
    sam = await site.browser("sam")
    await sam.say("status: we are on it", "triage", root, mode="reply", answers="TIK-7")

    [told] = site.desk.told
    assert (told.kind, told.text) == (Kind.FORM, "reply TIK-7")
    assert told.values == {"text": "status: we are on it"}
    assert "post-note" not in (await sam.get(f"/chat/triage/{root}")).text


async def test_slash_words_are_commands_and_leave_no_post(site: Site) -> None:
    sam = await site.browser("sam")
    await sam.say("/ticket list view:mine", "triage")
    await sam.say("/desk health", "triage")
    await sam.say("/claim 1042", "triage")

    said = [(told.words, told.text) for told in site.desk.told]
    assert said == [("ticket", "list view:mine"), ("desk", "health"), ("ticket", "claim 1042")]
    assert {told.kind for told in site.desk.told} == {Kind.COMMAND}
    assert 'class="post"' not in (await sam.get("/chat/triage")).text


async def test_a_mention_is_a_command_that_stands_as_a_post(site: Site) -> None:
    sam = await site.browser("sam")
    await sam.say("@Ticket claim TIK-7", "triage")

    [told] = site.desk.told
    assert (told.kind, told.text) == (Kind.COMMAND, "claim TIK-7")
    assert told.key.endswith(str(told.stamp))
    assert "@Ticket claim TIK-7" in (await sam.get("/chat/triage")).text


async def test_a_press_that_needs_more_opens_a_form_and_its_errors_come_back(site: Site) -> None:
    form = Form(
        title="Assign TIK-7", says="assign TIK-7 r1", submit="Assign",
        fields=(FormField(name="to", label="To"),),
    )  # fmt: skip
    site.desk.forms["assign TIK-7"] = form
    site.desk.forms["assign TIK-7 r1"] = form.with_errors(
        {"to": "Nobody is called x."}, {"to": "x"}
    )
    sam = await site.browser("sam")

    opened = await sam.post("/chat/press", says="assign TIK-7", channel="triage")
    assert opened.status_code == 200
    assert '<dialog class="dialog" id="form-dialog" open' in opened.text
    assert site.desk.told == []

    refused = await sam.post(
        "/chat/form", says="assign TIK-7 r1", channel="triage", **{"f.to": "x"}
    )
    assert refused.status_code == 422
    assert 'aria-invalid="true"' in refused.text
    assert 'aria-describedby="form-to-error"' in refused.text
    assert 'value="x"' in refused.text
    assert site.desk.asked[-1].values == {"to": "x"}

    site.desk.forms.clear()
    done = await sam.post(
        "/chat/form",
        says="assign TIK-7 r1",
        channel="triage",
        back="/chat/triage",
        **{"f.to": "kim"},
    )
    assert done.headers["location"] == "/chat/triage"
    assert site.desk.told[0].values == {"to": "kim"}
    assert site.desk.told[0].kind is Kind.FORM


async def test_the_same_press_twice_has_one_key(site: Site) -> None:
    sam = await site.browser("sam")
    for _ in range(2):
        await sam.post("/chat/press", says="claim TIK-7", channel="triage", nonce="n1")
    keys = {told.key for told in site.desk.told}
    assert keys == {f"web:{site.organisation_id}:press:{site.people['sam']}:n1"}


async def test_own_words_can_be_changed_and_removed_others_not(site: Site) -> None:
    ana, bob = await site.browser("ana"), await site.browser("bob")
    thread = (await ana.say("teh printer", "support")).headers["location"]
    post = site.desk.told[0].stamp or ""

    refused = await bob.post(f"/chat/posts/{post}/edit", text="hacked")
    assert refused.status_code == 404
    await ana.post(f"/chat/posts/{post}/edit", text="the printer", back=thread)
    page = (await ana.get(thread)).text
    assert "the printer" in page
    assert ">edited<" in page
    edited = site.desk.told[-1]
    assert (edited.kind, edited.stamp, edited.text) == (Kind.EDITED, post, "the printer")

    assert (await bob.post(f"/chat/posts/{post}/delete")).status_code == 404
    await ana.post(f"/chat/posts/{post}/delete")
    assert site.desk.told[-1].kind is Kind.DELETED
    assert "the printer" not in (await ana.get("/chat/support")).text


async def test_a_change_of_which_the_desk_did_not_hear_can_be_pressed_again(site: Site) -> None:
    ana = await site.browser("ana")
    thread = (await ana.say("my pasword is tulip", "support")).headers["location"]
    post = site.desk.told[0].stamp or ""
    for path, fields in ((f"{post}/edit", {"text": "my secret is tulip"}), (f"{post}/delete", {})):
        site.desk.trouble = RuntimeError("down")
        with pytest.raises(RuntimeError):
            await ana.post(f"/chat/posts/{path}", back=thread, **fields)
        assert "tulip" in (await ana.get(thread)).text
        site.desk.trouble = None
        await ana.post(f"/chat/posts/{path}", back=thread, **fields)
    kinds = [told.kind for told in site.desk.told]
    assert kinds == [Kind.SAID, Kind.EDITED, Kind.DELETED]
    assert "tulip" not in (await ana.get("/chat/support")).text


async def test_a_removed_root_keeps_its_answers_within_reach(site: Site) -> None:
    ana = await site.browser("ana")
    thread = (await ana.say("secret", "support")).headers["location"]
    root = site.desk.told[0].stamp or ""
    words = Text(text="We saw it", author=Author(name="Sam", role="agent"))
    await site.platform.post(site.spot("support", root), words, delivery=uuid4())
    await ana.post(f"/chat/posts/{root}/delete")

    page = (await ana.get(thread)).text
    assert "secret" not in page
    assert "This message was deleted." in page
    assert "We saw it" in page


async def test_a_ticket_by_form_in_support_begins_a_thread(site: Site) -> None:
    ana = await site.browser("ana")
    said = {"says": "new", "f.subject": "No ink", "f.description": "None at all"}
    answer = await ana.post("/chat/form", channel="support", thread="", stamp="", **said)

    [told] = site.desk.told
    assert told.spot.thread is not None
    assert answer.headers["location"] == f"/chat/support/{told.spot.thread}"
    page = (await ana.get("/chat/support")).text
    assert "No ink" in page
    assert "None at all" in page
    # From another channel there is no thread to begin.
    await ana.post("/chat/form", channel="direct", thread="", stamp="", **said)
    assert site.desk.told[1].spot.thread is None


async def test_a_typed_opening_that_fails_leaves_no_thread(site: Site) -> None:
    ana = await site.browser("ana")
    site.desk.trouble = RuntimeError("down")
    answer = await ana.say("/support new No ink at all", "support", nonce="same")
    assert answer.status_code == 503
    assert 'class="post"' not in (await ana.get("/chat/support")).text
    site.desk.trouble = None
    await ana.say("/support new No ink at all", "support", nonce="same")
    page = (await ana.get("/chat/support")).text
    assert page.count('class="post"') == 1
    assert "<p>No ink at all</p>" in page


async def test_a_press_is_answered_in_the_pane_where_it_was_made(site: Site) -> None:
    card = Card(title="Printer", ref="TIK-7", buttons=(Button(label="Claim", says="claim TIK-7"),))
    root = await site.platform.post(site.spot("triage"), card, delivery=uuid4())
    page = (await (await site.browser("sam")).get(f"/chat/triage/{root}")).text
    stream, thread = page.split('class="pane thread"')
    assert f'name="thread" value="{root}"' not in stream.split('id="compose-triage"')[0]
    assert f'name="thread" value="{root}"' in thread.split('id="compose-thread"')[0]
