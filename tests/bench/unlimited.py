"""`python -m tests.bench.unlimited COMMAND…`: `huying` without its limits on Telegram, for a server that has none."""

import sys
from dataclasses import replace

from adapters.telegram.channel import CAPABILITIES, TelegramChannel
from bot.__main__ import main


def lift_limits() -> None:
    """From now on a channel knows no limits of its network."""
    TelegramChannel.capabilities = replace(CAPABILITIES, per_second=None, per_chat_second=None, per_group_minute=None)


if __name__ == "__main__":
    lift_limits()
    sys.exit(main(sys.argv[1:]))
