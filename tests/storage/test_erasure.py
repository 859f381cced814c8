"""No table that holds people's words is forgotten when a person is."""

import storage.stores
from storage.erasure import SAID
from storage.schema import metadata
from storage.types import Words

assert storage.stores.STORES

# Tables with people and words that hold nothing that a resident said: why.
EXCUSED = {
    "departments": "the names of departments",
    "dialogs": "deleted with the person",
    "accounts": "deleted with the person",
    "agenda_items": "written by staff, whose work keeps its names",
    "whistles": "written by staff",
    "whistle_visits": "written by departments",
    "whistle_scores": "written by staff and departments",
}


def test_every_table_with_people_and_words_is_listed_or_excused() -> None:
    found = {
        table.name
        for table in metadata.tables.values()
        if any(key.target_fullname == "persons.id" for key in table.foreign_keys)
        and any(isinstance(column.type, Words) for column in table.columns)
    }

    assert found - {said.table for said in SAID} - EXCUSED.keys() == set()


def test_every_listed_column_is_there() -> None:
    listed = [(said.table, name) for said in SAID for name in (said.by, *said.words)]

    assert [(table, name) for table, name in listed if name not in metadata.tables[table].columns] == []
