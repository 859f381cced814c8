"""A ledger that is too long for the chat, behind a link that ends."""

import csv
import io
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
from aiohttp import ClientSession

from adapters.web.ledger import LedgerPage
from adapters.web.server import WebServer
from adapters.web.words import FOLDER as PAGE_TEXTS
from bot.community import PlaceKind, Role
from bot.config import Config
from bot.config_channels import Web
from bot.config_values import Endpoint
from bot.features.ledger import service as ledger
from bot.features.ledger import views
from bot.features.ledger.links import LASTS
from bot.features.ledger.model import COLUMNS
from bot.installed import words_of_features
from storage.engine import OpenDatabase
from tests.town import Yucheng, open_town, yucheng

ZH = {"Accept-Language": "zh-CN"}


@asynccontextmanager
async def served(database: OpenDatabase) -> AsyncIterator[tuple[Yucheng, ClientSession, str]]:
    """Three calls, a ledger that holds two, and the link that the secretary was given instead."""
    config = Config(web=Web(public_url="https://huying.example.org"))
    here = await yucheng(open_town(database, config))
    service = here.town.service
    service.setup = replace(service.setup, texts=words_of_features(config, PAGE_TEXTS))
    server = WebServer(Endpoint(host="127.0.0.1", port=0))
    LedgerPage(service, "test").mount(server)
    await server.start()
    try:
        for words in ("3号楼路灯不亮", "=4号楼漏水,电话13812345678", "4号楼门禁坏了"):
            await here.wang.says(f"/report {words}")
        await here.zhao.tells_the_bot("/export")
        found = re.search(r"https://huying\.example\.org(/ledger/[\w-]+)", here.zhao.inbox[-1])
        assert found is not None, here.zhao.inbox
        async with ClientSession(server.url) as browser:
            yield here, browser, found[1]
    finally:
        await server.stop()


@pytest.fixture(autouse=True)
def short_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two rows are a long ledger here, and a portion has one."""
    monkeypatch.setattr(ledger, "MOST", 2)
    monkeypatch.setattr(views, "PORTION", 1)


async def test_a_press_fetches_the_whole_ledger_and_a_preview_nothing(database: OpenDatabase) -> None:
    async with served(database) as (here, browser, path):
        async with browser.get(path, headers=ZH) as answer:
            page = await answer.text()
        async with browser.post(path, headers=ZH) as answer:
            content = await answer.read()

    assert "3 件,放不进聊天里。点这里取,明天 10:00前有效:" in here.zhao.inbox[-1]
    assert "取台账" in page
    assert "路灯" not in page
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert content.startswith(b"\xef\xbb\xbf")
    assert rows[0] == list(COLUMNS)
    assert [row[0] for row in rows[1:]] == ["1", "2", "3"]
    assert rows[2][3].startswith("'=")
    assert "13812345678" not in content.decode()


async def test_the_link_ends_and_serves_nobody_who_left_for_another_community(database: OpenDatabase) -> None:
    async with served(database) as (here, browser, path):
        await here.town.dismiss(here.zhao, here.community)
        await here.town.also(here.zhao, Role.SECRETARY, await here.town.place(PlaceKind.COMMUNITY, "别的社区"))
        async with browser.post(path, headers=ZH) as answer:
            left = (answer.status, await answer.text())
        here.town.clock.at += LASTS
        async with browser.get(path, headers=ZH) as answer:
            ended = answer.status
        async with browser.post("/ledger/guessed", headers=ZH) as answer:
            guessed = answer.status

    assert left[0] == ended == guessed == 410
    assert "这个链接不能用了" in left[1]
