"""Under whose name a message stands in Slack: its author's where the app may, else ours."""

from adapters.slack.workspaces.connections import Connection
from bot.cards import Card, Text
from bot.showing.voices import voice_of

SCOPE = "chat:write.customize"
_LONGEST = 71


def to_voice(line: Connection, content: Text | Card) -> dict[str, str]:
    """The arguments that name the author; nothing where the app must speak for itself."""
    scopes = line.calls.health.scopes
    if line.voiceless or (scopes is not None and SCOPE not in scopes):
        return {}
    voice = voice_of(content, _LONGEST)
    if voice is None:
        return {}
    picture = {"icon_url": voice.picture} if voice.picture else {}
    return {"username": voice.name, **picture}
