"""The HTTP side: finds bot and method, orders the faults, answers in the Bot API's form and keeps the records."""

import asyncio
import inspect
import json
import time
from collections import Counter
from typing import Any, Final

from aiohttp import web

from tests.servers.telegram import (
    keyboards,
    methods_chats,
    methods_commands,
    methods_edit,
    methods_gestures,
    methods_media,
    methods_send,
    methods_topics,
    methods_updates,
    methods_webhook,
    spec,
    validate,
)
from tests.servers.telegram.bots import Bot
from tests.servers.telegram.calls import Call, Record, read
from tests.servers.telegram.errors import ApiError, bad_request
from tests.servers.telegram.faults import Faults
from tests.servers.telegram.messages import Message
from tests.servers.telegram.registry import METHODS
from tests.servers.telegram.world import World

Json = dict[str, Any]

# Importing them fills the registry.
FAMILIES: Final = (
    methods_chats,
    methods_commands,
    methods_edit,
    methods_gestures,
    methods_media,
    methods_send,
    methods_topics,
    methods_updates,
    methods_webhook,
)
NOT_MODELLED: Final = frozenset(
    {"business_connection_id", "direct_messages_topic_id", "suggested_post_parameters", "inline_message_id"}
)
JSON: Final = "application/json"
ENCODE: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class Front:
    """Serves /bot<token>/<method>."""

    def __init__(self, world: World, faults: Faults) -> None:
        self._world = world
        self._faults = faults
        self.records: list[Record] = []
        self.counts: Counter[str] = Counter()
        self.errors: Counter[int] = Counter()
        world.perform = self.perform

    async def answer(self, request: web.BaseRequest, token: str, name: str) -> web.StreamResponse:
        """One call from its arrival to its answer."""
        arrived = time.perf_counter()
        if self._faults.outage is not None:
            return _lost(request) if self._faults.outage == "drop" else _bad_gateway()
        bot = self._world.bots.get(token)
        if bot is None:
            return self._refusal(ApiError(401, "Unauthorized"))
        method = spec.METHOD_NAMES.get(name.lower())
        if method is None:
            return self._refusal(ApiError(404, "Not Found"))
        self.counts[method] += 1
        try:
            args, files = await read(request, method)
        except ApiError as error:
            return self._refusal(error)
        call = Call(world=self._world, bot=bot, method=method, args=args, files=files)
        return await self._with_faults(request, call, arrived)

    async def _with_faults(self, request: web.BaseRequest, call: Call, arrived: float) -> web.StreamResponse:
        fault = self._faults.take(call.method, call.args.get("chat_id"))
        if fault is not None and fault.kind == "drop_before":
            return _lost(request)
        if fault is not None and fault.kind == "delay":
            await asyncio.sleep(fault.seconds)
        error = fault.error if fault is not None and fault.kind == "error" else None
        response = await self.carry_out(call, arrived, error)
        if fault is not None and fault.kind in {"drop_after", "timeout_after"}:
            await asyncio.sleep(fault.seconds)
            return _lost(request)
        return response

    async def carry_out(self, call: Call, arrived: float, error: ApiError | None = None) -> web.Response:
        """Check a call against the facts, do it, and keep the record."""
        self._world.violations.extend(validate.breaches(call.method, call.args))
        self._world.violations.extend(keyboards.ambiguous(call.args.get("reply_markup")))
        try:
            if error is not None:
                raise error
            result = await _result(call)
        except ApiError as refused:
            self._keep(call, arrived, refused.description, None)
            return self._refusal(refused)
        self._keep(call, arrived, None, result.id if isinstance(result, Message) else None)
        return _success(result)

    async def perform(self, bot: Bot, name: str, args: Json) -> None:
        """A call that came in the answer to a webhook's delivery: done like any other, and nobody hears the result."""
        method = spec.METHOD_NAMES.get(name.lower())
        if method is None:
            self._world.violations.append(f"{name}: unknown method in a webhook's answer")
            return
        self.counts[method] += 1
        call = Call(world=self._world, bot=bot, method=method, args=args)
        await self.carry_out(call, time.perf_counter())

    def _refusal(self, error: ApiError) -> web.Response:
        self.errors[error.code] += 1
        return web.Response(text=ENCODE(error.json()), status=error.code, content_type=JSON)

    def _keep(self, call: Call, arrived: float, error: str | None, message_id: int | None) -> None:
        self.records.append(
            Record(
                method=call.method,
                bot=call.bot.id,
                args=call.args,
                arrived=arrived,
                answered=time.perf_counter(),
                ok=error is None,
                error=error,
                message_id=message_id,
            )
        )


async def _result(call: Call) -> Any:
    handler = METHODS.get(call.method)
    if handler is None:
        call.world.violations.append(f"{call.method}: this test server does not know the method")
        raise bad_request(f"{call.method} is not supported by the test server")
    for name in NOT_MODELLED & call.args.keys():
        call.world.violations.append(f"{call.method}: this test server does not model {name}")
    try:
        result = handler(call)
        return await result if inspect.isawaitable(result) else result
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        # An argument of a shape that passed for none: said as a violation, so that no test goes on with it.
        call.world.violations.append(f"{call.method}: arguments that cannot be read: {error!r}")
        raise bad_request("can't parse the request") from error


def _success(result: Any) -> web.Response:
    if isinstance(result, methods_updates.Updates):
        return web.Response(text=result.text(), content_type=JSON)
    answer = {"ok": True, "result": plain(result)}
    if isinstance(result, methods_webhook.Described):
        answer["description"] = result.description
    return web.Response(text=ENCODE(answer), content_type=JSON)


def plain(result: Any) -> Any:
    """A handler's result as JSON values."""
    if isinstance(result, Message):
        return result.json()
    if isinstance(result, methods_webhook.Described):
        return result.result
    return [plain(one) for one in result] if isinstance(result, list) else result


def _bad_gateway() -> web.Response:
    return web.Response(status=502, text="<html><h1>502 Bad Gateway</h1></html>", content_type="text/html")


def _lost(request: web.BaseRequest) -> web.Response:
    """The connection breaks; what is returned here never arrives."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=500)
