"""A plain client of the Bot API, so that the server's own tests need no library between them and the answers."""

from types import TracebackType
from typing import Any, Self

import aiohttp

from tests.servers.telegram.bots import Bot
from tests.servers.telegram.server import BotApiServer

Json = dict[str, Any]


class RefusedError(Exception):
    """An answer with ok=false."""

    def __init__(self, answer: Json) -> None:
        super().__init__(answer["description"])
        self.code: int = answer["error_code"]
        self.description: str = answer["description"]
        self.parameters: dict[str, int] = answer.get("parameters", {})


class BotClient:
    """`await client("sendMessage", chat_id=1, text="好")` posts JSON and returns the result."""

    def __init__(self, server: BotApiServer, bot: Bot) -> None:
        self.bot = bot
        self._base = f"{server.url}/bot{bot.token}"
        self._session = aiohttp.ClientSession()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._session.close()

    async def __call__(self, method: str, **args: Any) -> Any:
        return _result(await self.raw(method, json=args))

    async def form(self, method: str, fields: aiohttp.FormData | dict[str, str]) -> Any:
        """The same with a form, as most libraries send it; FormData with files becomes multipart."""
        return _result(await self.raw(method, data=fields))

    async def raw(self, method: str, **request: Any) -> Json:
        """The whole answer."""
        async with self._session.post(f"{self._base}/{method}", **request) as response:
            answer: Json = await response.json()
            return answer

    async def updates(self, offset: int = 0, **args: Any) -> list[Json]:
        found: list[Json] = await self("getUpdates", offset=offset, **args)
        return found

    async def refusal(self, method: str, **args: Any) -> str:
        """The description of the error that the call must end in."""
        answer = await self.raw(method, json=args)
        assert not answer["ok"], answer
        return str(answer["description"])


def _result(answer: Json) -> Any:
    if not answer["ok"]:
        raise RefusedError(answer)
    return answer["result"]
