"""What a line means where it is said: a command, a button's twin, an answer, or talk."""

from dataclasses import replace

import pytest

from bot.community import Account, ChatRef
from bot.features.tickets.model import State, TicketId
from bot.features.tickets.store import Tickets
from bot.messages import Command, Gesture, IncomingMessage, RepliedTo, Sender
from bot.stores import People
from tests.network import BOT, NAME
from tests.town import Somebody, Yucheng


async def state(here: Yucheng, number: int = 1) -> State | None:
    ticket = await here.town.keep(lambda uow: uow.store(Tickets).get(TicketId(number)))
    return None if ticket is None else ticket.state


def said(here: Yucheng, who: Somebody, text: str, **more: object) -> IncomingMessage:
    number = str(next(here.town.numbers))
    message = IncomingMessage(
        key=f"m:{number}", chat=here.group.chat, id=number, sender=who.sender, at=here.town.clock.now(), text=text
    )
    return replace(message, **more)  # type: ignore[arg-type]


# ---- where command words count ----


@pytest.mark.parametrize("line", ["接 1", "接单 1", "接1"])
async def test_a_chinese_command_word_in_plain_group_talk_is_talk(here: Yucheng, line: str) -> None:
    await here.wang.says("/report 3号楼路灯不亮")

    await here.li.says(line)

    assert await state(here) is State.ASSIGNED


@pytest.mark.parametrize("line", ["接 1", "接单 1", "接#1", "接1"])
async def test_it_counts_in_a_mention_in_private_and_in_a_reply_to_us(here: Yucheng, line: str) -> None:
    for number in (1, 2, 3):
        await here.wang.says(f"/report 3号楼{number}层路灯不亮")

    await here.li.says(line, mention=True)
    await here.li.tells_the_bot(line.replace("1", "2"))
    await here.li.says(line.replace("1", "3"), to=here.group.messages[0])

    assert [await state(here, number) for number in (1, 2, 3)] == [State.ACCEPTED] * 3


async def test_a_reply_to_a_neighbour_is_no_reply_to_us(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼路灯不亮")
    to_wang = RepliedTo(id="1", is_ours=False, text="路灯不亮", sender=here.wang.sender)

    await here.town.happens(said(here, here.li, "接 1", reply_to=to_wang))

    assert await state(here) is State.ASSIGNED


@pytest.mark.parametrize("line", ["接口坏了,3号楼的网线", "报纸又没送到3号楼"])
async def test_a_sentence_that_begins_like_a_command_is_a_sentence(here: Yucheng, line: str) -> None:
    await here.wang.says(line, mention=True)

    assert here.group.card.startswith("#1 ")


async def test_a_latin_command_counts_everywhere(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼路灯不亮")

    await here.li.says("/claim 1")

    assert await state(here) is State.ACCEPTED


# ---- labels and numbers ----


@pytest.mark.parametrize("line", ["没修好", "没修好。", " 没修好 ", "2"])
async def test_a_label_or_its_number_as_a_reply_presses_the_button(here: Yucheng, line: str) -> None:
    await here.wang.says("/report 3号楼路灯不亮")
    await here.li.tells_the_bot("/done 1 换了灯泡")

    await here.wang.says(line, to=here.group.messages[-1])

    assert await state(here) is State.REOPEN_REQUESTED


async def test_capitals_and_width_of_a_label_make_no_difference(there: Yucheng) -> None:
    await there.wang.says("/report Street light out at Building 3")

    await there.li.tells_the_bot("ACCEPT")

    assert await state(there) is State.ACCEPTED


async def test_a_number_or_label_in_plain_group_talk_presses_nothing(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼路灯不亮")
    await here.li.tells_the_bot("/done 1 换了灯泡")

    await here.wang.says("2")
    await here.wang.says("没修好")

    assert await state(here) is State.RESOLVED


async def test_a_single_button_is_not_pressed_by_a_lone_number(here: Yucheng) -> None:
    # A step that somebody is kept posted of has one button: enough of them.
    await here.wang.tells_the_bot("/help")
    await here.wang.says("/report 3号楼路灯不亮")
    await here.wang.presses("告诉我进展")
    await here.li.tells_the_bot("/claim 1")

    await here.wang.tells_the_bot("1")
    await here.li.tells_the_bot("/progress 1 配件到了")

    assert "配件到了" in here.wang.inbox[-1]


async def test_a_stranger_who_says_the_label_may_as_little_as_one_who_presses(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼路灯不亮")
    await here.li.tells_the_bot("/done 1 换了灯泡")

    await here.town.resident("路人", here.group).says("修好了", to=here.group.messages[-1])

    assert await state(here) is State.RESOLVED


# ---- buttons ----


async def test_a_button_that_this_message_never_had_is_not_pressed(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼路灯不亮")
    await here.wang.says("/report 4号楼漏水")
    first, second = here.li.private
    forged = first.with_buttons(second.buttons)

    toast = await here.li.presses("接单", on=forged)

    assert toast == "这个按钮旧了,给您换了新的。"
    assert [await state(here, number) for number in (1, 2)] == [State.ASSIGNED] * 2


async def test_every_press_is_answered_so_that_its_waiting_sign_ends(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼路灯不亮")

    await here.li.presses("接单")
    await here.li.presses("到现场")

    assert list(here.town.network.toasts.values()) == ["", ""]


async def test_a_gesture_on_somebody_elses_message_does_nothing(here: Yucheng) -> None:
    message = await here.wang.says("/report 3号楼路灯不亮")

    await here.li.reacts(message, Gesture.ACCEPT)

    assert await state(here) is State.ASSIGNED


# ---- who ----


async def test_other_bots_are_not_heard(here: Yucheng) -> None:
    robot = Sender(account=Account(NAME, "robot"), name="Robot", is_bot=True)

    await here.town.happens(
        said(
            here,
            here.wang,
            "/report 3号楼路灯不亮",
            sender=robot,
            command=Command(name="report", words="3号楼路灯不亮"),
        )
    )

    assert here.group.messages == []


async def test_the_name_that_the_network_shows_is_taken_over_but_not_the_rosters(here: Yucheng) -> None:
    await here.wang.tells_the_bot("/help")
    here.wang.name, here.li.name = "王芳芳", "Li M."

    await here.wang.tells_the_bot("/whoami")
    await here.li.tells_the_bot("/whoami")

    assert here.wang.inbox[-1].startswith("您是王芳芳:")
    assert here.li.inbox[-1].startswith("您是李明:")


async def test_whoever_writes_in_private_can_be_written_to_from_then_on(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼路灯不亮")

    async def reachable() -> frozenset[Account]:
        person = await here.town.keep(lambda uow: uow.store(People).by_account(here.wang.account))
        assert person is not None
        return person.reachable

    assert await reachable() == frozenset()
    await here.wang.tells_the_bot("/help")

    assert await reachable() == {here.wang.account}


async def test_a_refusal_in_a_group_goes_to_the_private_chat_of_those_who_have_one(here: Yucheng) -> None:
    await here.wang.tells_the_bot("/help")

    await here.wang.says("/claim 99")

    assert here.group.messages == []
    assert here.wang.inbox[-1] == "没有 #99。您报的事在“我的”里。"


async def test_an_answer_in_a_thread_stays_in_the_thread(here: Yucheng) -> None:
    thread = ChatRef(NAME, BOT, here.group.chat.chat, "7")

    await here.town.happens(
        said(here, here.wang, "", chat=thread, command=Command(name="report", words="3号楼路灯不亮"))
    )

    assert here.group.messages == []
    assert here.town.network.chats[thread][0].text.startswith("#1 御城一区3号楼")
