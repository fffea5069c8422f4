"""The command `lapbell`, also as `python -m lapbell`."""

from tui.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
