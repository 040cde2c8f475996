"""The files of programs that run: what they remove while somebody looks was not at rest."""

import contextlib
import os
import pathlib


def below(folder):
    """All files and folders in a folder, however deep."""
    def failed(error):
        if not isinstance(error, FileNotFoundError):
            raise error

    for place, folders, files in os.walk(folder, onerror=failed):
        yield from (pathlib.Path(place, name) for name in folders + files)


def contents(folder):
    """All that is written in a folder: {path: its bytes}."""
    found = {}
    for path in below(folder):
        with contextlib.suppress(FileNotFoundError):
            if path.is_file():
                found[path] = path.read_bytes()
    return found


def written(folder):
    """The same in one piece."""
    return b"".join(contents(folder).values())
