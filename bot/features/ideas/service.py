"""What can be done with ideas: made, answered, and the desk reminded of them."""

from dataclasses import replace

from bot.community import PlaceId, PlaceKind
from bot.errors import Conflict
from bot.features.clocks import views as clocks
from bot.features.ideas import replies
from bot.features.ideas.model import Answer, Idea, IdeaId
from bot.features.ideas.store import Ideas
from bot.features.roster import views as roster
from bot.service_events import Moved
from bot.stores import Places
from bot.turn import Turn

# What other features and doors may do.
__all__ = ["answer", "make", "remind"]


async def make(turn: Turn, words: str) -> Idea:
    """The actor's suggestion is recorded, with a number, for the desk of the community."""
    community = await _community(turn)
    due = await clocks.span_due(turn, community, turn.setup.config.ideas.answer)
    message = turn.message
    in_group = message is not None and not turn.is_private
    idea = await turn.store(Ideas).add(
        Idea(
            id=IdeaId(0),
            author=turn.person.id,
            community=community,
            words=words,
            at=turn.now,
            answer_by=due,
            due=due,
            chat=turn.chat if in_group else None,
            message=message.id if message and in_group else None,
        )
    )
    await replies.show(turn, idea)
    return idea


async def _community(turn: Turn) -> PlaceId | None:
    """The group's, else the one where the actor lives, else the only one that there is."""
    places = turn.store(Places)
    if turn.group is not None and turn.group.place is not None:
        return roster.community_of(await places.get(turn.group.place))
    if turn.person.home is not None:
        return roster.community_of(await places.get(turn.person.home.building))
    known = await places.of_kind(PlaceKind.COMMUNITY)
    return known[0].id if len(known) == 1 else None


async def answer(turn: Turn, idea: Idea, chosen: Answer, words: str) -> Idea:
    """The desk's answer, which the author hears and the group may read where the idea was said in one.

    Raises:
        Conflict: somebody else answered just now.
    """
    if idea.answer is not None:
        raise Conflict("it was answered just now")
    answered = replace(
        idea, answer=chosen, answer_words=words, answered_by=turn.person.id, answered_at=turn.now, due=None
    )
    await turn.store(Ideas).save(answered)
    await replies.show(turn, answered)
    await replies.tell_author(turn, answered)
    return answered


async def remind(turn: Turn, idea: Idea) -> None:
    """Its time is over: the desk is reminded once, and the digest goes on counting it."""
    await turn.store(Ideas).save(replace(idea, due=None))
    await replies.remind(turn, idea)


async def on_moved(turn: Turn, news: Moved) -> None:
    """A group goes on under another name: its ideas are answered there."""
    await turn.store(Ideas).move(news.old, news.new)
