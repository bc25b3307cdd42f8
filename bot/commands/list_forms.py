"""How a list in chat is narrowed and sorted further: a form, and a menu of orders."""

from dataclasses import replace

from bot.cards import Button, FieldKind, Form, FormField, Option, Select
from bot.commands.list_filters import FILTERS, SLA_STATES, TITLES
from bot.forms.forms import category_options, priority_options
from bot.forms.suggesting import WHOEVER
from bot.grammar.command import Command
from bot.talk import Talk
from core.access.permissions import Permission, require
from core.errors import Invalid
from core.tickets.configuration.catalogue import catalogue

FILTER, ASK = "filter", "ask"
ORDERS = {
    "newest": ("Newest first", "-created_at"),
    "oldest": ("Oldest first", "created_at"),
    "due": ("Next due first", "due"),
    "changed": ("Changed last", "-updated_at"),
    "priority": ("Most urgent first", "priority"),
    "status": ("By status", "status"),
    "team": ("By team", "team"),
    "category": ("By category", "category"),
    "owner": ("By owner", "assignee"),
}
"""What ``sort:`` understands: its words, and how the list is asked for."""
WHOSE, STATE = "whose", "state"
"""What the form asks for in one field each: owner or team; targets or age."""
AGES = (("1d", "a day"), ("3d", "three days"), ("7d", "a week"), ("4w", "four weeks"))
_STATES = (
    *(Option(label=words, says=name) for name, words in SLA_STATES),
    *(Option(label=f"Opened at least {words} ago", says=name) for name, words in AGES),
)
_ASKED = ("status", "priority", "team", "category", "assignee", "tag", "sla", "age", "sort")


def order_of(command: Command) -> str:
    """How the list is sorted. Raises :class:`Invalid` for a word that is no order."""
    said = command.options.get("sort") or "newest"
    if said not in ORDERS:
        raise Invalid(field="sort", problem=f"{said!r} is not one of {', '.join(ORDERS)}")
    return ORDERS[said][1]


def ways_to_narrow(command: Command, view: str) -> tuple[Button, ...]:
    """A button that asks for filters, and one back to the whole view."""
    asks = _with(command, view, {FILTER: ASK})
    buttons = [Button(label="Filter…", says=asks.says(), opens_form=True)]
    if any(command.options.get(name) for name in _ASKED):
        buttons.append(Button(label="No filters", says=f"list view:{view}"))
    if command.options.get("page"):
        buttons.append(Button(label="First page", says=_with(command, view, {}).says()))
    return tuple(buttons)


def ways_to_sort(command: Command, view: str) -> Select:
    """The same list in another order."""
    options = [
        Option(label=words, says=_with(command, view, {"sort": name}).says())
        for name, (words, _) in ORDERS.items()
    ]
    return Select(label="Sort…", options=tuple(options))


def narrowed_in_words(command: Command) -> str:
    """What the list is narrowed to and how it is sorted; empty for the whole view."""
    said = [
        f"{name} {value}"
        for name in (*FILTERS, "sla", "age")
        if (value := command.options.get(name))
    ]
    order = command.options.get("sort")
    said += [ORDERS[order][0].lower()] if order in ORDERS else []
    return f"Only {', '.join(said)}" if said else ""


async def settled(talk: Talk, command: Command) -> Command:
    """The command with what the form asked for in its own options."""
    options = dict(command.options)
    whose, state = options.pop(WHOSE, ""), options.pop(STATE, "")
    options.pop(FILTER, None)
    if whose:
        teams = (await catalogue(talk.uow)).teams.values()
        is_team = whose.casefold() in {team.name.casefold() for team in teams}
        options["team" if is_team else "assignee"] = whose
    if state:
        options["sla" if state in dict(SLA_STATES) else "age"] = state
    return replace(command, options={name: said for name, said in options.items() if said})


async def list_form(talk: Talk, command: Command) -> Form | None:
    """Asks for filters and the order, if that is wanted."""
    if command.options.get(FILTER) != ASK or not talk.actor.is_staff:
        return None
    require(talk.actor, Permission.READ)
    words, said = await catalogue(talk.uow), command.options
    view = said.get("view") or "all"
    statuses = [s.name for s in words.statuses.values() if not s.hidden]
    whose = FormField(
        name=WHOSE,
        label="Owner or team",
        required=False,
        hint="A name, me, nobody or a team",
        value=said.get("assignee") or said.get("team") or "",
        finder=WHOEVER,
    )
    fields = (
        _choice("status", "Status", _named(statuses), said),
        _choice("priority", "Priority", priority_options(), said),
        whose,
        _choice("category", "Category", category_options(words), said),
        _choice(STATE, "Targets or age", _STATES, {STATE: said.get("sla") or said.get("age", "")}),
    )
    gone = {"status", "priority", "category", "assignee", "team", "sla", "age"}
    kept = {n: v for n, v in said.items() if n not in {*gone, FILTER, "page", "view"}}
    says = Command("list", options={"view": view, **kept}).says()
    title = "Filter" if view not in TITLES else f"Filter {view}"
    return Form(title=title, says=says, submit="Show", fields=fields)


def _named(names: list[str]) -> tuple[Option, ...]:
    return tuple(Option(label=name, says=name) for name in names)


def _choice(name: str, label: str, options: tuple[Option, ...], said: dict[str, str]) -> FormField:
    return FormField(
        name=name,
        label=label,
        kind=FieldKind.SELECT if options else FieldKind.LINE,
        required=False,
        options=options,
        value=said.get(name, ""),
    )


def _with(command: Command, view: str, more: dict[str, str]) -> Command:
    """The list that is shown, narrowed or sorted further, from its beginning."""
    kept = {name: value for name, value in command.options.items() if name != "page"}
    return replace(command, text="", options={**kept, "view": view, **more})
