"""The public board, served: what anybody reads there, and what nobody does."""

import asyncio
import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from aiohttp import StreamReader

from adapters.web.board.drawing import Reader
from adapters.web.board.rates import Rates
from bot.config import Config
from bot.features.board.store import Board
from bot.features.figures import views as figures
from bot.features.figures.views import RATES
from bot.installed import words_of_features
from bot.ports import UnitOfWork
from storage.engine import OpenDatabase
from tests.adapters.web.noticeboard import LAMP, LEAK, LIFT, PRIVATE, served
from tests.features.tables import contents

TEXTS = words_of_features(Config())


async def test_a_call_stands_there_with_its_building_and_how_far_it_is(database: OpenDatabase) -> None:
    async with served(database) as board:
        await board.calls(LIFT)
        await board.here.li.tells_the_bot("/claim 1")
        await board.here.town.passes(hours=3)

        page = await board.page()

        assert LIFT in page
        assert "御城一区3号楼" in page
        assert "已接单" in page
        assert "已 3 小时" in page


async def test_its_own_page_tells_the_public_steps_without_names(database: OpenDatabase) -> None:
    async with served(database) as board:
        await board.calls(LIFT)
        await board.here.li.tells_the_bot("/claim 1")
        await board.here.li.tells_the_bot("/note 1 业主欠费")
        await board.here.li.tells_the_bot("/progress 1 师傅到了,联系13900001234")

        page = await board.page("/board/ticket/1")

        assert "师傅到了" in page
        assert page.index("居民报事") < page.index("接单了") < page.index("进展")
        assert not re.search("13900001234|业主欠费|李明|王芳", page)


async def test_phones_and_rooms_are_masked(database: OpenDatabase) -> None:
    async with served(database) as board:
        await board.calls(LEAK)

        for page in (await board.page(), await board.page("/board/ticket/1"), await board.page(board.path + "?q=漏水")):
            assert "漏水" in page
            assert not re.search("13800001234|301", page)


async def test_one_address_that_reads_too_much_shuts_nobody_else_out(
    database: OpenDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.web.board.pages._PER_ADDRESS", 2)

    async with served(database) as board:
        greedy = [(await board.get(board.path, **{"X-Forwarded-For": "203.0.113.1"})).status for _ in range(3)]
        other = (await board.get(board.path, **{"X-Forwarded-For": "203.0.113.2"})).status

    assert (greedy, other) == ([200, 200, 429], 200)


async def test_a_private_ticket_is_nowhere(database: OpenDatabase) -> None:
    async with served(database) as board:
        await board.here.wang.says(f"/report {PRIVATE}")
        await board.here.wang.tells_the_bot(f"/report {LAMP}")
        await board.here.town.passes(seconds=30)

        paths = (board.path, board.path + "?q=3号楼", board.path + "?display=1")
        pages = [await board.page(path) for path in paths]

        assert not any(re.search("打孩子|路灯", page) for page in pages)
        for number in (1, 2):
            await board.page(f"/board/ticket/{number}", status=404)


async def test_what_becomes_private_is_gone_at_once(database: OpenDatabase) -> None:
    async with served(database) as board:
        await board.calls(LIFT)
        assert LIFT in await board.page(board.path + "?q=电梯")

        await board.here.li.tells_the_bot("/private 1")

        assert LIFT not in await board.page(board.path + "?q=电梯")
        await board.page("/board/ticket/1", status=404)


async def test_whoever_is_forgotten_is_found_no_more(database: OpenDatabase, tmp_path: Path) -> None:
    async with served(database) as board:
        await board.calls(LIFT)
        await board.here.wang.says("/withdraw 1")
        await board.here.wang.tells_the_bot("/forget")
        await board.here.wang.presses("都抹掉")

        assert LIFT not in await board.page()

    assert "board_grams" not in contents(tmp_path)


async def test_an_index_that_was_lost_is_made_anew(database: OpenDatabase) -> None:
    """No backup holds it."""
    async with served(database) as board:
        await board.calls(LIFT)

        async def lose(uow: UnitOfWork) -> None:
            await uow.store(Board).index(1, None, ())
            await uow.store(Board).mark_indexed(0)

        await board.here.town.keep(lose)
        assert LIFT not in await board.page(board.path + "?q=电梯")
        await board.here.town.passes(seconds=30)

        assert LIFT in await board.page(board.path + "?q=电梯")


async def test_words_of_two_signs_and_filters_find_a_call(database: OpenDatabase) -> None:
    async with served(database) as board:
        await board.calls(LIFT, LAMP, "御城一区4号楼电梯异响")
        await board.here.li.tells_the_bot("/done 1 修好了")

        def shown(page: str) -> list[str]:
            return re.findall(r'/board/ticket/(\d+)"', page)

        assert shown(await board.page(board.path + "?q=电梯")) == ["3", "1"]
        assert shown(await board.page(board.path + f"?q=电梯&building={board.here.building4.id}")) == ["3"]
        assert shown(await board.page(board.path + "?state=done")) == ["1"]
        assert shown(await board.page(board.path + "?state=open")) == ["3", "2"]
        assert shown(await board.page(board.path + "?category=dispute")) == []
        assert shown(await board.page(board.path + "?before=2")) == ["1"]
        assert "没有找到" in await board.page(board.path + "?q=煤气")


async def test_an_address_that_makes_no_sense_shows_the_list(database: OpenDatabase) -> None:
    async with served(database) as board:
        await board.calls(LIFT)

        page = await board.page(board.path + "?building=x&category=%00&state=late&before=-1&lang=xx&q=%20")

        assert LIFT in page
        for path in ("/board/999", "/board/999?display=1", "/board/ticket/0", "/board/ticket/" + "9" * 30):
            assert "这一件不公开" in await board.page(path, status=404)


async def test_words_are_never_markup(database: OpenDatabase) -> None:
    async with served(database) as board:
        await board.calls("御城一区3号楼<script>alert(1)</script>漏水")

        for path in (board.path, "/board/ticket/1", board.path + "?display=1", board.path + "?q=<script>alert(1)"):
            assert "<script>alert" not in await board.page(path)


async def test_the_three_rates_are_those_of_the_figures(database: OpenDatabase) -> None:
    async with served(database) as board:
        await board.calls(LIFT)
        await board.here.li.tells_the_bot("/progress 1 在看")
        await board.here.town.passes(minutes=1)

        page = await board.page()

        assert re.search(r"响应率.*?100%<span>1/1", page, re.DOTALL)


async def test_the_screen_turns_by_itself_and_shows_how_to_call(database: OpenDatabase) -> None:
    async with served(database) as board:
        await board.calls(*(f"御城一区3号楼{thing}坏了" for thing in ("门", "窗", "灯", "锁", "梯", "表")))

        page = await board.page(board.path + "?display=1")

        following = f"{board.path}?display=1&amp;slide=1"
        assert f'<noscript><meta http-equiv="refresh" content="12;url={following}"></noscript>' in page
        assert 'class="qr"' in page
        assert "表坏了" in page
        assert "3号楼门坏了" in await board.page(f"{board.path}?display=1&slide=1")


async def test_without_a_public_address_no_code_is_offered(database: OpenDatabase) -> None:
    async with served(database, public_url=None) as board:
        page = await board.page(board.path + "?display=1")

        assert "二维码" not in page


async def test_an_open_page_hears_of_a_public_change_and_of_no_private_one(
    database: OpenDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.web.board.hub.LOOK_SECONDS", 0.02)
    async with served(database) as board, board.browser.get(board.path + "/events") as stream:
        assert await stream.content.readline() == b"retry: 5000\n"
        # The stream's first look only learns where the histories end.
        await asyncio.sleep(0.1)
        await board.here.wang.says(f"/report {PRIVATE}")
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(_change(stream.content), 0.2)

        await board.here.wang.says(f"/report {LIFT}")

        await asyncio.wait_for(_change(stream.content), 5)


async def test_one_address_keeps_a_few_pages_open_not_all(
    database: OpenDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.web.board.hub.MOST_OF_ONE", 1)
    async with served(database) as board, board.browser.get(board.path + "/events") as stream:
        assert stream.status == 200

        assert (await board.get(board.path + "/events")).status == 503


def test_a_trend_is_drawn_from_none_at_the_bottom_to_all_at_the_top() -> None:
    first = date(2026, 10, 1)
    days = [(first + timedelta(days=number), figures.Value(part=number // 14, whole=1)) for number in range(28)]
    rates = Rates(values=dict.fromkeys(figures.RATES, figures.Value(part=1, whole=2)), days=dict.fromkeys(RATES, days))
    reader = Reader(texts=TEXTS, language="zh", zone=UTC, now=datetime(2026, 11, 26, tzinfo=UTC))

    drawn = rates.drawn(reader)

    assert (drawn[0].name, drawn[0].percent, drawn[0].of) == ("响应率", "50%", "1/2")
    assert drawn[0].line == "M0 37 L53.3 37 L106.7 3 L160 3"
    assert drawn[0].summary == "每周响应率的走势：0%(0/7) → 0%(0/7) → 100%(7/7) → 100%(7/7)"


def test_without_days_there_is_no_plot() -> None:
    rates = Rates(values=dict.fromkeys(RATES, figures.Value()), days=dict.fromkeys(RATES, ()))
    reader = Reader(texts=TEXTS, language="en", zone=UTC, now=datetime(2026, 11, 26, tzinfo=UTC))

    assert [(one.percent, one.line, one.summary) for one in rates.drawn(reader)] == [("none yet", "", "")] * 3


async def test_both_languages_are_spoken_and_kept(database: OpenDatabase) -> None:
    async with served(database) as board:
        await board.calls(LIFT)

        assert "What neighbours called" in await board.page(board.path + "?lang=en")
        assert 'lang="en"' in await board.page("/board/ticket/1")


async def test_pages_carry_the_policy_and_no_inline_script(database: OpenDatabase) -> None:
    async with served(database) as board:
        await board.calls(LIFT)

        for path in (board.path, "/board/ticket/1", board.path + "?display=1"):
            answer = await board.get(path)
            page = await answer.text()
            assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert not re.search(r"<script(?! src)|\son\w+=|style=|<style", page)
            assert "Set-Cookie" not in answer.headers


async def test_one_address_cannot_read_without_end(database: OpenDatabase, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adapters.web.board.pages._PER_ADDRESS", 2)
    async with served(database) as board:
        answers = [(await board.get(board.path)).status for _ in range(3)]

        assert answers == [200, 200, 429]


async def test_one_community_is_the_boards_first_page(database: OpenDatabase) -> None:
    async with served(database) as board:
        answer = await board.get("/board")

        assert (answer.status, answer.headers["Location"]) == (302, board.path)


async def _change(stream: StreamReader) -> None:
    """Read until a change is told."""
    while not (await stream.readline()).startswith(b"event: change"):
        pass
