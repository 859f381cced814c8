from dataclasses import replace

from bot.community import ChatRef, Group, Place, PlaceId, PlaceKind
from bot.messages import Private
from bot.stores import Groups, Outgoing, Places
from storage.engine import OpenDatabase
from tests.storage.builders import GROUP, NOON, TOPIC, WANG, after, card, left, outbox_row, post, read, words, write

NEW = ChatRef("telegram", "huying_bot", "-1009999")


async def place(database: OpenDatabase) -> PlaceId:
    new = Place(id=PlaceId(0), kind=PlaceKind.BUILDING, name="3")
    return PlaceId((await write(database, Places, lambda places: places.add(new))).id)


async def save(database: OpenDatabase, group: Group) -> None:
    await write(database, Groups, lambda groups: groups.save(group))


async def get(database: OpenDatabase, chat: ChatRef) -> Group | None:
    found: Group | None = await read(database, Groups, lambda groups: groups.get(chat))
    return found


async def move(database: OpenDatabase, old: ChatRef = GROUP, new: ChatRef = NEW) -> None:
    await write(database, Groups, lambda groups: groups.move(old, new))


async def waiting(database: OpenDatabase) -> list[object]:
    found: list[object] = await read(database, Outgoing, lambda outgoing: outgoing.waiting(NOON, 100))
    return found


async def test_a_group_comes_out_as_it_went_in(each_database: OpenDatabase) -> None:
    house = await place(each_database)
    whole = Group(
        chat=GROUP,
        title="House 3",
        place=house,
        language="en",
        hears=False,
        quiet_until=after(hours=2),
        suspended=True,
        encrypted=True,
    )

    await save(each_database, whole)

    assert await get(each_database, GROUP) == whole
    assert await get(each_database, TOPIC) == whole
    assert await get(each_database, NEW) is None


async def test_a_saved_group_is_changed_in_place(each_database: OpenDatabase) -> None:
    await save(each_database, Group(chat=GROUP, title="House 3", hears=True))

    await save(each_database, Group(chat=GROUP, title="House 3, all entrances"))

    assert await read(each_database, Groups, lambda groups: groups.all()) == [
        Group(chat=GROUP, title="House 3, all entrances")
    ]


async def test_groups_are_found_by_their_places(each_database: OpenDatabase) -> None:
    house = await place(each_database)
    bound = Group(chat=GROUP, title="House 3", place=house)
    await save(each_database, bound)
    await save(each_database, Group(chat=NEW, title="Chess"))

    assert await read(each_database, Groups, lambda groups: groups.bound_to([house, PlaceId(999)])) == [bound]
    assert await read(each_database, Groups, lambda groups: groups.bound_to([])) == []


async def test_a_group_moves_with_its_place(each_database: OpenDatabase) -> None:
    group = Group(chat=GROUP, title="House 3", place=await place(each_database))
    await save(each_database, group)

    for _ in range(2):
        await move(each_database)

    assert await read(each_database, Groups, lambda groups: groups.all()) == [replace(group, chat=NEW)]


async def test_the_new_chat_may_have_been_seen_before_the_move(each_database: OpenDatabase) -> None:
    house = await place(each_database)
    await save(each_database, Group(chat=GROUP, title="House 3", place=house, quiet_until=after(hours=1)))
    await save(each_database, Group(chat=NEW, title="House 3", hears=True))

    await move(each_database)

    assert await read(each_database, Groups, lambda groups: groups.all()) == [
        Group(chat=NEW, title="House 3", place=house, hears=True, quiet_until=after(hours=1))
    ]


async def test_waiting_rows_follow_the_chat_and_private_ones_do_not(each_database: OpenDatabase) -> None:
    private = Private("huying_bot", replace(WANG, id=GROUP.chat))

    async def put(outgoing: Outgoing) -> None:
        for order in (post("a", to=GROUP), post("b", to=TOPIC), post("c", to=private)):
            await outgoing.put(outbox_row(order=order))

    await write(each_database, Outgoing, put)

    await move(each_database)

    rows = await waiting(each_database)
    assert [row.order.to for row in rows] == [NEW, replace(NEW, thread="7"), private]  # type: ignore[attr-defined]


async def test_cards_follow_and_are_posted_anew_at_their_next_change(each_database: OpenDatabase) -> None:
    await write(each_database, Outgoing, lambda outgoing: outgoing.want(card("#1 open", reply_to="16")))
    (shown,) = await read(each_database, Outgoing, lambda outgoing: outgoing.waiting(NOON, 1))
    await write(each_database, Outgoing, lambda outgoing: outgoing.sent(left(shown, "17")))

    await move(each_database)

    assert await waiting(each_database) == []
    await write(each_database, Outgoing, lambda outgoing: outgoing.want(card("#1 taken", to=NEW)))
    (found,) = await read(each_database, Outgoing, lambda outgoing: outgoing.waiting(NOON, 100))
    assert (found.id, found.to, found.remote, found.reply_to) == (shown.id, NEW, None, None)


async def test_a_card_on_its_way_while_its_chat_moved_is_posted_in_the_new_one(
    each_database: OpenDatabase,
) -> None:
    await write(each_database, Outgoing, lambda outgoing: outgoing.want(card()))
    (in_flight,) = await read(each_database, Outgoing, lambda outgoing: outgoing.waiting(NOON, 1))
    await move(each_database)

    await write(each_database, Outgoing, lambda outgoing: outgoing.sent(left(in_flight, "17")))

    (found,) = await read(each_database, Outgoing, lambda outgoing: outgoing.waiting(NOON, 100))
    assert (found.to, found.remote) == (NEW, None)


async def test_a_card_that_the_new_chat_has_already_stays_the_only_one(each_database: OpenDatabase) -> None:
    await write(each_database, Outgoing, lambda outgoing: outgoing.want(card("#1 open")))
    await write(each_database, Outgoing, lambda outgoing: outgoing.want(card("#1 taken", to=NEW)))

    await move(each_database)

    (found,) = await read(each_database, Outgoing, lambda outgoing: outgoing.waiting(NOON, 100))
    assert (found.to, found.wanted) == (NEW, words("#1 taken"))
