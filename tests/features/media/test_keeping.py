"""What is kept of files, how long, and through which troubles."""

import asyncio
from datetime import timedelta
from pathlib import Path

from adapters.shelf import FolderShelf
from bot.community import PersonId
from bot.config import Config
from bot.config import Storage as StorageConfig
from bot.features.privacy.store import Erasure
from bot.messages import MessageDeleted
from bot.porter import Porter, Storeroom
from storage.backup import back_up
from storage.engine import OpenDatabase
from storage.restore import restore
from tests.features.media.test_handing_on import pictures
from tests.network import PICTURE, Drawer
from tests.town import MORNING, Town, Yucheng, open_town

# After the three people of the roster.
CALLER = PersonId(4)
URL = "sqlite:///huying.db"


def shelf_of(town: Town) -> Drawer:
    shelf = town.service.setup.shelf
    assert isinstance(shelf, Drawer)
    return shelf


async def test_whoever_is_forgotten_leaves_no_picture_behind(here: Yucheng) -> None:
    await here.wang.shows("/report 锦绣楼的电梯坏了")
    kept = list(shelf_of(here.town).contents)

    await here.town.keep(lambda uow: uow.store(Erasure).erase(CALLER))
    await here.town.passes(minutes=20)

    assert len(kept) == 1
    assert shelf_of(here.town).contents == {}


async def test_what_somebody_else_sent_too_stays(here: Yucheng) -> None:
    await here.wang.shows("/report 锦绣楼的电梯坏了")
    await here.zhao.sends_the_bot(words="/report 4号楼门口有积水")

    await here.town.keep(lambda uow: uow.store(Erasure).erase(CALLER))
    await here.town.passes(minutes=20)

    assert list(shelf_of(here.town).contents.values()) == [PICTURE]


async def test_a_message_that_is_taken_back_takes_its_picture_along(here: Yucheng) -> None:
    """PLATFORMS 49: the ticket stays."""
    sent = await here.wang.shows("/report 锦绣楼的电梯坏了")
    gone = MessageDeleted(
        key="d:1", chat=here.group.chat, message=sent, sender=here.wang.sender, at=here.town.clock.now()
    )

    await here.town.happens(gone)
    await here.town.passes(minutes=20)

    assert shelf_of(here.town).contents == {}
    assert "#1" in here.group.card


class Hanging(Drawer):
    """A store that takes nothing away until it is let."""

    def __init__(self) -> None:
        super().__init__()
        self.asked, self.goes_on = asyncio.Event(), asyncio.Event()

    async def drop(self, digest: str) -> None:
        """Keep it no longer, when that is let."""
        self.asked.set()
        await self.goes_on.wait()
        await super().drop(digest)


async def test_a_store_that_hangs_holds_up_no_clock_and_loses_nothing_that_comes_again(here: Yucheng) -> None:
    service, shelf = here.town.service, Hanging()
    room = Storeroom(shelf=shelf, most=1_000_000)
    service.porter = Porter(service.database, service.channels, here.town.clock, service.act, room)
    await here.wang.shows("/report 锦绣楼的电梯坏了")
    await here.town.keep(lambda uow: uow.store(Erasure).erase(CALLER))
    here.town.clock.at += timedelta(minutes=20)

    async with asyncio.timeout(5):
        await service.tick()
        await shelf.asked.wait()
    sending = asyncio.create_task(here.zhao.sends_the_bot(words="/report 4号楼门口有积水"))
    await asyncio.wait([sending], timeout=0.3)
    shelf.goes_on.set()
    await sending

    assert list(shelf.contents.values()) == [PICTURE]


async def test_an_old_ticket_loses_its_pictures_with_its_words(here: Yucheng) -> None:
    await here.wang.shows("/report 锦绣楼的电梯坏了")

    await here.town.keep(lambda uow: uow.store(Erasure).anonymise([1], CALLER))
    await here.town.passes(minutes=20)

    assert shelf_of(here.town).contents == {}


async def test_a_file_waits_through_a_restart(here: Yucheng, database: OpenDatabase) -> None:
    handle = "photo1000"
    here.town.numbers = iter(range(1000, 2000))  # type: ignore[assignment]
    here.town.network.out_of_reach.add(handle)
    await here.wang.sends_the_bot(words="锦绣楼的电梯坏了")

    again = open_town(database)
    again.network.chats = here.town.network.chats
    again.clock.at = MORNING + timedelta(minutes=1)
    await again.settle()
    await again.settle()

    assert pictures(here.li.private) == [("#1 王芳发来的照片", "photo", PICTURE)]


async def test_after_a_day_out_of_reach_it_is_told(here: Yucheng) -> None:
    here.town.numbers = iter(range(1000, 2000))  # type: ignore[assignment]
    here.town.network.out_of_reach.add("photo1000")
    await here.wang.sends_the_bot(words="锦绣楼的电梯坏了")

    for _ in range(10):
        await here.town.wakes_up_after(hours=11)

    assert "#1 已记下,但文件没能取到。请再发一次。" in here.wang.inbox
    assert "#1 王芳还发来照片,没能取到。可以直接问一问。" in (*here.li.inbox, *here.chen.inbox, *here.zhao.inbox)


async def test_thirty_files_are_enough_for_a_ticket(here: Yucheng) -> None:
    await here.wang.says("/report 锦绣楼的电梯坏了")
    for _ in range(31):
        await here.wang.shows(to=here.group.messages[0])

    assert len(pictures(here.li.private)) == 30
    assert any("已有30份照片和文件" in text for text in (*here.group.texts, *here.wang.inbox))


async def test_pictures_come_back_with_a_backup_and_wiped_ones_do_not(
    here: Yucheng, tmp_path: Path, database: OpenDatabase
) -> None:
    config = Config(storage=StorageConfig(url=URL), folder=tmp_path)
    await here.wang.shows("/report 锦绣楼的电梯坏了")
    shelf = FolderShelf(tmp_path / "media")
    for digest, content in shelf_of(here.town).contents.items():
        await shelf.put(digest, content)
    await back_up(config, tmp_path / "with.zip", MORNING)
    await here.town.keep(lambda uow: uow.store(Erasure).erase(CALLER))
    await back_up(config, tmp_path / "without.zip", MORNING)
    await database.close()

    for name, there in (("with", 1), ("without", 0)):
        new = tmp_path / name
        new.mkdir()
        await restore(Config(storage=StorageConfig(url=URL), folder=new), tmp_path / f"{name}.zip", MORNING)
        assert len(list((new / "media").glob("*/*"))) == there
