from datetime import UTC, datetime
from pathlib import Path

import pytest

from adapters.http_date import seconds_ahead
from adapters.machine import Machine

NOON = datetime(2026, 11, 26, 12, 0, 30, tzinfo=UTC)


def test_memory_and_disk_are_what_the_system_says(tmp_path: Path) -> None:
    machine = Machine(tmp_path, None)

    assert 10_000_000 < machine.memory() < 10_000_000_000
    assert machine.disk_free() > 0
    assert machine.log_bytes() == 0


def test_the_log_stands_beside_the_database(tmp_path: Path) -> None:
    machine = Machine(tmp_path, tmp_path / "huying.db")
    assert machine.log_bytes() == 0

    (tmp_path / "huying.db-wal").write_bytes(bytes(17))

    assert machine.log_bytes() == 17


@pytest.mark.parametrize(
    ("date", "seconds"),
    [
        ("Thu, 26 Nov 2026 12:00:00 GMT", 30),
        ("Thu, 26 Nov 2026 12:01:00 -0000", -30),
        ("yesterday", None),
        (None, None),
    ],
)
def test_our_clock_is_compared_with_the_date_of_an_answer(date: str | None, seconds: float | None) -> None:
    assert seconds_ahead(date, NOON) == seconds
