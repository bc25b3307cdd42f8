"""What a customer sees: passages first, then a ticket, then a person."""

from adapters.web.views import AuthorView, PostView
from bot.cards import Author, Button, Card, Fact, Row, Text
from tests.adapters.web.gallery.cards import DESKHAND, NEW, ago, ident
from tests.adapters.web.gallery.talk import ANSWER, post

PASSAGE = (
    "The mail comes within two minutes. If it does not, your address may be on the "
    "**do not send** list after a bounce."
)


def support_posts() -> tuple[PostView, ...]:
    """A customer's own conversations."""
    you = AuthorView("Ana Ruiz", "customer", you=True)
    return (
        post(
            50,
            you,
            Text(text="Where do I find last month's invoice?"),
            2900,
            channel="support",
            replies=3,
            last_reply=ago(2800),
            url=f"/chat/support/{ident(50)}",
            own=True,
        ),
        post(
            51,
            you,
            Text(text="I cannot reset my password. The mail never arrives."),
            18,
            channel="support",
            replies=4,
            last_reply=ago(6),
            url=f"/chat/support/{ident(51)}",
            own=True,
        ),
    )


def support_thread_posts() -> tuple[PostView, ...]:
    """Passages first, then a ticket, then a person."""
    root = ident(51)
    answer = Card(
        title="This may help",
        body="From the help centre, in its own words:",
        rows=(
            Row(
                title="Reset your password",
                detail=PASSAGE,
                url="/help/reset-your-password",
            ),
            Row(
                title="Mails that do not arrive",
                detail="Ask your administrator to allow mail from our address, or write to us.",
                url="/help/mails-that-do-not-arrive",
            ),
        ),
        buttons=(
            Button(label="Open a ticket", says="new", style="primary"),
            Button(label="That helped", says="helped"),
        ),
        footer="2 sources · found by words, not written by a model",
    )
    opened = Card(
        title="Your ticket is open",
        ref="TIK-1042",
        badges=(NEW,),
        facts=(Fact(name="Answer by", moment=ago(-42)),),
        body="We answer here. You can add anything by writing below.",
        buttons=(Button(label="Solved", says="resolve TIK-1042"),),
    )
    said = Author(name="Sam Okafor", role="agent")
    return (
        post(60, DESKHAND, answer, 18, channel="support", thread=root, is_root=False),
        post(61, DESKHAND, opened, 17, channel="support", thread=root, is_root=False),
        post(
            62,
            AuthorView("Sam Okafor", "agent"),
            Text(
                text=ANSWER,
                author=said,
            ),
            8,
            channel="support",
            thread=root,
            is_root=False,
        ),
        post(
            63,
            AuthorView("Ana Ruiz", "customer", you=True),
            Text(text="Thank you! Trying."),
            6,
            channel="support",
            thread=root,
            is_root=False,
            own=True,
            edited=True,
        ),
    )
