"""The page behind a one-time link, served, with the real service behind it."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from aiohttp import ClientSession

from adapters.web.outsiders import OutsidersPage
from adapters.web.server import WebServer
from adapters.web.words import FOLDER as PAGE_TEXTS
from bot.config import Config
from bot.config_channels import Web
from bot.config_values import Endpoint
from bot.features.whistles.links import hash_of
from bot.installed import words_of_features
from storage.engine import OpenDatabase
from tests.features.tables import contents
from tests.town import Yucheng, open_town, yucheng

CALL = "/report 御城一区3号楼2单元301漏水,电话13800001234"
ZH = {"Accept-Language": "zh-CN"}


@dataclass(kw_only=True)
class Desk:
    """The community, a browser, and the link that the worker was given."""

    here: Yucheng
    browser: ClientSession
    path: str

    async def page(self) -> str:
        """What the link shows now."""
        async with self.browser.get(self.path, headers=ZH) as answer:
            return await answer.text()

    async def does(self, act: str, words: str = "") -> tuple[int, str]:
        """A form of the page is sent."""
        async with self.browser.post(self.path, data={"act": act, "words": words}, headers=ZH) as answer:
            text = await answer.text()
        await self.here.town.settle()
        return answer.status, text


@asynccontextmanager
async def served(database: OpenDatabase, call: str = CALL) -> AsyncIterator[Desk]:
    """恒通电梯 is called from outside the roster; its page is served on a free port."""
    config = Config(web=Web(public_url="https://huying.example.org"))
    here = await yucheng(open_town(database, config))
    service = here.town.service
    service.setup = replace(service.setup, texts=words_of_features(config, PAGE_TEXTS))
    server = WebServer(Endpoint(host="127.0.0.1", port=0))
    OutsidersPage(service, "test").mount(server)
    await server.start()
    try:
        await here.wang.says(call)
        await here.li.tells_the_bot("/claim 1")
        await here.li.tells_the_bot("吹哨 1 外请 恒通电梯 请来看看,我的电话13900004321")
        told = next(line for line in here.li.inbox if "/whistle/" in line)
        found = re.search(r"https://huying\.example\.org(/whistle/\S+)", told)
        assert found is not None
        async with ClientSession(server.url) as browser:
            yield Desk(here=here, browser=browser, path=found[1])
    finally:
        await server.stop()


async def test_opening_alone_shows_nothing_and_starts_no_clock(database: OpenDatabase) -> None:
    """Chat apps open every link to show a preview of it."""
    async with served(database) as desk:
        page = await desk.page()

        assert "御城社区请恒通电梯帮忙" in page
        assert "漏水" not in page
        assert desk.here.group.card.splitlines()[-1] == "已请恒通电梯,等对方收到。"


async def test_one_press_counts_as_received_and_shows_masked_words_and_no_room(database: OpenDatabase) -> None:
    async with served(database) as desk:
        status, page = await desk.does("open")

        assert status == 200
        assert "漏水" in page
        assert "请来看看" in page
        assert not re.search("13800001234|13900004321|301", page)
        assert desk.here.group.card.splitlines()[-1] == "已请恒通电梯到场,今天 14:00前报到。"


async def test_it_reports_in_comes_and_ends_on_the_page(database: OpenDatabase) -> None:
    async with served(database) as desk:
        await desk.does("open")
        await desk.does("here")
        assert "恒通电梯来了" in desk.here.group.card
        await desk.does("visit", "换了门锁")
        assert desk.here.li.inbox[-1] == "#1 恒通电梯到场了:换了门锁"

        status, page = await desk.does("end", "修好了")

        assert (status, "记下了" in page) == (200, True)
        assert desk.here.group.card.splitlines()[-1] == "恒通电梯到场 1 次,办完了自己那部分:修好了"


async def test_it_proposes_one_time_and_residents_may_come(database: OpenDatabase) -> None:
    async with served(database) as desk:
        await desk.does("open")

        status, _ = await desk.does("propose", "明天下午3点")

        assert status == 200
        assert any("恒通电梯明天 15:00到现场看,住户可以一起来说" in text for text in desk.here.group.texts)
        assert (await desk.does("propose", "随便什么时候"))[0] == 409


async def test_it_says_whose_it_is_instead_and_the_desk_rules(database: OpenDatabase) -> None:
    async with served(database) as desk:
        await desk.here.zhao.tells_the_bot("/department 供水站 add 李明")
        await desk.does("open")

        status, page = await desk.does("not_ours", "供水站 总管归他们")

        assert (status, "一个工作日内定下来" in page) == (200, True)
        assert any("恒通电梯" in text and "供水站" in text for text in desk.here.zhao.inbox)
        status, page = await desk.does("not_ours", "邮局 是他们的")
        assert status == 409


async def test_the_link_ends_with_the_whistle(database: OpenDatabase) -> None:
    async with served(database) as desk:
        await desk.does("open")
        await desk.does("end", "修好了")

        assert (await desk.does("visit", "又来了"))[0] == 410
        assert "漏水" not in await desk.page()


async def test_the_link_ends_when_it_is_taken_back(database: OpenDatabase) -> None:
    async with served(database) as desk:
        await desk.does("open")
        await desk.here.li.presses("撤回")

        assert (await desk.does("here"))[0] == 410


async def test_the_link_ends_after_two_weeks(database: OpenDatabase) -> None:
    async with served(database) as desk:
        await desk.does("open")
        desk.here.town.clock.at += desk.here.town.service.setup.config.whistles.link_lives.length

        assert (await desk.does("here"))[0] == 410


async def test_a_newer_link_replaces_the_one_that_was_sent(database: OpenDatabase) -> None:
    async with served(database) as desk:
        await desk.here.town.passes(hours=5)
        await desk.here.li.presses("重发链接")

        assert (await desk.does("open"))[0] == 410


async def test_a_guess_opens_nothing(database: OpenDatabase) -> None:
    async with served(database) as desk:
        desk.path = "/whistle/" + "A" * 32

        assert "漏水" not in await desk.page()
        assert (await desk.does("here"))[0] == 410


async def test_only_the_hash_of_a_token_is_kept(database: OpenDatabase, tmp_path: Path) -> None:
    async with served(database) as desk:
        token = desk.path.removeprefix("/whistle/")

    kept = " ".join(contents(tmp_path)["whistle_links"])

    assert hash_of(token) in kept
    assert token not in kept


@pytest.mark.parametrize(("act", "words", "status"), [("visit", "  ", 400), ("close", "x", 400), ("", "", 400)])
async def test_a_form_without_words_or_sense_changes_nothing(
    database: OpenDatabase, act: str, words: str, status: int
) -> None:
    async with served(database) as desk:
        await desk.does("open")

        assert (await desk.does(act, words))[0] == status
        assert desk.here.group.card.splitlines()[-1].startswith("已请恒通电梯到场")


async def test_words_are_never_markup(database: OpenDatabase) -> None:
    async with served(database, "/report 御城一区3号楼 <script>alert(1)</script>漏水") as desk:
        _, page = await desk.does("open")

        assert "<script>alert" not in page
        assert "&lt;script&gt;" in page


async def test_the_page_is_kept_by_nobody_and_carries_the_policy(database: OpenDatabase) -> None:
    async with served(database) as desk, desk.browser.get(desk.path) as answer:
        assert answer.headers["Cache-Control"] == "no-store"
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert "Set-Cookie" not in answer.headers


async def test_of_a_private_ticket_an_outsider_reads_the_reason_alone(database: OpenDatabase) -> None:
    async with served(database, "/report 御城一区3号楼楼上打孩子") as desk:
        _, page = await desk.does("open")

        assert "打孩子" not in page
        assert "请来看看" in page
