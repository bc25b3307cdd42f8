"""What the scheduler's tick looks at, in one list: each kind of due row and who handles it."""

from collections.abc import Mapping

from core.events.due import Handler
from core.sla.clocks import DUE_KIND, clock_is_due
from core.sla.warnings import ALERTS_DUE, alerts_are_due
from core.surveys.asking import ASK_DUE, question_is_due
from core.tickets.announcements.homes import HOME, OPEN, home_is_closed, home_is_due
from core.tickets.autoclosing import (
    CLOSE_DUE,
    PLAN_DUE,
    WARNING_DUE,
    close_resolved,
    closing_is_near,
    plan_closings,
)
from core.tickets.collaboration.presence import OVER_DUE, replying_is_over
from core.tickets.held.held_sending import HELD_DUE, held_is_due
from core.tickets.held.looking_answered import NUDGE_DUE, nudge_is_due
from core.tickets.snoozing import DUE_KIND as SNOOZE_DUE
from core.tickets.snoozing import snooze_is_due

SWEEPS: Mapping[str, Handler] = {
    DUE_KIND: clock_is_due,
    ALERTS_DUE: alerts_are_due,
    ASK_DUE: question_is_due,
    WARNING_DUE: closing_is_near,
    CLOSE_DUE: close_resolved,
    PLAN_DUE: plan_closings,
    SNOOZE_DUE: snooze_is_due,
    HOME: home_is_due,
    OPEN: home_is_closed,
    HELD_DUE: held_is_due,
    NUDGE_DUE: nudge_is_due,
    OVER_DUE: replying_is_over,
}
