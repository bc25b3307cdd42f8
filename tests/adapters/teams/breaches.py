"""One breach of each rule of the fake Teams: cards, activities, answers to invokes."""

from typing import Any

from tests.fakes.teams.cards import ADAPTIVE

Json = dict[str, Any]

TEXT: Json = {"type": "TextBlock", "text": "x"}


def card(*body: Json, **more: Any) -> Json:
    """A good card, but for what is given."""
    good = {"type": "AdaptiveCard", "version": "1.5", "body": list(body or (TEXT,))}
    return good | more


def attached(content: Json) -> Json:
    """The card as a message carries it."""
    return {"contentType": ADAPTIVE, "content": content}


def message(content: Json) -> Json:
    """A message with that card."""
    return {"type": "message", "attachments": [attached(content)]}


def execute(**more: Any) -> Json:
    """A good Action.Execute, but for what is given."""
    return {"type": "Action.Execute", "title": "Claim", "verb": "v", **more}


def entry(kind: str = "Text", **more: Any) -> Json:
    """A good field, but for what is given."""
    return {"type": f"Input.{kind}", "id": "i", **more}


def choice(value: str = "v", title: str = "V") -> Json:
    """One choice of a field."""
    return {"title": title, "value": value}


MOMENT = "{{DATE(2026-11-20T14:00:00Z, SHORT)}}"
REFRESHED = {"action": execute(), "userIds": [f"29:{n}" for n in range(61)]}
NOBODY = {"type": "mention", "text": "<at>Sam</at>", "mentioned": {"id": "29:sam", "name": "Sam"}}
TOGGLE = {"type": "Action.ToggleVisibility", "title": "More", "targetElements": ["none"]}

CARDS: dict[str, Json] = {
    "card.type": {"type": "HeroCard"},
    "card.version": card(version="1.6"),
    "card.size": card({"type": "TextBlock", "text": "ä" * 14_400}),
    "card.element": card({"type": "Marquee"}),
    "card.required": card({"type": "FactSet"}),
    "card.id": card(TEXT | {"id": "a"}, {"type": "Container", "items": [TEXT | {"id": "a"}]}),
    "card.value": card(TEXT | {"color": "mauve"}),
    "card.text": card(TEXT | {"text": 7}),
    "card.moment": card(TEXT | {"text": "Due {{TIME(2026-11-20 14:00)}}"}),
    "card.refresh": card(refresh=REFRESHED),
    "card.mention": card(msteams={"entities": [NOBODY]}),
    "input.id": card(entry(id="")),
    "input.value": card(entry("Date", value="soon")),
    "input.choices": card(entry("ChoiceSet", choices=[choice(title="")])),
    "action.type": card(actions=[{"type": "Action.Shout", "title": "x"}]),
    "action.title": card(actions=[execute(title="")]),
    "action.verb": card(actions=[execute(verb="")]),
    "action.version": card(version="1.4", actions=[execute()]),
    "action.many": card({"type": "ActionSet", "actions": [execute()] * 7}),
    "action.url": card(actions=[{"type": "Action.OpenUrl", "title": "x", "url": "javascript:"}]),
    "action.target": card(actions=[TOGGLE]),
}

MORE_CARDS: list[tuple[str, Json]] = [
    ("card.required", card(TEXT | {"text": ""})),
    ("card.required", card({"type": "FactSet", "facts": [{"title": "a", "value": ""}]})),
    ("card.required", card(body=[])),
    ("card.moment", card({"type": "FactSet", "facts": [{"title": "Due", "value": MOMENT}]})),
    ("card.element", card({"type": "ColumnSet", "columns": [{"items": [{"type": "Blink"}]}]})),
    ("card.element", card(entry("Colour"))),
    ("card.value", card(entry(maxLength=0))),
    ("input.value", card(entry(maxLength=3, value="four"))),
    ("input.value", card(entry("ChoiceSet", choices=[choice()], value="w"))),
    (
        "input.value",
        card(entry("ChoiceSet", choices=[choice()], value="v,w", isMultiSelect=True)),
    ),
    ("input.choices", card(entry("ChoiceSet"))),
    (
        "action.verb",
        card(
            actions=[
                {
                    "type": "Action.ShowCard",
                    "title": "More",
                    "card": card(actions=[execute(verb="")]),
                }
            ]
        ),
    ),
    ("action.title", card(actions=[execute(fallback={"type": "Action.Submit"})])),
    ("action.many", card(actions=[execute()] * 7)),
]
"""The same rules, broken deeper inside or in another way."""

CONSENT = "application/vnd.microsoft.teams.card.file.consent"

ACTIVITIES: dict[str, Json] = {
    "activity.json": {},
    "activity.kind": {"type": "trace", "text": "x"},
    "activity.empty": {"type": "message", "text": "  "},
    "activity.size": {"type": "message", "text": "x" * 51_300},
    "activity.attachment": {
        "type": "message",
        "attachments": [{"contentType": "application/vnd.microsoft.card.receipt"}],
    },
    "file.consent": {"type": "message", "attachments": [{"contentType": CONSENT, "content": {}}]},
    "file.personal": {
        "type": "message",
        "attachments": [{"contentType": CONSENT, "name": "a", "content": {"sizeInBytes": 1}}],
    },
}


def dialog(**more: Any) -> Json:
    """A good answer that opens a dialog, but for what is given."""
    good: Json = {"title": "New", "height": "large", "width": 400, "card": attached(card())}
    return {"task": {"type": "continue", "value": good | more}}


def shown(**more: Any) -> Json:
    """A good answer to a press, but for what is given."""
    return {"statusCode": 200, "type": ADAPTIVE, "value": card(), **more}


def results(**more: Any) -> Json:
    """A good answer to a search, but for what is given."""
    found = attached(card()) | {"preview": attached(card())}
    told = {"type": "result", "attachmentLayout": "list", "attachments": [found]}
    return {"composeExtension": told | more}


BAD = card(version="2.0")

ACTS: list[tuple[str, Json]] = [
    ("act.shape", {}),
    ("act.shape", shown(type="text/plain")),
    ("act.shape", shown(type="application/vnd.microsoft.activity.message", value={})),
    ("act.shape", shown(type="application/vnd.microsoft.error", value={"message": "no"})),
    ("act.card", shown(value=BAD)),
]
TASKS: list[tuple[str, Json]] = [
    ("task.type", {"task": {"type": "shout"}}),
    ("task.type", {"task": {"type": "message", "value": ""}}),
    ("task.title", dialog(title="")),
    ("task.size", dialog(height="huge")),
    ("task.card", dialog(card=attached(BAD))),
    ("task.card", dialog(card=None)),
    ("task.execute", dialog(card=attached(card(actions=[execute()])))),
]
EXTENSIONS: list[tuple[str, Json]] = [
    ("extension.type", results(type="shout")),
    ("extension.layout", results(attachmentLayout="heap")),
    ("extension.preview", results(attachments=[attached(card())])),
    ("extension.card", results(attachments=[attached(BAD) | {"preview": attached(card())}])),
]
SEARCHES: list[tuple[str, Json]] = [
    ("search.shape", {"statusCode": 200, "value": {"results": []}}),
    (
        "search.shape",
        {
            "statusCode": 200,
            "type": "application/vnd.microsoft.search.searchResponse",
            "value": {"results": [choice(title="")]},
        },
    ),
]
