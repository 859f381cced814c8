"""The way out through a proxy, for the service and for `huying init`."""

import asyncio

import pytest

from adapters.matrix.first_contact import MatrixFirstContact
from bot.beginning.contact import Ours
from bot.config_channels import Matrix
from bot.config_values import Secret
from tests.adapters.matrix.conftest import NewBot
from tests.adapters.telegram import proxies
from tests.servers.synapse import Synapse

pytestmark = pytest.mark.synapse
WAYS = pytest.mark.parametrize(("scheme", "ask"), [("socks5", proxies.socks5), ("http", proxies.http)])


@WAYS
async def test_a_proxy_is_asked_to_connect(synapse: Synapse, new_bot: NewBot, scheme: str, ask: proxies.Ask) -> None:
    async with proxies.proxy(ask) as (port, asked), asyncio.timeout(20):
        bot = await new_bot(proxy=f"{scheme}://127.0.0.1:{port}")

        fault = await bot.channel.start()
        await bot.stops()

    assert fault is None
    assert set(asked) == {synapse.url.removeprefix("http://")}


@WAYS
async def test_the_first_contact_takes_it_too(synapse: Synapse, scheme: str, ask: proxies.Ask) -> None:
    account = await synapse.account("huying")
    async with proxies.proxy(ask) as (port, asked), asyncio.timeout(20):
        contact = MatrixFirstContact(
            Matrix(
                homeserver=synapse.url,
                user=account.id,
                password=Secret(account.password),
                proxy=f"{scheme}://127.0.0.1:{port}",
            )
        )

        ours = await contact.sign_in()
        await contact.close()

    assert ours == Ours(name=account.id, homeserver=synapse.url)
    assert set(asked) == {synapse.url.removeprefix("http://")}
