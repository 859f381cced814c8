from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from bot.community import Account
from bot.richtext import Bold, Link, Mention, Plain
from bot.texts import TextProblems, Texts

Written = Callable[[Mapping[str, str]], Path]

ANNA = Mention("Anna", Account("telegram", "1001"))


@pytest.fixture
def written(tmp_path: Path) -> Written:
    """Writes files into one folder: name and content."""

    def write(files: Mapping[str, str]) -> Path:
        for name, words in files.items():
            file = tmp_path / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(words, encoding="utf-8")
        return tmp_path

    return write


def polls(written: Written, own: Mapping[str, str] | None = None) -> Texts:
    """A feature with one text in two languages, and the operator's own words."""
    folder = written(
        {
            "polls/texts.zh.toml": """
                [polls.asked]
                where = "group"
                text = "{who}问:{words}"
                buttons = [["好", "不好"], ["看 {n}"]]
                [polls.votes.other]
                text = "{count} 票"
                """,
            "polls/texts.en.toml": """
                ["polls.asked"]
                text = "{who} asks: {words}"
                buttons = [["Yes", "No"], ["See {n}"]]
                [polls.votes]
                one.text = "{count} vote"
                other.text = "{count} votes"
                """,
            **{f"own/{name}": words for name, words in (own or {}).items()},
        }
    )
    return Texts.load([folder / "polls"], folder / "own")


# ---- words with values ----


def test_words_are_found_by_key_and_language(written: Written) -> None:
    texts = polls(written)

    assert texts.word("polls.asked", "zh", who="安娜", words="几点?") == "安娜问:几点?"
    assert texts.word("polls.asked", "en", who="Anna", words="When?") == "Anna asks: When?"


def test_the_kernels_own_words_are_there_without_asking() -> None:
    assert Texts.load([], None).word("no.unknown_number", "en", n=12) == "There's no #12. Yours are under “mine”."


def test_a_value_may_be_a_span_or_a_whole_text(written: Written) -> None:
    link = Link("the page", "https://town.test")

    text = polls(written).text("polls.asked", "en", who=ANNA, words=(Plain("see "), link, Bold("!")))

    assert text == (ANNA, Plain(" asks: see "), link, Bold("!"))


def test_what_a_person_writes_is_never_more_than_words(written: Written) -> None:
    evil = "**bold** <b>x</b> [a](http://b) {who} {count} {"

    text = polls(written).text("polls.asked", "en", who="{words}", words=evil)

    assert text == (Plain(f"{{words}} asks: {evil}"),)


def test_labels_come_in_rows(written: Written) -> None:
    texts = polls(written)

    assert texts.labels("polls.asked", "zh", n=12) == (("好", "不好"), ("看 12",))
    assert texts.labels("polls.votes", "zh", count=1) == ()


@pytest.mark.parametrize(
    ("language", "count", "words"),
    [("en", 1, "1 vote"), ("en", 2, "2 votes"), ("en", 0, "0 votes"), ("zh", 1, "1 票"), ("en-GB", 1, "1 vote")],
)
def test_the_count_chooses_the_plural_form(written: Written, language: str, count: int, words: str) -> None:
    assert polls(written).word("polls.votes", language, count=count) == words


def test_a_region_or_an_unknown_language_gets_the_nearest_words(written: Written) -> None:
    texts = polls(written)

    assert texts.word("polls.votes", "en-US", count=3) == "3 votes"
    assert texts.word("polls.votes", "xx", count=3) == "3 票"


def test_an_unknown_key_and_a_missing_value_are_bugs(written: Written) -> None:
    texts = polls(written)

    with pytest.raises(KeyError, match=r"polls\.nothing"):
        texts.text("polls.nothing", "en")
    with pytest.raises(KeyError, match="words"):
        texts.text("polls.asked", "en", who="Anna")
    with pytest.raises(TypeError, match="who is a NoneType"):
        texts.text("polls.asked", "en", who=None, words="When?")


# ---- the operator's own words ----


def test_the_operators_words_replace_ours_by_key(written: Written) -> None:
    texts = polls(written, {"en.toml": '[polls.asked]\ntext = "{words} ({who})"'})

    assert texts.word("polls.asked", "en", who="Anna", words="When?") == "When? (Anna)"
    assert texts.labels("polls.asked", "en", n=1) == (("Yes", "No"), ("See 1",))
    assert texts.word("polls.asked", "zh", who="安娜", words="几点?") == "安娜问:几点?"
    assert texts.warnings == ()


def test_labels_alone_may_be_replaced(written: Written) -> None:
    texts = polls(written, {"en.toml": '[polls.asked]\nbuttons = [["Aye", "Nay"], ["Look"]]'})

    assert texts.labels("polls.asked", "en") == (("Aye", "Nay"), ("Look",))
    assert texts.word("polls.asked", "en", who="Anna", words="When?") == "Anna asks: When?"


def test_words_without_plural_forms_may_replace_ours_and_the_other_way_round(written: Written) -> None:
    texts = polls(
        written,
        {
            "en.toml": '[polls.votes]\ntext = "votes: {count}"\n'
            '[oops.one]\ntext = "Oops once."\n[oops.other]\ntext = "Oops."'
        },
    )

    assert texts.word("polls.votes", "en", count=1) == "votes: 1"
    assert texts.word("oops", "en", count=1) == "Oops once."


def test_a_new_language_is_one_file_and_what_it_lacks_is_said_in_the_default(written: Written) -> None:
    texts = polls(written, {"pl.toml": '[polls.votes]\none.text = "{count} głos"\nfew.text = "{count} głosy"'})

    assert texts.word("polls.votes", "pl", count=1) == "1 głos"
    assert texts.word("polls.votes", "pl", count=3) == "3 głosy"
    assert texts.word("polls.asked", "pl", who="Anna", words="When?") == "Anna问:When?"
    assert "pl" in texts.languages


@pytest.mark.parametrize(
    ("own", "why"),
    [
        ('[polls.old]\ntext = "gone"', "[polls.old] is not a key of ours; our own words stay"),
        ('[polls.asked]\ntext = "{whom} asks"', "[polls.asked] names {whom}, which nobody gives; our own words stay"),
        (
            '[polls.asked]\nbuttons = [["Yes"]]',
            "[polls.asked] has rows of [1] labels instead of [2, 1]; our own words stay",
        ),
    ],
)
def test_words_that_do_not_fit_are_left_out_with_a_warning(written: Written, own: str, why: str) -> None:
    texts = polls(written, {"en.toml": own})

    assert [warning.partition(": ")[2] for warning in texts.warnings] == [why]
    assert texts.word("polls.asked", "en", who="Anna", words="When?") == "Anna asks: When?"


def test_without_a_folder_of_own_words_ours_are_used(tmp_path: Path) -> None:
    assert Texts.load([], tmp_path / "texts").languages == {"zh", "en"}


# ---- files that cannot be used ----


def test_one_key_in_two_features_is_refused(written: Written) -> None:
    folder = written({"a/texts.en.toml": '[x.y]\ntext = "1"', "b/texts.en.toml": '["x.y"]\ntext = "2"'})

    with pytest.raises(TextProblems, match=r"\[x\.y\] stands in .*a.texts\.en\.toml and in .*b.texts\.en\.toml"):
        Texts.load([folder / "a", folder / "b"], None)


def test_a_folder_that_is_named_twice_is_read_once(written: Written) -> None:
    folder = written({"a/texts.en.toml": '[x.y]\ntext = "1"'}) / "a"

    assert Texts.load([folder, folder], None).word("x.y", "en") == "1"


@pytest.mark.parametrize(
    ("words", "what"),
    [
        ("[x", "cannot be read"),
        ("[x]\ntext = 1", r"\[x\] text must be text in quotes"),
        ('[x]\nzh = "1"', r"\[x\] zh is neither text, buttons nor where"),
        ('[x]\nbuttons = ["Yes"]', r"\[x\] buttons must be rows of labels"),
        ('[x]\nbuttons = "Yes"', r"\[x\] buttons must be rows of labels"),
    ],
)
def test_a_malformed_file_is_told(written: Written, words: str, what: str) -> None:
    folder = written({"a/texts.en.toml": words})

    with pytest.raises(TextProblems, match=what):
        Texts.load([folder / "a"], None)
