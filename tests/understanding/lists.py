"""The development lists beside the tests: invented lines, each with what it should be read as."""

from pathlib import Path

_FOLDER = Path(__file__).parent


def labelled(name: str) -> list[tuple[str, str]]:
    """The (label, text) pairs of a list."""
    lines = (_FOLDER / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    return [(label, text) for label, _, text in (line.partition("\t") for line in lines)]
