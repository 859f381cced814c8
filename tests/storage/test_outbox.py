from datetime import datetime, timedelta

import pytest

from bot.backlog import DeadLetters, UnreadableRow
from bot.community import ChatRef
from bot.messages import Gesture, Private
from bot.orders import Delete, Edit, Order, React, Toast
from bot.stores import PER_CHAT, OutboxRow, Outgoing, Priority, SentMessages
from storage.engine import OpenDatabase
from tests.storage.builders import (
    CLAIM,
    DONE,
    GROUP,
    NOON,
    TOPIC,
    WANG,
    after,
    card,
    damage,
    left,
    outbox_row,
    post,
    read,
    words,
    write,
)


async def put(database: OpenDatabase, *rows: OutboxRow) -> None:
    await write(database, Outgoing, lambda outgoing: outgoing.put(*rows))


async def leave(database: OpenDatabase, row: OutboxRow, remote: str | None) -> None:
    await write(database, Outgoing, lambda outgoing: outgoing.sent(left(row, remote)))


async def waiting(database: OpenDatabase, at: datetime = NOON, limit: int = 100) -> list[OutboxRow]:
    found: list[OutboxRow] = await read(database, Outgoing, lambda outgoing: outgoing.waiting(at, limit))
    return found


async def texts(database: OpenDatabase, at: datetime = NOON, limit: int = 100) -> list[str]:
    return [row.once.removeprefix("once-") for row in await waiting(database, at, limit)]


@pytest.mark.parametrize(
    "order",
    [
        post("heard", CLAIM, to=TOPIC),
        post("a task", to=Private("huying_bot", WANG)),
        Edit(to=GROUP, remote="17", message=words("seen", DONE)),
        React(to=GROUP, message="16", gesture=Gesture.HEARD),
        React(to=GROUP, message="16", gesture=None),
        Toast(to=GROUP, press="4411", text="Wang was faster"),
        Delete(to=GROUP, message="16"),
    ],
    ids=["topic", "private", "edit", "react", "unreact", "toast", "delete"],
)
async def test_an_intent_comes_out_as_it_was_put(each_database: OpenDatabase, order: Order) -> None:
    row = outbox_row(order=order, about="tickets:1", expires_at=after(seconds=60))

    await put(each_database, row)

    (found,) = await waiting(each_database)
    assert found == outbox_row(id=found.id, order=order, about="tickets:1", expires_at=after(seconds=60))


async def test_the_urgent_leaves_first_and_within_a_priority_the_older(each_database: OpenDatabase) -> None:
    await put(each_database, outbox_row("digest", priority=Priority.DIGEST), outbox_row("first"), outbox_row("second"))
    await put(each_database, outbox_row("gas", priority=Priority.EMERGENCY))
    await put(each_database, outbox_row("toast", priority=Priority.INSTANT))

    assert await texts(each_database) == ["toast", "gas", "first", "second", "digest"]


async def test_cards_take_their_place_among_the_rows(each_database: OpenDatabase) -> None:
    await put(each_database, outbox_row("digest", priority=Priority.DIGEST), outbox_row("answer"))
    await write(each_database, Outgoing, lambda outgoing: outgoing.want(card()))

    kinds = [type(item).__name__ for item in await waiting(each_database)]

    assert kinds == ["OutboxRow", "CardRow", "OutboxRow"]
    assert len(await waiting(each_database, limit=2)) == 2


async def test_rows_keep_their_order_though_the_clock_was_set_back(each_database: OpenDatabase) -> None:
    await put(each_database, outbox_row("first", created_at=NOON), outbox_row("second", created_at=after(seconds=-5)))

    assert await texts(each_database) == ["first", "second"]


async def test_what_waits_for_later_says_when(each_database: OpenDatabase) -> None:
    await put(each_database, outbox_row("later", not_before=after(minutes=5)))
    await write(each_database, Outgoing, lambda outgoing: outgoing.want(card(not_before=after(minutes=3))))

    assert await texts(each_database) == []

    async def next_moment(minutes: int) -> datetime | None:
        now = after(minutes=minutes)
        moment: datetime | None = await read(each_database, Outgoing, lambda outgoing: outgoing.next_moment(now))
        return moment

    assert await next_moment(0) == after(minutes=3)
    assert await read(each_database, Outgoing, lambda outgoing: outgoing.next_moment(after(minutes=3))) == after(
        minutes=5
    )
    assert await next_moment(5) is None


async def test_an_expired_row_never_leaves(each_database: OpenDatabase) -> None:
    await put(each_database, outbox_row("toast", expires_at=after(seconds=15)), outbox_row("answer"))

    assert await texts(each_database, after(seconds=14)) == ["toast", "answer"]
    assert await texts(each_database, after(seconds=15)) == ["answer"]
    assert await write(each_database, Outgoing, lambda outgoing: outgoing.expire(after(seconds=15))) == 1
    assert await texts(each_database) == ["answer"]


async def test_a_sent_row_is_gone_and_its_message_is_known(each_database: OpenDatabase) -> None:
    await put(each_database, outbox_row(order=post("task", CLAIM, DONE), about="tickets:1"))
    (row,) = await waiting(each_database)

    await leave(each_database, row, "17")

    assert await waiting(each_database) == []
    found = await read(each_database, SentMessages, lambda sent: sent.at(TOPIC, "17"))
    assert (found.chat, found.remote, found.about, found.buttons) == (GROUP, "17", "tickets:1", (CLAIM, DONE))


async def test_a_sent_reaction_leaves_no_message(each_database: OpenDatabase) -> None:
    await put(each_database, outbox_row(order=React(to=GROUP, message="16", gesture=Gesture.HEARD)))
    (row,) = await waiting(each_database)

    await leave(each_database, row, "16")

    assert await read(each_database, SentMessages, lambda sent: sent.at(GROUP, "16")) is None


async def test_numbers_of_rows_never_come_back(each_database: OpenDatabase) -> None:
    await put(each_database, outbox_row("first"))
    (first,) = await waiting(each_database)
    await leave(each_database, first, "17")

    await put(each_database, outbox_row("second"))

    (second,) = await waiting(each_database)
    assert second.id > first.id


async def test_a_refused_row_waits_and_its_tries_are_counted(each_database: OpenDatabase) -> None:
    await put(each_database, outbox_row("answer"))
    (row,) = await waiting(each_database)

    await write(each_database, Outgoing, lambda outgoing: outgoing.later(row, after(seconds=9), "limit"))

    assert await waiting(each_database) == []
    (again,) = await waiting(each_database, after(seconds=9))
    assert (again.attempts, again.once) == (1, row.once)


async def test_a_dead_row_waits_no_more(each_database: OpenDatabase) -> None:
    await put(each_database, outbox_row("answer"))
    (row,) = await waiting(each_database)

    await write(each_database, Outgoing, lambda outgoing: outgoing.dead(row, "unreachable", NOON))

    assert await waiting(each_database, NOON + timedelta(days=99)) == []


async def test_an_edit_keeps_every_button_that_the_message_ever_carried(each_database: OpenDatabase) -> None:
    await put(each_database, outbox_row(order=post("task", CLAIM), about="tickets:1"))
    (row,) = await waiting(each_database)
    await leave(each_database, row, "17")
    await put(
        each_database, outbox_row(order=Edit(to=GROUP, remote="17", message=words("task", DONE)), about="tickets:1")
    )
    (edit,) = await waiting(each_database)

    await leave(each_database, edit, None)

    found = await read(each_database, SentMessages, lambda sent: sent.at(GROUP, "17"))
    assert found.buttons == (DONE, CLAIM)


async def test_what_left_together_is_marked_together_in_its_order(each_database: OpenDatabase) -> None:
    await put(each_database, outbox_row("heard", order=React(to=GROUP, message="16", gesture=Gesture.HEARD)))
    await put(each_database, outbox_row("asked", order=post("which one?", CLAIM)), outbox_row("stays"))
    await write(each_database, Outgoing, lambda outgoing: outgoing.want(card("#1 open")))
    heard, asked, stays, shown = await waiting(each_database)
    changed = outbox_row(order=Edit(to=GROUP, remote="17", message=words("taken", DONE)), about="tickets:1")

    departures = [left(heard, None), left(asked, "17"), left(shown, "18"), left(changed, None)]
    await write(each_database, Outgoing, lambda outgoing: outgoing.sent(*departures))

    assert await waiting(each_database) == [stays]
    sent = await read(each_database, SentMessages, lambda messages: messages.at(GROUP, "17"))
    assert (sent.buttons, sent.about) == ((DONE, CLAIM), "tickets:1")
    assert (await read(each_database, SentMessages, lambda messages: messages.at(GROUP, "18"))).about == "tickets:1"


async def test_a_plain_answer_means_the_latest_message_that_shows_buttons(each_database: OpenDatabase) -> None:
    for remote, buttons in (("17", [CLAIM]), ("18", [DONE]), ("19", [])):
        await put(each_database, outbox_row(order=post("task", *buttons)))
        (row,) = await waiting(each_database)
        await leave(each_database, row, remote)

    latest = await read(each_database, SentMessages, lambda sent: sent.latest_with_buttons(GROUP))
    assert latest.remote == "18"

    await put(each_database, outbox_row(order=Edit(to=GROUP, remote="18", message=words("closed"))))
    (edit,) = await waiting(each_database)
    await leave(each_database, edit, "18")

    latest = await read(each_database, SentMessages, lambda sent: sent.latest_with_buttons(GROUP))
    assert latest.remote == "17"
    other = ChatRef("telegram", "huying_bot", "-9")
    assert await read(each_database, SentMessages, lambda sent: sent.latest_with_buttons(other)) is None


async def test_a_message_that_somebody_answers_has_arrived(each_database: OpenDatabase) -> None:
    await put(each_database, outbox_row("heard", about="tickets:1", order=post("heard", CLAIM)), outbox_row("other"))

    await arrive(each_database, "once-heard", "17")
    await arrive(each_database, "once-never-said", "18")

    sent = await read(each_database, SentMessages, lambda messages: messages.at(GROUP, "17"))
    assert (sent.about, sent.buttons) == ("tickets:1", (CLAIM,))
    assert await texts(each_database) == ["other"]


async def test_a_card_that_somebody_answers_is_changed_where_it_stands(each_database: OpenDatabase) -> None:
    await write(each_database, Outgoing, lambda outgoing: outgoing.want(card("#1 open", once="name")))
    await write(each_database, Outgoing, lambda outgoing: outgoing.want(card("#1 taken", once="another")))

    await arrive(each_database, "name", "17")

    (found,) = await read(each_database, Outgoing, lambda outgoing: outgoing.waiting(NOON, 100))
    assert (found.remote, found.wanted) == ("17", words("#1 taken"))
    assert found.once != "name"


async def arrive(database: OpenDatabase, once: str, remote: str) -> None:
    await write(database, Outgoing, lambda outgoing: outgoing.arrived(once, GROUP, remote, NOON))


async def test_a_row_that_cannot_be_read_is_named(each_database: OpenDatabase) -> None:
    await put(each_database, outbox_row("good"), outbox_row("bad"))
    damaged = (await waiting(each_database))[1].id
    await damage(each_database, "outbox", "letter", f"id = {damaged}")

    with pytest.raises(UnreadableRow) as found:
        await waiting(each_database)

    assert (found.value.number, found.value.is_card) == (damaged, False)


async def test_a_row_that_cannot_be_read_becomes_a_dead_letter_and_may_come_back(each_database: OpenDatabase) -> None:
    await put(each_database, outbox_row("good"), outbox_row("bad", about="tickets:7"))
    damaged = (await waiting(each_database))[1].id
    await damage(each_database, "outbox", "letter", f"id = {damaged}")
    bad = UnreadableRow(damaged, is_card=False)

    await write(each_database, DeadLetters, lambda dead: dead.bury(bad, NOON))
    await write(each_database, DeadLetters, lambda dead: dead.bury(bad, NOON))

    (letter,) = await read(each_database, DeadLetters, lambda dead: dead.rows(10))
    assert (letter.about, letter.reason) == ("tickets:7", "unreadable")
    assert await texts(each_database) == ["good"]
    await write(each_database, DeadLetters, lambda dead: dead.retry(None, NOON))
    with pytest.raises(UnreadableRow):
        await waiting(each_database)


async def test_a_card_that_cannot_be_read_is_shown_again_with_its_next_change(each_database: OpenDatabase) -> None:
    await write(each_database, Outgoing, lambda outgoing: outgoing.want(card("#1 open")))
    number = (await waiting(each_database))[0].id
    await damage(each_database, "cards", "wanted", f"id = {number}")

    with pytest.raises(UnreadableRow) as found:
        await waiting(each_database)
    await write(each_database, DeadLetters, lambda dead: dead.bury(found.value, NOON))

    assert await waiting(each_database) == []
    await write(each_database, Outgoing, lambda outgoing: outgoing.want(card("#1 done")))
    assert len(await waiting(each_database)) == 1


async def test_a_pile_in_one_chat_hides_no_other(each_database: OpenDatabase) -> None:
    pile = [outbox_row(f"{number}") for number in range(3 * PER_CHAT)]
    other = ChatRef("telegram", "huying_bot", "-1002")
    await put(each_database, *pile, outbox_row("elsewhere", order=post("elsewhere", to=other)))

    found = await texts(each_database, limit=PER_CHAT + 10)

    assert found == [*(f"{number}" for number in range(PER_CHAT)), "elsewhere"]
