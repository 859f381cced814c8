"""What a department reads: one message for each whistle, drawn by its state and edited in place."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from bot.community import Person
from bot.features.departments import views as departments
from bot.features.departments.views import Kind
from bot.features.tickets import views as tickets
from bot.features.whistles import views
from bot.features.whistles.model import Score, State
from bot.features.whistles.views import Calling
from bot.labels import Action
from bot.messages import OutgoingMessage
from bot.stores import Priority
from bot.turn import Turn

_FIRST: Final = frozenset({State.CALLED, State.DELIVERED, State.INFORMED})


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """What every message about a whistle needs."""

    called: Calling
    drawing: tickets.Drawing
    community: str

    def values(self, language: str) -> dict[str, Any]:
        """The values of its texts; `words` are the caller's as anybody may read them, `reason` those of the whistle."""
        whistle, when = self.called.whistle, self.drawing.when
        return {
            **self.drawing.values(language),
            "owner": self.called.department.name,
            "community": self.community,
            "words": resident_words(self.called),
            "reason": tickets.public_words(whistle.reason),
            "due": when(whistle.next_due, language),
            "time": when(whistle.visit_at, language),
        }

    def message(self, key: str, language: str, rows: Sequence[Sequence[Action]] = (), **more: Any) -> OutgoingMessage:
        """A text about this whistle with its buttons."""
        return self.drawing.message(key, language, rows, **{**self.values(language), **more})


async def sheet_of(turn: Turn, called: Calling) -> Sheet:
    """Names, places and zone, ready to be written about."""
    drawing = await tickets.drawing_of(turn, called.ticket)
    return Sheet(called=called, drawing=drawing, community=await views.community_name(turn, called.ticket))


def resident_words(called: Calling) -> str:
    """The caller's words, masked; of what is handled in private a third party reads the reason alone."""
    is_outsider = called.department.kind is Kind.THIRD_PARTY
    hides = called.ticket.private or called.ticket.is_personal_danger
    return tickets.public_words(called.whistle.reason) if is_outsider and hides else called.ticket.public_words


async def _readers(turn: Turn, called: Calling) -> Sequence[Person]:
    """Who of the department reads it now: of a unit in the area the area lead first (DOMAIN 38)."""
    is_first = called.whistle.state in _FIRST
    members = called.department.called_first() if is_first else called.department.members
    return [person for person in await departments.people(turn, members) if turn.can_write_to(person)]


async def can_be_shown(turn: Turn, called: Calling) -> bool:
    """Is anybody there to whom we can write?"""
    return bool(await _readers(turn, called))


async def show(turn: Turn, called: Calling) -> None:
    """Draw the department's message anew, for each who reads it."""
    sheet = await sheet_of(turn, called)
    urgent = called.ticket.urgency == "emergency" and called.whistle.state is State.DELIVERED
    for person in await _readers(turn, called):
        to = turn.private_to(person)
        if to is not None:
            message = await _message(turn, sheet, turn.language_of(person))
            priority = Priority.EMERGENCY if urgent else Priority.ANSWER
            turn.outbox.card(to, called.whistle.key, message, priority=priority)


async def _message(turn: Turn, sheet: Sheet, language: str) -> OutgoingMessage:
    whistle, number = sheet.called.whistle, str(sheet.called.whistle.id)
    match whistle.state:
        case State.CALLED | State.DELIVERED:
            part = turn.setup.texts.word(f"whistle.part_{whistle.part}", language)
            rows: list[list[Action]] = [
                [("whistles.here", number), ("whistles.when", number)],
                [("whistles.not_ours", number)],
            ]
            hint = turn.setup.texts.text("whistle.hint", language, n=int(sheet.called.ticket.id))
            return sheet.message("whistle.call", language, rows, part=part, hint=hint)
        case State.REPORTED:
            rows = [
                [("whistles.visit", number), ("whistles.end", number)],
                [("whistles.when", number), ("whistles.not_ours", number)],
            ]
            visits = sum(one.id == whistle.id for one, _ in await views.visits(turn, sheet.called.ticket))
            key = "whistle.reported" if whistle.visit_at is None else "whistle.reported_with_time"
            return sheet.message(key, language, rows, count=visits)
        case State.ENDED:
            return sheet.message("whistle.ended", language, words=whistle.end_words)
        case _:
            return sheet.message(f"whistle.{whistle.state}", language)


async def tell_members(turn: Turn, called: Calling, key: str) -> None:
    """A message of its own to everybody of the department, because an edited one rings on no phone."""
    sheet = await sheet_of(turn, called)
    for person in await departments.people(turn, called.department.members):
        turn.tell(person, key, about=called.whistle.key, **sheet.values(turn.language_of(person)))


async def remind(turn: Turn, called: Calling, people: Sequence[Person]) -> None:
    """The first silence: the department itself is asked once more."""
    sheet = await sheet_of(turn, called)
    number = str(called.whistle.id)
    is_at_it = called.whistle.state is State.REPORTED
    key = "whistle.remind_end" if is_at_it else "whistle.remind"
    rows: list[list[Action]] = [[("whistles.end" if is_at_it else "whistles.here", number)]]
    for person in people:
        if turn.can_write_to(person):
            values = sheet.values(turn.language_of(person))
            turn.tell(person, key, about=called.whistle.key, actions=rows, **values)


async def tell_score(turn: Turn, called: Calling, given: Score) -> None:
    """The department hears its score before it counts, and may answer until then; later what it answered."""
    sheet = await sheet_of(turn, called)
    number = str(called.whistle.id)
    rows: list[list[Action]] = [[("whistles.no_answer", number), ("whistles.answer", number)]]
    for person in await departments.people(turn, called.department.members):
        to = turn.private_to(person)
        if to is None or not turn.can_write_to(person):
            continue
        language = turn.language_of(person)
        key = "score.heard" if not given.answered_at else "score.heard_answered"
        why = given.why or turn.setup.texts.word("score.no_reason", language)
        more = {"score": given.score, "reason": why, "due": sheet.drawing.when(given.counts_at, language)}
        message = sheet.message(key, language, () if given.answered_at else rows, **more)
        turn.outbox.card(to, f"{called.whistle.key}:heard", message, priority=Priority.ANSWER)
