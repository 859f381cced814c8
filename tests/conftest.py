"""Fixtures for every test. The real servers start only when a test asks for one.

A run keeps its files in memory where there is room: hundreds of databases wait for the disk at every commit otherwise,
and no test asks what a machine that loses its power has kept. Set TMPDIR for another place.

Python keeps what it has compiled, even where the environment forbids it: the services and commands that tests start
would each compile everything again.
"""

import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Final

import pytest

pytest_plugins = [
    "tests.servers.fixtures",
    "tests.servers.telegram.fixtures",
    "tests.storage.fixtures",
    "tests.features.fixtures",
]

IN_MEMORY: Final = Path("/dev/shm")  # noqa: S108 - folders in it are made by tempfile
# A whole run needs about one; in a container there are often only 64 megabytes.
ROOM_BYTES: Final = 4 * 2**30

if "TMPDIR" not in os.environ and IN_MEMORY.is_dir() and shutil.disk_usage(IN_MEMORY).free > ROOM_BYTES:
    os.environ["TMPDIR"] = tempfile.tempdir = str(IN_MEMORY)
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files marked as long begin first, so that no worker of a run ends minutes after the other."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)
