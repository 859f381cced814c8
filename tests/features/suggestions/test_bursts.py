"""A burst of messages by one person within a minute is one call; one message with two problems may be split."""

from datetime import timedelta

import pytest

from bot.config import Config, TicketRules
from bot.features.tickets.store import Attachments, Tickets
from bot.features.tickets.views import TicketId
from bot.messages import Attachment, AttachmentKind, IncomingMessage
from storage.engine import OpenDatabase
from tests.town import Somebody, Yucheng, open_town, yucheng

LINE = "3号楼路灯又坏了,有人管吗"
MORE = "楼道里一片黑"


@pytest.fixture
async def auto(database: OpenDatabase) -> Yucheng:
    return await yucheng(open_town(database, Config(tickets=TicketRules(detect="auto"))))


async def words_of(here: Yucheng, number: int) -> str:
    ticket = await here.town.keep(lambda uow: uow.store(Tickets).get(TicketId(number)))
    return ticket.words if ticket else ""


async def sends_a_photo(who: Somebody) -> None:
    await sends(who, Attachment(kind=AttachmentKind.PHOTO, remote_id=f"photo{next(who.town.numbers)}"))


async def sends(who: Somebody, sent: Attachment) -> None:
    assert who.group is not None
    number = str(next(who.town.numbers))
    at = who.town.clock.now()
    await who.town.happens(
        IncomingMessage(
            key=f"m:{number}",
            chat=who.group.chat,
            id=number,
            sender=who.sender,
            at=at,
            text="",
            attachments=(sent,),
        )
    )


async def test_lines_and_photos_within_a_minute_are_one_call(auto: Yucheng) -> None:
    await auto.wang.says(LINE)
    auto.town.clock.at += timedelta(seconds=20)
    await auto.wang.says(MORE)
    await sends_a_photo(auto.wang)

    assert len(auto.group.messages) == 1
    assert await words_of(auto, 1) == f"{LINE}\n{MORE}"
    assert await words_of(auto, 2) == ""
    kept = await auto.town.keep(lambda uow: uow.store(Attachments).of(TicketId(1)))
    assert [one.kind for one in kept] == [AttachmentKind.PHOTO]


async def test_after_a_minute_the_door_is_shut(auto: Yucheng) -> None:
    await auto.wang.says(LINE)
    await auto.town.passes(minutes=2)

    await auto.wang.says(MORE)
    await sends_a_photo(auto.wang)

    assert await words_of(auto, 1) == LINE
    assert await auto.town.keep(lambda uow: uow.store(Attachments).of(TicketId(1))) == []


async def test_talk_to_the_neighbours_within_the_minute_is_not_kept(auto: Yucheng) -> None:
    await auto.wang.says(LINE)

    await auto.wang.says("晚上一起跳舞去不去")
    await auto.wang.says("谢谢大家")

    assert await words_of(auto, 1) == LINE


async def test_a_next_line_that_accuses_a_home_makes_the_whole_call_private(auto: Yucheng) -> None:
    await auto.wang.says("楼上邻居半夜太吵,4号楼")
    before = auto.group.card

    await auto.wang.says("4号楼2单元501")

    assert "半夜太吵" in before
    assert "半夜太吵" not in auto.group.card
    assert "501" not in auto.group.card


async def test_somebody_elses_line_is_not_part_of_it(auto: Yucheng) -> None:
    await auto.wang.says(LINE)

    await auto.town.resident("孙姐", auto.group).says(MORE)

    assert await words_of(auto, 1) == LINE


async def test_another_problem_within_the_minute_is_another_call(auto: Yucheng) -> None:
    await auto.wang.says(LINE)

    await auto.wang.says("4号楼门口垃圾没人收,臭死了")

    assert len(auto.group.messages) == 2


async def test_what_is_more_urgent_within_the_minute_is_another_call(auto: Yucheng) -> None:
    await auto.wang.tells_the_bot("3号楼路灯不亮了")

    await auto.wang.tells_the_bot("3号楼2单元漏水了,急!!")

    first, second = await words_of(auto, 1), await words_of(auto, 2)
    assert (first, second) == ("3号楼路灯不亮了", "3号楼2单元漏水了,急!!")


async def test_an_explicit_report_within_the_minute_has_its_own_number(auto: Yucheng) -> None:
    await auto.wang.says(LINE)

    await auto.wang.says("/report 3号楼路灯坏了")

    assert len(auto.group.messages) == 2


async def test_in_private_the_lines_of_a_minute_are_one_call(auto: Yucheng) -> None:
    await auto.wang.tells_the_bot("4号楼漏水")
    await auto.wang.tells_the_bot("厨房那边")
    await auto.wang.sends_the_bot()

    assert await words_of(auto, 1) == "4号楼漏水\n厨房那边"
    assert await words_of(auto, 2) == ""


async def test_the_worker_who_decides_reads_the_whole_burst(here: Yucheng) -> None:
    await here.wang.says(LINE)
    await here.wang.says(MORE)

    assert len(here.li.inbox) == 1
    assert f"{LINE}\n{MORE}" in here.li.inbox[0]


async def test_a_place_on_the_map_beside_a_line_reaches_its_worker_once(here: Yucheng) -> None:
    await here.wang.says(LINE)
    await sends(here.wang, Attachment(kind=AttachmentKind.LOCATION, remote_id="36.06,103.83"))

    await here.li.presses("记下来")

    assert len([message for message in here.li.private if message.point is not None]) == 1


async def test_two_problems_in_one_message_may_be_split(auto: Yucheng) -> None:
    await auto.wang.tells_the_bot("3号楼路灯坏了,4号楼门口垃圾没人收")
    assert auto.wang.inbox[-1] == "您好像说了两件事,要分开记吗?分开办得快。\n不点就当一件办。"

    await auto.wang.presses("分开记")

    assert await words_of(auto, 1) == "3号楼路灯坏了"
    assert await words_of(auto, 2) == "4号楼门口垃圾没人收"
    assert auto.wang.inbox[-1].startswith("#2 御城一区4号楼")


async def test_whoever_says_that_it_is_one_thing_is_left_alone(auto: Yucheng) -> None:
    await auto.wang.tells_the_bot("3号楼路灯坏了,4号楼门口垃圾没人收")

    toast = await auto.wang.presses("就一件")

    assert toast == "好,按一件办。"
    assert await words_of(auto, 2) == ""


async def test_one_problem_told_at_length_is_not_asked_about(auto: Yucheng) -> None:
    await auto.wang.tells_the_bot("3号楼电梯坏了,老人上下楼不方便,麻烦快点来修")

    assert all("两件事" not in text for text in auto.wang.inbox)
