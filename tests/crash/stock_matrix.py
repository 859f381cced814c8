"""The yardstick on Matrix: an echo bot as the manual of matrix-nio shows it, one row for each call.

`python -m tests.crash.stock_matrix MOMENT PASSING HOMESERVER USER PASSWORD`; killed as `launcher` is.
"""

import asyncio
import json
import sqlite3
import sys
from pathlib import Path
from typing import Final

from nio import AsyncClient, AsyncClientConfig, MatrixRoom, RoomMessageText
from nio.responses import LoginResponse

from tests.crash.launcher import deadly

FILE: Final = "stock_matrix.db"
SESSION: Final = Path("stock_matrix.json")
STORE: Final = Path("stock_matrix_store")


async def signed_in(homeserver: str, user: str, password: str) -> AsyncClient:
    """The client, on the device of the first time."""
    STORE.mkdir(exist_ok=True)
    settings = AsyncClientConfig(store_sync_tokens=True)
    client = AsyncClient(homeserver, user, store_path=str(STORE), config=settings)
    if SESSION.exists():
        client.restore_login(**json.loads(SESSION.read_text()))
        return client
    answer = await client.login(password)
    assert isinstance(answer, LoginResponse), answer
    known = {"user_id": answer.user_id, "device_id": answer.device_id, "access_token": answer.access_token}
    SESSION.write_text(json.dumps(known))
    return client


async def main(moment: str, passing: str, homeserver: str, user: str, password: str) -> None:
    reached = deadly(moment, int(passing))
    database = sqlite3.connect(FILE)
    database.execute("CREATE TABLE IF NOT EXISTS calls (words TEXT)")
    client = await signed_in(homeserver, user, password)

    async def report(room: MatrixRoom, event: RoomMessageText) -> None:
        if not event.body.startswith("!report"):
            return
        reached("after_receive")
        database.execute("INSERT INTO calls VALUES (?)", (event.body,))
        reached("before_commit")
        database.commit()
        reached("after_commit")
        asyncio.get_running_loop().call_soon(reached, "during_send")
        content = {"msgtype": "m.notice", "body": event.body}
        await client.room_send(room.room_id, "m.room.message", content, ignore_unverified_devices=True)
        reached("after_send_before_mark")

    client.add_event_callback(report, RoomMessageText)
    await client.sync_forever(timeout=30_000, full_state=True)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
