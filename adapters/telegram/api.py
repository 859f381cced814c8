"""Calls to the Bot API of one account. The only place that knows the token."""

from typing import Any, Final
from urllib.parse import quote

from telegram.error import TelegramError

from adapters.telegram.errors import Interrupted, NotSent
from adapters.telegram.transport import READ_SECONDS, AiohttpRequest, Ready, WithFile
from bot.files import File

_HIDDEN: Final = "<token>"


class BotApi:
    """Raises TelegramError alone, and never with the token in its words."""

    def __init__(self, *, token: str, api_url: str, request: AiohttpRequest) -> None:
        self._token = token
        self._address = f"{api_url.rstrip('/')}/bot{token}/"
        self._files = f"{api_url.rstrip('/')}/file/bot{token}/"
        self._request = request

    async def open(self) -> None:
        """Make calls possible."""
        await self._request.initialize()

    async def close(self) -> None:
        """Let go of all connections."""
        await self._request.shutdown()

    async def call(
        self,
        method: str,
        arguments: dict[str, Any],
        *,
        seconds: float = READ_SECONDS,
        file: File | None = None,
        field: str = "document",
    ) -> Any:
        """The result of a method; `seconds` is how long the answer may take once the call is sent.

        A file goes along as the argument `field`.
        """
        ready = Ready(arguments) if file is None else WithFile(arguments, file, field)
        data = ready.as_request_data()
        fault: TelegramError
        try:
            return await self._request.post(self._address + method, data, read_timeout=seconds)
        except KeyError:
            fault = Interrupted("the answer has no result")
        except TelegramError as error:
            fault = self._presentable(error)
        raise fault

    async def download(self, path: str, most: int) -> bytes:
        """The content of a file, by the path that getFile told. Raises `NotKept` where it is larger than `most`."""
        fault: TelegramError
        try:
            return await self._request.download(self._files + quote(path), most)
        except TelegramError as error:
            fault = self._presentable(error)
        raise fault

    def _presentable(self, error: TelegramError) -> TelegramError:
        if isinstance(error.__cause__, TelegramError):
            # The status came with a body that is not the Bot API's: a proxy or a captive portal refused the call.
            return NotSent("what came back is not from the Bot API")
        error.message = error.message.replace(self._token, _HIDDEN)
        error.args = tuple(str(word).replace(self._token, _HIDDEN) for word in error.args)
        # What the library raised it from may hold the address, and so the token.
        error.__cause__ = error.__context__ = None
        return error
