from datetime import datetime

from bot.community import ChatRef, Person, PersonId
from bot.dialogs import Dialog, Dialogs
from bot.stores import People
from storage.engine import OpenDatabase
from tests.storage.builders import GROUP, NOON, TOPIC, after, read, write


async def person(database: OpenDatabase, name: str = "Wang Fang") -> PersonId:
    added = await write(database, People, lambda people: people.add(Person(id=PersonId(0), name=name)))
    return PersonId(added.id)


def question(who: PersonId, kind: str = "tickets.place", chat: ChatRef = GROUP) -> Dialog:
    return Dialog(chat=chat, person=who, kind=kind, value="1", expires_at=after(minutes=10))


async def ask(database: OpenDatabase, dialog: Dialog) -> None:
    await write(database, Dialogs, lambda dialogs: dialogs.open(dialog))


async def at(database: OpenDatabase, who: PersonId, chat: ChatRef = GROUP, now: datetime = NOON) -> Dialog | None:
    found: Dialog | None = await read(database, Dialogs, lambda dialogs: dialogs.at(chat, who, now))
    return found


async def test_a_question_waits_for_its_person_in_its_chat(each_database: OpenDatabase) -> None:
    wang, li = await person(each_database), await person(each_database, "Li Jun")

    await ask(each_database, question(wang))

    assert await at(each_database, wang) == question(wang)
    assert await at(each_database, li) is None
    assert await at(each_database, wang, TOPIC) is None


async def test_a_later_question_takes_the_place_of_the_earlier(each_database: OpenDatabase) -> None:
    wang = await person(each_database)
    await ask(each_database, question(wang))

    await ask(each_database, question(wang, "tickets.category"))

    assert await at(each_database, wang) == question(wang, "tickets.category")


async def test_an_answered_question_is_open_no_more(each_database: OpenDatabase) -> None:
    wang = await person(each_database)
    await ask(each_database, question(wang))
    await ask(each_database, question(wang, chat=TOPIC))

    await write(each_database, Dialogs, lambda dialogs: dialogs.close(GROUP, wang))

    assert await at(each_database, wang) is None
    assert await read(each_database, Dialogs, lambda dialogs: dialogs.open_chats(NOON)) == [(TOPIC, wang)]


async def test_a_question_ends_with_its_time(each_database: OpenDatabase) -> None:
    wang = await person(each_database)
    await ask(each_database, question(wang))

    assert await at(each_database, wang, now=after(minutes=9)) is not None
    assert await at(each_database, wang, now=after(minutes=10)) is None
    assert await read(each_database, Dialogs, lambda dialogs: dialogs.open_chats(after(minutes=10))) == []


async def test_a_question_whose_time_is_over_is_forgotten_with_its_words(each_database: OpenDatabase) -> None:
    wang = await person(each_database)
    await ask(each_database, question(wang))

    await write(each_database, Dialogs, lambda dialogs: dialogs.sweep(after(minutes=10)))

    assert await at(each_database, wang) is None
