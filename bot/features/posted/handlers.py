"""What neighbours press and say to hear more, or no more: understand, act, answer."""

from collections.abc import Sequence
from typing import Final

from bot.errors import Refused
from bot.features.followers import views as followers
from bot.features.posted import replies
from bot.features.posted.store import Posted
from bot.features.tickets import views
from bot.features.tickets.views import Ticket
from bot.messages import Button
from bot.texts import language_name
from bot.turn import Turn

# What people say behind the number to hear no more.
_OFF: Final = frozenset({"off", "stop", "不用了", "不用", "停", "关"})


async def posted(turn: Turn, words: str) -> None:
    """`/posted <n>` and the button under the card: each step in private; `/posted <n> off`: no more."""
    ticket, rest = await views.named_ticket(turn, words)
    if rest.strip().casefold() in _OFF:
        await off(turn, str(ticket.id))
        return
    await _check_may_follow(turn, ticket)
    if not turn.can_write_to(turn.person):
        # Nobody can be written to who never opened a private chat: the line says how.
        raise Refused("posted.open_first", n=int(ticket.id))
    is_new = await turn.store(Posted).add(int(ticket.id), turn.person.id, turn.now)
    turn.whisper("posted.on" if is_new else "posted.already", about=ticket.key, n=int(ticket.id))


async def off(turn: Turn, value: str) -> None:
    """The button “Enough” under a step."""
    ticket = await views.ticket(turn, int(value))
    await turn.store(Posted).remove(int(ticket.id), turn.person.id)
    turn.whisper("posted.off", about=ticket.key, n=int(ticket.id))


async def in_language(turn: Turn, value: str) -> None:
    """The button “English” under a card: how it stands, in that language, where the group does not read it."""
    number, _, language = value.partition(",")
    ticket = await views.ticket(turn, int(number))
    await _check_may_read(turn, ticket)
    await replies.show_in(turn, ticket, language)


async def _check_may_follow(turn: Turn, ticket: Ticket) -> None:
    await _check_may_read(turn, ticket)
    if not ticket.shows_in_group and turn.person.id != ticket.reporter:
        # Of what is private only its caller is told the steps; whoever works on it has it in the list of tasks.
        raise Refused("no.unknown_number", n=int(ticket.id))
    if not ticket.is_open:
        raise Refused("metoo.over", n=int(ticket.id))


async def _check_may_read(turn: Turn, ticket: Ticket) -> None:
    """The group reads it anyway, or it is this person's business: else there is no such ticket for them."""
    if ticket.shows_in_group and turn.chat.whole == ticket.source.chat.whole:
        return
    if await views.may_work(turn, ticket) or await followers.is_concerned(turn, ticket, turn.person.id):
        return
    raise Refused("no.unknown_number", n=int(ticket.id))


def card_buttons(turn: Turn, ticket: Ticket, language: str) -> Sequence[Button]:
    """“Keep me posted”, and the languages that the deployment offers beside that of the group."""
    if not ticket.is_under_way:
        return ()
    label = turn.setup.texts.word("posted.button", language)
    known = turn.setup.texts.languages
    others = [one for one in turn.setup.config.tickets.card_also_in if one != language and one in known]
    return (
        Button(label=label, action="posted.on", value=str(ticket.id)),
        *(
            Button(label=language_name(one, one), action="posted.in_language", value=f"{ticket.id},{one}")
            for one in others[:1]
        ),
    )
