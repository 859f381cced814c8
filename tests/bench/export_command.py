"""The command line, which says at its end how much memory it needed at most."""

import resource
import sys

from bot.__main__ import main

if __name__ == "__main__":
    code = main()
    print(f"peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    sys.exit(code)
