"""From the start of `huying run` to `ready`, networks unreachable: `python -m tests.bench start`.

Unreachable in two ways: nobody listens at the port, or somebody does and never answers. The database is there already,
as it is at every start but the first.
"""

import socket
import statistics
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from tests.bench.figures import Figure
from tests.bench.neighbourhood import TOKEN
from tests.e2e.huying import starting
from tests.servers.telegram.remote import ROOT

SECONDS: Final = 2.0
TELEGRAM: Final = """
[telegram]
token = "{token}"
api_url = "http://127.0.0.1:{port}"
"""
MATRIX: Final = """
[matrix]
homeserver = "http://127.0.0.1:{port}"
user = "@huying:localhost"
password = "a-password-for-nobody"
"""
NETWORKS: Final = {"Telegram": TELEGRAM, "both networks": TELEGRAM + MATRIX}


async def measure(runs: int, *, networks: Mapping[str, str] = NETWORKS) -> Sequence[Figure]:
    """Medians of so many starts each."""
    figures = []
    for which, config in networks.items():
        for manner in ("refused", "silent"):
            with tempfile.TemporaryDirectory(prefix="huying-start-", dir=ROOT) as name, _port(manner) as port:
                text = config.format(token=TOKEN, port=port)
                await _seconds(Path(name), text)
                seconds = [await _seconds(Path(name), text) for _ in range(runs)]
            figures.append(
                Figure(
                    name=f"start to `ready`, {which} {manner}",
                    value=statistics.median(seconds),
                    unit="s",
                    aim=SECONDS,
                    is_most=True,
                )
            )
    return figures


async def _seconds(folder: Path, config: str) -> float:
    began = time.perf_counter()
    async with starting(folder, config) as huying:
        await huying.ready()
        return time.perf_counter() - began


@contextmanager
def _port(manner: str) -> Iterator[int]:
    """A port at which nobody listens, or where somebody does and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        if manner == "silent":
            yield port
            return
    yield port
