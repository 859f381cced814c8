"""The main job, as the group chat sees it."""

from datetime import timedelta

import pytest

from bot.community import PlaceKind
from storage.engine import OpenDatabase
from tests.town import Town, Yucheng, open_town


@pytest.fixture
def town(each_database: OpenDatabase) -> Town:
    """The main job is lived on both databases."""
    return open_town(each_database)


async def test_a_call_in_the_group_becomes_a_ticket_with_its_worker(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼2单元路灯不亮")

    assert here.group.card == "#1 御城一区3号楼2单元 · 3号楼2单元路灯不亮\n已交给网格员李明,明天 10:00前答复。"
    assert here.li.inbox == ["#1 御城一区3号楼2单元\n“3号楼2单元路灯不亮”\n王芳 今天 10:00。请明天 10:00前接单。"]


async def test_the_resident_sees_that_the_call_was_heard(here: Yucheng) -> None:
    message = await here.wang.says("/report 3号楼路灯不亮")

    assert (message, "heard") in here.town.network.reactions


async def test_the_card_is_a_reply_and_the_only_message_until_it_is_done(here: Yucheng) -> None:
    message = await here.wang.says("/report 3号楼路灯不亮")
    await here.li.presses("接单")
    await here.li.tells_the_bot("/progress 1 师傅下午到")
    await here.li.presses("到现场")

    assert [shown.reply_to for shown in here.group.messages] == [message]
    assert here.group.card.splitlines() == [
        "#1 御城一区3号楼 · 3号楼路灯不亮",
        "今天 10:00 师傅下午到(李明)",
        "今天 10:00 到现场了(李明)",
    ]


async def test_the_group_sees_who_took_it(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼路灯不亮")

    await here.li.presses("接单")

    assert "李明接单了,预计" in here.group.card
    assert here.li.private[0].labels == [["到现场", "办好了", "更多"]]


async def test_done_with_words_asks_the_caller_by_name_in_a_reply(here: Yucheng) -> None:
    message = await here.wang.says("/report 3号楼路灯不亮")

    await here.li.tells_the_bot("/done 1 换了灯泡")

    post = here.group.messages[-1]
    assert post.text.startswith("王芳,#1 办好了:换了灯泡(李明)。您看修好了吗?")
    assert post.reply_to == message
    assert post.labels == [["修好了"], ["没修好"]]


async def test_done_by_button_needs_no_typing(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼路灯不亮")
    await here.li.presses("接单")

    await here.li.presses("办好了")
    await here.li.presses("换了配件")

    assert "换了配件,好了" in here.group.card


async def test_done_by_button_takes_the_next_line_as_words(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼路灯不亮")
    await here.li.presses("接单")
    await here.li.presses("办好了")

    await here.li.tells_the_bot("线路老化,重新接过了")

    assert "线路老化,重新接过了" in here.group.card


async def test_the_caller_confirms_and_rates(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼路灯不亮")
    await here.li.tells_the_bot("/done 1 换了灯泡")

    await here.wang.presses("修好了")
    assert "办好了,报事人看过。李明" in here.group.card
    await here.wang.presses("满意")

    assert here.group.messages[-1].text == "#1 谢谢您,记下了。"


async def test_the_question_how_it_was_goes_to_the_private_chat_of_a_caller_who_has_one(here: Yucheng) -> None:
    await here.wang.tells_the_bot("/mine")
    await here.wang.says("/report 3号楼路灯不亮")
    await here.li.tells_the_bot("/done 1 换了灯泡")

    await here.wang.presses("修好了")

    assert here.wang.inbox[-1] == "#1 谢谢!这次办得怎么样?"
    assert here.group.messages[-1].text == "#1 报事人看过,修好了。"


async def test_in_a_grid_with_one_worker_nobody_waits_for_the_building(here: Yucheng) -> None:
    await here.wang.says("/report 电梯坏了")

    assert here.group.card.startswith("#1 第一网格 · 电梯坏了\n已交给网格员李明")
    assert here.group.messages[0].labels == [["3号楼", "4号楼"], ["不是报事"]]
    assert here.li.inbox[0].startswith("#1 第一网格\n“电梯坏了”")

    await here.wang.presses("4号楼")

    assert "#1 御城一区4号楼 · 电梯坏了\n已交给网格员李明" in here.group.card
    assert "#1 御城一区4号楼" in here.li.inbox[0]
    assert len(here.group.messages) == 1


async def test_where_the_worker_depends_on_it_the_building_is_asked_for_with_buttons(here: Yucheng) -> None:
    liu = here.town.resident("刘大爷", here.big_group)

    await liu.says("/report 电梯坏了")

    assert here.big_group.card.startswith("#1 电梯坏了\n听到了。是哪栋楼?")
    assert here.li.inbox == []
    assert here.big_group.messages[0].labels == [["御城一区3号楼", "4号楼", "御城二区3号楼"]]

    await liu.presses("4号楼")

    assert "#1 御城一区4号楼 · 电梯坏了\n已交给网格员李明" in here.big_group.card
    assert len(here.big_group.messages) == 1


async def test_with_many_buildings_the_compound_is_asked_for_first(here: Yucheng) -> None:
    for number in range(10, 21):
        await here.town.place(PlaceKind.BUILDING, f"{number}号楼", here.community, compound=here.second.id)
    liu = here.town.resident("刘大爷", here.big_group)
    await liu.says("/report 电梯坏了")
    assert here.big_group.messages[0].labels == [["御城一区", "御城二区"]]

    await liu.presses("御城二区")
    assert here.big_group.messages[0].labels[0] == ["3号楼", "10号楼", "11号楼"]
    await liu.presses("12号楼")

    assert "#1 御城二区12号楼" in here.big_group.card


async def test_the_next_plain_line_is_the_answer(here: Yucheng) -> None:
    await here.wang.says("/report 电梯坏了")

    await here.wang.says("四号楼")

    assert "#1 御城一区4号楼 · 电梯坏了" in here.group.card


async def test_after_ten_minutes_a_plain_line_is_no_answer(here: Yucheng) -> None:
    await here.wang.says("/report 电梯坏了")
    await here.town.passes(minutes=11)

    await here.wang.says("四号楼")

    assert "是哪栋楼" in here.group.card


async def test_a_neighbours_line_is_no_answer(here: Yucheng) -> None:
    await here.wang.says("/report 电梯坏了")

    await here.town.resident("孙姐", here.group).says("4号楼")

    assert "是哪栋楼" in here.group.card


async def test_without_an_answer_the_desk_gets_it_after_half_an_hour(here: Yucheng) -> None:
    """LESSONS 50: a call without a place is taken all the same."""
    liu = here.town.resident("刘大爷", here.big_group)
    await liu.says("/report 电梯坏了")
    assert here.zhao.inbox == []

    await here.town.passes(minutes=31)

    assert here.zhao.inbox[0].startswith("#1 御城社区")
    assert "已交给社区赵敏" in here.big_group.card


async def test_a_building_of_two_compounds_asks_for_the_compound(here: Yucheng) -> None:
    """LESSONS 19: the border of two areas; ask before it is sent."""
    liu = here.town.resident("刘大爷", here.big_group)

    await liu.says("/report 3号楼漏水")

    assert here.big_group.messages[0].labels == [["御城一区", "御城二区"]]
    await liu.presses("御城二区")
    assert "御城二区3号楼" in here.big_group.card


async def test_an_alias_of_the_roster_is_understood(here: Yucheng) -> None:
    await here.wang.says("/report 锦绣楼门禁坏了")

    assert "御城一区4号楼" in here.group.card


async def test_words_to_the_bot_in_private_are_a_call_that_the_group_never_sees(here: Yucheng) -> None:
    await here.wang.tells_the_bot("3号楼楼上太吵了")
    await here.wang.presses("御城一区")

    assert here.group.messages == []
    assert here.li.inbox[0].startswith("#1 御城一区3号楼")
    assert here.wang.inbox == ["#1 御城一区3号楼 · 3号楼楼上太吵了\n已交给网格员李明,明天 10:00前答复。"]


async def test_a_mention_is_a_call(here: Yucheng) -> None:
    await here.wang.says("3号楼路灯不亮", mention=True)

    assert "#1 御城一区3号楼" in here.group.card


async def test_report_without_words_asks_and_the_next_line_is_the_call(here: Yucheng) -> None:
    await here.wang.says("/report")
    await here.wang.says("3号楼门口有积水")

    assert "#1 御城一区3号楼" in here.group.messages[-1].text


async def test_the_caller_takes_it_back(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼路灯不亮")

    await here.wang.presses("不是报事")

    assert here.group.card == "#1 报事人撤回了。"
    assert "撤回了" in here.li.inbox[0]


async def test_only_the_caller_takes_it_back(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼路灯不亮")

    toast = await here.town.resident("孙姐", here.group).presses("不是报事")

    assert toast.startswith("谢谢关心!")
    assert "已交给网格员李明" in here.group.card


async def test_a_phone_number_and_a_room_are_not_shown_in_the_group(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼2单元501漏水,电话13812345678")

    assert "13812345678" not in here.group.card
    assert "501" not in here.group.card
    assert "13812345678" in here.li.inbox[0]
    assert "501室" in here.li.inbox[0]


async def test_my_calls_are_listed_in_private(here: Yucheng) -> None:
    await here.wang.tells_the_bot("/help")
    await here.wang.says("/report 3号楼路灯不亮")

    await here.wang.says("/mine")

    assert here.wang.inbox[-1] == "您的事 1 件:\n#1 3号楼路灯不亮 · 等接单"
    assert len(here.group.messages) == 1


async def test_a_reply_of_the_caller_to_the_card_reaches_the_worker(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼路灯不亮")

    await here.wang.says("晚上八点以后我在家", to=here.group.messages[0])

    assert here.li.inbox[-1] == "#1 王芳又说:“晚上八点以后我在家”"
    assert len(here.group.messages) == 1


async def test_an_unknown_number_gets_one_line(here: Yucheng) -> None:
    await here.wang.tells_the_bot("/status 99")

    assert here.wang.inbox == ["没有 #99。您报的事在“我的”里。"]


async def test_the_same_message_twice_is_one_ticket(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼路灯不亮")
    event = next(events[0] for events in here.town.network.events.values())

    await here.town.happens(event)

    assert len(here.group.messages) == 1
    assert len(here.li.inbox) == 1


async def test_danger_to_all_warns_the_group_and_calls_everybody_at_once(here: Yucheng) -> None:
    await here.wang.says("3号楼一楼有煤气味,很重")

    assert "紧急 #1 御城一区3号楼" in here.group.card
    assert "开窗" in here.group.card
    assert all("紧急 #1" in person.inbox[0] for person in (here.li, here.chen, here.zhao))

    await here.chen.presses("我去")

    assert "现在由陈静来办" in here.li.inbox[0]


async def test_danger_to_a_person_is_never_quoted_in_the_group(here: Yucheng) -> None:
    await here.wang.says("3号楼有人要跳楼")

    assert all("3号楼" not in text and "跳楼" not in text for text in here.group.texts)
    assert here.group.texts == ["我们的人已经收到,正在联系您。细节请私下说。"]
    assert "跳楼" in here.li.inbox[0]


async def test_without_a_roster_buildings_are_added_as_people_name_them(town: Town) -> None:
    community = await town.place(PlaceKind.COMMUNITY, "新村")
    group = await town.group("新村群", community)

    await town.resident("王芳", group).says("/report 7号楼路灯不亮")

    assert "#1 7号楼 · 7号楼路灯不亮" in group.card


async def test_what_was_said_days_before_it_reached_us_is_skipped_and_we_say_so(here: Yucheng) -> None:
    said_at = here.town.clock.at
    here.town.clock.at = said_at + timedelta(days=3)

    for words in ("/report 3号楼路灯不亮", "/report 4号楼漏水"):
        await here.wang.says(words, at=said_at)

    assert here.group.texts == ["我离开了一阵,一天以前的话没有处理。有事请再说一遍。"]
