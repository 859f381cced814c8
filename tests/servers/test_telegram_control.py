"""The Telegram test server as a process of its own, driven over HTTP."""

import asyncio
from typing import Any

import aiohttp
import pytest

from tests.servers.telegram.remote import Remote, RemoteError, remote_server

Json = dict[str, Any]


async def api(remote: Remote, token: str, method: str, **args: Any) -> Json:
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{remote.url}/bot{token}/{method}", json=args) as response,
    ):
        answer: Json = await response.json()
        return answer


async def test_a_whole_scene_can_be_driven_from_outside() -> None:
    async with remote_server() as remote:
        bot = await remote("bot", username="huying_bot")
        await remote("user", id=1001, name="李明")
        await remote("group", id=-1001000000001, title="御城一区", members=[1001], bots=[bot["id"]])
        place = {"chat": -1001000000001}
        said = await remote("says", user=1001, **place, text="/report 灯坏了")
        keyboard = {"inline_keyboard": [[{"text": "接单", "callback_data": "claim"}]]}
        await api(remote, bot["token"], "sendMessage", chat_id=place["chat"], text="#1", reply_markup=keyboard)
        card = await remote("wait", **place, pattern="#1", label="接单")
        press = await remote("presses", user=1001, **place, message=card["id"], label="接单")
        await api(remote, bot["token"], "answerCallbackQuery", callback_query_id=press, text="好")
        toast = await remote("toast", press=press)
        await remote("flood", users=[1001], chats=[place["chat"]], text="/report 第{n}盏灯", count=50)
        stats = await remote("stats")
        updates = await remote("updates", since=2)
        sends = await remote("calls", method="sendMessage")
        with pytest.raises(RemoteError, match="no button"):
            await remote("presses", user=1001, **place, message=card["id"], label="办结")

    assert said["text"] == "/report 灯坏了"
    assert card["rows"] == [[{"text": "接单", "data": "claim", "url": None}]]
    assert toast["text"] == "好"
    assert stats["waiting"] == {str(bot["id"]): 52}
    assert (stats["counts"], stats["violations"], stats["doubles"], stats["posted"]) == (
        {"sendMessage": 1, "answerCallbackQuery": 1},
        [],
        0,
        1,
    )
    assert len(updates) == 50
    assert sends[0]["arrived"] < sends[0]["answered"]


async def test_private_chats_faults_and_the_clock_can_be_driven_too() -> None:
    async with remote_server("--limits") as remote:
        bot = await remote("bot")
        await remote("user", id=1001, name="李明")
        await remote("starts", user=1001, payload="invite-7")
        await remote("sends", user=1001, kind="photo", caption="漏水")
        await remote("fail", method="sendMessage", status=500, description="Internal Server Error")
        failed = await api(remote, bot["token"], "sendMessage", chat_id=1001, text="好")
        await remote("clock", stop=True)
        for _ in range(3):
            await api(remote, bot["token"], "sendMessage", chat_id=1001, text="好")
        limited = await api(remote, bot["token"], "sendMessage", chat_id=1001, text="好")
        await remote("clock", advance=5)
        passed = await api(remote, bot["token"], "sendMessage", chat_id=1001, text="好")
        outage = asyncio.create_task(remote("outage", seconds=0.2))
        await asyncio.sleep(0.05)
        with pytest.raises(aiohttp.ClientError):
            await api(remote, bot["token"], "getMe")
        await outage
        messages = await remote("messages", user=1001)

    assert failed["error_code"] == 500
    assert limited["parameters"]["retry_after"] == 3
    assert passed["ok"]
    assert [m["text"] for m in messages] == ["/start invite-7", "漏水", "好", "好", "好", "好"]
    assert messages[1]["kind"] == "photo"
