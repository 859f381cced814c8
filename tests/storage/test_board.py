"""The index of the board and its lists, on both databases."""

from dataclasses import replace
from typing import Any

from bot.community import Person, PersonId, Place, PlaceId, PlaceKind
from bot.features.board.model import Standing, Wish, grams, terms
from bot.features.board.publicity import is_public
from bot.features.board.store import Board
from bot.features.open311.model import Status
from bot.features.open311.model import Wish as Asked
from bot.features.open311.store import Requests
from bot.features.tickets.model import Source, Spot, State, Ticket, TicketId
from bot.features.tickets.store import Tickets
from bot.ports import UnitOfWork
from bot.stores import People, Places
from storage.engine import OpenDatabase
from tests.storage.builders import GROUP, after, read, write

LIFT, LAMP, GAS = "3号楼电梯坏了", "3号楼路灯不亮", "Lift stuck in 4号楼"


async def town(database: OpenDatabase, *words: str, **more: Any) -> tuple[PlaceId, list[Ticket]]:
    """A community in which these were called, one an hour, all of them indexed."""

    async def work(uow: UnitOfWork) -> tuple[PlaceId, list[Ticket]]:
        caller = (await uow.store(People).add(Person(id=PersonId(0), name="王芳"))).id
        place = Place(id=PlaceId(0), kind=PlaceKind.COMMUNITY, name="御城社区")
        area = (await uow.store(Places).add(place)).id
        made = []
        for hour, said in enumerate(words):
            new = Ticket(
                id=TicketId(0),
                reporter=caller,
                source=Source(chat=GROUP, message=f"{area}.{hour}", is_private=False),
                words=said,
                public_words=said,
                spot=Spot(community=area),
                state=State.ASSIGNED,
                opened_at=after(hours=hour),
            )
            kept = await uow.store(Tickets).add(replace(new, **more))
            await uow.store(Board).index(int(kept.id), area, grams(said))
            made.append(kept)
        return area, made

    return await database.write(work)


async def found(database: OpenDatabase, wish: Wish, *private: str, limit: int = 10) -> list[str]:
    tickets = await database.read(lambda uow: uow.store(Board).newest(wish, private, limit))
    return [ticket.public_words for ticket in tickets]


async def open_now(database: OpenDatabase, area: PlaceId, private: tuple[str, ...] = ()) -> int:
    count: int = await read(database, Board, lambda board: board.open_now(area, private))
    return count


FOUND: tuple[tuple[str, list[str]], ...] = (
    ("电梯", [LIFT]),
    ("3号楼", [LAMP, LIFT]),
    ("灯", [LAMP]),
    ("亮", [LAMP]),
    ("楼电梯坏", [LIFT]),
    ("坏电梯", []),
    ("LIFT", [GAS]),
    ("lif", [GAS]),
    ("lift 号楼", [GAS]),
    ("电梯 路灯", []),
    ("!?", []),
    ("", [GAS, LAMP, LIFT]),
)


async def test_words_of_two_signs_are_found(each_database: OpenDatabase) -> None:
    area, _ = await town(each_database, LIFT, LAMP, GAS)

    for looked, hits in FOUND:
        assert await found(each_database, Wish(community=area, words=looked)) == hits, looked


async def test_a_community_finds_its_own_alone(each_database: OpenDatabase) -> None:
    here, _ = await town(each_database, LIFT)
    await town(each_database, LIFT, LIFT)

    assert await found(each_database, Wish(community=here, words="电梯")) == [LIFT]
    assert await found(each_database, Wish(community=here)) == [LIFT]


async def test_a_list_goes_on_where_it_stopped(each_database: OpenDatabase) -> None:
    area, made = await town(each_database, *(f"{number}号楼电梯" for number in range(5)))
    before = int(made[3].id)

    for words in ("", "电梯"):
        assert await found(each_database, Wish(community=area, words=words), limit=2) == ["4号楼电梯", "3号楼电梯"]
        older = Wish(community=area, words=words, before=before)
        assert await found(each_database, older, limit=2) == ["2号楼电梯", "1号楼电梯"]


KEPT_BACK: tuple[tuple[dict[str, Any], tuple[str, ...]], ...] = (
    ({"private": True}, ()),
    ({"source": Source(chat=GROUP, message="x", is_private=True)}, ()),
    ({"danger": "person"}, ()),
    ({"danger": "health"}, ()),
    ({"public_words": ""}, ()),
    ({"state": State.WITHDRAWN}, ()),
    ({"category": "dispute"}, ("dispute", "safety")),
)


async def test_what_a_group_may_not_read_is_found_by_nobody(each_database: OpenDatabase) -> None:
    for kept_back, private in KEPT_BACK:
        area, (ticket,) = await town(each_database, LIFT, **kept_back)

        assert not is_public(ticket, private)
        for words in ("", "电梯"):
            assert await found(each_database, Wish(community=area, words=words), *private) == [], kept_back
        assert await open_now(each_database, area, private) == 0


async def test_what_is_open_and_what_is_done_are_told_apart(each_database: OpenDatabase) -> None:
    area, made = await town(each_database, LIFT, LAMP)
    await write(each_database, Tickets, lambda tickets: tickets.save(replace(made[0], state=State.RESOLVED)))

    assert await found(each_database, Wish(community=area, standing=Standing.OPEN)) == [LAMP]
    assert await found(each_database, Wish(community=area, standing=Standing.DONE)) == [LIFT]
    assert await open_now(each_database, area) == 1


async def test_what_is_not_indexed_any_more_is_not_found(each_database: OpenDatabase) -> None:
    area, (ticket,) = await town(each_database, LIFT)

    await write(each_database, Board, lambda board: board.index(int(ticket.id), area, grams("换了灯")))
    assert await found(each_database, Wish(community=area, words="电梯")) == []

    await write(each_database, Board, lambda board: board.index(int(ticket.id), None, ()))
    assert await found(each_database, Wish(community=area, words="换了")) == []


async def test_the_index_knows_how_far_it_is(each_database: OpenDatabase) -> None:
    assert await each_database.read(lambda uow: uow.store(Board).indexed()) == 0

    await write(each_database, Board, lambda board: board.mark_indexed(7))
    await write(each_database, Board, lambda board: board.mark_indexed(9))

    assert await each_database.read(lambda uow: uow.store(Board).indexed()) == 9


def test_a_wish_of_any_length_asks_for_a_few_terms() -> None:
    assert len(terms("电梯坏了很久没人修" * 100)) <= 12


def test_nothing_is_found_by_signs_alone() -> None:
    assert grams("!?, …") == frozenset()


async def test_programs_read_what_the_board_shows_and_what_was_joined(each_database: OpenDatabase) -> None:
    area, _ = await town(each_database, LIFT, LAMP, category="facility")
    await town(each_database, GAS, private=True)
    here = Asked(community=area, services=("facility", "safety"), status=Status.OPEN, since=after(hours=1), limit=5)

    async def asked(wish: Asked, *private: str) -> list[str]:
        tickets = await each_database.read(lambda uow: uow.store(Requests).found(wish, private))
        return [ticket.public_words for ticket in tickets]

    assert await asked(here) == [LAMP]
    assert await asked(replace(here, until=after(minutes=30), since=None)) == [LIFT]
    assert await asked(replace(here, numbers=(1, 2, 3), status=Status.CLOSED)) == [LAMP, LIFT]
    assert await asked(replace(here, status=Status.CLOSED)) == []
    assert await asked(here, "facility") == []
