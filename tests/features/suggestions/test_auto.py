"""`detect = "auto"`: a line becomes a ticket at once, and the caller or a worker says with one tap that it was talk."""

from pathlib import Path

import pytest

from bot.config import Config, TicketRules
from storage.engine import OpenDatabase
from tests.features.tables import rows_with
from tests.town import Yucheng, open_town, yucheng

LINE = "3号楼二单元的灯又不亮了,有没有人管"


@pytest.fixture
async def auto(database: OpenDatabase) -> Yucheng:
    return await yucheng(open_town(database, Config(tickets=TicketRules(detect="auto"))))


async def test_the_caller_says_that_it_was_talk_and_the_bot_takes_its_card_away(auto: Yucheng) -> None:
    await auto.wang.says(LINE)
    card = auto.group.messages[0].id

    toast = await auto.wang.presses("不是报事")

    assert toast == "好,不记了,这条收走。"
    assert auto.town.network.deleted == [card]
    assert auto.li.inbox[-1].startswith("#1")
    assert auto.li.private[0].labels == []


async def test_the_worker_says_so_behind_more(auto: Yucheng) -> None:
    await auto.wang.says(LINE)
    card = auto.group.messages[0].id
    await auto.li.presses("更多")

    await auto.li.presses("不是报事")

    assert auto.town.network.deleted == [card]


async def test_a_neighbour_does_not(auto: Yucheng) -> None:
    await auto.wang.says(LINE)

    toast = await auto.town.resident("孙姐", auto.group).presses("不是报事")

    assert toast.startswith("谢谢关心!")
    assert auto.town.network.deleted == []


async def test_while_the_building_is_asked_for_it_can_be_said_too(auto: Yucheng) -> None:
    await auto.town.resident("孙姐", auto.big_group).says("路灯又不亮了,有没有人管")

    assert auto.big_group.messages[0].labels[-1] == ["不是报事"]


async def test_a_false_alarm_is_taken_away_too(auto: Yucheng) -> None:
    await auto.wang.says("4号楼楼道着火了,好大的烟")
    card = auto.group.messages[0].id

    await auto.li.presses("不是报事", on=auto.group.messages[0])

    assert auto.town.network.deleted == [card]
    assert "4号楼楼道着火了" not in auto.group.texts


async def test_a_call_that_was_made_is_no_workers_to_wave_away(auto: Yucheng) -> None:
    await auto.wang.says("/report 3号楼路灯不亮")

    await auto.li.presses("更多")

    assert "不是报事" not in [label for row in auto.li.private[-1].labels for label in row]


async def test_ten_minutes_later_nothing_of_the_talk_is_kept(auto: Yucheng, tmp_path: Path) -> None:
    await auto.wang.says(LINE)
    await auto.wang.presses("不是报事")

    await auto.town.passes(minutes=11)

    assert rows_with(tmp_path, "灯又不亮") == []


async def test_within_ten_minutes_it_may_be_taken_back(auto: Yucheng, tmp_path: Path) -> None:
    await auto.wang.says(LINE)
    await auto.wang.presses("不是报事")

    await auto.wang.tells_the_bot("/undo")
    await auto.town.passes(minutes=11)

    assert auto.group.card.startswith("#1 御城一区3号楼2单元")
    assert "tickets.words" in rows_with(tmp_path, "灯又不亮")


async def test_what_somebody_said_already_counts_the_speaker_and_makes_no_post(auto: Yucheng) -> None:
    await auto.wang.says("3号楼停水了")
    sun = auto.town.resident("孙姐", auto.group)
    await sun.tells_the_bot("/lang zh")

    await sun.says("3号楼怎么又停水了")

    assert len(auto.group.messages) == 1
    assert "2" in auto.group.card.splitlines()[-1]
    assert sun.inbox[-1] == "#1 已经有人报了(3号楼停水了),把您也记上了,办好一起告诉您。"


async def test_not_the_same_makes_it_a_ticket_of_its_own(auto: Yucheng) -> None:
    await auto.wang.says("3号楼停水了")
    sun = auto.town.resident("孙姐", auto.group)
    await sun.tells_the_bot("/lang zh")
    await sun.says("3号楼怎么又停水了")

    await sun.presses("不是同一件")

    assert auto.group.texts[-1].startswith("#2 御城一区3号楼 · 3号楼怎么又停水了")


async def test_the_words_of_who_was_counted_are_held_ten_minutes(auto: Yucheng, tmp_path: Path) -> None:
    await auto.wang.says("3号楼停水了")
    sun = auto.town.resident("孙姐", auto.group)
    await sun.tells_the_bot("/lang zh")
    await sun.says("3号楼怎么又停水了")

    await auto.town.passes(minutes=11)
    assert rows_with(tmp_path, "怎么又停水") == []
    await sun.presses("不是同一件")

    assert sun.inbox[-1] == "好。原话我没留,请您再说一遍:哪里、什么事?"


async def test_the_caller_who_says_it_again_reaches_the_worker(auto: Yucheng) -> None:
    await auto.wang.says("3号楼停水了")
    await auto.town.passes(minutes=5)

    await auto.wang.says("3号楼还在停水")

    assert len(auto.group.messages) == 1
    assert "3号楼还在停水" in auto.li.inbox[-1]


@pytest.mark.parametrize("words", ["4号楼停水了", "3号楼电梯坏了", "/report 3号楼停水了"])
async def test_another_place_another_matter_and_an_explicit_call_have_their_own_number(
    auto: Yucheng, words: str
) -> None:
    await auto.wang.says("3号楼停水了")

    await auto.town.resident("孙姐", auto.group).says(words)

    assert auto.group.texts[-1].startswith("#2 ")


async def test_what_is_said_to_be_done_is_not_joined(auto: Yucheng) -> None:
    await auto.wang.says("3号楼停水了")
    await auto.li.tells_the_bot("/done 1 来水了")

    await auto.town.resident("孙姐", auto.group).says("3号楼怎么又停水了")

    assert any(text.startswith("#2 ") for text in auto.group.texts)


async def test_a_photo_of_who_was_counted_in_reaches_the_worker_of_that_ticket(auto: Yucheng) -> None:
    await auto.wang.says("3号楼停水了")
    sun = auto.town.resident("孙姐", auto.group)

    await sun.shows("3号楼怎么又停水了")

    assert [message.text for message in auto.li.private if message.file is not None] == ["#1 孙姐发来的照片"]


async def test_what_is_not_the_same_takes_its_photo_along(auto: Yucheng) -> None:
    await auto.wang.says("3号楼停水了")
    sun = auto.town.resident("孙姐", auto.group)
    await sun.tells_the_bot("/lang zh")
    await sun.shows("3号楼怎么又停水了")

    await sun.presses("不是同一件")

    files = [message.text for message in auto.li.private if message.file is not None]
    assert files[-1] == "#2 孙姐发来的照片"
