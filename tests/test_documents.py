"""What the documents say is there."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.__main__ import _parser
from bot.feature import CommandRoute
from bot.installed import FEATURES

ROOT = Path(__file__).parents[1]
DOCUMENTS = sorted((*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")))
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = [route for feature in FEATURES for route in feature.routes if isinstance(route, CommandRoute)]
LINK = re.compile(r"\]\(([^)#]+\.md|[^):#]+/)\)")
PATH = re.compile(r"`((?:bot|adapters|storage|tests|docs)/[\w./-]+)`")
DECISIONS = sorted(ROOT.glob("docs/adr/*.md"))


@pytest.fixture(params=DOCUMENTS, ids=lambda file: str(file.relative_to(ROOT)))
def document(request: pytest.FixtureRequest) -> Path:
    assert isinstance(request.param, Path)
    return request.param


def missing(document: Path, pattern: re.Pattern[str], folder: Path) -> Iterator[str]:
    for target in pattern.findall(document.read_text(encoding="utf-8")):
        if not target.startswith("http") and not (folder / target).exists():
            yield target


@pytest.mark.parametrize("command", COMMANDS, ids=lambda route: route.name)
def test_the_readme_names_every_command(command: CommandRoute) -> None:
    chinese = [word for word in command.words if not word.isascii()]

    assert re.search(rf"`/{command.name}\b", README)
    assert [word for word in chinese if word not in README] == []


def test_the_readme_names_no_other_command() -> None:
    named = {found for row in README.splitlines() if row.startswith("|") for found in re.findall(r"`/(\w+)", row)}

    assert named - {command.name for command in COMMANDS} == set()


def test_the_readme_names_every_command_at_the_terminal() -> None:
    choices = next(action.choices for action in _parser()._actions if action.dest == "command")

    assert [name for name in choices or () if f"`huying {name}" not in README] == []


def test_every_link_leads_somewhere(document: Path) -> None:
    assert list(missing(document, LINK, document.parent)) == []


def test_every_path_exists(document: Path) -> None:
    assert list(missing(document, PATH, ROOT)) == []


@pytest.mark.parametrize("decision", DECISIONS, ids=lambda file: file.stem)
def test_a_decision_says_context_decision_and_price(decision: Path) -> None:
    lines = decision.read_text(encoding="utf-8").splitlines()

    heads = [line.removeprefix("## ") for line in lines if line.startswith("## ")]

    assert lines[0].startswith(f"# {decision.name[:4]}: ")
    assert [head for head in heads if head in {"Context", "Decision", "Price"}] == ["Context", "Decision", "Price"]


def test_no_two_decisions_have_one_number() -> None:
    numbers = [decision.name[:4] for decision in DECISIONS]

    assert len(numbers) == len(set(numbers))
