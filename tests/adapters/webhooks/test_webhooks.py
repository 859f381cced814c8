"""Webhooks, to a real server: what is told, signed how, and what happens while the other side is away."""

import hashlib
import hmac
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiohttp import web

from adapters.accounts import channels_of
from adapters.web.scene import Scene
from adapters.webhooks.channel import WebhookChannel
from bot.config import Config
from bot.config_values import Secret
from bot.config_webhook import Webhook
from storage.engine import OpenDatabase
from tests.town import Town, TownClock, Yucheng, open_town, yucheng

SECRET = "a secret of twenty signs"
LIFT = "/report 御城一区3号楼2单元301电梯坏了,电话13800001234"


@dataclass(kw_only=True)
class Listener:
    """A program of somebody else."""

    url: str = ""
    answers: int = 200
    heard: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    refused: int = 0

    async def take(self, request: web.Request) -> web.Response:
        body = await request.read()
        signed = request.headers["X-Huying-Timestamp"].encode() + b"." + body
        expected = hmac.new(SECRET.encode(), signed, hashlib.sha256).hexdigest()
        assert request.headers["X-Huying-Signature"] == f"sha256={expected}"
        if self.answers == 200:
            self.heard.append((request.headers["X-Huying-Id"], json.loads(body)))
        else:
            self.refused += 1
        return web.Response(status=self.answers)

    @property
    def events(self) -> list[str]:
        return [said["event"].removeprefix("ticket.") for _, said in self.heard]


@pytest.fixture
async def listener() -> AsyncIterator[Listener]:
    listening, app = Listener(), web.Application()
    app.router.add_post("/hook", listening.take)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    listening.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield listening
    await runner.cleanup()


@dataclass(kw_only=True)
class Told:
    """Services that tell the listener, one after the other on one database."""

    database: OpenDatabase
    hook: Webhook
    channels: list[WebhookChannel] = field(default_factory=list)

    def starts(self, at: TownClock | None = None) -> Town:
        self.channels.append(WebhookChannel([self.hook], at or TownClock()))
        town = open_town(self.database, Config(webhook=(self.hook,)), others=self.channels[-1:])
        if at is not None:
            town.clock.at = at.at
        return town


@pytest.fixture
async def told(database: OpenDatabase, listener: Listener) -> AsyncIterator[Told]:
    services = Told(database=database, hook=Webhook(url=listener.url, secret=Secret(SECRET)))
    yield services
    for channel in services.channels:
        await channel.close()


async def opened(told: Told, **hook: Any) -> Yucheng:
    told.hook = Webhook(url=told.hook.url, secret=told.hook.secret, **hook)
    return await yucheng(told.starts())


async def test_the_life_of_a_public_ticket_is_told_with_what_anybody_may_read(told: Told, listener: Listener) -> None:
    here = await opened(told)
    await here.wang.says(LIFT)
    await here.li.tells_the_bot("/claim 1")
    await here.li.tells_the_bot("/progress 1 师傅来了")
    await here.li.tells_the_bot("/note 1 业主欠费")
    await here.li.tells_the_bot("/done 1 修好了")
    await here.town.leaps(days=4)

    assert listener.events == ["opened", "assigned", "accepted", "progress", "resolved", "closed"]
    last = listener.heard[-1][1]["request"]
    assert (last["status"], last["extended_status"], last["closing"]) == ("closed", "closed", "silent")
    assert last["address"] == "御城一区3号楼"
    assert len({once for once, _ in listener.heard}) == 6
    assert not any(one in str(listener.heard) for one in ("301", "13800001234", "王芳", "李明", "业主欠费"))


async def test_nothing_is_told_of_what_is_private_nor_of_what_was_not_asked_for(told: Told, listener: Listener) -> None:
    here = await opened(told, events=("opened",))
    await here.wang.says("/report 御城一区3号楼楼上打孩子")
    await here.wang.tells_the_bot("/report 御城一区3号楼路灯不亮")
    await here.wang.says("/report 御城一区4号楼门口垃圾没人收")
    await here.li.tells_the_bot("/claim 3")

    assert [(said["event"], said["request"]["service_request_id"]) for _, said in listener.heard] == [
        ("ticket.opened", "3"),
    ]


async def test_what_could_not_be_told_is_told_after_a_restart_in_its_order(told: Told, listener: Listener) -> None:
    here = await opened(told)
    listener.answers = 503
    await here.wang.says(LIFT)
    await here.li.tells_the_bot("/claim 1")
    assert (listener.refused > 0, listener.heard) == (True, [])
    listener.answers = 200

    town = told.starts(here.town.clock)
    await town.passes(minutes=2)

    assert listener.events == ["opened", "assigned", "accepted"]


async def test_a_refusal_for_good_is_not_repeated_and_holds_nothing_up(told: Told, listener: Listener) -> None:
    here = await opened(told)
    listener.answers = 410
    await here.wang.says(LIFT)
    await here.town.passes(minutes=5)
    assert listener.refused == 2
    listener.answers = 200

    await here.li.tells_the_bot("/claim 1")

    assert listener.events == ["accepted"]


async def test_a_service_with_hooks_in_its_config_has_the_network_for_them(database: OpenDatabase, told: Told) -> None:
    channels = channels_of(Config(webhook=(told.hook,)), database, TownClock(), Scene())

    assert [type(channel) for channel in channels] == [WebhookChannel]
