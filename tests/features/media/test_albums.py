"""Albums: several pictures that were sent as one are one call."""

from bot.features.media.store import LooseFiles
from bot.messages import AttachmentKind
from tests.features.media.test_handing_on import pictures
from tests.town import Yucheng


async def test_an_album_is_one_call_with_all_its_words(here: Yucheng) -> None:
    """PLATFORMS 23."""
    await here.wang.sends_the_bot(album="a")
    await here.wang.sends_the_bot(words="锦绣楼的电梯坏了", album="a")
    await here.wang.sends_the_bot(words="门关不上", album="a")
    before = here.li.inbox

    await here.town.passes(seconds=3)

    assert before == []
    assert any("“锦绣楼的电梯坏了\n门关不上”" in text for text in here.li.inbox)
    assert len(pictures(here.li.private)) == 3
    assert not any("#2" in text for text in here.li.inbox)


async def test_each_part_gives_the_next_two_seconds_more(here: Yucheng) -> None:
    """PLATFORMS 23: a slow upload is still one album."""
    await here.wang.sends_the_bot(words="锦绣楼的电梯坏了", album="a")
    await here.town.wakes_up_after(seconds=1.5)
    await here.wang.sends_the_bot(album="a")
    await here.town.wakes_up_after(seconds=1.5)
    early = here.li.inbox
    await here.town.wakes_up_after(seconds=1)

    assert early == []
    assert len(pictures(here.li.private)) == 2


async def test_a_late_part_belongs_to_the_same_ticket(here: Yucheng) -> None:
    """PLATFORMS 23."""
    await here.wang.sends_the_bot(words="锦绣楼的电梯坏了", album="a")
    await here.town.passes(seconds=3)

    await here.town.wakes_up_after(minutes=5)
    await here.wang.sends_the_bot(words="还有这张", album="a")
    await here.town.passes(seconds=3)

    assert len(pictures(here.li.private)) == 2
    assert "#1 王芳又说:“还有这张”" in here.li.inbox


async def test_of_an_album_in_the_group_one_part_says_what_it_is(here: Yucheng) -> None:
    """PLATFORMS 23: the parts without words are heard too, and nothing is kept of an album that is no call."""
    for words in ("", "3号楼路灯不亮", ""):
        await here.wang.shows(words, album="a")
    for words in ("", "生日快乐"):
        await here.wang.shows(words, album="b")
    await here.town.passes(seconds=3)
    await here.li.presses("记下来")

    assert len(pictures(here.li.private)) == 3
    assert not any("生日快乐" in text for text in here.li.inbox)


async def test_files_beside_talk_are_forgotten_after_ten_minutes(here: Yucheng) -> None:
    await here.wang.shows("3号楼路灯不亮")
    await here.town.passes(minutes=11)

    await here.li.tells_the_bot("/claim 1")

    assert here.town.network.files == {}
    assert pictures(here.li.private) == []
    assert not await _holds_any(here)


async def test_a_workers_album_is_asked_about_once(here: Yucheng) -> None:
    """PLATFORMS 23."""
    await here.wang.says("/report 锦绣楼的电梯坏了")
    for kind in (AttachmentKind.PHOTO, AttachmentKind.VIDEO):
        await here.li.sends_the_bot(kind, album="c")
    await here.town.passes(seconds=3)

    assert len([text for text in here.li.inbox if "哪件事" in text]) == 1


async def _holds_any(here: Yucheng) -> bool:
    return await here.town.keep(lambda uow: uow.store(LooseFiles).has_old(here.town.clock.now()))
