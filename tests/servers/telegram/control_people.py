"""Orders about people: making them and letting them talk, press, react."""

import asyncio
import base64
import time
from itertools import cycle
from typing import Any

from tests.servers.telegram import view
from tests.servers.telegram.control import Desk, order
from tests.servers.telegram.sending import PICTURE, Attached

Json = dict[str, Any]


@order
def bot(desk: Desk) -> Json:
    """A bot: token, username, privacy_mode; answers id and token."""
    made = desk.server.add_bot(**desk.facts)
    return {"id": made.id, "token": made.token, "username": made.username}


@order
def user(desk: Desk) -> Json:
    """A person: id, name, username, language_code."""
    facts = dict(desk.facts)
    return desk.server.user(facts.pop("id"), facts.pop("name"), **facts).json()


@order
async def says(desk: Desk) -> Json:
    """user, chat or bot, text; also reply_to, topic, anonymous, mentions {word: user id}."""
    return view.message(await desk.user.says(desk.chat, desk.get("text"), **desk.manner()))


@order
async def talk(desk: Desk) -> list[Json]:
    """`lines`: each what `says` takes; said one after the other without a pause."""
    return [await says(Desk(desk.server, line)) for line in desk.get("lines")]


@order
async def flood(desk: Desk) -> Json:
    """`count` messages of `users` into `chats` in turn, "{n}" in `text` counted up; all at once or `per_second`."""
    people = cycle([desk.server.world.people[one] for one in desk.get("users")])
    chats = cycle([desk.server.world.groups[one] for one in desk.get("chats")])
    pace = 1.0 / desk.get("per_second") if desk.get("per_second") else 0.0
    started = time.perf_counter()
    for number in range(desk.get("count")):
        speaker = Desk(desk.server, {"user": next(people).id}).user
        await speaker.says(next(chats), desk.get("text").replace("{n}", str(number)))
        await asyncio.sleep(max(0.0, started + pace * (number + 1) - time.perf_counter()) if pace else 0.0)
    return {"seconds": time.perf_counter() - started}


@order
async def starts(desk: Desk) -> Json:
    """user presses Start of bot, with a payload."""
    return view.message(await desk.user.starts(desk.bot, desk.get("payload", "")))


@order
async def blocks(desk: Desk) -> bool:
    await desk.user.blocks(desk.bot)
    return True


@order
async def edits(desk: Desk) -> Json:
    return view.message(await desk.user.edits(desk.message, desk.get("text")))


@order
async def deletes(desk: Desk) -> bool:
    await desk.user.deletes(desk.message)
    return True


@order
async def presses(desk: Desk) -> str:
    """user presses the button with `label` under `message`, or sends any `data`; answers the id of the query."""
    if "data" in desk.facts:
        return desk.user.sends_callback(desk.message, desk.get("data")).id
    return (await desk.user.presses(desk.message, desk.get("label"))).id


@order
async def toast(desk: Desk) -> Json:
    """What the bot answered to the query `press`, within `timeout` seconds."""
    answer = await desk.bot.presses[desk.get("press")].answer(timeout=desk.get("timeout", 5.0))
    return {"text": answer.text, "show_alert": answer.show_alert, "url": answer.url}


@order
async def reacts(desk: Desk) -> bool:
    await desk.user.reacts(desk.message, desk.get("emoji"))
    return True


@order
async def sends(desk: Desk) -> Json:
    """user sends a `kind` of media: photo, voice, video, document; content as base64, name, size, caption."""
    content = base64.b64decode(desk.get("content", ""))
    file = Attached(content=content or PICTURE, name=desk.get("name"), size=desk.get("size"))
    verb = getattr(desk.user, f"sends_{desk.get('kind')}")
    return view.message(await verb(desk.chat, file, caption=desk.get("caption", ""), **desk.manner()))


@order
async def album(desk: Desk) -> list[Json]:
    """user sends an album with these captions."""
    sent = await desk.user.sends_album(desk.chat, desk.get("captions"), **desk.manner())
    return [view.message(one) for one in sent]


@order
async def location(desk: Desk) -> Json:
    spot = desk.get("latitude"), desk.get("longitude")
    return view.message(await desk.user.sends_location(desk.chat, *spot, **desk.manner()))
