"""Which cell of a grid each module gets, by what hatches join: along the station's axis, and away from it.

Free of Qt and of pixels. `along` counts cells from aft to forward, `out` rows away from the axis: negative to
zenith and port, positive to nadir and starboard. What lies behind a hatch of the tree, seen from the axis, fills a
rectangle of cells in which nothing else lies: so a part of the station is a rectangle too, less those within it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from iss_viewer.station import Hatch, Station
from iss_viewer.station.topology import Same, inner_hatches

_HOP_M = 0.01  # what a hatch adds to the length of a way, so that equal places still count


@dataclass(frozen=True, slots=True)
class Cell:
    """A place in the grid."""

    along: int
    out: int


@dataclass(frozen=True)
class Grid:
    """Where each module stands.

    tree: hatch -> (module nearer to the axis, module further out), or (aft, forward) along the axis. others: the
    hatches between modules that are joined by others already. axis: the modules on the axis of each piece of the
    station, aft to forward. behind: module -> itself and all further out.
    """

    cells: Mapping[str, Cell]
    tree: Mapping[str, tuple[str, str]]
    others: tuple[str, ...]
    axis: tuple[str, ...]
    behind: Mapping[str, frozenset[str]]

    @property
    def alongs(self) -> int:
        """How many cells there are along the axis."""
        return 1 + max(cell.along for cell in self.cells.values())

    @property
    def outs(self) -> tuple[int, int]:
        """The first and the last row."""
        rows = [cell.out for cell in self.cells.values()]
        return min(rows), max(rows)


@dataclass
class _Block:
    """A module with all that lies further out, in cells from its own: (along, out >= 0)."""

    root: str
    cells: dict[str, tuple[int, int]] = field(default_factory=dict)

    @property
    def left(self) -> int:
        return min(along for along, _ in self.cells.values())

    @property
    def right(self) -> int:
        return max(along for along, _ in self.cells.values())

    @property
    def is_flat(self) -> bool:
        return all(out == 0 for _, out in self.cells.values())

    def add(self, other: _Block, along: int, out: int) -> None:
        """Put another block in, with its root at a cell."""
        self.cells |= {m: (along + a, out + o) for m, (a, o) in other.cells.items()}


def grid_of(station: Station) -> Grid:
    """The grid of a station of any shape: of one module, in pieces, with ways round."""
    return _grid_of(Same(station))


@lru_cache(maxsize=16)
def _grid_of(same: Same) -> Grid:
    station = same.station
    joined, others = _spanning_tree(station)
    places = {module.id: module.centre_m for module in station.modules}
    cells: dict[str, Cell] = {}
    tree: dict[str, tuple[str, str]] = {}
    behind: dict[str, frozenset[str]] = {}
    axes: list[str] = []
    for start in station.module_ids:
        if start not in cells:
            piece = _Piece(joined, places, start)
            first = 1 + max((cell.along for cell in cells.values()), default=-1)
            cells |= piece.cells(first)
            tree |= piece.edges
            behind |= piece.behind
            axes += piece.axis
    return Grid(cells, tree, others, tuple(axes), behind)


Joined = Mapping[
    str, Sequence[tuple[Hatch, str]]
]  # module -> hatches of the tree and what lies behind them
Places = Mapping[str, tuple[float, float, float]]


def _spanning_tree(station: Station) -> tuple[Joined, tuple[str, ...]]:
    """Hatches that join all that can be joined without a way round, and the others."""
    group = {module: module for module in station.module_ids}
    joined: dict[str, list[tuple[Hatch, str]]] = {module: [] for module in group}
    others = []

    def head(module: str) -> str:
        while group[module] != module:
            group[module] = module = group[group[module]]
        return module

    for hatch in inner_hatches(station):
        a, b = head(hatch.a), head(hatch.b)
        if a == b:
            others.append(hatch.id)
            continue
        group[b] = a
        joined[hatch.a].append((hatch, hatch.b))
        joined[hatch.b].append((hatch, hatch.a))
    return joined, tuple(others)


class _Piece:
    """One piece of a station that hangs together: its axis, and what hangs on it."""

    def __init__(self, joined: Joined, places: Places, start: str) -> None:
        self._joined, self._places = joined, places
        self.edges: dict[str, tuple[str, str]] = {}
        self.behind: dict[str, frozenset[str]] = {}
        self.axis = self._axis(start)
        on_axis = set(self.axis)
        self._hung = {m: self._hang(m, on_axis) for m in self.axis}
        for a, b in zip(self.axis, self.axis[1:], strict=False):
            self.edges[next(hatch.id for hatch, there in joined[a] if there == b)] = (a, b)

    def _farthest(self, start: str) -> tuple[str, dict[str, str]]:
        """The module that lies farthest from one along the station, and from where each was reached."""
        reached, far = {start: ""}, {start: 0.0}
        waiting = [start]
        while waiting:
            here = waiting.pop()
            for _, there in self._joined[here]:
                if there not in reached:
                    reached[there] = here
                    step_m = abs(self._places[there][0] - self._places[here][0])
                    far[there] = far[here] + step_m + _HOP_M
                    waiting.append(there)
        return max(far, key=far.__getitem__), reached

    def _axis(self, start: str) -> list[str]:
        """The longest way through the piece along x, aft to forward."""
        end, _ = self._farthest(start)
        other, reached = self._farthest(end)
        way = [other]
        while reached[way[-1]]:
            way.append(reached[way[-1]])
        return way if self._places[way[0]][0] <= self._places[way[-1]][0] else way[::-1]

    def _hang(self, module: str, on_axis: set[str]) -> tuple[list[_Block], list[_Block]]:
        """What hangs on a module of the axis, upwards and downwards."""
        up: list[_Block] = []
        down: list[_Block] = []
        all_behind = {module}
        for hatch, there in self._joined[module]:
            if there in on_axis:
                continue
            self.edges[hatch.id] = (module, there)
            block = self._block(there, module)
            all_behind |= self.behind[there]
            side = self._side(module, there)
            if side == 0.0:
                side = (
                    1.0 if sum(len(b.cells) for b in up) > sum(len(b.cells) for b in down) else -1.0
                )
            (up if side < 0 else down).append(block)
        self.behind[module] = frozenset(all_behind)
        return up, down

    def _side(self, module: str, there: str) -> float:
        """Negative to zenith or port, positive to nadir or starboard, 0 where geometry does not tell."""
        _, dy, dz = self._from(module, there)
        return dz if abs(dz) >= abs(dy) else dy

    def _from(self, module: str, there: str) -> tuple[float, float, float]:
        (ax, ay, az), (bx, by, bz) = self._places[module], self._places[there]
        return bx - ax, by - ay, bz - az

    def _block(self, module: str, parent: str, but: str = "") -> _Block:
        """A module and what hangs on it; but: the side, left or right, on which its parent stands."""
        block = _Block(module, {module: (0, 0)})
        beside: dict[str, _Block] = {}
        out: list[_Block] = []
        all_behind = {module}
        for hatch, there in self._joined[module]:
            if there == parent:
                continue
            self.edges[hatch.id] = (module, there)
            dx, dy, dz = self._from(module, there)
            side = "left" if dx < 0 else "right"
            if abs(dx) > max(abs(dy), abs(dz)) and side != but and side not in beside:
                beside[side] = self._block(there, module, "right" if side == "left" else "left")
            else:
                out.append(self._block(there, module))
            all_behind |= self.behind[there]
        self.behind[module] = frozenset(all_behind)
        self._spread(block, out)
        for side, other in beside.items():
            self._put_beside(block, other, side)
        return block

    def _spread(self, block: _Block, out: list[_Block]) -> None:
        """Put blocks one row further out, side by side, the middle one straight above the root."""
        for one, along in zip(out, self._alongs(out), strict=True):
            block.add(one, along, 1)

    def _alongs(self, blocks: list[_Block]) -> list[int]:
        """Where the roots of blocks stand side by side, from aft to forward, about the middle one."""
        blocks.sort(key=lambda one: self._places[one.root][0])
        at, alongs = 0, []
        for one in blocks:
            alongs.append(at - one.left)
            at += one.right - one.left + 1
        middle = alongs[(len(alongs) - 1) // 2] if alongs else 0
        return [along - middle for along in alongs]

    @staticmethod
    def _put_beside(block: _Block, other: _Block, side: str) -> None:
        """Put a block in the root's own row: next to the root where it is flat, else clear of all else."""
        in_row = [along for along, out in block.cells.values() if out == 0]
        if side == "right":
            edge = max(in_row) if other.is_flat else block.right
            block.add(other, edge + 1 - other.left, 0)
        else:
            edge = min(in_row) if other.is_flat else block.left
            block.add(other, edge - 1 - other.right, 0)

    def cells(self, first: int) -> dict[str, Cell]:
        """The cells of all modules, from a place along the axis on."""
        found: dict[str, Cell] = {}
        for module in self.axis:
            slab = _Block(module, {module: (0, 0)})
            for sign, hung in zip((-1, 1), self._hung[module], strict=True):
                half = _Block(module, {module: (0, 0)})
                self._spread(half, hung)
                slab.cells |= {m: (along, sign * out) for m, (along, out) in half.cells.items()}
            at = first - slab.left
            found |= {m: Cell(at + along, out) for m, (along, out) in slab.cells.items()}
            first = at + slab.right + 1
        return found
