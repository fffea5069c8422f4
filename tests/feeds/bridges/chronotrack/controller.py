"""The files of a controller, as it writes them."""

from __future__ import annotations

from pathlib import Path

BOX = "I11A9D"


class Controller:
    """A controller with its two files in a folder; the names are the same but for their ends."""

    def __init__(self, folder: Path, name: str = "5022010", *, padded: bool = False) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.csv, self.mrk = folder / f"{name}.csv", folder / f"{name}.mrk"
        self._padded = padded
        self._reads = self._marks = 0

    def read(self, tag: str, time: str, facility: str = "160", group: str = "18", end: str = "\r\n") -> None:
        """Read a tag at a time of 2 May 2026, such as `19:40:50.10`."""
        self._reads += 1
        clock, fraction = time.split(".")
        hour, minute, second = map(int, clock.split(":"))
        seconds = 1_777_680_000 + hour * 3600 + minute * 60 + second
        if self._padded:
            fields = ("TO", f"{self._reads:06}", f"{tag:>06}", facility, f"{group:>03}")
            more = f"104484~8~-71~{self._reads:05}~P~10"
        else:
            fields = ("TO", f"{self._reads}", tag, facility, group)
            more = f"12000C~8~-63~{self._reads}~P"
        with self.csv.open("ab") as file:
            file.write(f"{'~'.join(fields)}~{seconds}.{fraction}~{more}{end}".encode())

    def mark(self, kind: str, time: str, text: str) -> None:
        """Make a mark at a time, such as `19:40:00.00`."""
        self._marks += 1
        figures = time.replace(":", "").replace(".", "")
        with self.mrk.open("ab") as file:
            file.write(f"{BOX},{self._marks},{kind},{self._reads + 1},260502{figures},{text}\r\n".encode())
