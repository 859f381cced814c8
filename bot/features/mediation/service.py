"""What can be done with a mediation, one function each. Doors and other features act through here."""

from dataclasses import replace
from typing import Final

from bot.community import Person, PersonId
from bot.errors import Refused
from bot.features.clocks import views as clocks
from bot.features.mediation import replies
from bot.features.mediation.model import (
    ASKED,
    Failure,
    Line,
    Mediation,
    MediationId,
    Side,
    Stage,
    asked_anew,
    ended,
    with_answer,
)
from bot.features.mediation.store import Mediations
from bot.features.tickets import service as tickets
from bot.features.tickets import views
from bot.features.tickets.views import State, Ticket, WaitsOn
from bot.hours import Span
from bot.stores import People
from bot.turn import Turn

# What other features and doors may do.
__all__ = ["agree_on", "answer", "fail", "note_round", "say", "start", "stop", "time_is_over"]

_ONE_DAY: Final = Span.parse("1d")


async def start(turn: Turn, ticket: Ticket, other: Person | None, name: str, about: str) -> Mediation:
    """Ask both sides in private whether they want to talk. Until the answers are there the ticket waits.

    `other` is None for somebody without the app, for whom the mediator speaks; so does he for whoever never opened a
    private chat with us. `about` is all that the other side reads of the matter.

    Raises:
        Refused: they talk already, nobody knows who called, or the other side is the caller or the mediator.
    """
    await check_new(turn, ticket)
    if other is not None and other.id in {ticket.reporter, turn.person.id}:
        raise Refused("mediation.not_both", n=int(ticket.id))
    due = await clocks.span_due(turn, ticket.spot.community, turn.setup.config.mediation.consent)
    mediation = await turn.store(Mediations).add(
        Mediation(
            id=MediationId(0),
            ticket=int(ticket.id),
            mediator=turn.person.id,
            caller=_reached(turn, await turn.store(People).get(ticket.reporter)),
            other=_reached(turn, other),
            other_name=other.name if other else name,
            started_at=turn.now,
            due=due,
            about=about,
        )
    )
    hidden = await tickets.make_private(turn, ticket)
    await tickets.wait(turn, hidden, turn.person, on=WaitsOn.MEDIATION, words="", until=due)
    await tickets.record(turn, hidden, "mediation", after="asked")
    await replies.show(turn, mediation)
    return mediation


async def check_new(turn: Turn, ticket: Ticket) -> None:
    """May both sides be asked to talk?

    Raises:
        Refused: they talk already, or nobody knows who called (anonymous, or forgotten).
    """
    if await open_about(turn, ticket) is not None:
        raise Refused("mediation.already", n=int(ticket.id))
    if not await views.has_caller(turn, ticket):
        raise Refused("mediation.no_caller", n=int(ticket.id))


def _reached(turn: Turn, person: Person | None) -> PersonId | None:
    return person.id if person is not None and turn.can_write_to(person) else None


async def answer(turn: Turn, mediation: Mediation, side: Side, *, willing: bool) -> Mediation:
    """A side answers what both are asked. What follows, follows when both have."""
    if mediation.stage not in ASKED:
        raise Refused("mediation.not_asked", n=mediation.ticket)
    told = with_answer(mediation, side, willing=willing)
    if told == mediation:
        return mediation
    if told.verdict is None:
        return await _kept(turn, told)
    if mediation.stage is Stage.ASKING:
        return await _begin(turn, told) if told.verdict else await _end(turn, told, Failure.UNWILLING)
    return await _settle(turn, told) if told.verdict else await _talk_on(turn, told)


async def _begin(turn: Turn, mediation: Mediation) -> Mediation:
    """Both want to talk."""
    ticket = await views.ticket(turn, mediation.ticket)
    until = await clocks.span_due(turn, ticket.spot.community, turn.setup.config.mediation.talk)
    talking = replace(asked_anew(mediation, Stage.TALKING, until), talk_until=until)
    kept = await _kept(turn, talking)
    await _wait(turn, kept)
    await replies.tell_begun(turn, kept)
    return kept


async def _wait(turn: Turn, mediation: Mediation) -> None:
    """The ticket waits as long as the talk may last."""
    ticket = await views.ticket(turn, mediation.ticket)
    if ticket.state in views.IN_HAND and mediation.due is not None:
        mediator = await turn.store(People).get(mediation.mediator)
        await tickets.wait(turn, ticket, mediator, on=WaitsOn.MEDIATION, words="", until=mediation.due)


async def say(turn: Turn, mediation: Mediation, to: Side | None, words: str, *, side: Side | None = None) -> None:
    """Pass words on, the mediator's to one side (`to`) or a side's (`side`) to the mediator, and to nobody else."""
    kind = f"to_{to}" if to is not None else str(side)
    await _write(turn, mediation, kind, words)
    await replies.pass_on(turn, mediation, to=to, side=side, words=words)


async def note_round(turn: Turn, mediation: Mediation, words: str) -> Mediation:
    """One round is over: when it was, and what the mediator makes of it. Neither side reads the note."""
    counted = replace(mediation, rounds=mediation.rounds + 1)
    await _write(turn, counted, "round", words)
    return await _kept(turn, counted)


async def agree_on(turn: Turn, mediation: Mediation, words: str) -> Mediation:
    """Put these words before both sides. New words need both answers anew."""
    if mediation.stage not in {Stage.TALKING, Stage.AGREEING}:
        raise Refused("mediation.not_yet", n=mediation.ticket)
    await replies.withdraw_agreement(turn, mediation)
    await _write(turn, mediation, "agreement", words)
    ticket = await views.ticket(turn, mediation.ticket)
    due = await clocks.span_due(turn, ticket.spot.community, turn.setup.config.mediation.consent)
    kept = await _kept(turn, replace(asked_anew(mediation, Stage.AGREEING, due), agreement=words))
    await _wait(turn, kept)
    return kept


async def _settle(turn: Turn, mediation: Mediation) -> Mediation:
    """Both accept the words: the ticket is done, and the public words name nobody."""
    kept = await turn.store(Mediations).save(ended(mediation, Stage.AGREED))
    ticket = await views.ticket(turn, mediation.ticket)
    mediator = await turn.store(People).get(mediation.mediator)
    await tickets.record(turn, ticket, "mediation", after="agreed")
    if ticket.state in {State.ASSIGNED, *views.IN_HAND}:
        caller = await turn.store(People).get(ticket.reporter)
        words = turn.setup.texts.word("mediation.settled_public", turn.language_of(caller))
        await tickets.done(turn, ticket, mediator, words)
    await replies.show(turn, kept)
    await replies.tell_mediator(turn, kept, "mediation.rings_agreed")
    await replies.tell_sides(turn, kept, "mediation.rings_side_agreed")
    return kept


async def _talk_on(turn: Turn, mediation: Mediation) -> Mediation:
    """One side does not accept the words, or nobody answered in time: they go on talking, at least for a day."""
    await replies.withdraw_agreement(turn, mediation)
    ticket = await views.ticket(turn, mediation.ticket)
    a_day = await clocks.span_due(turn, ticket.spot.community, _ONE_DAY)
    until = max(mediation.talk_until or a_day, a_day)
    kept = await _kept(turn, replace(asked_anew(mediation, Stage.TALKING, until), agreement=""))
    await _wait(turn, kept)
    await replies.tell_mediator(turn, kept, "mediation.rings_not_agreed")
    return kept


async def fail(turn: Turn, mediation: Mediation) -> Mediation:
    """The mediator sees that it leads nowhere."""
    return await _end(turn, mediation, Failure.APART)


async def _end(turn: Turn, mediation: Mediation, failure: Failure) -> Mediation:
    """It came to nothing. The ticket goes on with its worker; neither side learns whose word it was."""
    await replies.withdraw_agreement(turn, mediation)
    kept = await turn.store(Mediations).save(ended(mediation, Stage.FAILED, failure))
    ticket = await views.ticket(turn, mediation.ticket)
    await tickets.record(turn, ticket, "mediation", after=str(failure))
    if ticket.state is State.WAITING:
        await tickets.go_on(turn, ticket)
    await replies.show(turn, kept)
    await replies.tell_mediator(turn, kept, "mediation.rings_failed")
    await replies.tell_sides(turn, kept, "mediation.rings_side_failed")
    return kept


async def stop(turn: Turn, ticket: Ticket) -> None:
    """The ticket ended without the talk."""
    mediation = await open_about(turn, ticket)
    if mediation is not None:
        await replies.withdraw_agreement(turn, mediation)
        await _kept(turn, ended(mediation, Stage.STOPPED))


async def hand_over(turn: Turn, ticket: Ticket, before: PersonId) -> None:
    """The ticket went from its mediator's hands into somebody else's, who goes on with the talk."""
    mediation = await open_about(turn, ticket)
    if mediation is None or mediation.mediator != before or ticket.assignee in {None, before}:
        return
    if ticket.assignee is None or mediation.side_of(ticket.assignee) is not None:
        return
    await replies.take_away(turn, mediation)
    await _kept(turn, replace(mediation, mediator=ticket.assignee))


async def time_is_over(turn: Turn, mediation: Mediation) -> None:
    """Nobody answers for ever: the matter is back with its worker either way (LESSONS, clever design 2)."""
    if mediation.stage is Stage.ASKING:
        await _end(turn, mediation, Failure.SILENT)
    elif mediation.stage is Stage.AGREEING:
        await _talk_on(turn, mediation)
    elif mediation.stage is Stage.TALKING:
        await _end(turn, mediation, Failure.LATE)


async def open_about(turn: Turn, ticket: Ticket) -> Mediation | None:
    """The talk about this ticket that is not over."""
    found = await turn.store(Mediations).of_ticket(int(ticket.id))
    return next((mediation for mediation in found if not mediation.is_over), None)


async def _kept(turn: Turn, mediation: Mediation) -> Mediation:
    kept = await turn.store(Mediations).save(mediation)
    await replies.show(turn, kept)
    return kept


async def _write(turn: Turn, mediation: Mediation, kind: str, words: str) -> None:
    by = turn.actor.id if turn.actor else None
    line = Line(mediation=mediation.id, at=turn.now, by=by, kind=kind, words=words, round=mediation.rounds)
    await turn.store(Mediations).write(line)
