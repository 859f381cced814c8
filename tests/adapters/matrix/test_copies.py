"""A backup of the keys beside a live bot, and going on from it."""

import shutil
import sqlite3
import stat
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from adapters.matrix.copies import kept_files, put_back
from adapters.matrix.identity import query_keys
from adapters.matrix.notebook import Notebook
from adapters.matrix.store import Device, Store
from bot.config import Config
from bot.config import Storage as StorageConfig
from bot.config_channels import Matrix
from bot.config_values import Secret
from bot.copies import NotRestored
from bot.ports import RefusedLogin, UnitOfWork
from bot.stores import OutboxRow, Outgoing, Priority
from storage.backup import back_up
from storage.engine import open_database
from storage.migrate import migrate
from storage.restore import restore
from tests.adapters.matrix.conftest import NewBot
from tests.adapters.matrix.running import Bot, post
from tests.adapters.matrix.test_login import device_of
from tests.adapters.matrix.test_receive import group
from tests.servers.synapse import Synapse


def deployment(folder: Path, bot: Bot, store: Path) -> Config:
    folder.mkdir()
    account = Matrix(**{**bot.settings, "store": store})
    return Config(storage=StorageConfig(url="sqlite:///huying.db"), folder=folder, matrix=(account,))


async def keep(config: Config, row: OutboxRow) -> None:
    async def work(uow: UnitOfWork) -> None:
        await uow.store(Outgoing).put(row)

    await migrate(config.storage.url, config.folder)
    database = open_database(config.storage.url, config.folder)
    await database.write(work)
    await database.close()


def waiting(bot: Bot, room: str, words: str, once: str) -> OutboxRow:
    now = bot.clock.now()
    order = post(bot.chat(room), words)
    return OutboxRow(id=0, order=order, about=None, priority=Priority.ANSWER, once=once, created_at=now, not_before=now)


@pytest.mark.synapse
async def test_what_is_brought_back_reads_old_words_as_a_new_signed_device_and_says_nothing_twice(
    synapse: Synapse, bot: Bot, tmp_path: Path
) -> None:
    """Cases 39 and 61."""
    wang, old = await synapse.user("wang"), device_of(bot)
    room = await group(bot, wang, encrypted=True)
    await wang.says(room, "之前")
    await bot.desk.hears("之前")
    await bot.says(bot.chat(room), "好")
    config = deployment(tmp_path / "old", bot, bot.folder)
    await keep(config, waiting(bot, room, "#1 已交给李明", "once-waiting"))
    await back_up(config, tmp_path / "copy.zip", bot.clock.now())
    said = await bot.says(bot.chat(room), "#1 已交给李明", "once-waiting")
    await bot.stops()

    shutil.rmtree(bot.folder)
    new = deployment(tmp_path / "new", bot, bot.folder)
    came = await restore(new, tmp_path / "copy.zip", bot.clock.now())
    bot.desk.token, bot.desk.rows = None, []
    await bot.restarts()
    await bot.desk.hears("之前")
    again = await bot.says(bot.chat(room), "#1 已交给李明", "once-waiting")

    assert (list(came.without_keys), list(came.left_out)) == ([], [])
    assert again == said
    assert device_of(bot) != old
    assert bot.channel.is_signed
    assert list((await query_keys(wang.client, bot.id))["device_keys"][bot.id]) == [device_of(bot)]


@pytest.mark.synapse
async def test_a_token_of_the_old_device_does_not_go_on_with_keys_out_of_a_backup(
    bot: Bot, new_bot: NewBot, tmp_path: Path
) -> None:
    """Case 61, where the config holds an access token instead of a password."""
    token = bot.channel._line.home.client.access_token
    config = deployment(tmp_path / "old", bot, bot.folder)
    await migrate(config.storage.url, config.folder)
    await back_up(config, tmp_path / "copy.zip", bot.clock.now())
    await bot.stops()
    second = await new_bot(user=bot.id, password=Secret(""), access_token=Secret(token))

    await restore(deployment(tmp_path / "new", second, second.folder), tmp_path / "copy.zip", bot.clock.now())

    with pytest.raises(RefusedLogin, match="came out of a backup"):
        await second.channel.start()


@pytest.mark.synapse
async def test_the_session_is_in_no_backup_and_a_live_store_is_not_touched(bot: Bot, tmp_path: Path) -> None:
    token = bot.channel._line.home.client.access_token.encode()
    config = deployment(tmp_path / "old", bot, bot.folder)
    await migrate(config.storage.url, config.folder)

    await back_up(config, tmp_path / "copy.zip", bot.clock.now())

    kept = kept_files(bot.folder, bot.id)
    assert len(kept) == 3
    assert [file.name for file in kept if token in file.read_bytes()] == []
    with pytest.raises(NotRestored, match="another process uses the keys"):
        await restore(config, tmp_path / "copy.zip", bot.clock.now(), force=True)


# ---- folders alone ----

USER = "@huying:example.org"
NOW = datetime(2026, 11, 26, 8, tzinfo=UTC)


@pytest.fixture
def copies(tmp_path: Path) -> Path:
    """What a backup kept: keys of a device, and the signing keys."""
    folder = tmp_path / "copies"
    folder.mkdir()
    (folder / f"{USER}_OLD.db").write_bytes(b"keys of the backup")
    (folder / "huying:example.org.signing.json").write_text("{}")
    (folder / "@other:example.org_X.db").write_bytes(b"keys of somebody else")
    return folder


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = Store(tmp_path / "store", USER)
    made.claim()
    return made


def test_an_account_gets_its_own_files_for_its_owner_only(copies: Path, store: Store) -> None:
    assert put_back(store, copies, [], NOW)

    names = {file.name for file in store.folder.iterdir()}
    assert f"{USER}_OLD.db" in names
    assert "@other:example.org_X.db" not in names
    assert {stat.S_IMODE(file.stat().st_mode) for file in store.folder.iterdir()} == {0o600}
    assert (store.is_restored("OLD"), store.is_restored("NEW")) == (True, False)
    store.release()


def test_keys_that_are_still_there_are_newer_and_stay(copies: Path, store: Store) -> None:
    with closing(sqlite3.connect(store.folder / f"{USER}_OLD.db")) as keys:
        keys.execute("CREATE TABLE newer (word)")
    store.keep(Device(id="OLD", access_token="secret"))

    put_back(store, copies, [], NOW)

    assert b"newer" in (store.folder / f"{USER}_OLD.db").read_bytes()
    assert store.device() is None
    assert not store.is_restored("OLD")
    store.release()


def test_damaged_keys_give_way(copies: Path, store: Store) -> None:
    (store.folder / f"{USER}_OLD.db").write_bytes(b"half a file that a broken disk has left behind")

    put_back(store, copies, [], NOW)

    assert (store.folder / f"{USER}_OLD.db").read_bytes() == b"keys of the backup"
    store.release()


def test_a_backup_without_keys_of_the_account_is_told(copies: Path, tmp_path: Path) -> None:
    stranger = Store(tmp_path / "store", "@stranger:example.org")
    stranger.claim()

    assert not put_back(stranger, copies, [], NOW)
    stranger.release()


def test_what_waits_is_looked_for_first_also_after_a_second_start(copies: Path, store: Store) -> None:
    put_back(store, copies, ["once-1"], NOW)

    for _ in range(2):
        notebook = Notebook(store.notebook)
        notebook.open(NOW)
        assert NOW - notebook.tried_since("once-1", NOW) > timedelta(hours=24)
        assert notebook.tried_since("once-2", NOW) == NOW
        notebook.close()
    store.release()
