"""Ticket cards in many states, and a form."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from adapters.web.views import AuthorView
from bot.cards import (
    Badge,
    Button,
    Card,
    Fact,
    FieldKind,
    Form,
    FormField,
    Option,
    Select,
    Tone,
)

NOW = datetime(2026, 11, 20, 13, 48, tzinfo=UTC)
DESKHAND = AuthorView("Deskhand", "assistant")
SAM = AuthorView("Sam Okafor", "agent", you=True)
KIM = AuthorView("Kim Larsen", "agent")
ANA = AuthorView("Ana Ruiz", "customer")


def ago(minutes: float) -> datetime:
    """That many minutes before the gallery's present; negative lies ahead."""
    return NOW - timedelta(minutes=minutes)


def ident(number: int) -> UUID:
    """A recognisable id."""
    return UUID(int=number)


def says(verb: str, number: int) -> str:
    """The command behind a button."""
    return f"{verb} TIK-{number} r7"


MORE = ("Escalate", "Set priority", "Set category", "Tags", "Snooze", "Summary", "Open in portal")


def ticket_card(
    number: int,
    title: str,
    quote: str,
    badges: tuple[Badge, ...],
    *,
    customer: str,
    owner: str = "Unassigned",
    queue: str = "Accounts",
    due: float | None = None,
    tone: Tone = Tone.NEUTRAL,
    done: bool = False,
) -> Card:
    """A ticket's card in some state."""
    claimed = owner != "Unassigned"
    facts = [
        Fact(name="Customer", value=customer),
        Fact(name="Owner", value=owner),
        Fact(name="Queue", value=queue),
    ]
    if due is not None:
        facts.append(Fact(name="Reply due", moment=ago(-due)))
    names: tuple[str, ...] = ("Reply", "Note", "Resolve", "Escalate") if claimed else ()
    names = names or ("Claim", "Reply", "Assign…", "Resolve")
    names = ("Reopen", "Show") if done else names
    buttons = tuple(
        Button(
            label=name,
            says=says(name.lower().strip("…"), number),
            style="primary" if name == "Claim" or (claimed and name == "Reply") else "plain",
        )
        for name in names
    )
    options = tuple(Option(label=word, says=says(word.lower(), number)) for word in MORE)
    return Card(
        title=title,
        ref=f"TIK-{number}",
        badges=badges,
        facts=tuple(facts),
        quote=quote,
        buttons=buttons,
        selects=() if done else (Select(label="More", options=options),),
        tone=tone,
    )


NEW = Badge(word="New", tone=Tone.ACCENT)
OPEN = Badge(word="Open")
PENDING = Badge(word="Waiting on customer")
RESOLVED = Badge(word="Resolved", tone=Tone.GOOD)
HIGH = Badge(word="High", tone=Tone.WARNING)
MEDIUM = Badge(word="Medium")
SOON = Badge(word="Due soon", tone=Tone.WARNING)
LATE = Badge(word="Breached", tone=Tone.DANGER)

CARDS = (
    ticket_card(
        1036,
        "Refund for the duplicate charge in October",
        "I was charged twice for the October plan. Invoice 8841 and 8842 are the same.",
        (RESOLVED, MEDIUM),
        customer="Jo Park (Northwind)",
        owner="Kim Larsen",
        queue="Billing",
        done=True,
    ),
    ticket_card(
        1037,
        "How do I add a second administrator?",
        "Our admin is leaving next week.",
        (PENDING, MEDIUM),
        customer="Priya Nair (Acme, Gold)",
        owner="Sam Okafor",
    ),
    ticket_card(
        1038,
        "Webhook signatures fail since this morning",
        "Every delivery since 06:00 UTC fails verification. We rotated nothing. Header is "
        "`webhook-signature: v1,…`, body unchanged.",
        (LATE, Badge(word="Critical", tone=Tone.DANGER), OPEN),
        customer="Dmitri Volkov (Initech, Platinum)",
        owner="Kim Larsen",
        queue="Integrations",
        due=-12,
        tone=Tone.DANGER,
    ),
    ticket_card(
        1039,
        "Exported CSV opens with broken accents in the spreadsheet program that our "
        "accountants use, and only for columns whose heading is longer than thirty letters",
        "Städte, Größe, Überweisung: all broken.",
        (OPEN, MEDIUM),
        customer="Jürgen Weiß (Müller & Söhne)",
        owner="Sam Okafor",
        due=190,
    ),
    ticket_card(
        1040,
        "لا أستطيع تسجيل الدخول",
        "تظهر رسالة خطأ عند كل محاولة.",
        (NEW, MEDIUM),
        customer="Layla Haddad",
        due=235,
    ),
    ticket_card(
        1041,
        "Invoice address change",
        "Please use our new address from December on.",
        (NEW, Badge(word="Low")),
        customer="Tom Becker (Globex)",
        queue="Billing",
        due=1410,
    ),
    ticket_card(
        1042,
        "Cannot reset password",
        "The reset mail never arrives, I looked in spam as well.",
        (SOON, HIGH, Badge(word="Waiting on us")),
        customer="Ana Ruiz (Acme, Gold) · web chat",
        due=42,
        tone=Tone.WARNING,
    ),
)


ASSIGN = Form(
    title="Assign TIK-1042",
    says="assign TIK-1042 r7",
    submit="Assign",
    intro="The new owner is told. Everybody sees it on the card.",
    fields=(
        FormField(
            name="to",
            label="To",
            kind=FieldKind.SELECT,
            value="kim",
            options=(
                Option(label="Sam Okafor", says="sam"),
                Option(label="Kim Larsen", says="kim"),
            ),
        ),
        FormField(name="until", label="Until", required=False, hint="2h, tomorrow 9am, mon"),
        FormField(
            name="reason",
            label="Reason",
            kind=FieldKind.LONG,
            required=False,
            hint="Staff see this.",
        ),
    ),
)
