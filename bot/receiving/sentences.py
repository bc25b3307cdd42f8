"""What people say to Deskhand in words of their own: is it a command, or words like any other?

Staff talk to it in verbs. Customers talk in sentences, many of which begin with a verb of ours,
so what they say is a command only if it is one of the customers' verbs, said as customers say
it. All else is a message, whatever its first word means to staff.
"""

from collections.abc import Mapping

from bot.grammar.command import Command
from bot.grammar.parse import first_word, nearest, parse, to_number
from bot.grammar.verbs import Registry, Verb
from bot.incoming import Incoming, Kind
from bot.talk import Talk
from core.access.actor import Actor
from core.conversation.places import CUSTOMER

SUPPORT = "support"


def speaks_directly(talk: Talk) -> bool:
    """Whether plain words to Deskhand are a command: from customers only a verb alone counts."""
    words = talk.incoming.text.split()
    if not talk.incoming.direct or talk.place is not None or not words:
        return False
    verb = words[0].casefold()
    if talk.actor.is_staff:
        return verb in talk.registry.of(talk.incoming.words)
    return len(words) == 1 and verb in talk.registry.offered(SUPPORT, talk.actor)


def speaks_plainly(talk: Talk) -> bool:
    """Whether a customer who mentions us says no command: then these are words like those
    around them."""
    inside = talk.number is not None
    is_sentence = begins_a_sentence(talk.registry, talk.actor, talk.incoming, inside=inside)
    return is_sentence and _is_their_place(talk)


def begins_a_sentence(
    registry: Registry, actor: Actor, incoming: Incoming, *, inside: bool
) -> bool:
    """Whether a mention is the beginning of a customer's sentence. ``inside`` the thread of a
    ticket its number may be left out.

    A slip in a verb is one only alone or before a ticket's number, because sentences begin with
    words that are near to verbs: "How", "Please", "Not".
    """
    first, rest = first_word(incoming.text)
    if not is_customers_mention(actor, incoming) or not first:
        return False
    name, own = first.casefold().lstrip("/"), registry.offered(SUPPORT, actor)
    if name in own:
        command = parse(incoming.text, registry.grammar(SUPPORT))
        return not _is_whole(own, command, inside=inside)
    if name in registry.verbs or (rest and to_number(first_word(rest)[0]) is None):
        return True
    return nearest(name, own) is None


def is_customers_mention(actor: Actor | None, incoming: Incoming) -> bool:
    """Whether a customer mentions us in a message that stands there: a slash command is one,
    whatever it says."""
    stands = incoming.kind is Kind.COMMAND and incoming.stamp is not None
    return stands and actor is not None and not actor.is_staff


def _is_whole(own: Mapping[str, Verb], command: Command, *, inside: bool) -> bool:
    """Whether a customer says the verb and what belongs to it, and nothing else."""
    verb = own[command.verb]
    if command.number is not None or not command.text:
        return True
    if verb.needs_ticket and not inside:
        return False
    return verb.ends is None or verb.ends(command.text.casefold(), own)


def _is_their_place(talk: Talk) -> bool:
    """Whether customers are at home here: by their ticket, in a channel for them, or directly."""
    if talk.place is not None:
        return talk.place.role == CUSTOMER
    return talk.in_support or talk.incoming.direct
