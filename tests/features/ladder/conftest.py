"""The community with somebody on every rung, built once."""

import asyncio
from pathlib import Path

import pytest

from tests.features.ladder.ground import build


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Path:
    """Its database, to be copied."""
    return asyncio.run(build(tmp_path_factory.mktemp("ground"), sqlite_template))
