"""The yardstick: an echo bot as the manual of python-telegram-bot shows it, with one row and one commit for each call.

`python -m tests.bench.echo_bot TOKEN URL FILE`. Its SQLite is as durable as ours, in the mode that is faster (WAL).
"""

import sqlite3
import sys
from typing import Any

from telegram import Update
from telegram.ext import Application, CommandHandler


def main(token: str, url: str, file: str) -> None:
    database = sqlite3.connect(file)
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("PRAGMA synchronous=FULL")
    database.execute("CREATE TABLE IF NOT EXISTS calls (words TEXT)")

    async def report(update: Update, _: Any) -> None:
        if update.message is None:
            return
        database.execute("INSERT INTO calls VALUES (?)", (update.message.text,))
        database.commit()
        await update.message.reply_text(update.message.text or "")

    application = Application.builder().token(token).base_url(f"{url}/bot").build()
    application.add_handler(CommandHandler("report", report))
    application.run_polling()


if __name__ == "__main__":
    main(*sys.argv[1:])
