"""What waits and what has failed: the twin of `bot.backlog`. The tables are those of inbox, outbox and cards."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, case, delete, func, literal, or_, select, true, update

from bot.backlog import DeadLetter, ParkedRow, Queue, UnreadableRow
from bot.verdicts import CHAT_IS_LOST
from storage.addresses import ADDRESS, address_of
from storage.cards import SqlCards, cards, is_behind
from storage.connection import Connection
from storage.inbox import inbox, is_failed
from storage.lists import SqlLists
from storage.lost_chats import SqlLostChats, put_back
from storage.outbox import dead_letters, is_parked, is_waiting, outbox
from storage.types import UtcDateTime

UNREADABLE: Final = "unreadable"


class SqlParked:
    """Answers `bot.backlog.Parked`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def rows(self, limit: int) -> Sequence[ParkedRow]:
        """Failed rows, oldest first."""
        found = await self._connection.execute(select(inbox).where(is_failed).order_by(inbox.c.id).limit(limit))
        return [_parked(row) for row in found]

    async def count(self) -> tuple[int, int]:
        """Those that are tried by themselves, and those that wait for a person."""
        asked = select(inbox.c.waiting, func.count().label("rows")).where(is_failed).group_by(inbox.c.waiting)
        counts = {row.waiting: row.rows for row in await self._connection.execute(asked)}
        return counts.get(True, 0), counts.get(False, 0)

    async def retry(self, row: int | None) -> int:
        """Let it have a turn at the next chance. Its tries count on."""
        again = update(inbox).where(is_failed, _one(inbox.c.id, row)).values(waiting=True, retry_at=None)
        return (await self._connection.execute(again)).rowcount

    async def drop(self, row: int | None, now: datetime) -> int:
        """Wipe it and keep its key."""
        which = inbox.c.waiting.is_(False) if row is None else inbox.c.id == row
        over = {"payload": "", "waiting": False, "retry_at": None, "reason": None, "done_at": now}
        return (await self._connection.execute(update(inbox).where(is_failed, which).values(over))).rowcount


class SqlDeadLetters:
    """Answers `bot.backlog.DeadLetters`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def rows(self, limit: int) -> Sequence[DeadLetter]:
        """The dead letters, oldest first."""
        found = await self._connection.execute(select(dead_letters).order_by(dead_letters.c.id).limit(limit))
        return [_dead_letter(row) for row in found]

    async def counts(self) -> Sequence[tuple[str, str, int]]:
        """How many, by channel and reason."""
        kind = (dead_letters.c.channel, dead_letters.c.reason)
        asked = select(*kind, func.count().label("letters")).group_by(*kind).order_by(*kind)
        return [(row.channel, row.reason, row.letters) for row in await self._connection.execute(asked)]

    async def retry(self, letter: int | None, now: datetime) -> int:
        """Put it into the outbox again, or let its card be shown again; of a lost chat all that waits for it."""
        which = _one(dead_letters.c.id, letter)
        found = (await self._connection.execute(select(dead_letters).where(which).order_by(dead_letters.c.id))).all()
        for row in found:
            if row.reason in CHAT_IS_LOST:
                await SqlLostChats(self._connection).found(address_of(row), now)
            elif row.card is None:
                await put_back(self._connection, row, now)
            else:
                await SqlCards(self._connection).show_again(row.card, address_of(row), now)
        await self.drop(letter)
        return len(found)

    async def drop(self, letter: int | None) -> int:
        """Forget it."""
        return (await self._connection.execute(delete(dead_letters).where(_one(dead_letters.c.id, letter)))).rowcount

    async def bury(self, row: UnreadableRow, now: datetime) -> None:
        """A row goes with its raw letter; of a card this version is given up, and the next change is shown."""
        table = cards if row.is_card else outbox
        found = (await self._connection.execute(select(table).where(table.c.id == row.number))).one_or_none()
        if found is None:
            return
        same = {name: getattr(found, name) for name in (*ADDRESS, "priority")}
        kind = {"letter": "", "card": found.key, "about": found.key} if row.is_card else _raw_letter(found)
        died = {"attempts": found.attempts + 1, "reason": UNREADABLE, "died_at": now}
        await self._connection.execute(self._connection.insert(dead_letters), {**same, **kind, **died})
        if row.is_card:
            # Nobody has read the lines of a list that cannot be read.
            await SqlLists(self._connection).free(row.number, now)
            over = {"version_shown": cards.c.version_wanted, "reason": UNREADABLE}
            await self._connection.execute(update(cards).where(cards.c.id == row.number).values(over))
        else:
            await self._connection.execute(delete(outbox).where(outbox.c.id == row.number))

    async def sweep(self, before: datetime) -> None:
        """Forget what died, or was parked, before that moment."""
        await self._connection.execute(delete(dead_letters).where(dead_letters.c.died_at < before))
        await self._connection.execute(delete(outbox).where(is_parked, outbox.c.parked_at < before))


class SqlQueues:
    """Answers `bot.backlog.Queues`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def all(self, now: datetime) -> Sequence[Queue]:
        """The accounts for which anything waits, by name."""
        found = [*await self._rows(now), *await self._cards(now)]
        queues: dict[tuple[str, str], Queue] = {}
        for queue in found:
            key = (queue.channel, queue.bot)
            queues[key] = _joined(queues[key], queue) if key in queues else queue
        return [queues[key] for key in sorted(queues)]

    async def _rows(self, now: datetime) -> list[Queue]:
        alive = or_(outbox.c.expires_at.is_(None), outbox.c.expires_at > now)
        # What was tried in vain has waited from the start; what was planned for later, from then on.
        since = case((outbox.c.attempts > 0, outbox.c.created_at), else_=outbox.c.not_before)
        account = (outbox.c.channel, outbox.c.bot)
        asked = select(*account, *_waiting(since, now)).where(is_waiting, alive).group_by(*account)
        return [_queue(row) for row in await self._connection.execute(asked)]

    async def _cards(self, now: datetime) -> list[Queue]:
        begun = func.coalesce(cards.c.behind_since, cards.c.not_before)
        since = case((cards.c.attempts > 0, begun), else_=cards.c.not_before)
        account = (cards.c.channel, cards.c.bot)
        asked = select(*account, *_waiting(since, now)).where(is_behind).group_by(*account)
        return [_queue(row) for row in await self._connection.execute(asked)]


def _raw_letter(row: Row[Any]) -> dict[str, Any]:
    return {"letter": row.letter, "card": None, "about": row.about}


def _one(column: ColumnElement[int], number: int | None) -> ColumnElement[bool]:
    return true() if number is None else column == number


def _waiting(since: ColumnElement[datetime], now: datetime) -> list[ColumnElement[Any]]:
    could_have_left = case((since <= literal(now, UtcDateTime), since))
    return [func.count().label("waiting"), func.min(could_have_left, type_=UtcDateTime).label("oldest")]


def _queue(row: Row[Any]) -> Queue:
    return Queue(channel=row.channel, bot=row.bot, waiting=row.waiting, oldest=row.oldest)


def _joined(one: Queue, other: Queue) -> Queue:
    oldest = min((moment for moment in (one.oldest, other.oldest) if moment is not None), default=None)
    return Queue(channel=one.channel, bot=one.bot, waiting=one.waiting + other.waiting, oldest=oldest)


def _parked(row: Row[Any]) -> ParkedRow:
    return ParkedRow(
        id=row.id,
        channel=row.channel,
        bot=row.bot,
        received_at=row.received_at,
        attempts=row.attempts,
        retry_at=row.retry_at if row.waiting else None,
        # What follows the kind may repeat what somebody wrote.
        reason=row.reason.partition(":")[0],
    )


def _dead_letter(row: Row[Any]) -> DeadLetter:
    return DeadLetter(
        id=row.id,
        to=address_of(row),
        about=row.about,
        reason=row.reason,
        attempts=row.attempts,
        died_at=row.died_at,
    )
