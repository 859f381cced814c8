"""What was taken down wrongly is put right, and what is only for some is hidden from the others."""

from dataclasses import replace

from bot.community import Place
from bot.features.roster import views as roster
from bot.features.tickets import replies
from bot.features.tickets.chronicle import keep, line
from bot.features.tickets.events import LevelRaised, TicketCorrected
from bot.features.tickets.model import IN_HAND, LEVELS, Entry, State, Ticket
from bot.features.tickets.steps import hand_over, in_hands, tell_assigned
from bot.features.tickets.views import smallest_place
from bot.turn import Turn


async def correct(
    turn: Turn,
    ticket: Ticket,
    *,
    category: str | None = None,
    urgency: str | None = None,
    building: Place | None = None,
) -> Ticket:
    """Put right what is given; what is the same already stays.

    Another urgency or category has its own deadlines: they count from the opening, and earlier pauses are kept
    (LESSONS 14). Another building may have another worker, who gets the ticket: compare `assignee` before and after,
    and say who it is (LESSONS 18).
    """
    right = replace(ticket, category=category or ticket.category, urgency=urgency or ticket.urgency)
    if building is not None:
        right = replace(right, spot=ticket.spot.in_building(building))
    if right == ticket:
        return ticket
    lines = _differences(turn, ticket, right, building)
    moves = building is not None and await _has_another_owner(turn, ticket, right)
    held = await in_hands(turn, right) if moves else right
    if moves:
        lines.append(hand_over(turn, ticket, held))
    kept = await keep(turn, held, *lines)
    await turn.publish(TicketCorrected(ticket=kept, before=ticket))
    if moves:
        await tell_assigned(turn, kept, ticket)
    else:
        await replies.show(turn, kept)
    return kept


def _differences(turn: Turn, ticket: Ticket, right: Ticket, building: Place | None) -> list[Entry]:
    changed = [
        line(turn, ticket, f"corrected_{what}", before=was or "", after=now or "")
        for what, was, now in (
            ("category", ticket.category, right.category),
            ("urgency", ticket.urgency, right.urgency),
        )
        if was != now
    ]
    if building is not None and building.id != ticket.spot.building:
        changed.append(line(turn, ticket, "placed", before=str(ticket.spot.building or ""), after=building.name))
    return changed


async def _has_another_owner(turn: Turn, ticket: Ticket, right: Ticket) -> bool:
    """Does the other building belong to somebody else? Whoever has it in hand there may keep it."""
    if right.state not in {State.NEW, State.ASSIGNED, *IN_HAND}:
        return False
    known = await roster.responsible(turn, await smallest_place(turn, right))
    if known.first is None or known.first.id == ticket.assignee:
        return right.state is State.NEW
    if right.state not in IN_HAND:
        return True
    may_keep = {person.id for person in (known.worker, known.backup, *known.desk) if person is not None}
    return right.spot.grid != ticket.spot.grid and ticket.assignee not in may_keep


async def raise_level(turn: Turn, ticket: Ticket, level: str, words: str = "") -> Ticket:
    """It is a matter for this level now: grid, community, street or district. Never down; the same changes nothing."""
    if LEVELS.index(level) <= LEVELS.index(ticket.level):
        return ticket
    raised = replace(ticket, level=level)
    kept = await keep(turn, raised, line(turn, ticket, "raised", words=words, before=ticket.level, after=level))
    await turn.publish(LevelRaised(ticket=kept, before=ticket.level, words=words))
    await replies.show(turn, kept)
    return kept


async def make_private(turn: Turn, ticket: Ticket) -> Ticket:
    """Nobody but its caller and those who work on it reads it any more; the group's card says only that."""
    return await _hide(turn, ticket, private=True)


async def make_public(turn: Turn, ticket: Ticket) -> Ticket:
    """It may stand in the group again."""
    return await _hide(turn, ticket, private=False)


async def _hide(turn: Turn, ticket: Ticket, *, private: bool) -> Ticket:
    if ticket.private == private:
        return ticket
    kept = await keep(
        turn, replace(ticket, private=private), line(turn, ticket, "made_private" if private else "made_public")
    )
    await replies.show(turn, kept)
    return kept
