"""Persons, their accounts on the networks, and what they are at which place."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Row,
    Select,
    Table,
    Text,
    bindparam,
    delete,
    exists,
    insert,
    or_,
    select,
    update,
)

from bot.community import Account, Duty, Home, Person, PersonId, PlaceId, Role
from storage.connection import Connection
from storage.memory import Subject
from storage.places import inside, places
from storage.schema import metadata
from storage.types import Words
from storage.versions import changed, facts_of, remembered

persons = Table(
    "persons",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Words, nullable=False),
    Column("language", Text),
    Column("home", ForeignKey("places.id")),
    Column("unit", Words),
    Column("room", Words),
    Column("phone", Words),
    Column("in_roster", Boolean, nullable=False),
)
Index("ix_persons_name", persons.c.name)
Index("ix_persons_home", persons.c.home)

accounts = Table(
    "accounts",
    metadata,
    Column("channel", Text, nullable=False),
    Column("account", Words, nullable=False),
    Column("person", ForeignKey("persons.id"), nullable=False),
    # The order of linking.
    Column("position", Integer, nullable=False),
    Column("reachable", Boolean, nullable=False),
    # Our account that this one is in touch with.
    Column("met_by", Text),
    PrimaryKeyConstraint("channel", "account"),
)
Index("ix_accounts_person", accounts.c.person)

duties = Table(
    "duties",
    metadata,
    # Ids grow in the roster's order.
    Column("id", Integer, primary_key=True),
    Column("person", ForeignKey("persons.id"), nullable=False),
    Column("role", Text, nullable=False),
    Column("place", ForeignKey("places.id")),
)
Index("ix_duties_person", duties.c.person)
Index("ix_duties_place", duties.c.place, duties.c.role)


def _with_accounts() -> Select[Any]:
    """One row per account of a person, or one without account."""
    linked = persons.outerjoin(accounts, accounts.c.person == persons.c.id)
    return select(persons, accounts.c.channel, accounts.c.account, accounts.c.reachable, accounts.c.met_by).select_from(
        linked
    )


_BY_ID = _with_accounts().where(persons.c.id == bindparam("person")).order_by(accounts.c.position)
_owner = select(accounts.c.person).where(
    accounts.c.channel == bindparam("of_channel"), accounts.c.account == bindparam("of_account")
)
_BY_ACCOUNT = _with_accounts().where(persons.c.id == _owner.scalar_subquery()).order_by(accounts.c.position)
_by_name = _with_accounts().where(persons.c.name == bindparam("named"), persons.c.in_roster.is_(True))
_NAMED = _by_name.order_by(persons.c.id, accounts.c.position)
_serves = exists().where(
    duties.c.person == persons.c.id,
    duties.c.place == places.c.id,
    or_(places.c.id == bindparam("area"), inside(bindparam("area"))),
)
_NAMED_IN = _by_name.where(_serves).order_by(persons.c.id, accounts.c.position)
_holding = _with_accounts().join(duties, duties.c.person == persons.c.id).where(duties.c.role == bindparam("held"))
_HOLDERS = _holding.where(duties.c.place == bindparam("at")).order_by(duties.c.id, accounts.c.position)
_HOLDERS_ANYWHERE = _holding.where(duties.c.place.is_(None)).order_by(duties.c.id, accounts.c.position)
_DUTIES = select(duties).where(duties.c.person == bindparam("held_by")).order_by(duties.c.id)
_ADD = insert(persons).returning(persons.c.id)
_SAVE = update(persons).where(persons.c.id == bindparam("saved"))
_LINK = insert(accounts)
_UNLINK = delete(accounts).where(accounts.c.person == bindparam("unlinked"))
_GIVE = insert(duties)


class SqlPeople:
    """Answers `bot.stores.People`.

    The people of the roster are remembered between transactions, the others as long as this one lasts.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def get(self, person: PersonId) -> Person:
        """The person.

        Raises:
            LookupError: there is none with this id.
        """
        found = await self._known(person) or await self._met(_BY_ID, {"person": person})
        if found is None:
            raise LookupError(f"no person has the id {person}")
        return found

    async def by_account(self, account: Account) -> Person | None:
        """Whose account this is."""
        asked = {"of_channel": account.channel, "of_account": account.id}
        return await self._known(account) or await self._met(_BY_ACCOUNT, asked)

    async def add(self, person: Person) -> Person:
        """Keep a new person under the next id."""
        number = (await self._connection.execute(_ADD, _values(person))).scalar_one()
        added = replace(person, id=PersonId(number))
        await self._link(added)
        if added.in_roster:
            await changed(self._connection, Subject.PEOPLE)
        await self._meet(added)
        return added

    async def save(self, person: Person) -> None:
        """Keep a changed person. An account of somebody else must be taken from there first."""
        known = await self.get(person.id)
        await self._connection.execute(_SAVE, {**_values(person), "saved": person.id})
        if _linked(known) != _linked(person):
            await self._connection.execute(_UNLINK, {"unlinked": person.id})
            await self._link(person)
        if known.in_roster or person.in_roster or await self.duties(person.id):
            await changed(self._connection, Subject.PEOPLE)
        self._connection.known.met.clear()
        await self._meet(person)

    async def _link(self, person: Person) -> None:
        if person.accounts:
            await self._connection.execute(_LINK, list(_account_rows(person)))

    async def named(self, name: str, *, community: PlaceId | None = None) -> Sequence[Person]:
        """Persons of the roster with this name; with a community, those who have a duty in it."""
        if community is None:
            return await self._persons(_NAMED, {"named": name})
        return await self._persons(_NAMED_IN, {"named": name, "area": community})

    async def duties(self, person: PersonId) -> Sequence[Duty]:
        """What this person is, in the roster's order."""
        known = await facts_of(self._connection, Subject.PEOPLE)
        held: Sequence[Duty] | None = known.get(("duties", person))
        if held is None:
            held = [_duty(row) for row in await self._connection.execute(_DUTIES, {"held_by": person})]
            # Everybody who ever spoke would fill the memory with nothing.
            if held:
                known["duties", person] = held
        return held

    async def holders(self, role: Role, place: PlaceId | None) -> Sequence[Person]:
        """Who holds this role at exactly this place, in the roster's order."""
        asked = partial(self._holders, role, place)
        return await remembered(self._connection, Subject.PEOPLE, (role, place), asked)

    async def _holders(self, role: Role, place: PlaceId | None) -> Sequence[Person]:
        if place is None:
            return await self._persons(_HOLDERS_ANYWHERE, {"held": role})
        return await self._persons(_HOLDERS, {"held": role, "at": place})

    async def set_duties(self, duties_now: Sequence[Duty], *, within: Sequence[PlaceId]) -> None:
        """Replace all duties at these places. Duties elsewhere or everywhere are added where they are not held yet."""
        await self._connection.execute(delete(duties).where(duties.c.place.in_(within)))
        await changed(self._connection, Subject.PEOPLE)
        for duty in dict.fromkeys(duties_now):
            if duty.place in within or duty not in await self.duties(duty.person):
                values = {"person": duty.person, "role": duty.role, "place": duty.place}
                await self._connection.execute(_GIVE, values)
                self._connection.known.forget(Subject.PEOPLE)

    async def _known(self, key: PersonId | Account) -> Person | None:
        """The person with this id or account, if that needs no question."""
        found: Person | None = (await facts_of(self._connection, Subject.PEOPLE)).get(key)
        return found or self._connection.known.met.get(key)

    async def _met(self, wanted: Select[Any], values: dict[str, Any]) -> Person | None:
        """The person whom the statement finds, remembered for the next time."""
        found = await self._persons(wanted, values)
        if not found:
            return None
        await self._meet(found[0])
        return found[0]

    async def _meet(self, person: Person) -> None:
        kept = await facts_of(self._connection, Subject.PEOPLE) if person.in_roster else self._connection.known.met
        kept.update(dict.fromkeys((person.id, *person.accounts), person))

    async def _persons(self, wanted: Select[Any], values: dict[str, Any]) -> list[Person]:
        found: dict[int, list[Row[Any]]] = {}
        for row in await self._connection.execute(wanted, values):
            found.setdefault(row.id, []).append(row)
        return [_person(rows) for rows in found.values()]


def _linked(person: Person) -> tuple[object, ...]:
    return person.accounts, person.reachable, person.met_by


def _values(person: Person) -> dict[str, Any]:
    home = person.home
    return {
        "name": person.name,
        "language": person.language,
        "home": home.building if home else None,
        "unit": home.unit if home else None,
        "room": home.room if home else None,
        "phone": person.phone,
        "in_roster": person.in_roster,
    }


def _account_rows(person: Person) -> Iterable[dict[str, Any]]:
    for position, account in enumerate(dict.fromkeys(person.accounts)):
        yield {
            "channel": account.channel,
            "account": account.id,
            "person": person.id,
            "position": position,
            "reachable": account in person.reachable,
            "met_by": person.bot_for(account),
        }


def _person(rows: Sequence[Row[Any]]) -> Person:
    first = rows[0]
    linked = {Account(row.channel, row.account): row for row in rows if row.account is not None}
    return Person(
        id=PersonId(first.id),
        name=first.name,
        accounts=tuple(linked),
        reachable=frozenset(account for account, row in linked.items() if row.reachable),
        met_by=frozenset((account, row.met_by) for account, row in linked.items() if row.met_by is not None),
        language=first.language,
        home=None if first.home is None else Home(building=first.home, unit=first.unit, room=first.room),
        phone=first.phone,
        in_roster=first.in_roster,
    )


def _duty(row: Row[Any]) -> Duty:
    return Duty(person=row.person, role=Role(row.role), place=row.place)
