"""What people say and press to link their accounts, or to part them: understand, act, answer."""

import hashlib
import secrets
from dataclasses import replace
from datetime import timedelta
from typing import Final

from bot.community import Account, Person
from bot.errors import Refused
from bot.features.linking.store import LinkCode, LinkCodes
from bot.features.roster import service as roster
from bot.stores import People
from bot.turn import Turn
from bot.words import plain_width

LIVES: Final = timedelta(minutes=10)
# No 0 and O, no 1, I and L, no U, as on invitations; shorter, because it lives ten minutes and is answered by a yes.
SIGNS: Final = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH: Final = 8


async def link(turn: Turn, words: str) -> None:
    """`/link`: a code to send from the other account. `/link <code>`: this is that other account."""
    if not turn.is_private:
        raise Refused("no.use_private")
    if words.strip():
        await _take(turn, words)
        return
    code = "".join(secrets.choice(SIGNS) for _ in range(LENGTH))
    await turn.store(LinkCodes).save(LinkCode(code=code, person=turn.person.id, made_at=turn.now))
    turn.answer("link.code", words=code)


async def yes(turn: Turn, value: str) -> None:
    """The one who showed the code agrees: the two are one person."""
    code = await _open_code(turn, value)
    if code.taken_by is None or code.person != turn.person.id:
        raise Refused("link.over")
    other = await turn.store(People).get(code.taken_by)
    await turn.store(LinkCodes).drop(code.code, made_before=turn.now - LIVES)
    theirs = turn.private_to(other)
    mine, language = turn.event.sender.account, turn.language_of(other)
    turn.actor = await _one_of(turn, turn.person, other)
    turn.answer("link.done", words=_names(turn.actor, but=mine))
    if theirs is not None:
        turn.outbox.post(theirs, turn.compose("link.done", language, words=str(mine)))


async def no(turn: Turn, value: str) -> None:
    """The one who showed the code knows nothing of that."""
    await turn.store(LinkCodes).drop(value, made_before=turn.now - LIVES)
    turn.answer("link.refused")


async def unlink(turn: Turn, _words: str) -> None:
    """`/unlink`: which of the other accounts shall have a life of its own again?"""
    if not turn.is_private:
        raise Refused("no.use_private")
    others = [account for account in turn.person.accounts if account != turn.event.sender.account]
    if not others:
        raise Refused("link.nothing")
    turn.choose("link.which", [(str(one)[:40], ("linking.part", _mark(one))) for one in others], in_a_row=1)


async def part(turn: Turn, value: str) -> None:
    """That account is a stranger's from now on; roles, calls and home stay with this one."""
    person, mine = turn.person, turn.event.sender.account
    gone = next((account for account in person.accounts if _mark(account) == value and account != mine), None)
    if gone is None:
        raise Refused("no.old_button")
    left = replace(
        person,
        accounts=tuple(account for account in person.accounts if account != gone),
        reachable=person.reachable - {gone},
        met_by=frozenset(pair for pair in person.met_by if pair[0] != gone),
    )
    await turn.store(People).save(left)
    turn.actor = left
    turn.answer("link.parted", account=str(gone))


async def _take(turn: Turn, words: str) -> None:
    """Somebody sends a code: whoever showed it is asked, with the name and the account that want to be one with it."""
    code = await _open_code(turn, words)
    if code.person == turn.person.id:
        raise Refused("link.same")
    if code.taken_by not in {None, turn.person.id}:
        # Whoever showed it was asked about somebody else, and that yes must mean nobody but them.
        raise Refused("link.over")
    shower = await turn.store(People).get(code.person)
    _check_may_be_one(shower, turn.person)
    await turn.store(LinkCodes).save(replace(code, taken_by=turn.person.id))
    rows = [[("linking.yes", code.code)], [("linking.no", code.code)]]
    account = str(turn.event.sender.account)
    if turn.tell(shower, "link.ask", actions=rows, who=turn.person.name, account=account):
        turn.answer("link.wait")


async def _open_code(turn: Turn, words: str) -> LinkCode:
    sent = "".join(sign for sign in plain_width(words).upper() if sign.isalnum())
    found = await turn.store(LinkCodes).at(sent)
    if found is None or found.made_at + LIVES <= turn.now:
        raise Refused("link.over")
    return found


async def _one_of(turn: Turn, shower: Person, other: Person) -> Person:
    """Whoever stands in the roster stays who they are; the other's calls, home and language come along."""
    _check_may_be_one(shower, other)
    kept, gone = (other, shower) if other.in_roster and not shower.in_roster else (shower, other)
    return await roster.merge_people(turn, kept, gone)


def _check_may_be_one(one: Person, other: Person) -> None:
    if one.in_roster and other.in_roster:
        raise Refused("link.both_listed")


def _mark(account: Account) -> str:
    """An account in a button's value, which has room for few characters."""
    return hashlib.sha256(str(account).encode()).hexdigest()[:10]


def _names(person: Person, *, but: Account) -> str:
    return " ".join(str(account) for account in person.accounts if account != but)
