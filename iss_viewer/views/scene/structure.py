"""What holds no air: truss lattice, solar array wings with their cells, radiators, the robot arm.

Made from the station's truss, solar_arrays and radiators tables; drawn apart from the modules, so that
they can be ghosted or hidden.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from iss_viewer.station.station import Radiator, SolarArray, Station, Truss
from iss_viewer.views.scene.backdrop import SUN
from iss_viewer.views.scene.mesh import Mesh, Paint, bars, box, join, sheets
from iss_viewer.views.scene.paints import METAL, RADIATOR, SILVER, TRUSS, TRUSS_BOX

BAY_M = 3.4
WING_FRONT = Paint((0.105, 0.125, 0.315), tint=0.0)
WING_FRONT_B = Paint((0.130, 0.155, 0.370), tint=0.0)
WING_BACK = Paint((0.60, 0.43, 0.24), tint=0.0)
WING_BACK_B = Paint((0.52, 0.37, 0.21), tint=0.0)
IROSA = Paint((0.07, 0.08, 0.20), tint=0.0)
IROSA_BACK = Paint((0.30, 0.27, 0.25), tint=0.0)
DULL_GOLD = Paint((0.56, 0.47, 0.31), tint=0.0)
RUSSIAN = Paint((0.10, 0.17, 0.40), tint=0.0)


def truss_mesh(station: Station) -> Mesh | None:
    """All truss segments and radiators of the station, None where it has none."""
    parts = [_truss(truss) for truss in station.trusses]
    parts += [_radiator(radiator) for radiator in station.radiators]
    return join(*parts) if parts else None


def array_mesh(station: Station) -> Mesh | None:
    """All solar arrays of the station, None where it has none."""
    parts = [_array(array) for array in station.solar_arrays]
    return join(*parts) if parts else None


def _truss(truss: Truss) -> Mesh:
    """A lattice of square section: four chords, frames at each bay, a diagonal on each face."""
    a, b = np.array(truss.from_m), np.array(truss.to_m)
    length = float(np.linalg.norm(b - a))
    axis = (b - a) / length
    u = np.array([1.0, 0, 0]) if abs(axis[0]) < 0.9 else np.array([0, 1.0, 0])
    v = np.cross(axis, u)
    half = truss.width_m / 2 * 0.86
    corners = [half * (u + v), half * (u - v), half * (-u - v), half * (-u + v)]
    bays = max(1, round(length / BAY_M))
    stations = [a + axis * length * i / bays for i in range(bays + 1)]
    starts, ends = [], []
    for i, corner in enumerate(corners):
        following = corners[(i + 1) % 4]
        starts.append(a + corner)
        ends.append(b + corner)
        for place in stations:
            starts.append(place + corner)
            ends.append(place + following)
        for bay in range(bays):
            first, second = stations[bay], stations[bay + 1]
            flip = (bay + i) % 2
            starts.append(first + (following if flip else corner))
            ends.append(second + (corner if flip else following))
    lattice = bars(np.array(starts), np.array(ends), 0.20, TRUSS)
    return join(lattice, *_boxes(a, axis, u, v, length, half))


def _boxes(
    a: NDArray[np.float64],
    axis: NDArray[np.float64],
    u: NDArray[np.float64],
    v: NDArray[np.float64],
    length: float,
    half: float,
) -> list[Mesh]:
    """Equipment boxes and the rail inside a truss segment, placed the same at each start."""
    chance = np.random.default_rng(int(1000 * abs(a[1]) + length))
    axes = np.stack([axis, u, v])
    rail = box(a + axis * length / 2 + u * half, (length, 0.25, 0.45), RADIATOR, axes)
    parts = [rail]
    for i in range(max(2, int(length / 2.6))):
        along = a + axis * (1.0 + 2.6 * i)
        if (along - a) @ axis > length - 0.8:
            break
        offset = chance.uniform(-0.55, 0.55, 2) * half
        size = chance.uniform(0.8, 1.0, 3) * np.array([1.7, 1.5, 1.5])
        paint = (TRUSS_BOX, SILVER, DULL_GOLD, TRUSS_BOX)[int(chance.integers(4))]
        parts.append(box(along + u * offset[0] + v * offset[1], size, paint, axes))
    return parts


def _array(array: SolarArray) -> Mesh:
    if array.kind == "wing":
        return _wing(array)
    return _flat(array)


def _axes(array: SolarArray | Radiator) -> tuple[NDArray[np.float64], ...]:
    along = np.array(array.direction, float)
    along /= np.linalg.norm(along)
    across = np.array(array.across, float)
    across -= along * (across @ along)
    across /= np.linalg.norm(across)
    return along, across, np.cross(along, across)


def _wing(array: SolarArray) -> Mesh:
    """A wing: two blankets of folded bays to either side of a lattice mast, root box and tip bar."""
    along, across, normal = _axes(array)
    root = np.array(array.root_m) + along * 1.2
    length, width = array.length_m - 1.2, array.width_m
    gap = 0.075 * width
    reach = (width / 2 - gap / 2) / 2
    sunward = normal @ SUN
    parts = []
    bays = 20
    step = length * 0.96 / bays
    for side in (-1.0, 1.0):
        for lane in range(2):
            starts = 0.02 * length + step * np.arange(bays)[:, None] + 0.05
            corners = root + along * starts + across * side * (gap / 2 + lane * reach + 0.03)
            faces = []
            for i in range(bays):
                front = WING_FRONT if (i + lane) % 2 else WING_FRONT_B
                back = WING_BACK if (i + lane) % 2 else WING_BACK_B
                faces.append((front, back) if side * sunward > 0 else (back, front))
            edge = across * side * (reach - 0.08)
            parts.append(sheets(corners, along * (step - 0.08), edge, faces))
    mast = np.array([root - along * 1.2, root - along * 1.2])
    offset = np.array([normal * 0.35, -normal * 0.35])
    parts.append(bars(mast + offset, mast + offset + along * array.length_m, 0.22, SILVER))
    axes = np.stack([along, across, normal])
    parts.append(box(root, (0.5, width, 0.5), METAL, axes))
    parts.append(box(root + along * length, (0.25, width, 0.25), METAL, axes))
    return join(*parts)


def _flat(array: SolarArray) -> Mesh:
    """An iROSA or a Russian panel: bays of cells on a frame."""
    along, across, normal = _axes(array)
    sunward = normal if normal @ SUN > 0 else -normal
    root, length, width = np.array(array.root_m, float), array.length_m, array.width_m
    if array.kind == "irosa":
        root = root + 0.9 * sunward  # held off the wing below it
    cells, back = (IROSA, IROSA_BACK) if array.kind == "irosa" else (RUSSIAN, IROSA_BACK)
    bays = max(2, round(length / (1.55 if array.kind == "irosa" else 2.6)))
    step = length / bays
    corners = root + along * (step * np.arange(bays)[:, None] + 0.04) - across * width / 2
    faces = (cells, back) if normal @ SUN > 0 else (back, cells)
    parts = [sheets(corners, along * (step - 0.08), across * width, [faces] * bays)]
    axes = np.stack([along, across, normal])
    ends = [root + along * length] + ([root] if array.kind == "irosa" else [])
    parts += [box(end, (0.22, width, 0.22), METAL, axes) for end in ends]
    rail = np.array([root + across * width / 2, root - across * width / 2])
    if array.kind == "russian":
        rail = rail * 0 + root
    parts.append(bars(rail, rail + along * length, 0.12, METAL))
    return join(*parts)


def _radiator(radiator: Radiator) -> Mesh:
    """White panels side by side, each folded in eight."""
    along, across, normal = _axes(radiator)
    root = np.array(radiator.root_m, float)
    pitch = radiator.width_m / radiator.panels
    folds = max(2, round(radiator.length_m / 2.9))
    step = radiator.length_m / folds
    parts = []
    for panel in range(radiator.panels):
        side = (panel - (radiator.panels - 1) / 2) * pitch
        starts = step * np.arange(folds)[:, None] + 0.05
        corners = root + along * starts + across * (side - 0.47 * pitch)
        faces = [(RADIATOR, RADIATOR)] * folds
        parts.append(sheets(corners, along * (step - 0.10), across * 0.94 * pitch, faces))
    width = radiator.width_m
    beam = box(root, (0.5, width, 0.5), METAL, np.stack([along, across, normal]))
    middle = bars(
        [root - normal * 0.25], [root + along * radiator.length_m - normal * 0.25], 0.2, METAL
    )
    return join(beam, middle, *parts)
