"""A photo or voice message and nothing else: two taps, no typing."""

from bot.features.tickets.model import TicketId
from bot.features.tickets.store import Attachments
from bot.messages import AttachmentKind
from tests.town import Yucheng


async def two_tickets(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼路灯不亮")
    await here.wang.says("/report 4号楼垃圾没人收")
    await here.li.tells_the_bot("/claim 1 2")


async def kept(here: Yucheng, number: int) -> list[AttachmentKind]:
    found = await here.town.keep(lambda uow: uow.store(Attachments).of(TicketId(number)))
    return [one.kind for one in found]


async def test_a_photo_asks_which_ticket_then_what(here: Yucheng) -> None:
    await two_tickets(here)

    await here.li.sends_the_bot()

    assert here.li.inbox[-1] == "这是哪件事的?不点就不记。"
    assert [row[0][:2] for row in here.li.private[-1].labels] == ["#1", "#2", "都不"]
    await here.li.presses("#2 4号楼垃圾没人收")
    assert here.li.private[-1].labels == [["办好了", "进展", "只存着"]]
    await here.li.presses("办好了", on=here.li.private[-1])
    assert any("李明说办好了:办好了,拍了照片" in text for text in here.group.texts)
    assert await kept(here, 2) == [AttachmentKind.PHOTO]


async def test_where_the_worker_was_last_comes_first(here: Yucheng) -> None:
    await two_tickets(here)
    await here.town.passes(minutes=5)
    await here.li.tells_the_bot("/progress 2 到了")

    await here.li.sends_the_bot()

    assert here.li.private[-1].labels[0][0].startswith("#2")


async def test_a_voice_message_is_progress(here: Yucheng) -> None:
    await two_tickets(here)
    await here.li.sends_the_bot(AttachmentKind.VOICE)
    await here.li.presses("#1 3号楼路灯不亮")

    await here.li.presses("进展")

    assert here.group.card.endswith("到现场看了(李明)")


async def test_only_keeping_tells_nobody(here: Yucheng) -> None:
    await two_tickets(here)
    before = here.group.texts
    await here.li.sends_the_bot()
    await here.li.presses("#1 3号楼路灯不亮")

    toast = await here.li.presses("只存着")

    assert toast == "#1 存好了,只有办事的人看得到。"
    assert here.group.texts == before
    assert await kept(here, 1) == [AttachmentKind.PHOTO]


async def test_several_photos_at_once_are_asked_about_once(here: Yucheng) -> None:
    await two_tickets(here)
    await here.li.sends_the_bot()
    await here.li.sends_the_bot()

    assert [text for text in here.li.inbox if text.startswith("这是哪件")] == ["这是哪件事的?不点就不记。"]
    await here.li.presses("#1 3号楼路灯不亮")
    await here.li.presses("只存着")
    assert len(await kept(here, 1)) == 2


async def test_a_line_after_the_photo_is_what_residents_read(here: Yucheng) -> None:
    await two_tickets(here)
    await here.li.sends_the_bot()
    await here.li.presses("#1 3号楼路灯不亮")

    await here.li.tells_the_bot("灯罩换了新的")
    await here.li.presses("办好了", on=here.li.private[-1])

    assert any("李明说办好了:灯罩换了新的" in text for text in here.group.texts)


async def test_a_photo_as_the_answer_to_how_it_was_done_belongs_to_that_ticket(here: Yucheng) -> None:
    await two_tickets(here)
    await here.li.tells_the_bot("/done 1")

    await here.li.sends_the_bot()

    assert here.li.inbox[-1].startswith("#1 记成什么?")


async def test_none_of_these_keeps_nothing(here: Yucheng) -> None:
    await two_tickets(here)
    await here.li.sends_the_bot()
    asked = here.li.private[-1]

    toast = await here.li.presses("都不是")

    assert toast == "好,不记了。"
    assert await here.li.presses("#1 3号楼路灯不亮", on=asked) == "那张照片没留着了,请再发一次。"


async def test_without_tasks_a_photo_is_something_that_the_worker_found(here: Yucheng) -> None:
    await here.li.sends_the_bot()

    assert any(text.startswith("#1 一张照片") for text in here.li.inbox)
    assert not any("哪件" in text for text in here.li.inbox)


async def test_more_than_three_come_three_by_three(here: Yucheng) -> None:
    for number in range(4):
        await here.wang.says(f"/report 3号楼{number + 1}层路灯不亮")
    await here.li.sends_the_bot()

    await here.li.presses("后面的")

    assert [row[0][:2] for row in here.li.private[-1].labels] == ["#4", "后面", "都不"]


async def test_the_photo_of_a_call_stays_with_it(here: Yucheng) -> None:
    await here.wang.sends_the_bot(words="锦绣楼路灯不亮")

    assert await kept(here, 1) == [AttachmentKind.PHOTO]
