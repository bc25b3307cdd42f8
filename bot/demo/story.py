"""The day as a list of steps. ``at`` is in minutes: before now (the morning, played fast),
or the pause before the step (the rest of the day, played live)."""

from dataclasses import dataclass, field

from bot.cards import File


@dataclass(frozen=True)
class Step:
    """``who`` does ``act`` on the ticket called ``on``, with a text, options and perhaps a
    ``file``, which is one of ``files`` once it was brought."""

    at: float
    who: str
    act: str
    on: str
    text: str = ""
    options: dict[str, str] = field(default_factory=dict)
    file: str = ""
    files: tuple[File, ...] = ()


MORNING = (
    Step(
        312,
        "chidi",
        "open",
        "invoice",
        "The March invoice shows the old address\n"
        "We moved in February. Could you send a corrected invoice?",
        {"category": "Billing"},
    ),
    Step(305, "sam", "claim", "invoice"),
    Step(
        301,
        "sam",
        "reply",
        "invoice",
        "Happy to. Which address should it show, and who gets the copy?",
    ),
    Step(300, "sam", "status", "invoice", "Pending"),
    Step(
        262,
        "dana",
        "open",
        "scanner",
        "Scanner loses every second page\nThe feeder pulls two sheets at once since this morning.",
        {"category": "Hardware", "team": "Devices"},
    ),
    Step(
        255,
        "chidi",
        "reply",
        "invoice",
        "14 Quay Street, Cork. The copy goes to accounts at our side.",
    ),
    Step(250, "sam", "note", "invoice", "Address checked against the contract: it matches."),
    Step(
        246,
        "sam",
        "resolve",
        "invoice",
        "The corrected invoice is in your portal, with the new address.",
    ),
    Step(240, "mia", "claim", "scanner"),
    Step(
        236,
        "mia",
        "reply",
        "scanner",
        "That is usually a worn separation pad. Could you "
        "look at the counter under Settings, Parts?",
    ),
    Step(228, "dana", "reply", "scanner", "It says 212,000 pages."),
    Step(222, "mia", "note", "scanner", "Rated for 200,000. Part 7-114 is on stock."),
    Step(220, "mia", "set", "scanner", "", {"tags": "+hardware,+spare-part"}),
    Step(
        190,
        "emre",
        "open",
        "sso",
        "Nobody in our office can log in\n"
        "Since 10:40 the login page answers with error 502 for all twelve of us.",
        {"category": "Login", "priority": "critical", "team": "Accounts"},
        file="error-502.png",
    ),
    Step(186, "sam", "claim", "sso"),
    Step(
        184,
        "sam",
        "reply",
        "sso",
        "I see it too and have called the platform team. I will write every half hour.",
    ),
    Step(
        150,
        "fay",
        "open",
        "howto",
        "How do I export last year's orders?\nI need them as a spreadsheet for the auditor.",
        {"category": "How to"},
    ),
    Step(
        140,
        "sam",
        "note",
        "sso",
        "Certificate of the proxy ran out at 10:38. Being renewed.",
        file="proxy.log",
    ),
    Step(122, "sam", "resolve", "sso", "The certificate has been renewed. Could you try again?"),
    Step(118, "emre", "reply", "sso", "Eleven of us are in. Maria still sees the error."),
    Step(
        112,
        "sam",
        "reply",
        "sso",
        "Thank you. Maria's browser kept the old page: closing all its windows once should help.",
    ),
    Step(95, "kim", "assign", "howto", "", {"to": "mia", "reason": "Accounts is busy"}),
    Step(
        88,
        "mia",
        "reply",
        "howto",
        "Orders, Export, then choose the year and Spreadsheet. "
        "It arrives by mail after some minutes.",
    ),
    Step(
        52,
        "ben",
        "open",
        "printer",
        "The printer in the workshop squeals\nOnly with labels, not with plain paper.",
        {"category": "Hardware", "team": "Devices"},
    ),
    Step(
        34,
        "ana",
        "open",
        "reset",
        "I cannot reset my password\nI asked for the reset mail three times. It never arrives.",
        {"category": "Login", "priority": "high", "team": "Accounts"},
    ),
    Step(
        30,
        "sam",
        "note",
        "reset",
        "Her company's mail filter holds our messages back: seen twice this week.",
    ),
)

AFTERNOON = (
    Step(0.4, "sam", "claim", "reset"),
    Step(
        0.5,
        "sam",
        "reply",
        "reset",
        "I have found it, Ana: your mail filter holds our "
        "messages back. I sent the reset link to your second address.",
    ),
    Step(0.7, "ana", "reply", "reset", "That one came at once. Thank you!"),
    Step(0.6, "mia", "claim", "printer"),
    Step(
        0.6,
        "mia",
        "reply",
        "printer",
        "Labels need the slower speed, Ben. Is it set to Media: labels?",
    ),
    Step(0.8, "fay", "reply", "howto", "Got the file, that is what I needed."),
    Step(0.5, "mia", "resolve", "howto", "Good to hear."),
    Step(0.9, "dana", "reply", "scanner", "When can I expect the part?"),
    Step(0.7, "mia", "reply", "scanner", "It leaves today and should be with you tomorrow."),
    Step(0.3, "mia", "status", "scanner", "Pending"),
    Step(
        1.0,
        "chidi",
        "open",
        "seats",
        "Two more seats, please\nTwo new colleagues begin on Monday.",
        {"category": "Billing", "team": "Accounts"},
    ),
    Step(0.8, "sam", "claim", "seats"),
    Step(0.6, "sam", "reply", "seats", "Done: both invitations are on their way."),
    Step(0.5, "sam", "resolve", "seats", "You have fourteen seats now."),
    Step(1.2, "ben", "reply", "printer", "It was set to plain paper. Silence! Thank you."),
    Step(0.6, "mia", "resolve", "printer", "Enjoy the quiet."),
)
