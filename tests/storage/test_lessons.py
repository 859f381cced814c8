"""What was learnt about our reading, as it is remembered; and tickets that somebody was unhappy with."""

from bot.community import PlaceId
from bot.features.learning.model import Tally
from bot.features.learning.store import Lessons
from bot.features.moods.store import Moods
from storage.engine import OpenDatabase
from tests.storage.builders import NOON, after, read, write
from tests.storage.subjects import a_ticket


async def test_each_word_is_counted_once_a_line(each_database: OpenDatabase) -> None:
    await write(each_database, Lessons, lambda lessons: lessons.count(["坏了", "不亮", "坏了"], is_call=True))
    await write(each_database, Lessons, lambda lessons: lessons.count(["坏了"], is_call=False))

    counted = await read(each_database, Lessons, lambda lessons: lessons.tallies())

    assert {(one.word, one.taken, one.dropped) for one in counted} == {("不亮", 1, 0), ("坏了", 1, 1)}
    assert all(isinstance(one, Tally) for one in counted)


async def test_words_go_when_their_time_has_come_unless_they_are_kept(each_database: OpenDatabase) -> None:
    first, second = await a_ticket(each_database), await a_ticket(each_database)
    await write(each_database, Lessons, lambda lessons: lessons.wipe_at(first, after(minutes=10)))
    await write(each_database, Lessons, lambda lessons: lessons.wipe_at(second, after(minutes=5)))
    await write(each_database, Lessons, lambda lessons: lessons.wipe_at(second, after(minutes=12)))

    assert await read(each_database, Lessons, lambda lessons: lessons.next_due(NOON)) == after(minutes=10)
    assert await read(each_database, Lessons, lambda lessons: lessons.due(after(minutes=10))) == [first]
    await write(each_database, Lessons, lambda lessons: lessons.keep(first))
    assert await read(each_database, Lessons, lambda lessons: lessons.due(after(minutes=20))) == [second]


async def test_marked_tickets_come_the_latest_first(each_database: OpenDatabase) -> None:
    first, second = await a_ticket(each_database), await a_ticket(each_database)
    await write(each_database, Moods, lambda moods: moods.mark(first, NOON))
    await write(each_database, Moods, lambda moods: moods.mark(second, after(minutes=1)))
    await write(each_database, Moods, lambda moods: moods.mark(first, after(minutes=2)))

    assert await read(each_database, Moods, lambda moods: moods.marked(None, NOON)) == [first, second]
    assert await read(each_database, Moods, lambda moods: moods.marked(None, after(minutes=2))) == [first]
    assert await read(each_database, Moods, lambda moods: moods.marked(PlaceId(1), NOON)) == []
