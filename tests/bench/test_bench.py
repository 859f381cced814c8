"""The benchmark in small: a part that is broken is noticed, whatever it measures here."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from tests.bench import neighbourhood, replay, scale, start, throughput
from tests.bench.arrivals import Arrival, busiest, read_arrivals
from tests.bench.figures import Figure, table

ARRIVALS = [Arrival(seconds=number * 10.0, words="路灯不亮") for number in range(6)]


@pytest.fixture
def few_people(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two grids, few residents."""
    for place in (neighbourhood, throughput):
        monkeypatch.setattr(place, "RESIDENTS", 2)
    monkeypatch.setattr(throughput, "GRIDS", 2)


@pytest.mark.usefixtures("few_people")
async def test_the_pipe_is_measured_beside_the_echo_bot() -> None:
    tickets, messages, cpu, flood = await throughput.measure(calls=9, runs=1)

    assert all(one.value > 0 and one.yardstick for one in (tickets, messages, cpu, flood))
    assert messages.value >= tickets.value


async def test_a_database_of_many_communities_is_lived_in_like_a_small_one() -> None:
    figures = await scale.measure(rounds=1, sizes=(250, 6_000), kinds=("sqlite",))

    assert {one.name.partition(", ")[0] for one in figures} == {
        "SQLite: a call",
        "SQLite: a claim",
        "SQLite: a digest",
        "SQLite: the longest digest",
    }
    assert all(one.value > 0 for one in figures)


async def test_the_same_on_postgresql() -> None:
    figures = await scale.measure(rounds=1, sizes=(250, 500), kinds=("postgresql",))

    assert all(one.value > 0 for one in figures)


async def test_calls_are_replayed_and_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replay, "LOOKS", (0.1, 0.2))
    short = replay.Replay(
        name="a minute at 20 x", arrivals=ARRIVALS, speed=20, groups=2, with_matrix=False, megabytes=1000
    )

    median, p99, _, memory = await replay.measure(short)

    assert re.fullmatch(r".* median \(6 calls, \d\.\d later posts each, 0 refused with 429\)", median.name)
    assert p99.value < 60
    assert 50 < memory.value < 1000


async def test_without_the_data_nothing_is_replayed_and_that_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("HUYING_DATA", str(tmp_path))

    assert replay.replays(None) == []

    assert "NOTHING WAS REPLAYED" in capsys.readouterr().out


def test_arrivals_are_read_and_the_busiest_stretch_is_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    lines = ["offset_s,category,agency,hours_to_close", "0,facility,A,1", "100,dispute,B,2", "105,service,B,2"]
    (tmp_path / "arrivals_nyc311.csv").write_text("\n".join(lines), encoding="utf-8")
    monkeypatch.setenv("HUYING_DATA", str(tmp_path))

    arrivals = read_arrivals()

    assert arrivals is not None
    assert [one.seconds for one in arrivals] == [0, 100, 105]
    assert [one.seconds for one in busiest(arrivals, 60)] == [100, 105]


async def test_starts_are_measured_with_networks_that_refuse_and_that_say_nothing() -> None:
    figures = await start.measure(runs=1, networks={"Telegram": start.TELEGRAM})

    assert [one.name for one in figures] == ["start to `ready`, Telegram refused", "start to `ready`, Telegram silent"]
    assert all(0 < one.value < 40 for one in figures)


def test_a_figure_says_whether_its_aim_is_met() -> None:
    slow = Figure(name="tickets", value=300, yardstick=400, against="echo", aim=0.8)
    small = Figure(name="memory", value=120.4, unit="MB", aim=130, is_most=True)

    lines = list(table([slow, replace(slow, aim=0.75), small, replace(small, aim=None)]))

    assert lines[2:] == [
        "| tickets | 300 | 400 (echo) | 0.75 | ≥ 0.8 | MISSED |",
        "| tickets | 300 | 400 (echo) | 0.75 | ≥ 0.75 | met |",
        "| memory | 120 MB |  |  | ≤ 130 MB | met |",
        "| memory | 120 MB |  |  |  |  |",
    ]
