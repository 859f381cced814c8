"""docs/figures.md says what the code counts."""

from bot.features.figures.model import DEFINITIONS
from storage.figure_standing import STANDING
from storage.figures import FIGURES
from tests.features.figures.page import COMMAND, PAGE, page


def test_every_definition_has_its_sql_and_none_is_without_a_definition() -> None:
    assert {*FIGURES, *STANDING} == set(DEFINITIONS)


def test_the_page_says_what_is_counted() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), f"docs/figures.md is out of date; write it anew: {COMMAND}"
