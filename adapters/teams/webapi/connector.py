"""Sending through Microsoft's SDK (botbuilder-core), which is at its end of life: all of it that
we use is in this module, and nothing but plain values goes in and comes out.

The SDK knows the paths and the frame of an activity; the way there is our own line, because
the SDK's asks for tokens and keys without letting anything else happen meanwhile.
"""

from collections.abc import Callable
from typing import Any

from adapters.teams.webapi.line import Json, Line, require_object
from adapters.teams.webapi.own import Own
from bot.ports import OutcomeUnknown


class Connector:
    """Says, changes and removes things in Teams. Raises :class:`bot.ports.SendError` alone."""

    def __init__(self, line: Line, own: Own) -> None:
        self._line = line
        self._own = own
        self._adapter: Any = None
        self._clients: dict[str, Any] = {}

    async def send(self, service: str, conversation: str, activity: Json) -> str:
        """Say it there; the id of what stands there now."""
        context = self._context(service, conversation)
        (sent,) = await self._adapter.send_activities(
            context, [self._whole(activity, conversation)]
        )
        return _id(sent)

    async def begin(self, service: str, parameters: Json) -> tuple[str, str]:
        """Begin a conversation: a thread of a channel, a chat with somebody. Its id and that
        of the message that it begins with, if there is one."""
        from botbuilder.schema import Activity, ChannelAccount, ConversationParameters

        said = parameters.get("activity")
        wanted = ConversationParameters(
            is_group=bool(parameters.get("isGroup")),
            bot=ChannelAccount(id=self._own.bot),
            members=[ChannelAccount(id=one) for one in parameters.get("members", ())],
            tenant_id=self._own.tenant,
            activity=Activity().deserialize(said) if said else None,
            channel_data=parameters.get("channelData"),
        )
        begun = await self._client(service).conversations.create_conversation(wanted)
        if begun is None or not begun.id:
            raise OutcomeUnknown("Teams did not say where the message is.")
        return str(begun.id), str(begun.activity_id or "")

    async def change(self, service: str, conversation: str, ref: str, activity: Json) -> None:
        """Replace what we said there before."""
        context = self._context(service, conversation)
        whole = self._whole(activity | {"id": ref}, conversation)
        await self._adapter.update_activity(context, whole)

    async def remove(self, service: str, conversation: str, ref: str) -> None:
        """Take back what we said there."""
        from botbuilder.schema import ConversationAccount, ConversationReference

        where = ConversationReference(
            activity_id=ref, conversation=ConversationAccount(id=conversation)
        )
        await self._adapter_of().delete_activity(self._context(service, conversation), where)

    def _whole(self, activity: Json, conversation: str) -> Any:
        from botbuilder.schema import Activity

        frame = {
            "channelId": "msteams",
            "from": {"id": self._own.bot},
            "conversation": {"id": conversation},
        }
        return Activity().deserialize(activity | frame)

    def _context(self, service: str, conversation: str) -> Any:
        """A turn of the SDK's that carries our own client."""
        from botbuilder.core import BotAdapter, TurnContext

        adapter = self._adapter_of()
        context = TurnContext(adapter, self._whole({"type": "event"}, conversation))
        context.turn_state[BotAdapter.BOT_CONNECTOR_CLIENT_KEY] = self._client(service)
        return context

    def _adapter_of(self) -> Any:
        if self._adapter is None:
            from botbuilder.core.cloud_adapter_base import CloudAdapterBase

            # It is never asked to authenticate anybody: the door does that (see `keys`).
            self._adapter = CloudAdapterBase(_NEVER_ASKED)
        return self._adapter

    def _client(self, service: str) -> Any:
        if service not in self._clients:
            from botframework.connector.aio import ConnectorClient

            build = _pipeline_on(self._line)
            base = service.rstrip("/")
            self._clients[service] = ConnectorClient(_NEVER_ASKED, base, pipeline_type=build)
        return self._clients[service]


_NEVER_ASKED = object()


def _id(sent: Any) -> str:
    if sent is None or not sent.id:
        raise OutcomeUnknown("Teams did not say where the message is.")
    return str(sent.id)


def _pipeline_on(line: Line) -> Callable[[Any], Any]:
    """What the SDK sends its requests through: our line instead of a library that blocks."""
    from msrest.pipeline import Response
    from msrest.pipeline.async_abc import AsyncHTTPSender, AsyncPipeline
    from msrest.pipeline.universal import RawDeserializer
    from msrest.universal_http.async_abc import AsyncClientResponse

    class Answer(AsyncClientResponse):
        def __init__(self, request: Any, answer: Any) -> None:
            super().__init__(request, answer)
            self.status_code = answer.status_code
            self.headers = dict(answer.headers) | {"content-type": "application/json"}
            self.reason = answer.reason_phrase

        def body(self) -> bytes:
            found: bytes = self.internal_response.content
            return found or b"{}"

        def raise_for_status(self) -> None:
            """The line has done so already."""

    class Sender(AsyncHTTPSender[Any, Any]):
        async def __aexit__(self, *_: Any) -> None:
            """The line is closed by its owner."""

        async def send(self, request: Any, **_: Any) -> Any:
            asked = request.http_request
            content = asked.data
            answer = await line.call(
                asked.method,
                asked.url,
                content=content.encode() if isinstance(content, str) else content,
                headers=dict(asked.headers),
            )
            require_object(answer, repeatable=asked.method != "POST")
            return Response(request, Answer(asked, answer))

    return lambda config: AsyncPipeline([RawDeserializer()], Sender())
