"""A Microsoft Teams on loopback that refuses what Teams and the Bot Connector refuse.

``FakeTeams(clock)``, ``await start()``. The bot needs ``app_id``, ``app_password``, ``tenant``,
``token_url`` and ``openid_url``; activities tell it ``service_url``. MSAL takes no plain-http
address, so botbuilder's own credentials cannot sign in at ``token_url``: post the form to it.
botbuilder fetches keys and tokens without letting the event loop run; fetch them yourself.

Furnish it with ``add_user("sam", "Sam")`` (account ``29:sam``), ``add_team``,
``add_channel("triage", team)`` (``19:triage@thread.tacv2``), ``add_chat`` and
``personal("29:sam")`` (``a:1sam``).

People's hands, each signed and posted through ``send.client``:

- ``send.say(user, conversation, text, thread)``: ``@Ticket`` in the text is the mention. Without
  ``hears_all`` (RSC) channels and group chats tell the bot only what mentions it.
- ``send.invoke(user, conversation, name, value, thread)``: ``Asked`` has our ``body`` and the
  ``error`` that the person sees instead. Late is judged by the fake's clock; what was late is
  sent again with another id and another time. ``send.again(activity)`` does that at will.
- ``send.forged(activity, how)`` for each of ``FORGERIES``; ``signer.rotate()``.
- ``activities.of(kind, user, conversation, ...)`` writes any activity; ``send.raw`` posts it.

What people see: ``seen_by(user)``, ``messages(conversation, thread)``; a ``Message`` has ``text``,
``cards``, ``words_for(user)``, ``root``, ``only_for`` (targeted).

``trouble(kind, *calls, times, status, retry_after, there)`` and ``heal``: calls are ``token``,
``keys``, ``create``, ``send``, ``targeted``, ``typing``, ``update``, ``delete``; ``calls(name)``
tells what was asked, ``broken`` which rules were broken, ``changed`` is notified.
``rates = Rates()`` keeps the limits of a conversation, ``strict_order`` answers 412 to what
overlaps.
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
