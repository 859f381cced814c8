"""Each month's histories as a chain of hashes that anybody can check."""

import hashlib
import json
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot import commands
from bot.__main__ import main
from bot.features.history.model import BEGINNING, Broken, Recorded, extended, first_month, next_month, verify, written
from tests.town import Yucheng

NOVEMBER = datetime(2026, 11, 26, 2, tzinfo=UTC)
LINES = [
    Recorded(id=3, ticket=1, at=NOVEMBER, what="opened", hidden=False),
    Recorded(id=4, ticket=2, at=NOVEMBER, what="opened", hidden=True),
    Recorded(id=9, ticket=1, at=NOVEMBER, what="assign", hidden=False),
]


def file_of(lines: list[Recorded]) -> list[str]:
    month = extended(first_month(NOVEMBER, UTC), lines, "s")
    return [json.dumps(row) for row in written(month, lines, "s")]


def test_a_sound_file_is_verified_from_its_own_words() -> None:
    month = extended(first_month(NOVEMBER, UTC), LINES, "s")

    found = verify(file_of(LINES))

    assert (found.month, found.before, found.head, found.count) == ("2026-11", BEGINNING, month.head, 3)


def test_the_recipe_of_the_manual_gives_the_same_hash() -> None:
    """The few lines in docs/operating.md, written anew."""
    rows = [json.loads(line) for line in file_of(LINES)]
    head = rows[0]["before"]
    for row in rows[1:-1]:
        facts = "|".join(str(row[name]) for name in ("salt", "n", "ticket", "at", "what")) if "ticket" in row else ""
        leaf = row.get("leaf") or hashlib.sha256(facts.encode()).hexdigest()
        head = hashlib.sha256(f"{head}|{leaf}".encode()).hexdigest()

    assert rows[-1] == {"end": 3, "hash": head}


def test_of_a_private_ticket_only_a_hash_is_read() -> None:
    row = json.loads(file_of(LINES)[2])

    assert sorted(row) == ["hash", "leaf", "n"]


def test_a_ticket_that_became_private_later_breaks_nothing() -> None:
    hidden = [Recorded(**{**vars(line), "hidden": True}) for line in LINES]

    assert verify(file_of(hidden)) == verify(file_of(LINES))


@pytest.mark.parametrize(
    "forge",
    [
        lambda lines: [lines[0], *lines[2:]],
        lambda lines: [lines[0], lines[2], lines[1], *lines[3:]],
        lambda lines: [line.replace('"assign"', '"claim"') for line in lines],
        lambda lines: lines[:-1],
        lambda lines: [*lines[:-1], lines[-1].replace('"end": 3', '"end": 2')],
        lambda lines: [line.replace('"ticket": 1', '"ticket": 7') for line in lines],
        lambda lines: [*lines[:2], "no json", *lines[3:]],
        lambda _: [],
    ],
)
def test_what_was_left_out_moved_or_changed_does_not_pass(forge: Callable[[list[str]], list[str]]) -> None:
    with pytest.raises(Broken):
        verify(forge(file_of(LINES)))


def test_a_month_goes_on_from_the_one_before_also_over_new_year() -> None:
    december = next_month(next_month(extended(first_month(NOVEMBER, UTC), LINES, "s")))

    assert (december.name, december.before, december.after) == (
        "2027-01",
        extended(first_month(NOVEMBER, UTC), LINES, "s").head,
        9,
    )


async def exported(here: Yucheng, month: str) -> tuple[list[str], str | None]:
    lines: list[str] = []
    return lines, await commands.export_chain(here.town.service, month, lines.append)


async def test_a_month_is_sealed_when_it_is_over_and_the_next_goes_on_from_it(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼路灯不亮")
    await here.town.wakes_up_after(days=10)
    await here.wang.says("/report 4号楼漏水")

    november, fault = await exported(here, "2026-11")
    december, _ = await exported(here, "2026-12")

    assert fault is None
    assert verify(december).before == verify(november).head
    assert [json.loads(line).get("what") for line in november][1:3] == ["opened", "assign"]
    assert (await exported(here, "2027-03"))[1] == "nothing was written in 2027-03"


async def test_no_words_names_or_places_are_in_it(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼路灯不亮,打我电话 13812345678")
    await here.wang.tells_the_bot("/report 4号楼有件私事")

    lines, _ = await exported(here, "2026-11")

    known = {"n", "ticket", "at", "what", "salt", "hash", "leaf", "month", "before", "end"}
    assert {key for line in lines for key in json.loads(line)} == known
    assert [json.loads(line).get("ticket") for line in lines[1:-1] if "leaf" not in line] == [1, 1]


async def test_a_sealed_month_whose_lines_were_changed_is_told(here: Yucheng, tmp_path: Path) -> None:
    await here.wang.says("/report 3号楼路灯不亮")
    await here.town.wakes_up_after(days=10)

    change(tmp_path)
    lines, fault = await exported(here, "2026-11")

    assert verify(lines).count == 2
    assert fault is not None
    assert fault.startswith("2026-11 was sealed as ")


def change(folder: Path) -> None:
    """Somebody who has the database writes another history."""
    connection = sqlite3.connect(folder / "huying.db")
    connection.execute("UPDATE ticket_history SET what = 'decline' WHERE what = 'assign'")
    connection.commit()
    connection.close()


def test_verify_at_the_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good, bad = tmp_path / "good.jsonl", tmp_path / "bad.jsonl"
    good.write_text("\n".join(file_of(LINES)))
    bad.write_text("\n".join(file_of(LINES)[:-1]))

    assert main(["verify", str(good)]) == 0
    assert main(["verify", str(good), str(bad)]) == 1

    printed = capsys.readouterr()
    assert "2026-11: 3 lines are as they were written" in printed.out
    assert "bad.jsonl: its beginning or its end is missing" in printed.err
