"""The command `lapbell`, also as `python -m lapbell`."""

import signal
import sys

if sys.argv[1:2] == ["hub"] and hasattr(signal, "SIGHUP"):
    # A hub outlives its terminal, also while its modules are being imported; later it handles the signal.
    signal.signal(signal.SIGHUP, signal.SIG_IGN)

from tui.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
