"""What the community thinks of departments, and what they answer: understand, act, answer."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from bot.community import PlaceId
from bot.dialogs import Dialog, Dialogs
from bot.errors import Refused
from bot.features.departments import views as departments
from bot.features.roster import views as roster
from bot.features.tickets import views as tickets
from bot.features.whistles import scoring, views
from bot.features.whistles.handlers import ask
from bot.features.whistles.model import State
from bot.features.whistles.orders import leading_score
from bot.features.whistles.views import Calling
from bot.messages import IncomingMessage
from bot.naming import named_first
from bot.stores import Places
from bot.texts import listed
from bot.turn import STAFF_ROLES, Turn

ANSWER: Final = "whistles.answer"
# The three buttons stand for these scores, as a caller's do.
WELL, SO_SO, BADLY = 5, 3, 1
PERIOD: Final = timedelta(days=30)


async def score(turn: Turn, words: str) -> None:
    """`/score <n> <department> <1-5> <why>`; without words: what departments were given in the last 30 days."""
    if not words.strip():
        await _show_scores(turn)
        return
    ticket, rest = await tickets.named_ticket(turn, words)
    if not await tickets.is_staff_of(turn, ticket):
        raise Refused("no.admins_only")
    called, behind = await _ended(turn, await views.of_ticket(turn, ticket), rest, int(ticket.id))
    found = leading_score(behind)
    if found is None:
        raise Refused("score.one_to_five", n=int(ticket.id))
    await scoring.give(turn, called, *found)
    turn.whisper("score.done", n=int(ticket.id), owner=called.department.name, score=found[0])


async def _ended(turn: Turn, called: Sequence[Calling], rest: str, number: int) -> tuple[Calling, str]:
    """The department that is meant, among those whose part is done."""
    pool = [one for one in called if one.whistle.state is State.ENDED]
    meant, behind = named_first(rest, pool, lambda one: one.department.name)
    if meant:
        return meant[-1], behind
    if len(pool) != 1:
        names = listed([one.department.name for one in pool], turn.language_of(turn.person))
        raise Refused("score.which" if pool else "score.nobody", n=number, words=names)
    return pool[0], rest


async def well(turn: Turn, value: str) -> None:
    """Done well."""
    await _by_button(turn, value, WELL)


async def so_so(turn: Turn, value: str) -> None:
    """So-so."""
    await _by_button(turn, value, SO_SO)


async def badly(turn: Turn, value: str) -> None:
    """Done badly."""
    await _by_button(turn, value, BADLY)


async def _by_button(turn: Turn, value: str, given: int) -> None:
    called = await views.find(turn, int(value))
    if called is None:
        raise Refused("no.old_button")
    if not await tickets.is_staff_of(turn, called.ticket):
        raise Refused("no.admins_only")
    await scoring.give(turn, called, given, "")
    turn.whisper("score.done", n=int(called.ticket.id), owner=called.department.name, score=given)


async def no_answer(turn: Turn, value: str) -> None:
    """The department has nothing to say to its score."""
    await _scored(turn, value)
    turn.whisper("score.no_answer")


async def answer(turn: Turn, value: str) -> None:
    """The department wants to say something to its score: what?"""
    called = await _scored(turn, value)
    await turn.expect(ANSWER, str(called.whistle.id))
    ask(turn, "score.what", called.whistle.key, n=int(called.ticket.id))


async def answer_words(turn: Turn, dialog: Dialog, message: IncomingMessage) -> bool:
    """The line after "what do you want to say?"."""
    if not message.text.strip() or tickets.is_alarm(message.text):
        return False
    await turn.store(Dialogs).close(dialog.chat, dialog.person)
    called = await _scored(turn, dialog.value)
    await scoring.answer(turn, called, message.text.strip())
    turn.whisper("score.answer_done", n=int(called.ticket.id))
    return True


async def _scored(turn: Turn, value: str) -> Calling:
    """The whistle whose score only the department's members may answer."""
    called = await views.find(turn, int(value))
    if called is None:
        raise Refused("no.old_button")
    if not await views.is_member(turn, called):
        await views.refuse(turn, called.ticket)
    return called


async def _show_scores(turn: Turn) -> None:
    """Every department's average with its numerator and denominator, the scores that count alone."""
    given = await views.scores(turn, await _community(turn), turn.now - PERIOD, turn.now)
    by_department: dict[int, list[int]] = defaultdict(list)
    for whistle, one in given:
        by_department[whistle.department].append(one.score)
    if not by_department:
        turn.whisper("score.none_yet")
        return
    language, lines = turn.language_of(turn.person), []
    for number, scores in sorted(by_department.items(), key=lambda item: -sum(item[1]) / len(item[1])):
        owner = (await departments.department(turn, number)).name
        average = f"{sum(scores) / len(scores):.1f}"
        values = {"owner": owner, "score": average, "total": sum(scores), "count": len(scores)}
        lines.append(turn.setup.texts.word("score.line", language, **values))
    turn.whisper("score.list", lines="\n".join(lines))


async def _community(turn: Turn) -> PlaceId | None:
    """Where the actor is staff; an admin of the config reads of all."""
    places = [duty.place for duty in await turn.duties() if duty.role in STAFF_ROLES and duty.place is not None]
    return roster.community_of(await turn.store(Places).get(places[0])) if places and not turn.is_admin else None
