"""A Microsoft Teams on loopback that refuses what Teams and the Bot Connector refuse.

``FakeTeams(clock)``, ``await start()``. The bot needs ``app_id``, ``app_password``, ``tenant``,
``token_url`` and ``openid_url``; activities tell it ``service_url``.

botbuilder's own credentials (MSAL) refuse addresses of plain http, and ask Microsoft whether it
knows those of https. What works: post the form to ``token_url`` yourself; or
``await start_secure(folder)``, trust the file that it gives (``REQUESTS_CA_BUNDLE``) and set
``MicrosoftAppCredentials.oauth_endpoint = authority``, an address of AD FS, which MSAL believes.
botbuilder fetches keys and tokens without letting the event loop run: do it in a thread.

Furnish it with ``add_user("sam", "Sam")`` (account ``29:sam``), ``add_team``,
``add_channel("triage", team)`` (``19:triage@thread.tacv2``; ``private=True``), ``add_chat``,
``add_pair`` (two people without the bot) and ``personal("29:sam")`` (``a:1sam``). A user may be
``blocked``, not ``installed``; a team not ``installed``; the bot ``disabled`` in the tenant.

What people do is signed and posted through ``send.client``:

- ``send``: ``say(user, conversation, text, thread)``, in which ``@Ticket`` is the mention. Without
  ``hears_all`` (RSC) channels and group chats tell the bot only what mentions it. ``invoke(...)``
  asks anything: ``Asked`` has our ``body`` and the ``error`` that the person sees instead. What is
  late by the fake's clock is sent again with another id and another time, and by ``again`` what
  was late or badly answered. ``forged(activity, how)`` for each of ``FORGERIES``;
  ``signer.rotate()``.
- ``press``: ``button(user, message, title, row, **entries)`` for Action.Execute, Action.Submit and
  dialogs (``old = True``: a client that takes the fallback); ``refresh``; ``fill(dialog, ...)``.
  ``Pressed`` has the ``card``, ``toast``, ``dialog`` or ``error`` that the person sees.
- ``ask``: ``search``, ``insert``, ``link``, ``on_message``, ``compose`` of the message extension,
  and ``type`` into a field that looks its choices up.
- ``change``: ``edit``, ``remove``, ``restore``, ``react``, ``alert`` (another bot), ``join``,
  ``leave``, ``install``, ``uninstall``, ``channel``.
- ``files``: ``share`` and ``picture`` make attachments; ``accept`` and ``decline`` a consent card;
  what was brought lies in ``drives[user]``.
- ``activities.of(kind, user, conversation, ...)`` writes any activity; ``send.raw`` posts it.

What people see: ``seen_by(user, conversation)``, ``messages(conversation, thread)``; a ``Message``
has ``text``, ``cards``, ``card_for(user)``, ``words_for(user)``, ``root``, ``only_for`` (targeted).
``pings`` are those whom a message of the bot called, ``Conversation.typing`` where it typed.

``trouble(kind, *calls, times, status, retry_after, there)`` and ``heal``; calls are ``token``,
``keys``, ``create``, ``send``, ``targeted``, ``typing``, ``update``, ``delete``, ``members``,
``teams``, ``file``, ``upload``. ``calls(name)`` tells what was asked, ``broken`` which rules were
broken, ``changed`` is notified. ``rates = Rates()`` keeps the limits of a conversation and of the
tenant; ``strict_order`` answers 412 to what overlaps in a conversation.

Things that surprise, as documented: a text together with a card becomes two messages, and the
answer has no id; who blocked the bot is told by 403 in a shape of its own (``errorCode`` and a
``subCode`` inside ``message``); a file in a channel is told only as ``<attachment id=...>`` in the
message's text/html, if at all; a person's message cannot be changed: 403 ``NotEnoughPermissions``.
"""

from tests.fakes.teams.rates import Rates
from tests.fakes.teams.records import Conversation, Message, Refusal, Team, User
from tests.fakes.teams.rules import RULES, Rule, broken_by_activity
from tests.fakes.teams.server import FakeTeams
from tests.fakes.teams.signing import FORGERIES

__all__ = [
    "FORGERIES",
    "RULES",
    "Conversation",
    "FakeTeams",
    "Message",
    "Rates",
    "Refusal",
    "Rule",
    "Team",
    "User",
    "broken_by_activity",
]
