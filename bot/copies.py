"""Backups as the service and its operator know them: what was made, what came back, what is remembered of both.

How they are written and read stands in `storage`.
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import Final

from bot.stores import Facts

# A random name of the deployment; a restored one gets a new name, for it is not the one that the backup was made of.
DEPLOYMENT: Final = "deployment.id"
LAST_BACKUP: Final = "backup.last"
RESTORED: Final = "restored"
# What signs the cookies of the local chat.
COOKIE_KEY: Final = "web.cookie_key"
# Whoever reads a backup shall not be able to act as somebody with it.
SECRET: Final = frozenset({COOKIE_KEY})


class NoBackup(Exception):  # noqa: N818 - a fact that the operator must read
    """The file is no backup of ours, is damaged, or belongs to another version; the message says which."""


class NotRestored(Exception):  # noqa: N818 - a fact that the operator must read
    """The backup was not brought back, and nothing was changed; the message says why."""


@dataclass(frozen=True, kw_only=True)
class BackedUp:
    """What was written there: so many rows of the database as it was at that moment."""

    file: Path
    rows: int
    at: datetime

    def told(self, zone: tzinfo, *, proved: bool) -> str:
        """For the terminal."""
        proof = "brought back into a throw-away database and counted" if proved else "not proved"
        return f"{self.file}: {self.rows} rows as of {_clock(self.at, zone)}, {proof}"


_DATED: Final = re.compile(r"huying-\d{8}T\d{6}Z\.zip", re.ASCII)


def dated(folder: Path, at: datetime) -> Path:
    """The name of a backup of that moment among others in a folder. In the order of names they are in that of time."""
    return folder / f"huying-{at.astimezone(UTC):%Y%m%dT%H%M%SZ}.zip"


def outlived(folder: Path, keep: int) -> list[Path]:
    """The dated backups in the folder beside the newest `keep`. Whatever has another name is not ours to judge."""
    ours = sorted(file for file in folder.iterdir() if _DATED.fullmatch(file.name))
    return ours[: max(0, len(ours) - keep)]


@dataclass(frozen=True, kw_only=True)
class LastBackup:
    """The moment whose state was backed up last, and whether that copy was brought back and counted."""

    at: datetime
    proved: bool

    def written(self) -> str:
        """As the fact's value."""
        return json.dumps({"at": self.at.isoformat(), "proved": self.proved})

    @classmethod
    async def read(cls, facts: Facts) -> "LastBackup | None":
        """The fact, or None: there was no backup yet."""
        value = await facts.get(LAST_BACKUP)
        if not value:
            return None
        said = json.loads(value)
        return cls(at=datetime.fromisoformat(said["at"]), proved=said["proved"])


@dataclass(frozen=True, kw_only=True)
class Restored:
    """The database was brought back: what was received between these moments may be missing."""

    since: datetime
    until: datetime

    def written(self) -> str:
        """As the fact's value."""
        return json.dumps([self.since.isoformat(), self.until.isoformat()])

    @classmethod
    async def read(cls, facts: Facts) -> "Restored | None":
        """The fact, or None: it was not, or the admins have been told."""
        value = await facts.get(RESTORED)
        if not value:
            return None
        since, until = (datetime.fromisoformat(moment) for moment in json.loads(value))
        return cls(since=since, until=until)


@dataclass(frozen=True, kw_only=True)
class BroughtBack:
    """What came back.

    `without_keys` are Matrix accounts of the config of which the backup has no keys, `left_out` files with keys of
    accounts that the config does not name.
    """

    rows: int
    missing: Restored
    without_keys: Sequence[str]
    left_out: Sequence[str]

    def told(self, zone: tzinfo) -> Iterator[str]:
        """For the terminal: what came back and what is to be done now."""
        since, until = _clock(self.missing.since, zone), _clock(self.missing.until, zone)
        yield f"{self.rows} rows are back, as of {since}"
        for user in self.without_keys:
            yield f"the backup has no Matrix keys of {user}; it cannot read what was encrypted before"
        for name in self.left_out:
            yield f"{name} was left out: the config names no such Matrix account"
        yield f"calls between {since} and {until} may be missing; the admins are told when the service starts"


def _clock(moment: datetime, zone: tzinfo) -> str:
    return moment.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S")
