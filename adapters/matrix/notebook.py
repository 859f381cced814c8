"""What the adapter must not forget beside the kernel's inbox and outbox. A small SQLite file in the store folder.

Holds encrypted events whose key has not come yet, as they came, since when a message has been tried to be sent, and by
what words it was tried first. Nothing that a person said stands in it in the clear.
"""

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

# A key that has not come by then never will.
WAIT: Final = timedelta(days=7)
# So many messages wait at most; the oldest give way.
MOST: Final = 5000
_TRIED: Final = timedelta(days=30)
# Longer ago than homeservers remember what was sent.
_DOUBTED: Final = timedelta(hours=25)
# So long the words of a first try are of interest: then a message has been marked as sent, or is looked for.
_WORDED: Final = timedelta(days=2)
_ROUND: Final = 1000
_TABLES: Final = """
CREATE TABLE IF NOT EXISTS waiting (
  id TEXT PRIMARY KEY, room TEXT NOT NULL, session TEXT NOT NULL, event TEXT NOT NULL, since REAL NOT NULL
);
CREATE INDEX IF NOT EXISTS waiting_session ON waiting (session);
CREATE TABLE IF NOT EXISTS told (session TEXT PRIMARY KEY, since REAL NOT NULL);
CREATE TABLE IF NOT EXISTS tried (once TEXT PRIMARY KEY, since REAL NOT NULL);
CREATE TABLE IF NOT EXISTS worded (once TEXT PRIMARY KEY, words TEXT NOT NULL, since REAL NOT NULL);
"""


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """An event that could not be decrypted, and the session whose key it needs."""

    id: str
    room: str
    session: str
    event: dict[str, Any]


class Notebook:
    """Opened by `open`; of one process at a time."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._connection: sqlite3.Connection | None = None
        self._worded = 0

    def open(self, now: datetime) -> None:
        """Open or make the file, and strike out what nobody will ask for any more."""
        if self._connection is not None:
            return
        self._file.touch(mode=0o600)
        self._connection = sqlite3.connect(self._file, isolation_level=None)
        self._run("PRAGMA journal_mode = WAL")
        self._connection.executescript(_TABLES)
        self._run("DELETE FROM waiting WHERE since < ?", (now - WAIT).timestamp())
        self._run("DELETE FROM told WHERE since < ?", (now - WAIT).timestamp())
        self._run("DELETE FROM tried WHERE since < ?", (now - _TRIED).timestamp())

    def close(self) -> None:
        """Close the file."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    # ---- events that wait for their key ----

    def add(self, events: Iterable[Waiting], now: datetime) -> None:
        """Keep these. Durable when it returns, for then the network may be told that we have them."""
        rows = [(one.id, one.room, one.session, json.dumps(one.event), now.timestamp()) for one in events]
        if not rows:
            return
        self._run("PRAGMA synchronous = FULL")
        with self._transaction() as connection:
            connection.executemany("INSERT OR IGNORE INTO waiting VALUES (?, ?, ?, ?, ?)", rows)
            connection.execute(
                "DELETE FROM waiting WHERE id NOT IN (SELECT id FROM waiting ORDER BY since DESC LIMIT ?)", (MOST,)
            )

    def waiting(self, session: str | None = None) -> list[Waiting]:
        """Those that need this session, or all; oldest first."""
        asked = "SELECT id, room, session, event FROM waiting WHERE session = ?1 OR ?1 IS NULL ORDER BY since, rowid"
        rows = self._run(asked, session).fetchall()
        return [Waiting(id=one[0], room=one[1], session=one[2], event=json.loads(one[3])) for one in rows]

    def strike_out(self, ids: Iterable[str]) -> None:
        """They are in the inbox now."""
        with self._transaction() as connection:
            connection.executemany("DELETE FROM waiting WHERE id = ?", [(one,) for one in ids])

    def untold(self) -> list[tuple[Waiting, datetime]]:
        """Of each session of which nobody has been told that its key is missing, the first event and since when."""
        asked = (
            "SELECT id, room, session, event, min(since) FROM waiting"
            " WHERE session NOT IN (SELECT session FROM told) GROUP BY session ORDER BY min(since)"
        )
        return [
            (
                Waiting(id=one[0], room=one[1], session=one[2], event=json.loads(one[3])),
                datetime.fromtimestamp(one[4], UTC),
            )
            for one in self._run(asked).fetchall()
        ]

    def told(self, sessions: Iterable[str], now: datetime) -> None:
        """People know now that these keys are missing."""
        with self._transaction() as connection:
            connection.executemany(
                "INSERT OR IGNORE INTO told VALUES (?, ?)", [(one, now.timestamp()) for one in sessions]
            )

    # ---- messages under way ----

    def tried_since(self, once: str, now: datetime) -> datetime:
        """When this was first tried: now, or at an earlier try that came to no good end."""
        # After a crash of the machine it may be forgotten, with which a day must pass to do harm.
        self._run("PRAGMA synchronous = NORMAL")
        self._run("INSERT OR IGNORE INTO tried VALUES (?, ?)", once, now.timestamp())
        (since,) = self._run("SELECT since FROM tried WHERE once = ?", once).fetchone()
        return datetime.fromtimestamp(since, UTC)

    def distrust(self) -> None:
        """We are another device now: what was tried as the old one may stand in a room under the same name."""
        self._run("UPDATE tried SET since = 0")

    def doubt(self, messages: Iterable[str], now: datetime) -> None:
        """These may stand in their rooms already, sent before a backup was brought back: they are looked for first."""
        since = (now - _DOUBTED).timestamp()
        with self._transaction() as connection:
            connection.executemany("INSERT OR REPLACE INTO tried VALUES (?, ?)", [(one, since) for one in messages])

    def arrived(self, once: str) -> None:
        """It needs no further try."""
        self._run("DELETE FROM tried WHERE once = ?", once)

    def is_worded(self, once: str, words: str, now: datetime) -> bool:
        """Were these the words of its first try, also when that was before a crash? `words` is a digest."""
        if self._worded % _ROUND == 0:
            self._run("DELETE FROM worded WHERE since < ?", (now - _WORDED).timestamp())
        self._worded += 1
        self._run("INSERT OR IGNORE INTO worded VALUES (?, ?, ?)", once, words, now.timestamp())
        (first,) = self._run("SELECT words FROM worded WHERE once = ?", once).fetchone()
        return bool(first == words)

    def not_worded(self, once: str, now: datetime) -> None:
        """The try of that moment has surely not arrived; if it was the first, the next one is."""
        self._run("DELETE FROM worded WHERE once = ? AND since = ?", once, now.timestamp())

    def reworded(self, once: str, words: str) -> None:
        """The message says this now."""
        self._run("UPDATE worded SET words = ? WHERE once = ?", words, once)

    def _run(self, statement: str, *values: object) -> sqlite3.Cursor:
        return self._open.execute(statement, values)

    def _transaction(self) -> sqlite3.Connection:
        self._open.execute("BEGIN IMMEDIATE")
        return self._open

    @property
    def _open(self) -> sqlite3.Connection:
        if self._connection is None:
            raise AssertionError("the notebook is closed")
        return self._connection
