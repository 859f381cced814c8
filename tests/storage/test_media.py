"""Files that people sent, as they are remembered: until they are fetched, kept, and until they are nobody's."""

from dataclasses import replace

from bot.community import ChatRef
from bot.features.media.store import Loose, LooseFiles
from bot.features.privacy.store import Erasure
from bot.features.tickets.model import TicketId
from bot.features.tickets.store import Attachments, Kept
from bot.media import Content, SentFile, SentFiles, Unfit
from bot.messages import Attachment, AttachmentKind
from bot.stores import Inbox
from storage.engine import OpenDatabase
from tests.storage.builders import NOON, after, raw, read, write
from tests.storage.test_watches import person, ticket

GROUP = ChatRef("telegram", "bot", "-1001")
CONTENT = Content(digest="d" * 64, kind=AttachmentKind.PHOTO, mime="image/jpeg", size=7)


async def sent(database: OpenDatabase, **more: object) -> SentFile:
    """A document of 王芳 with a ticket of hers."""
    wang = await person(database, "王芳")
    number = TicketId(await ticket(database, wang, str(wang), 1))
    new = Kept(
        ticket=number,
        kind=AttachmentKind.DOCUMENT,
        channel="telegram",
        bot="bot",
        reference="handle",
        by=wang,
        at=NOON,
        message="7",
    )
    changed = replace(new, **more)  # type: ignore[arg-type]
    file: SentFile = await write(database, Attachments, lambda store: store.add(changed))
    return file


async def due(database: OpenDatabase, **time: float) -> list[str]:
    found = await read(database, SentFiles, lambda store: store.due(after(**time), 10))
    return [file.reference for file in found]


async def test_a_file_waits_until_it_is_kept_which_happens_once(each_database: OpenDatabase) -> None:
    file = await sent(each_database)
    assert await due(each_database) == ["handle"]

    kept = await write(each_database, SentFiles, lambda store: store.kept(file.id, CONTENT))
    again = await write(each_database, SentFiles, lambda store: store.kept(file.id, CONTENT))

    assert kept == replace(file, kind=AttachmentKind.PHOTO, digest=CONTENT.digest, mime="image/jpeg", size=7)
    assert again is None
    assert await due(each_database, hours=9) == []
    assert await read(each_database, SentFiles, lambda store: store.get(file.id)) == kept


async def test_one_that_cannot_be_fetched_waits_longer_and_is_given_up_at_last(each_database: OpenDatabase) -> None:
    file = await sent(each_database)

    await write(each_database, SentFiles, lambda store: store.later(file.id, after(minutes=5)))
    assert (await due(each_database), await due(each_database, minutes=5)) == ([], ["handle"])
    refused = await write(each_database, SentFiles, lambda store: store.refused(file.id, Unfit.GONE))

    assert (refused.tries, refused.digest) == (1, "")
    assert await due(each_database, hours=9) == []
    assert await write(each_database, SentFiles, lambda store: store.kept(file.id, CONTENT)) is None


async def test_another_process_fetches_through_its_own_accounts(each_database: OpenDatabase) -> None:
    await sent(each_database, reference="theirs")
    await sent(each_database, reference="ours", bot="second")

    found = await read(each_database, SentFiles, lambda s: s.due(NOON, 10, elsewhere=[("telegram", "bot")]))

    assert [file.reference for file in found] == ["ours"]


async def test_a_place_on_the_map_is_here_at_once(each_database: OpenDatabase) -> None:
    place = await sent(each_database, kind=AttachmentKind.LOCATION, reference="36.06,103.83")

    assert place.is_here
    assert await due(each_database, hours=1) == []


async def test_a_content_is_unused_when_its_last_file_is_forgotten(each_database: OpenDatabase) -> None:
    first, second = await sent(each_database), await sent(each_database)
    await write(each_database, SentFiles, lambda store: store.put_down(CONTENT, NOON))
    await write(each_database, SentFiles, lambda store: store.kept(first.id, CONTENT))
    await write(each_database, SentFiles, lambda store: store.kept(second.id, CONTENT))

    async def unused() -> list[str]:
        return list(await read(each_database, SentFiles, lambda store: store.unused(after(minutes=15), 10)))

    await write(each_database, Erasure, lambda store: store.erase(first.by))
    assert await unused() == []
    assert await read(each_database, SentFiles, lambda store: store.get(first.id)) is None
    assert await write(each_database, Attachments, lambda store: store.wipe("telegram", "bot", "7"))
    assert await unused() == [CONTENT.digest]
    assert await read(each_database, SentFiles, lambda store: store.unused(NOON, 10)) == []

    await write(each_database, SentFiles, lambda store: store.taken_away(CONTENT.digest))
    assert await unused() == []


async def test_a_content_that_comes_again_is_put_down_anew(each_database: OpenDatabase) -> None:
    await write(each_database, SentFiles, lambda store: store.put_down(CONTENT, NOON))
    await write(each_database, SentFiles, lambda store: store.put_down(CONTENT, after(hours=1)))

    assert await read(each_database, SentFiles, lambda store: store.unused(after(minutes=30), 10)) == []


async def test_an_album_finds_its_ticket_for_an_hour(each_database: OpenDatabase) -> None:
    """PLATFORMS 23."""
    file = await sent(each_database, album="a")

    async def found(album: str, **time: float) -> TicketId | None:
        number: TicketId | None = await read(
            each_database, Attachments, lambda store: store.of_album("telegram", "bot", album, after(**time))
        )
        return number

    assert f"tickets:{await found('a', minutes=59)}" == file.about
    assert (await found("a", minutes=61), await found("b")) == (None, None)


async def test_files_beside_talk_are_found_by_their_message_and_swept(each_database: OpenDatabase) -> None:
    photo = Attachment(kind=AttachmentKind.PHOTO, remote_id="p", name="灯.jpg", mime="image/jpeg", size=9)
    held = Loose(chat=GROUP, message="7", album="a", file=photo, at=NOON)
    await write(each_database, LooseFiles, lambda store: store.hold(held, replace(held, message="8", album="b")))

    assert await read(each_database, LooseFiles, lambda store: store.of_message(GROUP, "7")) == [held]
    assert await read(each_database, LooseFiles, lambda store: store.message_of(GROUP, "b")) == "8"
    await write(each_database, LooseFiles, lambda store: store.let_go(GROUP, "7"))
    assert await read(each_database, LooseFiles, lambda store: store.of_message(GROUP, "7")) == []
    assert not await read(each_database, LooseFiles, lambda store: store.has_old(after(minutes=-1)))
    await write(each_database, LooseFiles, lambda store: store.sweep(NOON))
    assert not await read(each_database, LooseFiles, lambda store: store.has_old(after(hours=1)))


async def test_parts_of_an_album_wait_for_each_other_and_others_do_not(each_database: OpenDatabase) -> None:
    """PLATFORMS 23: the wait stands in the rows, so a restart changes nothing."""

    async def came(key: str, album: str | None, **time: float) -> None:
        row = replace(raw(key), album=album)
        await write(each_database, Inbox, lambda inbox: inbox.add("telegram", "bot", [row], after(**time)))

    async def waiting(**time: float) -> list[str]:
        rows = await read(each_database, Inbox, lambda inbox: inbox.pending(after(**time), 10))
        return [row.key for row in rows]

    await came("m:1", "a")
    await came("m:2", None)
    await came("m:3", "a", seconds=1.5)

    assert await waiting(seconds=2.5) == ["m:2"]
    assert await waiting(seconds=3.5) == ["m:1", "m:2", "m:3"]
