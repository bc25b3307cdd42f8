"""What people ask of us in Discord: commands, presses, forms in steps, completions.

What opens a form is asked, everything else is told to the desk before Discord hears that we
have it. What anything needs stands in what Discord sends along: nothing is kept in memory.
"""

import asyncio
from dataclasses import replace
from uuid import UUID

import structlog

from adapters.discord.addresses import Own, Where
from adapters.discord.inbound.commands import SOURCES, TICKET, focused, to_choices
from adapters.discord.inbound.interactions import (
    AUTOCOMPLETE,
    COMMAND,
    COMPONENT,
    SUBMIT,
    Payload,
    beside,
    incoming_of,
    to_command,
    to_press,
)
from adapters.discord.render.components import BUTTON, ROW, Json
from adapters.discord.render.forms import (
    FORM,
    GO_ON,
    Origin,
    step_with,
    steps_of,
    to_modal,
    to_origin,
    to_values,
)
from adapters.discord.render.packing import long, short
from adapters.discord.sending.responding import Responder, is_step
from bot.cards import Form, Text
from bot.incoming import Incoming, Kind
from bot.ports import Desk, Refused
from bot.receiving.asking import ask_within

_log = structlog.get_logger(__name__)

_ASK_SECONDS = 2.0
_SUGGEST_SECONDS = 2.0
_OUR_FAULT = Text(text="Something broke on our side, and this was not taken. Please try again.")


class Asks:
    """Answers interactions through the desk."""

    def __init__(self, desk: Desk, responder: Responder) -> None:
        self._desk = desk
        self._respond = responder

    async def hear(self, asked: Payload, where: Where, own: Own) -> None:
        """Answer one interaction."""
        kind = asked.get("type")
        if kind == AUTOCOMPLETE:
            return await self._complete(asked, where, own)
        try:
            if kind == COMMAND:
                await self._command(asked, where, own)
            elif kind == COMPONENT:
                await self._component(asked, where, own)
            elif kind == SUBMIT:
                await self._submission(asked, where, own)
        except Exception as error:
            # A loop's boundary: the asker must not wait for what will never come.
            _log.exception("discord.not_taken", error=repr(error))
            await self._respond.say(asked, _OUR_FAULT)

    async def _command(self, asked: Payload, where: Where, own: Own) -> None:
        incoming = to_command(asked, where, own)
        if incoming is None:
            await self._respond.say(asked, Text(text="I don't know this command."))
        elif not await self._open(asked, incoming, Origin(incoming.words, "")):
            await self._desk.tell(incoming)
            await self._respond.wait(asked)

    async def _component(self, asked: Payload, where: Where, own: Own) -> None:
        name = str((asked.get("data") or {}).get("custom_id") or "")
        origin = to_origin(name, GO_ON)
        if origin is not None:
            await self._go_on(
                asked, origin, incoming_of(asked, where, own, Kind.PRESS, origin.says)
            )
            return
        incoming = to_press(asked, where, own)
        if incoming is None:
            await self._respond.take(asked)
        elif not await self._open(asked, incoming, Origin(incoming.words, "")):
            await self._desk.tell(incoming)
            await self._respond.take(asked)

    async def _open(self, asked: Payload, incoming: Incoming, origin: Origin) -> bool:
        """Open the form that this asks for. False: it is to be told."""
        form = await ask_within(_ASK_SECONDS, self._desk, incoming)
        if form is None:
            return False
        try:
            modal = to_modal(form, replace(origin, says=form.says))
        except Refused as refused:
            # The person pressed something: the desk answers in words instead.
            _log.warning("discord.form_not_opened", key=incoming.key, reason=refused.reason)
            return False
        await self._respond.open(asked, modal)
        return True

    async def _go_on(self, asked: Payload, origin: Origin, incoming: Incoming) -> None:
        """Open the next step of a form, or the one in which something is wrong."""
        values = await self._kept(incoming, origin)
        submitted = incoming.model_copy(update={"kind": Kind.FORM, "values": values})
        form = await ask_within(_ASK_SECONDS, self._desk, submitted)
        form = form or await ask_within(_ASK_SECONDS, self._desk, incoming)
        if form is None:
            await self._respond.say(asked, Text(text="This form is no longer there. Begin anew."))
            return
        # What was not asked for yet is no mistake.
        wrong = {field.name: field.error for field in form.fields if field.name in values}
        await self._respond.open(asked, to_modal(form.with_errors(wrong, values), origin))

    async def _submission(self, asked: Payload, where: Where, own: Own) -> None:
        data = asked.get("data") or {}
        origin = to_origin(str(data.get("custom_id") or ""), FORM)
        if origin is None:
            await self._respond.say(asked, Text(text="I don't know this form."))
            return
        pressed = bool(asked.get("message"))
        incoming = incoming_of(
            asked,
            where,
            own,
            Kind.FORM,
            origin.says,
            words=origin.words,
            awaited=not pressed,
            **beside(asked, where),
        )
        values = await self._kept(incoming, origin) | to_values(data)
        incoming = incoming.model_copy(update={"values": values})
        if not origin.is_last:
            await self._offer_next(asked, incoming, replace(origin, step=origin.step + 1))
            return
        form = await ask_within(_ASK_SECONDS, self._desk, incoming)
        if form is not None:
            await self._offer_again(asked, incoming, form, origin)
            return
        await self._desk.tell(incoming)
        if is_step(asked):
            await self._respond.say(asked, Text(text="✅ Taken."))
        else:
            await (self._respond.take(asked) if pressed else self._respond.wait(asked))

    async def _offer_next(self, asked: Payload, incoming: Incoming, origin: Origin) -> None:
        told = f"Step {origin.step} of {origin.steps} is kept. Go on with the rest."
        await self._offer(asked, incoming, origin, told, "Continue")

    async def _offer_again(
        self, asked: Payload, incoming: Incoming, form: Form, origin: Origin
    ) -> None:
        """Something is wrong, or what was chosen asks for more: say so, nothing is lost."""
        wrong = [field for field in form.fields if field.error]
        fresh = [field for field in form.fields if field.name not in incoming.values]
        lines = [f"**{field.label}**: {field.error}" for field in wrong]
        told = "\n\n".join(lines) or "What you chose asks for a little more."
        step = step_with(form, [field.name for field in wrong or fresh])
        again = replace(origin, says=form.says, step=step, steps=len(steps_of(form)))
        label = "Correct it" if wrong else "Continue"
        await self._offer(asked, incoming, again, told, label, anywhere=True)

    async def _offer(
        self,
        asked: Payload,
        incoming: Incoming,
        origin: Origin,
        told: str,
        label: str,
        *,
        anywhere: bool = False,
    ) -> None:
        """Say this, with a way to the step that is meant; ``anywhere``: to each other one too."""
        name = await self._desk.keep(incoming)
        if name is None:
            # Nobody's words can be kept: the desk says why, and gives the text back.
            await self._desk.tell(incoming)
            await self._respond.take(asked)
            return
        kept = replace(origin, kept=short(UUID(name)))
        ways = {label: kept}
        if anywhere and origin.steps > 1:
            ways |= {f"Step {at + 1}": replace(kept, step=at) for at in range(origin.steps)[:4]}
        buttons: list[Json] = [
            {"type": BUTTON, "style": 2, "label": words, "custom_id": way.to_name(GO_ON)}
            for words, way in ways.items()
            if words == label or way != kept
        ]
        await self._respond.say(asked, Text(text=told), [{"type": ROW, "components": buttons}])

    async def _kept(self, incoming: Incoming, origin: Origin) -> dict[str, str]:
        return await self._desk.kept(incoming, str(long(origin.kept))) if origin.kept else {}

    async def _complete(self, asked: Payload, where: Where, own: Own) -> None:
        data = asked.get("data") or {}
        typed, found = focused(data), []
        if typed is not None:
            try:
                async with asyncio.timeout(_SUGGEST_SECONDS):
                    found = await self._found(asked, where, own, *typed)
            except TimeoutError:
                _log.warning("discord.suggestions_too_slow", option=typed[1])
        await self._respond.offer(asked, to_choices(found))

    async def _found(
        self, asked: Payload, where: Where, own: Own, verb: str, option: str, typed: str
    ) -> list[tuple[str, str]]:
        words = str((asked.get("data") or {}).get("name") or "ticket")
        if option == TICKET:
            said = incoming_of(asked, where, own, Kind.COMMAND, f"{verb} {typed}", words=words)
            found = await self._desk.complete(said)
            return [
                (f"{one.label} · {one.hint}", one.label)
                for one in found
                if one.label[-1:].isdigit()
            ]
        said = incoming_of(asked, where, own, Kind.FORM, typed, words=words)
        options = await self._desk.suggest(said, SOURCES.get(option, ""))
        return [(one.label, one.says) for one in options]
