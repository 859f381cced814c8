"""What a turn wants to say, collected and kept in its transaction."""

from datetime import timedelta

from bot.messages import Address, OutgoingMessage
from bot.orders import Delete, Post, React, Toast
from bot.outbox import HEARD_LIVES, TOAST_LIVES, Outbox
from bot.ports import Database
from bot.richtext import plain, words_of
from bot.stores import CardRow, OutboxRow, Outgoing, Priority
from storage.engine import OpenDatabase
from tests.kernel.scripted import GROUP, OTHER, START, WANG


def words(text: str, *, silent: bool = False) -> OutgoingMessage:
    return OutgoingMessage(text=plain(text), silent=silent)


def outbox(*quiet: Address) -> Outbox:
    async def is_quiet(to: Address) -> bool:
        return to in quiet

    return Outbox(START, is_quiet)


async def kept(database: Database, said: Outbox) -> list[OutboxRow | CardRow]:
    """What waits to leave after it was kept, by urgency."""
    await database.write(said.keep)
    return list(await database.read(lambda uow: uow.store(Outgoing).waiting(START, 100)))


async def test_nothing_said_is_nothing_kept(database: OpenDatabase) -> None:
    said = outbox()

    assert said.is_empty
    assert await kept(database, said) == []


async def test_two_puts_of_one_card_are_one_card_as_it_was_put_last(database: OpenDatabase) -> None:
    said = outbox()
    said.card(GROUP, "tickets:1", words("#1 open"), reply_to="7", priority=Priority.ANSWER)
    said.card(GROUP, "tickets:1", words("#1 with Li Ming"), reply_to="7")

    (card,) = await kept(database, said)

    assert isinstance(card, CardRow)
    assert (words_of(card.wanted.text), card.version_wanted, card.reply_to) == ("#1 with Li Ming", 1, "7")


async def test_cards_of_other_subjects_and_in_other_chats_are_cards_of_their_own(database: OpenDatabase) -> None:
    said = outbox()
    for to, key in ((GROUP, "tickets:1"), (OTHER, "tickets:1"), (WANG, "tickets:1"), (GROUP, "tickets:2")):
        said.card(to, key, words(key))

    assert len(await kept(database, said)) == 4


async def test_posts_keep_the_order_in_which_they_were_said(database: OpenDatabase) -> None:
    said = outbox()
    for text in ("one", "two", "three"):
        said.post(GROUP, words(text))

    rows = await kept(database, said)

    posts = [row.order for row in rows if isinstance(row, OutboxRow)]
    assert [words_of(post.message.text) for post in posts if isinstance(post, Post)] == ["one", "two", "three"]


async def test_signs_go_first_and_do_not_live_long(database: OpenDatabase) -> None:
    said = outbox()
    said.post(GROUP, words("later"))
    said.react(GROUP, "7")
    said.toast(GROUP, "press", "first")

    rows = [row for row in await kept(database, said) if isinstance(row, OutboxRow)]

    assert [type(row.order) for row in rows] == [React, Toast, Post]
    assert [row.expires_at for row in rows] == [START + HEARD_LIVES, START + TOAST_LIVES, None]


async def test_a_post_may_have_an_end_a_subject_and_an_urgency(database: OpenDatabase) -> None:
    said = outbox()
    said.post(WANG, words("digest"), about="digests", reply_to="7", priority=Priority.DIGEST, lives=timedelta(hours=24))
    said.delete(GROUP, "9")

    deleted, post = (row for row in await kept(database, said) if isinstance(row, OutboxRow))

    assert deleted.order == Delete(to=GROUP, message="9")
    assert (post.about, post.priority, post.expires_at) == ("digests", Priority.DIGEST, START + timedelta(hours=24))
    assert said.subjects == ["digests"]


async def test_where_it_is_quiet_posts_and_cards_make_no_sound(database: OpenDatabase) -> None:
    said = outbox(GROUP)
    for to in (GROUP, OTHER):
        said.post(to, words("post"))
        said.card(to, "tickets:1", words("card"))

    rows = await kept(database, said)

    silent = {(to_of(row), silent_of(row)) for row in rows}
    assert silent == {(GROUP, True), (OTHER, False)}


async def test_an_emergency_sounds_where_it_is_quiet(database: OpenDatabase) -> None:
    said = outbox(GROUP)
    said.post(GROUP, words("gas"), priority=Priority.EMERGENCY)
    said.card(GROUP, "tickets:1", words("gas"), priority=Priority.EMERGENCY)

    assert [silent_of(row) for row in await kept(database, said)] == [False, False]


async def test_what_was_meant_to_be_silent_stays_so(database: OpenDatabase) -> None:
    said = outbox()
    said.post(GROUP, words("post", silent=True))
    said.card(GROUP, "tickets:1", words("card", silent=True), priority=Priority.EMERGENCY)

    assert [silent_of(row) for row in await kept(database, said)] == [True, True]


def to_of(row: OutboxRow | CardRow) -> Address:
    return row.to if isinstance(row, CardRow) else row.order.to


def silent_of(row: OutboxRow | CardRow) -> bool:
    if isinstance(row, CardRow):
        return row.wanted.silent
    assert isinstance(row.order, Post)
    return row.order.message.silent
