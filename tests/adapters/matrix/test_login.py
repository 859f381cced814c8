"""Signing in, the device and its keys, and what stands in the logs."""

import asyncio
import stat
from datetime import timedelta

import pytest

from adapters.matrix.identity import query_keys
from adapters.matrix.signing import is_device_signed
from bot.config_values import Secret
from bot.ports import RefusedLogin
from tests.adapters.matrix.conftest import NewBot
from tests.adapters.matrix.running import Bot
from tests.adapters.matrix.test_receive import group
from tests.servers.synapse import Synapse

pytestmark = pytest.mark.synapse


def device_of(bot: Bot) -> str:
    device: str = bot.channel._line.home.client.device_id
    return device


async def test_the_device_is_signed_private_and_kept(synapse: Synapse, bot: Bot) -> None:
    """Cases 39 and 40."""
    first, li = device_of(bot), await synapse.user("li")

    await bot.restarts()

    assert device_of(bot) == first
    assert bot.channel.is_signed
    assert is_device_signed(await query_keys(li.client, bot.id), bot.id, first)
    assert stat.S_IMODE(bot.folder.stat().st_mode) == 0o700
    secret = [file for file in bot.folder.iterdir() if file.suffix == ".json"]
    assert len(secret) == 2
    assert all(stat.S_IMODE(file.stat().st_mode) == 0o600 for file in secret)


async def test_a_wrong_password_is_refused(new_bot: NewBot) -> None:
    bot = await new_bot(password=Secret("wrong-horse"))

    with pytest.raises(RefusedLogin, match="does not accept the password") as refusal:
        await bot.channel.start()

    assert bot.id in str(refusal.value)
    assert "wrong-horse" not in str(refusal.value)


async def test_a_server_that_cannot_be_reached_is_waited_for(synapse: Synapse, new_bot: NewBot) -> None:
    bot, wang = await new_bot(), await synapse.user("wang", encrypted=False)
    await asyncio.to_thread(synapse.stop)

    await bot.starts()
    assert not bot.channel.is_ready()
    await asyncio.to_thread(synapse.start)

    room = await group(bot, wang)
    await wang.says(room, "你好")
    await bot.desk.hears("你好")
    assert bot.channel.is_ready()


async def test_an_access_token_signs_in_as_its_own_device(synapse: Synapse, new_bot: NewBot) -> None:
    bot = await new_bot()
    token = Secret(bot.account.access_token)
    bot.settings |= {"access_token": token, "password": Secret()}

    await bot.restarts()

    assert device_of(bot) == bot.account.device
    # The first upload of signing keys needs no password here.
    assert bot.channel.is_signed
    wang = await synapse.user("wang")
    room = await group(bot, wang, encrypted=True)
    await wang.says(room, "你好")
    await bot.desk.hears("你好")


async def test_a_wrong_access_token_is_refused(new_bot: NewBot) -> None:
    bot = await new_bot(access_token=Secret("syt_wrong"), password=Secret())

    with pytest.raises(RefusedLogin, match="access token"):
        await bot.channel.start()


async def test_an_access_token_of_a_client_with_other_keys_is_refused(synapse: Synapse, new_bot: NewBot) -> None:
    """Case 39: to use it would spoil that client's keys."""
    bot = await new_bot()
    other = await synapse.signs_in(bot.account)

    bot.settings |= {"access_token": Secret(other.client.access_token), "password": Secret()}
    bot.channel = bot.made()

    with pytest.raises(RefusedLogin, match="other keys"):
        await bot.channel.start()


async def test_a_lost_store_gets_a_new_device(synapse: Synapse, bot: Bot) -> None:
    """Case 39: the old one could neither read nor be read."""
    wang, old = await synapse.user("wang"), device_of(bot)
    room = await group(bot, wang, encrypted=True)
    await bot.stops()
    for file in bot.folder.glob("*.db"):
        file.unlink()

    await bot.restarts()
    await bot.is_in(room)
    await wang._until(lambda: device_of(bot) in wang.client.device_store[bot.id], "see the new device", 5)
    await wang.says(room, "还读得到吗")

    await bot.desk.hears("还读得到吗")
    assert device_of(bot) != old
    assert bot.channel.is_signed


async def test_a_restored_store_gets_a_new_device_and_keeps_the_old_keys(synapse: Synapse, bot: Bot) -> None:
    """Case 61: a backup leaves out which device we were."""
    wang, old = await synapse.user("wang"), device_of(bot)
    room = await group(bot, wang, encrypted=True)
    await wang.says(room, "之前")
    await bot.desk.hears("之前")
    await bot.stops()
    (bot.folder / f"{bot.id.removeprefix('@')}.device.json").unlink()
    bot.desk.token = None
    bot.desk.rows = []

    await bot.restarts()

    await bot.desk.hears("之前")
    assert device_of(bot) != old
    shown = await query_keys(wang.client, bot.id)
    assert list(shown["device_keys"][bot.id]) == [device_of(bot)]


async def test_a_session_that_was_ended_begins_anew_as_another_device(synapse: Synapse, bot: Bot) -> None:
    """Case 51."""
    wang, old = await synapse.user("wang"), device_of(bot)
    room = await group(bot, wang, encrypted=True)
    await bot.channel._line.home.ask("POST", "/logout", {})

    async with asyncio.timeout(10):
        while not bot.channel._line.home.is_synced or device_of(bot) == old:  # noqa: ASYNC110 - it is only watched
            await asyncio.sleep(0.05)
    await wang._until(lambda: device_of(bot) in wang.client.device_store[bot.id], "see the new device", 5)
    await wang.says(room, "你好")

    await bot.desk.hears("你好")


async def test_one_store_serves_one_process(bot: Bot) -> None:
    """Case 13."""
    second = bot.made()

    await second.start()
    try:
        assert not second.is_ready()
    finally:
        await second.close()

    assert bot.channel.is_signed


async def test_who_has_not_been_answered_for_a_while_is_not_ready(synapse: Synapse, bot: Bot) -> None:
    await group(bot, await synapse.user("wang", encrypted=False))
    assert bot.channel.is_ready()

    bot.clock.ahead = timedelta(minutes=2)

    assert not bot.channel.is_ready()


async def test_nothing_secret_or_said_stands_in_the_logs(
    synapse: Synapse, bot: Bot, caplog: pytest.LogCaptureFixture
) -> None:
    """DESIGN part 5."""
    caplog.set_level("DEBUG")
    wang = await synapse.user("wang")
    caplog.clear()
    await bot.restarts()
    room = await group(bot, wang, encrypted=True)
    await wang.sends(room, "m.room.message", {"msgtype": "m.text", "body": {"秘密": "三零二室"}})
    await wang.says(room, "三零二室")
    await bot.desk.hears("三零二室")
    await bot.says(bot.private(wang), "三零二室")
    token = bot.channel._line.home.client.access_token

    lines = [record.getMessage() for record in caplog.records]

    assert not [line for line in lines if "三零二室" in line or token in line or bot.account.password in line]
