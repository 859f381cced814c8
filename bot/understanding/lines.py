"""`huying understand`: JSON lines in, JSON lines out, one for one, flushed."""

import json
from typing import Any, TextIO

from bot.understanding.gazetteer import Gazetteer
from bot.understanding.places import read_place
from bot.understanding.reader import read
from bot.understanding.reading import PlaceParts, Reading
from bot.understanding.writing import languages, plain, shortened


def understand(source: TextIO, sink: TextIO, gazetteer: Gazetteer | None = None) -> None:
    """Answer every line of the source with one line, in order; what cannot be read gives `{"error": …}`.

    A blank line is an empty message, so it gets a reading as well. The source should be opened with
    `errors="replace"`: broken bytes are then part of the text.
    """
    for line in source:
        written = json.dumps(answer(line, gazetteer), ensure_ascii=False)
        # A lone surrogate is legal in JSON but in no encoding, so it is written as "?".
        sink.write(written.encode("utf-8", "replace").decode("utf-8") + "\n")
        sink.flush()


def answer(line: str, gazetteer: Gazetteer | None = None) -> dict[str, Any]:
    """The reading of one JSON line `{"text": …, "home": …, "place": …}` as plain values."""
    line = line.lstrip("\ufeff").strip()
    if not line:
        return _as_values(read(""))
    try:
        asked = json.loads(line)
    except (ValueError, RecursionError) as problem:
        return {"error": f"not JSON: {problem}"}
    problem_found = _problem(asked)
    if problem_found:
        return {"error": problem_found}
    home = asked.get("home")
    reading = read(
        asked["text"],
        home=_place_of(home) if home else None,
        place=_name_of(asked.get("place")),
        gazetteer=gazetteer,
    )
    return _as_values(reading) | _english_unit(asked["text"], reading)


def _problem(asked: object) -> str | None:
    if not isinstance(asked, dict):
        return 'not an object like {"text": "…"}'
    if not isinstance(asked.get("text"), str):
        return '"text" is missing or no text'
    for key in ("home", "place"):
        if not isinstance(asked.get(key), str | dict | None):
            return f'"{key}" is neither a text nor an object'
    return None


def _place_of(home: str | dict[str, Any]) -> PlaceParts:
    """A home as people write it ("3号楼2单元501"), or already in parts."""
    if isinstance(home, str):
        return read_place(home)
    parts = {key: str(home[key]) for key in ("compound", "building", "unit", "floor", "room") if home.get(key)}
    return PlaceParts(**parts)


def _name_of(place: str | dict[str, Any] | None) -> str | None:
    if isinstance(place, dict):
        return " ".join(str(value) for value in place.values() if value)
    return place


def _english_unit(text: str, reading: Reading) -> dict[str, Any]:
    """In an English address the flat is the unit: both fields name it, so a reader may ask for either."""
    place = reading.place
    if place.unit or not place.room or languages(plain(shortened(text)))[0] != "en":
        return {}
    return {"unit": place.room}


def _as_values(reading: Reading) -> dict[str, Any]:
    place = reading.place
    return {
        "is_call": reading.is_call,
        "confidence": reading.confidence,
        "category": reading.category,
        "alternatives": list(reading.alternatives),
        "urgency": reading.urgency,
        "danger": reading.danger,
        "compound": place.compound,
        "building": place.building,
        "unit": place.unit,
        "floor": place.floor,
        "room": place.room,
        "why": list(reading.why),
    }
