"""Mediations and what was said in them."""

from dataclasses import replace
from typing import Any

import pytest

from bot.errors import Conflict
from bot.features.mediation.model import Failure, Line, Mediation, MediationId, Stage
from bot.features.mediation.store import Mediations
from storage.engine import OpenDatabase
from tests.storage.builders import NOON, after, read, write
from tests.storage.subjects import a_person, a_ticket

DUE = after(days=3)


async def add(database: OpenDatabase, ticket: int, **more: Any) -> Mediation:
    made: dict[str, Any] = {
        "id": MediationId(0),
        "ticket": ticket,
        "mediator": await a_person(database, "Li Ming"),
        "caller": await a_person(database, "Wang Fang"),
        "other": None,
        "other_name": "the man upstairs",
        "started_at": NOON,
        "due": DUE,
    }
    added: Mediation = await write(database, Mediations, lambda store: store.add(Mediation(**{**made, **more})))
    return added


async def say(database: OpenDatabase, line: Line) -> None:
    await write(database, Mediations, lambda store: store.write(line))


async def test_a_mediation_comes_out_as_it_went_in(each_database: OpenDatabase) -> None:
    ticket = await a_ticket(each_database)

    added = await add(each_database, ticket, caller_says=True, about="noise", talk_until=DUE, rounds=2, agreement="yes")

    assert await read(each_database, Mediations, lambda store: store.get(added.id)) == added
    assert await read(each_database, Mediations, lambda store: store.of_ticket(ticket)) == [added]


async def test_a_ticket_has_one_open_mediation_at_most(each_database: OpenDatabase) -> None:
    ticket = await a_ticket(each_database)
    first = await add(each_database, ticket)

    with pytest.raises(Conflict):
        await add(each_database, ticket)
    over = replace(first, stage=Stage.FAILED, failure=Failure.SILENT, due=None)
    kept = await write(each_database, Mediations, lambda store: store.save(over))
    second = await add(each_database, ticket)

    assert await read(each_database, Mediations, lambda store: store.of_ticket(ticket)) == [kept, second]


async def test_of_two_who_change_it_at_once_the_later_one_begins_again(each_database: OpenDatabase) -> None:
    added = await add(each_database, await a_ticket(each_database))
    await write(each_database, Mediations, lambda store: store.save(replace(added, caller_says=True)))

    with pytest.raises(Conflict):
        await write(each_database, Mediations, lambda store: store.save(replace(added, other_says=False)))


async def test_what_is_due_is_found_and_what_is_over_never(each_database: OpenDatabase) -> None:
    added = await add(each_database, await a_ticket(each_database))
    over = await add(each_database, await a_ticket(each_database), stage=Stage.AGREED, due=None)

    assert over.is_over
    assert await read(each_database, Mediations, lambda store: store.due(after(days=2), 10)) == []
    assert await read(each_database, Mediations, lambda store: store.due(DUE, 10)) == [added]
    assert await read(each_database, Mediations, lambda store: store.next_due(NOON)) == DUE
    assert await read(each_database, Mediations, lambda store: store.next_due(DUE)) is None


async def test_lines_come_in_the_order_in_which_they_were_said(each_database: OpenDatabase) -> None:
    added = await add(each_database, await a_ticket(each_database))
    lines = [
        Line(mediation=added.id, at=NOON, by=added.caller, kind="caller", words="it drips"),
        Line(mediation=added.id, at=NOON, by=None, kind="round", words="both came", round=1),
    ]
    for line in lines:
        await say(each_database, line)

    assert await read(each_database, Mediations, lambda store: store.lines(added.id)) == lines
