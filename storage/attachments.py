"""Photos, voices, files and places that belong to a ticket, and which contents of them lie on the shelf."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    Row,
    Table,
    Text,
    bindparam,
    delete,
    exists,
    false,
    func,
    insert,
    literal_column,
    select,
    tuple_,
    update,
)

from bot.community import PersonId
from bot.features.tickets.model import TicketId
from bot.features.tickets.store import Kept
from bot.media import Content, SentFile, SentFileId, Unfit
from bot.messages import AttachmentKind
from storage.connection import Connection
from storage.schema import metadata
from storage.types import UtcDateTime, Words

attachments = Table(
    "attachments",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("ticket", ForeignKey("tickets.id"), nullable=False),
    Column("kind", Text, nullable=False),
    # Whose handle it is: a network, and that account of ours which received it.
    Column("channel", Text, nullable=False),
    Column("bot", Text, nullable=False),
    Column("reference", Words, nullable=False),
    Column("name", Words, nullable=False),
    Column("by", ForeignKey("persons.id"), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    # The network's id of the message that brought it, and of the album which that was a part of.
    Column("message", Words, nullable=False, server_default=""),
    Column("album", Words, nullable=False, server_default=""),
    Column("mime", Text, nullable=False, server_default=""),
    Column("size", Integer),
    Column("is_shown", Boolean, nullable=False, server_default=false()),
    # The name of its content on the shelf, once it lies there.
    Column("digest", Text, nullable=False, server_default=""),
    # When it is to be fetched next; nothing: it is here, is not kept, or came before we kept files.
    Column("fetch_at", UtcDateTime),
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("unfit", Text),
)
_is_waiting = attachments.c.fetch_at.is_not(None)
Index("ix_attachments_ticket", attachments.c.ticket, attachments.c.id)
Index("ix_attachments_by", attachments.c.by)
Index("ix_attachments_digest", attachments.c.digest)
Index("ix_attachments_fetch_at", attachments.c.fetch_at, sqlite_where=_is_waiting, postgresql_where=_is_waiting)
# Written out: of a value that is bound later SQLite cannot see that it may use an index of some rows alone.
_NONE: Final = literal_column("''", Text)
_in_album = attachments.c.album != _NONE
Index("ix_attachments_album", attachments.c.album, sqlite_where=_in_album, postgresql_where=_in_album)
_of_message = attachments.c.message != _NONE
Index("ix_attachments_message", attachments.c.message, sqlite_where=_of_message, postgresql_where=_of_message)

contents = Table(
    "contents",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("mime", Text, nullable=False),
    Column("size", Integer, nullable=False),
    # When it was put down last.
    Column("at", UtcDateTime, nullable=False),
)
# How long after its album a part may come.
_LATE: Final = timedelta(hours=1)
_is_known = attachments.c.reference != ""
_OF: Final = (
    select(attachments).where(attachments.c.ticket == bindparam("number"), _is_known).order_by(attachments.c.id)
)
_DUE: Final = (
    select(attachments)
    .where(_is_waiting, _is_known, attachments.c.fetch_at <= bindparam("now"))
    .order_by(attachments.c.fetch_at, attachments.c.id)
    .limit(bindparam("most"))
)
_account = tuple_(attachments.c.channel, attachments.c.bot)
_DUE_HERE: Final = _DUE.where(_account.not_in(bindparam("elsewhere", expanding=True)))
_SAME: Final = (
    *("ticket", "kind", "channel", "bot", "reference", "name", "by", "at"),
    *("message", "album", "mime", "size", "is_shown"),
)
is_used = exists().where(attachments.c.digest == contents.c.digest)


class SqlAttachments:
    """Answers `bot.features.tickets.store.Attachments`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def add(self, kept: Kept) -> SentFile:
        """Keep it with its ticket, and have it fetched."""
        values = {name: getattr(kept, name) for name in _SAME}
        if kept.kind is not AttachmentKind.LOCATION:
            values["fetch_at"] = kept.at
        new = insert(attachments).values(values).returning(attachments)
        return _file((await self._connection.execute(new)).one())

    async def of(self, ticket: TicketId) -> Sequence[SentFile]:
        """All that belong to this ticket."""
        return [_file(row) for row in await self._connection.execute(_OF, {"number": ticket})]

    async def wipe(self, channel: str, bot: str, message: str) -> bool:
        """Forget what this message brought."""
        columns = attachments.c
        there = (_of_message, columns.message == message, columns.channel == channel, columns.bot == bot)
        blank = {"reference": "", "name": "", "digest": "", "fetch_at": None}
        wiped = await self._connection.execute(update(attachments).where(*there, _is_known).values(blank))
        return wiped.rowcount > 0

    async def of_album(self, channel: str, bot: str, album: str, now: datetime) -> TicketId | None:
        """The ticket that another part of this album came with just now."""
        columns = attachments.c
        parts = (_in_album, columns.album == album, columns.channel == channel, columns.bot == bot)
        lately = select(columns.ticket).where(*parts, columns.at > now - _LATE)
        found = await self._connection.execute(lately.order_by(columns.id).limit(1))
        number = found.scalar_one_or_none()
        return None if number is None else TicketId(number)


class SqlSentFiles:
    """Answers `bot.media.SentFiles`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def get(self, file: SentFileId) -> SentFile | None:
        """The file with this id."""
        asked = select(attachments).where(attachments.c.id == file, _is_known)
        row = (await self._connection.execute(asked)).one_or_none()
        return None if row is None else _file(row)

    async def due(
        self, now: datetime, limit: int, *, elsewhere: Collection[tuple[str, str]] = ()
    ) -> Sequence[SentFile]:
        """Files to be fetched now."""
        asked: dict[str, Any] = {"now": now, "most": limit}
        if elsewhere:
            asked["elsewhere"] = list(elsewhere)
        return [_file(row) for row in await self._connection.execute(_DUE_HERE if elsewhere else _DUE, asked)]

    async def later(self, file: SentFileId, retry_at: datetime) -> None:
        """Count the try and wait."""
        waits = {"tries": attachments.c.tries + 1, "fetch_at": retry_at}
        await self._connection.execute(update(attachments).where(attachments.c.id == file, _is_waiting).values(waits))

    async def kept(self, file: SentFileId, content: Content) -> SentFile | None:
        """This is its content."""
        known = {"digest": content.digest, "kind": content.kind, "mime": content.mime, "size": content.size}
        return await self._over(file, **known)

    async def refused(self, file: SentFileId, why: Unfit) -> SentFile | None:
        """It will not be kept."""
        return await self._over(file, unfit=why)

    async def put_down(self, content: Content, now: datetime) -> None:
        """It is about to lie on the shelf."""
        values = {"digest": content.digest, "mime": content.mime, "size": content.size, "at": now}
        new = self._connection.insert(contents).values(values)
        await self._connection.execute(new.on_conflict_do_update(index_elements=["digest"], set_={"at": now}))

    async def unused(self, before: datetime, limit: int) -> Sequence[str]:
        """What belongs to no file any more."""
        asked = select(contents.c.digest).where(contents.c.at < before, ~is_used).limit(limit)
        return list((await self._connection.execute(asked)).scalars())

    async def taken_away(self, digest: str) -> None:
        """It lies there no more."""
        await self._connection.execute(delete(contents).where(contents.c.digest == digest, ~is_used))

    async def _over(self, file: SentFileId, **known: Any) -> SentFile | None:
        """It need not be fetched any more; None: nobody waits for it."""
        waits = (attachments.c.id == file, _is_waiting, _is_known)
        change = update(attachments).where(*waits).values(fetch_at=None, **known).returning(attachments)
        row = (await self._connection.execute(change)).one_or_none()
        return None if row is None else _file(row)


async def digests(connection: Connection) -> Sequence[str]:
    """All contents that belong to a file."""
    asked = select(func.distinct(attachments.c.digest)).where(attachments.c.digest != "")
    return list((await connection.execute(asked)).scalars())


def _file(row: Row[Any]) -> SentFile:
    return SentFile(
        id=SentFileId(row.id),
        about=f"tickets:{row.ticket}",
        kind=AttachmentKind(row.kind),
        channel=row.channel,
        bot=row.bot,
        reference=row.reference,
        by=PersonId(row.by),
        name=row.name,
        mime=row.mime,
        size=row.size,
        is_shown=row.is_shown,
        digest=row.digest,
        tries=row.tries,
    )
