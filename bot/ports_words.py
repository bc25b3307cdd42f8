"""How a platform lets people speak to us, where it differs from saying anything anywhere.

A platform of which one of these is true implements it beside :class:`bot.ports.ChatPlatform`.
"""

from typing import Protocol, runtime_checkable


@runtime_checkable
class MissesWords(Protocol):
    """A platform that may keep from us what people say without addressing us."""

    reads_words: bool
    """Whether plain words reach us that are said elsewhere than in direct messages."""


@runtime_checkable
class HearsOthers(Protocol):
    """A platform on which other bots speak, and where an emoji may say a command."""

    hears_others: bool
    """Whether what other bots say there is told to us."""


@runtime_checkable
class IsOnTheWeb(Protocol):
    """A platform to which a link to the web leads, and which keeps what we say there itself."""

    on_the_web: bool


@runtime_checkable
class NamesCommands(Protocol):
    """A platform whose commands do not begin with ``/ticket`` for everybody and everywhere."""

    is_a_menu: bool
    """Whether a vocabulary is a menu of its own verbs, after which nothing else can be said."""

    def vocabulary_of(self, words: str, *, staff: bool) -> str:
        """The vocabulary that is offered to who spoke in ``words``, or pressed a button."""

    def begins(self, words: str, *, direct: bool) -> str:
        """With what a command of that vocabulary begins, in direct messages or elsewhere."""


def words_are_read(platform: object) -> bool:
    """Whether who simply writes is heard elsewhere than in direct messages, too."""
    return not isinstance(platform, MissesWords) or platform.reads_words


def vocabulary_for(platform: object, words: str, *, staff: bool) -> str:
    """The vocabulary in which this person is told what to say."""
    if isinstance(platform, NamesCommands):
        return platform.vocabulary_of(words, staff=staff)
    return words


def beginning_of(platform: object, words: str, *, direct: bool) -> str:
    """With what a command of that vocabulary begins there."""
    return (
        platform.begins(words, direct=direct)
        if isinstance(platform, NamesCommands)
        else f"/{words}"
    )


def is_a_menu(platform: object) -> bool:
    """Whether nothing but its own verbs can be said in a vocabulary."""
    return isinstance(platform, NamesCommands) and platform.is_a_menu
