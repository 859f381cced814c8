"""BotApiServer: a Telegram that runs on 127.0.0.1 for tests, with people and groups that do as they are told."""

from collections import Counter
from collections.abc import Iterable
from itertools import count
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from tests.servers.telegram.bots import Bot
from tests.servers.telegram.calls import Record
from tests.servers.telegram.clock import Clock
from tests.servers.telegram.driver import User
from tests.servers.telegram.errors import ApiError
from tests.servers.telegram.faults import Fault, Faults, Kind
from tests.servers.telegram.front import Front
from tests.servers.telegram.groups import Group
from tests.servers.telegram.people import Account
from tests.servers.telegram.updates import UpdateQueue
from tests.servers.telegram.world import World, fresh_token

Json = dict[str, Any]


class BotApiServer:
    """`async with BotApiServer() as server:` listens on a free port; `server.url` is what `api_url` wants."""

    def __init__(self, *, port: int = 0, limits: bool = False) -> None:
        self.world = World()
        self.world.limits.on = limits
        self.faults = Faults()
        self.front = Front(self.world, self.faults)
        self._port = port
        self._runner: web.ServerRunner | None = None

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    async def start(self) -> None:
        """Listen; after stop() again on the same port, as after a network failure."""
        self._runner = web.ServerRunner(web.Server(self._handle, access_log=None), shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self._port)
        await site.start()
        self._port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        """Stop listening; everything known stays."""
        for bot in self.world.bots.values():
            bot.queue.arrived.set()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    async def _handle(self, request: web.BaseRequest) -> web.StreamResponse:
        if request.path.startswith("/bot"):
            token, _, method = request.path[4:].partition("/")
            return await self.front.answer(request, token, method)
        return web.json_response(ApiError(404, "Not Found").json(), status=404)

    def add_bot(
        self,
        *,
        token: str | None = None,
        username: str = "huying_bot",
        name: str = "呼应",
        privacy_mode: bool = True,
    ) -> Bot:
        """A bot as BotFather makes it; its id is the number before the token's colon."""
        bot_id = int(token.partition(":")[0]) if token else 7_000_000_000 + self.world.number()
        bot = Bot(
            id=bot_id,
            token=token or fresh_token(bot_id),
            first_name=name,
            username=username,
            privacy_mode=privacy_mode,
            queue=UpdateQueue(self.world.clock, first_id=100_000_000 + 1_000_000 * self.world.number()),
        )
        self.world.bots[bot.token] = bot
        self.world.bots_by_id[bot.id] = bot
        return bot

    def user(
        self, user_id: int, name: str, *, username: str | None = None, language_code: str | None = "zh-hans"
    ) -> User:
        """A person. "Wang Wei" has a first and a last name, "李明" only a first one."""
        first, _, last = name.partition(" ")
        user = User(
            id=user_id,
            first_name=first,
            last_name=last or None,
            username=username,
            language_code=language_code,
            world=self.world,
        )
        self.world.people[user_id] = user
        return user

    def group(  # noqa: PLR0913 - keywords that tests choose from
        self,
        chat_id: int,
        title: str,
        *,
        members: Iterable[Account] = (),
        bots: Iterable[Bot] = (),
        admins: Iterable[Account] = (),
        creator: Account | None = None,
        forum: bool = False,
    ) -> Group:
        """A group with these people in it from before; ids below -1000000000000 are supergroups."""
        supergroup = chat_id < -1_000_000_000_000
        group = Group(
            id=chat_id,
            type="supergroup" if supergroup else "group",
            title=title,
            is_forum=forum,
            ids=count(1) if supergroup else self.world.shared_ids,
            world=self.world,
        )
        for account in [*members, *bots]:
            group.seat(account)
        for account in admins:
            group.seat(account, "administrator", can_manage_chat=True, can_delete_messages=True)
        if creator is not None:
            group.seat(creator, "creator")
        self.world.groups[chat_id] = group
        return group

    @property
    def clock(self) -> Clock:
        return self.world.clock

    @property
    def violations(self) -> list[str]:
        """Breaches of the official facts that the real server would not have told anybody."""
        return self.world.violations

    @property
    def calls(self) -> list[Record]:
        """All answered calls, oldest first."""
        return self.front.records

    def calls_of(self, method: str) -> list[Record]:
        return [record for record in self.calls if record.method == method]

    @property
    def counts(self) -> Counter[str]:
        """How often each method was called, refused calls included."""
        return self.front.counts

    @property
    def too_many(self) -> int:
        """How many calls were refused with 429 by the limits."""
        return self.world.limits.refused.total()

    def fail_next(
        self,
        method: str | None = None,
        *,
        status: int = 500,
        description: str = "Internal Server Error",
        count: int = 1,
        chat_id: int | None = None,
        **parameters: int,
    ) -> None:
        """Refuse the next calls with this error; `retry_after=5` or `migrate_to_chat_id=…` go into parameters."""
        error = ApiError(status, description, **parameters)
        self.faults.order(Fault(kind="error", method=method, chat_id=chat_id, count=count, error=error))

    def trouble_next(
        self,
        kind: Kind,
        method: str | None = None,
        *,
        seconds: float = 0.0,
        count: int = 1,
        chat_id: int | None = None,
    ) -> None:
        """Let the next calls meet a network trouble: drop_before, drop_after, timeout_after, delay."""
        self.faults.order(Fault(kind=kind, method=method, chat_id=chat_id, count=count, seconds=seconds))
