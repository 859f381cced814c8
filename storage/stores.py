"""Which class answers which port.

A feature with a memory of its own adds it in five steps:
1. `bot/features/<name>/store.py`: the port, a Protocol of at most eight questions that answer with models.
2. `storage/<name>.py`: its tables on the shared `metadata` (times as `UtcDateTime`, people's words as `Words`, lists
   as `JsonText`, chats by `storage.addresses`), the class `Sql<Name>(connection)`, and one function that turns a row
   into a model. A partial index (`sqlite_where` and `postgresql_where`) for every question about what is due, so that
   it costs the same after a million closed rows; say the condition with `column.is_(True)` or `is_(None)`, here and
   (on `sa.column("…")`) in the migration: a bound value never matches a partial index, and `IS 1` is no PostgreSQL.
   Make statements once, at the head of the module or (an upsert, which differs) in a function with `cache`, and hand
   the values in. Whoever changes places, duties, people of the roster or groups says so by `storage.versions.changed`.
3. Here: one import of the port, one of the class, one line in STORES.
4. `storage/migrations/versions/NNNN_<name>.py` with the next number; its `down_revision` is the file before it.
5. `tests/storage/test_<name>.py` with the fixture `each_database`, which runs every test on SQLite and PostgreSQL.
   `tests/storage/test_migrations.py` fails until step 4 and step 2 say the same.
"""

from collections.abc import Callable
from typing import Final, TypeVar

from adapters.web.rooms import Passes, Rooms, Talk
from bot.backlog import DeadLetters, LostChats, Parked, Queues
from bot.dialogs import Dialogs
from bot.features.blocks.store import Blocks
from bot.features.board.store import Board
from bot.features.departments.store import Departments
from bot.features.desk.store import Changes, Entries, Waiting
from bot.features.digests.store import Digests, Radar
from bot.features.figures.store import FigureCounts, Snapshots
from bot.features.followers.store import Followers
from bot.features.history.store import Chain
from bot.features.ideas.store import Ideas
from bot.features.intake_desk.store import Contacts
from bot.features.learning.store import Lessons
from bot.features.ledger.store import Ledger, LedgerLinks
from bot.features.linking.store import LinkCodes
from bot.features.media.store import LooseFiles
from bot.features.mediation.store import Mediations, OpenTalks
from bot.features.meetings.store import Agenda, Meetings
from bot.features.moods.store import Moods
from bot.features.open311.store import Requests
from bot.features.posted.store import Posted
from bot.features.privacy.store import Erasure, Retraction
from bot.features.ratings.store import Ratings
from bot.features.roster.store import Absences, Invitations, Register
from bot.features.suggestions.store import Heard, Suggestions
from bot.features.supervision.store import Watches
from bot.features.tickets.store import Attachments, Counts, DueTickets, History, OpenTickets, Tickets
from bot.features.undo.store import Acts
from bot.features.visits.store import ReturnVisits, VisitCounts
from bot.features.whistles.store import Links, Scores, Visits, Whistles
from bot.leases import Leases
from bot.lists import Lists
from bot.media import SentFiles
from bot.stores import Facts, Groups, Inbox, Outgoing, People, Places, SentMessages
from storage.absences import SqlAbsences
from storage.acts import SqlActs
from storage.attachments import SqlAttachments, SqlSentFiles
from storage.backlog import SqlDeadLetters, SqlParked, SqlQueues
from storage.blocks import SqlBlocks
from storage.board import SqlBoard
from storage.connection import Connection
from storage.contacts import SqlContacts
from storage.departments import SqlDepartments
from storage.desk import SqlChanges, SqlEntries, SqlWaiting
from storage.dialogs import SqlDialogs
from storage.digest_radar import SqlRadar
from storage.digests import SqlDigests
from storage.due_tickets import SqlDueTickets
from storage.erasure import SqlErasure
from storage.facts import SqlFacts
from storage.figure_days import SqlSnapshots
from storage.figures import SqlFigureCounts
from storage.followers import SqlFollowers
from storage.groups import SqlGroups
from storage.history_chain import SqlChain
from storage.ideas import SqlIdeas
from storage.inbox import SqlInbox
from storage.leases import SqlLeases
from storage.ledger import SqlLedger
from storage.ledger_links import SqlLedgerLinks
from storage.lessons import SqlLessons
from storage.link_codes import SqlLinkCodes
from storage.lists import SqlLists
from storage.loose_files import SqlLooseFiles
from storage.lost_chats import SqlLostChats
from storage.mediation import SqlMediations, SqlOpenTalks
from storage.meetings import SqlAgenda, SqlMeetings
from storage.moods import SqlMoods
from storage.open311 import SqlRequests
from storage.open_tickets import SqlOpenTickets
from storage.outbox import SqlOutgoing
from storage.people import SqlPeople
from storage.places import SqlPlaces
from storage.posted import SqlPosted
from storage.ratings import SqlRatings
from storage.retraction import SqlRetraction
from storage.return_visits import SqlReturnVisits
from storage.roster import SqlInvitations, SqlRegister
from storage.sent import SqlSentMessages
from storage.suggestions import SqlSuggestions
from storage.ticket_counts import SqlCounts
from storage.ticket_history import SqlHistory
from storage.tickets import SqlTickets
from storage.watches import SqlWatches
from storage.web import SqlPasses, SqlRooms
from storage.web_talk import SqlTalk
from storage.whistle_sequels import SqlLinks, SqlScores, SqlVisits
from storage.whistles import SqlWhistles

T = TypeVar("T")
Maker = Callable[[Connection], object]


def answer(port: type[T]) -> Callable[[Callable[[Connection], T]], tuple[type, Maker]]:
    """An entry of STORES. In two calls, so that the type checker sees whether the class really answers the port."""

    def by(make: Callable[[Connection], T]) -> tuple[type, Maker]:
        return port, make

    return by


STORES: Final[dict[type, Maker]] = dict(
    (
        answer(Absences)(SqlAbsences),
        answer(Acts)(SqlActs),
        answer(Agenda)(SqlAgenda),
        answer(Attachments)(SqlAttachments),
        answer(Board)(SqlBoard),
        answer(Blocks)(SqlBlocks),
        answer(Chain)(SqlChain),
        answer(Changes)(SqlChanges),
        answer(Contacts)(SqlContacts),
        answer(Counts)(SqlCounts),
        answer(DeadLetters)(SqlDeadLetters),
        answer(Departments)(SqlDepartments),
        answer(Dialogs)(SqlDialogs),
        answer(Digests)(SqlDigests),
        answer(DueTickets)(SqlDueTickets),
        answer(Entries)(SqlEntries),
        answer(Erasure)(SqlErasure),
        answer(Facts)(SqlFacts),
        answer(FigureCounts)(SqlFigureCounts),
        answer(Followers)(SqlFollowers),
        answer(Groups)(SqlGroups),
        answer(Heard)(SqlSuggestions),
        answer(History)(SqlHistory),
        answer(Ideas)(SqlIdeas),
        answer(Inbox)(SqlInbox),
        answer(Invitations)(SqlInvitations),
        answer(Leases)(SqlLeases),
        answer(Lessons)(SqlLessons),
        answer(Mediations)(SqlMediations),
        answer(OpenTalks)(SqlOpenTalks),
        answer(Meetings)(SqlMeetings),
        answer(LinkCodes)(SqlLinkCodes),
        answer(Ledger)(SqlLedger),
        answer(LedgerLinks)(SqlLedgerLinks),
        answer(Lists)(SqlLists),
        answer(LooseFiles)(SqlLooseFiles),
        answer(Moods)(SqlMoods),
        answer(LostChats)(SqlLostChats),
        answer(OpenTickets)(SqlOpenTickets),
        answer(Outgoing)(SqlOutgoing),
        answer(Parked)(SqlParked),
        answer(Passes)(SqlPasses),
        answer(People)(SqlPeople),
        answer(Places)(SqlPlaces),
        answer(Posted)(SqlPosted),
        answer(Requests)(SqlRequests),
        answer(Queues)(SqlQueues),
        answer(Radar)(SqlRadar),
        answer(Ratings)(SqlRatings),
        answer(Register)(SqlRegister),
        answer(Retraction)(SqlRetraction),
        answer(ReturnVisits)(SqlReturnVisits),
        answer(Rooms)(SqlRooms),
        answer(SentFiles)(SqlSentFiles),
        answer(SentMessages)(SqlSentMessages),
        answer(Snapshots)(SqlSnapshots),
        answer(Suggestions)(SqlSuggestions),
        answer(Talk)(SqlTalk),
        answer(Tickets)(SqlTickets),
        answer(Links)(SqlLinks),
        answer(Scores)(SqlScores),
        answer(VisitCounts)(SqlReturnVisits),
        answer(Visits)(SqlVisits),
        answer(Waiting)(SqlWaiting),
        answer(Whistles)(SqlWhistles),
        answer(Watches)(SqlWatches),
    )
)
