"""Backups in a folder: each has its date in its name, and only so many stay."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.config import Config
from bot.copies import NoBackup, dated
from storage.backup import back_up
from storage.migrate import migrate
from tests.storage.builders import NOON


@pytest.fixture
async def config(tmp_path: Path) -> Config:
    made = Config(folder=tmp_path)
    await migrate(made.storage.url, tmp_path)
    return made


def names_in(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


async def test_the_newest_seven_stay_and_nothing_else_is_touched(config: Config, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    others = ["huying-3.zip", "mine.zip", f"{dated(folder, NOON).name}.old"]
    for name in others:
        (folder / name).touch()

    made = [await back_up(config, folder, NOON + timedelta(days=day), prove=False, keep=7) for day in range(9)]

    assert names_in(folder) == sorted([*others, *(one.file.name for one in made[2:])])


async def test_a_backup_that_fails_costs_no_older_one(config: Config, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    await back_up(config, folder, NOON, prove=False, keep=1)
    in_the_way = dated(folder, NOON + timedelta(days=1))
    in_the_way.write_text("something else", encoding="utf-8")

    with pytest.raises(NoBackup):
        await back_up(config, folder, NOON + timedelta(days=1), prove=False, keep=1)

    assert names_in(folder) == [dated(folder, NOON).name, in_the_way.name]
