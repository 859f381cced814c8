"""The way to Telegram: python-telegram-bot's request seam over aiohttp, with JSON bodies and kept connections.

It carries several times as many calls a second as the library's own transport. Faults come out as the errors of
`adapters.telegram.errors`, which tell what was surely not sent from what may have arrived; none of them carries an
address, because ours holds the token.
"""

import io
import json
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any, Final, cast

import aiohttp
from aiohttp_socks import ProxyConnectionError, ProxyConnector, ProxyError, ProxyTimeoutError
from telegram.error import BadRequest, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

from adapters.reading import read_most
from adapters.telegram.errors import LATER, Interrupted, NotSent, ServerTrouble, Throttled
from bot.files import File

CONNECT_SECONDS: Final = 8.0
READ_SECONDS: Final = 20.0
_CONNECTIONS: Final = 100
_UNREACHED: Final = (
    aiohttp.ClientConnectorError,
    aiohttp.ConnectionTimeoutError,
    aiohttp.ClientHttpProxyError,
    aiohttp.InvalidURL,
    ProxyConnectionError,
    ProxyError,
    ProxyTimeoutError,
)
# The library's sign for "not given", whose type it does not export.
_Seconds = Any


class Ready:
    """Arguments that are JSON already.

    Stands for the library's RequestData, whose making costs more than sending.
    """

    contains_files = False

    def __init__(self, arguments: Mapping[str, Any]) -> None:
        self.body = json.dumps(arguments, ensure_ascii=False, separators=(",", ":")).encode()

    def as_request_data(self) -> RequestData:
        """For `post`, which only hands it on to `AiohttpRequest.do_request`."""
        return cast("RequestData", self)


class WithFile:
    """Arguments as fields of a form, beside a file, which is the argument of the name `field`."""

    contains_files = True

    def __init__(self, arguments: Mapping[str, Any], file: File, field: str = "document") -> None:
        self.json_parameters = {
            name: value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
            for name, value in arguments.items()
        }
        self.multipart_data = {field: (file.name, file.content, file.mime)}

    def as_request_data(self) -> RequestData:
        """For `post`, as `Ready`."""
        return cast("RequestData", self)


class AiohttpRequest(BaseRequest):
    """One pool of connections. Usable by the library's `Bot` too."""

    def __init__(
        self,
        *,
        proxy: str | None = None,
        connect_seconds: float = CONNECT_SECONDS,
        dated: Callable[[str | None], None] = lambda _: None,
    ) -> None:
        self._proxy = proxy
        # Told the date of every answer.
        self._dated = dated
        self._connect_seconds = connect_seconds
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """Seconds that an answer may take."""
        return READ_SECONDS

    async def initialize(self) -> None:
        """Open the pool; no connection is made yet."""
        if self._session is None:
            connector = (
                ProxyConnector.from_url(self._proxy, limit=_CONNECTIONS)
                if self._proxy
                else aiohttp.TCPConnector(limit=_CONNECTIONS)
            )
            self._session = aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar())

    async def shutdown(self) -> None:
        """Close all connections."""
        if self._session is not None:
            session, self._session = self._session, None
            await session.close()

    async def do_request(  # noqa: PLR0913, PLR0917 - the library's signature
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: _Seconds = BaseRequest.DEFAULT_NONE,
        write_timeout: _Seconds = BaseRequest.DEFAULT_NONE,  # noqa: ARG002 - aiohttp has no timeout for writing
        connect_timeout: _Seconds = BaseRequest.DEFAULT_NONE,
        pool_timeout: _Seconds = BaseRequest.DEFAULT_NONE,  # noqa: ARG002 - waiting for the pool counts as connecting
    ) -> tuple[int, bytes]:
        """Status and body. Raises the errors of `adapters.telegram.errors` and TimedOut."""
        connect = self._connect_seconds if connect_timeout is self.DEFAULT_NONE else connect_timeout
        limits = aiohttp.ClientTimeout(
            total=None,
            connect=connect,
            sock_connect=connect,
            sock_read=self.read_timeout if read_timeout is self.DEFAULT_NONE else read_timeout,
        )
        status, body = await self._exchange(method, url, limits, _body(request_data))
        _check(status, body)
        return status, body

    async def download(self, url: str, most: int) -> bytes:
        """The file at an address. Raises as `do_request`, BadRequest where there is none, and `NotKept`."""
        limits = aiohttp.ClientTimeout(total=None, sock_connect=self._connect_seconds, sock_read=self.read_timeout)
        status, body = await self._exchange("GET", url, limits, {}, most=most)
        _check(status, body)
        if status != HTTPStatus.OK:
            raise BadRequest("no such file")
        return body

    async def _exchange(
        self,
        method: str,
        url: str,
        limits: aiohttp.ClientTimeout,
        content: dict[str, Any],
        *,
        most: int | None = None,
    ) -> tuple[int, bytes]:
        if self._session is None:
            raise NotSent("the connection is closed")
        fault: TelegramError
        try:
            async with self._session.request(method, url, timeout=limits, allow_redirects=False, **content) as answer:
                self._dated(answer.headers.get("Date"))
                return answer.status, await (answer.read() if most is None else read_most(answer.content, most))
        except _UNREACHED as error:
            fault = NotSent(f"cannot connect: {_told(error)}")
        except TimeoutError:
            fault = TimedOut("no answer in time")
        except (aiohttp.ClientError, OSError) as error:
            fault = Interrupted(f"the connection broke: {_told(error)}")
        # Raised out here, without a cause: some causes carry the address, and so the token.
        raise fault

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """The answer as an object. The library would write what it cannot read into the log."""
        try:
            answer = json.loads(payload)
        except (ValueError, RecursionError):
            answer = None
        if not isinstance(answer, dict):
            raise Interrupted("what came back is not from the Bot API")
        return answer


def _body(data: RequestData | Ready | None) -> dict[str, Any]:
    if data is None:
        return {}
    if isinstance(data, Ready):
        return {"data": data.body, "headers": {"Content-Type": "application/json"}}
    if data.contains_files:
        return {"data": _form(data)}
    return {"json": data.parameters}


def _form(data: RequestData) -> aiohttp.FormData:
    # Unquoted, or a Chinese file name would arrive as percent signs.
    form = aiohttp.FormData(data.json_parameters, quote_fields=False)
    for name, (filename, content, mime) in data.multipart_data.items():
        body = io.BytesIO(content) if isinstance(content, bytes) else content
        form.add_field(name, body, filename=filename, content_type=mime)
    return form


def _check(status: int, body: bytes) -> None:
    """Raise for the answers for which the library has no error that serves us."""
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise ServerTrouble(f"Telegram answered {status}")
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        raise Throttled(_seconds_to_wait(body))
    if status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        raise BadRequest("the request is too large")


def _seconds_to_wait(body: bytes) -> float:
    try:
        seconds = json.loads(body)["parameters"]["retry_after"]
    except (ValueError, TypeError, KeyError):
        return LATER
    return float(seconds) if isinstance(seconds, (int, float)) else LATER


def _told(error: Exception) -> str:
    """The kind of fault and the system's number for it, never its words."""
    number = getattr(error, "errno", None)
    return type(error).__name__ + (f" (errno {number})" if isinstance(number, int) else "")
