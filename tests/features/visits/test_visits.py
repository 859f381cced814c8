"""Return visits: days later somebody who did not handle it asks whether all is still well."""

from datetime import timedelta

import pytest

from bot.community import Role
from bot.config import Config, TicketRules
from bot.features.tickets.model import Closing, State
from bot.features.visits.model import MOST_TRIES, Outcome, Stage, Visit, is_in_sample
from bot.features.visits.store import ReturnVisits
from storage.engine import OpenDatabase
from tests.features.ratings.test_after_done import done, ticket
from tests.network import Shown
from tests.storage.builders import NOON
from tests.town import Somebody, Yucheng, open_town, yucheng

ASKED = "上次的 #1 御城一区3号楼 · 3号楼路灯不亮,现在还好吗?"


@pytest.fixture
async def here(database: OpenDatabase) -> Yucheng:
    """御城社区, where of what was confirmed nothing is visited."""
    return await yucheng(open_town(database, Config(tickets=TicketRules(visit_one_in=0))))


async def visit(here: Yucheng, number: int = 1) -> Visit | None:
    return await here.town.keep(lambda uow: uow.store(ReturnVisits).latest(number))


async def silent(here: Yucheng) -> None:
    """#1 is closed by silence; 王芳 has written in private before."""
    await here.wang.tells_the_bot("/mine")
    await done(here)
    await here.town.wakes_up_after(days=3)
    assert (await ticket(here)).closing is Closing.SILENT


async def asked(here: Yucheng) -> None:
    await silent(here)
    await here.town.leaps(days=8)


async def listed(here: Yucheng) -> None:
    await asked(here)
    await here.town.leaps(days=5)


def calls(somebody: Somebody) -> list[Shown]:
    return [shown for shown in somebody.private if "回访" in shown.text or "问一声" in shown.text]


async def test_a_week_after_silence_the_caller_is_asked(here: Yucheng) -> None:
    await silent(here)
    await here.town.leaps(days=6)
    assert not any("还好吗" in text for text in here.wang.inbox)

    await here.town.leaps(days=2)

    assert here.wang.inbox[-1].startswith(f"王芳,{ASKED}")
    assert here.wang.private[-1].labels == [["还好"], ["没好"]]
    assert not any("还好吗" in text for text in here.group.texts)


async def test_whoever_never_wrote_in_private_is_asked_under_the_call(here: Yucheng) -> None:
    await done(here)
    await here.town.wakes_up_after(days=3)

    await here.town.leaps(days=8)

    assert ASKED in here.group.texts[-1]


async def test_still_fine_is_counted_apart_from_ratings(here: Yucheng) -> None:
    await asked(here)

    await here.wang.presses("还好")
    await here.town.passes(minutes=1)
    await here.zhao.tells_the_bot("/digest")

    # Behind the digest comes its picture.
    lines = here.zhao.inbox[-2].splitlines()
    assert "回访,近 30 天:1 件,还好 1,没好 0,没打通 0,没人打 0;等打电话 0" in lines
    assert "满意率 还没有(0/0),问了 0" in lines
    assert here.wang.inbox[-1] == "#1 还好就好,谢谢您。"
    assert (await ticket(here)).state is State.CLOSED


async def test_not_fine_asks_for_opening_it_again(here: Yucheng) -> None:
    await asked(here)

    await here.wang.presses("没好")

    assert (await ticket(here)).state is State.REOPEN_REQUESTED
    assert here.zhao.private[-1].labels == [["重新办", "不重办"]]
    assert here.wang.inbox[-1].startswith("#1 没好,记下了。社区")


async def test_a_second_press_changes_nothing(here: Yucheng) -> None:
    await asked(here)
    question = here.wang.private[-1]
    await here.wang.presses("还好")

    await here.wang.presses("没好", on=question.before("没好"))

    assert (await ticket(here)).state is State.CLOSED


async def test_a_slip_is_taken_back_and_the_question_stands_again(here: Yucheng) -> None:
    await asked(here)
    await here.wang.presses("没好")

    await here.wang.tells_the_bot("/undo")

    kept = await visit(here)
    assert kept is not None
    assert (kept.stage, kept.outcome) == (Stage.ASKED, None)
    assert (await ticket(here)).state is State.CLOSED
    assert any(shown.labels == [["还好"], ["没好"]] for shown in here.wang.private)


async def test_not_fixed_said_by_another_way_is_the_answer(here: Yucheng) -> None:
    await asked(here)

    await here.wang.tells_the_bot("/reopen 1 又不亮了")

    kept = await visit(here)
    assert kept is not None
    assert kept.outcome is Outcome.NOT_FINE


async def test_thanks_in_answer_are_no_answer_and_open_nothing(here: Yucheng) -> None:
    """LESSONS 2."""
    await asked(here)

    await here.wang.tells_the_bot("谢谢", to=here.wang.private[-1])

    kept = await visit(here)
    assert kept is not None
    assert kept.stage is Stage.ASKED
    assert (await ticket(here)).state is State.CLOSED


async def test_what_was_confirmed_and_rated_well_is_left_alone(here: Yucheng) -> None:
    await done(here)
    await here.wang.presses("修好了")
    await here.wang.presses("满意")

    assert await visit(here) is None


async def test_what_was_rated_low_is_visited(here: Yucheng) -> None:
    await done(here)
    await here.wang.presses("修好了")

    await here.wang.presses("一般")

    kept = await visit(here)
    assert kept is not None
    assert kept.stage is Stage.PLANNED


async def test_what_was_opened_again_meanwhile_is_not_asked_about(here: Yucheng) -> None:
    await silent(here)

    await here.zhao.tells_the_bot("/reopen 1")

    assert await visit(here) is None


async def test_whoever_wants_no_questions_is_not_visited(here: Yucheng) -> None:
    """LESSONS 28."""
    await here.wang.tells_the_bot("/rate off")

    await silent(here)

    assert await visit(here) is None


async def test_without_an_answer_it_is_on_the_list_of_somebody_who_did_not_handle_it(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼路灯不亮,电话13800001234")
    await here.li.tells_the_bot("/done 1 换了灯泡")
    await here.town.wakes_up_after(days=3)
    await here.town.leaps(days=13)

    await here.zhao.tells_the_bot("/visits")

    assert any(text.startswith("等您打电话问一声的 1 件") for text in here.zhao.inbox)
    call = next(shown for shown in here.zhao.private if "13800001234" in shown.text)
    assert "王芳,13800001234。李明办的。问一声:现在还好吗?" in call.text
    assert call.labels == [["还好", "没好"], ["没打通"]]
    assert "13800001234" not in "".join(here.group.texts)


async def test_whoever_handled_it_does_not_ask_about_it(here: Yucheng) -> None:
    """LESSONS 45: an independent call."""
    qian = await here.town.official("钱进", Role.STAFF, here.community)
    await here.wang.says("/report 3号楼路灯不亮")
    await here.zhao.tells_the_bot("/claim 1")
    await here.zhao.tells_the_bot("/done 1 换了灯泡")
    await here.town.wakes_up_after(days=3)
    await here.town.leaps(days=13)

    await here.zhao.tells_the_bot("/visits")
    await qian.tells_the_bot("回访")

    assert here.zhao.inbox[-1] == "没有等您打电话回访的。"
    assert any("问一声:现在还好吗?" in text for text in qian.inbox)


async def test_fine_on_the_telephone(here: Yucheng) -> None:
    await listed(here)
    await here.zhao.tells_the_bot("/visits")

    await here.zhao.presses("还好")

    kept = await visit(here)
    assert kept is not None
    assert kept.outcome is Outcome.FINE
    assert calls(here.zhao)[-1].text.endswith("回访:还好。")


async def test_not_fine_on_the_telephone_asks_for_opening_it_again(here: Yucheng) -> None:
    await listed(here)
    await here.zhao.tells_the_bot("/visits")

    await here.zhao.presses("没好")

    assert (await ticket(here)).state is State.REOPEN_REQUESTED


async def test_three_calls_in_vain_are_enough(here: Yucheng) -> None:
    await listed(here)
    await here.zhao.tells_the_bot("/visits")

    for _ in range(MOST_TRIES):
        await here.zhao.presses("没打通")

    kept = await visit(here)
    assert kept is not None
    assert kept.outcome is Outcome.NOT_REACHED


async def test_that_nobody_rang_is_an_outcome_too(here: Yucheng) -> None:
    await listed(here)

    await here.town.leaps(days=10)

    kept = await visit(here)
    assert kept is not None
    assert kept.outcome is Outcome.MISSED
    await here.zhao.tells_the_bot("/digest")
    assert "没人打 1" in here.zhao.inbox[-2]


async def test_what_was_due_while_nothing_ran_goes_on_step_by_step(here: Yucheng) -> None:
    await silent(here)

    await here.town.wakes_up_after(days=60)

    kept = await visit(here)
    assert kept is not None
    assert kept.stage is Stage.ASKED


async def test_in_english(database: OpenDatabase) -> None:
    there = await yucheng(open_town(database, Config(language="en")))
    await there.wang.tells_the_bot("/mine")
    await there.wang.says("/report Street light out at Building 3")
    await there.li.tells_the_bot("/done 1 new bulb")
    await there.town.wakes_up_after(days=3)
    await there.town.leaps(days=8)

    await there.wang.presses("Still fine")

    assert there.wang.inbox[-1] == "#1 Good to hear, thank you."


def test_one_in_ten_of_the_rest_is_drawn_and_nobody_foresees_which() -> None:
    moments = [NOON + timedelta(seconds=second) for second in range(5000)]

    drawn = [is_in_sample(number, at, 10) for number, at in enumerate(moments)]

    assert 400 < sum(drawn) < 600
    assert len({is_in_sample(7, at, 10) for at in moments}) == 2
    assert not any(is_in_sample(number, NOON, 0) for number in range(100))
