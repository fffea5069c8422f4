"""The name that Lapbell is installed under.

A wheel holds the packages `race`, `feeds`, `replays` and `tui` below this one, so that they cannot collide
with others of those names; in a checkout they stand beside it. Importing `lapbell` puts them first on the
import path.
"""

import sys
from pathlib import Path

_HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(_HERE if (_HERE / "race").is_dir() else _HERE.parent))
