"""What callers and the desk say after "done": understand, act, answer."""

from datetime import timedelta
from typing import Final

from bot.dialogs import Dialog, Dialogs
from bot.errors import Refused
from bot.features.ratings import replies
from bot.features.roster import views as roster
from bot.features.tickets import service, views
from bot.features.tickets.views import State, Step, Ticket
from bot.messages import IncomingMessage
from bot.turn import Turn

# Satisfied is 4 and 5 (DESIGN part 3); the three buttons stand for these scores.
WELL: Final = 5
SO_SO: Final = 3
BADLY: Final = 1
LOWEST_SATISFIED: Final = 4
HIGHEST: Final = 5
ANSWER_TIME: Final = timedelta(minutes=10)
WHAT_IS_WRONG: Final = "ratings.what_is_wrong"
WHY_KEPT: Final = "ratings.why_kept"


async def fixed(turn: Turn, words: str) -> None:
    """The button “Yes, fixed”: the caller confirms, and is asked how we did."""
    ticket, _ = await views.named_ticket(turn, words)
    _check_caller(turn, ticket)
    if ticket.state is not State.CLOSED:
        ticket = await service.close(turn, ticket, Step.CONFIRM)
    if ticket.rating is None:
        await replies.ask_satisfied(turn, await service.asked_rating(turn, ticket))


async def not_fixed(turn: Turn, words: str) -> None:
    """The button “Not fixed” and `/reopen <n> <why>`: recorded; somebody must rule on it."""
    ticket, why = await views.named_ticket(turn, words)
    _check_caller(turn, ticket)
    disputed = await service.dispute(turn, ticket, why)
    await replies.heard_not_fixed(turn, disputed)
    if not why:
        await _ask(turn, WHAT_IS_WRONG, str(ticket.id))


async def answer_what_is_wrong(turn: Turn, dialog: Dialog, message: IncomingMessage) -> bool:
    """The line after "what is still wrong?" lands on the ticket."""
    await turn.store(Dialogs).close(dialog.chat, dialog.person)
    ticket = await views.find(turn, int(dialog.value))
    if ticket is None or not message.text.strip():
        return False
    await service.remark(turn, ticket, message.text)
    turn.outbox.react(turn.here, message.id)
    return True


async def rate(turn: Turn, words: str) -> None:
    """`/rate <n> <1-5>`: 4 and 5 close it; 1 to 3 are kept, and the caller is asked whether it is fixed."""
    ticket, rest = await views.named_ticket(turn, words)
    _check_caller(turn, ticket)
    if not (rest.isdigit() and 1 <= int(rest) <= HIGHEST):
        raise Refused("rate.one_to_five", n=int(ticket.id))
    if ticket.state not in {State.RESOLVED, State.CLOSED}:
        raise Refused("rate.not_yet", n=int(ticket.id))
    await _rate(turn, ticket, int(rest))
    turn.whisper("rate.thanks", n=int(ticket.id))


async def well(turn: Turn, value: str) -> None:
    """Satisfied."""
    await _rate_by_button(turn, value, WELL)


async def so_so(turn: Turn, value: str) -> None:
    """So-so."""
    await _rate_by_button(turn, value, SO_SO)


async def badly(turn: Turn, value: str) -> None:
    """Not satisfied."""
    await _rate_by_button(turn, value, BADLY)


async def wrong_tap(turn: Turn, value: str) -> None:
    """The button “Wrong tap”: it is not fixed after all."""
    await not_fixed(turn, value)


async def _rate_by_button(turn: Turn, value: str, score: int) -> None:
    ticket = await views.ticket(turn, int(value))
    _check_caller(turn, ticket)
    await _rate(turn, ticket, score)


async def _rate(turn: Turn, ticket: Ticket, score: int) -> None:
    kept = await service.rated(turn, ticket, score)
    if kept.state is State.RESOLVED:
        if score < LOWEST_SATISFIED:
            return
        kept = await service.close(turn, kept, Step.CONFIRM)
    await replies.thank(turn, kept)


async def reopen(turn: Turn, value: str) -> None:
    """The desk rules: open it again."""
    ticket = await _to_rule(turn, value)
    await replies.ruled(turn, await service.assign(turn, ticket), list(await roster.desk(turn, ticket.spot.community)))


async def keep(turn: Turn, value: str) -> None:
    """The desk rules: it stays closed. The residents read why, so the words are asked for."""
    ticket = await _to_rule(turn, value)
    await _ask(turn, WHY_KEPT, str(ticket.id))
    turn.tell(turn.person, "ruling.why", about=f"{ticket.key}:ruling", n=int(ticket.id))


async def answer_why_kept(turn: Turn, dialog: Dialog, message: IncomingMessage) -> bool:
    """The line after "why?" is the reason that residents read."""
    if not message.text.strip():
        return False
    await turn.store(Dialogs).close(dialog.chat, dialog.person)
    await _keep_closed(turn, await _to_rule(turn, dialog.value), message.text)
    return True


async def rule(turn: Turn, words: str) -> None:
    """`/rule <n> reopen` or `/rule <n> keep <why>`."""
    ticket, rest = await views.named_ticket(turn, words)
    ticket = await _to_rule(turn, str(ticket.id))
    verdict, _, why = rest.partition(" ")
    if verdict in {"reopen", "重办"}:
        await replies.ruled(
            turn, await service.assign(turn, ticket), list(await roster.desk(turn, ticket.spot.community))
        )
    elif verdict in {"keep", "不重办"} and why.strip():
        await _keep_closed(turn, ticket, why.strip())
    else:
        raise Refused("ruling.how", n=int(ticket.id))
    turn.whisper("ruling.done", n=int(ticket.id))


async def _keep_closed(turn: Turn, ticket: Ticket, why: str) -> None:
    kept = await service.close(turn, ticket, Step.KEEP, words=why)
    await replies.ruled(turn, kept, list(await roster.desk(turn, ticket.spot.community)))


async def _to_rule(turn: Turn, value: str) -> Ticket:
    """The ticket that waits for a ruling; only the desk rules, and never whoever handled it."""
    ticket = await views.ticket(turn, int(value))
    desk = {person.id for person in await roster.desk(turn, ticket.spot.community)}
    if turn.person.id not in desk and not turn.is_admin:
        raise Refused("no.admins_only")
    if ticket.state is not State.REOPEN_REQUESTED:
        raise Refused(f"refused.{ticket.state}", n=int(ticket.id))
    return ticket


async def _ask(turn: Turn, kind: str, value: str) -> None:
    dialog = Dialog(chat=turn.chat, person=turn.person.id, kind=kind, value=value, expires_at=turn.now + ANSWER_TIME)
    await turn.store(Dialogs).open(dialog)


def _check_caller(turn: Turn, ticket: Ticket) -> None:
    if turn.person.id != ticket.reporter:
        raise Refused("no.not_caller")
