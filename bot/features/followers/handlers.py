"""What neighbours with the same need say, and what workers join: understand, act, answer."""

from bot.errors import Refused
from bot.features.followers import service
from bot.features.followers.store import Followers
from bot.features.tasks.views import check_handler
from bot.features.tickets import service as tickets
from bot.features.tickets import views
from bot.features.tickets.views import Source, Ticket
from bot.messages import Reaction
from bot.turn import Turn


async def me_too(turn: Turn, words: str) -> None:
    """`/metoo <n>` and the button under the answer: the same here. What is said beside it is not lost."""
    named, said = await views.named_ticket(turn, words)
    ticket = await _to_follow(turn, named)
    if said and turn.message is not None and views.is_alarm(said, ticket):
        source = Source(chat=turn.message.chat, message=turn.message.id, is_private=turn.is_private)
        await tickets.take_call(turn, said, source, turn.person)
        return
    if said:
        await tickets.remark(turn, ticket, said)
    is_new = await service.follow(turn, ticket, turn.person)
    if turn.message is not None and not turn.is_private and not turn.can_write_to(turn.person):
        # The card says how many; a post for each neighbour would fill the group.
        turn.outbox.react(turn.here, turn.message.id)
    elif is_new:
        # A press is told by a toast, which the group does not read; `/undo` takes it back.
        undo = [] if turn.press is not None else [[("followers.not_me", str(ticket.id))]]
        count = await service.count(turn, ticket)
        turn.whisper("metoo.recorded", about=ticket.key, actions=undo, n=int(ticket.id), count=count + 1)
    else:
        turn.whisper("metoo.known", about=ticket.key, n=int(ticket.id))


async def not_me(turn: Turn, value: str) -> None:
    """The button “Not me”: no longer counted."""
    ticket = await views.ticket(turn, int(value))
    await service.unfollow(turn, ticket, turn.person)
    turn.answer("metoo.undone", n=int(ticket.id))


async def thumbs_up(turn: Turn, reaction: Reaction, about: str | None) -> None:
    """👍 on a card: the same here; taken back: not any more. It is no command, so nothing is refused aloud."""
    number = views.number_about(about)
    found = None if number is None else await views.find(turn, number)
    if found is None:
        return
    ticket = await tickets.leading(turn, found)
    if not ticket.is_open or not ticket.shows_in_group or reaction.chat.whole != ticket.source.chat.whole:
        return
    person = await turn.meet()
    await (service.follow if reaction.added else service.unfollow)(turn, ticket, person)


async def _to_follow(turn: Turn, named: Ticket) -> Ticket:
    """The ticket that may be followed from here.

    Raises:
        Refused: it is over, or it is none of this person's business.
    """
    ticket = await tickets.leading(turn, named)
    is_seen_here = ticket.shows_in_group and turn.chat.whole == ticket.source.chat.whole
    if not is_seen_here and not await _may_know(turn, ticket):
        raise Refused("no.unknown_number", n=int(named.id))
    if not ticket.is_open:
        raise Refused("metoo.over", n=int(ticket.id))
    return ticket


async def _may_know(turn: Turn, ticket: Ticket) -> bool:
    """Its caller, its handlers, and (what the group may read) everybody whose home or duty is in its community."""
    if turn.person.id == ticket.reporter or await views.may_work(turn, ticket):
        return True
    if not ticket.shows_in_group:
        return False
    return any(one.person == turn.person.id for one in await turn.store(Followers).of(int(ticket.id)))


async def merge(turn: Turn, words: str) -> None:
    """`/merge <n> <into>`: one of those who work on both says that they are the same thing."""
    ticket, rest = await views.named_ticket(turn, words)
    into, _ = await views.named_ticket(turn, rest) if rest.strip() else (None, "")
    if into is None:
        raise Refused("merge.into_which", n=int(ticket.id))
    await check_handler(turn, ticket)
    await check_handler(turn, into)
    lead = await tickets.leading(turn, into)
    joined = await tickets.merge(turn, ticket, lead)
    apart = [[("followers.split", str(joined.id))]]
    turn.whisper("merge.done", about=joined.key, actions=apart, n=int(joined.id), into=int(lead.id))


async def split(turn: Turn, value: str) -> None:
    """The button “Apart again”: two things after all."""
    ticket = await views.ticket(turn, int(value))
    await check_handler(turn, ticket)
    apart = await tickets.split(turn, ticket)
    turn.answer("merge.apart", n=int(apart.id))
