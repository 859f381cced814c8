"""Blocks and codes, as they are remembered."""

from dataclasses import replace

from bot.features.blocks.store import Block, Blocks
from bot.features.linking.store import LinkCode, LinkCodes
from storage.engine import OpenDatabase
from tests.storage.builders import NOON, after, read, write
from tests.storage.test_watches import person


async def test_a_block_is_known_at_once_until_it_ends(each_database: OpenDatabase) -> None:
    wang, zhao = await person(each_database, "王芳"), await person(each_database, "赵敏")
    block = Block(person=wang, by=zhao, at=NOON)
    nothing = await read(each_database, Blocks, lambda store: store.all())

    await write(each_database, Blocks, lambda store: store.save(block))
    await write(each_database, Blocks, lambda store: store.save(replace(block, told_at=after(hours=1))))

    assert nothing == {}
    assert await read(each_database, Blocks, lambda store: store.all()) == {
        wang: replace(block, told_at=after(hours=1))
    }
    assert await write(each_database, Blocks, lambda store: store.end(wang)) is True
    assert await write(each_database, Blocks, lambda store: store.end(wang)) is False
    assert await read(each_database, Blocks, lambda store: store.all()) == {}


async def test_a_person_has_one_code_and_old_ones_go_with_it(each_database: OpenDatabase) -> None:
    wang, sun = await person(each_database, "王芳"), await person(each_database, "孙姐")
    first, second = LinkCode(code="A2", person=wang, made_at=NOON), LinkCode(code="B3", person=wang, made_at=NOON)
    await write(each_database, LinkCodes, lambda store: store.save(first))
    await write(each_database, LinkCodes, lambda store: store.save(replace(second, taken_by=sun)))

    gone = await read(each_database, LinkCodes, lambda store: store.at("A2"))
    kept = await read(each_database, LinkCodes, lambda store: store.at("B3"))
    await write(each_database, LinkCodes, lambda store: store.drop("B3", made_before=NOON))

    assert (gone, kept) == (None, replace(second, taken_by=sun))
    assert await read(each_database, LinkCodes, lambda store: store.at("B3")) is None
