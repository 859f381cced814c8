"""What a department answers: it reports in, proposes a time, comes, ends its part, refuses; and the ruling on that."""

from collections.abc import Sequence
from datetime import datetime

from bot.errors import Refused
from bot.features.departments import views as departments
from bot.features.departments.views import Department
from bot.features.whistles import deadlines, model, replies, reports, scoring
from bot.features.whistles.model import State, Step, Visit
from bot.features.whistles.store import Links, Visits
from bot.features.whistles.views import Calling, of_ticket
from bot.features.whistles.whistling import call, deliver, keep, withdraw, write
from bot.turn import Turn


async def here(turn: Turn, called: Calling) -> Calling:
    """It reports in. Reporting in twice changes nothing."""
    if called.whistle.state is State.REPORTED:
        await replies.show(turn, called)
        return called
    reported = await _at_it(turn, called, Step.HERE)
    await write(turn, reported, "whistle_reported", public=True)
    await reports.tell_callers(turn, reported, "whistle.told_here", silent=True)
    return reported


async def visit(turn: Turn, called: Calling, words: str) -> Calling:
    """It was at the spot. There may be several visits; each is written down, and residents read of it."""
    by = turn.actor.id if turn.actor else None
    await turn.store(Visits).add(Visit(whistle=called.whistle.id, at=turn.now, by=by, words=words))
    came = await _at_it(turn, called, Step.VISIT) if called.whistle.is_open else called
    came = await keep(turn, came, model.without_appointment(came.whistle))
    await write(turn, came, "site_visit", words=words, public=True)
    await reports.tell_callers(turn, came, "whistle.told_visit", silent=True, words=words)
    return came


async def propose(turn: Turn, called: Calling, at: datetime) -> Calling:
    """One time for a joint visit: residents are told and may come. Another proposal replaces it."""
    going = await _at_it(turn, called, Step.PROPOSE)
    going = await keep(turn, going, model.with_appointment(going.whistle, at))
    await write(turn, going, "visit_proposed", words=at.isoformat(), public=True)
    await reports.invite_residents(turn, going)
    await replies.show(turn, going)
    return going


async def end(turn: Turn, called: Calling, words: str) -> Calling:
    """Its part is done; the community is asked what it thinks of it."""
    if called.whistle.state is State.ENDED:
        return called
    over = await keep(turn, called, model.ended(called.whistle, turn.now, words))
    await turn.store(Links).end(over.whistle.id)
    await write(turn, over, "whistle_ended", words=words, public=True)
    await replies.show(turn, over)
    await reports.tell_callers(turn, over, "whistle.told_end", words=words)
    await scoring.ask(turn, over)
    return over


async def refuse(turn: Turn, called: Calling, right_one: Department, why: str) -> Calling:
    """It is not its business, but that one's. Somebody rules within a working day.

    Raises:
        Refused: it names itself.
    """
    if right_one.id == called.department.id:
        raise Refused("whistle.not_itself", n=int(called.ticket.id))
    due = await deadlines.ruling_due(turn, called)
    gone = await keep(turn, called, model.refused(called.whistle, right_one.id, why, due))
    await write(turn, gone, "whistle_refused", words=f"{right_one.name}, {why}", public=True)
    await replies.show(turn, gone)
    await reports.ask_ruling(turn, gone)
    return gone


async def insist(turn: Turn, called: Calling) -> Calling:
    """The ruling: it is theirs after all. The clock to report in begins anew."""
    _check_refused(called)
    due = await deadlines.report_due(turn, called)
    again = await keep(turn, called, model.insisted(called.whistle, turn.now, due))
    await write(turn, again, "whistle_insisted", public=True)
    await replies.tell_members(turn, again, "whistle.insisted")
    await reports.ruled(turn, again, "whistle.ruled_insist")
    return await deliver(turn, again)


async def release(turn: Turn, called: Calling) -> Calling:
    """The ruling: the one that it named is called instead, for the same reason and in the same part."""
    _check_refused(called)
    part, reason = called.whistle.part, called.whistle.reason
    right_one = await departments.department(turn, called.whistle.right_one or called.department.id)
    await reports.ruled(turn, called, "whistle.ruled_release", owner=right_one.name)
    await withdraw(turn, called)
    if await _is_called_already(turn, called, right_one):
        return called
    return await call(turn, called.ticket, right_one, reason, part=part, span=called.whistle.span)


async def here_all(turn: Turn, waiting: Sequence[Calling]) -> int:
    """Report in to all of them at once; answers to how many."""
    new = [called for called in waiting if called.whistle.state in {State.CALLED, State.DELIVERED}]
    for called in new:
        await here(turn, called)
    return len(new)


async def _is_called_already(turn: Turn, called: Calling, department: Department) -> bool:
    others = await of_ticket(turn, called.ticket)
    return any(other.department.id == department.id and other.whistle.is_open for other in others)


def _check_refused(called: Calling) -> None:
    if called.whistle.state is not State.REFUSED:
        raise Refused(f"whistle.now_{called.whistle.state}", n=int(called.ticket.id))


async def _at_it(turn: Turn, called: Calling, step: Step) -> Calling:
    due = await deadlines.finish_due(turn, called)
    moved = await keep(turn, called, model.at_it(called.whistle, step, turn.now, due))
    await replies.show(turn, moved)
    return moved
