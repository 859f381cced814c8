"""The settings at the desk: seen first, saved then, kept with who changed them; and what has to be put right."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from bot.community import Person, PersonId
from bot.config import Config
from bot.features.clocks import views as clocks
from bot.features.desk.model import Change, Kind
from bot.features.desk.store import Changes
from bot.main import quiet_service
from bot.ports import UnitOfWork
from bot.stores import People
from storage.engine import OpenDatabase
from tests.adapters.web.noticeboard import LAMP, Noticeboard, hidden, served
from tests.storage.builders import NOON

SETTINGS = "/desk/settings"


@asynccontextmanager
async def admins_desk(database: OpenDatabase) -> AsyncIterator[Noticeboard]:
    """赵敏 is an admin of the config as well, and signed in."""
    async with served(database, admin=True) as board:
        await board.enters()
        yield board


async def test_words_are_seen_saved_and_said(database: OpenDatabase) -> None:
    async with admins_desk(database) as desk:
        assert "card.accepted" in await desk.page(SETTINGS + "/texts?q=card.accepted&language=zh")
        new: dict[str, Any] = {
            "language": "zh",
            "key": "card.accepted",
            "words": "#{n} {place} · {short}\n{worker}去办了。",
        }

        shown = await desk.does(SETTINGS + "/texts", step="preview", **new)
        assert "〔worker〕去办了" in shown
        await desk.calls(LAMP)
        await desk.here.li.tells_the_bot("/claim 1")
        assert "接单了" in desk.here.group.card

        history = await desk.does(SETTINGS + "/texts", step="save", **new)
        await desk.calls("御城一区4号楼路灯不亮")
        await desk.here.li.tells_the_bot("/claim 2")

        assert "李明去办了" in desk.here.group.messages[-1].text
        assert "赵敏" in history

        await desk.does(SETTINGS + "/texts", step="save", language="zh", key="card.accepted", words="")
        await desk.calls("御城一区4号楼门坏了")
        await desk.here.li.tells_the_bot("/claim 3")
        assert "接单了" in desk.here.group.messages[-1].text


async def test_words_that_do_not_fit_are_refused(database: OpenDatabase) -> None:
    async with admins_desk(database) as desk:
        for key, words in (("card.accepted", "{secret} 去办了"), ("no.such.key", "您好")):
            for step in ("preview", "save"):
                fields: dict[str, Any] = {"step": step, "language": "zh", "key": key, "words": words}
                assert "还不能用" in await desk.does(SETTINGS + "/texts", status=409, **fields)


async def test_deadlines_are_seen_saved_and_hold(database: OpenDatabase) -> None:
    async with admins_desk(database) as desk:
        new: dict[str, Any] = {"urgency": "normal", "accept": "3h", "resolve": "2wd"}

        shown = await desk.does(SETTINGS + "/deadlines", step="preview", **new)
        assert "今天 13:00前接" in shown
        await desk.does(SETTINGS + "/deadlines", step="save", **new)
        await desk.calls(LAMP)

        assert "今天 13:00前答复" in desk.here.group.card


async def test_what_is_no_deadline_changes_nothing(database: OpenDatabase) -> None:
    async with admins_desk(database) as desk:
        for accept, resolve in (("soon", "2wd"), ("3h", ""), ("-3h", "2wd"), ("3h 1h", "2wd")):
            for step in ("preview", "save"):
                fields: dict[str, Any] = {"urgency": "normal", "accept": accept, "resolve": resolve, "step": step}
                assert "没看懂" in await desk.does(SETTINGS + "/deadlines", status=409, **fields)


async def test_what_holds_for_everybody_is_for_admins_of_the_config(database: OpenDatabase) -> None:
    async with served(database) as desk:
        await desk.enters()
        words: dict[str, Any] = {"step": "save", "language": "zh", "key": "card.accepted", "words": "好"}
        deadline: dict[str, Any] = {"step": "save", "urgency": "normal", "accept": "1m", "resolve": "1m"}

        for path, fields in ((SETTINGS + "/texts", words), (SETTINGS + "/deadlines", deadline)):
            assert "只有配置里写的管理员" in await desk.does(path, status=409, **fields)
        roster: dict[str, Any] = {"step": "save", "places": "community,building,worker\n别处,1号楼,\n", "people": ""}
        assert "只有配置里写的管理员" in await desk.does(SETTINGS + "/roster", status=409, **roster)
        await desk.page("/desk/letters", status=409)


async def test_a_roster_is_seen_and_then_taken(database: OpenDatabase) -> None:
    async with admins_desk(database) as desk:
        places = "community,grid,building,worker\n新社区,第一网格,8号楼,fake:77\n"

        shown = await desk.does(SETTINGS + "/roster", step="preview", places=places, people="")
        assert "8号楼" in shown
        assert "新社区" not in await desk.page(SETTINGS + "/groups")

        await desk.does(SETTINGS + "/roster", step="save", places=places, people="")

        assert "新社区" in await desk.page(SETTINGS + "/groups")
        assert re.search(r"赵敏.*新社区", await desk.page(SETTINGS + "/roster"))


async def test_a_wrong_roster_names_row_and_column(database: OpenDatabase) -> None:
    async with admins_desk(database) as desk:
        places = "community,building,worker\n,8号楼,nobody:\n"

        page = await desk.does(SETTINGS + "/roster", status=409, step="save", places=places, people="")

        assert "row 2" in page


async def test_a_group_is_tied_to_a_place(database: OpenDatabase) -> None:
    async with served(database) as desk:
        await desk.enters()
        chat = desk.here.group.chat
        fields: dict[str, Any] = {
            "channel": chat.channel,
            "bot": chat.bot,
            "chat": chat.chat,
            "place": str(desk.here.building4.id),
        }

        await desk.does(SETTINGS + "/groups", **fields)
        await desk.calls("路灯不亮")

        assert "4号楼" in await desk.page("/desk/ticket/1")


async def test_a_worker_goes_off_duty_and_comes_back(database: OpenDatabase) -> None:
    async with served(database) as desk:
        await desk.calls(LAMP)
        await desk.enters()
        form = next(part for part in (await desk.page(SETTINGS + "/duty")).split("<form") if "<h2>李明" in part)
        li = hidden(form)["person"]

        await desk.does(SETTINGS + "/duty", person=li, to="off", substitute="")
        assert "陈静" in await desk.page("/desk/ticket/1")
        page = await desk.does(SETTINGS + "/duty", person=li, to="on")

        assert page.count("李明") >= 2


async def test_departments_are_changed_by_the_words_of_chat(database: OpenDatabase) -> None:
    async with served(database) as desk:
        await desk.enters()

        page = await desk.does(SETTINGS + "/departments", order="自来水站 加 李明")

        assert "<h2>自来水站</h2>" in page


async def test_gaps_of_the_roster_are_listed(database: OpenDatabase) -> None:
    async with served(database) as desk:
        await desk.enters()

        page = await desk.page("/desk/quality")

        assert "御城二区3号楼" in page
        assert "御城一区3号楼" not in page


async def test_what_never_arrived_is_tried_again_or_dropped(database: OpenDatabase) -> None:
    async with admins_desk(database) as desk:
        page = await desk.page("/desk/letters")
        assert "没送到的" in page

        await desk.does("/desk/letters", kind="letter", row="1", to="drop")
        await desk.does("/desk/letters", kind="row", row="1", to="retry")
        assert "没办成" not in await desk.does("/desk/letters", kind="other", row="1", to="drop", status=409)


async def test_what_another_process_changed_holds_at_the_next_look(database: OpenDatabase) -> None:
    async with admins_desk(database) as desk:
        new: dict[str, Any] = {"urgency": "normal", "accept": "3h", "resolve": "2wd", "step": "save"}
        await desk.does(SETTINGS + "/deadlines", **new)
        desk.here.town.service.setup.memory.clear()

        await desk.follow()
        await desk.calls(LAMP)

        assert "今天 13:00前答复" in desk.here.group.card


async def test_a_command_beside_the_service_reckons_with_what_was_changed(tmp_path: Path) -> None:
    config = Config(folder=tmp_path)

    async def change(uow: UnitOfWork) -> None:
        admin = await uow.store(People).add(Person(id=PersonId(0), name="周平"))
        change = Change(id=0, kind=Kind.DEADLINE, key="urgent", value="1h 2d", by=admin.id, at=NOON)
        await uow.store(Changes).add(change)

    async with quiet_service(config) as service:
        await service.database.write(change)

    async with quiet_service(config) as service:
        rules = await service.ask(lambda turn: clocks.rules(turn, None))

    assert str(rules.by_urgency["urgent"].accept) == "1h"
