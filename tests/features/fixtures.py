"""The town for tests of features."""

import pytest

from bot.config import Config
from storage.engine import OpenDatabase
from tests.town import Town, Yucheng, open_town, yucheng


@pytest.fixture
def town(database: OpenDatabase) -> Town:
    """An empty town on SQLite."""
    return open_town(database)


@pytest.fixture
async def here(town: Town) -> Yucheng:
    """御城社区 with its people."""
    return await yucheng(town)


@pytest.fixture
async def there(database: OpenDatabase) -> Yucheng:
    """The same community, where English is spoken."""
    return await yucheng(open_town(database, Config(language="en")))
