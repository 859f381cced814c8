"""What residents read under a ticket's card, and what the digest says: who was called and how that stands."""

from bot.community import PlaceId
from bot.features.clocks import views as clocks
from bot.features.tickets import views as tickets
from bot.features.tickets.views import Ticket
from bot.features.whistles import replies, views
from bot.features.whistles.model import Part, State
from bot.features.whistles.views import Calling
from bot.richtext import EMPTY, Text, joined
from bot.turn import Turn
from bot.words import shortened

# What residents need not know: who was only told, and who was called by mistake.
_UNSEEN = frozenset({State.INFORMED, State.WITHDRAWN})
DIGEST_SHOWN = 5
# Departments on a card, and letters of what one of them says it did.
CARD_SHOWN = 3
CARD_WORDS = 40


async def card_line(turn: Turn, ticket: Ticket, language: str) -> Text:
    """Until when the departments report in, that they came, what they did: of three, then how many more there are."""
    called = [one for one in await views.of_ticket(turn, ticket) if one.whistle.state not in _UNSEEN]
    if not (ticket.is_open and called):
        return EMPTY
    came = [whistle.id for whistle, _ in await views.visits(turn, ticket)]
    lines: list[Text] = []
    for one in sorted(called, key=_rank)[:CARD_SHOWN]:
        leads = one.whistle.part is Part.LEAD and len(called) > 1
        lines += await _lines_of(turn, one, language, came.count(one.whistle.id), leads=leads)
    if len(called) > CARD_SHOWN:
        lines.append(turn.setup.texts.text("whistle.card_more", language, count=len(called) - CARD_SHOWN))
    return joined(lines)


def _rank(called: Calling) -> tuple[bool, bool]:
    """Whoever leads stands first, then those that still owe something; else the first called."""
    return called.whistle.part is not Part.LEAD, not called.whistle.is_open


async def _lines_of(turn: Turn, called: Calling, language: str, count: int, *, leads: bool) -> list[Text]:
    """How one department stands; `count` is how often it came. A time at which residents may come is its own line."""
    whistle, name, texts = called.whistle, called.department.name, turn.setup.texts
    when = (await replies.sheet_of(turn, called)).drawing.when
    values = {
        "owner": texts.word("whistle.leading", language, owner=name) if leads else name,
        "due": when(whistle.report_due, language),
        "count": count,
        "words": shortened(tickets.public_words(whistle.end_words), CARD_WORDS),
    }
    lines = [texts.text(f"whistle.card_{whistle.state}", language, **values)]
    zone = await clocks.zone_of(turn, called.ticket.spot.community)
    if whistle.visit_at is not None and whistle.visit_at.astimezone(zone).date() >= turn.now.astimezone(zone).date():
        time = when(whistle.visit_at, language)
        lines.append(texts.text("whistle.card_visit", language, owner=name, time=time))
    return lines


async def digest_line(turn: Turn, community: PlaceId | None, language: str) -> Text:
    """Departments that are silent past their time, and refusals that nobody has ruled on."""
    owed = await views.open_in(turn, community)
    silent = [one for one in owed if one.whistle.rung > 0 and one.whistle.state is not State.REFUSED]
    refused = [one for one in owed if one.whistle.state is State.REFUSED]
    texts, lines = turn.setup.texts, []
    for key, found in (("digest.whistles_silent", silent), ("digest.whistles_refused", refused)):
        names = [
            texts.word("digest.whistle", language, n=int(one.ticket.id), owner=one.department.name) for one in found
        ]
        if names:
            between = texts.word("digest.whistles_between", language)
            lines.append(texts.text(key, language, count=len(names), lines=between.join(names[:DIGEST_SHOWN])))
    return joined(lines) if lines else EMPTY
