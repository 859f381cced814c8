"""The yardstick on Telegram: an echo bot as the manual of python-telegram-bot shows it, one row for each call.

`python -m tests.crash.stock_telegram MOMENT PASSING TOKEN URL`; killed as `launcher` is.
"""

import asyncio
import sqlite3
import sys
from typing import Any, Final

from telegram import Update
from telegram.ext import Application, CommandHandler

from tests.crash.launcher import deadly

FILE: Final = "stock_telegram.db"


def main(moment: str, passing: str, token: str, url: str) -> None:
    reached = deadly(moment, int(passing))
    database = sqlite3.connect(FILE)
    database.execute("CREATE TABLE IF NOT EXISTS calls (words TEXT)")

    async def report(update: Update, _: Any) -> None:
        reached("after_receive")
        if update.message is None:
            return
        database.execute("INSERT INTO calls VALUES (?)", (update.message.text,))
        reached("before_commit")
        database.commit()
        reached("after_commit")
        asyncio.get_running_loop().call_soon(reached, "during_send")
        await update.message.reply_text(update.message.text or "")
        reached("after_send_before_mark")

    application = Application.builder().token(token).base_url(f"{url}/bot").build()
    application.add_handler(CommandHandler("report", report))
    application.run_polling()


if __name__ == "__main__":
    main(*sys.argv[1:])
