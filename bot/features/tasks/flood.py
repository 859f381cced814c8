"""Thirty callers for one cause: one task with a count. One tap joins them, one acceptance answers all (WORDING 5).

Nothing is joined unasked: the worker reads which are probably the same, and each stands apart again with one tap.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from bot.errors import Refused
from bot.features.tasks import replies
from bot.features.tasks.sorting import page_of
from bot.features.tasks.views import check_handler
from bot.features.tickets import service, views
from bot.features.tickets.events import TicketAssigned
from bot.features.tickets.views import Ticket
from bot.labels import Action
from bot.messages import OutgoingMessage
from bot.richtext import joined as together
from bot.stores import People
from bot.turn import Turn

# One cause makes people call within this time.
AN_HOUR: Final = timedelta(hours=1)
# Of more the message names no numbers.
NAMED: Final = 9


async def lines(turn: Turn, ticket: Ticket, language: str) -> OutgoingMessage | None:
    """Under the worker's message: how many are joined to it, and which others are probably the same."""
    added = [part for part in (await _joined(turn, ticket, language), await _alike(turn, ticket, language)) if part]
    if not added:
        return None
    rows = tuple(row for part in added for row in part.buttons)
    return OutgoingMessage(text=together([part.text for part in added]), buttons=rows)


async def _joined(turn: Turn, ticket: Ticket, language: str) -> OutgoingMessage | None:
    is_being_opened = turn.message is not None and turn.message.id == ticket.source.message
    count = 0 if is_being_opened else len(await views.joined_to(turn, ticket.id))
    rows: list[list[Action]] = [[("tasks.apart", f"{ticket.id},0")]]
    return turn.compose("task.flood", language, actions=rows, count=count + 1) if count else None


async def _alike(turn: Turn, ticket: Ticket, language: str) -> OutgoingMessage | None:
    others = [int(other.id) for other in await views.alike(turn, ticket, AN_HOUR)]
    if not others:
        return None
    lead = min(int(ticket.id), *others)
    rows: list[list[Action]] = [[("tasks.join", str(lead))]]
    if lead != ticket.id:
        return turn.compose("task.alike_to", language, actions=rows, n=lead, count=len(others) + 1)
    return turn.compose("task.alike", language, actions=rows, words=_named(others))


def _named(numbers: Sequence[int]) -> str:
    said = " ".join(f"#{number}" for number in numbers[:NAMED])
    return said if len(numbers) <= NAMED else f"{said} … ({len(numbers)})"


async def on_assigned(turn: Turn, news: TicketAssigned) -> None:
    """A new one that is probably the same as an older one: that one's message says so.

    Not each time in a flood, but when their number doubles; the newest message always has the count.
    """
    ticket = news.ticket
    if news.before is not None or ticket.opened_at != turn.now:
        return
    others = await views.alike(turn, ticket, AN_HOUR)
    lead = await views.find(turn, int(others[0].id)) if others and _is_power_of_two(len(others)) else None
    if lead is not None and lead.assignee is not None:
        await replies.show(turn, lead, await turn.store(People).get(lead.assignee))


def _is_power_of_two(count: int) -> bool:
    return count & (count - 1) == 0


async def join(turn: Turn, value: str) -> None:
    """The button “Join them all”: all that are probably the same follow the oldest from now on."""
    lead = await views.ticket(turn, int(value))
    await check_handler(turn, lead)
    found = [await views.ticket(turn, int(other.id)) for other in await views.alike(turn, lead, AN_HOUR)]
    mine = [other for other in found if await views.may_work(turn, other)]
    if not mine:
        raise Refused("task.not_joined", n=int(lead.id))
    for other in mine:
        await service.merge(turn, other, lead)
    if lead.assignee is not None:
        await replies.show(turn, lead, await turn.store(People).get(lead.assignee))
    numbers = [int(other.id) for other in mine]
    turn.answer("task.joined", about=lead.key, n=int(lead.id), count=len(numbers), words=_named(numbers))


async def apart(turn: Turn, value: str) -> None:
    """The button “Split”: one button for each that is joined, page by page. The split itself is followers' to do."""
    number, _, page = value.partition(",")
    lead = await views.ticket(turn, int(number))
    await check_handler(turn, lead)
    found = await views.joined_to(turn, lead.id)
    if not found:
        raise Refused("task.none_joined", n=int(lead.id))
    shown, tickets = page_of(found, int(page or 0))
    choices = [(f"#{one.id}", ("followers.split", str(one.id))) for one in tickets]
    if len(found) > len(tickets):
        label = turn.setup.texts.word("tasks.next", turn.language_of(turn.person))
        choices.append((label, ("tasks.apart", f"{lead.id},{shown + 1}")))
    turn.choose("task.apart", choices, about=lead.key, n=int(lead.id), count=len(found))
