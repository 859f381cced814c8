"""Ruling on a reopening: the desk opens the ticket again, or keeps it closed and says why."""

from typing import Final

from bot.community import Person
from bot.dialogs import Dialog, Dialogs
from bot.errors import Refused
from bot.features.roster import views as roster
from bot.features.tickets import service, views
from bot.features.tickets.views import State, Step, Ticket
from bot.features.transfers import service as transfers_service
from bot.features.transfers import views as transfers
from bot.messages import IncomingMessage
from bot.stores import People
from bot.turn import Turn
from bot.words import begins_with_command

WHY_KEPT: Final = "ratings.why_kept"
_REOPEN: Final = frozenset({"reopen", "重办", "重新办"})
_KEEP: Final = frozenset({"keep", "不重办"})


async def reopen(turn: Turn, value: str) -> None:
    """The desk rules: open it again."""
    await service.assign(turn, await _to_rule(turn, value))


async def keep(turn: Turn, value: str) -> None:
    """The desk rules: it stays closed. The residents read why, so the words are asked for."""
    ticket = await _to_rule(turn, value)
    await turn.expect(WHY_KEPT, str(ticket.id))
    turn.tell(turn.person, "ruling.why", about=f"{ticket.key}:why", n=int(ticket.id))


async def answer_why_kept(turn: Turn, dialog: Dialog, message: IncomingMessage) -> bool:
    """The line after "why?" is the reason that residents read."""
    if not message.text.strip() or views.is_alarm(message.text):
        return False
    await turn.store(Dialogs).close(dialog.chat, dialog.person)
    await service.close(turn, await _to_rule(turn, dialog.value), Step.KEEP, words=message.text)
    turn.outbox.react(turn.here, message.id)
    return True


async def rule(turn: Turn, words: str) -> None:
    """`/rule <n> reopen`, `/rule <n> <who>` (opened again, in these hands) or `/rule <n> keep <why>`.

    Of a ticket that was handed on too often `/rule <n> <who>` says whose it is.
    """
    ticket, rest = await views.named_ticket(turn, words)
    if await transfers.awaits_ruling(turn, ticket):
        await _rule_whose(turn, ticket, rest)
        return
    ticket = await _to_rule(turn, str(ticket.id))
    verdict, why = begins_with_command(rest, _REOPEN | _KEEP) or _keep_and_why(rest)
    if verdict in _REOPEN:
        await service.assign(turn, ticket)
    elif verdict in _KEEP and why:
        await service.close(turn, ticket, Step.KEEP, words=why)
    else:
        await service.assign(turn, ticket, await _named(turn, ticket, rest))
    turn.whisper("ruling.done", n=int(ticket.id))


async def _rule_whose(turn: Turn, ticket: Ticket, rest: str) -> None:
    """It was handed on too often: whose is it?"""
    if not await views.is_staff_of(turn, ticket):
        raise Refused("no.admins_only")
    await transfers_service.rule(turn, ticket, await _named(turn, ticket, rest))
    turn.whisper("ruling.done", n=int(ticket.id))


def _keep_and_why(rest: str) -> tuple[str, str]:
    """`keep` is followed by a reason, so here any word may come next."""
    verdict, _, why = rest.partition(" ")
    return verdict.lower(), why.strip()


async def _named(turn: Turn, ticket: Ticket, name: str) -> Person:
    """The one person of the roster with this name, or who stands in for them."""
    people = await turn.store(People).named(name.strip(), community=ticket.spot.community) if name.strip() else ()
    if len(people) != 1:
        raise Refused("ruling.how", n=int(ticket.id))
    there = await roster.present_instead(turn, people[0])
    if there is None:
        raise Refused("transfer.away", n=int(ticket.id), worker=people[0].name)
    return there


async def _to_rule(turn: Turn, value: str) -> Ticket:
    """The ticket that waits for a ruling.

    Only the desk rules, and never whoever handled it, unless nobody else sits there.
    """
    ticket = await views.ticket(turn, int(value))
    desk = {person.id for person in await roster.desk(turn, ticket.spot.community)}
    if turn.person.id not in desk and not turn.is_admin:
        raise Refused("no.admins_only")
    if turn.person.id == ticket.assignee and desk - {turn.person.id}:
        raise Refused("ruling.not_yours", n=int(ticket.id))
    if ticket.state is not State.REOPEN_REQUESTED:
        raise Refused(f"refused.{ticket.state}", n=int(ticket.id))
    return ticket
