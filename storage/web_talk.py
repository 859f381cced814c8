"""What was said in the local chat's rooms: the twin of `adapters.web.rooms.Talk`."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    Row,
    Select,
    Table,
    Text,
    UniqueConstraint,
    and_,
    delete,
    func,
    or_,
    select,
    update,
)

from adapters.web.rooms import Message, Quote, Reacted, Said
from adapters.web.scene import Standing
from bot.messages import Buttons, Gesture, OutgoingMessage
from bot.richtext import Text as TextTree
from storage.connection import Connection
from storage.letters import read_message, write_message
from storage.schema import metadata
from storage.types import JsonText, UtcDateTime, Words
from storage.web import web_counter

web_messages = Table(
    "web_messages",
    metadata,
    # A message's id is the number of its first change.
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("number", BigInteger, nullable=False, unique=True),
    Column("chat", Text, nullable=False),
    # NULL: the bot.
    Column("author", Text),
    Column("name", Words, nullable=False),
    Column("standing", Text, nullable=False),
    Column("letter", Words, nullable=False),
    Column("once", Text, nullable=False),
    Column("said_at", UtcDateTime, nullable=False),
    Column("reply_to", BigInteger),
    Column("reactions", JsonText, nullable=False),
    Column("edited", Boolean, nullable=False),
    Column("removed", Boolean, nullable=False),
    Column("whisper", Text),
    UniqueConstraint("chat", "once"),
)
_shown = and_(web_messages.c.removed.is_(False), web_messages.c.whisper.is_(None))
Index("ix_web_messages_shown", web_messages.c.chat, web_messages.c.id, sqlite_where=_shown, postgresql_where=_shown)
Index("ix_web_messages_said_at", web_messages.c.said_at)


class SqlTalk:
    """Answers `adapters.web.rooms.Talk`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def add(self, said: Said) -> Message:
        """Keep it, unless it was said before."""
        here = and_(web_messages.c.chat == said.chat, web_messages.c.once == said.once)
        if known := await self._messages(select(web_messages).where(here)):
            return known[0]
        number = await self._next_number()
        values = {**_columns(said), "id": number, "number": number}
        await self._connection.execute(self._connection.insert(web_messages).values(values))
        return (await self._messages(select(web_messages).where(web_messages.c.id == number)))[0]

    async def at(self, chat: str, id: int) -> Message | None:  # noqa: A002 - the port's word
        """The message with that id, unless it was removed."""
        found = await self._messages(select(web_messages).where(_here(chat, id)))
        return found[0] if found else None

    async def latest(self, chats: Sequence[str], limit: int) -> Sequence[Message]:
        """The latest messages of each room, oldest first."""
        rank = func.row_number().over(partition_by=web_messages.c.chat, order_by=web_messages.c.id.desc())
        ranked = select(web_messages.c.id, rank.label("rank")).where(_shown, web_messages.c.chat.in_(chats)).subquery()
        wanted = select(ranked.c.id).where(ranked.c.rank <= limit)
        return await self._messages(
            select(web_messages).where(web_messages.c.id.in_(wanted)).order_by(web_messages.c.id)
        )

    async def after(self, number: int, chats: Sequence[str] | None, limit: int) -> Sequence[Message]:
        """What changed after that number, in the order of the changes."""
        changed = select(web_messages).where(web_messages.c.number > number)
        if chats is not None:
            changed = changed.where(web_messages.c.chat.in_(chats))
        return await self._messages(changed.order_by(web_messages.c.number).limit(limit))

    async def edit(self, chat: str, id: int, text: TextTree, buttons: Buttons) -> bool:  # noqa: A002
        """Put other words and buttons into a message of ours; the same ones are no change."""
        known = await self.at(chat, id)
        if known is None or not known.is_ours:
            return False
        said = replace(known.said, text=text, buttons=buttons)
        if said != known.said:
            await self._change(id, {"letter": _letter(said), "edited": True})
        return True

    async def react(self, chat: str, id: int, reactions: Sequence[Reacted]) -> bool:  # noqa: A002
        """Let exactly these reactions stand; the same ones are no change."""
        known = await self.at(chat, id)
        if known is None:
            return False
        if known.reactions != tuple(reactions):
            await self._change(id, {"reactions": [[each.account, each.gesture] for each in reactions]})
        return True

    async def remove(self, chat: str, id: int) -> bool:  # noqa: A002
        """Wipe a message; its number stays, so that open pages take it away."""
        if await self.at(chat, id) is None:
            return False
        wiped = {"letter": write_message(OutgoingMessage(text=())), "name": "", "reactions": [], "removed": True}
        await self._change(id, wiped)
        return True

    async def sweep(self, people_before: datetime, ours_before: datetime) -> int:
        """Forget old talk, whispers like what people said."""
        theirs = or_(web_messages.c.author.is_not(None), web_messages.c.whisper.is_not(None))
        old_theirs = and_(theirs, web_messages.c.said_at < people_before)
        gone = await self._connection.execute(
            delete(web_messages).where(or_(old_theirs, web_messages.c.said_at < ours_before))
        )
        return gone.rowcount

    async def _next_number(self) -> int:
        insert = self._connection.insert(web_counter).values(id=1, number=1)
        raise_it = insert.on_conflict_do_update(index_elements=["id"], set_={"number": web_counter.c.number + 1})
        number: int = (await self._connection.execute(raise_it.returning(web_counter.c.number))).scalar_one()
        return number

    async def _change(self, id: int, values: dict[str, Any]) -> None:  # noqa: A002
        values = {**values, "number": await self._next_number()}
        await self._connection.execute(update(web_messages).where(web_messages.c.id == id).values(values))

    async def _messages(self, wanted: Select[Any]) -> list[Message]:
        rows = (await self._connection.execute(wanted)).all()
        quotes = await self._quotes({row.reply_to for row in rows if row.reply_to is not None})
        return [_message(row, quotes.get((row.chat, row.reply_to))) for row in rows]

    async def _quotes(self, ids: Iterable[int]) -> dict[tuple[str, int], Quote]:
        """The messages that others answer, by room and id; one that has gone is quoted no more."""
        if not ids:
            return {}
        found = await self._connection.execute(select(web_messages).where(web_messages.c.id.in_(ids), _shown))
        return {(row.chat, row.id): _quote(row) for row in found}


def _here(chat: str, id: int) -> Any:  # noqa: A002
    return and_(web_messages.c.chat == chat, web_messages.c.id == id, web_messages.c.removed.is_(False))


_FRESH: Final = {"reactions": [], "edited": False, "removed": False}


def _columns(said: Said) -> dict[str, Any]:
    return {
        **_FRESH,
        "chat": said.chat,
        "author": said.author,
        "name": said.name,
        "standing": said.standing,
        "letter": _letter(said),
        "once": said.once,
        "said_at": said.at,
        "reply_to": said.reply_to,
        "whisper": said.whisper,
    }


def _letter(said: Said) -> str:
    return write_message(OutgoingMessage(text=said.text, buttons=said.buttons, silent=said.silent))


def _message(row: Row[Any], quote: Quote | None) -> Message:
    return Message(
        id=row.id,
        number=row.number,
        said=_said(row),
        quote=quote,
        reactions=tuple(Reacted(account, Gesture(gesture)) for account, gesture in row.reactions),
        edited=row.edited,
        removed=row.removed,
    )


def _said(row: Row[Any]) -> Said:
    words = read_message(row.letter)
    return Said(
        chat=row.chat,
        author=row.author,
        name=row.name,
        text=words.text,
        once=row.once,
        at=row.said_at,
        buttons=words.buttons,
        silent=words.silent,
        reply_to=row.reply_to,
        standing=Standing(row.standing),
        whisper=row.whisper,
    )


def _quote(row: Row[Any]) -> Quote:
    return Quote(id=row.id, author=row.author, name=row.name, text=read_message(row.letter).text)
