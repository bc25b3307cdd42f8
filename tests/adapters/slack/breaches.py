"""One breach of each rule of the fake Slack, as arguments of a call."""

from typing import Any

from tests.adapters.slack.conftest import ANA, TRIAGE
from tests.fakes.slack import FakeSlack

Json = dict[str, Any]


def plain(length: int) -> Json:
    """A plain text."""
    return {"type": "plain_text", "text": "x" * length}


def button(**more: Any) -> Json:
    """A good button, but for what is given."""
    return {"type": "button", "action_id": "a", "text": plain(3), "value": "v", **more}


def option(label: int = 1, value: str = "v") -> Json:
    """A line of a select."""
    return {"text": plain(label), "value": value}


def select(*options: Json, **more: Any) -> Json:
    """A select."""
    return {"type": "static_select", "action_id": "s", "options": list(options), **more}


def finding(**more: Any) -> Json:
    """A select whose choices are asked for."""
    return {"type": "external_select", "action_id": "f", **more}


def actions(*elements: Json) -> Json:
    """A row of acts."""
    return {"type": "actions", "elements": list(elements)}


def section(length: int, **more: Any) -> Json:
    """A section."""
    return {"type": "section", "text": {"type": "mrkdwn", "text": "x" * length}, **more}


def fields(*lengths: int) -> Json:
    """A section of fields."""
    return {"type": "section", "fields": [plain(length) for length in lengths]}


def entry(**element: Any) -> Json:
    """An input block."""
    return {"type": "input", "label": plain(3), "element": {"action_id": "i", **element}}


def line(**more: Any) -> Json:
    """A text input."""
    return entry(type="plain_text_input", **more)


MESSAGES: dict[str, Json] = {
    "message.empty": {},
    "message.text": {"text": "x" * 4001},
    "message.metadata": {"text": "x", "metadata": {"event_type": "t"}},
    "message.blocks": {"blocks": [{"type": "divider"}] * 51},
    "message.all_text": {"blocks": [section(2401)] * 4},
    "message.all_json": {
        "blocks": [
            actions(*(button(action_id=f"{row}{n}", value="x" * 1000) for n in range(8)))
            for row in range(2)
        ]
    },
    "block.type": {"blocks": [{"type": "marquee"}]},
    "block.id": {"blocks": [section(1, block_id="x" * 256)]},
    "block.id_unique": {"blocks": [section(1, block_id="x")] * 2},
    "text.empty": {"blocks": [section(0)]},
    "text.kind": {"blocks": [{"type": "header", "text": {"type": "mrkdwn", "text": "x"}}]},
    "section.text": {"blocks": [section(3001)]},
    "section.empty": {"blocks": [{"type": "section"}]},
    "section.fields": {"blocks": [fields(*[1] * 11)]},
    "section.field": {"blocks": [fields(2001)]},
    "header.text": {"blocks": [{"type": "header", "text": plain(151)}]},
    "context.elements": {"blocks": [{"type": "context", "elements": [plain(1)] * 11}]},
    "context.text": {"blocks": [{"type": "context", "elements": [plain(3001)]}]},
    "actions.elements": {"blocks": [actions(*(button(action_id=str(n)) for n in range(26)))]},
    "action.id": {"blocks": [actions(button(action_id="x" * 256))]},
    "action.id_unique": {"blocks": [actions(button(), button())]},
    "button.text": {"blocks": [actions(button(text=plain(76)))]},
    "button.value": {"blocks": [actions(button(value="x" * 2001))]},
    "button.accessibility": {"blocks": [actions(button(accessibility_label="x" * 76))]},
    "finding.options": {"blocks": [actions(finding(options=[option()]))]},
    "finding.fewest": {"blocks": [actions(finding(min_query_length=-1))]},
    "finding.initial": {"blocks": [actions(finding(initial_options=[option()]))]},
    "button.style": {"blocks": [section(1, accessory=button(style="loud"))]},
    "select.options": {"blocks": [actions(select(*[option()] * 101))]},
    "select.placeholder": {"blocks": [actions(select(option(), placeholder=plain(151)))]},
    "select.initial": {"blocks": [actions(select(option(), initial_option=option(2)))]},
    "option.text": {"blocks": [actions(select(option(76)))]},
    "option.value": {"blocks": [actions(select(option(1, "x" * 151)))]},
}

VIEWS: dict[str, Json] = {
    "view.type": {"type": "home"},
    "view.size": {"blocks": [line(placeholder=plain(900), initial_value="x" * 2900)] * 90},
    "view.title": {"title": plain(25)},
    "view.submit": {"submit": plain(25)},
    "view.close": {"close": plain(25)},
    "view.blocks": {"blocks": [{"type": "divider"}] * 101},
    "view.metadata": {"private_metadata": "x" * 3001},
    "view.callback": {"callback_id": "x" * 256},
    "view.submit_missing": {"submit": None},
    "input.label": {"blocks": [line() | {"label": plain(2001)}]},
    "input.hint": {"blocks": [line() | {"hint": plain(2001)}]},
    "input.max_length": {"blocks": [line(max_length=3001)]},
    "input.initial": {"blocks": [line(max_length=3, initial_value="four")]},
    "date.initial": {"blocks": [entry(type="datepicker", initial_date="soon")]},
}

CALLS: dict[str, tuple[str, Json]] = {
    "trigger.unknown": ("views.open", {"trigger_id": "none", "view": {}}),
    "method.unknown": ("chat.shout", {}),
    "channel.unknown": ("conversations.info", {"channel": "C0NOWHERE"}),
    "channel.hidden": ("conversations.members", {"channel": "G0OTHER"}),
    "channel.not_in": ("chat.postMessage", {"channel": "C0OTHER", "text": "x"}),
    "channel.archived": ("chat.postMessage", {"channel": "C0OLD", "text": "x"}),
    "channel.viewer": ("chat.postEphemeral", {"channel": TRIAGE, "user": ANA, "text": "x"}),
    "thread.unknown": ("conversations.replies", {"channel": TRIAGE, "ts": "1.1"}),
    "message.unknown": ("chat.update", {"channel": TRIAGE, "ts": "1.1", "text": "x"}),
    "message.not_own": ("chat.update", {"channel": TRIAGE, "ts": "1.000001", "text": "x"}),
    "message.not_own_delete": ("chat.delete", {"channel": TRIAGE, "ts": "1.000001"}),
    "reaction.name": (
        "reactions.add",
        {"channel": TRIAGE, "timestamp": "1.000001", "name": "no_such_emoji"},
    ),
    "reaction.none": (
        "reactions.remove",
        {"channel": TRIAGE, "timestamp": "1.000001", "name": "lock"},
    ),
    "unfurl.message": ("chat.unfurl", {"channel": TRIAGE, "ts": "1.1", "unfurls": {}}),
    "unfurl.url": (
        "chat.unfurl",
        {"channel": TRIAGE, "ts": "1.000001", "unfurls": {"https://desk.test/": {"blocks": []}}},
    ),
    "group.unknown": ("usergroups.users.list", {"usergroup": "S0NONE"}),
    "user.unknown": ("users.info", {"user": "U0NOBODY"}),
    "upload.arguments": ("files.getUploadURLExternal", {"filename": "a.txt", "length": 0}),
    "upload.alt": (
        "files.getUploadURLExternal",
        {"filename": "a.png", "length": 1, "alt_txt": "x" * 1001},
    ),
    "file.not_brought": (
        "files.completeUploadExternal",
        {"channel_id": TRIAGE, "files": [{"id": "F1"}]},
    ),
    "file.unknown": ("files.delete", {"file": "F0NONE"}),
    "user.bot": ("conversations.open", {"users": FakeSlack.bot_user}),
}

# Rules that need more than one call are broken by a test of their own, here or in test_files.
ALONE = {
    "reaction.twice",
    "trigger.expired",
    "trigger.used",
    "auth.missing",
    "auth.wrong",
    "auth.scope",
    "rate.channel",
    "hook.expired",
    "hook.used",
    "upload.expired",
    "upload.size",
    "file.not_own",
    "download.token",
    "download.scope",
}
