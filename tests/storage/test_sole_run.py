import subprocess
import sys
from pathlib import Path

import pytest

from storage.sole_run import AnotherRun, claim_sole_run
from tests.storage.fixtures import URL

HOLDER = """
import sys
from pathlib import Path
from storage.sole_run import claim_sole_run
with claim_sole_run("sqlite:///huying.db", Path(sys.argv[1])):
    print("running", flush=True)
    sys.stdin.read()
"""


def test_a_second_run_on_the_same_file_is_refused(tmp_path: Path) -> None:
    with (
        claim_sole_run(URL, tmp_path),
        pytest.raises(AnotherRun, match=r"another run works with .*huying\.db; stop it first"),
    ):
        claim_sole_run(URL, tmp_path)

    claim_sole_run(URL, tmp_path).close()


def test_another_file_is_another_run(tmp_path: Path) -> None:
    with claim_sole_run(URL, tmp_path), claim_sole_run("sqlite:///other.db", tmp_path):
        pass


def test_postgres_lets_several_run(tmp_path: Path) -> None:
    url = "postgresql://huying:secret@127.0.0.1/huying"

    with claim_sole_run(url, tmp_path), claim_sole_run(url, tmp_path):
        assert list(tmp_path.iterdir()) == []


def test_a_killed_run_holds_nothing(tmp_path: Path) -> None:
    with subprocess.Popen(  # noqa: S603 - our own words
        [sys.executable, "-c", HOLDER, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[2],
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"running\n"
        with pytest.raises(AnotherRun):
            claim_sole_run(URL, tmp_path)
        other.kill()

    claim_sole_run(URL, tmp_path).close()
