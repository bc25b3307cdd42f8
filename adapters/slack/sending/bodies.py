"""The arguments of calls that say something in Slack."""

from typing import Any

from adapters.slack.render.messages import Message

# Slack must not go looking for names or links in what we say.
_AS_WRITTEN = {"parse": "none", "link_names": False}
QUIET = {"unfurl_links": False, "unfurl_media": False}
TO_ONE = {"response_type": "ephemeral", "replace_original": False}


def to_body(message: Message) -> dict[str, Any]:
    """A rendered message as arguments."""
    return {"text": message.text, "blocks": message.blocks, **_AS_WRITTEN}


def in_thread(thread: str | None) -> dict[str, Any]:
    """The argument that puts it into a thread, if there is one."""
    return {"thread_ts": thread} if thread else {}
