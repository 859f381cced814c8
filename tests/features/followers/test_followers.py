"""Neighbours with the same need: counted on one ticket, joined and parted, and everybody hears the end."""

import pytest

from bot.messages import Gesture
from tests.network import Shown
from tests.town import Somebody, Yucheng


@pytest.fixture
async def sun(here: Yucheng) -> Somebody:
    """孙姐, a neighbour who has written to the bot in private before."""
    sun = here.town.resident("孙姐", here.group)
    await sun.tells_the_bot("/mine")
    return sun


@pytest.fixture
async def one(here: Yucheng) -> Yucheng:
    """#1, the lamp of building 3, which 李明 has accepted."""
    await here.wang.says("/report 3号楼路灯不亮")
    await here.li.presses("接单")
    return here


def card_of(here: Yucheng) -> Shown:
    return next(shown for shown in here.group.messages if shown.text.startswith("#1 "))


async def test_a_neighbour_is_counted_in_and_hears_the_end(one: Yucheng, sun: Somebody) -> None:
    await sun.says("/metoo 1")

    assert one.group.card.endswith("一共 2 家说了这件事。")
    assert sun.inbox[-1] == "好,#1 算上您了,一共 2 家。办好了告诉您。"

    await one.li.tells_the_bot("/done 1 换了灯泡")

    assert sun.inbox[-1] == "您也说过的 #1 御城一区3号楼 · 3号楼路灯不亮\n李明说办好了:换了灯泡"


async def test_saying_it_twice_counts_once(one: Yucheng, sun: Somebody) -> None:
    await sun.says("/metoo 1")

    await sun.says("/metoo 1")

    assert sun.inbox[-1] == "#1 已经算上您了,办好了告诉您。"
    assert one.group.card.endswith("一共 2 家说了这件事。")


async def test_the_caller_is_counted_in_already(one: Yucheng) -> None:
    await one.wang.says("/metoo 1")

    assert "一共" not in one.group.card


async def test_whoever_was_counted_in_by_mistake_is_out_with_one_tap(one: Yucheng, sun: Somebody) -> None:
    await sun.says("/metoo 1")

    toast = await sun.presses("不是我家")

    assert toast == "好,#1 不算您了。"
    assert "一共" not in one.group.card


async def test_a_thumb_on_the_card_is_the_same_without_a_word(one: Yucheng, sun: Somebody) -> None:
    before = len(one.group.messages)

    await sun.reacts(card_of(one).id, Gesture.ME_TOO)

    assert one.group.card.endswith("一共 2 家说了这件事。")
    assert len(one.group.messages) == before


async def test_a_neighbour_who_never_wrote_to_us_is_counted_without_a_post(one: Yucheng) -> None:
    before = len(one.group.messages)

    said = await one.town.resident("周叔", one.group).says("我家也是", to=card_of(one))

    assert one.group.card.endswith("一共 2 家说了这件事。")
    assert one.town.network.reactions[-1] == (said, Gesture.HEARD)
    assert len(one.group.messages) == before


async def test_what_a_neighbour_says_beside_it_reaches_the_worker(one: Yucheng, sun: Somebody) -> None:
    await sun.says("我家也是,3号楼后门那盏也灭了", to=card_of(one))

    assert one.group.card.endswith("一共 2 家说了这件事。")
    assert any("3号楼后门那盏也灭了" in text for text in one.li.inbox)


async def test_a_danger_said_beside_it_is_a_call_of_its_own(one: Yucheng, sun: Somebody) -> None:
    await sun.says("我家也是,3号楼楼道里有煤气味", to=card_of(one))

    assert any("#2" in text and "煤气味" in text for text in one.li.inbox)


async def test_whoever_is_joined_to_a_private_call_reads_none_of_it(here: Yucheng, sun: Somebody) -> None:
    await sun.says("/report 3号楼楼道半夜很吵")
    await here.wang.tells_the_bot("/report 御城一区3号楼楼上打孩子,别告诉别人")
    await here.li.tells_the_bot("/merge 1 2")

    await here.li.tells_the_bot("/done 2 和那家谈过了")

    assert sun.inbox[-1] == "您也说过的 #1 有结果了。这件事是私下办的,细节不便说。"
    assert not any("打孩子" in text or "谈过了" in text for text in sun.inbox)


async def test_of_what_is_over_a_new_call_is_made(one: Yucheng, sun: Somebody) -> None:
    await one.li.tells_the_bot("/done 1 换了灯泡")
    await one.wang.says("/fixed 1")

    await sun.says("/metoo 1")

    assert sun.inbox[-1] == "#1 已经办完了。要是又坏了,直接说一句就行,会另记一件。"


async def test_a_private_call_is_nobody_elses(here: Yucheng, sun: Somebody) -> None:
    await here.wang.tells_the_bot("/report 3号楼路灯不亮")

    await sun.says("/metoo 1")

    assert "算上您了" not in "".join(sun.inbox)
    assert "一共" not in "".join(here.wang.inbox)


async def test_two_calls_about_one_thing_are_joined_and_both_callers_hear_the_end(one: Yucheng, sun: Somebody) -> None:
    await sun.says("/report 3号楼门口的路灯灭了")

    await one.li.tells_the_bot("/merge 2 1")

    assert one.li.inbox[-1] == "#2 并到 #1 了,报事人会知道。"
    assert "#2 和 #1 是同一件事" in sun.inbox[-1]
    assert card_of(one).text.endswith("一共 2 家说了这件事。")

    await one.li.tells_the_bot("/done 1 换了灯泡")

    assert sun.inbox[-1].startswith("您也说过的 #1 ")


async def test_what_was_joined_wrongly_is_apart_again_with_one_tap(one: Yucheng, sun: Somebody) -> None:
    await sun.says("/report 3号楼门口的路灯灭了")
    await one.li.tells_the_bot("/merge 2 1")

    await one.li.presses("分开")

    assert "一共" not in card_of(one).text
    assert any(shown.text.startswith("#2 御城一区3号楼") for shown in one.group.messages)


async def test_a_reply_to_a_joined_ticket_lands_on_the_leading_one(one: Yucheng, sun: Somebody) -> None:
    """LESSONS 5."""
    await sun.says("/report 3号楼门口的路灯灭了")
    await one.li.tells_the_bot("/merge 2 1")
    joined = next(shown for shown in one.group.messages if shown.text.startswith("#2 "))

    await sun.says("晚上看不清台阶", to=joined)

    assert any("#1" in text and "晚上看不清台阶" in text for text in one.li.inbox)


async def test_when_the_leading_caller_takes_it_back_the_joined_one_is_on_its_own(one: Yucheng, sun: Somebody) -> None:
    """LESSONS 25."""
    await sun.says("/report 3号楼门口的路灯灭了")
    await one.li.tells_the_bot("/merge 2 1")

    await one.wang.says("/withdraw 1")

    assert any(shown.text.startswith("#2 御城一区3号楼") for shown in one.group.messages)


async def test_without_a_second_number_the_worker_is_asked_for_it(one: Yucheng) -> None:
    await one.li.tells_the_bot("/merge 1")

    assert one.li.inbox[-1] == "#1 要并到哪一件?写上两个号,比如“并 1 15”。"


async def test_nobody_joins_tickets_of_a_grid_that_is_not_theirs(one: Yucheng, sun: Somebody) -> None:
    await sun.says("/report 3号楼门口的路灯灭了")

    await sun.says("/merge 2 1")

    assert "一共" not in card_of(one).text
