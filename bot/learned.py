"""The file of what was learnt from corrections, beside the config: words in the form of its `[understanding]`.

`huying learn --apply` writes it, and `--undo` brings back the one before. A running service looks at it at every tick.
"""

import json
import logging
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

from bot import understanding
from bot.config import Config
from bot.config_reading import Spot, table
from bot.config_understanding import UnderstandingRules
from bot.understanding import OwnWords

log = logging.getLogger(__name__)

NAME: Final = "learned.toml"
BEFORE: Final = "learned.before.toml"
_HEAD: Final = (
    "# Learnt from corrections by `huying learn --apply`; `huying learn --undo` brings back the file before it.\n"
)

Lists = Mapping[str, Mapping[str, tuple[str, ...]]]


def own_words(config: Config) -> OwnWords:
    """The community's words: those of the config, which win, and those that were learnt."""
    return config.understanding.words().plus(learned_words(config))


def put_to_use(config: Config) -> None:
    """Have every reading of this process made with them."""
    understanding.use(own_words(config))


def learned_words(config: Config) -> OwnWords:
    """Those that were learnt. A file that cannot be used is left aside, and the log says why."""
    path = config.folder / NAME
    if not path.is_file():
        return understanding.NOTHING
    spot = Spot(key="", problems=[])
    try:
        rules = table(tomllib.loads(path.read_text(encoding="utf-8")), spot, UnderstandingRules())
    except (OSError, ValueError) as trouble:
        log.warning("%s is left aside: %s", NAME, trouble)
        return understanding.NOTHING
    for problem in spot.problems:
        log.warning("%s: %s %s", NAME, problem.key, problem.what)
    # What endangers life is written by people, in the config.
    return replace(rules.words(), emergency={})


def apply(config: Config, lists: Lists) -> Path:
    """Write what was learnt; the file that was there becomes the one before. Raises `OSError`."""
    path = config.folder / NAME
    before = path.read_text(encoding="utf-8") if path.is_file() else ""
    path.with_name(BEFORE).write_text(before, encoding="utf-8")
    # A running service may look at any moment, and reads the old file or the new one, never half of it.
    new = path.with_name(f".{NAME}")
    new.write_text(_HEAD + _written(lists), encoding="utf-8")
    new.replace(path)
    return path


def undo(config: Config) -> bool:
    """Bring back the file before, and with it the readings. False: there is none. Raises `OSError`."""
    before = config.folder / BEFORE
    if not before.is_file():
        return False
    if before.stat().st_size:
        before.replace(config.folder / NAME)
    else:
        (config.folder / NAME).unlink(missing_ok=True)
        before.unlink()
    return True


def _written(lists: Lists) -> str:
    """TOML; a list of strings is written as JSON writes it."""
    lines: list[str] = []
    for name, inside in sorted(lists.items()):
        lines += [f"\n[{name}]"] if name and inside else []
        lines += [f"{key} = {json.dumps(list(words), ensure_ascii=False)}" for key, words in sorted(inside.items())]
    return "\n".join(lines) + "\n"


class Learned:
    """Has the file of what was learnt read again after it has changed."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self._seen = self._stamp()

    async def look(self) -> None:
        """Has the file changed?"""
        stamp = self._stamp()
        if stamp != self._seen:
            self._seen = stamp
            put_to_use(self._config)
            log.info("%s has changed: lines are read with it from now on", NAME)

    def _stamp(self) -> tuple[int, int] | None:
        try:
            seen = (self._config.folder / NAME).stat()
        except OSError:
            return None
        return seen.st_mtime_ns, seen.st_size
