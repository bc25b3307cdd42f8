"""What Discord refuses: one row per rule, with its documented limit and its error."""

from typing import Any

from tests.fakes.discord.rows import CHOICE, FORM, NEEDED, Rule, form, most
from tests.fakes.discord.rules_contents import COMPONENT_RULES, MESSAGE_RULES

Json = dict[str, Any]

COMMAND_RULES: dict[str, Rule] = {
    "command.many": Rule(100, 400, 30032, "Maximum number of application commands reached (100)"),
    "command.menus": Rule(15, 400, 30032, "Maximum number of application commands reached (15)"),
    "command.name": form(32, "Command name is invalid", "APPLICATION_COMMAND_INVALID_NAME"),
    "command.name_twice": form(
        None, "Application command names must be unique", "APPLICATION_COMMANDS_DUPLICATE_NAME"
    ),
    "command.description": most(100, 1),
    "command.size": form(
        8000, "Command exceeds maximum size (8000)", "APPLICATION_COMMAND_TOO_LARGE"
    ),
    "command.options": most(25),
    "command.option_twice": form(
        None, "Option name duplicate", "APPLICATION_COMMAND_OPTIONS_NAME_DUPLICATE"
    ),
    "command.option_type": form(
        None,
        "Sub-command and other option types exclude each other",
        "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
    ),
    "command.required_first": form(
        None,
        "Required options must be placed before non-required options",
        "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
    ),
    "command.choices": most(25),
    "command.choice_name": most(100, 1),
    "command.choice_value": most(100),
    "command.choice_autocomplete": form(
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
    "interaction.type": form(None, "This type does not fit the interaction.", CHOICE),
    "interaction.choices": most(25),
    "interaction.expired": Rule(900, 401, 50027, "Invalid Webhook Token"),
    "interaction.unanswered": Rule(None, 404, 10015, "Unknown Webhook"),
}

PLACE_RULES: dict[str, Rule] = {
    "auth.wrong": Rule(None, 401, 0, "401: Unauthorized"),
    "route.unknown": Rule(None, 404, 0, "404: Not Found"),
    "body.json": Rule(None, 400, 50109, "The request body contains invalid JSON."),
    "body.needed": form(None, "This field is required", NEEDED),
    "guild.unknown": Rule(None, 404, 10004, "Unknown Guild"),
    "channel.unknown": Rule(None, 404, 10003, "Unknown Channel"),
    "message.unknown": Rule(None, 404, 10008, "Unknown Message"),
    "member.unknown": Rule(None, 404, 10007, "Unknown Member"),
    "user.unknown": Rule(None, 404, 10013, "Unknown User"),
    "webhook.unknown": Rule(None, 404, 10015, "Unknown Webhook"),
    "emoji.unknown": Rule(None, 400, 10014, "Unknown Emoji"),
    "access.none": Rule(None, 403, 50001, "Missing Access"),
    "access.permission": Rule(None, 403, 50013, "Missing Permissions"),
    "access.history": Rule(
        None, 403, 160002, "Cannot reply without permission to read message history"
    ),
    "access.intent": Rule(None, 403, 50001, "Missing Access"),
    "user.closed": Rule(None, 403, 50007, "Cannot send messages to this user"),
    "user.fast": Rule(None, 403, 40003, "You are opening direct messages too fast"),
    "user.bot": Rule(None, 400, 50007, "Cannot send messages to this user"),
    "message.not_own": Rule(None, 403, 50005, "Cannot edit a message authored by another user"),
    "message.system": Rule(None, 403, 50021, "Cannot execute action on a system message"),
    "channel.no_text": Rule(None, 400, 50008, "Cannot send messages in a non-text channel"),
    "channel.type": Rule(None, 400, 50024, "Cannot execute action on this channel type"),
    "channel.name": most(100, 1),
    "reactions.many": Rule(20, 403, 30010, "Maximum number of reactions reached (20)"),
    "pins.many": Rule(250, 400, 30003, "Maximum number of pins reached for the channel (250)"),
    "search.limit": form(1000, "int value should be between 1 and 1000.", "NUMBER_TYPE_MAX"),
    "history.limit": form(100, "int value should be between 1 and 100.", "NUMBER_TYPE_MAX"),
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
    "thread.duration": form(None, "Value must be one of (60, 1440, 4320, 10080).", CHOICE),
    "tag.many": Rule(20, 400, 30048, "Maximum number of tags in a forum channel reached (20)"),
    "tag.name": most(20, 1),
    "tag.twice": Rule(None, 400, 40061, "Tag names must be unique"),
    "tag.unknown": Rule(None, 400, 10087, "Unknown Tag"),
    "tag.applied": most(5),
    "tag.needed": Rule(1, 400, 40067, "A tag is required to create a forum post in this channel"),
    "tag.moderated": Rule(None, 403, 50013, "Missing Permissions"),
}

WEBHOOK_RULES: dict[str, Rule] = {
    "webhook.many": Rule(15, 400, 30007, "Maximum number of webhooks reached (15)"),
    "webhook.name": form(80, "Webhook name is invalid", "WEBHOOK_USERNAME_INVALID"),
    "webhook.username": form(80, "Username is invalid", "USERNAME_INVALID_CONTAINS"),
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
