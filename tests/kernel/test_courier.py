"""What a turn wanted leaves: in the order of its chat, chats beside each other, cards in their last version."""

import asyncio
from dataclasses import replace
from pathlib import Path

from bot.community import ChatRef
from bot.files import File
from bot.messages import OutgoingMessage
from bot.orders import Post
from bot.ports import Database, Reason, UnitOfWork
from bot.richtext import plain
from bot.stores import OutboxRow, Priority, Sent, SentMessages
from tests.kernel.courier_fixtures import Carrying, carrying, dead_letters
from tests.kernel.scripted import (
    GROUP,
    LIMITED,
    OK,
    OTHER,
    START,
    WANG,
    ScriptedNetwork,
    card,
    limit,
    post,
    put,
    refused,
    sign,
    waiting,
)


async def sent_at(database: Database, chat: ChatRef, remote: str) -> Sent | None:
    async def ask(uow: UnitOfWork) -> Sent | None:
        return await uow.store(SentMessages).at(chat, remote)

    return await database.read(ask)


async def test_a_message_leaves_once_and_is_remembered_with_its_subject(database: Database) -> None:
    world = carrying(database)

    await world.carry(post("The plumber comes at ten"))
    await world.courier.drain(5)

    sent = await sent_at(database, GROUP, "m1")
    assert world.network.said == ["The plumber comes at ten"]
    assert sent is not None
    assert sent.about == "tickets:1"
    assert await waiting(database) == []


async def test_a_private_message_is_remembered_under_the_chat_that_the_network_made(database: Database) -> None:
    world = carrying(database)
    room = ChatRef("net", "9", "room-of-wang")
    world.network.answer(WANG, replace(OK, remote="m1", chat=room))

    await world.carry(post("A new ticket", WANG))

    assert await sent_at(database, room, "m1") is not None


async def test_a_chat_hears_the_most_urgent_first_and_then_in_order_case_53(database: Database) -> None:
    world = carrying(database)

    await world.carry(
        post("card", priority=Priority.CARD),
        post("first answer"),
        post("second answer"),
        post("gas", priority=Priority.EMERGENCY),
        post("third answer"),
    )

    assert world.network.said == ["gas", "first answer", "second answer", "third answer", "card"]


async def test_a_chat_gets_one_message_at_a_time_and_chats_are_served_beside_each_other(database: Database) -> None:
    world = carrying(database)
    gates = [world.network.close_chat(chat) for chat in (GROUP, OTHER)]
    await put(database, *(post(f"{chat.chat} {number}", chat) for chat in (GROUP, OTHER) for number in range(3)))

    drained = asyncio.create_task(world.courier.drain(5))
    await world.network.has_received(2)
    begun = list(world.network.said)
    for gate in gates:
        gate.set()
    await drained

    assert begun == ["house-3 0", "house-4 0"]
    assert [words for words in world.network.said if "house-3" in words] == ["house-3 0", "house-3 1", "house-3 2"]
    assert world.network.most_under_way == 2


async def test_a_slow_chat_delays_no_other(database: Database) -> None:
    world = carrying(database)
    gate = world.network.close_chat(GROUP)
    await put(database, post("slow"), *(post(f"number {number}", OTHER) for number in range(5)))

    drained = asyncio.create_task(world.courier.drain(5))
    await world.network.has_received(6)
    gate.set()
    await drained

    assert world.network.said[0] == "slow"


async def test_signs_do_not_wait_for_the_messages_of_their_chat(database: Database) -> None:
    world = carrying(database, LIMITED)
    world.network.answer(GROUP, limit(30))
    await world.carry(post("A post that the network refuses for now"))

    await world.carry(sign(), sign(), post("Held"))

    assert world.network.said[1:] == ["React", "React"]


async def test_no_more_sends_at_a_time_than_are_allowed(database: Database) -> None:
    world = carrying(database)
    courier = world.new_courier(at_once=3)
    await put(database, *(post("Hello", ChatRef("net", "9", str(chat))) for chat in range(20)))

    await courier.drain(5)

    assert len(world.network.arrived) == 20
    assert world.network.most_under_way == 3


# ---- cards ----


async def test_a_card_is_posted_once_and_edited_afterwards(database: Database) -> None:
    world = carrying(database)

    await world.carry(card("#1 new"))
    await world.carry(card("#1 Boris is on it"))
    await world.carry(card("#1 Boris is on it"))

    assert world.network.said == ["#1 new", "m1: #1 Boris is on it"]


async def test_changes_before_a_card_leaves_make_one_message(database: Database) -> None:
    world = carrying(database)

    await world.carry(card("#1 new"), card("#1 Boris is on it"))

    assert world.network.said == ["#1 Boris is on it"]


async def test_a_card_that_changes_while_it_is_sent_is_shown_in_its_last_version(database: Database) -> None:
    world = carrying(database)
    gate = world.network.close_chat(GROUP)
    await put(database, card("#1 new"))

    drained = asyncio.create_task(world.courier.drain(5))
    await world.network.has_received(1)
    await put(database, card("#1 assigned"))
    await put(database, card("#1 Boris is on it"))
    gate.set()
    await drained

    assert world.network.said == ["#1 new", "m1: #1 Boris is on it"]


async def test_a_card_whose_message_was_deleted_is_posted_again_and_edited_there_case_22(database: Database) -> None:
    world = carrying(database)
    await world.carry(card("#1 new"))
    world.network.answer(GROUP, refused(Reason.GONE))

    await world.carry(card("#1 assigned"))
    await world.carry(card("#1 solved"))

    assert world.network.said == ["#1 new", "m1: #1 assigned", "#1 assigned", "m3: #1 solved"]
    assert len(set(world.network.onces)) == 4


# ---- limits ----


async def test_a_limit_in_one_chat_delays_no_other_and_keeps_its_order_case_14(database: Database) -> None:
    world = carrying(database, LIMITED)
    world.network.answer(GROUP, limit(20))

    await world.carry(post("one"), post("two"), post("other", OTHER))
    early = list(world.network.said)
    await world.after(15)
    still = list(world.network.said)
    await world.after(10)
    await world.after(1)

    assert early == still == ["one", "other"]
    assert world.network.said[2:] == ["one", "two"]


async def test_a_limit_of_the_whole_account_pauses_all_chats(database: Database) -> None:
    world = carrying(database, LIMITED)
    world.network.answer(GROUP, limit(5, whole_account=True))
    await world.carry(post("one"))

    await world.carry(post("other", OTHER))
    early = list(world.network.said)
    await world.after(6)

    assert early == ["one"]
    assert sorted(world.network.said[1:]) == ["one", "other"]


async def test_an_edit_goes_on_while_posts_have_used_up_their_minute_case_15(database: Database) -> None:
    world = carrying(database, LIMITED)
    await world.carry(card("#1 new"))
    for number in range(20):
        await put(database, post(f"answer {number}"))
        await world.after(1)

    await world.carry(card("#1 solved"), post("one answer more"))

    assert world.network.said[-1] == "m1: #1 solved"
    assert len(world.network.arrived) == 21


async def test_a_pile_in_one_chat_hides_no_other_chat(database: Database) -> None:
    world = carrying(database, LIMITED)
    await world.carry(*(post(f"number {number}") for number in range(450)))

    await world.carry(post("other", OTHER))
    await world.courier.drain(5)

    assert world.network.said == ["number 0", "other"]


async def test_a_private_chat_is_one_chat_by_its_name_and_by_its_person(database: Database) -> None:
    world = carrying(database, LIMITED)
    room = ChatRef("net", "9", "room-of-wang")
    world.network.answer(WANG, replace(OK, remote="m1", chat=room))
    await world.carry(post("to the person", WANG))

    await world.carry(post("to the room", room))
    early = list(world.network.said)
    await world.after(1)

    assert early == ["to the person"]
    assert world.network.said[1:] == ["to the room"]


# ---- what does not leave ----


async def test_what_has_expired_is_not_sent(database: Database) -> None:
    world = carrying(database)
    await put(database, post("Good morning", lives=5), post("Good day"))

    await world.after(6)

    assert world.network.said == ["Good day"]


async def test_what_is_meant_for_later_leaves_then(database: Database) -> None:
    world = carrying(database)

    await world.carry(replace(post("Later"), not_before=START.replace(minute=1)))
    early = list(world.network.said)
    await world.after(60)

    assert early == []
    assert world.network.said == ["Later"]


async def test_rows_of_an_account_that_is_switched_off_wait(database: Database) -> None:
    world = Carrying(database, ScriptedNetwork(bot="another"))

    await world.carry(post("Hello"))

    assert world.network.arrived == []
    assert len(await waiting(database)) == 1


def with_file(value: str) -> OutboxRow:
    file = File(name="12.pdf", mime="application/pdf", made_by="history.story", value=value)
    row = post(f"a file that is {value}")
    message = OutgoingMessage(text=plain(f"a file that is {value}"), file=file)
    return replace(row, order=Post(to=GROUP, message=message))


async def test_a_file_is_made_when_it_leaves(database: Database) -> None:
    world = carrying(database)

    await world.carry(with_file("there"))

    (order,) = (order for order, _ in world.network.arrived)
    assert isinstance(order, Post)
    assert order.message.file is not None
    assert order.message.file.content == b"pages"


async def test_a_file_that_cannot_be_made_is_a_dead_letter_and_holds_up_nobody(
    database: Database, tmp_path: Path
) -> None:
    world = carrying(database)

    await world.carry(with_file("gone"), post("next"))

    assert world.network.said == ["next"]
    assert dead_letters(tmp_path) == ["malformed"]
