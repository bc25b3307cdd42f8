"""Facts in words, the same on every door."""

from datetime import datetime, timedelta

_WORDS = {
    "TicketOpened": "opened this",
    "TicketClaimed": "claimed this",
    "TicketReleased": "released this",
    "TicketAssigned": "assigned this",
    "TicketStatusChanged": "changed the status",
    "TicketResolved": "resolved this",
    "TicketClosed": "closed this",
    "TicketReopened": "reopened this",
    "TicketClosingSoon": "said when this closes",
    "SurveyAsked": "asked how the support was",
    "SurveyAnswered": "rated the support",
    "SurveyWithdrawn": "withdrew the question",
    "TicketNudged": "asked the owner to look at this",
    "TicketFollowedUp": "opened this as a follow-up",
    "TicketPriorityChanged": "changed the priority",
    "TicketUpdated": "changed the details",
    "TicketDeleted": "deleted this",
    "TicketEscalated": "escalated this",
    "TicketSnoozed": "snoozed this",
    "TicketWoken": "woke this",
    "TicketMadePrivate": "made this private",
    "TicketMerged": "merged this into another ticket",
    "TicketUnmerged": "took this out of a merge",
    "TicketJoined": "merged another ticket into this",
    "TicketParted": "took a merged ticket out of this",
    "TicketSplit": "split a part of this off",
    "TicketSplitOff": "made this of a part of another ticket",
    "TicketUnsplit": "gave back what this had taken over",
    "TicketMoved": "gave this to another customer",
    "TicketGathered": "gathered this with others that ask the same",
    "TicketLetGo": "let this go on by itself",
    "TicketGathering": "changed which tickets are gathered here",
    "TicketLinked": "linked another ticket",
    "TicketUnlinked": "took a link away",
    "TicketFollowed": "called in somebody to follow",
    "TicketUnfollowed": "stopped following",
    "PeopleMentioned": "called people in",
    "MessagePosted": "wrote",
    "MessageEdited": "edited a message",
    "MessageDeleted": "removed a message",
    "MessageReacted": "reacted to a message",
    "MessageUnreacted": "took a reaction away",
    "MessageFilesChanged": "changed a message's files",
    "TicketLinesPaused": "stopped saying what happens here: it was too much at once",
    "TicketLinesResumed": "let the desk say again what happens here",
    "NoteSent": "sent a note to the customer",
}


def in_words(event_type: str) -> str:
    """What happened, to follow a name: ``claimed this``."""
    return _WORDS.get(event_type, event_type)


def event_in_words(event_type: str, name: str, at: datetime, now: datetime) -> str:
    """``Sam claimed this 12 s ago``."""
    return f"{name} {in_words(event_type)} {ago(now - at)}"


def ago(passed: timedelta) -> str:
    """A span in the largest fitting unit: ``12 s ago``, ``3 min ago``, ``2 days ago``."""
    seconds = max(0, int(passed.total_seconds()))
    for size, unit in ((86400, "days"), (3600, "h"), (60, "min")):
        if seconds >= size:
            count = seconds // size
            return f"{count} {'day' if unit == 'days' and count == 1 else unit} ago"
    return f"{seconds} s ago" if seconds > 1 else "just now"


def span(seconds: float) -> str:
    """A length of time in at most two units: ``1 h 20 min``, ``3 d 4 h``."""
    minutes = int(abs(seconds) // 60)
    days, rest = divmod(minutes, 1440)
    hours, minutes = divmod(rest, 60)
    parts = [(days, "d"), (hours, "h"), (minutes, "min")]
    shown = [f"{count} {unit}" for count, unit in parts if count][:2]
    return " ".join(shown) or "under 1 min"
