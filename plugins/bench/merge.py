"""Measurements of other machines: what is sound, and of the benchmarks as they stand, is stored."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from plugins.bench.errors import StoreError
from plugins.bench.model import Cell, Measurement
from plugins.bench.noise import find_floor
from plugins.bench.offers import Found, Offer, Place, Refusal
from plugins.bench.status import State, find_state
from plugins.bench.store import load, save

_FAULTS: Final = {
    State.CODE_CHANGED: "code changed: it is of other code than the site has now",
    State.HARNESS_CHANGED: "harness changed: it was measured in another way than now",
    State.QUICK: "only quick: a first look is not published",
}
_ONE_RUN: Final = "nothing of it is taken: a noise floor is that of one run, whole"


@dataclass(frozen=True, slots=True)
class Merged:
    """What becomes of a file."""

    path: Path
    taken: tuple[Measurement, ...] = ()
    kept: tuple[str, ...] = ()
    """Labels of cells of which what is stored is not older."""
    same: tuple[str, ...] = ()
    """Labels of cells that are stored already."""
    refused: tuple[Refusal, ...] = ()


def merge(store: Path, found: Iterable[Found]) -> Iterator[Merged]:
    """Store what is sound of each file, one after another."""
    for item in found:
        if isinstance(item, Refusal):
            yield Merged(item.path, refused=(item,))
        else:
            try:
                yield _merge_offer(store, item)
            except StoreError as error:
                yield Merged(item.path, refused=(Refusal(item.path, f"not stored: {error}"),))


def _merge_offer(store: Path, offer: Offer) -> Merged:
    place = offer.place
    path = place.find_path(store)
    stored = {item.cell: item for item in load(path, place.cells)}
    merged = choose_cells(offer, stored)
    if merged.taken:
        kept = {} if place.is_noise else stored
        new = kept | {item.cell: item for item in merged.taken}
        save(path, [new[cell] for cell in place.cells.values() if cell in new])
    return merged


def choose_cells(offer: Offer, stored: Mapping[Cell, Measurement]) -> Merged:
    """Choose what of a file is taken, beside what is stored in its place or instead of it."""
    place, sound, refused = offer.place, [], []
    for label, item in offer.measurements.items():
        fault = _find_fault(place, label, item)
        if fault:
            refused.append(Refusal(offer.path, f"{label}: {fault}"))
        else:
            sound.append(replace(item, cell=place.cells[label]))
    if place.is_noise:
        return _choose_whole(offer, sound, refused, stored)
    pairs = [(item, stored.get(item.cell)) for item in sound]
    news = [(item, old) for item, old in pairs if item != old]
    return Merged(
        offer.path,
        tuple(item for item, old in news if _is_better(place, [item], [old] if old else [])),
        tuple(i.cell.label for i, old in news if not _is_better(place, [i], [old] if old else [])),
        tuple(item.cell.label for item, old in pairs if item == old),
        tuple(refused),
    )


def _find_fault(place: Place, label: str, item: Measurement) -> str:
    """Find why a cell is refused; empty if it is sound and of the code as it stands."""
    if label not in place.cells:
        return f"{place.snippet.name} has no such cell"
    state = find_state(place.snippet, replace(item, cell=place.cells[label]))
    return _FAULTS.get(state, "")


def _choose_whole(
    offer: Offer,
    sound: Sequence[Measurement],
    refused: Sequence[Refusal],
    stored: Mapping[Cell, Measurement],
) -> Merged:
    """Take an A/A run whole or not at all.

    Cells of two runs, or of two machines with one label, differ by more than environments do.
    """
    if refused:
        rest = [Refusal(offer.path, _ONE_RUN)] if sound else []
        return Merged(offer.path, refused=(*refused, *rest))
    try:
        find_floor(sound)
    except (ValueError, OverflowError) as error:  # the latter of numbers nobody measured
        return Merged(offer.path, refused=(Refusal(offer.path, str(error)),))
    labels = tuple(item.cell.label for item in sound)
    if stored == {item.cell: item for item in sound}:
        return Merged(offer.path, same=labels)
    if _is_better(offer.place, sound, list(stored.values())):
        return Merged(offer.path, taken=tuple(sound))
    return Merged(offer.path, kept=labels)


def _is_better(place: Place, new: Sequence[Measurement], old: Sequence[Measurement]) -> bool:
    """Tell whether measurements are to stand where others do: those are stale, or older."""
    states = {find_state(place.snippet, item) for item in old}
    return states != {State.FRESH} or max(map(_date, new)) > max(map(_date, old))


def _date(item: Measurement) -> tuple[str, str]:
    return item.session, max(run.date for run in item.runs)
