"""Whole pages of the gallery."""

from dataclasses import replace
from datetime import UTC

from adapters.web.views import (
    ChannelView,
    ComposerView,
    FormView,
    PageView,
    PersonaView,
    QuickAct,
    StreamView,
    ThreadView,
)
from tests.adapters.web.gallery.cards import ASSIGN, NOW, ident
from tests.adapters.web.gallery.support import support_posts, support_thread_posts
from tests.adapters.web.gallery.talk import thread_posts, triage_posts

PERSONAS = (
    PersonaView(ident(901), "Ana Ruiz", "customer", "Acme, Gold"),
    PersonaView(ident(902), "Sam Okafor", "agent", "Accounts", current=True),
    PersonaView(ident(903), "Kim Larsen", "agent", "Integrations"),
    PersonaView(ident(904), "Noor Aziz", "manager", "Leads Accounts"),
    PersonaView(ident(905), "Alex Moreau", "admin", "Set Deskhand up"),
)


def staff_page() -> PageView:
    """The triage channel, as an agent sees it."""
    composer = ComposerView(
        "compose-triage",
        "triage",
        None,
        "Message to staff",
        "Only staff see #triage. Type / for commands.",
        "Send",
        "nc",
    )
    return PageView(
        reader_name="Sam Okafor",
        reader_role="agent",
        is_staff=True,
        now=NOW,
        zone=UTC,
        zone_name="",
        csrf="token",
        url="/chat/triage",
        back_url="/chat/triage",
        pane="stream",
        channels=(
            ChannelView("triage", "/chat/triage", "inbox", "triage", current=True),
            ChannelView("Deskhand and you", "/chat/direct", "person", "direct", unread=True),
        ),
        stream=StreamView(
            "triage",
            "A card for each ticket. Its thread is our room.",
            "No tickets yet",
            "They appear here as soon as somebody writes. To open one yourself, type /ticket new.",
            triage_posts(),
            composer,
        ),
        quick=(
            QuickAct("My tickets", "list view:mine"),
            QuickAct("Unassigned", "list view:unassigned"),
            QuickAct("Waiting on us", "list view:waiting"),
        ),
        personas=PERSONAS,
        demo=True,
        organisation="Acme demo",
        channel="triage",
        channel_url="/chat/triage",
        nonce="nq",
    )


def staff_thread() -> PageView:
    """A ticket's staff room beside the channel."""
    page = staff_page()
    assert page.stream is not None
    composer = ComposerView(
        "compose-thread",
        "triage",
        ident(7),
        "Note for staff",
        "Note: only staff will see this.",
        "Save note",
        "nt",
        note=True,
        answers="TIK-1042",
    )
    root = page.stream.posts[6]
    thread = ThreadView(
        "TIK-1042 · Cannot reset password", "Staff only", root, thread_posts(), composer, True
    )
    return replace(
        page,
        thread=thread,
        thread_id=ident(7),
        pane="thread",
        url=f"/chat/triage/{ident(7)}",
        back_url=f"/chat/triage/{ident(7)}",
    )


def customer_page() -> PageView:
    """Support, as a customer sees it."""
    composer = ComposerView(
        "compose-support",
        "support",
        None,
        "Message to support",
        "We answer in a thread of its own.",
        "Send",
        "nc",
    )
    return replace(
        staff_page(),
        reader_name="Ana Ruiz",
        reader_role="customer",
        is_staff=False,
        url="/chat/support",
        back_url="/chat/support",
        channel="support",
        channel_url="/chat/support",
        channels=(
            ChannelView("support", "/chat/support", "thread", "support", current=True),
            ChannelView("Deskhand and you", "/chat/direct", "person", "direct"),
        ),
        stream=StreamView(
            "support",
            "Ask anything. Only you and our staff see it.",
            "How can we help?",
            "Ask in your own words below. You get an answer at once, a person when needed.",
            support_posts(),
            composer,
        ),
        quick=(
            QuickAct("Open a ticket", "new"),
            QuickAct("My tickets", "list"),
            QuickAct("Help", "help"),
        ),
        personas=tuple(replace(p, current=p.role == "customer") for p in PERSONAS),
        words="support",
    )


def customer_thread() -> PageView:
    """A customer's conversation."""
    page = customer_page()
    assert page.stream is not None
    composer = ComposerView(
        "compose-thread",
        "support",
        ident(51),
        "Message to support",
        "Goes to our staff.",
        "Send",
        "nt",
    )
    thread = ThreadView(
        "I cannot reset my password",
        "You and our staff",
        page.stream.posts[1],
        support_thread_posts(),
        composer,
        False,
    )
    return replace(page, thread=thread, pane="thread", url=f"/chat/support/{ident(51)}")


def customer_empty() -> PageView:
    """A customer's first visit."""
    page = customer_page()
    assert page.stream is not None
    return replace(page, stream=replace(page.stream, posts=()))


def form_page() -> PageView:
    """A form over the channel."""
    return replace(staff_page(), form=FormView(ASSIGN, "triage", ident(7), ident(7), "nf"))


def form_errors() -> PageView:
    """The same form, refused in two places."""
    wrong = ASSIGN.with_errors(
        {"to": "Choose somebody.", "until": "`banana` is not a time. Try 2h or mon 9am."},
        {"to": "", "until": "banana"},
    )
    return replace(staff_thread(), form=FormView(wrong, "triage", ident(7), ident(7), "nf"))


def channels_page() -> PageView:
    """The list of channels as a pane of its own."""
    page = staff_page()
    return replace(
        page,
        pane="rail",
        stream=None,
        channel="",
        url="/chat/channels",
        channels=tuple(replace(c, current=False) for c in page.channels),
    )


PAGES = {
    "triage": staff_page,
    "thread": staff_thread,
    "support": customer_page,
    "conversation": customer_thread,
    "empty": customer_empty,
    "form": form_page,
    "errors": form_errors,
    "channels": channels_page,
}
