"""Whistles, and what follows them."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest

from bot.community import Person, PersonId, Place, PlaceId, PlaceKind
from bot.features.departments.model import Department, DepartmentId, Kind
from bot.features.departments.store import Departments
from bot.features.tickets.model import Source, Spot, Ticket, TicketId
from bot.features.tickets.model import State as TicketState
from bot.features.tickets.store import Tickets
from bot.features.whistles.model import Link, Part, Score, State, Visit, Whistle, WhistleId
from bot.features.whistles.store import Links, Scores, Visits, Whistles
from bot.stores import People, Places
from storage.engine import OpenDatabase
from tests.storage.builders import GROUP, NOON, after, read, write


@dataclass(kw_only=True)
class Town:
    """Two tickets in two communities, one department, one person."""

    database: OpenDatabase
    here: PlaceId
    there: PlaceId
    ticket: int
    other: int
    department: DepartmentId
    person: PersonId

    async def whistle(self, **more: Any) -> Whistle:
        """A kept whistle with everything filled in that a test does not care about."""
        new: dict[str, Any] = {
            "id": WhistleId(0),
            "ticket": self.ticket,
            "department": self.department,
            "part": Part.LEAD,
            "reason": "close the valve",
            "called_by": self.person,
            "called_at": NOON,
            "state": State.DELIVERED,
            "next_due": NOON,
        }
        made = Whistle(**{**new, **more})
        added: Whistle = await write(self.database, Whistles, lambda store: store.add(made))
        return added


def adding(thing: object) -> Callable[[Any], Awaitable[Any]]:
    """Keep this new one."""
    return lambda store: store.add(thing)


def saving(thing: object) -> Callable[[Any], Awaitable[Any]]:
    """Keep this changed one."""
    return lambda store: store.save(thing)


@pytest.fixture
async def town(each_database: OpenDatabase) -> Town:
    person: Person = await write(each_database, People, lambda people: people.add(Person(id=PersonId(0), name="Zhao")))
    places = [await _community(each_database, name) for name in ("Yucheng", "Lakeside")]
    numbers = [await _ticket(each_database, place, person.id, str(place)) for place in places]
    water = Department(id=DepartmentId(0), name="Water Station", kind=Kind.DEPARTMENT)
    department: Department = await write(each_database, Departments, lambda store: store.add(water))
    return Town(
        database=each_database,
        here=places[0],
        there=places[1],
        ticket=numbers[0],
        other=numbers[1],
        department=department.id,
        person=person.id,
    )


async def _community(database: OpenDatabase, name: str) -> PlaceId:
    made = Place(id=PlaceId(0), kind=PlaceKind.COMMUNITY, name=name)
    added: Place = await write(database, Places, lambda places: places.add(made))
    return added.id


async def _ticket(database: OpenDatabase, community: PlaceId, reporter: PersonId, message: str) -> int:
    new = Ticket(
        id=TicketId(0),
        reporter=reporter,
        source=Source(chat=GROUP, message=message, is_private=False),
        words="a leak",
        public_words="a leak",
        spot=Spot(community=community),
        state=TicketState.ASSIGNED,
        opened_at=NOON,
    )
    added: Ticket = await write(database, Tickets, lambda tickets: tickets.add(new))
    return int(added.id)


async def test_a_whistle_comes_out_as_it_went_in(town: Town) -> None:
    added = await town.whistle(
        part=Part.HELPER,
        state=State.ENDED,
        span="2h",
        delivered_at=NOON,
        report_due=after(hours=2),
        next_due=None,
        rung=2,
        reported_at=after(hours=1),
        ended_at=after(hours=3),
        end_words="done",
        right_one=town.department,
        refusal="not ours",
        visit_at=after(days=1),
    )

    assert await read(town.database, Whistles, lambda store: store.get(added.id)) == added
    assert await read(town.database, Whistles, lambda store: store.get(WhistleId(99))) is None


async def test_what_is_changed_is_kept(town: Town) -> None:
    added = await town.whistle()
    changed = replace(added, state=State.WITHDRAWN, next_due=None)

    await write(town.database, Whistles, lambda store: store.save(changed))

    assert await read(town.database, Whistles, lambda store: store.of_ticket(town.ticket)) == [changed]


async def test_what_is_owed_is_found_by_department_and_by_community_the_earliest_due_first(town: Town) -> None:
    late = await town.whistle(next_due=after(hours=2))
    early = await town.whistle(ticket=town.other, next_due=after(hours=1))
    await town.whistle(state=State.ENDED, next_due=None)

    async def ids(question: Any) -> list[int]:
        return [one.id for one in await read(town.database, Whistles, question)]

    assert await ids(lambda store: store.open_of([town.department])) == [early.id, late.id]
    assert await ids(lambda store: store.open_of([])) == []
    assert await ids(lambda store: store.open_in(town.here)) == [late.id]
    assert await ids(lambda store: store.open_in(None)) == [early.id, late.id]


async def test_whistles_are_due_when_their_moment_has_come_the_longest_first(town: Town) -> None:
    await town.whistle(next_due=after(minutes=9), reason="second")
    await town.whistle(next_due=after(minutes=5), reason="first")
    await town.whistle(next_due=None, reason="never")

    due = await read(town.database, Whistles, lambda store: store.due(after(minutes=9), 10))

    assert [one.reason for one in due] == ["first", "second"]
    assert await read(town.database, Whistles, lambda store: store.due(after(minutes=4), 10)) == []
    assert await read(town.database, Whistles, lambda store: store.next_due(NOON)) == after(minutes=5)
    assert await read(town.database, Whistles, lambda store: store.next_due(after(minutes=9))) is None


async def test_every_visit_of_a_ticket_is_kept_in_order(town: Town) -> None:
    mine, other = await town.whistle(), await town.whistle(ticket=town.other)
    visits = [Visit(whistle=mine.id, at=after(hours=n), by=town.person, words=f"visit {n}") for n in (2, 1)]
    for visit in (*visits, Visit(whistle=other.id, at=NOON, by=None, words="elsewhere")):
        await write(town.database, Visits, adding(visit))

    found = await read(town.database, Visits, lambda store: store.of_ticket(town.ticket))

    assert found == [(mine, visits[1]), (mine, visits[0])]


async def test_a_score_can_be_changed_and_is_found_by_when_it_counts(town: Town) -> None:
    mine, other = await town.whistle(), await town.whistle(ticket=town.other)
    for whistle, score in ((mine, 2), (mine, 4), (other, 5)):
        given = Score(
            whistle=whistle.id, score=score, why="late", by=town.person, given_at=NOON, counts_at=after(days=3)
        )
        await write(town.database, Scores, saving(given))
    answered = replace(given, whistle=mine.id, score=4, answer="a closed road", answered_at=after(days=1))
    await write(town.database, Scores, lambda store: store.save(answered))

    async def counting(place: PlaceId | None, end: timedelta) -> list[int]:
        found = await read(town.database, Scores, lambda store: store.counting(place, NOON, NOON + end))
        return [score.score for _, score in found]

    assert await read(town.database, Scores, lambda store: store.get(mine.id)) == answered
    assert await counting(town.here, timedelta(days=4)) == [4]
    assert await counting(None, timedelta(days=4)) == [4, 5]
    assert await counting(None, timedelta(days=3)) == []


async def test_a_newer_link_replaces_the_older_and_both_end(town: Town) -> None:
    mine = await town.whistle()
    for token in ("old", "new"):
        link = Link(token_hash=token, whistle=mine.id, made_at=NOON, ends_at=after(days=14))
        await write(town.database, Links, adding(link))

    async def at(token: str, **later: float) -> Link | None:
        found: Link | None = await read(town.database, Links, lambda store: store.at(token, after(**later)))
        return found

    assert await at("old") is None
    assert await at("new") == link
    assert await at("new", days=14) is None
    await write(town.database, Links, lambda store: store.end(mine.id))
    assert await at("new") is None
