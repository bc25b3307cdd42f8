"""Our texts in Discord's Markdown.

Whatever a text says, the outcome mentions nobody, shows no emoji, time or command of Discord's,
and leads nowhere but where it says: what Discord could take for its own is escaped.
"""

import re
from datetime import datetime

from bot.showing.markup import Markup
from bot.showing.texts import clean

_SPECIAL = re.compile(r"([\\`*_~|<>\[\]()#:+-])")
_MENTION = re.compile(r"@(?=everyone|here|[!&]?\d)")
_NUMBERED = re.compile(r"(?m)^(\s*\d+)\.(?=\s)")
_NOTHING = "\u200b"


def escape(text: str) -> str:
    """Plain words for a place with Markdown: Discord sees nothing of its own in them."""
    shown = _MENTION.sub(f"@{_NOTHING}", clean(text))
    return _NUMBERED.sub(r"\1\\.", _SPECIAL.sub(r"\\\1", shown))


def to_moment(moment: datetime) -> str:
    """A moment in each reader's own time, and how far away it is."""
    at = int(moment.timestamp())
    return f"<t:{at}:f> (<t:{at}:R>)"


def _code(content: str) -> str:
    shown = clean(content).replace("```", f"`{_NOTHING}`{_NOTHING}`")
    return f"```\n{_MENTION.sub(f'@{_NOTHING}', shown)}\n```"


def _code_words(content: str) -> str:
    shown = _MENTION.sub(f"@{_NOTHING}", clean(content)).replace("`", "'")
    return f"`{shown}`"


MARKDOWN = Markup(
    escape=escape,
    named=lambda address, words: f"[{words}](<{address}>)",
    bare=lambda _, address: f"<{address}>",
    code=_code,
    code_words=_code_words,
    emphasis="*",
    struck="~~",
    percent="()<>",
    schemes=("http://", "https://"),
    longest_address=1500,
)
escape_within, to_link = MARKDOWN.within, MARKDOWN.link
