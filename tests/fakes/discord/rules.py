"""What Discord refuses: one row per rule, with its documented limit and its error."""

from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]

FORM = 50035


@dataclass(frozen=True)
class Rule:
    """A rule: its limit (None where it is no number), the status, Discord's code and words.

    ``field`` is the code that stands at the field in a refused form (code 50035).
    """

    limit: int | None
    status: int
    code: int
    message: str
    field: str = ""


def _form(limit: int | None, message: str, field: str = "BASE_TYPE_BAD_LENGTH") -> Rule:
    return Rule(limit, 400, FORM, message, field)


def _most(limit: int, fewest: int = 0) -> Rule:
    return _form(limit, f"Must be between {fewest} and {limit} in length.")


_TYPE = "UNION_TYPE_CHOICES"
_CHOICE = "BASE_TYPE_CHOICES"
_NEEDED = "BASE_TYPE_REQUIRED"
_VALUE = "COMPONENT_VALIDATION_FAILED"
_LEGACY = "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2"

MESSAGE_RULES: dict[str, Rule] = {
    "message.empty": Rule(None, 400, 50006, "Cannot send an empty message"),
    "message.content": _form(2000, "Must be 2000 or fewer in length.", "BASE_TYPE_MAX_LENGTH"),
    "message.nonce": _form(25, "Must be 25 or fewer in length.", "NONCE_TYPE_INVALID"),
    "message.mentions": _form(
        None, "parse and an explicit list exclude each other", "MESSAGE_ALLOWED_MENTIONS_PARSE_EXC"
    ),
    "message.mentions_most": _most(100),
    "message.reference": _form(None, "Unknown message", "MESSAGE_REFERENCE_UNKNOWN_MESSAGE"),
    "message.reference_system": _form(
        None, "Cannot reply to a system message", "REPLIES_CANNOT_REPLY_TO_SYSTEM_MESSAGE"
    ),
    "message.v2_legacy": _form(None, "Content and embeds exclude components V2.", _LEGACY),
    "message.v2_lost": _form(
        None, "The flag cannot be removed.", "MESSAGE_CANNOT_REMOVE_COMPONENTS_V2_FLAG"
    ),
    "file.many": Rule(10, 400, 30015, "Maximum number of attachments in a message reached (10)"),
    "file.size": Rule(10 * 1024 * 1024, 413, 40005, "Request entity too large"),
    "file.description": _most(1024),
    "file.unknown": _form(None, "Unknown attachment", "ATTACHMENT_NOT_FOUND"),
    "embed.many": _most(10),
    "embed.empty": _form(None, "This field is required", _NEEDED),
    "embed.title": _most(256),
    "embed.description": _most(4096),
    "embed.fields": _most(25),
    "embed.field_name": _most(256, 1),
    "embed.field_value": _most(1024, 1),
    "embed.footer": _most(2048),
    "embed.author": _most(256),
    "embed.url": _form(None, "Not a well formed URL.", "URL_TYPE_INVALID_URL"),
    "embed.all": _form(6000, "Embed size exceeds maximum size of 6000", "MAX_EMBED_SIZE_EXCEEDED"),
}

COMPONENT_RULES: dict[str, Rule] = {
    "component.type": _form(None, "Value of field type is not among the choices.", _TYPE),
    "component.rows": _most(5),
    "component.many": _form(40, "Too many components.", "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED"),
    "component.text": _form(4000, "Too much text.", "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED"),
    "component.text_empty": _most(4000, 1),
    "component.custom_id": _most(100, 1),
    "component.custom_id_twice": _form(
        None, "Component custom id cannot be duplicated", "COMPONENT_CUSTOM_ID_DUPLICATED"
    ),
    "component.id_twice": _form(
        None, "Component id cannot be duplicated", "COMPONENT_ID_DUPLICATED"
    ),
    "row.buttons": _most(5, 1),
    "row.mixed": _form(1, "A select stands alone in its row.", "COMPONENT_LAYOUT_WIDTH_EXCEEDED"),
    "button.label": _most(80),
    "button.empty": _form(None, "A button needs a label or an emoji.", "BUTTON_COMPONENT_LABEL"),
    "button.style": _form(None, "Value must be one of (1, 2, 3, 4, 5, 6).", _CHOICE),
    "button.link": _form(None, "A link has a url and no custom id.", "BUTTON_COMPONENT_URL"),
    "button.url": _most(512),
    "select.options": _most(25, 1),
    "select.placeholder": _most(150),
    "select.values": _form(25, "min_values, max_values and the options disagree.", _VALUE),
    "select.required": _form(None, "required only stands in a modal.", _VALUE),
    "option.label": _most(100, 1),
    "option.value": _most(100, 1),
    "option.value_twice": _form(
        None, "The value of option is already used", "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED"
    ),
    "option.description": _most(100),
    "section.texts": _most(3, 1),
    "section.accessory": _form(None, "This field is required", _NEEDED),
    "container.empty": _most(40, 1),
    "container.colour": _form(0xFFFFFF, "int value should be less than or equal to 16777215."),
    "gallery.items": _most(10, 1),
    "media.url": _form(
        None, "Scheme must be one of (http, https, attachment).", "URL_TYPE_INVALID_SCHEME"
    ),
    "media.attachment": _form(
        None, "The referenced attachment was not found", "UNFURLED_MEDIA_ITEM_NOT_FOUND"
    ),
    "media.description": _most(1024),
    "separator.spacing": _form(2, "Value must be one of (1, 2).", _CHOICE),
    "modal.title": _most(45, 1),
    "modal.custom_id": _most(100, 1),
    "modal.components": _most(5, 1),
    "label.label": _most(45, 1),
    "label.description": _most(100),
    "label.component": _form(None, "This field is required", _NEEDED),
    "input.label": _most(45, 1),
    "input.style": _form(None, "Value must be one of (1, 2).", _CHOICE),
    "input.value": _most(4000),
    "input.placeholder": _most(100),
    "input.length": _form(4000, "min_length and max_length disagree.", _VALUE),
    "input.begun": _form(None, "The value does not fit its own limits.", _VALUE),
    "upload.values": _form(10, "min_values and max_values disagree.", _VALUE),
    "radio.options": _most(10, 2),
    "checks.options": _most(10, 1),
}

COMMAND_RULES: dict[str, Rule] = {
    "command.many": Rule(100, 400, 30032, "Maximum number of application commands reached (100)"),
    "command.menus": Rule(15, 400, 30032, "Maximum number of application commands reached (15)"),
    "command.name": _form(32, "Command name is invalid", "APPLICATION_COMMAND_INVALID_NAME"),
    "command.name_twice": _form(
        None, "Application command names must be unique", "APPLICATION_COMMANDS_DUPLICATE_NAME"
    ),
    "command.description": _most(100, 1),
    "command.size": _form(
        8000, "Command exceeds maximum size (8000)", "APPLICATION_COMMAND_TOO_LARGE"
    ),
    "command.options": _most(25),
    "command.option_twice": _form(
        None, "Option name duplicate", "APPLICATION_COMMAND_OPTIONS_NAME_DUPLICATE"
    ),
    "command.option_type": _form(
        None,
        "Sub-command and other option types exclude each other",
        "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
    ),
    "command.required_first": _form(
        None,
        "Required options must be placed before non-required options",
        "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
    ),
    "command.choices": _most(25),
    "command.choice_name": _most(100, 1),
    "command.choice_value": _most(100),
    "command.choice_autocomplete": _form(
        None,
        "Choices and autocomplete exclude each other",
        "APPLICATION_COMMAND_OPTIONS_CHOICES_AUTOCOMPLETE",
    ),
    "command.unknown": Rule(None, 404, 10063, "Unknown application command"),
}

INTERACTION_RULES: dict[str, Rule] = {
    "interaction.unknown": Rule(None, 404, 10062, "Unknown interaction"),
    "interaction.late": Rule(3, 404, 10062, "Unknown interaction"),
    "interaction.twice": Rule(1, 400, 40060, "Interaction has already been acknowledged."),
    "interaction.type": _form(None, "This type does not fit the interaction.", _CHOICE),
    "interaction.choices": _most(25),
    "interaction.expired": Rule(900, 401, 50027, "Invalid Webhook Token"),
    "interaction.unanswered": Rule(None, 404, 10015, "Unknown Webhook"),
}

PLACE_RULES: dict[str, Rule] = {
    "auth.wrong": Rule(None, 401, 0, "401: Unauthorized"),
    "route.unknown": Rule(None, 404, 0, "404: Not Found"),
    "body.json": Rule(None, 400, 50109, "The request body contains invalid JSON."),
    "body.needed": _form(None, "This field is required", _NEEDED),
    "guild.unknown": Rule(None, 404, 10004, "Unknown Guild"),
    "channel.unknown": Rule(None, 404, 10003, "Unknown Channel"),
    "message.unknown": Rule(None, 404, 10008, "Unknown Message"),
    "member.unknown": Rule(None, 404, 10007, "Unknown Member"),
    "user.unknown": Rule(None, 404, 10013, "Unknown User"),
    "role.unknown": Rule(None, 404, 10011, "Unknown Role"),
    "webhook.unknown": Rule(None, 404, 10015, "Unknown Webhook"),
    "emoji.unknown": Rule(None, 400, 10014, "Unknown Emoji"),
    "access.none": Rule(None, 403, 50001, "Missing Access"),
    "access.permission": Rule(None, 403, 50013, "Missing Permissions"),
    "access.history": Rule(
        None, 403, 160002, "Cannot reply without permission to read message history"
    ),
    "access.intent": Rule(None, 403, 50001, "Missing Access"),
    "user.closed": Rule(None, 403, 50007, "Cannot send messages to this user"),
    "user.bot": Rule(None, 400, 50007, "Cannot send messages to this user"),
    "message.not_own": Rule(None, 403, 50005, "Cannot edit a message authored by another user"),
    "message.system": Rule(None, 403, 50021, "Cannot execute action on a system message"),
    "channel.no_text": Rule(None, 400, 50008, "Cannot send messages in a non-text channel"),
    "channel.type": Rule(None, 400, 50024, "Cannot execute action on this channel type"),
    "channel.name": _most(100, 1),
    "reactions.many": Rule(20, 403, 30010, "Maximum number of reactions reached (20)"),
    "pins.many": Rule(250, 400, 30003, "Maximum number of pins reached for the channel (250)"),
    "search.limit": _form(1000, "int value should be between 1 and 1000.", "NUMBER_TYPE_MAX"),
    "history.limit": _form(100, "int value should be between 1 and 100.", "NUMBER_TYPE_MAX"),
}

THREAD_RULES: dict[str, Rule] = {
    "thread.twice": Rule(1, 400, 160004, "A thread has already been created for this message"),
    "thread.archived": Rule(None, 400, 50083, "Thread is archived"),
    "thread.locked": Rule(None, 403, 160005, "Thread is locked"),
    "thread.many": Rule(1000, 400, 160006, "Maximum number of active threads reached"),
    "thread.members": Rule(
        1000, 400, 30033, "Maximum number of thread participants has been reached (1000)"
    ),
    "thread.private_forum": Rule(None, 400, 50024, "Cannot execute action on this channel type"),
    "thread.duration": _form(None, "Value must be one of (60, 1440, 4320, 10080).", _CHOICE),
    "tag.many": Rule(20, 400, 30048, "Maximum number of tags in a forum channel reached (20)"),
    "tag.name": _most(20, 1),
    "tag.twice": Rule(None, 400, 40061, "Tag names must be unique"),
    "tag.unknown": Rule(None, 400, 10087, "Unknown Tag"),
    "tag.applied": _most(5),
    "tag.needed": Rule(1, 400, 40067, "A tag is required to create a forum post in this channel"),
    "tag.moderated": Rule(None, 403, 50013, "Missing Permissions"),
}

WEBHOOK_RULES: dict[str, Rule] = {
    "webhook.many": Rule(15, 400, 30007, "Maximum number of webhooks reached (15)"),
    "webhook.name": _form(80, "Webhook name is invalid", "WEBHOOK_USERNAME_INVALID"),
    "webhook.username": _form(80, "Username is invalid", "USERNAME_INVALID_CONTAINS"),
    "webhook.token": Rule(None, 401, 50027, "Invalid Webhook Token"),
    "webhook.forum": Rule(
        None, 400, 220001, "Webhooks posted to forum channels must have a thread_name or thread_id"
    ),
    "webhook.forum_both": Rule(
        None,
        400,
        220002,
        "Webhooks posted to forum channels cannot have both a thread_name and thread_id",
    ),
    "webhook.no_forum": Rule(
        None, 400, 220003, "Webhooks can only create threads in forum channels"
    ),
}

GATEWAY_RULES: dict[str, Rule] = {
    "gateway.token": Rule(None, 4004, 4004, "Authentication failed."),
    "gateway.intents": Rule(None, 4014, 4014, "Disallowed intent(s)."),
    "gateway.intents_invalid": Rule(None, 4013, 4013, "Invalid intent(s)."),
    "gateway.first": Rule(None, 4003, 4003, "Not authenticated."),
    "gateway.twice": Rule(1, 4005, 4005, "Already authenticated."),
    "gateway.opcode": Rule(None, 4001, 4001, "Unknown opcode."),
    "gateway.body": Rule(None, 4002, 4002, "Error while decoding payload."),
    "gateway.sequence": Rule(None, 4007, 4007, "Invalid seq."),
    "gateway.fast": Rule(120, 4008, 4008, "Rate limited."),
}
"""Why a socket is closed: the status is the close code."""

RATE_RULES: dict[str, Rule] = {
    "rate.route": Rule(None, 429, 0, "You are being rate limited."),
    "rate.global": Rule(50, 429, 0, "You are being rate limited."),
    "rate.banned": Rule(10_000, 429, 0, "banned"),
}

RULES: dict[str, Rule] = {
    **MESSAGE_RULES,
    **COMPONENT_RULES,
    **COMMAND_RULES,
    **INTERACTION_RULES,
    **PLACE_RULES,
    **THREAD_RULES,
    **WEBHOOK_RULES,
    **GATEWAY_RULES,
    **RATE_RULES,
}


class Refusal(Exception):
    """Discord says no. ``rule`` names the row, ``at`` the field of a form, with dots."""

    def __init__(self, rule: str, at: str = "") -> None:
        super().__init__(rule, at)
        self.rule = rule
        self.row = RULES[rule]
        self.at = at

    def to_json(self) -> Json:
        """The body of the answer."""
        if self.row.code != FORM:
            return {"message": self.row.message, "code": self.row.code}
        errors: Json = {"_errors": [{"code": self.row.field, "message": self.row.message}]}
        for part in reversed([one for one in self.at.split(".") if one]):
            errors = {part: errors}
        return {"message": "Invalid Form Body", "code": FORM, "errors": errors}
