"""What people read about hand-overs: the receiver, whoever must decide, and the caller of what is not ours."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from bot.community import Person, PersonId
from bot.features.roster import views as roster
from bot.features.tickets import views as tickets
from bot.features.tickets.views import Entry, Ticket
from bot.features.transfers.hops import Claim, changes_of_hands, last_claim
from bot.labels import Action
from bot.messages import Address, Button, Buttons
from bot.richtext import Mention, plain
from bot.stores import People, Priority
from bot.turn import Turn

# More lines than this hide what matters; the oldest go.
LINES: Final = 8
CANDIDATES: Final = 6
IN_A_ROW: Final = 3


async def tell_receiver(turn: Turn, ticket: Ticket, to: Person, why: str) -> None:
    """Who hands it on, and why: the task itself stands in its own message."""
    if turn.actor is not None and turn.actor.id != to.id:
        turn.tell(to, "transfer.told", about=ticket.key, n=int(ticket.id), who=turn.actor.name, words=why)


async def hand_overs(turn: Turn, ticket: Ticket) -> Sequence[tuple[Entry, Person | None, Person | None]]:
    """The history of hands, each with whom it left and whom it reached."""
    lines = changes_of_hands(await tickets.history(turn, ticket.id))
    return [(line, await _person(turn, line.before), await _person(turn, line.after)) for line in lines[-LINES:]]


async def ask_ruling(
    turn: Turn,
    ticket: Ticket,
    judges: Sequence[Person],
    shown: Sequence[tuple[Entry, Person | None, Person | None]],
) -> None:
    """The whole history of hands on one screen, and the candidates as buttons."""
    claim = last_claim(await tickets.history(turn, ticket.id))
    drawing = await tickets.drawing_of(turn, ticket)
    candidates = await _candidates(turn, ticket, claim, shown)
    for judge in judges:
        to, language = turn.private_to(judge), turn.language_of(judge)
        if to is None:
            continue
        lines = [_line(drawing, *line, language) for line in shown]
        lines.append(await _claim_line(turn, claim, language))
        key = "transfer.ruling_outside" if claim.owner else "transfer.ruling"
        message = drawing.message(key, language, _told(ticket, claim), lines="\n".join(lines), owner=claim.owner)
        message = replace(message, buttons=(*message.buttons, *_buttons(ticket, candidates)))
        turn.outbox.card(to, _screen(ticket), message, priority=Priority.ANSWER)


def _screen(ticket: Ticket) -> str:
    return f"{ticket.key}:hands"


def _told(ticket: Ticket, claim: Claim) -> list[list[Action]]:
    return [[("transfers.told", str(ticket.id))]] if claim.owner else []


def _buttons(ticket: Ticket, people: Sequence[Person]) -> Buttons:
    made = [Button(label=p.name, action="transfers.rule", value=f"{ticket.id},{p.id}") for p in people]
    return tuple(tuple(made[start : start + IN_A_ROW]) for start in range(0, len(made), IN_A_ROW))


def _line(drawing: tickets.Drawing, line: Entry, before: Person | None, after: Person | None, language: str) -> str:
    texts = drawing.turn.setup.texts
    values = {
        "time": drawing.when(line.at, language),
        "who": before.name if before else "",
        "worker": after.name if after else "",
        "words": line.words,
    }
    key = "transfer.first" if before is None else "transfer.hop" if line.words else "transfer.hop_bare"
    return texts.word(key, language, **values)


async def _claim_line(turn: Turn, claim: Claim, language: str) -> str:
    who = turn.actor.name if turn.actor else ""
    owner = claim.owner or ((await turn.store(People).get(claim.person)).name if claim.person else "")
    key = "transfer.claims" if owner else "transfer.disclaims"
    return turn.setup.texts.word(key, language, who=who, owner=owner, words=claim.why)


async def _candidates(
    turn: Turn, ticket: Ticket, claim: Claim, shown: Sequence[tuple[Entry, Person | None, Person | None]]
) -> Sequence[Person]:
    """Whoever was named or had it, and whoever looks after the place; only those who are there."""
    known = await roster.responsible(turn, await tickets.smallest_place(turn, ticket))
    named = [] if claim.person is None else [await turn.store(People).get(claim.person)]
    had = [person for _, before, after in reversed(shown) for person in (before, after)]
    people = [person for person in (*named, known.worker, known.backup, *had) if person is not None]
    return (await roster.present(turn, people))[:CANDIDATES]


async def ruled(turn: Turn, ticket: Ticket, judges: Sequence[Person]) -> None:
    """The question is over, for everybody who was asked."""
    drawing = await tickets.drawing_of(turn, ticket)
    for judge in judges:
        to, language = turn.private_to(judge), turn.language_of(judge)
        if to is not None:
            key = "transfer.ruled" if ticket.is_open else "transfer.ruled_outside"
            turn.outbox.card(to, _screen(ticket), drawing.message(key, language))


async def tell_declined(turn: Turn, ticket: Ticket, owner: str, words: str) -> None:
    """Not ours: the caller hears whose it is, by name, as an answer to their own message (LESSONS 20)."""
    drawing = await tickets.drawing_of(turn, ticket)
    caller = drawing.names.reporter
    to: Address | None = turn.private_to(caller)
    language, name = turn.language_of(caller), plain(caller.name)
    if ticket.shows_in_group:
        to, language = ticket.source.chat, await turn.language_at(ticket.source.chat)
        name = (Mention(name=caller.name, account=caller.accounts[0]),) if caller.accounts else name
    if to is None:
        return
    key = "post.declined" if owner else "post.declined_bare"
    reason = tickets.public_words(words)
    message = drawing.message(key, language, who=name, owner=tickets.public_words(owner), reason=reason)
    reply_to = ticket.source.message if to == ticket.source.chat else None
    turn.outbox.post(to, message, about=ticket.key, reply_to=reply_to)


async def _person(turn: Turn, number: str) -> Person | None:
    return await turn.store(People).get(PersonId(int(number))) if number else None
