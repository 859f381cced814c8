"""What becomes of return visits: planned, asked by the bot, put on the list of calls, answered."""

from dataclasses import replace
from datetime import datetime
from typing import Final

from bot.community import PersonId
from bot.features.clocks import views as clocks
from bot.features.ratings import views as ratings
from bot.features.tickets import service as tickets
from bot.features.tickets import views
from bot.features.tickets.views import Closing, State, Ticket
from bot.features.visits import replies
from bot.features.visits.model import Outcome, Stage, Visit, is_in_sample
from bot.features.visits.store import ReturnVisits
from bot.hours import Span
from bot.stores import People
from bot.turn import Turn

# How long the caller has to answer the bot, and the list of calls to be worked through.
TO_ANSWER: Final = Span.parse("3d")
TO_CALL: Final = Span.parse("5wd")
AGAIN: Final = Span.parse("1wd")


async def plan(turn: Turn, ticket: Ticket) -> None:
    """Plan a visit, if this ticket is to have one: nobody confirmed it, it was rated low, or it is in the sample."""
    if ticket.state is not State.CLOSED or ticket.closed_at is None or not await _is_wanted(turn, ticket):
        return
    due = await _after(turn, ticket, turn.setup.config.tickets.visit_after, ticket.closed_at)
    await turn.store(ReturnVisits).add(Visit(id=0, ticket=int(ticket.id), stage=Stage.PLANNED, due=due))


async def _is_wanted(turn: Turn, ticket: Ticket) -> bool:
    if ticket.closing is Closing.KEPT or ticket.is_personal_danger:
        return False
    is_low = ticket.rating is not None and ticket.rating < ratings.LOWEST_SATISFIED
    closed_at = ticket.closed_at or turn.now
    one_in = turn.setup.config.tickets.visit_one_in
    is_chosen = ticket.closing is Closing.SILENT or is_low or is_in_sample(int(ticket.id), closed_at, one_in)
    return is_chosen and await ratings.wants_questions(turn, ticket) and await _can_be_found(turn, ticket)


async def _can_be_found(turn: Turn, ticket: Ticket) -> bool:
    """Is there anybody to ask? Of a call without a name nobody knows whose it is."""
    _, phone = await replies.whom(turn, ticket)
    caller = await turn.store(People).get(ticket.reporter)
    return bool(phone or (caller.accounts and not ticket.is_entered))


async def cancel(turn: Turn, ticket: Ticket) -> None:
    """The ticket goes on: nobody has to ask about it now."""
    cancelled = await turn.store(ReturnVisits).cancel(int(ticket.id))
    if cancelled is not None and cancelled.asked_at is not None:
        await replies.instead(turn, ticket, cancelled, "visit.dropped")


async def heard_dispute(turn: Turn, ticket: Ticket) -> None:
    """The caller says by another way that it is not fixed: that is the answer, if there was a question."""
    visit = await turn.store(ReturnVisits).latest(int(ticket.id))
    if visit is None or visit.stage is Stage.OVER:
        return
    if visit.stage is Stage.PLANNED:
        await cancel(turn, ticket)
    else:
        await _end(turn, ticket, visit.over(Outcome.NOT_FINE, turn.now))


async def go_on(turn: Turn, visit: Visit) -> None:
    """Time has come for its next step."""
    ticket = await views.ticket(turn, visit.ticket)
    if visit.stage is Stage.PLANNED and await replies.ask(turn, ticket, visit):
        await turn.store(ReturnVisits).save(visit.asked(turn.now, await _after(turn, ticket, TO_ANSWER, turn.now)))
    elif visit.stage in {Stage.PLANNED, Stage.ASKED}:
        await turn.store(ReturnVisits).save(visit.listed(await _after(turn, ticket, TO_CALL, turn.now)))
    elif visit.stage is Stage.LISTED:
        await _end(turn, ticket, visit.over(Outcome.MISSED, turn.now))


async def answered(turn: Turn, ticket: Ticket, visit: Visit, outcome: Outcome, by: PersonId | None = None) -> None:
    """The caller, or whoever rang (`by`), says how it is. "Not fine" asks for it to be opened again."""
    await _end(turn, ticket, visit.over(outcome, turn.now, by))
    if outcome is Outcome.NOT_FINE and ticket.state is State.CLOSED:
        words = turn.setup.texts.word("visit.disputed", turn.setup.config.language)
        await tickets.dispute(turn, await views.ticket(turn, int(ticket.id)), words)


async def in_vain(turn: Turn, ticket: Ticket, visit: Visit, by: PersonId) -> Visit:
    """Somebody rang and did not reach the caller: on another day again, at most three times."""
    tried = visit.in_vain(turn.now, by)
    if tried.stage is Stage.OVER:
        await _end(turn, ticket, tried)
        return tried
    waits = replace(tried, due=max(tried.due or turn.now, await _after(turn, ticket, AGAIN, turn.now)))
    await turn.store(ReturnVisits).save(waits)
    await tickets.record(turn, ticket, "visit_in_vain")
    return waits


async def take_back(turn: Turn, ticket: Ticket, taken_at: datetime) -> None:
    """The caller's "not fine" of that moment was a slip: the question stands again."""
    visit = await turn.store(ReturnVisits).latest(int(ticket.id))
    if visit is None or visit.outcome is not Outcome.NOT_FINE or visit.answered_at != taken_at:
        await plan(turn, ticket)
        return
    await turn.store(ReturnVisits).save(visit.asked(turn.now, await _after(turn, ticket, TO_ANSWER, turn.now)))
    await replies.ask(turn, ticket, visit)


async def _end(turn: Turn, ticket: Ticket, over: Visit) -> None:
    await turn.store(ReturnVisits).save(over)
    await tickets.record(turn, ticket, f"visit_{over.outcome}")
    if over.asked_at is not None and over.outcome in {Outcome.FINE, Outcome.NOT_FINE}:
        await replies.instead(turn, ticket, over, f"visit.said_{over.outcome}")


async def _after(turn: Turn, ticket: Ticket, span: Span, start: datetime) -> datetime:
    """So long after, in working hours: nobody is asked at night or on a Sunday."""
    return (await clocks.rules(turn, ticket.spot.community)).due_after(span, clocks.NORMAL, start)
