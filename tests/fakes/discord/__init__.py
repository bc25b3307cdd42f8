"""A Discord on loopback that refuses what Discord refuses.

Start it and point discord.py at it::

    fake = FakeDiscord(clock)              # a Clock; the system's own if none is given
    await fake.start()
    discord.http.Route.BASE = fake.api_url
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(fake.gateway_url)
    client = discord.Client(intents=..., chunk_guilds_at_startup=False)
    await client.start(fake.token)

Builders: ``fake.guild`` (id of the first server), ``add_guild(name)``, ``add_user(name, *roles)``
(an id; locale=, join=False), ``add_role(name, permissions)`` (an id), ``add_channel(name, kind,
seen_by=(ids), tags=(names))`` where kind is text, forum, news, category or private (a
:class:`Channel`), ``overwrite(channel, who, allow=, deny=)``, ``dm_of(user)``; ``fake.bot``.

People (``fake.people``): say, dm, reply, forward, stick, poll,
post, thread, edit, delete, react, unreact,
change_thread, enter, leave, join_server, leave_server, close_dms; and ``sees(user, place)``:
the messages there as that user sees them, private answers included. What a person may not
do raises :class:`Refusal`. Around them (``fake.owners``): permit, set_permissions, set_roles,
delete_channel, archive_idle, purge, remove_bot, invite_bot, webhook_says, unfurl.

Asking (``fake.ask``): ``slash(user, place, "ticket claim", ticket="TIK-1")``, ``type(...)`` for
completions, ``menu(user, message, name)``, ``press(user, message, label)``, ``choose(user,
message, *labels)``, ``fill(interaction, {label: value})``. Each returns an :class:`Interaction`
once its answer is seen (``wait=False``: at once; ``seen(interaction)`` waits): ``message``,
``messages``, ``ephemeral``, ``modal``, ``choices``, ``response``. What Discord's own
surface does not offer raises LookupError. ``texts_of(message)`` is all that is read in it.

Looking: ``channels[id].messages``, ``requests`` (route, path, body), ``calls(route)``, ``answers``
(route, path, status), ``broken`` (rules), ``pings``, ``typing``, ``webhooks``, ``commands``,
``sent_events``, ``invalid`` (calls counted against us), ``wait_for(happened)``.
A nonce is in the answer to the post and in MESSAGE_CREATE, never in what is read later; a
message that only one person sees is told like a direct message, without its server.

Going wrong: ``faults.trouble(kind, *routes, times=)`` (see there for the kinds), ``faults.heal()``,
``goes_down()`` / ``goes_down(502)`` / ``comes_back()``, ``gateway.drop()``,
``.ask_to_reconnect()``, ``.invalidate()``, ``.forget()``, ``.duplicates = n``,
``file_host.trouble = status``, ``rates = Rates(clock, {route: (calls, seconds)})``,
``privileged.discard("content")``,
``minded_names.add(name)`` (under which no webhook may speak, for reasons that Discord never
tells), ``openable_dms = n`` (how many more direct messages our bot may open before it is too fast).

Lengths are counted in UTF-16 units, the strictest reading. The gateway compresses with
zstd-stream, which discord.py asks for; ``gateway.compresses = False`` gives plain text.
In a thread that is archived nothing is edited, reacted to or tagged before it is woken.

Of discord.py: it waits five seconds before it identifies anew (``before_identify_hook``), retries
500, 502, 504 and 524 by itself with growing pauses, and takes a reset connection for an error.
"""

from tests.fakes.discord.interactions import Interaction
from tests.fakes.discord.places import Channel, Guild
from tests.fakes.discord.rates import Rates
from tests.fakes.discord.rows import Rule
from tests.fakes.discord.rules import RULES, Refusal
from tests.fakes.discord.server import FakeDiscord
from tests.fakes.discord.showing import texts_of

__all__ = [
    "RULES",
    "Channel",
    "FakeDiscord",
    "Guild",
    "Interaction",
    "Rates",
    "Refusal",
    "Rule",
    "texts_of",
]
