"""Fixtures for every test. The real servers start only when a test asks for one."""

pytest_plugins = [
    "tests.servers.fixtures",
    "tests.servers.telegram.fixtures",
    "tests.storage.fixtures",
    "tests.features.fixtures",
]
