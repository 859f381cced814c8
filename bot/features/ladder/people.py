"""Who stands on a rung: people of the roster who are on duty and can be written to."""

from collections.abc import Iterable, Sequence

from bot.community import Person, PlaceId, PlaceKind, Role
from bot.features.ladder.model import Rung
from bot.features.roster import views as roster
from bot.features.tickets import views
from bot.features.tickets.views import State, Ticket
from bot.stores import People, Places
from bot.turn import Turn


async def on_rung(turn: Turn, ticket: Ticket, rung: Rung) -> Sequence[Person]:
    """Who is told when a ticket comes to this rung. Nobody: the rung is passed over."""
    if rung is Rung.ADMINS:
        return await admins(turn, ticket)
    roles, places = await _where(turn, ticket, rung)
    held = [await turn.store(People).holders(role, place) for place in places for role in roles]
    present = [await roster.present_instead(turn, person) for people in held for person in people]
    return _reached(turn, present)


async def admins(turn: Turn, ticket: Ticket) -> Sequence[Person]:
    """The top: the community's admins and those of the config."""
    community, people = ticket.spot.community, turn.store(People)
    held = await people.holders(Role.ADMIN, community) if community else ()
    configured = [await people.by_account(account) for account in sorted(turn.admins)]
    return _reached(turn, [*held, *configured])


async def called_at_once(turn: Turn, ticket: Ticket) -> Sequence[Person]:
    """Whom an emergency calls at the same moment: the worker, the backup and the desk with its admins."""
    known = await roster.responsible(turn, await views.smallest_place(turn, ticket))
    holder = None if ticket.assignee is None else await turn.store(People).get(ticket.assignee)
    return _reached(turn, [holder, known.worker, known.backup, *known.desk, *await admins(turn, ticket)])


async def who_know(turn: Turn, ticket: Ticket, told: Iterable[str]) -> Sequence[Person]:
    """Whoever knows of it already: who has it, who was told, who was asked to rule or called in an emergency."""
    known = [person for rung in told for person in await on_rung(turn, ticket, Rung(rung))]
    if ticket.assignee is not None:
        known.append(await turn.store(People).get(ticket.assignee))
    if ticket.state is State.REOPEN_REQUESTED:
        known += await roster.desk(turn, ticket.spot.community)
    if ticket.urgency == "emergency" and ticket.state is State.ASSIGNED:
        known += await called_at_once(turn, ticket)
    return known


def _reached(turn: Turn, people: Iterable[Person | None]) -> Sequence[Person]:
    unique = {person.id: person for person in people if person is not None}
    return [person for person in unique.values() if turn.can_write_to(person)]


async def _where(turn: Turn, ticket: Ticket, rung: Rung) -> tuple[Sequence[Role], Sequence[PlaceId | None]]:
    spot = ticket.spot
    match rung:
        case Rung.BACKUP:
            return (Role.BACKUP,), _known(spot.building, spot.grid)
        case Rung.GRID_LEAD:
            return (Role.GRID_LEAD,), _known(spot.building, spot.grid)
        case Rung.COMMUNITY:
            return (Role.STAFF, Role.SECRETARY), _known(spot.community)
        case Rung.STREET:
            return (Role.STREET,), (*await _above(turn, spot.community, PlaceKind.STREET), None)
        case _:
            return (Role.DISTRICT,), (*await _above(turn, spot.community, PlaceKind.DISTRICT), None)


def _known(*places: PlaceId | None) -> Sequence[PlaceId]:
    return [place for place in places if place is not None]


async def _above(turn: Turn, community: PlaceId | None, kind: PlaceKind) -> Sequence[PlaceId]:
    """The street or district that a community belongs to."""
    place = community
    while place is not None:
        known = await turn.store(Places).get(place)
        if known.kind is kind:
            return [known.id]
        place = known.parent
    return []
