"""Importing a roster, and what other features may do with it.

An import reads what stands, makes a plan, and either reports it or carries it out: one turn, all or nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from bot.community import Account, Duty, Person, PersonId, Place, PlaceId
from bot.features.roster import invitations, takeover
from bot.features.roster.draft import draft_of
from bot.features.roster.events import WorkerRetired
from bot.features.roster.model import Area, Fault, Findings, Key, RosterProblems, Sheet, Table
from bot.features.roster.outcome import Outcome
from bot.features.roster.plan import Held, Holder, Plan, as_it_becomes, newcomer, plan_of
from bot.features.roster.report import Invited, Left, Report, describe
from bot.features.roster.rows import read_rows
from bot.features.roster.standing import ABOVE, find_people, known_areas, standing
from bot.features.roster.store import Absence, Absences, Invitations, Register
from bot.features.roster.takeover import Takeover
from bot.features.roster.views import IMPORTED
from bot.features.tickets import views as tickets
from bot.stores import Facts, Groups, People, Places
from bot.turn import Turn
from bot.words import shortened

__all__ = [
    "Fault",
    "Report",
    "RosterProblems",
    "Sheet",
    "describe",
    "end_absence",
    "import_roster",
    "merge_people",
    "note_absence",
]

# More open tickets than one worker ever holds.
MOST_TICKETS: Final = 1000


async def import_roster(turn: Turn, sheets: Sequence[Sheet], *, dry_run: bool = False) -> Report:
    """Make the communities that the sheets name what the sheets say; with `dry_run` only say what that would be.

    Raises:
        RosterProblems: something in the sheets is wrong; nothing was changed.
    """
    findings = Findings()
    rows = read_rows(sheets, turn.setup.bots, findings)
    taken = await takeover.takeovers(turn, rows)
    known = await known_areas(turn, without={place.id for one in taken for place in one.places})
    draft = draft_of(rows, known, findings)
    now = await standing(turn, draft)
    found = await find_people(turn, draft, now, findings)
    if not (findings.problems or draft.communities):
        findings.wrong_sheet(sheets[0], "names no community")
    if findings.problems:
        raise RosterProblems(findings.problems)
    plan = plan_of(draft, now, found, findings)
    report = await _with_strays(turn, plan, taken, await _report(turn, plan, findings, dry_run=dry_run))
    return report if dry_run else replace(report, invitations=await _carry_out(turn, plan, taken))


async def merge_people(turn: Turn, kept: Person, gone: Person) -> Person:
    """Two persons become the first, with everything that any feature keeps of the second."""
    return await invitations.merge(turn, kept, gone)


async def meet_admins(turn: Turn) -> None:
    """The admins named in the config are known before they ever speak: calls and digests go to them from the start."""
    people = turn.store(People)
    for account in sorted(turn.admins):
        if await people.by_account(account) is None:
            await people.add(Person(id=PersonId(0), name=account.id, accounts=(account,)))


async def _report(turn: Turn, plan: Plan, findings: Findings, *, dry_run: bool) -> Report:
    persons = {held.holder.person for held in (*plan.before, *plan.held)} - {None}
    known = {number: await turn.store(People).get(number) for number in persons if number is not None}
    outcome = Outcome(plan, known)
    return Report(
        dry_run=dry_run,
        communities=outcome.communities(),
        counts=outcome.counts(),
        new=tuple(outcome.new()),
        changed=tuple(outcome.changed()),
        retired=tuple(outcome.retired()),
        left=await _left(turn, plan, known),
        warnings=(*findings.warnings, *await _homeless_groups(turn, plan)),
        invitations=tuple(_invited(plan, outcome, number, None) for number in _uninvited(plan)),
    )


async def _with_strays(turn: Turn, plan: Plan, taken: Sequence[Takeover], report: Report) -> Report:
    """The report, with what becomes of communities that `/bind` had made."""
    is_roster = Table.PLACES in plan.draft.tables or await turn.store(Facts).get(IMPORTED) is not None
    astray = await takeover.warnings(turn, taken, plan.draft.communities) if is_roster else []
    return replace(
        report,
        taken=tuple(await takeover.lines(turn, taken)),
        retired=(*report.retired, *takeover.retired(taken)),
        warnings=(*report.warnings, *astray),
    )


async def _left(turn: Turn, plan: Plan, persons: Mapping[PersonId, Person]) -> tuple[Left, ...]:
    """Open tickets of people who lose the place that the ticket is about."""
    left = []
    for person, lost in plan.lost.items():
        for ticket in await tickets.tasks_of(turn, person, MOST_TICKETS):
            around = {ticket.spot.building, ticket.spot.grid, ticket.spot.compound, ticket.spot.community}
            if not lost.isdisjoint(around) and _still(plan, person).isdisjoint(around):
                left.append(
                    Left(
                        number=int(ticket.id),
                        place=await tickets.place_line(turn, ticket),
                        words=shortened(ticket.public_words),
                        worker=persons[person].name,
                    )
                )
    return tuple(left)


def _still(plan: Plan, person: PersonId) -> frozenset[PlaceId]:
    """Where somebody has a duty before and after."""
    keys = {held.place for held in plan.held if held.holder.person == person}
    return frozenset(number for number, key in plan.now.keys.items() if key in keys)


async def _homeless_groups(turn: Turn, plan: Plan) -> Sequence[str]:
    """Groups that are bound to a place which is retired."""
    groups = await turn.store(Groups).bound_to([place.id for place in plan.retired]) if plan.retired else ()
    names = {place.id: place.name for place in plan.retired}
    return [
        f"the group {g.title} is bound to {names[g.place]}, which is retired; bind it again" for g in groups if g.place
    ]


def _uninvited(plan: Plan) -> Sequence[int]:
    """Members who have no account, in the roster or from before."""
    return [number for number in plan.kept if not _accounts(plan, number)]


def _accounts(plan: Plan, number: int) -> Sequence[Account]:
    person = plan.found[number].person
    return (*plan.draft.members[number].accounts, *(person.accounts if person else ()))


def _invited(plan: Plan, outcome: Outcome, number: int, code: str | None) -> Invited:
    role, place = outcome.place_of(number)
    return Invited(name=plan.draft.members[number].name, role=role, place=place, code=code)


async def _carry_out(turn: Turn, plan: Plan, taken: Sequence[Takeover]) -> tuple[Invited, ...]:
    places = await _keep_places(turn, plan)
    people = await _keep_people(turn, plan)
    await _keep_duties(turn, plan, places, people)
    if Table.PLACES in plan.draft.tables:
        await turn.store(Facts).set(IMPORTED, turn.now.isoformat())
    await takeover.carry_out(turn, taken, places)
    for person in plan.leaving:
        await _release(turn, person)
    for person, lost in plan.lost.items():
        await turn.publish(WorkerRetired(person=person, places=lost))
    outcome = Outcome(plan, {})
    invited = []
    for number in _uninvited(plan):
        code = await invitations.invite(turn, people[plan.holder(number)])
        invited.append(_invited(plan, outcome, number, code))
    return tuple(invited)


async def _keep_places(turn: Turn, plan: Plan) -> Mapping[Key, PlaceId]:
    """Make the tree what the areas say. Roots come first, so that a new place finds those above it."""
    store = turn.store(Places)
    ids = {key: place.id for key, place in plan.now.places.items()}
    for key, area in plan.draft.areas.items():
        known = plan.matched.get(key)
        place = _place(area, known, ids)
        if known is None:
            place = await store.add(place)
        elif place != known:
            await store.save(place)
        ids[key] = place.id
    for place in plan.retired:
        await store.save(replace(place, retired=True))
    return ids


def _place(area: Area, known: Place | None, ids: Mapping[Key, PlaceId]) -> Place:
    parent = ids[area.parent] if area.parent else known.parent if known else None
    return Place(
        id=known.id if known else PlaceId(0),
        kind=area.key.kind,
        name=area.name,
        parent=parent,
        community=ids[area.community] if area.community else None,
        compound=ids[area.compound] if area.compound else None,
        grid=ids[area.grid] if area.grid else None,
        aliases=area.aliases,
    )


async def _keep_people(turn: Turn, plan: Plan) -> Mapping[Holder, PersonId]:
    """Everybody whom the tables name, as the roster has them."""
    store = turn.store(People)
    ids = {held.holder: held.holder.person for held in plan.held if held.holder.person is not None}
    for number in plan.kept:
        member, found = plan.draft.members[number], plan.found[number]
        if found.person is None:
            ids[plan.holder(number)] = (await store.add(newcomer(member))).id
            continue
        person = found.person
        for other in found.others:
            person = await invitations.merge(turn, person, other)
        becomes = as_it_becomes(person, member)
        if becomes != person:
            await store.save(becomes)
        if becomes.accounts:
            await turn.store(Invitations).withdraw(becomes.id)
    return ids


async def _keep_duties(
    turn: Turn, plan: Plan, places: Mapping[Key, PlaceId], people: Mapping[Holder, PersonId]
) -> None:
    # Every place of the communities, those that are going and those that have just come.
    new = [places[key] for key in plan.draft.areas if key.kind not in ABOVE]
    within = list(dict.fromkeys([*(place.id for place in plan.now.all), *new]))

    def duties(held: Sequence[Held]) -> list[Duty]:
        return [Duty(person=people[one.holder], role=one.role, place=places[one.place]) for one in held]

    await turn.store(People).set_duties(duties(plan.held), within=within)
    for table, given in plan.given.items():
        await turn.store(Register).say(table, duties(given), within=within)


async def _release(turn: Turn, person: PersonId) -> None:
    """Somebody left the communities: without a duty elsewhere a resident like everybody."""
    if not await turn.store(People).duties(person):
        known = await turn.store(People).get(person)
        await turn.store(People).save(replace(known, in_roster=False))
        await turn.store(Invitations).withdraw(person)


async def note_absence(turn: Turn, absence: Absence) -> None:
    """Somebody is, or will be, off duty; instead of any other absence of theirs."""
    await turn.store(Absences).save(absence)


async def end_absence(turn: Turn, person: PersonId) -> None:
    """Somebody is on duty again."""
    await turn.store(Absences).end(person)
