"""Questions about services and requests that the door asks. No answer holds what a group must not read."""

from collections.abc import Sequence
from typing import Final
from zoneinfo import ZoneInfo

from bot.community import PlaceId, PlaceKind
from bot.features.clocks import views as clocks
from bot.features.open311.facts import facts
from bot.features.open311.model import LONGEST_SPAN, SERVICES, Status, Wish, span
from bot.features.open311.shown import Defined, Named, Offered, Request
from bot.features.open311.store import Requests
from bot.features.roster import views as roster
from bot.features.tickets import views as tickets
from bot.features.tickets.views import Ticket
from bot.stores import Places
from bot.turn import Turn

# What doors may name when they speak of requests.
__all__ = [
    "LONGEST_SPAN",
    "SERVICES",
    "Defined",
    "Named",
    "Offered",
    "Request",
    "Status",
    "Wish",
    "definition",
    "facts",
    "jurisdictions",
    "request",
    "requests",
    "services",
    "span",
]

_NO_COMMUNITY: Final = PlaceId(0)


async def jurisdictions(turn: Turn) -> Sequence[Named]:
    """Every community: each is a jurisdiction."""
    return [Named(id=place.id, name=place.name) for place in await turn.store(Places).of_kind(PlaceKind.COMMUNITY)]


def services(turn: Turn, language: str) -> Sequence[Offered]:
    """What may be called: the five categories."""
    return [_service(turn, code, language) for code in SERVICES]


async def definition(turn: Turn, code: str, community: PlaceId) -> Defined | None:
    """A service with the buildings of a community; None: there is no such service."""
    if code not in SERVICES:
        return None
    places = await turn.store(Places).of_kind(PlaceKind.BUILDING, within=community)
    named = [Named(id=place.id, name=await roster.place_name(turn, place.id)) for place in places]
    return Defined(code=code, buildings=named)


async def requests(turn: Turn, wish: Wish, language: str) -> Sequence[Request]:
    """The public requests that are wanted, the newest first."""
    here = next((one for one in await jurisdictions(turn) if one.id == wish.community), None)
    if here is None:
        return ()
    zone = await clocks.zone_of(turn, here.id)
    found = await turn.store(Requests).found(wish, turn.setup.config.privacy.private_categories)
    return [await _request(turn, ticket, here, zone, language) for ticket in found]


async def request(turn: Turn, number: int, language: str) -> Request | None:
    """The public request of this number; None: there is none that anybody may read."""
    ticket = await tickets.find(turn, number)
    community = _NO_COMMUNITY if ticket is None else ticket.spot.community or _NO_COMMUNITY
    found = await requests(turn, Wish(community=community, numbers=(number,)), language)
    return next(iter(found), None)


async def _request(turn: Turn, ticket: Ticket, here: Named, zone: ZoneInfo, language: str) -> Request:
    spot = ticket.spot
    moments = (ticket.opened_at, ticket.assigned_at, ticket.answered_at, ticket.resolved_at, ticket.closed_at)
    due = ticket.resolve_due if ticket.is_open and ticket.resolved_at is None else None
    return Request(
        number=int(ticket.id),
        status=Status.OPEN if ticket.is_open else Status.CLOSED,
        state=ticket.state,
        closing=ticket.closing,
        notes=_notes(turn, ticket, language),
        service=None if ticket.category is None else _service(turn, ticket.category, language),
        words=ticket.public_words,
        community=here,
        place=await roster.place_name(turn, spot.building or spot.grid or spot.compound or here.id),
        building=spot.building,
        requested_at=ticket.opened_at.astimezone(zone),
        updated_at=max(at for at in moments if at is not None).astimezone(zone),
        expected_at=None if due is None else due.astimezone(zone),
    )


def _notes(turn: Turn, ticket: Ticket, language: str) -> str:
    """How it stands, in words: `closed` alone never means that it is fixed."""
    is_told = ticket.closing is not None and ticket.state is tickets.State.CLOSED
    key = f"request_closed.{ticket.closing}" if is_told else f"request_state.{ticket.state}"
    return turn.setup.texts.word(key, language)


def _service(turn: Turn, code: str, language: str) -> Offered:
    texts = turn.setup.texts
    name = texts.word(f"category.{code}", language)
    return Offered(code=code, name=name, description=texts.word(f"request_about.{code}", language))
