"""However much is due at once, and whatever fails on the way: every ticket has its turn."""

from datetime import timedelta
from pathlib import Path

from bot.features.tickets.model import Entry, Step, TicketId
from bot.features.tickets.store import History
from tests.features.ladder.ground import open_ground
from tests.town import MORNING, Yucheng

# More than anybody would ask for at once.
MANY = 120


async def test_all_that_is_due_at_once_goes_up_the_ladder(built: Path, tmp_path: Path) -> None:
    """LESSONS 10: a batch limit starves later rows."""
    ground = open_ground(tmp_path, built, MORNING)
    tickets = [await ground.call("3号楼路灯不亮") for _ in range(MANY)]
    ground.clock.at += timedelta(days=4)

    await ground.clockwork.tick()

    rungs = [(await ground.ticket(ticket.id)).rung for ticket in tickets]
    await ground.database.close()
    assert rungs == ["backup"] * MANY


async def test_a_ticket_that_cannot_be_moved_holds_up_no_other(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼路灯不亮")
    here.town.clock.at += timedelta(minutes=5)
    await here.wang.says("/report 4号楼路灯不亮")
    broken = Entry(ticket=TicketId(1), at=here.town.clock.at, what=Step.WAIT, after="some day")
    await here.town.keep(lambda uow: uow.store(History).write(broken))

    await here.town.wakes_up_after(days=4)

    assert not any(words.startswith("#1 ") and "请您来办" in words for words in here.chen.inbox)
    assert any(words.startswith("#2 ") and "请您来办" in words for words in here.chen.inbox)
