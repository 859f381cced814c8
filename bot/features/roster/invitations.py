"""Invitations: a code for each name without an account, opened once by whoever it was given to."""

import secrets
from dataclasses import replace
from datetime import timedelta
from typing import Final

from bot.community import Person, PersonId
from bot.errors import Refused
from bot.features.roster.events import WorkerJoined
from bot.features.roster.store import Invitation, Invitations, Register
from bot.stores import People
from bot.turn import Turn
from bot.words import plain_width

# No 0 and O, no 1, I and L, no U (a V in many hands).
SIGNS: Final = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH: Final = 10
LIVES: Final = timedelta(days=30)
MOST_MISSES: Final = 5
MISSES_COUNT: Final = timedelta(hours=1)


async def invite(turn: Turn, person: PersonId) -> str:
    """The code for this person: the unused one goes on for another 30 days, so that a link once sent still works."""
    store = turn.store(Invitations)
    known = await store.open_for(person)
    code = known.code if known else "".join(secrets.choice(SIGNS) for _ in range(LENGTH))
    await store.save(Invitation(code=code, person=person, made_at=turn.now))
    return code


def looks_like_code(words: str) -> bool:
    """Has it the form of a code?"""
    code = _code(words)
    return len(code) == LENGTH and set(code) <= set(SIGNS)


async def open_invitation(turn: Turn, words: str) -> Person | None:
    """The actor's account becomes one of the invited person. None: no such code, and the try is counted.

    Raises:
        Refused: too many wrong codes, or the actor is somebody else of the roster.
    """
    store, account = turn.store(Invitations), turn.event.sender.account
    if await store.misses(account, turn.now - MISSES_COUNT) >= MOST_MISSES:
        raise Refused("join.too_many")
    found = await store.at(_code(words))
    if found is not None and found.used_at is not None and found.person == turn.person.id:
        return turn.person
    invited = await _invited(turn, found)
    if found is None or invited is None:
        await store.miss(account, turn.now, forget_before=turn.now - MISSES_COUNT)
        return None
    if turn.person.name != invited.name and await _has_a_place(turn):
        raise Refused("join.not_yours", who=turn.person.name)
    joined = await _merged(turn, invited)
    await store.save(replace(found, person=joined.id, used_at=turn.now))
    await turn.publish(WorkerJoined(person=joined.id))
    return joined


async def _invited(turn: Turn, invitation: Invitation | None) -> Person | None:
    """Who may still be joined by this invitation."""
    if invitation is None or invitation.used_at is not None or invitation.made_at + LIVES <= turn.now:
        return None
    return await turn.store(People).get(invitation.person)


async def _has_a_place(turn: Turn) -> bool:
    """Is the actor somebody already, by name or by an account in the roster?"""
    # Not by `turn.duties`, which would remember the answer beyond the merge.
    return turn.person.in_roster or bool(await turn.store(People).duties(turn.person.id))


async def _merged(turn: Turn, invited: Person) -> Person:
    """One person of the actor, whom we met in a chat, and the invited name: nothing of either is lost."""
    joined = await merge(turn, invited, turn.person)
    turn.actor = joined
    return joined


async def merge(turn: Turn, kept: Person, gone: Person) -> Person:
    """Two persons become the first: accounts, home and everything that any feature keeps of the second."""
    if gone.id == kept.id:
        return kept
    await turn.store(Register).merge(kept.id, gone.id)
    merged = replace(
        kept,
        accounts=(*kept.accounts, *gone.accounts),
        reachable=kept.reachable | gone.reachable,
        met_by=kept.met_by | gone.met_by,
        language=kept.language or gone.language,
        home=kept.home or gone.home,
        phone=kept.phone or gone.phone,
    )
    await turn.store(People).save(merged)
    return merged


def _code(words: str) -> str:
    return "".join(sign for sign in plain_width(words).upper() if sign.isalnum())
