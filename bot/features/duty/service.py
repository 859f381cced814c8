"""Going off duty and coming back: what is open is handed over in the same turn."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from bot.community import Person, PersonId
from bot.features.roster import service as roster_service
from bot.features.roster import views as roster
from bot.features.roster.views import Absence
from bot.features.tickets import service as tickets_service
from bot.features.tickets import views as tickets
from bot.features.tickets.views import State, Ticket
from bot.stores import People
from bot.turn import Turn

# More open tickets than one worker ever has.
MOST: Final = 1000


@dataclass(frozen=True, kw_only=True)
class HandedOver:
    """What went to whom, the most urgent first; `kept` stays, because there is nobody else or an answer is awaited."""

    to: Sequence[tuple[Person, Sequence[Ticket]]]
    kept: Sequence[Ticket]

    @property
    def count(self) -> int:
        """How many tickets went."""
        return sum(len(given) for _, given in self.to)


async def plan(turn: Turn, absence: Absence) -> None:
    """The person will be away; until then nothing changes."""
    await roster_service.note_absence(turn, absence)


async def go_off(turn: Turn, absence: Absence) -> HandedOver:
    """The person is away from now on, and what is open goes to whoever looks after it meanwhile."""
    await roster_service.note_absence(turn, replace(absence, begun=True))
    person = await turn.store(People).get(absence.person)
    reason = turn.setup.texts.word("duty.why_moved", turn.setup.config.language, worker=person.name)
    given: dict[PersonId, tuple[Person, list[Ticket]]] = {}
    kept: list[Ticket] = []
    for ticket in await tickets.tasks_of(turn, absence.person, MOST):
        to = await _instead(turn, person, ticket)
        # Whoever was asked something answers within days; only then does it go on, to whoever is there. An emergency
        # waits with nobody who is not there.
        if to is None or (ticket.state is State.WAITING and ticket.urgency != "emergency"):
            kept.append(ticket)
            continue
        moved = await tickets_service.assign(turn, ticket, to, words=reason)
        given.setdefault(to.id, (to, []))[1].append(moved)
    return HandedOver(to=list(given.values()), kept=kept)


async def _instead(turn: Turn, person: Person, ticket: Ticket) -> Person | None:
    """Whom the person named, if that one is there; else who looks after the place. None: there is nobody else."""
    to = await roster.present_instead(turn, person)
    if to is None:
        to = (await roster.responsible(turn, await tickets.smallest_place(turn, ticket))).first
    return None if to is None or to.id == person.id else to


async def come_back(turn: Turn, person: PersonId) -> None:
    """The person is on duty again. What went to others stays there; what comes from now on is theirs."""
    await roster_service.end_absence(turn, person)
