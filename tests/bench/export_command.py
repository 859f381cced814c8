"""The command line, which says at its end how much memory it needed at most."""

import re
import sys
from pathlib import Path

from bot.__main__ import main

if __name__ == "__main__":
    code = main()
    # Of this program alone: `getrusage` would tell of whoever started it as well.
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    peak = re.search(r"VmHWM:\s+(\d+)", status)
    print(f"peak {int(peak[1]) / 1024 if peak else 0:.0f} MB")
    sys.exit(code)
