"""What the roster says to people: who looks after a place, and what somebody looks after."""

from collections.abc import Sequence
from typing import Any, Final

from bot.community import Person, Place, PlaceId, Role
from bot.features.roster import views
from bot.stores import Places
from bot.turn import Turn
from bot.words import shortened

CHOICES: Final = 9
# Who is given tickets; everybody else is only told what we take them for.
_HANDS_ON: Final = frozenset({Role.WORKER, Role.BACKUP, Role.ASSISTANT, Role.GRID_LEAD})


async def welcome(turn: Turn) -> None:
    """Somebody of the roster has come: what they look after. In private only."""
    texts, language = turn.setup.texts, turn.language_of(turn.person)
    duties = await turn.duties()
    hands_on = [duty for duty in duties if duty.role in _HANDS_ON]
    lines = []
    for duty in hands_on or duties:
        place = await views.place_name(turn, duty.place)
        role = texts.word(f"role.{duty.role}", language)
        lines.append(place if duty.role is Role.WORKER else texts.word("intro.duty", language, place=place, role=role))
    separator = texts.word("intro.between", language)
    key = "intro.worker" if hands_on else "intro.member"
    turn.whisper(key, worker=turn.person.name, place=separator.join(dict.fromkeys(lines)))


async def say_who(turn: Turn, place: PlaceId | None) -> None:
    """Worker, building lead and desk of a place; the desk's telephone in private alone."""
    where = await turn.store(Places).get(place) if place is not None else None
    known = await views.responsible(turn, where)
    lead = [] if where is None else list(await views.leads(turn, where))
    texts, language = turn.setup.texts, turn.language
    lines = [await views.place_name(turn, place)] if place is not None else []
    if known.worker is not None:
        lines.append(texts.word("dm.who.worker", language, worker=known.worker.name))
    elif known.backup is not None:
        lines.append(texts.word("dm.who.backup", language, worker=known.backup.name))
    if lead:
        lines.append(texts.word("dm.who.lead", language, who=_names(turn, lead)))
    if known.desk:
        lines.append(_desk(turn, known.desk))
    if not (known.worker or known.backup or known.desk):
        lines.append(texts.word("dm.who.nobody", language))
    say(turn, "dm.who", lines="\n".join(lines))


async def ask_which(turn: Turn, places: Sequence[Place], action: str, words: str) -> None:
    """Several buildings are called so: a button for each. More than nine are sooner written than found."""
    shown = places[:CHOICES]
    buttons = [(await views.place_label(turn, place, places), (action, str(place.id))) for place in shown]
    turn.choose("home.which", buttons, short=shortened(words), count=len(places))


def say(turn: Turn, key: str, **values: Any) -> None:
    """A message where it happened, also after a press: what people want to read again does not fit a toast."""
    if turn.press is None:
        turn.answer(key, **values)
    else:
        turn.outbox.post(turn.here, turn.compose(key, turn.language, **values))


def _desk(turn: Turn, desk: Sequence[Person]) -> str:
    """The first at the desk with a telephone, in private; else the first."""
    texts, language = turn.setup.texts, turn.language
    with_phone = [person for person in desk if person.phone and turn.is_private]
    person = (with_phone or list(desk))[0]
    if with_phone:
        return texts.word("dm.who.desk_phone", language, who=person.name, phone=person.phone)
    return texts.word("dm.who.desk", language, who=person.name)


def _names(turn: Turn, people: Sequence[Person]) -> str:
    return turn.setup.texts.word("intro.between", turn.language).join(person.name for person in people)
