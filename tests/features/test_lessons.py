"""Cases that others learned the hard way and that no one feature answers alone; `tests/test_lessons.py` counts them."""

from pathlib import Path

from bot.community import ChatRef
from bot.features.tickets.model import State, Ticket, TicketId
from bot.features.tickets.store import Tickets
from bot.messages import Command, IncomingMessage
from bot.stores import People
from tests.features.tables import contents
from tests.network import BOT, NAME
from tests.town import Somebody, Yucheng

LIGHT = "/report 御城一区3号楼路灯不亮"


async def ticket(here: Yucheng, number: int = 1) -> Ticket:
    found = await here.town.keep(lambda uow: uow.store(Tickets).get(TicketId(number)))
    assert found is not None
    return found


async def edits(somebody: Somebody, message: str, words: str) -> None:
    """The author changes the words of a group message."""
    assert somebody.group is not None
    event = IncomingMessage(
        key=f"e:{message}:{len(words)}",
        chat=somebody.group.chat,
        id=message,
        sender=somebody.sender,
        at=somebody.town.clock.now(),
        text=f"/report {words}",
        command=Command(name="report", words=words),
        edited=True,
    )
    await somebody.town.happens(event)


async def solved(here: Yucheng) -> None:
    await here.wang.says(LIGHT)
    await here.li.tells_the_bot("/claim 1")
    await here.li.tells_the_bot("/done 1 换了灯泡")


async def test_what_is_added_after_it_was_done_reaches_the_worker(here: Yucheng) -> None:
    """LESSONS 3: an update on a fixed ticket is not forwarded."""
    await solved(here)

    await here.wang.says("灯罩还晃,小心掉下来", to=here.group.messages[0])

    assert any("灯罩还晃" in text for text in here.li.inbox)


async def test_a_question_is_an_answer_to_the_caller_and_a_note_is_none(here: Yucheng) -> None:
    """LESSONS 12: which words count as a response, by whatever way they come."""
    await here.wang.says(LIGHT)
    await here.li.tells_the_bot("/claim 1")
    await here.li.tells_the_bot("/note 1 缺灯泡")
    assert (await ticket(here)).answered_at is None

    await here.li.tells_the_bot("/ask 1 是哪一盏?")

    assert (await ticket(here)).answered_at is not None


async def test_words_that_a_telephone_sends_by_itself_open_nothing_again(here: Yucheng) -> None:
    """LESSONS 15: an answer while somebody is away reopens a ticket."""
    await solved(here)

    await here.wang.says("[自动回复] 我在开会,稍后联系您", to=here.group.messages[0])

    assert (await ticket(here)).state is State.RESOLVED


async def test_two_neighbours_with_two_problems_are_two_tickets_and_nobody_is_told_that_they_are_one(
    here: Yucheng,
) -> None:
    """LESSONS 23: the same spot, another problem."""
    await here.wang.says(LIGHT)
    await here.town.resident("孙姐", here.group).says("/report 御城一区3号楼垃圾没人收")

    assert not any("同一件" in text for text in here.li.inbox)


async def test_a_neighbour_cannot_join_what_others_reported_to_make_it_vanish(here: Yucheng) -> None:
    """LESSONS 24: "it is the same" as a weapon."""
    sun = here.town.resident("孙姐", here.group)
    await here.wang.says(LIGHT)
    await sun.says("/report 4号楼楼道堆满纸箱")

    await sun.says("/merge 1 2")

    assert (await ticket(here)).state is State.ASSIGNED


async def test_whoever_speaks_is_the_caller_whatever_name_stands_in_the_words(here: Yucheng) -> None:
    """LESSONS 31: somebody reports under the neighbours' names."""
    await here.town.resident("孙姐", here.group).says("/report 我是王芳,御城一区3号楼路灯不亮")

    caller = (await ticket(here)).reporter

    assert (await here.town.keep(lambda uow: uow.store(People).get(caller))).name == "孙姐"


async def test_an_edit_of_an_open_call_reaches_the_worker(here: Yucheng) -> None:
    """LESSONS 33: words that are edited afterwards."""
    message = await here.wang.says(LIGHT)
    await here.li.tells_the_bot("/claim 1")

    await edits(here.wang, message, "御城一区3号楼路灯不亮,是三单元门口那盏")

    assert here.li.inbox[-1] == "#1 王芳又说:“改成:御城一区3号楼路灯不亮,是三单元门口那盏”"


async def test_an_edit_that_names_the_building_places_the_call(here: Yucheng) -> None:
    """LESSONS 33."""
    message = await here.wang.says("/report 路灯不亮")

    await edits(here.wang, message, "锦绣楼路灯不亮")

    assert (await ticket(here)).spot.building == here.building4.id


async def test_an_edit_of_what_is_over_or_by_somebody_else_changes_nothing(here: Yucheng) -> None:
    """LESSONS 33: edited after it was handled."""
    message = await here.wang.says(LIGHT)
    await here.li.tells_the_bot("/claim 1")
    seen = len(here.li.inbox)

    await edits(here.town.resident("孙姐", here.group), message, "都是李明的错")
    await here.wang.tells_the_bot("/withdraw 1")
    await edits(here.wang, message, "还是要修")

    assert (await ticket(here)).state is State.WITHDRAWN
    assert not any("李明的错" in text or "还是要修" in text for text in here.li.inbox[seen:])


async def test_a_message_that_comes_twice_is_one_ticket(here: Yucheng, tmp_path: Path) -> None:
    """LESSONS 34: a webhook that is sent again makes a second ticket."""
    event = IncomingMessage(
        key="m:7",
        chat=ChatRef(NAME, BOT, here.wang.account.id),
        id="7",
        sender=here.wang.sender,
        at=here.town.clock.now(),
        text=LIGHT,
        is_private=True,
        command=Command(name="report", words=LIGHT.removeprefix("/report ")),
    )

    await here.town.happens(event)
    await here.town.happens(event)

    assert len(contents(tmp_path)["tickets"]) == 1


async def test_what_is_put_right_keeps_the_words_whole_for_those_who_work_on_it(here: Yucheng) -> None:
    """LESSONS 36: a masked value that is written back wipes the real one."""
    await here.wang.tells_the_bot(f"{LIGHT},打我电话13812345678")

    await here.li.tells_the_bot("/fix 1 4号楼")

    kept = await ticket(here)
    assert "13812345678" in kept.words
    assert "13812345678" not in kept.public_words
