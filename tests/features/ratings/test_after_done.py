"""After "done": is it fixed, and how did we do? The caller's word counts."""

from datetime import timedelta

from bot.features.tickets.model import Closing, State, Ticket, TicketId
from bot.features.tickets.store import Tickets
from tests.town import Somebody, Yucheng


async def done(here: Yucheng, words: str = "换了灯泡") -> None:
    await here.wang.says("/report 3号楼路灯不亮")
    await here.li.tells_the_bot(f"/done 1 {words}")


async def ticket(here: Yucheng, number: int = 1) -> Ticket:
    found = await here.town.keep(lambda uow: uow.store(Tickets).get(TicketId(number)))
    assert found is not None
    return found


def neighbour(here: Yucheng) -> Somebody:
    return here.town.resident("孙姐", here.group)


async def test_the_solved_post_rings_and_the_card_above_it_does_not(here: Yucheng) -> None:
    await done(here)

    assert [shown.silent for shown in here.group.messages] == [True, False]


async def test_only_the_caller_says_whether_it_is_fixed(here: Yucheng) -> None:
    await done(here)

    toasts = [await neighbour(here).presses("修好了"), await neighbour(here).presses("没修好")]

    assert toasts == ["谢谢关心!这一步由报事的邻居自己来。您家也这样就另说一句。"] * 2
    assert (await ticket(here)).state is State.RESOLVED


async def test_fixed_pressed_twice_asks_once_how_it_was(here: Yucheng) -> None:
    await done(here)
    post = here.group.messages[-1]

    await here.wang.presses("修好了")
    await here.wang.presses("修好了", on=post.before("修好了"))

    assert here.group.texts[1:] == ["#1 谢谢!这次办得怎么样?"]
    assert (await ticket(here)).closing is Closing.CONFIRMED


async def test_fixed_may_be_said_in_words(here: Yucheng) -> None:
    await done(here)

    await here.wang.says("修好了", to=here.group.messages[-1])

    assert "办好了,报事人看过。" in here.group.card


async def test_fixed_before_it_is_done_is_refused(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼路灯不亮")

    await here.wang.tells_the_bot("修好了 1")

    assert here.wang.inbox == ["#1 还没有人接。先点“接单”或说“接 1”。"]


async def test_satisfied_is_kept_and_shown_to_nobody(here: Yucheng) -> None:
    await done(here)
    await here.wang.presses("修好了")

    await here.wang.presses("满意")

    assert (await ticket(here)).rating == 5
    assert here.group.texts[1:] == ["#1 谢谢您,记下了。"]
    assert not any("5" in text for text in here.group.texts)


async def test_so_so_and_badly_are_three_and_one(here: Yucheng) -> None:
    for number, label in ((1, "一般"), (2, "不满意")):
        await here.wang.says(f"/report 3号楼{number}层路灯不亮")
        await here.li.tells_the_bot(f"/done {number} 换了灯泡")
        await here.wang.presses("修好了")
        await here.wang.presses(label)

    assert [(await ticket(here, number)).rating for number in (1, 2)] == [3, 1]


async def test_nobody_else_rates(here: Yucheng) -> None:
    await done(here)
    await here.wang.presses("修好了")

    toast = await neighbour(here).presses("不满意")
    await neighbour(here).tells_the_bot("/rate 1 1")

    assert toast.startswith("谢谢关心!")
    assert (await ticket(here)).rating is None


async def test_a_score_of_four_or_five_closes_it(here: Yucheng) -> None:
    await done(here)

    message = await here.wang.says("/rate 1 4")

    kept = await ticket(here)
    assert (kept.state, kept.closing, kept.rating) == (State.CLOSED, Closing.CONFIRMED, 4)
    assert here.group.texts[1:] == ["#1 谢谢您,记下了。"]
    assert (message, "heard") in here.town.network.reactions


async def test_a_score_of_one_to_three_is_kept_and_asks_whether_it_is_fixed(here: Yucheng) -> None:
    await done(here)
    await here.wang.tells_the_bot("/help")

    await here.wang.tells_the_bot("评 1 2")

    kept = await ticket(here)
    assert (kept.state, kept.rating) == (State.RESOLVED, 2)
    assert here.wang.inbox[-1] == "#1 分数记下了。那么修好了吗?不点的话,到时候先收起。"
    assert here.wang.private[-1].labels == [["修好了"], ["没修好"]]

    await here.wang.presses("修好了", on=here.wang.private[-1])

    assert (await ticket(here)).state is State.CLOSED
    assert (await ticket(here)).rating == 2


async def test_a_score_in_a_reply_needs_no_number(here: Yucheng) -> None:
    await done(here)

    await here.wang.says("/rate 5", to=here.group.messages[-1])

    assert (await ticket(here)).rating == 5


async def test_a_score_that_is_none_is_explained(here: Yucheng) -> None:
    await done(here)

    for score in ("6", "0", "很好", "²", "-1", ""):
        await here.wang.tells_the_bot(f"/rate 1 {score}".strip())

    assert here.wang.inbox == ["打分是 1 到 5,比如“评 1 5”。"] * 6
    assert (await ticket(here)).rating is None


async def test_a_score_before_it_is_done_waits(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼路灯不亮")

    await here.wang.tells_the_bot("/rate 1 5")

    assert here.wang.inbox == ["#1 还没办好,办好了再评。"]


async def test_a_score_said_in_private_is_thanked_for_there(here: Yucheng) -> None:
    await done(here)

    await here.wang.tells_the_bot("/rate 1 5")

    assert here.wang.inbox == ["#1 谢谢您,分数记下了。"]


async def test_an_old_score_button_counts_no_more_while_it_is_disputed(here: Yucheng) -> None:
    await done(here)
    await here.wang.presses("修好了")
    question = here.group.messages[-1]
    await here.wang.presses("点错了")

    toast = await here.wang.presses("满意", on=question.before("满意"))

    assert toast == "#1 还没办好,办好了再评。"
    assert (await ticket(here)).state is State.REOPEN_REQUESTED


async def test_silence_closes_it_after_three_days_and_not_earlier(here: Yucheng) -> None:
    await done(here)

    await here.town.passes(hours=71, minutes=55)
    assert (await ticket(here)).state is State.RESOLVED
    await here.town.passes(minutes=5)

    kept = await ticket(here)
    assert (kept.state, kept.closing) == (State.CLOSED, Closing.SILENT)
    assert "李明办好了,这几天没人说不好,先收起。" in here.group.card
    assert len(here.group.messages) == 2


async def test_after_silence_the_caller_may_still_say_that_it_is_not_fixed(here: Yucheng) -> None:
    await done(here)
    await here.town.passes(hours=80)

    await here.wang.presses("没修好")

    assert (await ticket(here)).state is State.REOPEN_REQUESTED


async def test_thanks_reopen_nothing(here: Yucheng) -> None:
    await done(here)
    await here.wang.presses("修好了")
    await here.wang.presses("满意")

    await here.wang.says("谢谢师傅", to=here.group.messages[-1])
    await here.wang.tells_the_bot("谢谢!")
    await here.wang.says("好的,谢谢", to=here.group.messages[0])

    assert (await ticket(here)).state is State.CLOSED
    assert len(here.group.messages) == 2
    assert here.wang.inbox == []


async def test_the_handler_cannot_confirm_for_the_caller(here: Yucheng) -> None:
    await done(here)

    toast = await here.li.presses("修好了", on=here.group.messages[-1])

    assert toast.startswith("谢谢关心!")
    assert (await ticket(here)).state is State.RESOLVED


async def test_of_a_private_ticket_only_the_caller_is_asked(here: Yucheng) -> None:
    await here.wang.tells_the_bot("/report 锦绣楼楼上太吵了")
    await here.li.tells_the_bot("/done 1 上门说过了")

    assert here.group.messages == []
    assert here.wang.inbox[-1].startswith("王芳,#1 办好了:上门说过了(李明)。您看修好了吗?")
    await here.wang.presses("修好了")
    await here.wang.presses("满意")

    assert here.wang.inbox[-1] == "#1 谢谢您,记下了。"
    assert (await ticket(here)).rating == 5


async def test_what_was_done_at_night_rings_nowhere(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼路灯不亮")
    here.town.clock.at += timedelta(hours=13)

    await here.li.tells_the_bot("/done 1 换了灯泡")

    assert here.group.messages[-1].silent


async def test_in_english_a_reply_with_a_reason_disputes_it(there: Yucheng) -> None:
    await there.wang.says("/report Street light out at Building 3")
    await there.li.tells_the_bot("/done 1 new bulb")

    await there.wang.says("Not fixed, still dark", to=there.group.messages[-1])

    assert "The caller says it isn't fixed." in there.group.card
    assert "“still dark”" in there.zhao.inbox[-1]
