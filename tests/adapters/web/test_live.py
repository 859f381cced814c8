import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from aiohttp import ClientResponse

from adapters.web import live, stream
from bot.community import Account, ChatRef
from bot.messages import Button, ButtonPress, Gesture, OutgoingMessage, Private, Reaction
from bot.orders import Delete, Edit, Post, React, Toast
from bot.ports import Database
from bot.richtext import plain
from tests.adapters.web.kiosk import SQUARE, Kiosk, eventually, open_kiosk

GROUP = ChatRef("web", "local", "grid-3")
LI = Private("local", Account("web", "li"))
CLAIM = Button(label="接单", action="tickets.claim", value="12")


@dataclass
class Told:
    """One event of the stream."""

    id: str
    name: str
    content: dict[str, Any]


class Stream:
    """An open page's stream, read event by event."""

    def __init__(self, answer: ClientResponse) -> None:
        self._answer = answer

    async def next(self) -> Told:
        fields: dict[str, str] = {}
        async with asyncio.timeout(5):
            while "data" not in fields:
                fields = {}
                while line := (await self._answer.content.readline()).decode().rstrip("\n"):
                    name, _, value = line.partition(": ")
                    fields[name] = value
        return Told(id=fields["id"], name=fields["event"], content=json.loads(fields["data"]))


@asynccontextmanager
async def watching(kiosk: Kiosk, *accounts: str, last: str = "", page: str = "page") -> AsyncIterator[Stream]:
    query = [("page", page), ("lang", "zh"), *(("as", account) for account in accounts)]
    headers = {"Last-Event-ID": last} if last else {}
    async with kiosk.visitor() as browser, browser.get("/chat/events", params=query, headers=headers) as answer:
        assert answer.content_type == "text/event-stream"
        yield Stream(answer)


def card(text: str, *buttons: Button) -> OutgoingMessage:
    return OutgoingMessage(text=plain(text), buttons=(buttons,) if buttons else ())


async def posted(kiosk: Kiosk, text: str, *buttons: Button) -> str:
    result = await kiosk.channel.send(Post(to=GROUP, message=card(text, *buttons)), f"once {text}")
    assert result.remote is not None
    return result.remote


async def test_an_open_page_sees_what_comes_and_what_changes(database: Database) -> None:
    async with open_kiosk(database) as kiosk, watching(kiosk, "wang") as page:
        remote = await posted(kiosk, "#12 记下了", CLAIM)
        new = await page.next()
        await kiosk.channel.send(Edit(to=GROUP, remote=remote, message=card("#12 李明接单了")), "edit")
        edited = await page.next()

    assert new.content["id"] == edited.content["id"] == int(remote)
    assert "接单" in new.content["panes"]["wang"]["html"]
    assert new.content["panes"]["wang"]["rings"]
    assert "李明接单了" in edited.content["panes"]["wang"]["html"]
    assert "已更新" in edited.content["panes"]["wang"]["html"]
    assert not edited.content["panes"]["wang"]["rings"]


async def test_a_quiet_message_does_not_ring(database: Database) -> None:
    async with open_kiosk(database) as kiosk, watching(kiosk, "wang") as page:
        quiet = OutgoingMessage(text=plain("#12"), silent=True)
        await kiosk.channel.send(Post(to=GROUP, message=quiet), "once")

        assert not (await page.next()).content["panes"]["wang"]["rings"]


async def test_a_message_that_changed_before_anybody_saw_it_rings_all_the_same(database: Database) -> None:
    async with open_kiosk(database) as kiosk:
        remote = await posted(kiosk, "#12")
        await kiosk.channel.send(React(to=GROUP, message=remote, gesture=Gesture.HEARD), "react")

        async with watching(kiosk, "wang") as page:
            assert (await page.next()).content["panes"]["wang"]["rings"]


async def test_one_page_sees_each_room_through_the_eyes_of_those_who_are_in_it(database: Database) -> None:
    async with open_kiosk(database) as kiosk, watching(kiosk, "wang", "li") as page:
        await kiosk.channel.send(Post(to=LI, message=card("#12 only for you")), "once-1")
        task = await page.next()
        await posted(kiosk, "#12 for the group")
        group = await page.next()

    assert list(task.content["panes"]) == ["li"]
    assert sorted(group.content["panes"]) == ["li", "wang"]


async def test_a_page_that_was_away_is_told_what_it_missed_and_nothing_twice(database: Database) -> None:
    async with open_kiosk(database) as kiosk:
        async with watching(kiosk, "wang") as page:
            await posted(kiosk, "first")
            last = (await page.next()).id
        await posted(kiosk, "second")
        await kiosk.channel.send(Post(to=LI, message=card("not for wang")), "once-li")

        async with watching(kiosk, "wang", last=last) as page:
            missed = await page.next()
            await posted(kiosk, "third")
            live = await page.next()

    assert "second" in missed.content["panes"]["wang"]["html"]
    assert "third" in live.content["panes"]["wang"]["html"]


async def test_what_was_missed_may_be_much(database: Database) -> None:
    async with open_kiosk(database) as kiosk:
        for number in range(230):
            await posted(kiosk, f"message {number}")

        async with watching(kiosk, "wang") as page:
            told = [await page.next() for _ in range(230)]

    assert [event.content["id"] for event in told] == sorted({event.content["id"] for event in told})


async def test_a_toast_reaches_the_page_that_pressed_and_no_other(database: Database) -> None:
    async with (
        open_kiosk(database) as kiosk,
        watching(kiosk, "li", page="pressed") as pressed,
        watching(kiosk, "li", page="other") as other,
    ):
        await kiosk.channel.send(Toast(to=GROUP, press="li/pressed", text="好"), "toast")
        await posted(kiosk, "afterwards")

        toast, next_of_other = await pressed.next(), await other.next()

    assert (toast.name, toast.content) == ("toast", {"account": "li", "text": "好"})
    assert next_of_other.name == "change"


async def test_an_old_toast_is_not_told_again(database: Database) -> None:
    async with open_kiosk(database) as kiosk:
        await kiosk.channel.send(Toast(to=GROUP, press="li/page", text="好"), "toast")
        kiosk.clock.go_on(minutes=1)
        await posted(kiosk, "afterwards")

        async with watching(kiosk, "li") as page:
            assert (await page.next()).name == "change"


async def test_a_press_becomes_an_event_and_its_toast_comes_back(database: Database) -> None:
    async with open_kiosk(database) as kiosk, kiosk.visitor() as browser, watching(kiosk, "li") as page:
        remote = await posted(kiosk, "#12", CLAIM)
        await page.next()

        deed = {"as": "li", "chat": "grid-3", "message": remote, "data": CLAIM.data, "page": "page"}
        first = await kiosk.does(browser, "press", **deed, key="the-same-key")
        again = await kiosk.does(browser, "press", **deed, key="the-same-key")
        (event,) = await kiosk.received()

        assert (first.status, again.status) == (200, 200)
        assert isinstance(event, ButtonPress)
        assert (event.message, event.data, event.sender.account) == (remote, CLAIM.data, Account("web", "li"))
        assert event.press is not None
        await kiosk.channel.send(Toast(to=event.chat, press=event.press, text="归您了"), "toast")
        assert (await page.next()).content["text"] == "归您了"


async def test_only_our_messages_in_ones_own_rooms_can_be_pressed(database: Database) -> None:
    async with open_kiosk(database) as kiosk, kiosk.visitor() as browser:
        remote = await posted(kiosk, "#12", CLAIM)
        said = await (await kiosk.does(browser, "say", **{"as": "wang", "chat": "grid-3", "text": "你好"})).json()
        attempts = [
            {"as": "zhao", "chat": "grid-3", "message": remote},
            {"as": "zhao", "chat": "grid-5", "message": remote},
            {"as": "wang", "chat": "grid-3", "message": said["id"]},
            {"as": "wang", "chat": "grid-3", "message": "99"},
            {"as": "wang", "chat": "grid-3"},
        ]

        for deed in attempts:
            answer = await kiosk.does(browser, "press", **deed, data=CLAIM.data, page="page")
            assert answer.status == 404

        assert await kiosk.received() == []


async def test_a_reaction_is_seen_by_all_and_told_to_the_service(database: Database) -> None:
    async with open_kiosk(database) as kiosk, kiosk.visitor() as browser, watching(kiosk, "li") as page:
        remote = await posted(kiosk, "#12", CLAIM)
        await page.next()

        deed = {"as": "wang", "chat": "grid-3", "message": remote}
        await kiosk.does(browser, "react", **deed, gesture="me_too+")
        added = (await page.next()).content["panes"]["li"]["html"]
        await kiosk.does(browser, "react", **deed, gesture="me_too-")
        taken = (await page.next()).content["panes"]["li"]["html"]

        events = await kiosk.received()
        assert [(e.gesture, e.added) for e in events if isinstance(e, Reaction)] == [
            (Gesture.ME_TOO, True),
            (Gesture.ME_TOO, False),
        ]
        assert 'aria-label="我家也这样 1"' in added
        assert 'aria-label="我家也这样 1"' not in taken
        for nonsense in ("", "+", "dance+", "me_too"):
            assert (await kiosk.does(browser, "react", **deed, gesture=nonsense)).status == 400


async def test_having_been_heard_shows_on_the_residents_message(database: Database) -> None:
    async with open_kiosk(database) as kiosk, kiosk.visitor() as browser, watching(kiosk, "wang") as page:
        said = await (await kiosk.does(browser, "say", **{"as": "wang", "chat": "grid-3", "text": "灯不亮"})).json()
        await page.next()

        await kiosk.channel.send(React(to=GROUP, message=str(said["id"]), gesture=Gesture.HEARD), "react")

        html = (await page.next()).content["panes"]["wang"]["html"]
        assert "👀" in html
        assert 'aria-label="听到了"' in html


async def test_a_message_that_was_taken_away_leaves_open_pages(database: Database) -> None:
    async with open_kiosk(database) as kiosk, watching(kiosk, "wang") as page:
        remote = await posted(kiosk, "#12")
        await page.next()

        await kiosk.channel.send(Delete(to=GROUP, message=remote), "delete")

        assert (await page.next()).content["panes"]["wang"] == {"removed": True}


async def test_a_page_that_has_gone_is_listened_to_no_more(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "BEAT_SECONDS", 0.02)
    monkeypatch.setattr(stream, "MOST_PAGES", 1)
    async with open_kiosk(database) as kiosk, kiosk.visitor() as browser:

        async def may_come() -> bool:
            async with browser.get("/chat/events?as=li&page=page") as answer:
                return answer.status == 200

        async def is_full() -> bool:
            return not await may_come()

        async with watching(kiosk, "wang"):
            await eventually(is_full)
        await eventually(may_come)


async def test_nobody_listens_as_somebody_unknown(database: Database) -> None:
    async with open_kiosk(database) as kiosk, kiosk.visitor() as browser:
        for query in ("", "?as=", "?as=nobody", "?as=wang&as=nobody"):
            assert (await browser.get(f"/chat/events{query}")).status == 403


async def test_a_visitor_hears_the_own_rooms_whoever_is_named(database: Database) -> None:
    async with open_kiosk(database, scene=SQUARE, free_roles=False) as kiosk, kiosk.visitor() as browser:
        await browser.get("/chat")
        async with browser.get("/chat/events?as=somebody&page=page") as answer:
            page = Stream(answer)
            await kiosk.does(browser, "say", chat="square", text="你好")

            (account,) = (await page.next()).content["panes"]

    assert account.startswith("v")
