"""The facts of the official Bot API: methods, types, what is required. Read once from botapi.json."""

import json
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final

_FACTS: Final[dict[str, Any]] = json.loads(Path(__file__).with_name("botapi.json").read_text(encoding="utf-8"))

METHOD_NAMES: Final[dict[str, str]] = {name.lower(): name for name in _FACTS["methods"]}
REACTION_EMOJI: Final[frozenset[str]] = frozenset(_FACTS["reaction_emoji"])


@dataclass(frozen=True, kw_only=True)
class Field:
    """One parameter of a method or field of a type."""

    types: tuple[str, ...]
    required: bool
    constant: str | None = None


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A type: either fields, or the names of the types it may be."""

    name: str
    fields: dict[str, Field] = field(default_factory=dict)
    one_of: tuple[str, ...] = ()


def _field(words: str) -> Field:
    types, _, constant = words.removeprefix("!").partition("=")
    return Field(types=tuple(types.split("|")), required=words.startswith("!"), constant=constant or None)


@cache
def method(name: str) -> dict[str, Field]:
    """The parameters of a method by its exact name."""
    return {key: _field(words) for key, words in _FACTS["methods"][name].items()}


@cache
def kind(name: str) -> Kind:
    """A type by its name."""
    facts = _FACTS["types"][name]
    if "one_of" in facts and isinstance(facts["one_of"], list):
        return Kind(name=name, one_of=tuple(facts["one_of"]))
    return Kind(name=name, fields={key: _field(words) for key, words in facts.items()})
