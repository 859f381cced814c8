"""We took talk for a call: the caller or a worker says so, and the card goes; ten minutes later so do the words.

Nothing of group talk that became nothing is kept (DESIGN part 5). The ten minutes are those of `/undo`.
"""

from typing import Final

from bot.features.tickets.model import HEARD, State, Ticket
from bot.messages import Button, Buttons
from bot.stores import SentMessages
from bot.turn import Turn

NOT_A_CALL: Final = "tickets.not_a_call"


def is_heard(ticket: Ticket) -> bool:
    """Did we take it from the talk of a group, unasked?"""
    return ticket.source.origin == HEARD


def is_misheard(ticket: Ticket) -> bool:
    """Was it talk after all?"""
    return is_heard(ticket) and ticket.state is State.WITHDRAWN


async def is_taken_away(turn: Turn, ticket: Ticket) -> bool:
    """Is there no card in the group any more? The bot deletes its own in the turn in which it turns out to be talk.

    A line in a list of several tickets stays there, and says that it was taken back.
    """
    if not is_misheard(ticket):
        return False
    if ticket.closed_at != turn.now:
        return True
    sent, chat = turn.store(SentMessages), ticket.source.chat
    remote = await sent.take_down(ticket.key, chat)
    if remote:
        turn.outbox.delete(chat, remote)
    return remote is not None


def rows(turn: Turn, ticket: Ticket, language: str) -> Buttons:
    """The way out of what nobody called for, as a row of buttons, for the caller and those who work on it."""
    if not is_heard(ticket):
        return ()
    label = turn.setup.texts.word("tickets.not_a_call", language)
    return ((Button(label=label, action=NOT_A_CALL, value=str(ticket.id)),),)
