"""`/readyz`: does everything work that we need? And `/metrics`, the figures behind it, in the form of Prometheus.

For the operator and for whatever watches us. Neither names a person or repeats a word.
"""

from collections.abc import Awaitable, Callable, Iterator, Sequence
from typing import Final

from aiohttp import web

from adapters.web.server import WebServer
from bot.metrics import Labels, Metric
from bot.watch import Part, State

AskParts = Callable[[], Awaitable[Sequence[Part]]]
AskMetrics = Callable[[], Awaitable[Sequence[Metric]]]

# The text form that every scraper of Prometheus reads.
_FORM: Final = "text/plain; version=0.0.4; charset=utf-8"


def mount_readiness(server: WebServer, ask: AskParts) -> None:
    """Answer 200 when every part works, 503 otherwise, with one line a part."""

    async def answer(_: web.Request) -> web.Response:
        parts = await ask()
        is_good = all(part.state is not State.BAD for part in parts)
        return web.Response(text="".join(_line(part) for part in parts), status=200 if is_good else 503)

    server.app.router.add_get("/readyz", answer)


def mount_metrics(server: WebServer, ask: AskMetrics) -> None:
    """Answer with every figure."""

    async def answer(_: web.Request) -> web.Response:
        text = "".join(line for metric in await ask() for line in metric_lines(metric))
        return web.Response(body=text.encode(), headers={"Content-Type": _FORM})

    server.app.router.add_get("/metrics", answer)


def metric_lines(metric: Metric) -> Iterator[str]:
    """A figure in the text form of Prometheus; nothing at all while it has no value."""
    if not metric.values:
        return
    yield f"# HELP {metric.name} {metric.help}\n"
    yield f"# TYPE {metric.name} {'counter' if metric.is_counter else 'gauge'}\n"
    for labels, value in metric.values:
        yield f"{metric.name}{_labels(labels)} {_number(value)}\n"


def _number(value: float) -> str:
    return str(int(value)) if float(value).is_integer() else repr(float(value))


def _labels(labels: Labels) -> str:
    if not labels:
        return ""
    return "{" + ",".join(f'{name}="{_escaped(value)}"' for name, value in labels.items()) + "}"


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def _line(part: Part) -> str:
    return f"{part.state}: {part.name}{f' ({part.hint})' if part.hint else ''}\n"
