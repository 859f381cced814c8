"""Every command and button, tried as everybody: who may, may; who may not reads one line, and nothing changes."""

import re
from pathlib import Path
from typing import Final

import pytest

from storage.engine import OpenDatabase
from tests.features.tables import contents
from tests.permissions.attempts import DENIALS, Tried, attempt_of, name_of, subject, tried
from tests.permissions.cast import MAY, Cast, Part, cast, leaves
from tests.permissions.page import COMMAND, PAGE, ROUTES, page

# Who spoke, what arrived and what left is written down in any case.
WRITTEN_ANYWAY: Final = {
    *("persons", "accounts", "inbox", "outbox", "cards", "sent_messages", "versions", "cursors", "sqlite_sequence"),
}


def denials(here: Cast) -> re.Pattern[str]:
    """All lines by which somebody is told that it is not theirs to do."""
    texts = here.here.town.service.setup.texts
    any_value = dict.fromkeys(("n", "place", "worker", "who"), "\0")
    lines = [re.escape(texts.word(key, "zh", **any_value)).replace("\0", ".*") for key in DENIALS]
    return re.compile("|".join(lines), re.DOTALL)


def standing(folder: Path) -> dict[str, list[str]]:
    kept = {table: rows for table, rows in contents(folder).items() if table not in WRITTEN_ANYWAY}
    # That an answer made a sound is counted, whatever it said.
    facts = [row for row in kept.pop("facts", []) if "'key': 'sounded." not in row]
    return {**kept, "facts": facts}


@pytest.mark.parametrize("route", ROUTES, ids=name_of)
async def test_who_may_may_and_who_may_not_changes_nothing(
    route: Tried, database: OpenDatabase, tmp_path: Path
) -> None:
    everybody, attempt = await cast(database), attempt_of(route)
    denied = denials(everybody)
    trouble = everybody.here.town.service.setup.texts.word("oops", "zh")
    values = await subject(everybody, 1, attempt.state)

    for part in [part for part in Part if part not in MAY[route.who]]:
        before = standing(tmp_path)
        said = await tried(everybody, part, route, values)
        assert standing(tmp_path) == before, f"{part} changed something by {name_of(route)}: {said}"
        assert said, f"{part} got no answer from {name_of(route)}"
        assert trouble not in said, f"{name_of(route)} fails for {part}"

    for number, part in enumerate([part for part in Part if part in MAY[route.who]], 2):
        values = await subject(everybody, number, attempt.state)
        said = await tried(everybody, part, route, values)
        assert [line for line in said if denied.fullmatch(line)] == [], f"{part} may not use {name_of(route)}"
        assert trouble not in said, f"{name_of(route)} fails for {part}"


async def test_whoever_left_the_job_knows_nothing_more_of_what_was_in_their_hands(database: OpenDatabase) -> None:
    everybody = await cast(database)
    here, old, zhao = everybody.here, everybody.people[Part.OTHER_WORKER], everybody.people[Part.STAFF]
    await here.wang.tells_the_bot("/report 3号楼路灯不亮")
    await zhao.tells_the_bot("/assign 1 周强")
    await old.tells_the_bot("/done 1 换了灯泡")

    await leaves(here, old)
    await old.tells_the_bot("/status 1")
    await old.tells_the_bot("/progress 1 再看看")

    assert old.inbox[-2:] == ["没有 #1。您报的事在“我的”里。", "#1 是私下办的,只有当事人看得到。"]


def test_the_page_says_what_the_features_declare() -> None:
    written = PAGE.read_text(encoding="utf-8")

    assert written == page(), f"docs/permissions.md is out of date; write it anew: {COMMAND}"
