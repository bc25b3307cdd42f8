"""Keeping to Slack's rates before Slack has to say so.

In any minute less goes out than a method's tier allows (20, 50, 100): what may happen at once
and what follows in that minute stay below it together, with a little room for slow lines.
"""

from core.events.pacers import Rate

# Slack allows one message a second in a channel and forgives short bursts.
CHANNEL = Rate(burst=4, per_second=1)
_TIER_2 = Rate(burst=10, per_second=9 / 60)
_TIER_3 = Rate(burst=10, per_second=38 / 60)
_TIER_4 = Rate(burst=25, per_second=70 / 60)
# A workspace as a whole takes "several hundred" messages a minute.
_POSTS = Rate(burst=30, per_second=250 / 60)

METHODS = {
    "chat.postMessage": _POSTS,
    "users.list": _TIER_2,
    "usergroups.users.list": _TIER_2,
    "chat.update": _TIER_3,
    "chat.delete": _TIER_3,
    "reactions.add": _TIER_3,
    "reactions.remove": _TIER_3,
    "conversations.info": _TIER_3,
    "conversations.history": _TIER_3,
    "conversations.replies": _TIER_3,
    "conversations.open": _TIER_3,
    "chat.postEphemeral": _TIER_4,
    "conversations.members": _TIER_4,
    "users.info": _TIER_4,
    "views.open": _TIER_4,
    "views.publish": _TIER_4,
    "chat.unfurl": _TIER_3,
    "files.getUploadURLExternal": _TIER_4,
    "files.completeUploadExternal": _TIER_4,
    "files.delete": _TIER_3,
    "files.info": _TIER_4,
}
