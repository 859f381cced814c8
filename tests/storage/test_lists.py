from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from bot.backlog import DeadLetters, UnreadableRow
from bot.brief import Brief
from bot.folding import is_list
from bot.lists import Lists
from bot.messages import OutgoingMessage, Private
from bot.richtext import plain, words_of
from bot.stores import PER_CHAT, CardRow, OutboxRow, Outgoing, Priority, SentMessages
from storage.engine import OpenDatabase
from tests.storage.builders import GROUP, NOON, WANG, after, card, damage, left, outbox_row, post, read, words, write

Item = CardRow | OutboxRow


def in_short(text: str, *, alone: bool = False) -> OutgoingMessage:
    return replace(words(text), brief=Brief(line=plain(text), head=plain("Recorded:"), alone=alone))


def line(number: int, text: str | None = None, *, alone: bool = False, **changes: Any) -> CardRow:
    message = in_short(text or f"#{number}", alone=alone)
    return card(key=f"tickets:{number}", wanted=message, priority=Priority.ANSWER, **changes)


async def want(database: OpenDatabase, *cards: CardRow) -> None:
    await write(database, Outgoing, lambda outgoing: outgoing.want(*cards))


async def waiting(database: OpenDatabase) -> list[Item]:
    return list(await read(database, Outgoing, lambda outgoing: outgoing.waiting(after(hours=1), 100)))


async def make(database: OpenDatabase, items: Sequence[Item]) -> bool:
    made: bool = await write(database, Lists, lambda lists: lists.make(items, NOON))
    return made


async def lines(database: OpenDatabase, about: str) -> list[str]:
    return [one.key for one in await read(database, Lists, lambda lists: lists.lines(about))]


async def the_list(database: OpenDatabase) -> CardRow:
    """The only thing that waits."""
    (found,) = await waiting(database)
    assert isinstance(found, CardRow)
    return found


async def shown(database: OpenDatabase, *numbers: int) -> CardRow:
    """A list of these, posted as message 7."""
    await want(database, *map(line, numbers))
    await make(database, await waiting(database))
    made = await the_list(database)
    await write(database, Outgoing, lambda outgoing: outgoing.sent(left(made, "7")))
    return made


def text_of(item: Item) -> str:
    return words_of(item.wanted.text) if isinstance(item, CardRow) else ""


async def test_cards_and_rows_become_one_card_that_waits_in_their_place(each_database: OpenDatabase) -> None:
    await want(each_database, line(1, not_before=after(seconds=-9)), line(2))
    row = outbox_row(order=replace(post("#3"), message=in_short("#3")), about="tickets:3", once="o3")
    await write(each_database, Outgoing, lambda outgoing: outgoing.put(row))

    assert await make(each_database, await waiting(each_database))

    made = await the_list(each_database)
    assert text_of(made) == "Recorded:\n#1\n#2\n#3"
    assert (made.to, made.priority, made.not_before) == (GROUP, Priority.ANSWER, after(seconds=-9))
    assert await lines(each_database, made.key) == ["tickets:1", "tickets:2", "tickets:3:o3"]


async def test_what_has_left_or_changed_meanwhile_is_left_out(each_database: OpenDatabase) -> None:
    await want(each_database, *map(line, (1, 2, 3, 4)))
    seen = await waiting(each_database)
    await write(each_database, Outgoing, lambda outgoing: outgoing.sent(left(seen[0], "5")))
    await want(each_database, line(2, "#2 in hand", alone=True))

    assert await make(each_database, seen)

    texts = [text_of(item) for item in await waiting(each_database)]
    assert sorted(texts) == ["#2 in hand", "Recorded:\n#3\n#4"]


async def test_one_is_no_list(each_database: OpenDatabase) -> None:
    await want(each_database, line(1))

    assert not await make(each_database, await waiting(each_database))

    assert [text_of(item) for item in await waiting(each_database)] == ["#1"]


async def test_two_lists_of_the_same_things_cannot_be_made(each_database: OpenDatabase) -> None:
    await want(each_database, *map(line, (1, 2)))
    seen = await waiting(each_database)

    assert await make(each_database, seen)
    assert not await make(each_database, seen)


async def test_a_list_that_was_posted_follows_its_lines_in_place(each_database: OpenDatabase) -> None:
    made = await shown(each_database, 1, 2, 3)

    await want(each_database, line(2, "#2 done"), line(3, "#3 done"))

    again = await the_list(each_database)
    assert (again.key, again.remote, again.priority) == (made.key, "7", Priority.CARD)
    assert text_of(again) == "Recorded:\n#1\n#2 done\n#3 done"


async def test_an_equal_line_changes_nothing(each_database: OpenDatabase) -> None:
    await shown(each_database, 1, 2)

    await want(each_database, line(1))

    assert await waiting(each_database) == []


async def test_a_line_changes_before_its_list_has_left(each_database: OpenDatabase) -> None:
    await want(each_database, *map(line, (1, 2)))
    await make(each_database, await waiting(each_database))
    before = await the_list(each_database)

    await want(each_database, line(1, "#1 done"))

    now = await the_list(each_database)
    assert text_of(now) == "Recorded:\n#1 done\n#2"
    assert (now.once, now.priority, now.version_wanted) == (before.once, Priority.ANSWER, 2)


async def test_a_line_that_needs_a_message_of_its_own_is_posted_and_then_edited_too(
    each_database: OpenDatabase,
) -> None:
    await shown(each_database, 1, 2)
    await want(each_database, line(1, "#1 in hand", alone=True))
    alone, of_list = sorted(await waiting(each_database), key=lambda item: item.id)
    await write(each_database, Outgoing, lambda outgoing: outgoing.sent(left(alone, "8"), left(of_list, "7")))

    await want(each_database, line(1, "#1 over"))

    texts = [(text_of(item), item.remote) for item in await waiting(each_database) if isinstance(item, CardRow)]
    assert sorted(texts) == [("#1 over", "8"), ("Recorded:\n#1 over\n#2", "7")]


async def test_a_line_that_becomes_an_emergency_is_told_by_itself(each_database: OpenDatabase) -> None:
    await shown(each_database, 1, 2)

    await want(each_database, replace(line(1, "#1 someone is inside"), priority=Priority.EMERGENCY))

    alone, of_list = await waiting(each_database)
    assert (text_of(alone), alone.priority) == ("#1 someone is inside", Priority.EMERGENCY)
    assert text_of(of_list) == "Recorded:\n#1 someone is inside\n#2"


async def test_a_list_that_a_network_does_not_take_is_undone(each_database: OpenDatabase) -> None:
    await want(each_database, *map(line, (1, 2)))
    await make(each_database, await waiting(each_database))
    made = await the_list(each_database)

    assert await write(each_database, Lists, lambda lists: lists.undo(made, "malformed", NOON)) == 2

    alone = await waiting(each_database)
    assert [text_of(item) for item in alone] == ["#1", "#2"]
    assert not await make(each_database, alone)
    assert await lines(each_database, made.key) == []


async def test_a_list_that_cannot_be_read_frees_its_lines(each_database: OpenDatabase) -> None:
    await want(each_database, *map(line, (1, 2)))
    await make(each_database, await waiting(each_database))
    bad = UnreadableRow((await the_list(each_database)).id, is_card=True)

    await write(each_database, DeadLetters, lambda dead: dead.bury(bad, NOON))

    assert [text_of(item) for item in await waiting(each_database)] == ["#1", "#2"]


async def test_old_notices_are_forgotten_with_their_list_but_no_card_is(each_database: OpenDatabase) -> None:
    rows = [outbox_row(order=replace(post(name), message=in_short(name)), once=name) for name in ("o1", "o2", "o3")]
    await write(each_database, Outgoing, lambda outgoing: outgoing.put(*rows))
    await want(each_database, line(1))
    ticket, *notices = sorted(await waiting(each_database), key=lambda item: isinstance(item, OutboxRow))
    await make(each_database, notices[:2])
    only_notices = await the_newest_list(each_database)
    await make(each_database, [ticket, notices[2]])
    mixed = await the_newest_list(each_database)

    await write(each_database, Lists, lambda lists: lists.sweep(NOON))
    kept = len(await lines(each_database, only_notices.key))
    await write(each_database, Lists, lambda lists: lists.sweep(after(seconds=1)))

    assert kept == 2
    assert [item.id for item in await waiting(each_database)] == [mixed.id]
    assert await lines(each_database, mixed.key) == ["tickets:1"]


async def the_newest_list(database: OpenDatabase) -> CardRow:
    lists = [item for item in await waiting(database) if isinstance(item, CardRow) and is_list(item.key)]
    return max(lists, key=lambda item: item.id)


async def test_a_message_about_several_things_is_about_none_of_them(each_database: OpenDatabase) -> None:
    made = await shown(each_database, 1, 2)

    sent = await read(each_database, SentMessages, lambda messages: messages.at(GROUP, "7"))

    assert sent is not None
    assert sent.about == made.key
    assert await lines(each_database, "tickets:1") == []


async def test_a_card_that_is_shown_again_leaves_its_list(each_database: OpenDatabase) -> None:
    await shown(each_database, 1, 2)

    await write(each_database, SentMessages, lambda messages: messages.repost("tickets:1", GROUP))

    assert [text_of(item) for item in await waiting(each_database)] == ["#1"]


@pytest.mark.parametrize("count", [2, 30])
async def test_lines_of_a_private_chat(each_database: OpenDatabase, count: int) -> None:
    home = Private("huying_bot", WANG)
    await want(each_database, *(line(number, to=home) for number in range(count)))

    assert await make(each_database, await waiting(each_database))

    assert (await the_list(each_database)).to == home


async def test_a_flood_of_lines_does_not_hide_what_stands_alone(each_database: OpenDatabase) -> None:
    flood = [line(number) for number in range(2 * PER_CHAT)]
    await want(each_database, *flood, line(1000, alone=True, not_before=after(minutes=1)))

    found = await read(each_database, Outgoing, lambda outgoing: outgoing.waiting(after(hours=1), 2 * PER_CHAT))

    assert [item.key for item in found if isinstance(item, CardRow)][-1] == "tickets:1000"
    assert len(found) == PER_CHAT + 1


async def test_a_damaged_line_does_not_stop_the_others_from_changing(each_database: OpenDatabase) -> None:
    await shown(each_database, 1, 2, 3)
    await damage(each_database, "cards", "wanted", "key = 'tickets:2'")

    await want(each_database, line(3, "#3 done"))

    assert text_of(await the_list(each_database)) == "Recorded:\n#1\n#3 done"
