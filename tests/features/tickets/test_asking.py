"""Callers ask how it stands, take it back, add a word; what is private stays between those concerned."""

from dataclasses import replace

import pytest

from bot.features.tickets.model import State, TicketId
from bot.features.tickets.store import Tickets
from bot.messages import Command, IncomingMessage, RepliedTo
from bot.stores import Places
from tests.town import Yucheng

PRIVATE = "/report 锦绣楼楼上太吵了"


async def state(here: Yucheng, number: int = 1) -> State | None:
    ticket = await here.town.keep(lambda uow: uow.store(Tickets).get(TicketId(number)))
    return None if ticket is None else ticket.state


async def test_how_it_stands_is_told_at_each_step(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼路灯不亮")
    head = "#1 御城一区3号楼 · 3号楼路灯不亮\n"

    async def status() -> str:
        await here.wang.tells_the_bot("/status 1")
        return here.wang.inbox[-1]

    assert await status() == head + "已交给李明,明天 10:00前答复。"
    await here.li.presses("接单")
    assert (await status()).startswith(head + "李明接单了,预计")
    await here.li.presses("到现场")
    assert (await status()).startswith(head + "李明正在办,预计")
    await here.li.tells_the_bot("/done 1 换了灯泡")
    assert await status() == head + "李明说办好了,请您看一眼。"
    await here.wang.presses("没修好")
    assert await status() == head + "有人说还没好,社区明天 10:00前给答复。"
    await here.zhao.tells_the_bot("/rule 1 keep 已经亮了")
    assert await status() == head + "已经收起了。又坏了就说“没修好 1”。"


async def test_in_a_reply_to_the_card_no_number_is_needed(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼路灯不亮")

    await here.town.resident("孙姐", here.group).says("查", to=here.group.messages[0])

    assert here.group.texts[-1].endswith("已交给李明,明天 10:00前答复。")


async def test_a_private_ticket_is_told_to_its_caller_and_to_those_who_handle_it(here: Yucheng) -> None:
    await here.wang.tells_the_bot(PRIVATE)

    for person in (here.wang, here.li, here.chen, here.zhao):
        await person.tells_the_bot("/status 1")
    await here.town.resident("孙姐").tells_the_bot("/status 1")

    told = "#1 御城一区4号楼 · 锦绣楼楼上太吵了\n已交给李明,明天 10:00前答复。"
    assert [person.inbox[-1] for person in (here.wang, here.li, here.chen, here.zhao)] == [told] * 4


async def test_a_neighbour_learns_nothing_of_a_private_ticket(here: Yucheng) -> None:
    await here.wang.tells_the_bot(PRIVATE)
    sun = here.town.resident("孙姐", here.group)

    await sun.tells_the_bot("/status 1")
    await sun.says("/status 1")

    assert sun.inbox == ["没有 #1。您报的事在“我的”里。"] * 2
    assert here.group.messages == []


async def test_asked_about_in_the_group_a_private_ticket_is_answered_in_private(here: Yucheng) -> None:
    await here.wang.tells_the_bot(PRIVATE)

    await here.wang.says("/status 1")

    assert here.group.messages == []
    assert here.wang.inbox[-1].startswith("#1 御城一区4号楼 · 锦绣楼楼上太吵了")


async def test_whoever_cannot_be_written_to_is_told_nothing_private_in_the_group(here: Yucheng) -> None:
    await here.wang.says("3号楼有人要跳楼")

    await here.wang.says("/status 1")
    await here.wang.says("/mine")

    assert here.group.texts[1:] == ["这个请私下跟我说,群里不方便。", "您还没有报过事。有事直接说就行。"]
    assert not any("跳楼" in text for text in here.group.texts)


async def test_my_calls_are_the_open_ones_first_and_five_at_most(here: Yucheng) -> None:
    await here.wang.tells_the_bot("/help")
    for number in range(1, 8):
        await here.wang.says(f"/report 3号楼{number}层路灯不亮")
    await here.wang.tells_the_bot("/withdraw 7")

    await here.wang.tells_the_bot("我的")

    lines = here.wang.inbox[-1].splitlines()
    assert lines[0] == "您的事 5 件:"
    assert [line.split(" ")[0] for line in lines[1:]] == ["#6", "#5", "#4", "#3", "#2"]


async def test_nobody_has_called_yet(here: Yucheng) -> None:
    await here.wang.tells_the_bot("/mine")

    assert here.wang.inbox == ["您还没有报过事。有事直接说就行。"]


async def test_taken_back_it_is_over_for_everybody(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼路灯不亮")

    await here.wang.says("/withdraw 1")

    assert here.group.texts == ["#1 报事人撤回了。"]
    assert here.li.inbox == ["#1 御城一区3号楼 · 3号楼路灯不亮\n撤回了。"]
    assert here.li.private[0].labels == []


async def test_a_private_call_taken_back_is_answered_in_private(here: Yucheng) -> None:
    await here.wang.tells_the_bot(PRIVATE)

    await here.wang.tells_the_bot("撤回 1")

    assert here.wang.inbox[0] == "#1 报事人撤回了。"
    assert here.group.messages == []


async def test_nobody_else_takes_it_back(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼路灯不亮")

    for person in (here.li, here.zhao, here.town.resident("孙姐")):
        await person.tells_the_bot("/withdraw 1")

    assert await state(here) is State.ASSIGNED


async def test_what_is_done_cannot_be_taken_back(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼路灯不亮")
    await here.li.tells_the_bot("/done 1 换了灯泡")

    await here.wang.tells_the_bot("/withdraw 1")

    assert here.wang.inbox == ["#1 已经办好了,等报事人看。没好就说“没修好 1”。"]


async def test_taken_back_twice_is_taken_back_once(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼路灯不亮")
    card = here.group.messages[0]
    await here.wang.presses("不是报事")

    toast = await here.wang.presses("不是报事", on=card.before("不是报事"))

    assert (toast, await state(here)) == ("", State.WITHDRAWN)


@pytest.mark.parametrize("line", ["谢谢", "好的,谢谢您!", "收到", "👍", "辛苦师傅了", "ok"])
async def test_thanks_to_us_are_no_call_wherever_they_are_said(here: Yucheng, line: str) -> None:
    await here.wang.says("/report 3号楼路灯不亮")

    await here.wang.tells_the_bot(line)
    await here.town.resident("孙姐", here.group).says(line, to=here.group.messages[0])
    await here.town.resident("孙姐", here.group).says(line, mention=True)

    assert len(here.group.messages) == 1
    assert here.wang.inbox == []


@pytest.mark.parametrize("line", ["太吵了", "没好", "灯不亮", "好大的烟味"])
async def test_short_words_that_are_no_thanks_are_a_call(here: Yucheng, line: str) -> None:
    await here.wang.tells_the_bot(line)

    assert await state(here) is not None


async def test_a_report_as_a_reply_to_a_neighbours_line_takes_its_words(here: Yucheng) -> None:
    said = IncomingMessage(
        key="m:1",
        chat=here.group.chat,
        id="70",
        sender=here.wang.sender,
        at=here.town.clock.now(),
        text="",
        command=Command(name="report", words=""),
        reply_to=RepliedTo(id="69", text="4号楼门口有积水", sender=replace(here.wang.sender, name="孙姐")),
    )

    await here.town.happens(said)

    assert here.group.card.startswith("#1 御城一区4号楼 · 4号楼门口有积水")


async def test_without_a_building_the_worker_still_gets_the_words_and_the_answer_later(here: Yucheng) -> None:
    await here.wang.says("/report 电梯坏了")

    await here.wang.says("4号楼2单元")

    assert here.li.inbox[0].startswith("#1 御城一区4号楼2单元\n“电梯坏了”")


async def test_in_english(there: Yucheng) -> None:
    await there.wang.tells_the_bot("/help")
    await there.wang.says("/report Street light out at Building 3")

    await there.wang.tells_the_bot("/mine")

    assert there.wang.inbox[-1] == "Your call:\n#1 Street light out at Building 3 · waiting to be taken"


async def test_a_neighbour_does_not_choose_the_building_and_the_caller_chooses_once(here: Yucheng) -> None:
    liu = here.town.resident("刘大爷", here.big_group)
    await liu.says("/report 电梯坏了")
    card = here.big_group.messages[0]

    toast = await here.town.resident("路人", here.big_group).presses("4号楼")
    assert toast.startswith("谢谢关心!")
    await liu.presses("4号楼")
    await liu.presses("御城二区3号楼", on=card.before("御城二区3号楼"))

    assert here.big_group.card.startswith("#1 御城一区4号楼 · 电梯坏了")


async def test_a_building_that_the_roster_has_retired_is_not_chosen(here: Yucheng) -> None:
    liu = here.town.resident("刘大爷", here.big_group)
    await liu.says("/report 电梯坏了")
    await here.town.keep(lambda uow: uow.store(Places).save(replace(here.building4, retired=True)))

    toast = await liu.presses("4号楼")

    assert toast == "这个按钮旧了,给您换了新的。"
    assert await state(here) is State.NEW


async def test_danger_to_a_person_is_answered_in_private_where_we_may_write(here: Yucheng) -> None:
    await here.wang.tells_the_bot("/help")

    await here.wang.says("3号楼有人要跳楼")

    assert here.wang.inbox[-1].startswith("#1 我在,李明也收到了。")
    assert here.group.texts == ["我们的人已经收到,正在联系您。细节请私下说。"]
