"""Where people's words stand, and how they are blanked.

`SAID` lists every column that holds words of residents; `tests/storage/test_erasure.py` fails for a table with people
and words that is neither listed here nor excused there.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Column, ColumnElement, ForeignKey, Index, Table, and_, case, delete, exists, func, or_, select
from sqlalchemy import update as sql_update

from bot.community import PersonId
from bot.features.privacy.model import Holding, Kind
from bot.features.tickets.model import ENTERED
from storage.board import board_grams
from storage.connection import Connection
from storage.echoes import drop_echoes
from storage.people import accounts, persons
from storage.schema import metadata
from storage.ticket_history import history
from storage.tickets import is_open, tickets
from storage.types import UtcDateTime

erasures = Table(
    "erasures",
    metadata,
    Column("person", ForeignKey("persons.id"), primary_key=True),
    Column("asked_at", UtcDateTime, nullable=False),
    Column("done", UtcDateTime),
)
_WAITING: Final = erasures.c.done.is_(None)
Index("ix_erasures_waiting", erasures.c.asked_at, sqlite_where=_WAITING, postgresql_where=_WAITING)


@dataclass(frozen=True)
class Said:
    """Columns of a table that hold words of the person in its column `by`."""

    table: str
    by: str
    words: tuple[str, ...]
    kind: Kind = Kind.SAID


SAID: Final = (
    Said("tickets", "reporter", ("words", "public_words", "unit", "floor", "room"), Kind.CALLS),
    Said("ticket_history", "by", ("words",)),
    Said("suggestions", "person", ("words",)),
    Said("ratings", "person", ("words",)),
    Said("ideas", "author", ("words",)),
    Said("mediations", "caller", ("about", "other_name"), Kind.TALKS),
    Said("mediations", "other", ("other_name",), Kind.TALKS),
    Said("mediation_lines", "by", ("words",), Kind.TALKS),
    Said("contacts", "by", ("name", "phone")),
    # Without a digest nothing on the shelf belongs to it, and what belongs to nothing is taken away.
    Said("attachments", "by", ("reference", "name", "message", "album", "digest")),
)
# What is kept beside a ticket, whoever wrote it down.
_BESIDE: Final = {
    "contacts": ("name", "phone"),
    "attachments": ("reference", "name", "message", "album", "digest"),
}
# What staff and departments wrote about a ticket quotes residents: of old tickets it goes as well.
_WRITTEN: Final = {
    "whistles": ("reason", "end_words", "refusal"),
    "agenda_items": ("words",),
    "mediations": ("about", "other_name", "agreement"),
}
# What hangs on those in its turn: by which column, on which table.
_BELOW: Final = {
    "whistle_visits": ("whistle", "whistles", ("words",)),
    "whistle_scores": ("whistle", "whistles", ("why", "answer")),
    "mediation_lines": ("mediation", "mediations", ("words",)),
}
# Tables of what waits to be told, or was told, in somebody's private chat.
_TOLD: Final = ("outbox", "cards", "dead_letters")
# Calls that staff entered for somebody who is not here.
_ENTERED: Final = tickets.c.origin.in_(sorted(ENTERED))
# What stands for the name of a side that was forgotten, in words that the other side keeps.
UNNAMED: Final = "…"
# A name of one character stands in too many other words.
_SHORTEST_NAME: Final = 2


class SqlErasure:
    """Answers `bot.features.privacy.store.Erasure`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def holdings(self, person: PersonId) -> Sequence[Holding]:
        """How much is kept, by kind."""
        counts: dict[Kind, int] = {}
        for said in SAID:
            table = metadata.tables[said.table]
            asked = select(func.count()).where(_of(table, said, person), _has_words(table, said))
            counts[said.kind] = counts.get(said.kind, 0) + int((await self._connection.execute(asked)).scalar_one())
        return [Holding(kind=kind, count=counts[kind]) for kind in Kind if counts.get(kind)]

    async def calls(self, person: PersonId, *, is_open: bool) -> Sequence[int]:
        """The numbers of this person's tickets."""
        asked = select(tickets.c.id).where(tickets.c.reporter == person, tickets.c.is_open.is_(is_open))
        return list((await self._connection.execute(asked.order_by(tickets.c.id))).scalars())

    async def erase(self, person: PersonId) -> Sequence[str]:
        """Blank what the person said, and drop what stands in the private chats; answers what shows it still."""
        shown = await drop_echoes(self._connection, person)
        await self._unname(person)
        for said in SAID:
            table = metadata.tables[said.table]
            blank = {name: None if table.c[name].nullable else "" for name in said.words}
            await self._connection.execute(sql_update(table).where(_of(table, said, person)).values(blank))
        # Whom to reach about their call may have been written down by a worker, who may also have sent pictures of
        # where they live.
        for name, words in _BESIDE.items():
            beside = metadata.tables[name]
            of_calls = beside.c.ticket.in_(select(tickets.c.id).where(tickets.c.reporter == person, ~_ENTERED))
            gone = sql_update(beside).where(of_calls).values(dict.fromkeys(words, ""))
            await self._connection.execute(gone)
        await self._connection.execute(_unseen(tickets.c.reporter == person))
        await self._connection.execute(_unfound(tickets.c.reporter == person))
        await self._connection.execute(delete(metadata.tables["dialogs"]).where(_dialogs().c.person == person))
        for name in _TOLD:
            table = metadata.tables[name]
            account = and_(accounts.c.channel == table.c.channel, accounts.c.account == table.c.chat)
            theirs = exists().where(accounts.c.person == person, account)
            await self._connection.execute(delete(table).where(table.c.is_private.is_(True), theirs))
        return shown

    async def _unname(self, person: PersonId) -> None:
        """What a mediator wrote about a talk, and what both sides agreed on, stays; the name of this side goes."""
        talks, said = metadata.tables["mediations"], metadata.tables["mediation_lines"]
        theirs = or_(talks.c.caller == person, talks.c.other == person)
        asked = select(persons.c.name).where(persons.c.id == person)
        named = select(talks.c.other_name).where(talks.c.other == person)
        for name in (await self._connection.execute(asked.union(named))).scalars().all():
            if len(name) < _SHORTEST_NAME:
                continue
            agreed = {"agreement": func.replace(talks.c.agreement, name, UNNAMED)}
            await self._connection.execute(sql_update(talks).where(theirs).values(agreed))
            of_talks = said.c.mediation.in_(select(talks.c.id).where(theirs))
            written = {"words": func.replace(said.c.words, name, UNNAMED)}
            await self._connection.execute(sql_update(said).where(of_talks).values(written))

    async def wish(self, person: PersonId, at: datetime) -> None:
        """Keep the wish; one that was fulfilled may be made again."""
        new = self._connection.insert(erasures).values({"person": person, "asked_at": at, "done": None})
        again = new.on_conflict_do_update(index_elements=["person"], set_={"done": None}, where=~_WAITING)
        await self._connection.execute(again)

    async def fulfilled(self, person: PersonId) -> None:
        """The wish is fulfilled; that it was is all that stays."""
        that = erasures.c.person == person
        await self._connection.execute(sql_update(erasures).where(that).values(done=erasures.c.asked_at))

    async def due(self, limit: int) -> Sequence[PersonId]:
        """Whose wish waits for nothing."""
        open_call = exists().where(tickets.c.reporter == erasures.c.person, is_open)
        asked = select(erasures.c.person).where(_WAITING, ~open_call).order_by(erasures.c.asked_at).limit(limit)
        return [PersonId(person) for person in (await self._connection.execute(asked)).scalars()]

    async def outdated(self, before: datetime, limit: int) -> Sequence[int]:
        """Old tickets that still hold words."""
        over = and_(tickets.c.is_open.is_(False), tickets.c.closed_at < before, tickets.c.words != "")
        asked = select(tickets.c.id).where(over).order_by(tickets.c.closed_at).limit(limit)
        return list((await self._connection.execute(asked)).scalars())

    async def anonymise(self, numbers: Sequence[int], nobody: PersonId) -> None:
        """Words go, and residents with them; what staff did keeps its name."""
        these = tickets.c.id.in_(numbers)
        blank: dict[str, Any] = {"words": "", "public_words": "", "unit": None, "floor": None, "room": None}
        await self._connection.execute(sql_update(tickets).where(these).values({**blank, "reporter": nobody}))
        await self._connection.execute(_unseen(these))
        await self._connection.execute(_unfound(these))
        staff = select(persons.c.id).where(persons.c.in_roster.is_(True))
        by = case((history.c.by.in_(staff), history.c.by), (history.c.by.is_(None), None), else_=nobody)
        # Who gave which score goes with the names; the caller's number stays in the ticket.
        given = metadata.tables["ratings"]
        await self._connection.execute(delete(given).where(given.c.ticket.in_(numbers)))
        lines = sql_update(history).where(history.c.ticket.in_(numbers)).values(words="", by=by)
        await self._connection.execute(lines)
        for name, words in (_BESIDE | _WRITTEN).items():
            table = metadata.tables[name]
            gone = sql_update(table).where(table.c.ticket.in_(numbers)).values(dict.fromkeys(words, ""))
            await self._connection.execute(gone)
        for name, (link, above, words) in _BELOW.items():
            table, upper = metadata.tables[name], metadata.tables[above]
            theirs = table.c[link].in_(select(upper.c.id).where(upper.c.ticket.in_(numbers)))
            await self._connection.execute(sql_update(table).where(theirs).values(dict.fromkeys(words, "")))


def _of(table: Table, said: Said, person: PersonId) -> ColumnElement[bool]:
    """The rows that hold this person's own words: a call that staff entered is its caller's, not theirs."""
    theirs = table.c[said.by] == person
    if said.kind is Kind.CALLS:
        return and_(theirs, ~_ENTERED)
    if said.table == "contacts":
        return and_(theirs, table.c.ticket.not_in(select(tickets.c.id).where(_ENTERED)))
    return theirs


def _dialogs() -> Table:
    return metadata.tables["dialogs"]


def _has_words(table: Table, said: Said) -> ColumnElement[bool]:
    return or_(*(func.coalesce(table.c[name], "") != "" for name in said.words))


def _unseen(these: ColumnElement[bool]) -> Any:
    """The message that made the call is nobody's; a private chat, whose name is an account's, is no chat any more.

    Whoever has read the ticket before reads it anew before saving it.
    """
    chat = case((tickets.c.is_private_source.is_(True), "erased"), else_=tickets.c.chat)
    return sql_update(tickets).where(these).values(message=None, chat=chat, version=tickets.c.version + 1)


def _unfound(these: ColumnElement[bool]) -> Any:
    """The board's index forgets at once what stood for their words."""
    return delete(board_grams).where(board_grams.c.ticket.in_(select(tickets.c.id).where(these)))
