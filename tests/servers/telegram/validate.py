"""Compares a call with the official facts and says in one line each what does not fit.

Only breaches that the real server would swallow in silence end here (an unknown parameter, a number sent as text);
what it refuses is an answer with an error and comes from the method itself.
"""

from collections.abc import Callable, Iterator
from typing import Any

from tests.servers.telegram import spec

ARRAY = "Array of "


def breaches(method: str, args: dict[str, Any]) -> Iterator[str]:
    """Lines about the arguments of a call, in the order of the arguments."""
    facts = spec.method(method)
    yield from (f"{method}: unknown parameter {name}" for name in args if name not in facts)
    for name, fact in facts.items():
        if name in args:
            yield from _value(args[name], fact.types, f"{method}: {name}")
        elif fact.required:
            yield f"{method}: required parameter {name} is missing"


def misfits(value: Any, type_name: str, where: str) -> list[str]:
    """Lines about one value that should be of an official type; for the server's own answers too."""
    return list(_value(value, (type_name,), where))


def _value(value: Any, types: tuple[str, ...], where: str) -> Iterator[str]:
    best: list[str] | None = None
    for name in types:
        lines = list(_single(value, name, where))
        if not lines:
            return
        best = lines if best is None or len(lines) < len(best) else best
    yield from best or []


def _single(value: Any, name: str, where: str) -> Iterator[str]:
    if name.startswith(ARRAY):
        yield from _array(value, name.removeprefix(ARRAY), where)
    elif name in PRIMITIVES:
        if not PRIMITIVES[name](value):
            yield f"{where} is {type(value).__name__} {value!r:.40}, not {name}"
    else:
        yield from _object(value, spec.kind(name), where)


def _array(value: Any, of: str, where: str) -> Iterator[str]:
    if not isinstance(value, list):
        yield f"{where} is {type(value).__name__}, not an array of {of}"
        return
    for index, item in enumerate(value):
        yield from _single(item, of, f"{where}[{index}]")


def _object(value: Any, kind: spec.Kind, where: str) -> Iterator[str]:
    if kind.one_of:
        yield from _value(value, kind.one_of, where)
        return
    if not isinstance(value, dict):
        yield f"{where} is {type(value).__name__}, not {kind.name}"
        return
    yield from (f"{where} has an unknown field {name} ({kind.name})" for name in value if name not in kind.fields)
    for name, fact in kind.fields.items():
        if name not in value:
            if fact.required:
                yield f"{where} lacks the required field {name} ({kind.name})"
        elif fact.constant is not None and value[name] != fact.constant:
            # Counted several times so that a wrong subtype never looks like the best fit of a union.
            yield from [f"{where}.{name} is {value[name]!r}, not {fact.constant!r} ({kind.name})"] * 3
        else:
            yield from _value(value[name], fact.types, f"{where}.{name}")


def _is_integer(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_float(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


class Upload(bytes):
    """A file that came with a multipart call; it knows the name that the client gave it."""

    name: str
    content_type: str

    @classmethod
    def of(cls, content: bytes, name: str, content_type: str) -> "Upload":
        upload = cls(content)
        upload.name, upload.content_type = name, content_type
        return upload


PRIMITIVES: dict[str, Callable[[Any], bool]] = {
    "Integer": _is_integer,
    "Float": _is_float,
    "String": lambda value: isinstance(value, str),
    "Boolean": lambda value: isinstance(value, bool),
    "InputFile": lambda value: isinstance(value, Upload),
}
