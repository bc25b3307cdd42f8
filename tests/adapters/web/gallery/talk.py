"""What is said in the gallery: in triage, in a ticket's thread, in a customer's conversation."""

from adapters.web.views import AuthorView, PostView
from bot.cards import Author, Button, Card, Row, Text, Tone
from tests.adapters.web.gallery.cards import (
    ANA,
    CARDS,
    DESKHAND,
    HIGH,
    KIM,
    MEDIUM,
    OPEN,
    PENDING,
    SAM,
    ago,
    ident,
)

LOG = """Mail log says the address bounced twice in October:

```
550 5.1.1 user unknown
```
Probably suppressed. Sam, can you lift it?"""
ANSWER = (
    "Hello Ana, I see your address on our *do not send* list after a bounce. "
    "I am lifting that now; please try again in five minutes."
)


def post(
    number: int, author: AuthorView, content: Text | Card, minutes: float, **more: object
) -> PostView:
    """A post of the gallery."""
    values: dict[str, object] = {
        "id": ident(number),
        "channel": "triage",
        "thread": ident(number),
        "author": author,
        "content": content,
        "at": ago(minutes),
        "nonce": f"n{number}",
    }
    return PostView(**{**values, **more})  # type: ignore[arg-type]


def triage_posts() -> tuple[PostView, ...]:
    """The staff's channel on a busy day."""
    cards = tuple(
        post(
            number,
            DESKHAND,
            card,
            1500 - number * 190 if number < 7 else 18,
            replies=(3, 5, 9, 2, 0, 0, 4)[number - 1],
            last_reply=ago(4),
            url=f"/chat/triage/{ident(number)}",
        )
        for number, card in enumerate(CARDS, 1)
    )
    talk = post(
        20,
        KIM,
        Text(text="I take the webhook one. Anybody seen **TIK-1039** before?"),
        9,
        url=f"/chat/triage/{ident(20)}",
    )
    listing = Card(
        title="3 tickets are yours",
        rows=tuple(
            Row(
                title=f"TIK-{n} · {title}",
                badges=badges,
                moment=ago(-due),
                buttons=(Button(label="Show", says=f"show TIK-{n}"),),
            )
            for n, title, badges, due in (
                (1039, "Exported CSV opens with broken accents", (OPEN, MEDIUM), 190),
                (1037, "How do I add a second administrator?", (PENDING, MEDIUM), 900),
                (1031, "Two-factor codes arrive late", (OPEN, HIGH), 1210),
            )
        ),
        buttons=(Button(label="Next 10", says="list view:mine page:2"),),
        footer="Sorted by when a reply is due",
    )
    mine = post(21, DESKHAND, listing, 1, private=True)
    error = Card(
        title="I don't know asign",
        body="Did you mean **assign**? Your text is kept.",
        buttons=(
            Button(label="Run it", says="assign TIK-1042 to:kim", style="primary"),
            Button(label="Help", says="help"),
        ),
        tone=Tone.DANGER,
    )
    return (*cards, talk, mine, post(22, DESKHAND, error, 0, private=True))


def thread_posts() -> tuple[PostView, ...]:
    """The staff's room of one ticket."""
    return _arrived() + _under_way()


def _arrived() -> tuple[PostView, ...]:
    root = ident(7)
    said = Author(name="Ana Ruiz", role="customer")
    answered = Author(name="Sam Okafor", role="agent")
    return (
        post(
            30,
            ANA,
            Text(text="The reset mail never arrives, I looked in spam as well.", author=said),
            17,
            thread=root,
            is_root=False,
        ),
        post(
            31,
            KIM,
            Text(text=LOG),
            12,
            thread=root,
            is_root=False,
            note=True,
        ),
        post(
            32,
            AuthorView("Sam Okafor", "agent"),
            Text(
                text=ANSWER,
                author=answered,
                mark="📨 sent to Ana · web chat",
            ),
            8,
            thread=root,
            is_root=False,
        ),
        post(
            33,
            ANA,
            Text(text="Thank you! Trying.", author=said),
            6,
            thread=root,
            is_root=False,
            edited=True,
        ),
        post(
            34,
            SAM,
            Text(text="Lifted. Let's watch whether it bounces again."),
            5,
            thread=root,
            is_root=False,
            note=True,
            own=True,
        ),
    )


def _under_way() -> tuple[PostView, ...]:
    root = ident(7)
    answered = Author(name="Sam Okafor", role="agent")
    return (
        post(
            35,
            AuthorView("Sam Okafor", "agent"),
            Text(text="It should be there by now. Did it work?", author=answered, mark="⏳ queued"),
            1,
            thread=root,
            is_root=False,
        ),
        post(
            36,
            AuthorView("Sam Okafor", "agent"),
            Text(
                text="Copying your company's address too.",
                author=answered,
                mark="❌ failed: the mail server refused it",
                buttons=(Button(label="Try again", says="redrive 36"),),
            ),
            0,
            thread=root,
            is_root=False,
        ),
    )
