"""Opening again: within a window by the caller's word, at any time by staff, the second time somewhere else."""

from bot.community import Role
from bot.features.tickets.model import State
from tests.features.ratings.test_after_done import done, neighbour, ticket
from tests.town import Yucheng


async def closed(here: Yucheng) -> None:
    await done(here)
    await here.wang.presses("修好了")
    await here.wang.presses("满意")


async def test_within_two_weeks_it_is_the_same_ticket(here: Yucheng) -> None:
    await closed(here)
    await here.town.wakes_up_after(days=13)

    await here.wang.tells_the_bot("/reopen 1 又不亮了")

    assert (await ticket(here)).state is State.REOPEN_REQUESTED


async def test_after_two_weeks_it_is_a_new_one_that_names_the_old(here: Yucheng) -> None:
    """LESSONS 1."""
    await closed(here)
    await here.town.wakes_up_after(days=15)

    await here.wang.says("/reopen 1 又不亮了")

    new = await ticket(here, 2)
    assert (await ticket(here)).state is State.CLOSED
    assert (new.state, new.spot.building) == (State.ASSIGNED, here.building3.id)
    assert new.words == "3号楼路灯不亮\n又不亮了"
    card = here.group.texts[-1] if here.group.texts[-1].startswith("#2 ") else here.group.texts[-2]
    assert card.endswith("接着 #1")
    assert any("另记一件:#2" in text for text in [*here.group.texts, *here.wang.inbox])


async def test_an_old_button_under_a_closed_card_makes_a_new_one_too(here: Yucheng) -> None:
    await closed(here)
    await here.town.wakes_up_after(days=15)

    toast = await here.wang.presses("又坏了")

    assert toast == "#1 隔得久了,给您另记一件:#2。旧的那件写在上面。"
    assert (await ticket(here, 2)).words == "3号楼路灯不亮"


async def test_words_said_meanwhile_do_not_move_the_end_of_the_window(here: Yucheng) -> None:
    """LESSONS 8: a comment moves no clock."""
    await closed(here)
    await here.town.wakes_up_after(days=13)
    await here.wang.says("一直亮着呢", to=here.group.messages[-1])
    await here.town.wakes_up_after(days=2)

    await here.wang.says("/reopen 1 又不亮了")

    assert (await ticket(here)).state is State.CLOSED


async def test_what_was_private_stays_so_when_it_is_recorded_anew(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼邻居天天吵架,请保密")
    await here.li.tells_the_bot("/done 1 说和了")
    await here.wang.tells_the_bot("修好了 1")
    await here.town.wakes_up_after(days=15)

    await here.wang.says("/reopen 1 又吵了")

    assert (await ticket(here, 2)).private
    assert not any("又吵了" in text or "吵架" in text for text in here.group.texts)


async def test_staff_open_it_again_at_any_time(here: Yucheng) -> None:
    """LESSONS 4."""
    await closed(here)
    await here.town.wakes_up_after(days=40)

    await here.zhao.tells_the_bot("/reopen 1 检查时又坏了")

    kept = await ticket(here)
    assert (kept.state, kept.closing, kept.reopened) == (State.ASSIGNED, None, 1)
    assert here.zhao.inbox[-1] == "#1 御城一区3号楼 · 3号楼路灯不亮\n现在:等接单。"
    assert any(text.startswith("#1 社区定了:重新办,由李明来") for text in here.group.texts)


async def test_staff_open_again_what_the_caller_took_back(here: Yucheng) -> None:
    """LESSONS 4."""
    await here.wang.says("/report 3号楼路灯不亮")
    await here.wang.says("/withdraw 1")

    await here.zhao.tells_the_bot("/reopen 1 别家也不亮")

    assert (await ticket(here)).state is State.ASSIGNED


async def test_a_worker_or_a_neighbour_does_not_open_it_again(here: Yucheng) -> None:
    await closed(here)

    await here.li.tells_the_bot("/reopen 1 再看看")
    await neighbour(here).says("/reopen 1 再看看")

    assert (await ticket(here)).state is State.CLOSED


async def test_the_second_time_it_goes_one_level_up_and_to_somebody_else(here: Yucheng) -> None:
    """LESSONS 6."""
    await closed(here)
    await here.zhao.tells_the_bot("/reopen 1")
    assert (await ticket(here)).level == "grid"
    await here.li.tells_the_bot("/done 1 换了整条线")

    await here.wang.presses("没修好")
    await here.zhao.presses("重新办")

    kept = await ticket(here)
    assert (kept.level, kept.reopened) == ("community", 2)
    assert "现在由陈静来" in here.group.card


async def test_it_never_comes_back_to_somebody_off_duty(here: Yucheng) -> None:
    """LESSONS 7."""
    await closed(here)
    await here.li.tells_the_bot("/duty off 3d")

    await here.zhao.tells_the_bot("/reopen 1")

    assert "现在由陈静来" in here.group.card


async def test_a_refused_reopening_asks_nobody_once_more_how_it_was(here: Yucheng) -> None:
    """LESSONS 29."""
    await closed(here)
    await here.wang.presses("又坏了")
    before = len(here.wang.inbox)

    await here.zhao.tells_the_bot("/rule 1 keep 物业已经报了整栋改造")
    await here.town.wakes_up_after(days=30)

    assert (await ticket(here)).state is State.CLOSED
    assert len(here.wang.inbox) == before
    assert not any("怎么样" in text or "还好吗" in text for text in here.group.texts)


async def test_where_the_caller_asks_and_staff_reopen_that_is_the_ruling(here: Yucheng) -> None:
    qian = await here.town.official("钱进", Role.STAFF, here.community)
    await closed(here)
    await here.wang.presses("又坏了")

    await qian.tells_the_bot("/reopen 1")

    assert (await ticket(here)).state is State.ASSIGNED
    assert here.zhao.private[0].labels == []
