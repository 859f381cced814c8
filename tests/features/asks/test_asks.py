"""A question to the caller, a wait for others: the ticket comes back to the worker either way."""

import pytest

from bot.community import Role
from tests.town import Yucheng


@pytest.fixture
async def one(here: Yucheng) -> Yucheng:
    """A call that 李明 has accepted; its caller has never written to the bot in private."""
    await here.wang.says("/report 3号楼路灯不亮")
    await here.li.presses("接单")
    return here


@pytest.fixture
async def private(here: Yucheng) -> Yucheng:
    """The same, made by somebody who writes to the bot in private."""
    await here.wang.tells_the_bot("/report 4号楼路灯不亮")
    await here.li.presses("接单")
    return here


async def test_a_question_arrives_as_a_reply_that_is_answered_in_plain_words(one: Yucheng) -> None:
    await one.li.tells_the_bot("/ask 1 哪一盏?")
    asked = one.group.messages[-1]
    assert asked.text.startswith("王芳,李明想问一句:哪一盏?\n直接回就行。")
    assert "李明在等报事人回一句话" in one.group.card
    assert one.li.inbox[-1].startswith("#1 问过王芳了,时限先停到")

    await one.wang.says("大门左边那盏", to=asked)

    assert one.li.inbox[-1].startswith("#1 王芳回了:“大门左边那盏”\n时限继续,")
    assert one.group.card == "#1 御城一区3号楼 · 3号楼路灯不亮"


async def test_whoever_can_be_written_to_is_asked_in_private_and_just_answers(private: Yucheng) -> None:
    await private.li.tells_the_bot("问 1 哪一盏?")
    assert private.wang.inbox[-1].startswith("王芳,李明想问一句:哪一盏?")

    await private.wang.tells_the_bot("大门左边那盏")

    assert private.li.inbox[-1].startswith("#1 王芳回了:“大门左边那盏”")


async def test_in_the_group_the_next_line_is_the_answer_reply_or_not(one: Yucheng) -> None:
    await one.li.tells_the_bot("/ask 1 哪一盏?")

    await one.wang.says("大门左边那盏")

    assert one.li.inbox[-1].startswith("#1 王芳回了:“大门左边那盏”")


async def test_a_while_later_talk_in_the_group_is_no_answer(one: Yucheng) -> None:
    await one.li.tells_the_bot("/ask 1 哪一盏?")
    await one.town.passes(minutes=30)

    await one.wang.says("今天天气真好")

    assert "在等报事人回一句话" in one.group.card


async def test_yes_is_an_answer(private: Yucheng) -> None:
    """LESSONS 2 the other way round: "ok" is thanks, but after a question it is the answer."""
    await private.li.tells_the_bot("/ask 1 下午在家吗?")

    await private.wang.tells_the_bot("好的")

    assert private.li.inbox[-1].startswith("#1 王芳回了:“好的”")


async def test_a_neighbour_cannot_answer_for_the_caller(one: Yucheng) -> None:
    await one.li.tells_the_bot("/ask 1 哪一盏?")
    sun = one.town.resident("孙姐", one.group)

    await sun.says("我也看到了", to=one.group.messages[-1])

    assert "在等报事人回一句话" in one.group.card


async def test_a_danger_is_never_taken_for_an_answer(private: Yucheng) -> None:
    await private.li.tells_the_bot("/ask 1 哪一盏?")

    await private.wang.tells_the_bot("4号楼有煤气味,着火了快来人")

    assert any("紧急 #2" in text for text in private.li.inbox)
    assert not any("回了" in text for text in private.li.inbox)


async def test_another_matter_is_a_call_of_its_own(private: Yucheng) -> None:
    await private.li.tells_the_bot("/ask 1 哪一盏?")

    await private.wang.tells_the_bot("楼上半夜装修噪音扰民,没人管")

    assert any(text.startswith("#2") for text in private.wang.inbox)
    assert not any("回了" in text for text in private.li.inbox)


async def test_without_an_answer_it_comes_back_to_the_worker(private: Yucheng) -> None:
    await private.li.tells_the_bot("/ask 1 哪一盏?")

    await private.town.passes(days=5)

    assert any("没等到回音,先按现有情况办" in text for text in private.li.inbox)
    assert any("没等到您的回音" in text for text in private.wang.inbox)


async def test_an_answer_that_comes_late_still_reaches_the_worker(private: Yucheng) -> None:
    await private.li.tells_the_bot("/ask 1 哪一盏?")
    asked = private.wang.private[-1]
    await private.town.passes(days=5)

    await private.wang.tells_the_bot("大门左边那盏", to=asked)

    assert any("大门左边那盏" in text for text in private.li.inbox)


async def test_a_question_about_a_private_matter_is_never_asked_in_the_group(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼有人打老婆,快报警")
    before = len(here.group.texts)

    await here.li.tells_the_bot("/ask 1 几楼?")

    assert here.li.inbox[-1].startswith("#1 我还不能给报事人发私信")
    assert len(here.group.texts) == before


async def test_a_wait_for_others_is_seen_by_the_group_and_ends_when_it_says(one: Yucheng) -> None:
    await one.li.tells_the_bot("/wait 1 配件明天到")
    assert "李明在等别人:配件明天到。明天 17:00再问。" in one.group.card
    assert one.li.inbox[-1] == "#1 记下在等,时限先停到明天 17:00。到时没有结果会还给您。"

    await one.town.passes(days=1, hours=8)

    assert any("没等到回音,先按现有情况办" in text for text in one.li.inbox)
    assert "在等" not in one.group.card


async def test_asking_and_waiting_stand_behind_more(one: Yucheng) -> None:
    await one.li.presses("更多")
    assert one.li.private[-1].labels[0] == ["问一句", "要等", "转给别人"]

    await one.li.presses("要等")
    await one.li.tells_the_bot("等物业的配件")

    assert "在等别人:等物业的配件" in one.group.card


async def test_the_question_is_asked_for_after_the_button(one: Yucheng) -> None:
    await one.li.presses("更多")
    await one.li.presses("问一句")
    assert one.li.inbox[-1] == "#1 想问王芳什么?打一句,我替您问。"

    await one.li.tells_the_bot("哪一盏?")

    assert one.group.texts[-1].startswith("王芳,李明想问一句:哪一盏?")


async def test_a_worker_who_has_it_may_say_how_it_goes_while_it_waits(one: Yucheng) -> None:
    await one.li.tells_the_bot("/wait 1 配件")

    await one.li.presses("到现场")

    assert one.group.card.endswith("到现场了(李明)")


async def test_the_answer_goes_to_the_substitute_when_the_worker_went_off_duty(private: Yucheng) -> None:
    """LESSONS, what people would love 14: a ticket never sits with somebody absent."""
    sun = await private.town.official("孙伟", Role.WORKER, private.building4)
    await private.li.tells_the_bot("/ask 1 哪一盏?")
    await private.li.tells_the_bot("/duty off 3d 孙伟")
    assert "还在名下的:#1" in private.li.inbox[-1]

    await private.wang.tells_the_bot("大门左边那盏")

    assert any("王芳回了:“大门左边那盏”" in text for text in sun.inbox)
    assert any("已交给网格员孙伟" in text for text in private.wang.inbox)


async def test_a_wait_that_is_over_is_told_to_the_substitute_of_whoever_went_off_duty(one: Yucheng) -> None:
    sun = await one.town.official("孙伟", Role.WORKER, one.building4)
    await one.li.tells_the_bot("/wait 1 配件明天到")
    await one.li.tells_the_bot("/duty off 3d 孙伟")

    await one.town.passes(days=1, hours=8)

    assert any("没等到回音" in text for text in sun.inbox)
    assert not any("没等到回音" in text for text in one.li.inbox)


async def test_nobody_else_may_ask(one: Yucheng) -> None:
    await one.chen.tells_the_bot("/ask 1 哪一盏?")

    assert one.chen.inbox[-1] == "#1 李明先接了,谢谢。"
