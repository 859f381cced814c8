"""Orders about the server itself: what happened, what shall go wrong, the clock, the switches."""

import inspect
import re
from typing import Any

from tests.servers.telegram import view
from tests.servers.telegram.control import ORDERS, Desk, order
from tests.servers.telegram.messages import Message

Json = dict[str, Any]


@order
def messages(desk: Desk) -> list[Json]:
    """Everything in a chat from the message `since` on, deleted and service messages too."""
    since = desk.get("since", 0)
    return [view.message(one) for one in desk.chat.history.values() if one.id >= since]


@order
async def wait(desk: Desk) -> Json:
    """The first message with `pattern` in its text (and, if given, `label` on a button, after the id `after`)."""
    pattern, label = re.compile(desk.get("pattern", "")), desk.get("label")

    def fits(one: Message) -> bool:
        labelled = label is None or any(label in text for text in one.labels)
        return one.id > desk.get("after", 0) and labelled and pattern.search(one.text) is not None

    return view.message(await desk.chat.wait_for(fits, timeout=desk.get("timeout", 5.0)))


@order
def orders(_desk: Desk) -> Json:
    """Every order with its line of explanation."""
    return {name: inspect.getdoc(function) or "" for name, function in sorted(ORDERS.items())}


@order
def stats(desk: Desk) -> Json:
    """Counts per method, 429s, doubles, violations, waiting updates, posted messages of bots."""
    server = desk.server
    return {
        "counts": dict(server.counts),
        "answered": len(server.calls),
        "failed": sum(not record.ok for record in server.calls),
        "errors": {str(code): times for code, times in server.errors.items()},
        "doubles": server.doubles,
        "violations": list(server.violations),
        "waiting": {str(one.id): len(one.queue) for one in server.world.bots.values()},
        "posted": sum(one.sender.is_bot for chat in server.world.chats() for one in chat.history.values()),
    }


@order
def calls(desk: Desk) -> list[Json]:
    """Answered calls of `method` (or all) from the index `since` on, with their times."""
    records = desk.server.calls[desk.get("since", 0) :]
    return [one.json() for one in records if desk.get("method") in {None, one.method}]


@order
def updates(desk: Desk) -> list[Json]:
    """Every update of a bot from the index `since` on, with the times of its making and first fetch."""
    return [view.update(one) for one in desk.bot.queue.history[desk.get("since", 0) :]]


@order
def jump(desk: Desk) -> bool:
    desk.server.jump_update_ids(desk.bot, desk.get("to"))
    return True


@order
def redeliver(desk: Desk) -> bool:
    desk.server.redeliver(desk.bot, desk.get("last", 1))
    return True


@order
def raw_update(desk: Desk) -> int:
    """Queues an update of any kind and JSON body, also a poisonous one; answers its id."""
    return desk.bot.queue.add_raw(desk.get("kind"), desk.get("body")).id


@order
def fail(desk: Desk) -> bool:
    """The next `count` calls of `method` answer `status`, `description`, `parameters`."""
    facts = dict(desk.facts)
    desk.server.fail_next(facts.pop("method", None), **facts.pop("parameters", {}), **facts)
    return True


@order
def trouble(desk: Desk) -> bool:
    """The next `count` calls of `method` meet `kind`: drop_before, drop_after, timeout_after, delay (`seconds`)."""
    facts = dict(desk.facts)
    desk.server.trouble_next(facts.pop("kind"), facts.pop("method", None), **facts)
    return True


@order
async def outage(desk: Desk) -> bool:
    """All calls are dropped (or answered 502 by `kind`) for `seconds`; without seconds until `kind` is null."""
    if "seconds" in desk.facts:
        await desk.server.faults.outage_for(desk.get("seconds"), desk.get("kind", "drop"))
    else:
        desk.server.outage(desk.get("kind", "drop"))
    return True


@order
def clear(desk: Desk) -> bool:
    """No more ordered faults."""
    desk.server.faults.clear()
    return True


@order
def clock(desk: Desk) -> float:
    """`set`, `advance`, `stop`, `run`; answers the time now."""
    if desk.get("stop"):
        desk.server.clock.stop()
    if desk.get("run"):
        desk.server.clock.run()
    if "set" in desk.facts:
        desk.server.clock.set(float(desk.get("set")))
    if "advance" in desk.facts:
        desk.server.clock.advance(float(desk.get("advance")))
    return desk.server.clock.now()


@order
def switch(desk: Desk) -> bool:
    """`limits`, `mentions_delivered`, `callback_lifetime`, `webhook_retry`; `privacy_mode` of a bot."""
    world = desk.server.world
    world.limits.on = desk.get("limits", world.limits.on)
    world.mentions_delivered = desk.get("mentions_delivered", world.mentions_delivered)
    world.callback_lifetime = desk.get("callback_lifetime", world.callback_lifetime)
    world.webhook_retry = desk.get("webhook_retry", world.webhook_retry)
    if "privacy_mode" in desk.facts:
        desk.bot.privacy_mode = desk.get("privacy_mode")
    return True
