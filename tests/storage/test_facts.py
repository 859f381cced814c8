from bot.stores import Facts
from storage.engine import OpenDatabase
from tests.storage.builders import read, write


async def test_a_fact_is_kept_under_its_key(each_database: OpenDatabase) -> None:
    assert await read(each_database, Facts, lambda facts: facts.get("digest.day")) is None

    await write(each_database, Facts, lambda facts: facts.set("digest.day", "2026-11-03"))
    await write(each_database, Facts, lambda facts: facts.set("digest.day", "2026-11-04"))

    assert await read(each_database, Facts, lambda facts: facts.get("digest.day")) == "2026-11-04"
