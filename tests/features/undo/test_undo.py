"""For ten minutes people take back what they said last about a ticket."""

import pytest

from bot.features.tickets.model import Closing, State
from tests.features.ratings.test_after_done import done, neighbour, ticket
from tests.town import Yucheng

NOTHING = "十分钟之内没有能收回的。要改,直接说一句就行。"


@pytest.fixture
async def one(here: Yucheng) -> Yucheng:
    """#1 is done; 王芳 has written in private before."""
    await here.wang.tells_the_bot("/mine")
    await done(here)
    return here


async def test_fixed_is_taken_back_and_the_question_stands_again(one: Yucheng) -> None:
    await one.wang.presses("修好了")

    await one.wang.tells_the_bot("/undo")

    kept = await ticket(one)
    assert (kept.state, kept.closing, kept.closed_at) == (State.RESOLVED, None, None)
    assert one.wang.inbox[-1] == "#1 收回了刚才的:修好了。"
    assert one.group.messages[-1].labels == [["修好了"], ["没修好"]]


async def test_after_it_silence_closes_when_it_would_have_anyway(one: Yucheng) -> None:
    before = (await ticket(one)).next_due
    await one.wang.presses("修好了")

    await one.wang.tells_the_bot("撤销")

    assert (await ticket(one)).next_due == before


async def test_not_fixed_is_taken_back_and_the_desk_has_nothing_to_rule_on(one: Yucheng) -> None:
    await one.wang.presses("没修好")

    await one.wang.tells_the_bot("/undo")

    assert (await ticket(one)).state is State.RESOLVED
    assert one.zhao.inbox[-1] == "#1 御城一区3号楼 · 3号楼路灯不亮\n报事人说刚才点错了,不用定了。"
    assert one.zhao.private[-1].labels == []


async def test_it_is_back_is_taken_back_and_it_is_closed_as_it_was(one: Yucheng) -> None:
    await one.wang.presses("修好了")
    before = await ticket(one)
    await one.town.passes(minutes=20)
    await one.wang.presses("又坏了")

    await one.wang.tells_the_bot("/undo")

    kept = await ticket(one)
    assert (kept.state, kept.closing, kept.closed_at) == (State.CLOSED, Closing.CONFIRMED, before.closed_at)
    assert "#1 报事人说刚才点错了,还是收起。" in one.group.texts


async def test_a_score_is_taken_back_alone_and_then_what_came_before_it(one: Yucheng) -> None:
    await one.wang.presses("修好了")
    await one.wang.presses("不满意")

    await one.wang.tells_the_bot("/undo")
    assert ((await ticket(one)).state, (await ticket(one)).rating) == (State.CLOSED, None)
    await one.wang.tells_the_bot("/undo")

    assert (await ticket(one)).state is State.RESOLVED


async def test_a_score_that_closed_it_is_taken_back_with_the_closing(one: Yucheng) -> None:
    await one.wang.tells_the_bot("/rate 1 5")

    await one.wang.tells_the_bot("/undo")

    kept = await ticket(one)
    assert (kept.state, kept.rating) == (State.RESOLVED, None)
    assert one.wang.inbox[-1] == "#1 收回了刚才的:打分、修好了。"


async def test_an_earlier_score_comes_back(one: Yucheng) -> None:
    await one.wang.tells_the_bot("/rate 1 5")
    await one.wang.tells_the_bot("/rate 1 2")

    await one.wang.tells_the_bot("/undo")

    assert (await ticket(one)).rating == 5


async def test_me_too_is_taken_back(here: Yucheng) -> None:
    sun = neighbour(here)
    await here.wang.says("/report 3号楼路灯不亮")
    await sun.says("/metoo 1")

    await sun.says("/undo")

    assert "一共" not in here.group.card


async def test_taking_a_call_back_is_taken_back(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼路灯不亮")
    await here.li.presses("接单")
    before = await ticket(here)
    await here.wang.says("/withdraw 1")

    await here.wang.says("/undo")

    kept = await ticket(here)
    assert (kept.state, kept.assignee, kept.next_due) == (State.ACCEPTED, before.assignee, before.next_due)
    assert "李明接单了" in here.group.card


async def test_after_ten_minutes_it_stands(one: Yucheng) -> None:
    await one.wang.presses("修好了")
    await one.town.passes(minutes=11)

    await one.wang.tells_the_bot("/undo")

    assert one.wang.inbox[-1] == NOTHING
    assert (await ticket(one)).state is State.CLOSED


async def test_each_thing_is_taken_back_once(one: Yucheng) -> None:
    await one.wang.presses("修好了")
    await one.wang.tells_the_bot("/undo")

    await one.wang.tells_the_bot("/undo")

    assert one.wang.inbox[-1] == NOTHING


async def test_nobody_takes_back_what_somebody_else_said(one: Yucheng) -> None:
    await one.wang.presses("修好了")

    await one.li.tells_the_bot("/undo")

    assert one.li.inbox[-1] == NOTHING
    assert (await ticket(one)).state is State.CLOSED


async def test_what_the_desk_has_ruled_on_is_not_taken_back(one: Yucheng) -> None:
    await one.wang.presses("没修好")
    await one.zhao.presses("重新办")

    await one.wang.tells_the_bot("/undo")

    assert one.wang.inbox[-1] == "#1 后来有人接着办了,收不回了。要改,直接说一句就行。"
    assert (await ticket(one)).state is State.ASSIGNED


async def test_a_withdrawal_that_let_others_go_is_not_taken_back(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼路灯不亮")
    await neighbour(here).says("/report 3号楼门口的路灯灭了")
    await here.li.tells_the_bot("/merge 2 1")
    await here.wang.says("/withdraw 1")

    await here.wang.says("/undo")

    assert (await ticket(here)).state is State.WITHDRAWN
