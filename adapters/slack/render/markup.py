"""Our texts in Slack's mrkdwn.

Whatever the text says, the outcome contains no mention, no command and no address
but those that we wrote: Slack's control characters are always escaped.
"""

from datetime import UTC, datetime

from bot.showing.markup import Markup
from bot.showing.texts import clean


def escape(text: str) -> str:
    """Plain words for a mrkdwn place: Slack sees no control sequence in them."""
    return clean(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def to_moment(moment: datetime) -> str:
    """A moment in each reader's own time; in UTC for a reader that cannot show that."""
    at = moment.astimezone(UTC)
    words = f"{at.day} {at:%b %H:%M} UTC"
    return f"<!date^{int(at.timestamp())}^{{date_short_pretty}} {{time}}|{words}>"


def _code(content: str) -> str:
    shown = escape(content).replace("```", "`\u200b`\u200b`")
    return f"```\n{shown}\n```"


def _code_words(content: str) -> str:
    shown = escape(content).replace("`", "'")
    return f"`{shown}`"


MRKDWN = Markup(
    escape=escape,
    named=lambda address, words: f"<{escape(address)}|{words}>",
    bare=lambda _, address: f"<{escape(address)}>",
    code=_code,
    code_words=_code_words,
    strong="*",
    struck="~",
    bullet="•",
    percent='<>|"',
)
escape_within, to_link = MRKDWN.within, MRKDWN.link
