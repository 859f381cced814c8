"""The reading of a line, put together from its parts."""

import re
from functools import lru_cache
from typing import Final

from bot.understanding import writing
from bot.understanding.calls import Weighed, weigh
from bot.understanding.categories import Subject, find_subject
from bot.understanding.contacts import find_contacts
from bot.understanding.dangers import Alarm, find_alarm
from bot.understanding.gazetteer import Gazetteer
from bot.understanding.own import OwnWords, in_use
from bot.understanding.places import filled, read_place
from bot.understanding.reading import Category, PlaceParts, Reading, Urgency
from bot.understanding.urgency import find_urgent

CALL: Final = 0.5
_SURE: Final = 0.97
_LINES: Final = 64
_OWN_ROOM: Final = re.compile(
    r"我家|我们家|家里|屋里|\bmy (?:flat|apartment|room|unit|home|house|kitchen|bathroom|ceiling|place)\b"
)
_COMMON: Final = re.compile(
    r"大门|门口(?!的?灯)|小区里|车库|地库|广场|花园|路口|马路|停车场|游乐|健身|公园|河边"
    r"|\b(?:gate|garage|car ?park|parking lot|playground|park|street|road|courtyard|garden)\b"
)


def read(
    text: str,
    *,
    home: PlaceParts | None = None,
    place: str | None = None,
    gazetteer: Gazetteer | None = None,
    own: OwnWords | None = None,
) -> Reading:
    """Read a line. `home` is the sender's home, `place` the name of the group's place: both only fill gaps.

    `own`: with these words of the community instead of those in use.
    """
    return _read(text, home, place, gazetteer, in_use() if own is None else own)


# The same line is read again within moments: is it for us, is it a call, what does it say?
@lru_cache(_LINES)
def _read(text: str, home: PlaceParts | None, place: str | None, gazetteer: Gazetteer | None, own: OwnWords) -> Reading:
    plain_text = writing.plain(writing.shortened(text))
    languages = writing.languages(plain_text)
    parts = read_place(text, gazetteer)
    subject = find_subject(plain_text, languages[0], own)
    urgent = next(
        filter(None, (find_urgent(plain_text, language) for language in languages)), own.urgent_in(plain_text)
    )
    seen = [sign for sign, found in (("building", parts.building), ("urgent", urgent)) if found]
    weighed = weigh(plain_text, languages[0], subject.hits, seen, own)
    alarm = next(filter(None, (find_alarm(plain_text, language, own) for language in languages)), None)
    confidence = max(weighed.confidence, _SURE) if alarm else weighed.confidence
    category, alternatives = _category(subject, alarm)
    return Reading(
        is_call=confidence >= CALL,
        confidence=round(confidence, 3),
        category=category,
        alternatives=alternatives,
        urgency=_urgency(alarm, urgent),
        danger=alarm.danger if alarm else None,
        place=_with_defaults(parts, plain_text, home, place),
        contact_found=find_contacts(text),
        why=_why(alarm, urgent, weighed, subject),
    )


def _urgency(alarm: Alarm | None, urgent: str | None) -> Urgency:
    return "emergency" if alarm else "urgent" if urgent else "normal"


def _category(subject: Subject, alarm: Alarm | None) -> tuple[Category | None, tuple[Category, ...]]:
    """An emergency is safety first; what it is about otherwise becomes the alternative."""
    if alarm is None or subject.category == "safety":
        return subject.category, subject.alternatives
    others = (subject.category, *subject.alternatives) if subject.category else ()
    return "safety", tuple(category for category in others if category != "safety")


def _why(alarm: Alarm | None, urgent: str | None, weighed: Weighed, subject: Subject) -> tuple[str, ...]:
    reasons = [f"{alarm.danger}:{alarm.words}"] if alarm else []
    reasons += [f"urgent:{urgent}"] if urgent else []
    reasons += weighed.why
    reasons += [f"{subject.category}:{word}" for word in subject.words[:3]]
    return tuple(reasons)


def _with_defaults(parts: PlaceParts, text: str, home: PlaceParts | None, place: str | None) -> PlaceParts:
    """What the text leaves open: first the group's place, then the sender's home, never against the text."""
    known = filled(parts, _of_group(place))
    if home is None or _is_elsewhere(known, home):
        return known
    if not parts.building and _COMMON.search(text):
        return filled(known, PlaceParts(compound=home.compound))
    is_own = bool(_OWN_ROOM.search(text))
    return filled(known, PlaceParts(
        compound=home.compound,
        building=home.building,
        unit=home.unit if parts.unit is None and (is_own or not parts.floor) else None,
        floor=home.floor if is_own else None,
        room=home.room if is_own else None,
    ))  # fmt: skip


def _of_group(place: str | None) -> PlaceParts:
    return read_place(place) if place else PlaceParts()


def _is_elsewhere(known: PlaceParts, home: PlaceParts) -> bool:
    """Whether the text or the group speaks of another building than the sender's."""
    differs = known.building and home.building and known.building != home.building
    other = known.compound and home.compound and known.compound != home.compound
    return bool(differs or other)
