"""The community's score of a department, which hears it before it counts and may answer."""

from dataclasses import replace

from bot.errors import Refused
from bot.features.whistles import deadlines, replies, reports
from bot.features.whistles.model import HIGHEST, LOWEST, Score, State
from bot.features.whistles.store import Scores
from bot.features.whistles.views import Calling
from bot.features.whistles.whistling import write
from bot.turn import Turn


async def ask(turn: Turn, called: Calling) -> None:
    """What does the community think of it?"""
    await reports.ask_score(turn, called)


async def give(turn: Turn, called: Calling, score: int, why: str) -> Score:
    """The community's score, 1 to 5. It counts three working days later; until then it may be changed and answered.

    Raises:
        Refused: the department has not ended its part, the score counts already, or is none.
    """
    number = int(called.ticket.id)
    if called.whistle.state is not State.ENDED:
        raise Refused("score.not_yet", n=number, owner=called.department.name)
    if not LOWEST <= score <= HIGHEST:
        raise Refused("score.one_to_five", n=number)
    known = await turn.store(Scores).get(called.whistle.id)
    if known is not None and known.counts_at <= turn.now:
        raise Refused("score.counts", n=number, owner=called.department.name)
    if known is not None and (known.score, known.why) == (score, why):
        return known
    given = Score(
        whistle=called.whistle.id,
        score=score,
        why=why,
        by=turn.actor.id if turn.actor else None,
        given_at=turn.now,
        counts_at=await deadlines.counts_at(turn, called),
    )
    await turn.store(Scores).save(given)
    await write(turn, called, "department_scored", words=why or str(score))
    await reports.ask_score(turn, called, given)
    await replies.tell_score(turn, called, given)
    return given


async def answer(turn: Turn, called: Calling, words: str) -> Score:
    """What the department says to its score, before that counts.

    Raises:
        Refused: there is no score, or it counts already.
    """
    given = await turn.store(Scores).get(called.whistle.id)
    if given is None or given.counts_at <= turn.now:
        raise Refused("score.too_late", n=int(called.ticket.id))
    answered = replace(given, answer=words, answered_at=turn.now)
    await turn.store(Scores).save(answered)
    await write(turn, called, "score_answered", words=words)
    await replies.tell_score(turn, called, answered)
    await reports.tell_desk(turn, called, "score.answered", words=words, score=given.score)
    return answered
