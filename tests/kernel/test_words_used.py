"""No words lie about that nobody says, and nobody says what has no words."""

import re
from pathlib import Path

import pytest

import bot
from bot.text_files import base_of, read_file

BOT = Path(bot.__file__).parent
ADAPTERS = BOT.parent / "adapters"
SOURCES = [*BOT.rglob("*.py"), *ADAPTERS.rglob("*.py"), *ADAPTERS.rglob("*.html")]
CODE = "\n".join(source.read_text(encoding="utf-8") for source in SOURCES)
# "card.head" as it stands, and f"card.{state}" or f"heard.was_{state}" for all that begin like that.
LITERALS = set(re.findall(r"""(?<![\w.])["']([a-z_]+(?:\.[a-z_]+)*)["']""", CODE))
# A page's template puts them together in its own way.
BEGINNINGS = tuple(re.findall(r'f"([a-z_]+\.[a-z_]*)\{', CODE) + re.findall(r'"([a-z_.]+\.)" ~', CODE))
FILES = sorted(BOT.rglob("texts.en.toml"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.parent.name)
def test_every_text_is_said_somewhere(file: Path) -> None:
    keys = {base_of(key) for key in read_file(file)}

    assert [key for key in sorted(keys - LITERALS) if not key.startswith(BEGINNINGS)] == []


def test_every_refusal_has_its_words() -> None:
    keys = {base_of(key) for file in FILES for key in read_file(file)}
    said = set(re.findall(r'Refused\("([a-z_.]+)"', CODE))

    assert said - keys == set()
