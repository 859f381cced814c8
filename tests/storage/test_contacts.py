"""Whom to reach about a ticket, and what belongs to it, as they are remembered."""

from dataclasses import replace

from bot.features.intake_desk.model import CallBack, Contact
from bot.features.intake_desk.store import Contacts
from bot.features.privacy.store import Erasure
from bot.features.tickets.model import TicketId
from bot.features.tickets.store import Attachments, Kept
from bot.messages import AttachmentKind
from storage.engine import OpenDatabase
from tests.storage.builders import NOON, after, read, write
from tests.storage.test_watches import person, ticket


async def kept(database: OpenDatabase, contact: Contact) -> None:
    await write(database, Contacts, lambda store: store.keep(contact))


async def test_a_contact_is_kept_whole_and_changed_in_its_place(each_database: OpenDatabase) -> None:
    zhao = await person(each_database, "赵敏")
    number = await ticket(each_database, zhao, "1", 1)
    first = Contact(ticket=number, by=zhao, name="王奶奶", phone="13800001234", order="20261126-0815")

    await write(each_database, Contacts, lambda store: store.keep(first))
    changed = replace(first, consent=True, call_back=CallBack.WANTED, tell_due=NOON, told_at=after(hours=1))
    await write(each_database, Contacts, lambda store: store.keep(changed))

    assert await read(each_database, Contacts, lambda store: store.of(number)) == changed
    assert await read(each_database, Contacts, lambda store: store.of_order("20261126-0815")) == changed
    assert await read(each_database, Contacts, lambda store: store.of(number + 1)) is None


async def test_whom_a_worker_wrote_down_goes_when_the_caller_is_forgotten(each_database: OpenDatabase) -> None:
    wang, li = await person(each_database, "王芳"), await person(each_database, "李明")
    number = await ticket(each_database, wang, "1", 1)
    await kept(each_database, Contact(ticket=number, by=li, name="王奶奶", phone="13800001234"))

    await write(each_database, Erasure, lambda store: store.erase(wang))

    found = await read(each_database, Contacts, lambda store: store.of(number))
    assert found is not None
    assert (found.name, found.phone) == ("", "")


async def test_whose_outcome_is_to_be_told_again_is_due_in_its_order(each_database: OpenDatabase) -> None:
    zhao = await person(each_database, "赵敏")
    numbers = [await ticket(each_database, zhao, str(chat), 1) for chat in (1, 2, 3)]
    for number, due in zip(numbers, (after(hours=2), NOON, None), strict=True):
        await kept(each_database, Contact(ticket=number, by=zhao, tell_due=due))

    assert await read(each_database, Contacts, lambda store: store.due(after(hours=3))) == [numbers[1], numbers[0]]
    assert await read(each_database, Contacts, lambda store: store.due(after(hours=1))) == [numbers[1]]
    assert await read(each_database, Contacts, lambda store: store.next_due(after(hours=1))) == after(hours=2)


async def test_what_belongs_to_a_ticket_is_kept_in_the_order_in_which_it_came(each_database: OpenDatabase) -> None:
    li = await person(each_database, "李明")
    number = TicketId(await ticket(each_database, li, "1", 1))
    photo, voice = (
        Kept(ticket=number, kind=kind, channel="fake", bot="bot", reference=name, by=li, at=NOON)
        for kind, name in ((AttachmentKind.PHOTO, "p1"), (AttachmentKind.VOICE, "v1"))
    )
    await write(each_database, Attachments, lambda store: store.add(photo))
    await write(each_database, Attachments, lambda store: store.add(voice))

    found = await read(each_database, Attachments, lambda store: store.of(number))
    assert [(file.about, file.kind, file.reference) for file in found] == [
        (f"tickets:{number}", AttachmentKind.PHOTO, "p1"),
        (f"tickets:{number}", AttachmentKind.VOICE, "v1"),
    ]
