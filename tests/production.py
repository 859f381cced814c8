"""Imports every module of the program: run in an environment that has nothing else, by `make production`."""

import importlib
import pkgutil
import sys
from collections.abc import Iterator


def modules() -> Iterator[str]:
    """All but those that act when they are imported."""
    for name in ("bot", "adapters", "storage"):
        for found in pkgutil.walk_packages(importlib.import_module(name).__path__, f"{name}."):
            if ".migrations" not in found.name and not found.name.endswith("__main__"):
                yield found.name


def fault_of(name: str) -> str | None:
    """Why it cannot be imported."""
    try:
        importlib.import_module(name)
    except ImportError as fault:
        return f"{name}: {fault}"
    return None


if __name__ == "__main__":
    sys.exit("\n".join(filter(None, map(fault_of, modules()))) or 0)
