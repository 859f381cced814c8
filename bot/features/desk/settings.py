"""Settings that staff change at the desk: each change is kept with who made it and when; the latest one holds."""

from dataclasses import replace
from typing import Final

from bot.community import ChatRef, PersonId, PlaceId
from bot.config_deadlines import URGENCIES
from bot.errors import Refused
from bot.features.desk.applying import apply_all, check_words, read_deadline
from bot.features.desk.model import Change, Kind
from bot.features.desk.store import Changes
from bot.features.duty import service as duty
from bot.features.roster import service as roster_service
from bot.features.roster import views as roster
from bot.features.roster.service import Report, Sheet
from bot.features.roster.views import Absence
from bot.stores import Groups, People, Places
from bot.turn import Turn

LONGEST: Final = 2000


async def reword(turn: Turn, language: str, key: str, words: str) -> None:
    """The bot says this instead; without words it says ours again. Holds for everybody from now on.

    Raises:
        Refused: not an admin, or the words do not fit what the code gives.
    """
    check_admin(turn)
    words = words.replace("\r\n", "\n").strip()
    if words:
        check_words(turn, language, key, words)
    await _keep(turn, Kind.TEXT, f"{language} {key}", words)
    await apply_all(turn)


async def adjust_deadline(turn: Turn, urgency: str, accept: str, resolve: str) -> None:
    """How soon a ticket of this urgency is taken on and solved, in spans (`2h`, `3d`, `5wd`); both empty: ours again.

    Raises:
        Refused: not an admin, or these are no spans.
    """
    check_admin(turn)
    if urgency not in URGENCIES:
        raise Refused("desk.no_urgency")
    value = f"{accept.strip()} {resolve.strip()}".strip()
    if value and read_deadline(value) is None:
        raise Refused("desk.no_span")
    await _keep(turn, Kind.DEADLINE, urgency, value)
    await apply_all(turn)


async def change_roster(turn: Turn, sheets: list[Sheet], *, dry_run: bool) -> Report:
    """What this roster would change; or change it, all or nothing.

    Raises:
        Refused: not an admin.
        RosterProblems: something in the sheets is wrong.
    """
    check_admin(turn)
    report = await roster_service.import_roster(turn, sheets, dry_run=dry_run)
    if not dry_run:
        count = len(report.new) + len(report.changed) + len(report.retired)
        await _keep(turn, Kind.ROSTER, " ".join(report.communities), str(count))
    return report


async def tie_group(turn: Turn, chat: ChatRef, place: PlaceId | None) -> None:
    """Calls of this group belong to that place from now on; None: to none.

    Raises:
        Refused: the group or the place is another community's.
    """
    group = await turn.store(Groups).get(chat)
    if group is None:
        raise Refused("no.old_button")
    for one in {group.place, place} - {None}:
        if one is not None and not await roster.serves(turn, await turn.store(Places).get(one)):
            raise Refused("no.admins_only")
    await turn.store(Groups).save(replace(group, place=place))
    name = "" if place is None else await roster.place_name(turn, place)
    await _keep(turn, Kind.GROUP, group.title, name)


async def put_off_duty(turn: Turn, person: PersonId, substitute: PersonId | None) -> int:
    """This worker is off duty from now on; what is open is handed over. Answers how many tickets went.

    Raises:
        Refused: the worker is another community's.
    """
    await _check_theirs(turn, person)
    gone = await duty.go_off(turn, Absence(person=person, since=turn.now, substitute=substitute))
    await _keep(turn, Kind.DUTY, (await turn.store(People).get(person)).name, "off")
    return gone.count


async def take_back_duty(turn: Turn, person: PersonId) -> None:
    """This worker is on duty again.

    Raises:
        Refused: the worker is another community's.
    """
    await _check_theirs(turn, person)
    await duty.come_back(turn, person)
    await _keep(turn, Kind.DUTY, (await turn.store(People).get(person)).name, "on")


async def _check_theirs(turn: Turn, person: PersonId) -> None:
    theirs = set(await roster.communities_of(turn, person))
    if theirs.isdisjoint(await roster.staffed(turn)):
        raise Refused("no.admins_only")


def check_admin(turn: Turn) -> None:
    """What holds for the whole deployment is for those who are named in the config.

    Raises:
        Refused: the actor is none of them.
    """
    if not turn.is_admin:
        raise Refused("desk.admins_of_config")


async def _keep(turn: Turn, kind: Kind, key: str, value: str) -> None:
    change = Change(id=0, kind=kind, key=key, value=value[:LONGEST], by=turn.person.id, at=turn.now)
    await turn.store(Changes).add(change)
