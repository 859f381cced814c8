"""The talk itself: words by way of the mediator, rounds, an agreement or none."""

from pathlib import Path

import pytest

from bot.community import Role
from tests.features.tables import rows_with
from tests.town import Somebody, Yucheng

CALL = "/report 御城一区3号楼2单元楼上半夜总吵架,劝了也不听"
TERMS = "晚上十点以后不搬东西,漏水的顶棚张家修"


@pytest.fixture
async def zhang(here: Yucheng) -> Somebody:
    """张伟 upstairs, who wants to talk, and so does 王芳."""
    zhang = await here.town.official("张伟", Role.BUILDING_LEAD, here.building3)
    await here.wang.tells_the_bot(CALL)
    await here.li.presses("接单")
    await here.li.presses("请双方谈")
    await here.li.tells_the_bot("张伟 夜里的声音")
    await here.wang.presses("愿意谈")
    await zhang.presses("愿意谈")
    return zhang


async def agreement(here: Yucheng, words: str = TERMS) -> None:
    await here.li.presses("写协议")
    await here.li.tells_the_bot(words)


async def test_what_a_side_replies_goes_to_the_mediator_alone(here: Yucheng, zhang: Somebody) -> None:
    before = list(here.wang.inbox)

    await zhang.tells_the_bot("我上夜班,不是故意的", to=zhang.private[-1])

    assert here.li.inbox[-1] == "#1 张伟:“我上夜班,不是故意的”\n您回这一条,只转给张伟。"
    assert zhang.inbox[-1] == "转给李明了,别人看不到。"
    assert here.wang.inbox == before
    assert "#2" not in "".join([*zhang.inbox, *here.li.inbox])


async def test_a_side_that_is_asked_about_another_call_too_answers_the_mediator(here: Yucheng, zhang: Somebody) -> None:
    await zhang.tells_the_bot("/report 御城一区3号楼楼道灯不亮")
    await here.li.tells_the_bot("/ask 2 几楼的灯?")
    talk = next(shown for shown in zhang.private if "李明" in shown.text and "谈" in shown.text)

    await zhang.tells_the_bot("我上夜班,不是故意的", to=talk)

    assert here.li.inbox[-1].startswith("#1 张伟:“我上夜班,不是故意的”")
    assert not any("张伟回了" in line for line in here.li.inbox)


@pytest.mark.usefixtures("zhang")
async def test_a_side_without_replies_on_its_phone_uses_the_button(here: Yucheng) -> None:
    await here.wang.presses("我有话说")
    assert here.wang.inbox[-1] == "您说,只转给李明。"

    await here.wang.tells_the_bot("我只想要回那本相册")

    assert here.li.inbox[-1].startswith("#1 王芳:“我只想要回那本相册”")


async def test_the_mediator_answers_a_side_by_replying_to_its_words(here: Yucheng, zhang: Somebody) -> None:
    await zhang.tells_the_bot("我上夜班,不是故意的", to=zhang.private[-1])
    before = list(here.wang.inbox)

    await here.li.tells_the_bot("几点出门?", to=here.li.private[-1])

    assert zhang.inbox[-1] == "李明:“几点出门?”\n要答就回这一条,只有李明看得到。"
    assert here.li.inbox[-1] == "#1 转给对方了。"
    assert here.wang.inbox == before


async def test_the_mediator_writes_to_one_side_by_a_button(here: Yucheng, zhang: Somebody) -> None:
    await here.li.presses("对报事人说")
    await here.li.tells_the_bot("对方愿意修,您看周六行吗")

    assert here.wang.inbox[-1].startswith("李明:“对方愿意修,您看周六行吗”")
    assert all("周六" not in line for line in zhang.inbox)


async def test_rounds_are_counted_and_their_notes_are_the_mediators_alone(here: Yucheng, zhang: Somebody) -> None:
    for note in ("两家都来了,先听女方", "男方松口了"):
        await here.li.presses("记一轮")
        await here.li.tells_the_bot(note)

    assert any("谈过 2 轮" in line for line in here.li.inbox)
    assert all("松口" not in line for line in [*here.wang.inbox, *zhang.inbox, *here.chen.inbox, *here.zhao.inbox])


async def test_an_agreement_counts_when_both_accept_its_words(here: Yucheng, zhang: Somebody) -> None:
    await agreement(here)
    assert zhang.private[-1].labels == [["同意"], ["再谈谈"]]
    await zhang.presses("同意")
    assert all("算办好了" not in line for line in here.li.inbox)

    await here.wang.presses("同意")

    assert zhang.inbox[-1] == f"双方都同意了,谢谢您:\n“{TERMS}”"
    assert here.li.inbox[-1] == "#1 双方都同意了,算办好了。"


async def test_after_an_agreement_the_caller_is_asked_like_anybody_and_no_public_word_names_anybody(
    here: Yucheng, zhang: Somebody
) -> None:
    await agreement(here)
    await zhang.presses("同意")
    await here.wang.presses("同意")

    asked = next(message for message in here.wang.private if message.labels == [["修好了"], ["没修好"]])
    assert "办好了:双方谈妥了(李明)" in asked.text
    assert here.group.texts == []


async def test_the_answer_to_an_agreement_is_secret_until_both_are_there(here: Yucheng, zhang: Somebody) -> None:
    await agreement(here)
    mediator, caller = list(here.li.inbox), list(here.wang.inbox)

    await zhang.presses("再谈谈")

    assert (here.li.inbox, here.wang.inbox) == (mediator, caller)


async def test_who_wants_to_talk_on_is_not_named_and_the_talk_goes_on(here: Yucheng, zhang: Somebody) -> None:
    await agreement(here)
    await zhang.presses("再谈谈")

    await here.wang.presses("同意")

    assert here.li.inbox[-1] == "#1 协议没有等到双方都同意,接着谈。"
    assert f"“{TERMS}”\n这一版不用了。" in here.wang.inbox
    assert f"“{TERMS}”\n这一版不用了。" in zhang.inbox


async def test_a_yes_to_old_words_is_no_yes_to_new_ones(here: Yucheng, zhang: Somebody) -> None:
    await agreement(here)
    old = zhang.private[-1]
    await here.wang.presses("同意")
    await here.li.presses("改协议")
    await here.li.tells_the_bot("晚上十一点以后不搬东西")

    toast = await zhang.presses("同意", on=old.before("同意"))

    assert toast == "#1 这一问已经过去了,请看最新的那一条。"
    assert "您答的是“同意”" not in "".join(zhang.inbox)
    await zhang.presses("同意")
    assert all("双方都同意了" not in line for line in zhang.inbox)


@pytest.mark.usefixtures("zhang")
async def test_an_agreement_without_both_answers_goes_back_to_talking(here: Yucheng) -> None:
    await agreement(here)
    await here.wang.presses("同意")

    await here.town.passes(days=4)

    assert "#1 协议没有等到双方都同意,接着谈。" in here.li.inbox


async def test_when_it_leads_nowhere_both_hear_it_and_the_next_step_is_offered(here: Yucheng, zhang: Somebody) -> None:
    await here.li.presses("没谈成")

    assert here.wang.inbox[-1] == zhang.inbox[-1] == "这次没有谈成。事情由李明接着办,您的话不会给别人看。"
    await here.li.presses("告诉双方去处")
    assert "人民调解委员会" in here.wang.inbox[-1]
    assert "人民调解委员会" in zhang.inbox[-1]


@pytest.mark.usefixtures("zhang")
async def test_a_talk_ends_when_its_time_is_over(here: Yucheng) -> None:
    await here.town.passes(days=16)

    assert here.li.inbox[-1].startswith("#1 没有谈成,谈的时间到了。")


async def test_words_after_the_end_are_not_passed_on_and_are_no_call(here: Yucheng, zhang: Somebody) -> None:
    await here.li.presses("没谈成")
    before = list(here.li.inbox)

    await zhang.tells_the_bot("那我也没办法了", to=zhang.private[-1])

    assert zhang.inbox[-1] == "这次谈话已经结束了,这句我没往外传。有新的事请说“报”加一句。"
    assert here.li.inbox == before


@pytest.mark.usefixtures("zhang")
async def test_a_cry_for_help_in_the_talk_is_a_call_of_its_own(here: Yucheng) -> None:
    await here.wang.tells_the_bot("救命,御城一区3号楼他拿刀砍人了", to=here.wang.private[-1])

    assert any("紧急 #2" in line for line in here.li.inbox)


@pytest.mark.usefixtures("zhang")
async def test_only_the_mediator_leads_the_talk(here: Yucheng) -> None:
    await here.chen.tells_the_bot("/mediate 1")
    board = next(message for message in here.li.private if "您在中间传话" in message.text)

    await here.chen.presses("没谈成", on=board)

    assert here.chen.inbox[-1] == "#1 已经在请双方谈了。"
    assert all("没有谈成" not in line for line in here.wang.inbox)


async def test_who_gets_the_ticket_goes_on_with_the_talk(here: Yucheng, zhang: Somebody) -> None:
    """LESSONS 17: a rule points at somebody who left."""
    await here.zhao.tells_the_bot("/assign 1 陈静")

    board = next(message for message in here.chen.private if "您在中间传话" in message.text)
    assert "换了人在中间谈,您不用管了" in "".join(here.li.inbox)
    await here.chen.presses("没谈成", on=board)
    assert zhang.inbox[-1].startswith("这次没有谈成。事情由陈静接着办")


async def test_words_of_the_talk_stand_in_no_history_of_the_ticket(zhang: Somebody, tmp_path: Path) -> None:
    await zhang.tells_the_bot("我上夜班,不是故意的", to=zhang.private[-1])

    assert "ticket_history.words" not in rows_with(tmp_path, "我上夜班")
    assert "mediation_lines.words" in rows_with(tmp_path, "我上夜班")


@pytest.mark.usefixtures("zhang")
async def test_the_digest_says_how_many_talks_go_on_by_number_alone(here: Yucheng) -> None:
    await here.zhao.tells_the_bot("/digest")
    assert "调解:正在谈 1 件:#1" in here.zhao.inbox[-1]
    assert "吵架" not in here.zhao.inbox[-1]

    await agreement(here)
    await here.zhao.tells_the_bot("/digest")

    assert "调解:协议等双方点头 1 件:#1" in here.zhao.inbox[-1]
