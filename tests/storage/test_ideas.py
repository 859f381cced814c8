"""Suggestions of residents and their answers."""

from dataclasses import replace
from typing import Any

from bot.community import ChatRef
from bot.features.ideas.model import Answer, Idea, IdeaId, Tally
from bot.features.ideas.store import Ideas
from storage.engine import OpenDatabase
from tests.storage.builders import GROUP, NOON, TOPIC, after, read, write
from tests.storage.subjects import a_community, a_person

ELSEWHERE = ChatRef("telegram", "huying_bot", "-1002")
DUE = after(days=21)


async def add(database: OpenDatabase, **more: Any) -> Idea:
    made: dict[str, Any] = {
        "id": IdeaId(0),
        "author": more.get("author") or await a_person(database),
        "community": None,
        "words": "a bench by the gate",
        "at": NOON,
        "answer_by": DUE,
        "due": DUE,
    }
    added: Idea = await write(database, Ideas, lambda store: store.add(Idea(**{**made, **more})))
    return added


async def save(database: OpenDatabase, idea: Idea) -> None:
    await write(database, Ideas, lambda store: store.save(idea))


async def test_an_idea_comes_out_as_it_went_in(each_database: OpenDatabase) -> None:
    here = await a_community(each_database)

    added = await add(each_database, community=here, chat=TOPIC, message="7")
    answered = replace(
        added, answer=Answer.PARTLY, answer_words="one", answered_by=added.author, answered_at=DUE, due=None
    )
    assert await read(each_database, Ideas, lambda store: store.get(added.id)) == added
    await save(each_database, answered)

    assert await read(each_database, Ideas, lambda store: store.get(added.id)) == answered


async def test_one_message_is_one_idea_and_private_ones_are_each_their_own(each_database: OpenDatabase) -> None:
    first = await add(each_database, chat=GROUP, message="7")

    assert await add(each_database, chat=GROUP, message="7", words="again") == first
    assert (await add(each_database)).id != (await add(each_database)).id


async def test_ideas_follow_a_chat_that_moves(each_database: OpenDatabase) -> None:
    added = await add(each_database, chat=GROUP, message="7")

    await write(each_database, Ideas, lambda store: store.move(GROUP, ELSEWHERE))

    moved = await read(each_database, Ideas, lambda store: store.get(added.id))
    assert (moved.chat, moved.message) == (ELSEWHERE, None)


async def test_what_is_due_is_asked_for_once(each_database: OpenDatabase) -> None:
    added = await add(each_database)
    assert await read(each_database, Ideas, lambda store: store.next_due(NOON)) == DUE
    assert await read(each_database, Ideas, lambda store: store.due(after(days=20), 10)) == []
    assert await read(each_database, Ideas, lambda store: store.due(DUE, 10)) == [added]

    await save(each_database, replace(added, due=None))

    assert await read(each_database, Ideas, lambda store: store.due(DUE, 10)) == []


async def test_a_community_counts_its_own(each_database: OpenDatabase) -> None:
    here = await a_community(each_database)
    adopted = await add(each_database, community=here)
    await add(each_database, community=here)
    await add(each_database)
    await save(each_database, replace(adopted, answer=Answer.ADOPTED, answered_at=after(days=2), due=None))

    late = await read(each_database, Ideas, lambda store: store.tally(here, after(days=1), DUE))

    assert late == Tally(made=0, answered=1, adopted=1, open_now=1, late=1)
    assert await read(each_database, Ideas, lambda store: store.tally(here, NOON, NOON)) == Tally(
        made=2, answered=1, adopted=1, open_now=1, late=0
    )
