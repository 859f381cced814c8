"""Reads a call from an HTTP request: query string, form, multipart or JSON, as the real server takes them all."""

import json
import re
from dataclasses import dataclass, field
from typing import Any, Final

from aiohttp import web

from tests.servers.telegram import spec
from tests.servers.telegram.bots import Bot
from tests.servers.telegram.errors import bad_request
from tests.servers.telegram.validate import PRIMITIVES, Upload
from tests.servers.telegram.world import World

Json = dict[str, Any]

_INTEGER: Final = re.compile(r"-?\d{1,19}")
_TRUE: Final = frozenset({"true", "yes", "1"})
_TRUE_OR_FALSE: Final = frozenset({*_TRUE, "false", "no", "0", ""})


@dataclass(eq=False, kw_only=True)
class Call:
    """One call of a bot: `args` are of the official types, `files` the parts that `attach://` names."""

    world: World
    bot: Bot
    method: str
    args: Json
    files: dict[str, Upload] = field(default_factory=dict)

    def text(self, name: str) -> str:
        value = self.args.get(name)
        return value if isinstance(value, str) else "" if value is None else str(value)

    def number(self, name: str, default: int = 0) -> int:
        value = self.args.get(name, default)
        return value if isinstance(value, int) else default

    def flag(self, name: str) -> bool:
        return self.args.get(name) is True


@dataclass(frozen=True, kw_only=True)
class Record:
    """A call that was answered, for tests and benchmarks; both times are of time.perf_counter."""

    method: str
    bot: int
    args: Json
    arrived: float
    answered: float
    ok: bool
    error: str | None = None
    message_id: int | None = None

    def json(self) -> Json:
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


async def read(request: web.BaseRequest, method: str) -> tuple[Json, dict[str, Upload]]:
    """The arguments by their official types and the uploaded files by name."""
    args: Json = {name: _typed(method, name, value) for name, value in request.query.items()}
    files: dict[str, Upload] = {}
    kind = request.content_type
    if kind == "application/json":
        args |= _from_json(method, await request.read())
    elif kind == "multipart/form-data":
        fields, files = await _multipart(request)
        args |= {name: _typed(method, name, value) for name, value in fields.items()}
    elif request.can_read_body:
        args |= {name: _typed(method, name, str(value)) for name, value in (await request.post()).items()}
    taken = {name: files[name] for name in spec.method(method) if name in files}
    return args | taken, files


def _from_json(method: str, body: bytes) -> Json:
    try:
        value = json.loads(body) if body else {}
    except ValueError:
        raise bad_request("can't parse request body JSON object") from None
    if not isinstance(value, dict):
        raise bad_request("request body must be a JSON object")
    # Null means "not given"; an object may also come as a string that holds it.
    return {name: _opened(method, name, one) for name, one in value.items() if one is not None}


async def _multipart(request: web.BaseRequest) -> tuple[dict[str, str], dict[str, Upload]]:
    fields: dict[str, str] = {}
    files: dict[str, Upload] = {}
    for name, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            files[name] = Upload.of(value.file.read(), value.filename, value.content_type)
        else:
            fields[name] = value if isinstance(value, str) else bytes(value).decode()
    return fields, files


def _opened(method: str, name: str, value: Any) -> Any:
    """A JSON string where the facts want an object or an array is read once more."""
    fact = spec.method(method).get(name)
    if fact is None or not isinstance(value, str) or any(one in PRIMITIVES for one in fact.types):
        return value
    return _parsed(name, value)


def _typed(method: str, name: str, value: str) -> Any:
    """A form's string as the type that the facts name; what does not fit stays a string and is found out later."""
    fact = spec.method(method).get(name)
    if fact is None or fact.types == ("String",):
        return value
    for kind in fact.types:
        if kind in _READERS and (typed := _READERS[kind](value)) is not None:
            return typed
    return value if any(one in PRIMITIVES for one in fact.types) else _parsed(name, value)


def _parsed(name: str, value: str) -> Any:
    try:
        return json.loads(value)
    except ValueError:
        what = "reply keyboard markup" if name == "reply_markup" else name
        raise bad_request(f"can't parse {what} JSON object") from None


def _integer(value: str) -> int | None:
    return int(value) if _INTEGER.fullmatch(value) else None


def _float(value: str) -> float | None:
    try:
        return float(value)
    except ValueError:
        return None


def _boolean(value: str) -> bool | None:
    return value.lower() in _TRUE if value.lower() in _TRUE_OR_FALSE else None


_READERS: Final = {"Integer": _integer, "Float": _float, "Boolean": _boolean}
