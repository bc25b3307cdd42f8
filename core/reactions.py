"""What must follow what, in one list: run in this order, in the same transaction."""

from core.database.unit_of_work import Reactions
from core.sla.clocks import follow_message, follow_priority, follow_status, start_clocks
from core.sla.events import ClockBreached
from core.tickets.announcing import (
    announce_amendment,
    announce_change,
    announce_message,
    announce_opening,
    repaint,
)
from core.tickets.events import (
    MessageDeleted,
    MessageEdited,
    MessagePosted,
    TicketAssigned,
    TicketClaimed,
    TicketClosed,
    TicketDeleted,
    TicketOpened,
    TicketPriorityChanged,
    TicketReleased,
    TicketReopened,
    TicketResolved,
    TicketStatusChanged,
    TicketUpdated,
)
from core.tickets.indexing import index_ticket

REACTIONS: Reactions = {
    TicketOpened: (start_clocks, announce_opening),
    MessagePosted: (follow_message, index_ticket, announce_message),
    MessageEdited: (index_ticket, announce_amendment),
    MessageDeleted: (index_ticket, announce_amendment),
    TicketClaimed: (announce_change,),
    TicketReleased: (announce_change,),
    TicketAssigned: (announce_change,),
    TicketStatusChanged: (follow_status, announce_change),
    TicketResolved: (follow_status, announce_change),
    TicketClosed: (follow_status, announce_change),
    TicketReopened: (follow_status, announce_change),
    TicketPriorityChanged: (follow_priority, announce_change),
    TicketUpdated: (index_ticket, announce_change),
    TicketDeleted: (announce_change,),
    ClockBreached: (repaint,),
}
