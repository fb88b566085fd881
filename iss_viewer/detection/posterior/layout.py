"""How modules fall into atoms and compositions: the same until a hatch moves or other air is measured."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from iss_viewer.detection.posterior.accounts import bits_of
from iss_viewer.detection.state.channel_map import Modules
from iss_viewer.detection.state.records import Floats
from iss_viewer.station.topology import Spaces


@dataclass(frozen=True)
class AirLayout:
    """Atoms (modules that were together in all accounts and are now) and compositions (sets of modules
    that made an air space), of air spaces that stand.
    """

    spaces: Spaces
    keys: tuple[int, ...]  # modules of each composition, as bits
    atom_of: NDArray[np.int64]  # shape (modules,)
    first_of: NDArray[np.int64]  # shape (atoms,): first module of each
    holds: NDArray[np.bool_]  # shape (compositions, atoms)
    sigma: Floats  # shape (compositions, compositions): covariance of true over told volumes
    firsts: NDArray[np.int64]  # shape (atoms,): first module of each one's air space
    number: NDArray[np.int64]  # shape (atoms,): of its air space
    volume_m3: Floats  # shape (atoms,): of its air space
    composition: NDArray[np.int64]  # shape (atoms,): of its air space; -1: not measured yet


def layout_of(modules: Modules, keys: tuple[int, ...], spaces: Spaces) -> AirLayout:
    """The layout of air spaces, where accounts are of these compositions."""
    atom_of = _atoms(keys, spaces)
    atoms = int(atom_of.max()) + 1
    first_of = np.array([int(np.argmax(atom_of == atom)) for atom in range(atoms)])
    holds = np.array([[(key >> int(m)) & 1 for m in first_of] for key in keys])
    number = {first: k for k, first in enumerate(spaces.firsts.tolist())}
    firsts = spaces.space_of[first_of]
    inside = [spaces.modules(first) for first in firsts.tolist()]
    volumes = modules["volume_m3"]
    bits = [bits_of(each) for each in inside]
    return AirLayout(
        spaces=spaces,
        keys=keys,
        atom_of=atom_of,
        first_of=first_of,
        holds=holds.astype(np.bool_).reshape(len(keys), atoms),
        sigma=_sigma(modules, keys),
        firsts=firsts,
        number=np.array([number[first] for first in firsts.tolist()], dtype=np.int64),
        volume_m3=np.array([math.fsum(volumes[list(each)].tolist()) for each in inside]),
        composition=np.array([keys.index(b) if b in keys else -1 for b in bits], np.int64),
    )


def _atoms(keys: tuple[int, ...], spaces: Spaces) -> NDArray[np.int64]:
    """The number of each module's atom."""
    number: dict[tuple[int, ...], int] = {}
    atoms = []
    for module, space in enumerate(spaces.space_of.tolist()):
        key = (space, *((bits >> module) & 1 for bits in keys))
        atoms.append(number.setdefault(key, len(number)))
    return np.array(atoms, dtype=np.int64)


def _sigma(modules: Modules, keys: tuple[int, ...]) -> Floats:
    """The covariance of true over told volumes of compositions: each module errs in all of them."""
    volumes = modules["volume_m3"]
    errors = volumes * modules["volume_spread_1"]
    inside = np.array(
        [[(key >> module) & 1 for module in range(len(volumes))] for key in keys], dtype=float
    ).reshape(len(keys), len(volumes))
    relative = inside * errors / (inside @ volumes)[:, None]
    sigma: Floats = relative @ relative.T
    return sigma
