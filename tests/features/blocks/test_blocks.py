"""People who are blocked: their calls open nothing, their emergencies are heard, their rights stay."""

from datetime import timedelta

import pytest

from bot.community import PlaceKind, Role
from bot.messages import Gesture, IncomingMessage, RepliedTo
from tests.town import Yucheng


@pytest.fixture
async def blocked(here: Yucheng) -> Yucheng:
    """王芳 made one call and is blocked since."""
    await here.wang.says("/report 3号楼路灯不亮")
    await here.zhao.tells_the_bot("/block 1")
    return here


async def test_the_calls_of_the_blocked_open_nothing_and_they_are_told_so_once(blocked: Yucheng) -> None:
    await blocked.wang.tells_the_bot("/report 4号楼漏水")
    await blocked.wang.tells_the_bot("4号楼漏水了")
    await blocked.wang.says("3号楼二单元的灯又不亮了,有没有人管")

    assert blocked.wang.inbox == ["您的话我暂时不转了。有危险照常说,我马上报。想问原因,请找社区。"]
    assert len(blocked.group.messages) == 1


@pytest.mark.parametrize("words", ["3号楼有煤气味,快来人", "/report 3号楼着火了"])
async def test_an_emergency_of_the_blocked_is_heard(blocked: Yucheng, words: str) -> None:
    await blocked.wang.says(words)

    assert any("#2" in text for text in blocked.group.texts)


async def test_their_own_data_and_calls_stay_theirs(blocked: Yucheng) -> None:
    """LESSONS 30: what becomes of the earlier calls of somebody who was shut out."""
    await blocked.wang.tells_the_bot("/mine")
    await blocked.wang.tells_the_bot("隐私")

    assert blocked.wang.inbox[0].startswith("您的事 1 件")
    assert len(blocked.wang.inbox) == 2


async def test_after_a_day_they_are_told_again_and_after_the_unblocking_they_are_heard(blocked: Yucheng) -> None:
    await blocked.wang.tells_the_bot("4号楼漏水了")
    blocked.town.clock.at += timedelta(days=1)
    await blocked.wang.tells_the_bot("4号楼漏水了")
    told = len(blocked.wang.inbox)

    await blocked.zhao.tells_the_bot("拉黑")
    await blocked.zhao.presses("王芳")
    await blocked.wang.tells_the_bot("4号楼漏水了")

    assert told == 2
    assert blocked.wang.inbox[-1].startswith("#2 ")


async def test_whoever_holds_a_role_cannot_be_blocked_so_the_last_admin_stays(here: Yucheng) -> None:
    await here.li.says("/report 3号楼路灯不亮")
    await here.zhao.tells_the_bot("/report 4号楼漏水")

    await here.zhao.tells_the_bot("/block 1")
    await here.zhao.tells_the_bot("/block 2")

    assert here.zhao.inbox[-2:] == [f"{who}有职务,不能拉黑。先在名册里去掉职务。" for who in ("李明", "赵敏")]


async def test_whose_call_it_is_no_other_community_learns(here: Yucheng) -> None:
    other = await here.town.place(PlaceKind.COMMUNITY, "别的社区")
    stranger = await here.town.official("钱丽", Role.SECRETARY, other)
    await here.wang.says("/report 3号楼路灯不亮")

    await stranger.tells_the_bot("/block 1")

    assert "王芳" not in stranger.inbox[-1]
    assert "#1" in stranger.inbox[-1]


async def test_a_reply_in_the_group_says_whom(here: Yucheng) -> None:
    """The group does not read that somebody was blocked."""
    await here.wang.tells_the_bot("/help")
    spoken = RepliedTo(id="77", text="你们都是骗子", sender=here.wang.sender)
    here.zhao.group = here.group
    at, key = here.town.clock.now(), "m:block"
    await here.town.happens(
        IncomingMessage(
            key=key,
            chat=here.group.chat,
            id="78",
            sender=here.zhao.sender,
            at=at,
            text="拉黑",
            mentions_bot=True,
            reply_to=spoken,
        )
    )

    assert here.group.messages == []
    assert here.zhao.inbox[-1] == "好,王芳说的事不再记了,危险的照记。"


async def test_nobody_but_staff_blocks(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼路灯不亮")

    await here.li.tells_the_bot("/block 1")

    assert here.li.inbox[-1] == "这个要社区的管理员来做。"


async def test_a_sign_or_a_press_of_the_blocked_counts_nobody_in(blocked: Yucheng) -> None:
    sun = blocked.town.resident("孙姐", blocked.group)
    await sun.says("/report 4号楼楼道灯不亮")
    card = blocked.group.messages[-1]
    before = card.text

    await blocked.wang.reacts(card.id, Gesture.ME_TOO)
    said = await blocked.wang.presses(card.labels[0][0], on=card)

    assert said == "您的话我暂时不转了。有危险照常说,我马上报。想问原因,请找社区。"
    assert blocked.group.messages[-1].text == before


async def test_after_the_unblocking_a_sign_counts_again(blocked: Yucheng) -> None:
    sun = blocked.town.resident("孙姐", blocked.group)
    await sun.says("/report 4号楼楼道灯不亮")
    card = blocked.group.messages[-1]
    before = card.text
    await blocked.zhao.tells_the_bot("/unblock 1")

    await blocked.wang.reacts(card.id, Gesture.ME_TOO)

    assert blocked.group.messages[-1].text != before


async def test_the_buttons_about_their_own_data_stay_theirs(blocked: Yucheng) -> None:
    await blocked.wang.tells_the_bot("/forget")

    await blocked.wang.presses("先不用")

    assert blocked.wang.inbox[-1] != "您的话我暂时不转了。有危险照常说,我马上报。想问原因,请找社区。"
