"""Whoever deletes the message that made a call takes the words back; the call itself goes on (PLATFORMS 49)."""

from pathlib import Path

from bot.features.tickets import views as tickets
from bot.features.tickets.views import Entry, TicketId
from bot.messages import MessageDeleted
from bot.turn import Turn
from tests.features.tables import rows_with
from tests.town import Somebody, Yucheng

CALL = "/report 3号楼2单元1203室厨房天花板渗水滴到灶台"


async def deletes(somebody: Somebody, message: str) -> None:
    """As a redaction on Matrix."""
    town = somebody.town
    assert somebody.group is not None
    event = MessageDeleted(
        key=f"d:{message}",
        chat=somebody.group.chat,
        message=message,
        sender=somebody.sender,
        at=town.clock.now(),
    )
    await town.happens(event)


async def test_the_words_go_from_everywhere_and_the_fact_stays(here: Yucheng, tmp_path: Path) -> None:
    """PLATFORMS 49."""
    sent = await here.wang.says(CALL)
    assert rows_with(tmp_path, "渗水")

    await deletes(here.wang, sent)

    assert rows_with(tmp_path, "渗水") == []
    assert here.group.card.startswith("#1 御城一区3号楼2单元 · 原话已删")


async def test_the_worker_reads_it_in_one_line_and_goes_on_without_words(here: Yucheng) -> None:
    sent = await here.wang.says(CALL)
    await here.li.tells_the_bot("/claim 1")

    await deletes(here.wang, sent)
    await here.li.tells_the_bot("/done 1 修好了")

    assert "#1 报事人把原话收回了,这件照常办。" in here.li.inbox
    assert not any("渗水" in message.text for message in here.li.private)
    assert "修好了" in "".join(here.group.texts)


async def test_who_took_them_back_and_when_stays_in_the_history(here: Yucheng) -> None:
    sent = await here.wang.says(CALL)

    await deletes(here.wang, sent)

    seen: list[Entry] = []

    async def look(turn: Turn) -> None:
        seen.extend(await tickets.history(turn, TicketId(1)))

    await here.town.acts(look)
    assert [entry.what for entry in seen][-1] == "taken_back"
    assert [entry.words for entry in seen if entry.what == "opened"] == [""]


async def test_what_was_added_to_the_call_goes_with_it(here: Yucheng, tmp_path: Path) -> None:
    sent = await here.wang.says(CALL)
    await here.wang.says("昨晚开始的,越滴越快", to=here.group.messages[0])

    await deletes(here.wang, sent)

    assert rows_with(tmp_path, "越滴越快") == []


async def test_a_message_that_is_no_call_changes_nothing_when_it_is_deleted(here: Yucheng) -> None:
    await here.wang.says(CALL)

    await deletes(here.wang, "999")

    assert "渗水" in here.group.card


async def test_a_line_that_was_taken_back_before_anybody_decided_is_asked_about_no_more(
    here: Yucheng, tmp_path: Path
) -> None:
    sent = await here.wang.says("3号楼二单元的灯又不亮了,有没有人管")
    asked = here.li.private[-1]

    await deletes(here.wang, sent)

    assert "又不亮了" in asked.texts[0]
    assert "又不亮了" not in here.li.private[-1].text
    assert here.li.private[-1].labels == []
    assert rows_with(tmp_path, "又不亮了") == []
