"""Lines of group talk that may be calls."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from bot.community import ChatRef, Person, PersonId
from bot.features.suggestions.model import HELD, Suggestion, SuggestionId, SuggestionState
from bot.features.suggestions.store import Heard, Suggestions
from bot.stores import People
from storage.engine import OpenDatabase
from tests.storage.builders import GROUP, NOON, TOPIC, after, read, write

ELSEWHERE = ChatRef("telegram", "huying_bot", "-1002")
LATER = after(minutes=11)


async def person(database: OpenDatabase, name: str = "Wang Fang") -> PersonId:
    added: Person = await write(database, People, lambda people: people.add(Person(id=PersonId(0), name=name)))
    return added.id


async def add(database: OpenDatabase, who: PersonId, message: str = "7", **more: Any) -> Suggestion:
    line: dict[str, Any] = {
        "id": SuggestionId(0),
        "chat": GROUP,
        "message": message,
        "person": who,
        "words": "the lamp is out",
        "at": NOON,
        "due": NOON + HELD,
    }
    added: Suggestion = await write(database, Suggestions, lambda store: store.add(Suggestion(**{**line, **more})))
    return added


async def save(database: OpenDatabase, changed: Suggestion) -> None:
    await write(database, Suggestions, lambda store: store.save(changed))


async def due(database: OpenDatabase, now: datetime, limit: int = 10) -> list[str | None]:
    found = await read(database, Suggestions, lambda store: store.due(now, limit))
    return [suggestion.message for suggestion in found]


async def test_a_suggestion_comes_out_as_it_went_in(each_database: OpenDatabase) -> None:
    wang, li = await person(each_database), await person(each_database, "Li Ming")

    added = await add(each_database, wang, chat=TOPIC, worker=li, asked_at=LATER, state=SuggestionState.ASKED)

    assert await read(each_database, Suggestions, lambda store: store.get(added.id)) == added
    assert (added.chat, added.worker, added.asked_at) == (TOPIC, li, LATER)


async def test_one_message_is_one_suggestion(each_database: OpenDatabase) -> None:
    wang = await person(each_database)
    first = await add(each_database, wang)

    second = await add(each_database, wang, words="once more")

    assert second == first


async def test_an_unknown_one_is_none(each_database: OpenDatabase) -> None:
    assert await read(each_database, Suggestions, lambda store: store.get(SuggestionId(99))) is None


async def test_what_is_changed_is_kept(each_database: OpenDatabase) -> None:
    added = await add(each_database, await person(each_database))
    wiped = replace(added, words="", due=None, state=SuggestionState.DROPPED)

    await save(each_database, wiped)

    assert await read(each_database, Suggestions, lambda store: store.get(added.id)) == wiped


async def test_lines_are_due_when_their_time_is_over_the_longest_first(each_database: OpenDatabase) -> None:
    wang = await person(each_database)
    await add(each_database, wang, "8", due=NOON + timedelta(minutes=9))
    await add(each_database, wang, "7", due=NOON + timedelta(minutes=5))
    await add(each_database, wang, "9", due=None)

    assert await due(each_database, NOON) == []
    assert await due(each_database, NOON + timedelta(minutes=5)) == ["7"]
    assert await due(each_database, LATER) == ["7", "8"]
    assert await due(each_database, LATER, limit=1) == ["7"]
    assert await read(each_database, Suggestions, lambda store: store.next_due(NOON)) == NOON + timedelta(minutes=5)
    assert await read(each_database, Suggestions, lambda store: store.next_due(LATER)) is None


async def test_whoever_was_asked_counts_as_asked_whatever_came_of_it(each_database: OpenDatabase) -> None:
    wang, zhao = await person(each_database), await person(each_database, "Zhao")
    added = await add(each_database, wang)
    await save(each_database, replace(added, due=None, asked_at=LATER, state=SuggestionState.DROPPED))
    await add(each_database, zhao, "8")

    async def asked(who: PersonId, start: datetime) -> bool:
        found: bool = await read(each_database, Suggestions, lambda store: store.asked_since(who, start))
        return found

    assert [await asked(wang, NOON), await asked(wang, LATER + timedelta(seconds=1)), await asked(zhao, NOON)] == [
        True,
        False,
        False,
    ]


async def test_undecided_lines_are_counted_in_their_chats_whatever_the_thread(each_database: OpenDatabase) -> None:
    wang = await person(each_database)
    states = [*SuggestionState]
    for number, state in enumerate(states):
        await add(each_database, wang, str(number), state=state)
    await add(each_database, wang, "topic", chat=TOPIC)
    await add(each_database, wang, "there", chat=ELSEWHERE)
    await add(each_database, wang, "before", at=NOON - timedelta(days=2))

    counted = await read(each_database, Suggestions, lambda store: store.undecided([GROUP], NOON))

    over = {SuggestionState.RECORDED, SuggestionState.DROPPED, SuggestionState.JOINED, SuggestionState.UNSURE}
    assert counted == len(states) - len(over) + 1


async def test_the_last_line_of_a_person_there_is_found_while_it_has_words(each_database: OpenDatabase) -> None:
    wang = await person(each_database)
    await add(each_database, wang, "7")
    second = await add(each_database, wang, "8", at=after(seconds=20))
    await add(each_database, wang, "9", chat=ELSEWHERE, at=after(seconds=30))

    found = await read(each_database, Heard, lambda heard: heard.last_of(GROUP, wang, NOON))
    late = await read(each_database, Heard, lambda heard: heard.last_of(GROUP, wang, after(seconds=21)))
    await save(each_database, replace(second, words="", due=None))

    assert (found, late) == (second, None)
    left = await read(each_database, Heard, lambda heard: heard.last_of(GROUP, wang, after(seconds=1)))
    assert left is None


async def test_lines_that_wait_for_an_opinion_are_told_oldest_first(each_database: OpenDatabase) -> None:
    wang = await person(each_database)
    first = await add(each_database, wang, "7", state=SuggestionState.UNSURE)
    await add(each_database, wang, "8")
    third = await add(each_database, wang, "9", state=SuggestionState.UNSURE)

    assert await read(each_database, Heard, lambda heard: heard.unsure(5)) == [first, third]


async def test_lines_follow_a_chat_that_moves_and_forget_its_message_ids(each_database: OpenDatabase) -> None:
    wang = await person(each_database)
    first = await add(each_database, wang)
    second = await add(each_database, wang, "8", chat=TOPIC)
    other = await add(each_database, wang, "8", chat=ELSEWHERE)
    new = ChatRef("telegram", "huying_bot", "-2001")

    await write(each_database, Suggestions, lambda store: store.move(GROUP, new))

    async def now_at(suggestion: Suggestion) -> Suggestion:
        found: Suggestion = await read(each_database, Suggestions, lambda store: store.get(suggestion.id))
        return found

    assert await now_at(first) == replace(first, chat=new, message=None)
    assert (await now_at(second)).chat == ChatRef("telegram", "huying_bot", "-2001", "7")
    assert await now_at(other) == other
    # Another line may have that number in the new chat.
    assert (await add(each_database, wang, chat=new)).id not in {first.id, second.id}
