"""What staff say and press to block somebody, or no longer: understand, act, answer."""

from typing import Final

from bot.community import Account, Person, PersonId
from bot.errors import Refused
from bot.features.blocks.store import Block, Blocks
from bot.features.tickets import views as tickets
from bot.stores import People
from bot.turn import Turn
from bot.words import leading_number

MOST_SHOWN: Final = 12


async def block(turn: Turn, words: str) -> None:
    """`/block`, as a reply to what somebody said, or with the number of a call of theirs, or an account."""
    if not words.strip() and _replied(turn) is None:
        await _list(turn)
        return
    person = await _meant(turn, words)
    await _check_may_be_blocked(turn, person)
    await turn.store(Blocks).save(Block(person=person.id, by=turn.person.id, at=turn.now))
    turn.whisper("block.done", actions=[[("blocks.end", str(person.id))]], who=person.name)


async def unblock(turn: Turn, words: str) -> None:
    """`/unblock`, with the same words."""
    await end(turn, str((await _meant(turn, words)).id))


async def end(turn: Turn, value: str) -> None:
    """The button “Unblock”."""
    person = await turn.store(People).get(PersonId(int(value)))
    was = await turn.store(Blocks).end(person.id)
    turn.whisper("block.ended" if was else "block.was_not", who=person.name)


async def _list(turn: Turn) -> None:
    """Who is blocked, with a button each."""
    people = [await turn.store(People).get(person) for person in (await turn.store(Blocks).all())]
    if not people:
        turn.whisper("block.nobody")
        return
    if not turn.is_private:
        # Names of the blocked are nothing for a group to read.
        raise Refused("no.use_private")
    choices = [(person.name or f"({person.id})", ("blocks.end", str(person.id))) for person in people[:MOST_SHOWN]]
    turn.choose("block.list", choices, count=len(people))


async def _meant(turn: Turn, words: str) -> Person:
    """Whom the words name: by the message answered, by a call's number, or by the account.

    Raises:
        Refused: nobody, or nobody whom we have met.
    """
    account = _replied(turn) or _account(words)
    if account is not None:
        found = await turn.store(People).by_account(account)
        if found is None:
            raise Refused("block.unknown")
        return found
    number, _ = leading_number(words)
    if number is None:
        raise Refused("block.who")
    ticket = await tickets.ticket(turn, number)
    if not await tickets.is_staff_of(turn, ticket):
        # Whose call it is, is nothing for the staff of another community.
        raise Refused("no.unknown_number", n=number)
    return await turn.store(People).get(ticket.reporter)


def _replied(turn: Turn) -> Account | None:
    replied = turn.message.reply_to if turn.message else None
    return None if replied is None or replied.is_ours or replied.sender is None else replied.sender.account


def _account(words: str) -> Account | None:
    try:
        return Account.parse(words)
    except ValueError:
        return None


async def _check_may_be_blocked(turn: Turn, person: Person) -> None:
    """Whoever holds a role loses it in the roster first; so the last admin cannot be blocked, nor oneself."""
    is_admin = not turn.admins.isdisjoint(person.accounts)
    if person.id == turn.person.id or is_admin or await turn.store(People).duties(person.id):
        raise Refused("block.staff", who=person.name)
