"""What must follow what, in one list: run in this order, in the same transaction."""

from core.database.unit_of_work import Reactions
from core.people.events import PeopleJoined, PeopleParted
from core.people.organisation import OrganisationChanged
from core.sla.clocks import (
    follow_message,
    follow_organisation,
    follow_priority,
    follow_status,
    start_clocks,
)
from core.sla.events import ClockBreached, ClockChanged, ClockHalfway, ClockWarned
from core.sla.rebuilding import rebuild_clocks, stop_clocks
from core.sla.warnings import refresh_warnings, warn_people
from core.surveys.asking import (
    plan_question,
    plan_question_again,
    show_question,
    withdraw_question,
)
from core.surveys.events import SurveyAnswered, SurveyAsked, SurveyWithdrawn
from core.tickets.announcements.announcing import (
    announce_change,
    announce_message,
    announce_opening,
    repaint,
)
from core.tickets.announcements.announcing_amendments import announce_amendment, announce_sending
from core.tickets.announcements.announcing_parts import announce_move, announce_split
from core.tickets.announcements.announcing_people import repaint_for_people
from core.tickets.announcements.announcing_reactions import announce_reaction, follow_reacted
from core.tickets.announcements.announcing_relations import (
    announce_escalation,
    announce_merge,
    announce_waking,
)
from core.tickets.announcements.homes import refresh_homes
from core.tickets.announcements.marking import mark_own_words
from core.tickets.announcements.mirroring import follow_mirrors, open_mirrors
from core.tickets.autoclosing import (
    announce_closing,
    follow_closing_settings,
    forget_closing,
    plan_closing,
    plan_closing_again,
)
from core.tickets.changes import CHANGES
from core.tickets.collaboration.following import tell_followers
from core.tickets.collaboration.nudging import TicketNudged, announce_nudge
from core.tickets.ending_events import TicketClosingSoon, TicketFollowedUp
from core.tickets.events import (
    MessageDeleted,
    MessageEdited,
    MessageFilesChanged,
    MessagePosted,
    MessageReacted,
    MessageUnreacted,
    TicketAssigned,
    TicketClaimed,
    TicketClosed,
    TicketDeleted,
    TicketEscalated,
    TicketJoined,
    TicketMadePrivate,
    TicketMerged,
    TicketOpened,
    TicketParted,
    TicketPriorityChanged,
    TicketReleased,
    TicketReopened,
    TicketResolved,
    TicketSnoozed,
    TicketStatusChanged,
    TicketUnmerged,
    TicketUpdated,
    TicketWoken,
)
from core.tickets.held.looking_answered import plan_answer_nudge
from core.tickets.held.outdated import flag_outdated_answer
from core.tickets.privacy import announce_privacy, begin_in_private
from core.tickets.reading.indexing import index_ticket, mark_meaning
from core.tickets.reading.recent import remember_touched
from core.tickets.relations.following_up import announce_follow_up
from core.tickets.relations.relation_events import (
    TicketGathered,
    TicketGathering,
    TicketLetGo,
    TicketMoved,
    TicketSplit,
    TicketSplitOff,
    TicketUnsplit,
)
from core.tickets.saying_to_all import say_to_all
from core.tickets.sending import NoteSent
from core.tickets.snoozing import snooze_again, wake_at_the_end, wake_on_reply, wake_when_given

_FOLLOWING: Reactions = {
    TicketOpened: (start_clocks, mark_meaning, announce_opening, open_mirrors),
    MessagePosted: (
        follow_message,
        index_ticket,
        announce_message,
        say_to_all,
        mark_own_words,
        plan_answer_nudge,
        wake_on_reply,
        tell_followers,
        begin_in_private,
    ),
    MessageEdited: (
        index_ticket,
        mark_meaning,
        flag_outdated_answer,
        announce_amendment,
        follow_reacted,
    ),
    MessageDeleted: (
        index_ticket,
        mark_meaning,
        announce_amendment,
        follow_reacted,
        refresh_homes,
    ),
    MessageFilesChanged: (announce_amendment, follow_reacted),
    MessageReacted: (announce_reaction,),
    MessageUnreacted: (announce_reaction,),
    NoteSent: (announce_sending, mark_own_words),
    TicketClaimed: (announce_change, wake_when_given),
    TicketReleased: (announce_change,),
    TicketAssigned: (
        follow_priority,
        announce_change,
        wake_when_given,
    ),
    TicketStatusChanged: (follow_status, follow_priority, announce_change, wake_when_given),
    TicketResolved: (
        follow_status,
        follow_priority,
        wake_at_the_end,
        announce_change,
        plan_closing,
        plan_question,
        tell_followers,
    ),
    TicketClosed: (
        follow_status,
        follow_priority,
        wake_at_the_end,
        announce_change,
        forget_closing,
        plan_question,
    ),
    TicketReopened: (
        follow_status,
        follow_priority,
        announce_change,
        forget_closing,
        withdraw_question,
    ),
    TicketClosingSoon: (announce_closing,),
    TicketNudged: (announce_nudge,),
    TicketFollowedUp: (announce_follow_up,),
    SurveyAsked: (show_question,),
    SurveyAnswered: (show_question,),
    SurveyWithdrawn: (show_question,),
    TicketPriorityChanged: (follow_priority, announce_change),
    TicketUpdated: (index_ticket, mark_meaning, announce_change),
    TicketDeleted: (announce_change,),
    TicketEscalated: (follow_priority, announce_escalation, wake_when_given),
    TicketSnoozed: (announce_change,),
    TicketWoken: (announce_waking,),
    TicketMadePrivate: (announce_privacy,),
    TicketMerged: (stop_clocks, announce_merge),
    TicketUnmerged: (
        rebuild_clocks,
        index_ticket,
        announce_merge,
        snooze_again,
        plan_closing_again,
        plan_question_again,
    ),
    TicketJoined: (rebuild_clocks, index_ticket, announce_merge),
    TicketParted: (rebuild_clocks, index_ticket, announce_merge),
    TicketSplit: (rebuild_clocks, index_ticket, mark_meaning, announce_split),
    TicketSplitOff: (rebuild_clocks, index_ticket, mark_meaning, announce_split),
    TicketUnsplit: (index_ticket, mark_meaning),
    TicketGathered: (announce_change,),
    TicketLetGo: (announce_change,),
    TicketGathering: (announce_change,),
    TicketMoved: (rebuild_clocks, index_ticket, mark_meaning, announce_move),
    ClockHalfway: (repaint,),
    ClockWarned: (repaint, warn_people),
    ClockBreached: (repaint, warn_people, refresh_homes),
    ClockChanged: (refresh_warnings,),
    PeopleJoined: (repaint_for_people,),
    PeopleParted: (repaint_for_people,),
    OrganisationChanged: (follow_organisation, follow_closing_settings),
}

_PAINTING = frozenset(
    {
        announce_amendment,
        announce_change,
        announce_escalation,
        announce_merge,
        announce_message,
        announce_privacy,
        announce_move,
        announce_split,
        announce_waking,
        repaint,
    }
)
_MIRRORED: Reactions = {
    event: (*follow, follow_mirrors) if _PAINTING.intersection(follow) else follow
    for event, follow in _FOLLOWING.items()
}
"""Whatever paints the cards of a ticket's places paints those of subscribed channels."""

REACTIONS: Reactions = {
    **_MIRRORED,
    **{
        event: (*_MIRRORED.get(event, ()), remember_touched, refresh_homes)
        for event in (TicketOpened, MessagePosted, *CHANGES)
    },
}
