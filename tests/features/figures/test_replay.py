"""The policy sandbox: the same tickets under other rules, and under today's exactly what the figures say."""

from datetime import date
from pathlib import Path

import pytest

from bot import sandbox
from bot.config import Config, ConfigProblems
from bot.features.figures import service
from bot.features.figures import views as figures
from bot.features.figures.views import Period, Value
from bot.turn import Turn
from tests.town import Yucheng


def written(folder: Path, words: str) -> Path:
    file = folder / "new.toml"
    file.write_text(words, encoding="utf-8")
    return file


async def some_days(here: Yucheng) -> Period:
    """1 answered in one hour and confirmed, 2 never answered, 3 answered late, 4 taken back, 5 waited and was done."""
    for words in ("3号楼停水了", "4号楼停水了", "3号楼路灯不亮", "4号楼路灯不亮", "4号楼停电了"):
        await here.wang.says(f"/report {words}")
    await here.wang.tells_the_bot("/withdraw 4")
    await here.town.wakes_up_after(hours=1)
    await here.li.tells_the_bot("/done 1 阀门打开了")
    await here.wang.tells_the_bot("修好了 1")
    await here.li.tells_the_bot("/wait 5 等配件")
    await here.town.wakes_up_after(days=4)
    await here.li.tells_the_bot("/progress 3 今天来修")
    await here.li.tells_the_bot("/done 5 来电了")
    await here.town.wakes_up_after(days=5)
    zone = here.town.service.setup.config.timezone
    return Period.of_days(date(2026, 11, 26), 12, zone)


async def test_under_the_rules_that_hold_it_says_what_the_figures_say(here: Yucheng) -> None:
    period, config = await some_days(here), here.town.service.setup.config

    async def ask(turn: Turn) -> tuple[dict[str, Value], dict[str, Value], dict[str, Value]]:
        again = await service.replay(turn, here.community, period, config.deadlines, config.hours)
        counted = await figures.count(turn, service.REPLAYED, here.community, period)
        return dict(counted), again.now.values, again.then.values

    counted, now, then = await here.town.service.ask(ask)

    assert now == then == counted
    assert counted["response"].whole == 4


async def test_shorter_deadlines_make_late_what_was_not(here: Yucheng, tmp_path: Path) -> None:
    period, config = await some_days(here), here.town.service.setup.config
    rules = sandbox.read(written(tmp_path, '[deadlines.urgent]\naccept = "30m"\nresolve = "40m"\n'), config)

    lines = await sandbox.replay(here.town.service, rules, period, "御城社区")

    assert lines[0] == "5 tickets were read again; nothing was changed"
    answered = next(line for line in lines if line.startswith("Answered"))
    assert answered.split() == ["Answered", "50%", "(2/4)", "0%", "(0/4)"]
    assert "1 would be late, and were not: #1" in lines


async def test_what_is_not_due_yet_has_missed_nothing(here: Yucheng, tmp_path: Path) -> None:
    await here.wang.says("/report 3号楼停水了")
    config = here.town.service.setup.config
    rules = sandbox.read(written(tmp_path, '[deadlines.urgent]\naccept = "30m"\nresolve = "40m"\n'), config)

    lines = await sandbox.replay(
        here.town.service, rules, Period.of_days(date(2026, 11, 26), 12, config.timezone), None
    )

    assert next(line for line in lines if line.startswith("Missed")).split()[-2:] == ["0", "0"]


def test_what_is_wrong_with_the_file_is_told_at_once(tmp_path: Path) -> None:
    file = written(tmp_path, '[deadlines.urgent]\naccept = "soon"\n[hour]\nwork = "9-5"\n')

    with pytest.raises(ConfigProblems) as problems:
        sandbox.read(file, Config())

    assert "deadlines.urgent.accept" in str(problems.value)
    assert "hour" in str(problems.value)
