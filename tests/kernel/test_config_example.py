"""The example config is the manual: it names every key, and nothing else, and its secrets are refused."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import is_dataclass
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest

from bot.config import Config, ConfigProblems, load
from bot.config_reading import readers_of
from bot.config_values import SAMPLES

EXAMPLE = Path(__file__).parents[2] / "config.example.toml"
CHOICE_THAT_IS_OFF = re.compile(r"#(?=[a-z_]+ = )")


NOTHING_BUT_WHAT_MUST_BE_THERE = """
[telegram]
token = "1:mine"
[matrix]
homeserver = "http://127.0.0.1"
user = "@huying:example.org"
password = "1:mine"
[web]
"""


def every_choice() -> str:
    """The example with every choice switched on, but for the second `url`, which TOML does not allow."""
    words = CHOICE_THAT_IS_OFF.sub("", EXAMPLE.read_text(encoding="utf-8"))
    return words.replace('url = "sqlite:///huying.db"\n', "")


def keys_in(table: Mapping[str, Any], prefix: str = "") -> Iterator[str]:
    for name, value in table.items():
        here = f"{prefix}{'*' if prefix == 'community.' else name}"
        if isinstance(value, dict):
            yield from keys_in(value, f"{here}.")
        else:
            yield here


def known_keys(shape: type, prefix: str = "") -> Iterator[str]:
    hints = get_type_hints(shape)
    for name in readers_of(shape):
        named = "*." if name == "community" else ""
        inside = [key for part in types_in(hints[name]) for key in known_keys(part, f"{prefix}{name}.{named}")]
        yield from inside or [f"{prefix}{name}"]


def types_in(hint: object) -> list[type]:
    """The dataclass that a field holds, itself, in a tuple or in a mapping."""
    return [part for part in (hint, *get_args(hint)) if isinstance(part, type) and is_dataclass(part)]


def with_own_secrets() -> str:
    words = EXAMPLE.read_text(encoding="utf-8")
    for sample in SAMPLES:
        words = words.replace(f'"{sample}"', '"1:mine"')
    return words


def loaded(folder: Path, words: str) -> Config:
    file = folder / "config.toml"
    file.touch(mode=0o600)
    file.write_text(words, encoding="utf-8")
    return load(file, {})


def values_in(part: object, prefix: str = "") -> Iterator[tuple[str, object]]:
    """Every key and its value; of the networks' tables the first account's."""
    first = part[0] if isinstance(part, tuple) and part and is_dataclass(part[0]) else part
    if is_dataclass(first) and not isinstance(first, type) and readers_of(type(first)):
        for name in readers_of(type(first)):
            yield from values_in(getattr(first, name), f"{prefix}.{name}".lstrip("."))
    else:
        yield prefix, part


def test_the_example_names_every_key_and_no_other() -> None:
    in_the_example = set(keys_in(tomllib.loads(every_choice())))

    assert in_the_example == set(known_keys(Config))


def test_the_example_is_refused_for_its_secrets_alone() -> None:
    with pytest.raises(ConfigProblems) as found:
        load(EXAMPLE, {})

    assert [(problem.key, problem.what) for problem in found.value.problems] == [
        ("telegram.token", "is still the example value"),
        ("matrix.password", "is still the example value"),
    ]


def test_every_secret_of_the_example_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigProblems) as found:
        loaded(tmp_path, every_choice())

    assert {problem.key for problem in found.value.problems if problem.what == "is still the example value"} == {
        "storage.url",
        "telegram.token",
        "telegram.token_file",
        "telegram.webhook_secret",
        "matrix.password",
        "matrix.password_file",
        "matrix.access_token",
        "open311.keys.key",
        "open311.keys.key_file",
        "webhook.secret",
        "webhook.secret_file",
    }


def test_the_example_runs_once_its_secrets_are_ones_own(tmp_path: Path) -> None:
    assert loaded(tmp_path, with_own_secrets()).warnings == ()


def test_the_example_shows_defaults_where_there_are_any(tmp_path: Path) -> None:
    example = dict(values_in(loaded(tmp_path, with_own_secrets())))
    without = dict(values_in(loaded(tmp_path, NOTHING_BUT_WHAT_MUST_BE_THERE)))

    assert {key for key, value in example.items() if value != without.get(key)} == {
        "admins",
        "matrix.homeserver",
        "deadlines.special.category",
        "deadlines.special.urgency",
        "deadlines.special.accept",
        "deadlines.special.resolve",
        "hours.holidays",
        "hours.workdays",
        "emergency.fire",
        "emergency.police",
        "emergency.medical",
        "community",
    }
