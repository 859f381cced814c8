"""Both sides of a quarrel are asked whether they want to talk. Neither sees the other's answer before its own."""

import pytest

from bot.community import Role
from tests.town import Somebody, Yucheng

CALL = "/report 御城一区3号楼2单元楼上半夜总吵架,劝了也不听"


@pytest.fixture
async def zhang(here: Yucheng) -> Somebody:
    """张伟 upstairs, a building lead, who has written to the bot before."""
    return await here.town.official("张伟", Role.BUILDING_LEAD, here.building3, here.group)


async def quarrel(here: Yucheng, words: str = "张伟 夜里的声音") -> None:
    """王芳 calls, 李明 accepts and invites both to talk."""
    await here.wang.tells_the_bot(CALL)
    await here.li.presses("接单")
    await here.li.presses("请双方谈")
    await here.li.tells_the_bot(words)


async def test_the_worker_of_a_quarrel_is_offered_a_private_talk(here: Yucheng) -> None:
    await here.wang.tells_the_bot(CALL)

    await here.li.presses("接单")

    offered = here.li.private[-1]
    assert offered.text.startswith("#1 邻里之间的事,私下谈容易谈拢。")
    assert offered.labels == [["请双方谈"]]


async def test_both_are_asked_in_private_and_the_other_side_reads_no_name_and_no_words_of_the_call(
    here: Yucheng, zhang: Somebody
) -> None:
    await quarrel(here)

    caller, other = here.wang.private[-1], zhang.private[-1]
    assert caller.text.startswith("#1 李明想请您和对方私下谈一谈")
    assert other.text.startswith("御城一区3号楼有位邻居说到夜里的声音,想听听您的。")
    assert "王芳" not in other.text
    assert "吵架" not in other.text
    assert "2单元" not in other.text
    assert caller.labels == other.labels == [["愿意谈"], ["不谈"]]


async def test_a_question_says_what_happens_without_an_answer(here: Yucheng, zhang: Somebody) -> None:
    await quarrel(here)

    assert "双方都愿意才谈。周一 09:00前没有回音,就当不谈" in zhang.inbox[-1]


async def test_the_group_reads_nothing_of_it(here: Yucheng, zhang: Somebody) -> None:
    await here.wang.says(CALL)
    await here.li.presses("接单")

    await here.li.tells_the_bot("/mediate 1 张伟")

    assert here.group.texts == ["#1 这件事私下办,已经有人负责。"]
    assert zhang.inbox[-1].startswith("御城一区3号楼有位邻居说到邻里之间的一件事")


async def test_one_answer_is_told_to_nobody(here: Yucheng, zhang: Somebody) -> None:
    await quarrel(here)
    mediator, caller = list(here.li.inbox), list(here.wang.inbox)

    await zhang.presses("不谈")

    assert (here.li.inbox, here.wang.inbox) == (mediator, caller)
    assert zhang.inbox[-1].startswith("您答的是“不谈”,记下了。")


async def test_an_answer_may_be_changed_until_both_are_there(here: Yucheng, zhang: Somebody) -> None:
    await quarrel(here)
    await zhang.presses("不谈")

    await zhang.presses("愿意谈")
    await here.wang.presses("愿意谈")

    assert here.li.inbox[-1] == "#1 双方都愿意谈,可以开始了。"


async def test_when_both_want_it_all_three_hear_it_and_the_ticket_waits_longer(here: Yucheng, zhang: Somebody) -> None:
    await quarrel(here)

    await here.wang.presses("愿意谈")
    await zhang.presses("愿意谈")

    rings = "双方都愿意谈。您先说说:最在意的是什么?回这一条,只有李明看得到。"
    assert here.wang.inbox[-1] == zhang.inbox[-1] == rings
    board = next(message for message in here.li.private if "您在中间传话" in message.text)
    assert board.labels == [["对报事人说", "对对方说"], ["记一轮", "写协议"], ["没谈成"]]
    await here.wang.tells_the_bot("/status 1")
    assert "12月11日" in here.wang.inbox[-1]


async def test_a_refusal_ends_it_without_saying_whose_it_was(here: Yucheng, zhang: Somebody) -> None:
    await quarrel(here)

    await zhang.presses("不谈")
    await here.wang.presses("愿意谈")

    line = "这次没有谈成。事情由李明接着办,您的话不会给别人看。"
    assert here.wang.inbox[-1] == zhang.inbox[-1] == line
    assert here.li.inbox[-1] == "#1 没有谈成,不是双方都愿意。下一步看上面那一条。"
    await here.wang.tells_the_bot("/status 1")
    assert "李明正在办" in here.wang.inbox[-1]


async def test_without_both_answers_it_is_back_with_the_worker_either_way(here: Yucheng, zhang: Somebody) -> None:
    """LESSONS, clever design 2: a timer that returns the ticket to the worker either way."""
    await quarrel(here)
    await here.wang.presses("愿意谈")

    await here.town.passes(days=3, hours=23)

    board = next(message for message in here.li.private if "没有谈成" in message.text)
    assert "到时候没有等到双方回音" in board.text
    assert board.labels == [["上例会", "吹哨"], ["告诉双方去处"]]
    assert "谢谢您" in zhang.inbox[-2]
    await here.wang.tells_the_bot("/status 1")
    assert "李明正在办" in here.wang.inbox[-1]


async def test_a_late_answer_changes_nothing(here: Yucheng, zhang: Somebody) -> None:
    await quarrel(here)
    asked = zhang.private[-1]
    await here.town.passes(days=5)

    toast = await zhang.presses("愿意谈", on=asked.before("愿意谈"))

    assert toast == "#1 这一问已经过去了,请看最新的那一条。"


async def test_nobody_but_the_two_sides_answers(here: Yucheng, zhang: Somebody) -> None:
    await quarrel(here)
    asked = zhang.private[-1]

    await here.wang.presses("愿意谈", on=asked)

    assert all("可以开始了" not in line for line in here.li.inbox)


async def test_for_somebody_without_the_app_the_mediator_speaks(here: Yucheng) -> None:
    await quarrel(here, "老张头 漏水")
    assert here.li.inbox[-1].startswith("#1 名册里没有“老张头 漏水”。")

    await here.li.presses("替对方说")

    board = here.li.private[-1]
    assert "老张头还没打开过呼应,请您当面或打电话问,替他点。" in board.text
    assert board.labels == [["对方愿意", "对方不谈"], ["不谈了"]]
    await here.li.presses("对方愿意")
    await here.wang.presses("愿意谈")
    assert here.li.inbox[-1] == "#1 双方都愿意谈,可以开始了。"


async def test_who_never_opened_a_private_chat_is_spoken_for_too(here: Yucheng) -> None:
    await here.town.official("张伟", Role.BUILDING_LEAD, here.building3, started=False)

    await quarrel(here)

    assert "张伟还没打开过呼应" in here.li.inbox[-1]


async def test_the_other_side_is_neither_the_caller_nor_the_mediator(here: Yucheng) -> None:
    await quarrel(here, "李明")

    assert here.li.inbox[-1] == "#1 对方要是另一个人,不能是报事人,也不能是您自己。"


async def test_two_of_one_name_are_chosen_by_a_button(here: Yucheng, zhang: Somebody) -> None:
    other = await here.town.official("张伟", Role.BUILDING_LEAD, here.building4)
    await quarrel(here)
    assert here.li.private[-1].labels == [["张伟", "张伟"]]

    await here.li.presses("张伟")

    assert len([one for one in (zhang, other) if one.inbox]) == 1
    assert "夜里的声音" in (zhang.inbox or other.inbox)[-1]


async def test_there_is_one_talk_at_a_time(here: Yucheng, zhang: Somebody) -> None:
    await quarrel(here)

    await here.li.tells_the_bot("/mediate 1 张伟")

    assert here.li.inbox[-1] == "#1 已经在请双方谈了。"
    assert len(zhang.inbox) == 1


async def test_names_are_not_said_in_a_group(here: Yucheng, zhang: Somebody) -> None:
    await here.wang.says(CALL)
    await here.li.presses("接单")

    await here.li.says("/mediate 1 张伟")

    assert here.li.inbox[-1] == "这个请私下跟我说,群里不方便。"
    assert zhang.inbox == []


async def test_an_emergency_is_not_talked_over(here: Yucheng, zhang: Somebody) -> None:
    await here.wang.says("/report 3号楼有人打架动刀了")

    await here.li.tells_the_bot("/mediate 1 张伟")

    assert here.li.inbox[-1] == "#1 是急事,先马上办。"
    assert zhang.inbox == []


async def test_a_ticket_taken_back_ends_the_talk(here: Yucheng, zhang: Somebody) -> None:
    await quarrel(here)

    await here.wang.tells_the_bot("/withdraw 1")

    assert zhang.inbox[-1] == "这件事已经另外办了,不用再谈,谢谢您。"
    await here.town.passes(days=5)
    assert zhang.inbox[-1] == "这件事已经另外办了,不用再谈,谢谢您。"


async def test_a_call_without_a_name_has_nobody_to_talk_with_and_the_worker_reads_what_to_do_instead(
    here: Yucheng,
) -> None:
    await here.town.resident("周叔").tells_the_bot("/anonymous 御城一区3号楼2单元楼上半夜总吵架,劝了也不听")
    await here.li.presses("接单")
    assert all(shown.labels != [["请双方谈"]] for shown in here.li.private)

    await here.li.tells_the_bot("/mediate 1 张伟 夜里的声音")

    assert here.li.inbox[-1].startswith("#1 是匿名报的,不知道请谁来谈。可以直接去和对方说一说")
