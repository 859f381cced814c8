"""Suggestions of residents (问计): a kind of their own, answered and counted."""

import pytest

from bot.messages import ChatMoved
from tests.town import Yucheng

IDEA = "小区门口放一排长椅,老人等车有地方坐"


async def answers(here: Yucheng, label: str, words: str) -> None:
    await here.zhao.presses(label)
    await here.zhao.tells_the_bot(words)


async def test_a_suggestion_in_the_group_gets_its_number_and_a_promise_and_is_no_ticket(here: Yucheng) -> None:
    message = await here.wang.says(f"/idea {IDEA}")

    shown = here.group.messages[0]
    assert shown.text == (
        "建议 1:小区门口放一排长椅,老人等车有地方坐\n记下了,社区12月17日 10:00前答复您。谢谢您想着大家。"
    )
    assert (shown.reply_to, shown.silent) == (message, True)
    assert here.li.inbox == []


async def test_it_goes_to_the_desk_with_three_answers(here: Yucheng) -> None:
    await here.wang.tells_the_bot(f"建议 {IDEA}")

    asked = here.zhao.private[-1]
    assert asked.text.startswith(f"建议 1(王芳):\n“{IDEA}”\n请12月17日 10:00前答复")
    assert asked.labels == [["采纳"], ["部分采纳"], ["不采纳"]]
    assert here.wang.inbox[-1].startswith("建议 1:")


@pytest.mark.parametrize(
    "line", ["我有个建议,楼道里装个扶手", "给社区提个建议:楼道里装个扶手", "I have an idea: a rail on the stairs"]
)
async def test_a_line_that_says_so_itself_is_a_suggestion(here: Yucheng, line: str) -> None:
    await here.wang.tells_the_bot(line)

    assert here.wang.inbox[-1].startswith("建议 1:")


async def test_a_call_that_begins_with_the_word_stays_a_call(here: Yucheng) -> None:
    await here.wang.tells_the_bot("建议修一下御城一区3号楼的路灯,不亮好几天了")

    assert here.wang.inbox[-1].startswith("#1 ")


async def test_a_cry_for_help_is_never_a_suggestion(here: Yucheng) -> None:
    await here.wang.tells_the_bot("/idea")

    await here.wang.tells_the_bot("御城一区3号楼着火了")

    assert any("紧急 #1" in line for line in here.li.inbox)


async def test_without_words_we_ask(here: Yucheng) -> None:
    await here.wang.tells_the_bot("/idea")
    assert here.wang.inbox[-1].startswith("您有什么建议?")

    await here.wang.tells_the_bot(IDEA)

    assert here.wang.inbox[-1].startswith("建议 1:")


async def test_the_author_hears_the_answer_where_it_was_said(here: Yucheng) -> None:
    message = await here.wang.says(f"/idea {IDEA}")

    await answers(here, "采纳", "年前装三条")

    assert here.group.texts == [
        f"建议 1:{IDEA}\n采纳了:年前装三条(赵敏)",
        "王芳,您的建议 1 采纳了:年前装三条。谢谢您!",
    ]
    assert here.group.messages[-1].reply_to == message
    assert here.zhao.private[0].text == f"建议 1(王芳):“{IDEA}”\n赵敏答复,采纳:年前装三条"


async def test_what_was_suggested_in_private_is_answered_in_private(here: Yucheng) -> None:
    await here.wang.tells_the_bot(f"/idea {IDEA}")

    await answers(here, "不采纳", "那里是消防通道")

    assert here.wang.inbox[-1] == "王芳,您的建议 1 这次没有采纳:那里是消防通道。谢谢您想着大家。"
    assert here.group.texts == here.big_group.texts == []


async def test_an_answer_in_the_group_shows_no_phone_number(here: Yucheng) -> None:
    await here.wang.says(f"/idea {IDEA}")

    await answers(here, "部分采纳", "先装一条,联系我 13900000000")

    assert all("13900000000" not in text for text in here.group.texts)


async def test_it_is_answered_once(here: Yucheng) -> None:
    await here.wang.says(f"/idea {IDEA}")
    asked = here.zhao.private[0]
    await answers(here, "采纳", "年前装三条")

    toast = await here.zhao.presses("不采纳", on=asked.before("不采纳"))

    assert toast == "建议 1 已经答复过了。"


async def test_who_does_not_sit_at_the_desk_does_not_answer(here: Yucheng) -> None:
    await here.wang.says(f"/idea {IDEA}")

    await here.li.presses("采纳", on=here.zhao.private[0])

    assert "采纳" not in here.group.texts[0]


async def test_the_desk_is_reminded_once_when_its_time_is_over(here: Yucheng) -> None:
    await here.wang.says(f"/idea {IDEA}")

    await here.town.wakes_up_after(days=22)
    await here.town.wakes_up_after(days=2)

    assert len([line for line in here.zhao.inbox if "王芳还在等" in line]) == 1


async def test_the_digest_counts_them(here: Yucheng) -> None:
    await here.wang.says(f"/idea {IDEA}")
    await here.wang.tells_the_bot("/idea 楼道里装个扶手")
    await here.zhao.presses("采纳", on=here.zhao.private[0])
    await here.zhao.tells_the_bot("年前装三条")

    await here.zhao.tells_the_bot("/digest")

    line = "近三十天建议 2 条,答复 1 条,采纳 1 条;在等答复 1 条,过期 0 条"
    assert line in here.zhao.inbox[-1]


async def test_a_digest_without_suggestions_says_nothing_of_them(here: Yucheng) -> None:
    await here.zhao.tells_the_bot("/digest")

    assert "建议" not in here.zhao.inbox[-1]


async def test_a_group_that_moved_reads_the_answer_in_its_new_place(here: Yucheng) -> None:
    await here.wang.says(f"/idea {IDEA}")
    new = await here.town.group("御城一区邻里群", here.grid)
    moved = ChatMoved(
        key="u:moved", chat=here.group.chat, sender=here.wang.sender, at=here.town.clock.now(), to=new.chat
    )
    await here.town.happens(moved)

    await answers(here, "采纳", "年前装三条")

    assert "王芳,您的建议 1 采纳了:年前装三条。谢谢您!" in new.texts
