"""Files that are written as a whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import BinaryIO

from feeds.folder_sync import sync_folder


@contextmanager
def atomic_write(path: Path, *, mode: int = 0o666, sync: bool = False) -> Iterator[BinaryIO]:
    """Open a file to be replaced when the block ends without an exception, and left as it was otherwise.

    The bytes go to a file beside it first, created with `mode` (less the umask). A symbolic link is
    followed; a pipe or a device is written to directly. With `sync` the new file is there for good when this
    returns. Raises OSError.
    """
    path = path.resolve()
    if path.exists() and not path.is_file():
        with path.open("wb") as file:
            yield file
        return
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        with open(part, "wb", opener=partial(os.open, mode=mode)) as file:
            yield file
            if sync:
                file.flush()
                os.fsync(file.fileno())
        part.replace(path)
        if sync:
            sync_folder(path.parent)
    finally:
        part.unlink(missing_ok=True)
