"""The door of the desk, served: who is let in, for how long, and which forms are taken."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from aiohttp import ClientSession, CookieJar

from storage.engine import OpenDatabase
from tests.adapters.web.noticeboard import LIFT, Noticeboard, hidden, served
from tests.features.tables import rows_with


def another_browser(board: Noticeboard) -> ClientSession:
    return ClientSession(board.url, cookie_jar=CookieJar(unsafe=True), headers={"User-Agent": "another"})


async def test_staff_enter_by_the_bots_link_and_see_what_is_due(database: OpenDatabase) -> None:
    async with served(database) as board:
        await board.calls(LIFT)

        answer = await board.enters()

        assert (answer.status, answer.headers["Location"]) == (303, "/desk")
        assert "电梯坏了" in await board.page("/desk")


async def test_the_link_works_once(database: OpenDatabase) -> None:
    async with served(database) as board, another_browser(board) as other:
        link = await board.link()
        opened = [hidden(await (await browser.get(link)).text()) for browser in (board.browser, other)]

        first = await board.browser.post("/desk/enter", data=opened[0], allow_redirects=False)
        second = await other.post("/desk/enter", data=opened[1], allow_redirects=False)

        assert (first.status, second.status) == (303, 410)
        assert (await board.get(link)).status == 410


async def test_opening_alone_uses_nothing_up(database: OpenDatabase) -> None:
    """Chat apps open every link to show a preview of it."""
    async with served(database) as board:
        link = await board.link()

        assert [(await board.get(link)).status for _ in range(3)] == [200] * 3


async def test_the_button_works_in_the_browser_that_opened_the_link_alone(database: OpenDatabase) -> None:
    async with served(database) as board, another_browser(board) as other:
        fields = hidden(await board.page(await board.link()))

        answer = await other.post("/desk/enter", data=fields, allow_redirects=False)

        assert answer.status == 403
        assert (await board.browser.post("/desk/enter", data=fields, allow_redirects=False)).status == 303


async def test_the_link_ends_after_ten_minutes_and_with_the_next_one(database: OpenDatabase) -> None:
    async with served(database) as board:
        first = await board.link()
        second = await board.link()
        assert (await board.get(first)).status == 410

        board.here.town.clock.at += timedelta(minutes=11)

        assert (await board.get(second)).status == 410


async def test_what_a_browser_keeps_is_worth_nothing_in_another_one(database: OpenDatabase) -> None:
    async with served(database) as board, another_browser(board) as other:
        answer = await board.enters()
        kept = answer.cookies["huying_desk"]

        stolen = await other.get("/desk", headers={"Cookie": f"huying_desk={kept.value}"})

        assert stolen.status == 403
        assert (kept["httponly"], kept["samesite"], kept["path"]) == (True, "Lax", "/desk")


async def test_behind_tls_the_cookie_is_for_tls_alone(database: OpenDatabase) -> None:
    async with served(database, public_url="https://huying.example.org") as board:
        opened = await board.get(await board.link())

        assert opened.cookies["huying_desk_door"]["secure"]


async def test_a_visit_ends_with_the_day_with_leaving_and_with_the_job(database: OpenDatabase) -> None:
    async with served(database) as board:
        kept = (await board.enters()).cookies["huying_desk"].value
        cookie = {"Cookie": f"huying_desk={kept}"}
        await board.does("/desk/leave")
        assert (await board.get("/desk", **cookie)).status == 403

        cookie = {"Cookie": f"huying_desk={(await board.enters()).cookies['huying_desk'].value}"}
        board.here.town.clock.at += timedelta(hours=12)
        assert (await board.get("/desk", **cookie)).status == 403

        await board.enters()
        await board.here.town.dismiss(board.here.zhao, board.here.community)
        assert (await board.get("/desk")).status == 403


async def test_residents_and_workers_get_no_link(database: OpenDatabase) -> None:
    async with served(database) as board:
        for somebody in (board.here.wang, board.here.li):
            await somebody.tells_the_bot("/desk")
            assert "/desk/enter" not in somebody.inbox[-1]


async def test_without_a_public_address_no_link_is_offered(database: OpenDatabase) -> None:
    async with served(database, public_url=None) as board:
        await board.here.zhao.tells_the_bot("工作台")

        assert "公开网址" in board.here.zhao.inbox[-1]
        assert (await board.get("/desk")).status == 404


async def test_only_hashes_are_kept(database: OpenDatabase, tmp_path: Path) -> None:
    async with served(database) as board:
        token = (await board.link()).partition("token=")[2]
        visit = (await board.enters()).cookies["huying_desk"].value

    assert rows_with(tmp_path, visit) == []
    assert [where for where in rows_with(tmp_path, token) if where.startswith("desk")] == []


# ---- forms ----


async def test_a_form_from_elsewhere_changes_nothing(database: OpenDatabase) -> None:
    async with served(database) as board:
        await board.calls(LIFT)
        await board.enters()
        token = hidden(await board.page("/desk/ticket/1"))["token"]
        deed = {"act": "note", "words": "外来的"}

        without = await board.browser.post("/desk/ticket/1", data=deed)
        wrong = await board.browser.post("/desk/ticket/1", data={**deed, "token": "0" * 64})
        headers = [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}]
        foreign = [
            (await board.browser.post("/desk/ticket/1", data={**deed, "token": token}, headers=one)).status
            for one in headers
        ]

        assert [without.status, wrong.status, *foreign] == [403] * 4
        assert "外来的" not in await board.page("/desk/ticket/1")


async def test_one_visitor_cannot_act_without_end(database: OpenDatabase, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adapters.web.desk.guard._PER_PERSON", 3)
    async with served(database) as board:
        await board.enters()

        answers = [(await board.get("/desk")).status for _ in range(5)]

        assert answers[0] == 200
        assert answers[-1] == 429


async def test_pages_are_kept_by_nobody_and_carry_the_policy(database: OpenDatabase) -> None:
    async with served(database) as board:
        await board.calls(LIFT)
        await board.enters()

        for path in ("/desk", "/desk/ticket/1"):
            answer = await board.get(path)
            page = await answer.text()
            assert answer.headers["Cache-Control"] == "no-store"
            assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
            assert not re.search(r"<script(?! src)|\son\w+=|style=|<style", page)
