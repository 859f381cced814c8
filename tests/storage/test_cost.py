"""Questions asked every second or with every event find their rows by an index, however many old ones there are."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import event

from bot.backlog import DeadLetters, Parked
from bot.community import PersonId, PlaceId, Role
from bot.dialogs import Dialogs
from bot.features.board.store import Board
from bot.features.desk.store import Changes, Waiting
from bot.features.linking.store import LinkCodes
from bot.features.media.store import LooseFiles
from bot.features.posted.store import Posted
from bot.features.suggestions.store import Heard
from bot.features.tickets.store import Attachments, OpenTickets
from bot.lists import Lists
from bot.media import SentFiles
from bot.ports import UnitOfWork
from bot.stores import Groups, Inbox, Outgoing, People, Places, SentMessages
from storage.sqlite import SqliteDatabase
from tests.storage.builders import GROUP, NOON, WANG

# Has a row for each subject, however large the town is.
TINY = "SCAN versions"
Question = Callable[[UnitOfWork], Awaitable[Any]]

QUESTIONS: dict[str, Question] = {
    "inbox pending": lambda uow: uow.store(Inbox).pending(NOON, 10),
    "inbox done": lambda uow: uow.store(Inbox).done(1, NOON),
    "inbox parked": lambda uow: uow.store(Parked).rows(10),
    "inbox parked count": lambda uow: uow.store(Parked).count(),
    "inbox sweep": lambda uow: uow.store(Inbox).sweep(NOON),
    "outbox waiting": lambda uow: uow.store(Outgoing).waiting(NOON, 10),
    "outbox next moment": lambda uow: uow.store(Outgoing).next_moment(NOON),
    "outbox expire": lambda uow: uow.store(Outgoing).expire(NOON),
    "a message of ours": lambda uow: uow.store(SentMessages).at(GROUP, "17"),
    "latest buttons": lambda uow: uow.store(SentMessages).latest_with_buttons(GROUP),
    "messages of ours that are old": lambda uow: uow.store(SentMessages).sweep(NOON),
    "dead letters that are old": lambda uow: uow.store(DeadLetters).sweep(NOON),
    "old notices in lists": lambda uow: uow.store(Lists).sweep(NOON),
    "an account": lambda uow: uow.store(People).by_account(WANG),
    "a name": lambda uow: uow.store(People).named("Wang Fang"),
    "holders": lambda uow: uow.store(People).holders(Role.WORKER, None),
    "a place": lambda uow: uow.store(Places).find("3"),
    "a group": lambda uow: uow.store(Groups).get(GROUP),
    "a moving group": lambda uow: uow.store(Groups).move(GROUP, GROUP),
    "a dialog": lambda uow: uow.store(Dialogs).at(GROUP, PersonId(1), NOON),
    "an album of a ticket": lambda uow: uow.store(Attachments).of_album("telegram", "bot", "9", NOON),
    "a message taken back": lambda uow: uow.store(Attachments).wipe("telegram", "bot", "17"),
    "files to fetch": lambda uow: uow.store(SentFiles).due(NOON, 4),
    "what an open ticket says": lambda uow: uow.store(OpenTickets).opened_at(PlaceId(1), "facility", NOON, 40),
    "a line just heard": lambda uow: uow.store(Heard).last_of(GROUP, PersonId(1), NOON),
    "lines unsure of": lambda uow: uow.store(Heard).unsure(20),
    "who is told the steps": lambda uow: uow.store(Posted).of(1),
    "old loose files": lambda uow: uow.store(LooseFiles).has_old(NOON),
    "a code to link by": lambda uow: uow.store(LinkCodes).at("ABCDEFGH"),
    "a desk's queue": lambda uow: uow.store(Waiting).due([PlaceId(1)], 0, 30),
    "the last change at a desk": lambda uow: uow.store(Changes).latest(),
    "the board's next lines": lambda uow: uow.store(Board).stirred(7, 500),
    "open dialogs": lambda uow: uow.store(Dialogs).open_chats(NOON),
}


@pytest.mark.parametrize("question", QUESTIONS)
async def test_the_question_reads_no_whole_table(database: SqliteDatabase, question: str) -> None:
    plans: list[str] = []

    def explain(_: sa.Connection, cursor: Any, statement: str, values: Any, *__: Any) -> None:
        if not statement.startswith(("BEGIN", "INSERT")):
            cursor.execute(f"EXPLAIN QUERY PLAN {statement}", values)
            plans.extend(step for *_, step in cursor.fetchall())

    event.listen(database._writer._engine, "before_cursor_execute", explain)
    await database.write(QUESTIONS[question])

    assert plans
    assert [step for step in plans if step.startswith("SCAN") and "INDEX" not in step and step != TINY] == []
    assert [step for step in plans if "TEMP B-TREE" in step and question in {"inbox pending", "outbox waiting"}] == []
