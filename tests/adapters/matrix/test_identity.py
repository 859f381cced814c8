"""The bot's device is signed by its account, as a resident's client sees it on a real homeserver."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path

import nio
import pytest

from adapters.matrix.identity import SigningError, SigningKeysLostError, query_keys, sign_own_device
from adapters.matrix.signing import SigningKeys, is_device_signed, master_of
from tests.servers.synapse import Account, Synapse

pytestmark = pytest.mark.synapse
Login = Callable[[], Awaitable[nio.AsyncClient]]


@pytest.fixture
async def account(synapse: Synapse) -> Account:
    return await synapse.account("huying")


@pytest.fixture
async def login(synapse: Synapse, account: Account, tmp_path: Path) -> AsyncIterator[Login]:
    """Signs the bot in on a new device each time."""
    async with AsyncExitStack() as closing:

        async def login() -> nio.AsyncClient:
            client = nio.AsyncClient(synapse.url, account.id, store_path=str(tmp_path))
            closing.push_async_callback(client.close)
            await client.login(account.password)
            closing.callback(client.store.database.close)
            await client.keys_upload()
            return client

        yield login


async def test_a_resident_sees_the_device_as_signed(synapse: Synapse, login: Login, tmp_path: Path) -> None:
    """Case 40."""
    bot, li = await login(), await synapse.user("li")

    before = await query_keys(li.client, bot.user_id)
    uploaded = await sign_own_device(bot, tmp_path / "signing.json")
    after = await query_keys(li.client, bot.user_id)

    assert uploaded
    assert not is_device_signed(before, bot.user_id, bot.device_id)
    assert is_device_signed(after, bot.user_id, bot.device_id)


async def test_a_second_start_uploads_nothing(login: Login, tmp_path: Path) -> None:
    bot = await login()
    await sign_own_device(bot, tmp_path / "signing.json")

    assert not await sign_own_device(bot, tmp_path / "signing.json")


async def test_a_crash_after_saving_the_keys_is_made_good(login: Login, tmp_path: Path) -> None:
    bot, keys = await login(), SigningKeys.fresh()
    keys.save(tmp_path / "signing.json")

    await sign_own_device(bot, tmp_path / "signing.json")

    assert master_of(await query_keys(bot, bot.user_id), bot.user_id) == keys.master_public


async def test_a_new_device_is_signed_with_the_same_keys(login: Login, tmp_path: Path) -> None:
    """Case 61: after a restore the bot takes a new device id and signs it."""
    first = await login()
    await sign_own_device(first, tmp_path / "signing.json")

    second = await login()
    await sign_own_device(second, tmp_path / "signing.json")

    seen = await query_keys(second, second.user_id)
    assert first.device_id != second.device_id
    assert is_device_signed(seen, first.user_id, first.device_id)
    assert is_device_signed(seen, second.user_id, second.device_id)


async def test_lost_keys_are_replaced_only_with_the_password(login: Login, account: Account, tmp_path: Path) -> None:
    bot, file = await login(), tmp_path / "signing.json"
    await sign_own_device(bot, file)
    lost = SigningKeys.load(file)
    file.unlink()

    with pytest.raises(SigningKeysLostError):
        await sign_own_device(bot, file)
    assert not file.exists()

    await sign_own_device(bot, file, password=account.password, replace=True)

    seen = await query_keys(bot, bot.user_id)
    assert lost is not None
    assert master_of(seen, bot.user_id) != lost.master_public
    assert is_device_signed(seen, bot.user_id, bot.device_id)


async def test_a_device_without_keys_cannot_be_signed(synapse: Synapse, account: Account, tmp_path: Path) -> None:
    bot = nio.AsyncClient(synapse.url, account.id, config=nio.AsyncClientConfig(encryption_enabled=False))
    await bot.login(account.password)

    with pytest.raises(SigningError, match="no keys of the device"):
        await sign_own_device(bot, tmp_path / "signing.json")

    await bot.close()
