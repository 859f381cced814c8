"""Work at the desk, served: the same as in chat, by the same routes, with the same words."""

import re

import pytest
from aiohttp import ClientSession, CookieJar

from storage.engine import OpenDatabase
from tests.adapters.web.noticeboard import LAMP, LEAK, LIFT, PRIVATE, Noticeboard, served
from tests.network import PICTURE


def another_browser(board: Noticeboard) -> ClientSession:
    return ClientSession(board.url, cookie_jar=CookieJar(unsafe=True), headers={"User-Agent": "another"})


async def test_staff_work_at_the_desk_as_in_chat(database: OpenDatabase) -> None:
    async with served(database) as board:
        await board.calls(LIFT)
        await board.enters()

        await board.does("/desk/ticket/1", act="claim")
        await board.does("/desk/ticket/1", act="progress", words="师傅在路上")
        assert "师傅在路上" in board.here.group.card

        page = await board.does("/desk/ticket/1", act="done", words="换了皮带")

        assert "赵敏说办好了" in board.here.group.card
        assert page.index("进展") < page.index("说办好了")


async def test_what_chat_would_refuse_the_desk_refuses_with_the_same_words(database: OpenDatabase) -> None:
    async with served(database) as board:
        await board.calls(LIFT)
        await board.enters()

        page = await board.does("/desk/ticket/1", status=409, act="rule_reopen")

        await board.here.zhao.tells_the_bot("/rule 1 reopen")
        assert board.here.zhao.inbox[-1].splitlines()[0] in page


async def test_staff_give_a_ticket_to_somebody(database: OpenDatabase) -> None:
    async with served(database) as board:
        await board.calls(LIFT)
        await board.enters()

        page = await board.does("/desk/ticket/1", act="assign", who="陈静")

        assert "陈静" in page
        assert "陈静" in board.here.group.card


async def test_a_question_with_buttons_is_answered_at_the_desk(database: OpenDatabase) -> None:
    """Two buildings have that name: the bot asks which, and the answer is a press here."""
    async with served(database) as board:
        await board.calls(LIFT)
        await board.enters()

        page = await board.does("/desk/ticket/1", act="fix", right="3号楼")
        choices = re.findall(
            r'name="data" value="([^"]+)"><input type="hidden" name="about" value="([^"]*)">'
            r'<input type="hidden" name="seal" value="([^"]+)">\s*<button class="second">([^<]+)',
            page,
        )
        second = next(one for one in choices if "二区" in one[3])
        await board.does("/desk/ticket/1/press", data=second[0], about=second[1], seal=second[2])

        assert "御城二区3号楼" in await board.page("/desk/ticket/1")


async def test_a_button_that_was_not_offered_is_not_pressed(database: OpenDatabase) -> None:
    async with served(database) as board:
        await board.calls(LIFT)
        await board.enters()

        await board.does("/desk/ticket/1/press", status=403, data="transfers.assign:1,2", about="", seal="0" * 64)


async def test_a_deed_that_nobody_offers_is_none(database: OpenDatabase) -> None:
    async with served(database) as board:
        await board.calls(LIFT)
        await board.enters()

        await board.does("/desk/ticket/1", status=400, act="forget")


async def test_staff_read_whole_words_and_notes_and_nobody_elses_tickets(database: OpenDatabase) -> None:
    async with served(database) as board:
        await board.calls(LEAK, PRIVATE)
        await board.here.li.tells_the_bot("/note 1 业主不在家")
        await board.enters()

        page = await board.page("/desk/ticket/1")
        assert "301" in page
        assert "业主不在家" in page
        assert "打孩子" in await board.page("/desk/ticket/2")

    assert LAMP


async def test_pictures_are_shown_to_staff_as_pictures_and_to_nobody_else(database: OpenDatabase) -> None:
    async with served(database) as board, another_browser(board) as stranger:
        await board.here.wang.shows("/report 锦绣楼的电梯坏了")
        await board.enters()

        found = re.search(r'<img src="(/desk/ticket/1/file/\d+)"', await board.page("/desk/ticket/1"))
        assert found is not None
        answer = await board.get(found[1])

        assert await answer.read() == PICTURE
        assert answer.headers["Content-Type"].startswith("image/")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert (await stranger.get(found[1])).status == 403
        assert (await board.get("/desk/ticket/1/file/99")).status == 404


async def test_whatever_can_be_said_in_chat_can_be_said_at_the_desk(database: OpenDatabase) -> None:
    async with served(database) as board:
        await board.enters()

        first = await board.does("/desk/say", line="代报 电话 御城一区3号楼电梯停了,王阿姨 13800001234")
        second = await board.does("/desk/say", line="/intake window 御城一区4号楼门锁坏了")

        queue = await board.page("/desk")
        assert "电梯停了" in queue
        assert "门锁坏了" in queue
        assert "#1" in first
        assert "#2" in second
        await board.does("/desk/say", line="你好呀", status=409)


async def test_links_are_not_tried_one_after_the_other(database: OpenDatabase, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adapters.web.desk.guard._PER_PERSON", 3)
    async with served(database) as board:
        answers = [(await board.get(f"/desk/enter?token={number}")).status for number in range(4)]

        assert answers == [410, 410, 410, 429]


async def test_the_queue_begins_with_what_is_due_first(database: OpenDatabase) -> None:
    async with served(database) as board:
        await board.calls(LAMP, LIFT)
        await board.enters()

        page = await board.page("/desk")
        assert page.index("电梯坏了") < page.index("路灯不亮")
        assert "在办 2 件，超时 0 件" in page or "在办 2 件,超时 0 件" in page


async def test_words_are_never_markup(database: OpenDatabase) -> None:
    async with served(database) as board:
        await board.calls("御城一区3号楼<script>alert(1)</script>漏水")
        await board.enters()
        page = await board.does("/desk/ticket/1", act="note", words="<img src=x onerror=alert(1)>")

        assert "<script>alert" not in page
        assert "<img src=x" not in page
