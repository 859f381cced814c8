"""What was done yesterday and is entered today: both moments are kept, and the rates go by the second."""

from datetime import timedelta

from bot.features.tickets.model import TicketId
from bot.features.tickets.store import Tickets
from tests.town import MORNING, Yucheng


async def accepted_yesterday(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼路灯不亮")
    await here.li.presses("接单")
    await here.town.leaps(hours=23)


async def test_yesterday_afternoon_stands_in_the_history_beside_the_moment_of_entering(here: Yucheng) -> None:
    await accepted_yesterday(here)

    await here.li.tells_the_bot("/done 1 昨天下午就换好灯管了")

    assert here.li.inbox[-1] == "#1 记的是昨天 15:00的事,注明是补记。"
    assert "昨天下午就换好灯管了" in here.group.card
    ticket = await here.town.keep(lambda uow: uow.store(Tickets).get(TicketId(1)))
    assert ticket is not None
    assert ticket.resolved_at == MORNING + timedelta(hours=23)


async def test_a_step_of_yesterday_says_on_the_card_when_it_was(here: Yucheng) -> None:
    await accepted_yesterday(here)

    await here.li.tells_the_bot("/progress 1 昨天下午查过线路了")

    assert here.group.card.splitlines()[-1] == "昨天 15:00 昨天下午查过线路了(李明,补记)"


async def test_what_was_done_earlier_today_counts_from_then(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼路灯不亮")
    await here.li.presses("接单")
    await here.town.passes(hours=7)

    await here.li.tells_the_bot("/done 1 中午就换好了")

    ticket = await here.town.keep(lambda uow: uow.store(Tickets).get(TicketId(1)))
    assert ticket is not None
    assert ticket.resolved_at == MORNING + timedelta(hours=2)


async def test_a_moment_before_the_call_is_only_words(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼路灯不亮")
    await here.li.presses("接单")

    await here.li.tells_the_bot("/progress 1 昨天下午去看过了")

    assert "补记" not in here.group.card


async def test_the_file_shows_both_moments(here: Yucheng) -> None:
    await accepted_yesterday(here)
    await here.li.tells_the_bot("/done 1 昨天下午就换好灯管了")

    await here.zhao.tells_the_bot("/file 1")

    sent = here.zhao.private[-1].file
    assert sent is not None
    assert "今天 09:00 李明 说办好了" in sent.content.decode()
    assert "(补记,实际 昨天 15:00)" in sent.content.decode()
