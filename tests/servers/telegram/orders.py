"""What a test orders and reads: troubles, the clock, switches, the record of calls."""

from collections import Counter

from tests.servers.telegram.bots import Bot
from tests.servers.telegram.calls import Record
from tests.servers.telegram.clock import Clock
from tests.servers.telegram.errors import ApiError
from tests.servers.telegram.faults import Fault, Faults, Kind, Outage
from tests.servers.telegram.front import Front
from tests.servers.telegram.makers import Makers
from tests.servers.telegram.messages import Message


class Orders(Makers):
    """The part of the server that does as a test says and tells what happened."""

    front: Front

    def __init__(self) -> None:
        super().__init__()
        self.faults = Faults()

    @property
    def clock(self) -> Clock:
        """The server's time: dates of messages, the 24 hours of updates, the limits."""
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
        """How many calls were answered 429, by a limit or by order."""
        return self.front.errors[429]

    @property
    def errors(self) -> Counter[int]:
        """How many calls were refused, by status code."""
        return self.front.errors

    @property
    def doubles(self) -> int:
        """How many messages of bots repeat the text of another one in the same chat."""
        return self.world.doubles()

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

    def outage(self, kind: Outage | None = "drop") -> None:
        """Every call is dropped or answered 502 until `outage(None)`."""
        self.faults.outage = kind

    def jump_update_ids(self, bot: Bot, to: int) -> None:
        """The next update of a bot gets this id, as after a quiet week."""
        bot.queue.next_id = to

    def redeliver(self, bot: Bot, last: int = 1) -> None:
        """Queue the last updates of a bot once more under new ids, as happens to button presses."""
        for update in bot.queue.history[-last:]:
            bot.queue.add_again(update)

    def content(self, message: Message) -> bytes:
        """The bytes of the file in a message."""
        shown = next(iter(message.media.values()))
        largest = shown[-1] if isinstance(shown, list) else shown
        return self.world.files.by_id[largest["file_id"]].content
