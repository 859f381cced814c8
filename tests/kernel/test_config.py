from collections.abc import Callable, Mapping
from datetime import date, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.community import Account
from bot.config import Config, ConfigProblems, load
from bot.config_values import Endpoint
from bot.hours import Hours, Span

Loaded = Callable[..., Config]
Problems = Callable[..., list[tuple[str, str]]]


@pytest.fixture
def loaded(tmp_path: Path) -> Loaded:
    """Loads these words as `config.toml` of a folder of its own, readable by nobody else."""

    def load_words(words: str, environ: Mapping[str, str] | None = None) -> Config:
        file = tmp_path / "config.toml"
        file.write_text(words, encoding="utf-8")
        file.chmod(0o600)
        return load(file, environ or {})

    return load_words


@pytest.fixture
def problems(loaded: Loaded) -> Problems:
    """What is wrong with these words: keys and complaints."""

    def find(words: str, environ: Mapping[str, str] | None = None) -> list[tuple[str, str]]:
        with pytest.raises(ConfigProblems) as found:
            loaded(words, environ)
        return [(problem.key, problem.what) for problem in found.value.problems]

    return find


# ---- what a good config means ----


def test_a_web_table_alone_is_a_whole_config(loaded: Loaded, tmp_path: Path) -> None:
    config = loaded("[web]")

    assert config.language == "zh"
    assert config.timezone == ZoneInfo("Asia/Shanghai")
    assert config.web is not None
    assert config.web.listen == Endpoint(host="127.0.0.1", port=8080)
    assert (config.telegram, config.matrix) == ((), ())
    assert config.storage.url == f"sqlite:///{tmp_path}/huying.db"
    assert config.folder == tmp_path
    assert config.digest.at == time(18)
    assert config.hours.work == Hours.parse("09:00-17:30")
    assert config.hours.calendar == "CN"
    assert config.emergency.fire is None
    assert config.tickets.confirm_after == Span.parse("3d")
    assert config.tickets.detect == "suggest"


def test_deadlines_have_defaults_for_each_urgency(loaded: Loaded) -> None:
    deadlines = loaded("[web]").deadlines

    written = [(str(one.accept), str(one.resolve)) for one in (deadlines.emergency, deadlines.urgent, deadlines.normal)]
    assert written == [("10m", "24h"), ("2h", "3d"), ("1wd", "5wd")]


def test_a_deadline_that_is_left_out_keeps_the_default_of_its_urgency(loaded: Loaded) -> None:
    urgent = loaded('[web]\n[deadlines.urgent]\naccept = "10 min"').deadlines.urgent

    assert (urgent.accept, urgent.resolve) == (Span.parse("10m"), Span.parse("3d"))


def test_everything_that_is_written_is_read(loaded: Loaded) -> None:
    config = loaded(
        """
        language = "en"
        timezone = "Europe/Berlin"
        admins = ["telegram:1001", "matrix:@li:example.org", "web:li"]
        [web]
        listen = "[::1]:0"
        public_url = "https://town.test/"
        [digest]
        at = "7:05"
        [hours]
        work = "08:30-12:00, 14:00-17:30"
        quiet = "none"
        calendar = "none"
        holidays = [2026-10-01, "2026-10-02"]
        [emergency]
        fire = "119"
        [tickets]
        detect = "auto"
        """
    )

    assert config.language == "en"
    assert config.admins == (Account("telegram", "1001"), Account("matrix", "@li:example.org"), Account("web", "li"))
    assert config.web is not None
    assert config.web.listen == Endpoint(host="::1", port=0)
    assert config.web.public_url == "https://town.test"
    assert config.digest.at == time(7, 5)
    assert len(config.hours.work.intervals) == 2
    assert config.hours.quiet == Hours(intervals=())
    assert config.hours.holidays == (date(2026, 10, 1), date(2026, 10, 2))
    assert (config.emergency.fire, config.emergency.police) == ("119", None)
    assert config.tickets.detect == "auto"


def test_a_community_does_some_things_differently(loaded: Loaded) -> None:
    config = loaded('[web]\n[community."御城社区"]\ndigest_at = "17:30"\nlanguage = "en"')

    own, others = config.settings_in("御城社区"), config.settings_in("another")

    assert (own.language, own.digest_at, own.calendar) == ("en", time(17, 30), "CN")
    assert (others.language, others.digest_at, others.timezone) == ("zh", time(18), ZoneInfo("Asia/Shanghai"))


def test_a_language_may_live_in_a_file_beside_the_config(loaded: Loaded, tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "ug.toml").touch()

    assert loaded('language = "ug"\n[web]').language == "ug"


def test_a_whole_path_of_a_database_stays_as_it_is(loaded: Loaded, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/other.db"

    assert loaded(f'[web]\n[storage]\nurl = "{url}"').storage.url == url


def test_a_server_as_database_stays_as_it_is(loaded: Loaded) -> None:
    url = "postgresql://li:pw@127.0.0.1:5432/town"

    assert loaded(f'[web]\n[storage]\nurl = "{url}"').storage.url == url


# ---- everything at once ----


def test_all_problems_are_told_at_once_and_in_columns(loaded: Loaded) -> None:
    with pytest.raises(ConfigProblems) as found:
        loaded('[telegram]\ntoken = "…"\n[digest]\nat = "25:00"\n[tickets]\nconfirm_afer = "3d"\n')

    assert str(found.value) == (
        "config.toml has 3 problems:\n"
        "  telegram.token        is still the example value\n"
        '  digest.at             "25:00" is not a time of day\n'
        "  tickets.confirm_afer  unknown key, did you mean confirm_after?"
    )


def test_one_problem_is_told_in_the_singular(loaded: Loaded) -> None:
    with pytest.raises(ConfigProblems) as found:
        loaded("web = 1")

    assert str(found.value) == "config.toml has 1 problem:\n  web  must be a table, not a number"


def test_an_empty_config_is_told_what_to_add(problems: Problems) -> None:
    assert problems("") == [
        ("telegram", "is missing, and so are [matrix] and [web]: nothing would run, add one of them")
    ]


WRONG = [
    ('langauge = "zh"', "langauge", "unknown key, did you mean language?"),
    ("zzz = 1", "zzz", "unknown key"),
    ("folder = 1", "folder", "unknown key"),
    ("language = true", "language", "must be text in quotes, not true or false"),
    ('language = "fr"', "language", '"fr" is neither zh nor en'),
    ('language = "../etc"', "language", "is not a language code"),
    ('timezone = "Asia/Shangai"', "timezone", '"Asia/Shangai" is not a time zone, did you mean Asia/Shanghai?'),
    ('timezone = "Asia"', "timezone", "is not a time zone"),
    ('timezone = "../../etc/passwd"', "timezone", "is not a time zone"),
    ("timezone = 08:00:00", "timezone", "must be text in quotes, not a date or time"),
    ('admins = "telegram:1001"', "admins", "must be a list in square brackets, not text"),
    ('admins = ["1001"]', "admins", "is no account"),
    ('admins = ["telegram:@li"]', "admins", "is no account"),
    ('admins = ["matrix:li"]', "admins", "is no account"),
    ('admins = ["qq:1001"]', "admins", "is no account"),
    ('admins = ["telegram:1", "telegram:1"]', "admins", '"telegram:1" stands there twice'),
    ("[storage]\nurl = 'mysql://h/d'", "storage.url", "must be sqlite:///<file> or postgresql://"),
    ("[storage]\nurl = 'sqlite://'", "storage.url", "must be sqlite:///<file> or postgresql://"),
    ("[storage]\nurl = 'sqlite:///:memory:'", "storage.url", "must be sqlite:///<file> or postgresql://"),
    ("[storage]\nurl = 'postgresql://h'", "storage.url", "must be sqlite:///<file> or postgresql://"),
    ("[storage]\nurl = 'postgresql://user:password@host/database'", "storage.url", "is still the example value"),
    ("[storage]\nurl = 'sqlite:///nowhere/huying.db'", "storage.url", "which is no folder"),
    ('[web]\nlisten = "8080"', "web.listen", "is not a host and a port"),
    ('[web]\nlisten = "localhost:80800"', "web.listen", "has a port that is not one"),
    ('[web]\nlisten = "http://localhost:80"', "web.listen", "is not a host and a port"),
    ('[web]\npublic_url = "huying.example.org"', "web.public_url", "is not an address"),
    ('[web]\npublic_url = "https://a:b@town.test"', "web.public_url", "must not carry a user name or password"),
    ('[digest]\nat = "24:00"', "digest.at", '"24:00" is not a time of day'),
    ('[digest]\nat = "half past six"', "digest.at", "is not a time of day"),
    ('[deadlines.urgent]\naccept = "2 weeks"', "deadlines.urgent.accept", "is not a length of time"),
    ("[deadlines.urgent]\naccept = 2", "deadlines.urgent.accept", "must be text in quotes, not a number"),
    ('[deadlines.urgnt]\naccept = "2h"', "deadlines.urgnt", "unknown key, did you mean urgent?"),
    ('[deadlines]\nurgent = "2h"', "deadlines.urgent", "must be a table, not text"),
    ('[hours]\nwork = "9 to 5"', "hours.work", "is not a pair of times"),
    ('[hours]\nwork = "none"', "hours.work", "is not a pair of times"),
    ('[hours]\nquiet = "22:00-29:00"', "hours.quiet", '"29:00" is not a time of day'),
    (
        '[hours]\ncalendar = "cn"',
        "hours.calendar",
        '"cn" is not a country code such as CN, nor "none", did you mean CN?',
    ),
    ('[hours]\ncalendar = "XX"', "hours.calendar", "is not a country code"),
    ('[hours]\ncalendar = "ECB"', "hours.calendar", "is not a country code"),
    ('[hours]\nholidays = ["2026-02-30"]', "hours.holidays", '"2026-02-30" is not a date'),
    ("[hours]\nworkdays = [1]", "hours.workdays", "a number is not a date"),
    ("[hours]\nworkdays = [2026-10-01T00:00:00]", "hours.workdays", "a date or time is not a date"),
    ("[emergency]\nfire = 119", "emergency.fire", "must be text in quotes, not a number"),
    ('[emergency]\nfire = "call us"', "emergency.fire", '"call us" is not a telephone number'),
    (
        '[tickets]\ndetect = "sugest"',
        "tickets.detect",
        "one of: off, watch, suggest, auto, did you mean suggest?",
    ),
    ('[tickets]\nconfirm_after = "0d"', "tickets.confirm_after", "is not between one second and ten years"),
    ('[tickets]\nvisit_one_in = "10"', "tickets.visit_one_in", "must be a whole number without quotes, not text"),
    ("[tickets]\nvisit_one_in = true", "tickets.visit_one_in", "must be a whole number without quotes"),
    ("[tickets]\nvisit_one_in = -1", "tickets.visit_one_in", "is not between 0 and 1000"),
    ("community = 1", "community", "must hold tables with a name, not a number"),
    ('[community."御城社区"]\ndigest = "18:00"', 'community."御城社区".digest', "unknown key, did you mean digest_at?"),
    ('[community.North]\ntimezone = "Mars"', "community.North.timezone", "is not a time zone"),
    ('[community.North]\nlanguage = "fr"', "community.North.language", "is neither zh nor en"),
]


@pytest.mark.parametrize(("words", "key", "what"), WRONG)
def test_a_wrong_value_is_told_by_its_key(problems: Problems, words: str, key: str, what: str) -> None:
    found = problems(words + ("" if "[web]" in words else "\n[web]"))

    assert [problem for problem, _ in found] == [key]
    assert what in found[0][1]


def test_a_value_of_several_lines_is_told_on_one(problems: Problems) -> None:
    ((_, what),) = problems('timezone = """\nMars\n\nand Venus"""\n[web]')

    assert what == '"Mars and Venus" is not a time zone'


# ---- files ----


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigProblems, match=r"does not exist; huying init makes one"):
        load(tmp_path / "config.toml", {})


def test_a_folder_is_no_config(tmp_path: Path) -> None:
    with pytest.raises(ConfigProblems, match="cannot be read: is a directory"):
        load(tmp_path, {})


def test_broken_toml_is_told_with_its_line(problems: Problems) -> None:
    ((_, what),) = problems('language = "zh"\ntimezone = oops')

    assert what.startswith("is not TOML")
    assert "line 2" in what


def test_a_file_in_another_encoding_is_told(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_bytes('language = "中"'.encode("gb18030"))

    with pytest.raises(ConfigProblems, match="is not UTF-8 text"):
        load(tmp_path / "config.toml", {})


def test_a_config_without_an_admin_is_a_warning(loaded: Loaded) -> None:
    (warning,) = loaded("[web]").warnings

    assert warning.startswith("admins is empty")
