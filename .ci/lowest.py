"""Print pip constraints: the lowest version allowed of each library, the pinned one of each test tool."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    """Print one constraint a line."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = project["optional-dependencies"]
    for requirement in [*project["dependencies"], *extras["pdf"], *extras["tables"], *extras["webhook"]]:
        bounds = re.fullmatch(r"([\w.-]+)>=([\w.]+)(?:,.*)?", requirement)
        if bounds is None:
            raise SystemExit(f"{requirement!r} in pyproject.toml has no lower bound")
        print(f"{bounds[1]}=={bounds[2]}")
    for line in (ROOT / "constraints.txt").read_text().splitlines():
        if line.partition("==")[0] in extras["test"]:
            print(line)


if __name__ == "__main__":
    main()
