"""A second opinion: asked outside of turns, of a stub server; whatever goes wrong there changes nothing."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from adapters.opinion import HttpAdviser, adviser_of, said
from bot.config import Config, TicketRules
from bot.config_understanding import OpinionRules, UnderstandingRules
from bot.features.suggestions.consulting import Consultant
from bot.features.suggestions.opinions import redacted
from bot.listening import MAY_BE_A_CALL
from bot.understanding import read
from bot.understanding.reader import CALL
from storage.engine import OpenDatabase
from tests.features.tables import rows_with
from tests.town import Yucheng, open_town, yucheng

# Neither surely a call nor surely talk, however the figures of the reading stand just now.
LINES = (
    "王芳家3号楼2单元501,那边灯有点暗,电话13800001111",
    "王芳家3号楼2单元501门有点怪,电话13800001111",
    "3号楼2单元501王芳家,水好像有点小,电话13800001111",
    "3号楼2单元501王芳家,好像有味道,电话13800001111",
    "3号楼2单元501王芳家,地上有点滑,电话13800001111",
)
UNSURE = next(line for line in LINES if MAY_BE_A_CALL <= read(line).confidence < CALL)


Answer = Callable[[web.Request], Awaitable[web.Response]]


def answers(word: str) -> Answer:
    async def answer(_request: web.Request) -> web.Response:
        return web.json_response({"choices": [{"message": {"content": word}}]})

    return answer


@asynccontextmanager
async def stub(answer: Answer) -> AsyncIterator[tuple[str, list[dict[str, Any]]]]:
    """A server on a free port, and what it was asked."""
    asked: list[dict[str, Any]] = []

    async def handle(request: web.Request) -> web.Response:
        asked.append(await request.json())
        return await answer(request)

    app = web.Application()
    app.router.add_post("/v1/chat/completions", handle)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    try:
        yield f"http://127.0.0.1:{port}/v1", asked
    finally:
        await runner.cleanup()


async def unsure(database: OpenDatabase, url: str, *, per_day: int = 100) -> tuple[Yucheng, Consultant]:
    rules = OpinionRules(url=url, model="small", per_day=per_day)
    config = Config(tickets=TicketRules(detect="suggest"), understanding=UnderstandingRules(opinion=rules))
    here = await yucheng(open_town(database, config))
    return here, Consultant(here.town.service, adviser_of(config, {}))


async def consult(here: Yucheng, consultant: Consultant) -> None:
    await consultant.look()
    await consultant.settle()
    await here.town.settle()


async def test_a_line_that_others_take_for_a_call_is_put_before_the_worker(database: OpenDatabase) -> None:
    async with stub(answers("Yes.")) as (url, asked):
        here, consultant = await unsure(database, url)
        await here.wang.says(UNSURE)
        assert here.li.inbox == []

        await consult(here, consultant)

    assert here.li.inbox[0].startswith("群里这句像是有事,要记下来吗?")
    assert here.li.private[0].labels == [["记下来", "不是", "我去问"]]
    sent = json.dumps(asked, ensure_ascii=False)
    assert len(asked) == 1
    assert not [secret for secret in ("王芳", "13800001111", "501", "3号楼", "御城") if secret in sent]


@pytest.mark.parametrize("word", ["no", "不是", "I cannot say", ""])
async def test_a_no_or_an_answer_that_is_none_leaves_the_line_forgotten(
    database: OpenDatabase, tmp_path: Path, word: str
) -> None:
    async with stub(answers(word)) as (url, _):
        here, consultant = await unsure(database, url)
        await here.wang.says(UNSURE)
        await consult(here, consultant)

    assert (here.li.inbox, here.group.messages) == ([], [])
    assert rows_with(tmp_path, UNSURE[:6]) == []


async def test_a_server_that_fails_is_slow_or_away_changes_nothing(database: OpenDatabase, tmp_path: Path) -> None:
    async def late(_request: web.Request) -> web.Response:
        await asyncio.Event().wait()
        return web.Response()

    async def broken(_request: web.Request) -> web.Response:
        return web.Response(status=500)

    async with stub(broken) as (url, _):
        assert await HttpAdviser(url, "small", "", 5).is_call("楼道") is None
    async with stub(late) as (url, _):
        assert await HttpAdviser(url, "small", "", 0.2).is_call("楼道") is None
    here, consultant = await unsure(database, url)
    await here.wang.says(UNSURE)

    await consult(here, consultant)

    assert here.li.inbox == []
    assert rows_with(tmp_path, UNSURE[:6]) == []


async def test_the_days_budget_is_not_exceeded(database: OpenDatabase) -> None:
    async with stub(answers("yes")) as (url, asked):
        here, consultant = await unsure(database, url, per_day=1)
        await here.wang.says(UNSURE)
        await here.town.resident("孙姐", here.group).says(UNSURE)
        await consult(here, consultant)

        assert len(asked) == 1
        assert len(here.li.inbox) == 1


async def test_what_nobody_was_asked_about_in_ten_minutes_is_forgotten(database: OpenDatabase, tmp_path: Path) -> None:
    here, _ = await unsure(database, "http://127.0.0.1:9/v1")
    await here.wang.says(UNSURE)
    assert rows_with(tmp_path, UNSURE[:6]) == ["suggestions.words"]

    await here.town.passes(minutes=11)

    assert rows_with(tmp_path, UNSURE[:6]) == []
    assert (here.li.inbox, here.group.messages) == ([], [])


async def test_without_an_address_nobody_is_asked_and_nothing_is_held(here: Yucheng, tmp_path: Path) -> None:
    await here.wang.says(UNSURE)

    assert rows_with(tmp_path, UNSURE[:6]) == []
    assert adviser_of(here.town.service.setup.config, {}) is None


async def test_the_key_comes_from_its_file_or_the_environment(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("a-secret\n", encoding="utf-8")
    heard: list[str | None] = []

    async def answer(request: web.Request) -> web.Response:
        heard.append(request.headers.get("Authorization"))
        return web.json_response({})

    async with stub(answer) as (url, _):
        rules = OpinionRules(url=url, model="small", key_file=Path("key"))
        for config in (
            Config(folder=tmp_path, understanding=UnderstandingRules(opinion=rules)),
            Config(understanding=UnderstandingRules(opinion=OpinionRules(url=url, model="small"))),
        ):
            adviser = adviser_of(config, {"HUYING_OPINION_KEY": "from-outside"})
            assert adviser is not None
            await adviser.is_call("楼道")

    assert heard == ["Bearer a-secret", "Bearer from-outside"]


def test_only_a_word_that_is_understood_is_an_answer() -> None:
    assert said(b'{"choices": [{"message": {"content": " YES"}}]}') is True
    assert said(b'{"choices": []}') is None
    assert said(b"<html>") is None


def test_numbers_places_and_known_names_do_not_leave() -> None:
    assert redacted("御城一区3号楼2单元501王芳家漏水,13800001111", ["王芳", "御城一区"]) == "…家漏水,…"
