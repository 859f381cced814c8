"""Meeting the admin of a new bot: what Telegram is asked, and that nothing of others is confirmed."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from adapters.telegram.first_contact import MOST_SHOWN, TelegramFirstContact
from bot.beginning.code import new_code
from bot.beginning.contact import Invitation, NotMet, Ours, Refused, Unusable
from bot.config_channels import Telegram
from bot.config_values import Secret
from tests.adapters.telegram import proxies
from tests.servers.telegram import Bot, BotApiServer
from tests.servers.telegram.client import BotClient

TOKEN = "123456:AAdefghijklmnopqrstuvwxyz0123456789"
SECONDS = 10


@asynccontextmanager
async def contact(
    server: BotApiServer, token: str = TOKEN, proxy: str | None = None
) -> AsyncIterator[TelegramFirstContact]:
    made = TelegramFirstContact(Telegram(token=Secret(token), api_url=server.url, proxy=proxy))
    try:
        yield made
    finally:
        await made.close()


def new_bot(server: BotApiServer) -> Bot:
    return server.add_bot(token=TOKEN, username="huying_bot")


def invitation() -> Invitation:
    return Invitation(code=new_code(), words="")


async def test_it_says_who_the_bot_is(telegram: BotApiServer) -> None:
    new_bot(telegram)

    async with contact(telegram) as made:
        ours = await made.sign_in()

    assert (ours, made.link("huying-1")) == (Ours(name="@huying_bot"), "https://t.me/huying_bot?start=huying-1")


@pytest.mark.parametrize(("scheme", "ask"), [("socks5", proxies.socks5), ("http", proxies.http)])
async def test_it_goes_through_the_proxy(telegram: BotApiServer, scheme: str, ask: proxies.Ask) -> None:
    new_bot(telegram)

    async with proxies.proxy(ask) as (port, asked), contact(telegram, proxy=f"{scheme}://127.0.0.1:{port}") as made:
        await made.sign_in()

    assert set(asked) == {telegram.url.removeprefix("http://")}


async def test_the_code_counts_in_private_alone_and_nothing_is_confirmed(telegram: BotApiServer) -> None:
    bot = new_bot(telegram)
    wang, zhao = telegram.user(1001, "王芳"), telegram.user(1003, "赵敏")
    group = telegram.group(-1001000000001, "御城一区", members=[wang], bots=[bot], admins=[bot])
    asked = invitation()
    await wang.says(group, asked.code)
    await wang.starts(bot)
    await zhao.starts(bot, asked.code.lower())
    waiting = len(telegram.updates_of(TOKEN))

    async with contact(telegram) as made, asyncio.timeout(SECONDS):
        await made.sign_in()
        met = await made.meet(asked)
        await made.thank("好")

    assert met == "telegram:1003"
    assert zhao.private(bot).messages[-1].text == "好"
    assert len(telegram.updates_of(TOKEN)) == waiting
    assert all("offset" not in call.args for call in telegram.calls_of("getUpdates"))
    async with BotClient(telegram, bot) as service:
        assert len(await service("getUpdates")) == waiting


async def test_behind_a_hundred_others_the_code_cannot_be_seen(telegram: BotApiServer) -> None:
    bot, wang = new_bot(telegram), telegram.user(1001, "王芳")
    await wang.starts(bot)
    for number in range(MOST_SHOWN):
        await wang.says(bot, f"第{number}句")

    async with contact(telegram) as made, asyncio.timeout(SECONDS):
        await made.sign_in()
        with pytest.raises(NotMet):
            await made.meet(invitation())


async def test_a_wrong_token_may_be_typed_again(telegram: BotApiServer) -> None:
    new_bot(telegram)

    async with contact(telegram, "123456:wrong") as made:
        with pytest.raises(Refused) as refusal:
            await made.sign_in()

    assert "wrong" not in str(refusal.value.values)


async def test_a_bot_that_another_program_uses_is_left_to_it(telegram: BotApiServer) -> None:
    bot = new_bot(telegram)
    async with contact(telegram) as made, asyncio.timeout(SECONDS):
        await made.sign_in()
        telegram.fail_next("getUpdates", status=409, description="Conflict: terminated by other getUpdates request")
        with pytest.raises(Unusable, match="somebody_receives"):
            await made.meet(invitation())
        async with BotClient(telegram, bot) as other:
            await other("setWebhook", url="http://127.0.0.1:9/elsewhere")
        with pytest.raises(Unusable, match="has_webhook"):
            await made.sign_in()


async def test_what_cannot_be_reached_is_said_without_the_token() -> None:
    made = TelegramFirstContact(Telegram(token=Secret(TOKEN), api_url="http://127.0.0.1:9"))

    with pytest.raises(Unusable) as fault:
        await made.sign_in()
    await made.close()

    assert fault.value.values["url"] == "http://127.0.0.1:9"
    assert TOKEN not in str(fault.value.values)
