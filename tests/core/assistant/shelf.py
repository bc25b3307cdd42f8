"""A few articles of a house, one of them for staff alone."""

from core.knowledge.articles import ArticleDraft

ARTICLES = {
    "Borrow a projector": "## Where\nProjectors are at the front desk.\n\n"
    "## How long\nKeep a projector for three days at most; after that it counts as overdue.",
    "Print in colour": "## Paper\nPut paper into tray two.\n\n## Price\nA page costs ten cents.",
    "Book a room": "## Calendar\nRooms are booked in the calendar, by the hour.\n\n"
    "## Cancel\nCancel a room in the calendar, so that others can have it.",
    "Lost keys": "## Report it\nWho lost a key tells the front desk at once.",
    "Post": "## Parcels\nParcels are collected at four.",
}
CANARY = ArticleDraft(
    title="Alarm code of the vault",
    body="## Code\nThe alarm code of the vault is canary-7312.",
    audience="staff",
)
