"""What residents read under a ticket's card, and what the digest says: who was called and how that stands."""

from bot.community import PlaceId
from bot.features.clocks import views as clocks
from bot.features.tickets import views as tickets
from bot.features.tickets.views import Ticket
from bot.features.whistles import replies, views
from bot.features.whistles.model import Part, State
from bot.richtext import EMPTY, Text, joined
from bot.turn import Turn

# What residents need not know: who was only told, and who was called by mistake.
_UNSEEN = frozenset({State.INFORMED, State.WITHDRAWN})
DIGEST_SHOWN = 5


async def card_line(turn: Turn, ticket: Ticket, language: str) -> Text:
    """One line for each department that was called: until when it reports in, that it came, what it did."""
    if not ticket.is_open:
        return EMPTY
    called = [one for one in await views.of_ticket(turn, ticket) if one.whistle.state not in _UNSEEN]
    if not called:
        return EMPTY
    came = [whistle.id for whistle, _ in await views.visits(turn, ticket)]
    texts, lines = turn.setup.texts, []
    zone = await clocks.zone_of(turn, ticket.spot.community)
    for one in called:
        whistle = one.whistle
        sheet = await replies.sheet_of(turn, one)
        leads = whistle.part is Part.LEAD and len(called) > 1
        values = {
            "owner": texts.word("whistle.leading", language, owner=one.department.name)
            if leads
            else one.department.name,
            "due": sheet.drawing.when(whistle.report_due, language),
            "count": came.count(whistle.id),
            "words": tickets.public_words(whistle.end_words),
        }
        lines.append(texts.text(f"whistle.card_{whistle.state}", language, **values))
        if (
            whistle.visit_at is not None
            and whistle.visit_at.astimezone(zone).date() >= turn.now.astimezone(zone).date()
        ):
            time = sheet.drawing.when(whistle.visit_at, language)
            lines.append(texts.text("whistle.card_visit", language, owner=one.department.name, time=time))
    return joined(lines)


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
