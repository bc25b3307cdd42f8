"""Text to command. One grammar for slash commands, mentions, buttons and forms."""

import difflib
import re
from collections.abc import Collection, Iterable, Mapping

from bot.grammar.command import Command
from core.errors import HelpdeskError

_TICKET = re.compile(r"(?:(?P<prefix>[A-Za-z]{2,8})-|#)?(?P<number>\d{1,12})\Z")
_LINK = re.compile(r"https?://\S+/tickets/(\d{1,12})\S*\Z")
_SEEN = re.compile(r"r(\d{1,9})\Z")
FIELD = "field"
"""The option that may be there more than once: ``field:KEY=VALUE``, kept as ``field.KEY``."""
_FIELD = re.compile(
    r'(?:^|(?<=\s))field(?::([a-z][a-z0-9_]*)=|\.([a-z][a-z0-9_]*):)("[^"]*"|\S*)', re.IGNORECASE
)


class UnknownVerb(HelpdeskError):
    """The first word is no verb. ``meant`` is the nearest one, if any is near."""

    code = "chat.unknown_verb"
    text = "I don't know `{said}`."


class UnknownTicketWord(HelpdeskError):
    """No ticket was named, and we are not in a ticket's thread."""

    code = "chat.which_ticket"
    text = "Which ticket? Say its number: `{verb} TIK-1042`, or say it in the ticket's thread."


def first_word(text: str) -> tuple[str, str]:
    """The first word and what comes after it, whatever space stands between them: people
    type line breaks after a verb, and phones put hard spaces there."""
    word, *rest = text.split(maxsplit=1) or [""]
    return word, "".join(rest)


def to_number(word: str) -> int | None:
    """The number in ``TIK-1042``, ``1042``, ``#1042`` or a link to a ticket."""
    found = _TICKET.match(word)
    if found:
        return int(found["number"])
    link = _LINK.match(word)
    return int(link[1]) if link else None


def nearest(word: str, verbs: Iterable[str]) -> str | None:
    """The verb that somebody may have meant; None if no verb is near."""
    near = difflib.get_close_matches(word, list(verbs), n=1, cutoff=0.6)
    return near[0] if near else None


def parse(said: str, verbs: Mapping[str, tuple[bool, Collection[str]]]) -> Command:
    """Take what was said apart.

    ``verbs`` maps each verb to whether it takes a ticket and to the names of its
    options; ``key:value`` with another key stays part of the text. Raises
    :class:`UnknownVerb`.
    """
    first, rest = first_word(said)
    verb = first.casefold().lstrip("/")
    if verb not in verbs:
        raise UnknownVerb(said=first, meant=nearest(verb, verbs), rest=rest.strip())
    takes_ticket, options = verbs[verb]
    number = seen = None
    if takes_ticket:
        number, seen, rest = _leading_ticket(rest)
    found, text = _options(rest, options)
    return Command(verb, number, seen, text, found)


def _leading_ticket(rest: str) -> tuple[int | None, int | None, str]:
    word, after = first_word(rest)
    # "TIK-1042: hello" names a ticket; "3: restart it" may be the third of several steps.
    number = to_number(word if word[:1].isdigit() else word.rstrip(":,"))
    if number is None:
        return None, None, rest
    second, later = first_word(after)
    revision = _SEEN.match(second)
    if revision:
        return number, int(revision[1]), later
    return number, None, after


def _options(rest: str, names: Collection[str]) -> tuple[dict[str, str], str]:
    if not names:
        return {}, rest.strip()
    fields: dict[str, str] = {}
    if FIELD in names:
        found = _FIELD.findall(rest)
        fields = {f"{FIELD}.{(a or b).casefold()}": v.strip('"') for a, b, v in found}
        rest = _FIELD.sub("", rest)
    known = "|".join(sorted(map(re.escape, names), key=len, reverse=True))
    pattern = re.compile(rf'(?:^|(?<=\s))({known}):("[^"]*"|\S*)', re.IGNORECASE)
    options = {name.casefold(): value.strip('"') for name, value in pattern.findall(rest)}
    return {**options, **fields}, pattern.sub("", rest).strip()
