from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.community import Account, Duty, Person, PersonId, Place, PlaceId, PlaceKind, Role
from bot.dialogs import Dialog, Dialogs
from bot.features.digests.store import Digests
from bot.features.roster.model import Table
from bot.features.roster.store import Invitation, Invitations, Register
from bot.features.tickets.model import Source, Spot, State, Ticket, TicketId
from bot.features.tickets.store import Tickets
from bot.stores import People, Places
from storage.engine import OpenDatabase
from tests.storage.builders import GROUP, LI, NOON, WANG, after, read, write


async def person(database: OpenDatabase, name: str, *accounts: Account) -> Person:
    new = Person(id=PersonId(0), name=name, accounts=accounts)
    added: Person = await write(database, People, lambda store: store.add(new))
    return added


async def place(database: OpenDatabase, name: str, kind: PlaceKind = PlaceKind.COMMUNITY, **above: Any) -> Place:
    new = Place(id=PlaceId(0), kind=kind, name=name, **above)
    added: Place = await write(database, Places, lambda store: store.add(new))
    return added


# ---- the register ----


async def test_a_community_has_all_its_places_also_retired_ones(each_database: OpenDatabase) -> None:
    community = await place(each_database, "Lakeside")
    grid = await place(each_database, "North", PlaceKind.GRID, community=community.id)
    gone = await place(each_database, "3", PlaceKind.BUILDING, community=community.id, grid=grid.id)
    gone = replace(gone, retired=True)
    await write(each_database, Places, lambda store: store.save(gone))
    await place(each_database, "Hillside")

    found = await read(each_database, Register, lambda store: store.places_of(community.id))

    assert found == [community, grid, gone]


async def test_what_a_table_said_is_kept_by_table_and_replaced_at_its_places(each_database: OpenDatabase) -> None:
    here, there = await place(each_database, "Here"), await place(each_database, "There")
    wang, li = await person(each_database, "Wang", WANG), await person(each_database, "Li", LI)
    staff = Duty(person=wang.id, role=Role.STAFF, place=here.id)
    lead = Duty(person=li.id, role=Role.SECRETARY, place=here.id)
    far = Duty(person=li.id, role=Role.STAFF, place=there.id)

    await write(
        each_database, Register, lambda store: store.say(Table.PEOPLE, [staff, far], within=[here.id, there.id])
    )
    await write(each_database, Register, lambda store: store.say(Table.PLACES, [staff], within=[here.id]))
    await write(each_database, Register, lambda store: store.say(Table.PEOPLE, [lead, staff], within=[here.id]))

    both = [here.id, there.id]
    assert await read(each_database, Register, lambda store: store.said(Table.PEOPLE, both)) == [far, lead, staff]
    assert await read(each_database, Register, lambda store: store.said(Table.PLACES, both)) == [staff]


async def test_duties_are_found_by_place(each_database: OpenDatabase) -> None:
    here = await place(each_database, "Here")
    wang = await person(each_database, "Wang", WANG)
    duty = Duty(person=wang.id, role=Role.STAFF, place=here.id)
    await write(each_database, People, lambda store: store.set_duties([duty], within=[here.id]))

    assert await read(each_database, Register, lambda store: store.duties_at([here.id])) == [duty]
    assert await read(each_database, Register, lambda store: store.duties_at([])) == []


# ---- two persons who are one ----


def ticket(reporter: PersonId, assignee: PersonId | None, message: str) -> Ticket:
    return Ticket(
        id=TicketId(0),
        reporter=reporter,
        source=Source(chat=GROUP, message=message, is_private=False),
        words="the lamp is out",
        public_words="the lamp is out",
        spot=Spot(),
        state=State.ASSIGNED,
        opened_at=NOON,
        category=None,
        urgency="normal",
        danger=None,
        assignee=assignee,
    )


async def test_everything_of_the_second_person_becomes_the_firsts(each_database: OpenDatabase) -> None:
    kept, gone = await person(each_database, "Wang", WANG), await person(each_database, "W", LI)
    here = await place(each_database, "Here")
    called = await write(each_database, Tickets, lambda store: store.add(ticket(gone.id, None, "1")))
    held = await write(each_database, Tickets, lambda store: store.add(ticket(kept.id, gone.id, "2")))
    duty = Duty(person=gone.id, role=Role.STAFF, place=here.id)
    await write(each_database, People, lambda store: store.set_duties([duty], within=[here.id]))

    await write(each_database, Register, lambda store: store.merge(kept.id, gone.id))

    owner = await read(each_database, People, lambda store: store.by_account(LI))
    assert (owner.id, set(owner.accounts)) == (kept.id, {WANG, LI})
    assert (await read(each_database, Tickets, lambda store: store.get(called.id))).reporter == kept.id
    assert (await read(each_database, Tickets, lambda store: store.get(held.id))).assignee == kept.id
    assert await read(each_database, People, lambda store: store.duties(kept.id)) == [
        Duty(person=kept.id, role=Role.STAFF, place=here.id)
    ]
    with pytest.raises(LookupError):
        await read(each_database, People, lambda store: store.get(gone.id))


async def open_dialog(database: OpenDatabase, dialog: Dialog) -> None:
    await write(database, Dialogs, lambda store: store.open(dialog))


async def subscribe(database: OpenDatabase, where: Place, reader: Person) -> None:
    await write(database, Digests, lambda store: store.subscribe(where.id, reader.id))


async def test_what_a_person_has_only_once_stays_the_firsts(each_database: OpenDatabase) -> None:
    kept, gone = await person(each_database, "Wang", WANG), await person(each_database, "W", LI)
    here = await place(each_database, "Here")
    for somebody, value in ((gone, "theirs"), (kept, "ours")):
        asked = Dialog(chat=GROUP, person=somebody.id, kind="x", value=value, expires_at=after(hours=1))
        await open_dialog(each_database, asked)
        await subscribe(each_database, here, somebody)

    await write(each_database, Register, lambda store: store.merge(kept.id, gone.id))

    dialog = await read(each_database, Dialogs, lambda store: store.at(GROUP, kept.id, NOON))
    assert dialog.value == "ours"
    assert await read(each_database, Digests, lambda store: store.subscribers(here.id)) == [kept.id]


# ---- invitations ----


async def keep(database: OpenDatabase, invitation: Invitation) -> None:
    await write(database, Invitations, lambda store: store.save(invitation))


async def miss(database: OpenDatabase, account: Account, minutes: int) -> None:
    at = after(minutes=minutes)
    await write(database, Invitations, lambda store: store.miss(account, at, forget_before=at - timedelta(hours=1)))


async def test_an_invitation_comes_out_as_it_went_in(each_database: OpenDatabase) -> None:
    wang = await person(each_database, "Wang")
    invitation = Invitation(code="ABCDEFGH23", person=wang.id, made_at=NOON)
    await keep(each_database, invitation)

    assert await read(each_database, Invitations, lambda store: store.at("ABCDEFGH23")) == invitation
    assert await read(each_database, Invitations, lambda store: store.open_for(wang.id)) == invitation
    assert await read(each_database, Invitations, lambda store: store.at("ABCDEFGH24")) is None


async def test_a_used_invitation_is_not_open_and_cannot_be_withdrawn(each_database: OpenDatabase) -> None:
    wang = await person(each_database, "Wang")
    used = Invitation(code="ABCDEFGH23", person=wang.id, made_at=NOON, used_at=after(minutes=1))
    unused = Invitation(code="ABCDEFGH24", person=wang.id, made_at=NOON)
    for invitation in (used, unused):
        await keep(each_database, invitation)

    await write(each_database, Invitations, lambda store: store.withdraw(wang.id))

    assert await read(each_database, Invitations, lambda store: store.open_for(wang.id)) is None
    assert await read(each_database, Invitations, lambda store: store.at(used.code)) == used


async def test_wrong_codes_are_counted_by_account_and_forgotten(each_database: OpenDatabase) -> None:
    for account, minutes in ((WANG, 0), (WANG, 30), (LI, 31), (WANG, 80)):
        await miss(each_database, account, minutes)

    async def misses(account: Account, since: int) -> int:
        count: int = await read(each_database, Invitations, lambda store: store.misses(account, after(minutes=since)))
        return count

    assert await misses(WANG, 0) == 2
    assert await misses(WANG, 80) == 1
    assert await misses(LI, 0) == 1
