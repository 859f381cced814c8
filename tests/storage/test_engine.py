from pathlib import Path

import pytest

from storage.engine import open_database, read_url, sqlite_file


@pytest.mark.parametrize(
    ("url", "file"),
    [
        ("sqlite:///huying.db", "/srv/huying/huying.db"),
        ("sqlite:///data/huying.db", "/srv/huying/data/huying.db"),
        ("sqlite:////var/lib/huying.db", "/var/lib/huying.db"),
    ],
)
def test_a_relative_file_counts_from_the_folder(url: str, file: str) -> None:
    assert sqlite_file(read_url(url), Path("/srv/huying")) == Path(file)


def test_postgres_is_spoken_to_through_asyncpg() -> None:
    url = read_url("postgresql://huying:secret@db.example.org/huying?sslmode=require")

    assert (url.drivername, dict(url.query)) == ("postgresql+asyncpg", {"ssl": "require"})
    assert sqlite_file(url, Path("/srv")) is None


@pytest.mark.parametrize(
    "url",
    [
        "huying.db",
        "",
        "sqlite://",
        "sqlite:///:memory:",
        "mysql://u:secret@h/d",
        "postgresql://u:secret@h",
        "p://:secret",
    ],
)
def test_other_urls_are_refused_with_the_forms_that_work_and_without_a_password(url: str) -> None:
    with pytest.raises(ValueError, match=r"sqlite:///huying\.db or postgresql://") as caught:
        open_database(url, Path())

    assert "secret" not in str(caught.value)
