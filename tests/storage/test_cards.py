from dataclasses import replace
from datetime import datetime

from bot.messages import Private
from bot.stores import CardRow, Outgoing, Priority, SentMessages
from storage.engine import OpenDatabase
from tests.storage.builders import CLAIM, DONE, GROUP, NOON, TOPIC, WANG, after, card, left, read, words, write


async def want(database: OpenDatabase, wanted: CardRow) -> None:
    await write(database, Outgoing, lambda outgoing: outgoing.want(wanted))


async def waiting(database: OpenDatabase, at: datetime = NOON) -> list[CardRow]:
    found: list[CardRow] = await read(database, Outgoing, lambda outgoing: outgoing.waiting(at, 100))
    return found


async def show(database: OpenDatabase, shown: CardRow, remote: str | None = "17") -> None:
    await write(database, Outgoing, lambda outgoing: outgoing.sent(left(shown, remote)))


async def test_a_new_card_waits_to_be_posted(each_database: OpenDatabase) -> None:
    await want(each_database, card("#1 open", "tickets:1", CLAIM, reply_to="16", priority=Priority.EMERGENCY))

    (found,) = await waiting(each_database)

    assert found == card(
        "#1 open",
        "tickets:1",
        CLAIM,
        id=found.id,
        once=found.once,
        version_wanted=1,
        reply_to="16",
        priority=Priority.EMERGENCY,
    )
    assert len(found.once) == 32


async def test_a_card_that_is_shown_waits_no_more_and_is_found_by_its_message(each_database: OpenDatabase) -> None:
    await want(each_database, card("#1 open", "tickets:1", CLAIM))
    (found,) = await waiting(each_database)

    await show(each_database, found)

    assert await waiting(each_database) == []
    message = await read(each_database, SentMessages, lambda sent: sent.at(GROUP, "17"))
    assert (message.about, message.buttons) == ("tickets:1", (CLAIM,))


async def test_a_state_that_differs_only_in_its_sound_changes_nothing(each_database: OpenDatabase) -> None:
    await want(each_database, card())
    (found,) = await waiting(each_database)
    await show(each_database, found)

    await want(each_database, card(wanted=replace(words("#1 open"), silent=True)))

    assert await waiting(each_database) == []


async def test_an_equal_state_changes_nothing(each_database: OpenDatabase) -> None:
    await want(each_database, card())
    (found,) = await waiting(each_database)
    await show(each_database, found)

    await want(each_database, card(reply_to="99"))

    assert await waiting(each_database) == []


async def test_a_changed_state_is_an_edit_of_the_same_message(each_database: OpenDatabase) -> None:
    await want(each_database, card("#1 open", "tickets:1", CLAIM, reply_to="16"))
    (first,) = await waiting(each_database)
    await show(each_database, first)

    await want(each_database, card("#1 taken", "tickets:1", DONE, reply_to="99"))

    (second,) = await waiting(each_database)
    assert (second.id, second.remote, second.reply_to) == (first.id, "17", "16")
    assert (second.version_shown, second.version_wanted, second.wanted) == (1, 2, words("#1 taken", DONE))
    assert second.once != first.once


async def test_two_changes_before_the_first_post_are_one_post(each_database: OpenDatabase) -> None:
    await want(each_database, card("#1 open"))
    await want(each_database, card("#1 taken"))

    (found,) = await waiting(each_database)

    assert (found.wanted, found.remote) == (words("#1 taken"), None)


async def test_until_it_is_shown_every_try_has_one_name_and_then_another(each_database: OpenDatabase) -> None:
    """The first try may have arrived, and a post under another name would be a second card."""
    await want(each_database, card("#1 open"))
    (tried,) = await waiting(each_database)

    await want(each_database, card("#1 taken"))
    (again,) = await waiting(each_database)
    await show(each_database, tried)
    (edit,) = await waiting(each_database)

    assert again.once == tried.once
    assert (edit.remote, edit.wanted) == ("17", words("#1 taken"))
    assert edit.once not in {"", tried.once}


async def test_a_change_during_the_send_is_still_wanted_after_it(each_database: OpenDatabase) -> None:
    await want(each_database, card("#1 open"))
    (in_flight,) = await waiting(each_database)
    await want(each_database, card("#1 taken"))

    await show(each_database, in_flight)

    (left,) = await waiting(each_database)
    assert (left.wanted, left.remote, left.version_shown) == (words("#1 taken"), "17", 1)


async def test_an_edit_without_a_new_id_keeps_the_old_one(each_database: OpenDatabase) -> None:
    await want(each_database, card("#1 open"))
    await show(each_database, (await waiting(each_database))[0])
    await want(each_database, card("#1 taken"))
    await show(each_database, (await waiting(each_database))[0], None)
    await want(each_database, card("#1 done"))

    (found,) = await waiting(each_database)

    assert found.remote == "17"


async def test_one_subject_has_a_card_for_each_address(each_database: OpenDatabase) -> None:
    for to in (GROUP, TOPIC, Private("huying_bot", WANG)):
        await want(each_database, card(to=to))

    assert {found.to for found in await waiting(each_database)} == {GROUP, TOPIC, Private("huying_bot", WANG)}


async def test_a_change_does_not_shorten_the_wait_that_a_network_asked_for(each_database: OpenDatabase) -> None:
    await want(each_database, card("#1 open"))
    (found,) = await waiting(each_database)
    await write(each_database, Outgoing, lambda outgoing: outgoing.later(found, after(seconds=30), "limit"))

    await want(each_database, card("#1 taken"))

    assert await waiting(each_database) == []
    (left,) = await waiting(each_database, after(seconds=30))
    assert left.attempts == 1


async def test_a_dead_state_is_not_tried_again_but_the_next_change_is(each_database: OpenDatabase) -> None:
    await want(each_database, card("#1 open"))
    (found,) = await waiting(each_database)

    await write(each_database, Outgoing, lambda outgoing: outgoing.dead(found, "malformed", NOON))
    assert await waiting(each_database) == []

    await want(each_database, card("#1 taken"))
    (left,) = await waiting(each_database)
    assert (left.remote, left.attempts) == (None, 0)


async def test_a_card_that_was_deleted_is_posted_anew_under_a_new_key(each_database: OpenDatabase) -> None:
    await want(each_database, card())
    (first,) = await waiting(each_database)
    await show(each_database, first)

    await write(each_database, SentMessages, lambda sent: sent.repost("tickets:1", GROUP))

    (again,) = await waiting(each_database)
    assert (again.remote, again.version_shown) == (None, 0)
    assert again.once != first.once


async def test_a_card_that_is_taken_down_is_forgotten_and_names_its_message(each_database: OpenDatabase) -> None:
    await want(each_database, card())
    await want(each_database, card(key="tickets:2"))
    shown = next(one for one in await waiting(each_database) if one.key == "tickets:1")
    await show(each_database, shown)

    async def take_down(key: str) -> str | None:
        gone: str | None = await write(each_database, SentMessages, lambda sent: sent.take_down(key, GROUP))
        return gone

    assert await take_down("tickets:1")
    assert await take_down("tickets:2") == ""
    assert await take_down("tickets:2") == ""
    assert await waiting(each_database) == []
