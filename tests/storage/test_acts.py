"""What people may take back, as it is remembered for some minutes."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from bot.community import PersonId
from bot.features.undo.model import Act, What
from bot.features.undo.store import Acts
from storage.engine import OpenDatabase
from tests.storage.builders import NOON, after, read, write
from tests.storage.test_watches import person, ticket


async def add(database: OpenDatabase, *acts: Act) -> None:
    for act in acts:
        await write(database, Acts, partial(_add, act))


async def _add(act: Act, store: Acts) -> None:
    await store.add(act, forget_before=after(minutes=-10))


async def last(database: OpenDatabase, who: PersonId) -> Sequence[Act]:
    found: Sequence[Act] = await read(database, Acts, lambda store: store.last(who, after(minutes=-10)))
    return [replace(act, id=0) for act in found]


async def test_what_one_press_did_comes_together_the_latest_first(each_database: OpenDatabase) -> None:
    wang = await person(each_database, "Wang")
    number = await ticket(each_database, wang, "7", 1)
    before = Act(id=0, person=wang, what=What.ME_TOO, ticket=number, at=after(minutes=-2), cause="c:1")
    rated = Act(id=0, person=wang, what=What.RATED, ticket=number, at=NOON, cause="m:2", before=3)
    fixed = Act(id=0, person=wang, what=What.FIXED, ticket=number, at=NOON, cause="m:2")

    await add(each_database, before, rated, fixed)
    assert await last(each_database, wang) == [fixed, rated]
    found = await read(each_database, Acts, lambda store: store.last(wang, after(minutes=-10)))
    await write(each_database, Acts, lambda store: store.remove(found))

    assert await last(each_database, wang) == [before]


async def test_nobody_is_given_what_somebody_else_did_or_what_is_too_old(each_database: OpenDatabase) -> None:
    wang, li = await person(each_database, "Wang"), await person(each_database, "Li")
    number = await ticket(each_database, wang, "7", 1)
    old = Act(id=0, person=wang, what=What.FIXED, ticket=number, at=after(minutes=-11), cause="c:1")

    await add(each_database, old)

    assert await last(each_database, wang) == []
    assert await last(each_database, li) == []


async def test_what_is_too_old_is_forgotten_when_another_act_is_kept(each_database: OpenDatabase) -> None:
    wang, li = await person(each_database, "Wang"), await person(each_database, "Li")
    number = await ticket(each_database, wang, "7", 1)
    old = Act(id=0, person=wang, what=What.FIXED, ticket=number, at=after(minutes=-11), cause="c:1")
    new = Act(id=0, person=li, what=What.ME_TOO, ticket=number, at=NOON, cause="c:2")

    await add(each_database, old, new)

    assert await read(each_database, Acts, lambda store: store.last(wang, after(days=-1))) == []
