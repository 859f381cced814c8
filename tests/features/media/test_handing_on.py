"""What people send with a ticket reaches whoever works on it, and what a worker sends whoever reads of it."""

import asyncio

from bot.messages import AttachmentKind
from tests.network import PICTURE, Drawer, Shown
from tests.town import Yucheng


def pictures(messages: list[Shown]) -> list[tuple[str, str, bytes]]:
    return [(m.text, m.file.kind, m.file.content) for m in messages if m.file is not None]


async def test_a_photo_with_a_call_reaches_the_worker_below_the_task(here: Yucheng) -> None:
    await here.wang.shows("3号楼路灯不亮")
    await here.li.presses("记下来")

    assert pictures(here.li.private) == [("#1 王芳发来的照片", "photo", PICTURE)]
    assert here.li.inbox[-2].startswith("#1 ")
    assert pictures(here.group.messages) == []


async def test_a_bare_photo_right_after_the_line_goes_with_it(here: Yucheng) -> None:
    await here.wang.says("3号楼路灯不亮")
    await here.wang.shows()
    await here.li.presses("记下来")

    assert pictures(here.li.private) == [("#1 王芳发来的照片", "photo", PICTURE)]


async def test_a_slow_download_holds_up_nobody(here: Yucheng) -> None:
    """PLATFORMS 53: the turn is over, and the next ones run, before the first byte has come."""
    network, town = here.town.network, here.town
    network.stalled = asyncio.Event()
    fetching = asyncio.create_task(here.wang.sends_the_bot(words="锦绣楼的电梯坏了"))
    async with asyncio.timeout(5):
        await network.asked.wait()
    await town.service.intake.settle()
    await town.service.courier.drain(5)
    before = [text for text in here.li.inbox if "锦绣楼的电梯坏了" in text]

    network.stalled.set()
    await fetching

    assert before != []
    assert len(pictures(here.li.private)) == 1


async def test_a_shelf_that_is_away_delays_a_picture_and_nothing_else(here: Yucheng) -> None:
    shelf = here.town.service.setup.shelf
    assert isinstance(shelf, Drawer)
    shelf.is_away = True
    await here.wang.sends_the_bot(words="锦绣楼的电梯坏了")
    before = (len(here.li.inbox), pictures(here.li.private))

    shelf.is_away = False
    await here.town.passes(minutes=1)

    assert before == (1, [])
    assert len(pictures(here.li.private)) == 1


async def test_it_is_kept_once_however_often_it_is_sent(here: Yucheng) -> None:
    for words in ("/report 3号楼路灯不亮", "/report 3号楼水管漏水"):
        await here.wang.shows(words)

    shelf = here.town.service.setup.shelf
    assert isinstance(shelf, Drawer)
    assert list(shelf.contents.values()) == [PICTURE]
    assert len(pictures(here.li.private)) == 2


async def test_a_new_worker_sees_what_is_there_already(here: Yucheng) -> None:
    await here.wang.shows("/report 3号楼路灯不亮")

    await here.zhao.tells_the_bot("/assign 1 陈静")

    assert pictures(here.chen.private) == [("#1 王芳发来的照片", "photo", PICTURE)]


async def test_a_place_on_the_map_is_handed_on_too(here: Yucheng) -> None:
    await here.wang.shows("/report 3号楼路灯不亮", AttachmentKind.LOCATION)

    (place,) = [message for message in here.li.private if message.point is not None]
    assert place.text == "#1 王芳发来的位置"
    assert place.point is not None
    assert (place.point.latitude, place.point.longitude) == (36.06, 103.83)


async def test_a_file_that_cannot_be_fetched_now_comes_later(here: Yucheng) -> None:
    here.town.network.out_of_reach.add("photo5")
    here.town.numbers = iter(range(5, 10_000))  # type: ignore[assignment]
    await here.wang.shows("/report 3号楼路灯不亮")
    before = pictures(here.li.private)

    here.town.network.out_of_reach.clear()
    await here.town.passes(minutes=1)

    assert (before, len(pictures(here.li.private))) == ([], 1)


async def test_a_file_that_never_comes_becomes_a_line_and_the_ticket_goes_on(here: Yucheng) -> None:
    here.town.network.files["video100"] = b"MZ no film"
    here.town.numbers = iter(range(100, 10_000))  # type: ignore[assignment]

    await here.wang.sends_the_bot(AttachmentKind.VIDEO, "4号楼楼道灯坏了")

    assert "#1 已记下,但这种文件我们收不了,没能转给网格员。请改发照片、视频、语音或文档。" in here.wang.inbox
    assert "#1 王芳还发来视频,没能取到。可以直接问一问。" in here.li.inbox
    assert pictures(here.li.private) == []


async def test_a_photo_of_an_emergency_reaches_everybody_who_was_called(here: Yucheng) -> None:
    await here.wang.shows("3号楼楼道着火了,好大的烟")

    assert [len(pictures(one.private)) for one in (here.li, here.chen, here.zhao)] == [1, 1, 1]


async def test_once_somebody_goes_a_photo_of_an_emergency_reaches_whoever_goes(here: Yucheng) -> None:
    await here.wang.says("3号楼楼道着火了,好大的烟")
    await here.chen.tells_the_bot("/claim 1")

    await here.wang.shows()

    assert [len(pictures(one.private)) for one in (here.li, here.chen, here.zhao)] == [0, 1, 0]
