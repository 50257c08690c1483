"""Puts a new site in the place of the old one; at every moment one of them is whole and there."""

import ctypes
import errno
import os
import shutil
import sys
from collections.abc import Collection
from pathlib import Path
from typing import Final

from plugins.publishing.place import Place

_CALLS: Final[dict[str, tuple[str, tuple[int, ...]]]] = {
    "linux": ("renameat2", (-100,)),  # AT_FDCWD, which stands before each path
    "darwin": ("renamex_np", ()),
}
_EXCHANGE: Final = 2
"""`RENAME_EXCHANGE` of linux/fs.h, and `RENAME_SWAP` of Darwin's sys/stdio.h."""

_NOT_KNOWN_HERE: Final = frozenset((errno.ENOSYS, errno.EINVAL, errno.ENOTSUP))


def exchange(one: Path, other: Path) -> bool:
    """Exchange two folders in one step; tell whether system and file system know how.

    Raises:
        OSError: They do, but it failed, and nothing has changed.
    """
    name, before = _CALLS.get(sys.platform, ("", ()))
    call = getattr(ctypes.CDLL(None, use_errno=True), name, None) if name else None
    if call is None:
        return False
    if call(*before, os.fsencode(one), *before, os.fsencode(other), _EXCHANGE) == 0:
        return True
    number = ctypes.get_errno()
    if number in _NOT_KNOWN_HERE:
        return False
    raise OSError(number, os.strerror(number), str(one), None, str(other))


def swap(place: Place) -> None:
    """Publish what is built; the old site is left beside it.

    Raises:
        OSError: It could not be done; the old site is where it was.
    """
    if not place.target.exists():
        place.next.rename(place.target)
        return
    shutil.copymode(place.target, place.next)  # the author's, as the folder would keep it
    if exchange(place.next, place.target):
        return
    place.target.rename(place.old)
    try:
        place.next.rename(place.target)
    except OSError:
        place.old.rename(place.target)
        raise


def recover(place: Place) -> bool:
    """Clear what a killed publish has left; tell whether the last good site had to be put back.

    Raises:
        OSError: Something of it can neither be removed nor put back.
    """
    is_between = place.old.exists() and not place.target.exists()
    if is_between:
        place.old.rename(place.target)
    clear(place)
    return is_between


def clear(place: Place) -> None:
    """Remove what stands beside the output.

    Raises:
        OSError: Something cannot be removed.
    """
    for folder in (place.next, place.old):
        if folder.exists():
            _unlock(folder)
            shutil.rmtree(folder)


def carry_over(names: Collection[str], old: Path, new: Path) -> None:
    """Copy what is to be kept of the old site, where the new one has nothing of that name.

    Args:
        names: Of files and folders right in the old site; need not exist.
        old: The old site, which need not exist either.
        new: The new one.

    Raises:
        OSError: Something could not be copied.
    """
    for path in old.iterdir() if names and old.exists() else ():
        if path.name not in names:
            continue
        if path.is_dir() and not path.is_symlink():
            target, copy = new / path.name, _copy_missing
            shutil.copytree(path, target, symlinks=True, copy_function=copy, dirs_exist_ok=True)
        else:
            _copy_missing(path, new / path.name)


def _copy_missing(source: str | Path, target: str | Path) -> None:
    if not os.path.lexists(target):
        shutil.copy2(source, target, follow_symlinks=False)


def _unlock(folder: Path) -> None:
    """Let a folder be emptied whose folders were made read-only."""
    for path, names, _ in os.walk(folder):
        for inner in (Path(path), *(Path(path, name) for name in names)):
            if not inner.is_symlink() and not os.access(inner, os.R_OK | os.W_OK | os.X_OK):
                inner.chmod(0o700)
