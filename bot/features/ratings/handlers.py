"""What callers and followers say after "done": understand, act, answer."""

from typing import Final

from bot.dialogs import Dialog, Dialogs
from bot.errors import Refused
from bot.features.followers import views as followers
from bot.features.ratings import reasons, reopening, replies
from bot.features.ratings import service as ratings
from bot.features.ratings.meant import ticket_meant
from bot.features.ratings.model import BADLY, HIGHEST, LOWEST_SATISFIED, SO_SO, WELL, score_of
from bot.features.ratings.views import may_ask
from bot.features.tickets import service, views
from bot.features.tickets.views import State, Step, Ticket
from bot.messages import IncomingMessage
from bot.turn import Turn

WHAT_IS_WRONG: Final = "ratings.what_is_wrong"
_OFF: Final = frozenset({"off", "不问", "别问", "别再问"})
_ON: Final = frozenset({"on", "照问"})


async def fixed(turn: Turn, words: str) -> None:
    """The button “Yes, fixed”: the caller confirms, and is asked how we did."""
    ticket, _ = await ticket_meant(turn, words)
    _check_caller(turn, ticket)
    if ticket.state is not State.CLOSED:
        ticket = await service.close(turn, ticket, Step.CONFIRM)
    if ticket.rating is None and await may_ask(turn, ticket):
        await replies.ask_satisfied(turn, await service.asked_rating(turn, ticket))
    else:
        await replies.thank(turn, ticket, was_asked=ticket.asked_rating)
        await reasons.ask(turn, ticket)
    _seen(turn)


async def not_fixed(turn: Turn, words: str) -> None:
    """The button “Not fixed”: recorded; somebody must rule on it."""
    ticket, why = await views.named_ticket(turn, words)
    _check_caller(turn, ticket)
    await _not_fixed(turn, ticket, why)


async def reopen(turn: Turn, words: str) -> None:
    """`/reopen <n> <why>`: the caller asks for it, within the window; staff open it again at once (LESSONS 4)."""
    ticket, why = await ticket_meant(turn, words)
    if turn.person.id != ticket.reporter and await views.is_staff_of(turn, ticket):
        await reopening.by_staff(turn, ticket, why)
        return
    _check_caller(turn, ticket)
    await _not_fixed(turn, ticket, why)


async def _not_fixed(turn: Turn, ticket: Ticket, why: str) -> None:
    if await reopening.is_too_late(turn, ticket):
        await reopening.call_anew(turn, ticket, why)
        _seen(turn)
        return
    disputed = await service.dispute(turn, ticket, why)
    await replies.heard_not_fixed(turn, disputed, asks=not why)
    _seen(turn)
    if not why:
        await turn.expect(WHAT_IS_WRONG, str(ticket.id))


async def answer_what_is_wrong(turn: Turn, dialog: Dialog, message: IncomingMessage) -> bool:
    """The line after "what is still wrong?" lands on the ticket; a reply to something else does not."""
    ticket = await views.find(turn, int(dialog.value))
    if ticket is None or not message.text.strip() or views.is_alarm(message.text, ticket):
        return False
    if not await _is_about(turn, message, ticket):
        return False
    await turn.store(Dialogs).close(dialog.chat, dialog.person)
    await service.remark(turn, ticket, message.text)
    _seen(turn)
    return True


async def _is_about(turn: Turn, message: IncomingMessage, ticket: Ticket) -> bool:
    return message.reply_to is None or views.number_about(await views.about(turn)) == ticket.id


async def rate(turn: Turn, words: str) -> None:
    """`/rate <n> <1-5>`: 4 and 5 close it; 1 to 3 are kept, and the caller is asked whether it is fixed.

    Followers rate too, and what is joined is rated as what it was joined to. `/rate off`: no such questions any more.
    """
    if words.strip().casefold() in _OFF | _ON:
        await _asking(turn, is_on=words.strip().casefold() in _ON)
        return
    named, rest = await _named_with_score(turn, words)
    ticket = await service.leading(turn, named)
    await _check_concerned(turn, ticket)
    score = score_of(rest)
    if score is None:
        raise Refused("rate.one_to_five", n=int(ticket.id))
    rated = await _rate(turn, ticket, score)
    _seen(turn)
    number = str(ticket.id)
    if turn.person.id != ticket.reporter:
        turn.whisper("rate.thanks", n=int(ticket.id))
    elif rated.state is State.RESOLVED:
        rows = [[("ratings.fixed", number)], [("ratings.not_fixed", number)]]
        turn.whisper("rate.is_it_fixed", about=ticket.key, actions=rows, n=int(ticket.id))
    elif turn.is_private and not ticket.asked_rating and not ticket.source.is_private:
        turn.answer("rate.thanks", n=int(ticket.id))


async def _named_with_score(turn: Turn, words: str) -> tuple[Ticket, str]:
    """In a reply to a message about one ticket a lone number is the score, not a ticket."""
    lone = words.strip()
    if lone.isdecimal() and int(lone) <= HIGHEST and views.number_about(await views.about(turn)) is not None:
        ticket, _ = await views.named_ticket(turn, "")
        return ticket, lone
    return await views.named_ticket(turn, words)


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


async def stop_asking(turn: Turn, value: str) -> None:
    """The button “Don't ask again” under the question in private."""
    ticket = await views.ticket(turn, int(value))
    _check_caller(turn, ticket)
    await ratings.stop_asking(turn, turn.person.id)
    await replies.thank(turn, ticket, was_asked=True)
    turn.whisper("rate.off")


async def _asking(turn: Turn, *, is_on: bool) -> None:
    await (ratings.ask_again if is_on else ratings.stop_asking)(turn, turn.person.id)
    turn.whisper("rate.on" if is_on else "rate.off")


async def _rate_by_button(turn: Turn, value: str, score: int) -> None:
    ticket = await views.ticket(turn, int(value))
    _check_caller(turn, ticket)
    await _rate(turn, ticket, score)


async def _rate(turn: Turn, ticket: Ticket, score: int) -> Ticket:
    if ticket.state not in {State.RESOLVED, State.CLOSED}:
        raise Refused("rate.not_yet", n=int(ticket.id))
    kept = await ratings.rate(turn, ticket, score)
    is_callers = turn.person.id == ticket.reporter
    if is_callers and kept.state is State.RESOLVED:
        if score < LOWEST_SATISFIED:
            return kept
        kept = await service.close(turn, kept, Step.CONFIRM)
    if is_callers:
        await replies.thank(turn, kept, was_asked=ticket.asked_rating)
    await reasons.ask(turn, kept)
    return kept


def _seen(turn: Turn) -> None:
    """A message that was taken in gets our sign; a press has its own end."""
    if turn.message is not None:
        turn.outbox.react(turn.here, turn.message.id)


def _check_caller(turn: Turn, ticket: Ticket) -> None:
    if turn.person.id != ticket.reporter:
        raise Refused("no.not_caller")


async def _check_concerned(turn: Turn, ticket: Ticket) -> None:
    if not await followers.is_concerned(turn, ticket, turn.person.id):
        raise Refused("no.not_caller")
