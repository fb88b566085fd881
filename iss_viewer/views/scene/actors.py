"""From numpy meshes to pyvista data and VTK actors: the only place that knows how they are laid out."""

from __future__ import annotations

import numpy as np
import pyvista
from numpy.typing import NDArray
from vtkmodules.vtkRenderingCore import vtkActor, vtkPolyDataMapper

from iss_viewer.views.scene.mesh import Floats, Mesh


def polydata(
    points: Floats, quads: NDArray[np.int64] | None, normals: Floats | None = None
) -> pyvista.PolyData:
    """Quads by index, or of consecutive fours (None), from points (n, 3)."""
    index = np.arange(len(points)).reshape(-1, 4) if quads is None else quads
    if not len(index):
        return pyvista.PolyData()
    # pyvista takes numbers of any size, its stubs only the widest
    data: pyvista.PolyData = pyvista.PolyData.from_regular_faces(points, index)  # type: ignore[arg-type]
    if normals is not None:
        data.point_data.active_normals = normals  # type: ignore[assignment]
    return data


def paint(data: pyvista.PolyData, colours: NDArray[np.floating]) -> None:
    """Colour the points: colours of shape (n, 3) in 0..1."""
    if data.n_points:
        data.point_data["colours"] = (np.clip(colours, 0, 1) * 255 + 0.5).astype(np.uint8)
        data.set_active_scalars("colours")


def actor_of(data: pyvista.PolyData) -> vtkActor:
    """An actor that shows the colours of the points directly, without the hidden sides."""
    mapper = vtkPolyDataMapper()
    mapper.SetInputData(data)
    mapper.SetColorModeToDirectScalars()
    mapper.StaticOn()
    actor = vtkActor()
    actor.SetMapper(mapper)
    actor.GetProperty().BackfaceCullingOn()
    return actor


def mesh_data(mesh: Mesh) -> pyvista.PolyData:
    """A mesh, not yet painted."""
    return polydata(mesh.points.reshape(-1, 3), None, mesh.normals.reshape(-1, 3))


def point_cloud(points: Floats, colours: Floats) -> pyvista.PolyData:
    """Painted points."""
    data = pyvista.PolyData(np.ascontiguousarray(points))
    paint(data, colours)
    return data
