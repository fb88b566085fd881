"""From numpy meshes to VTK data and actors: the only place that knows how they are laid out."""

from __future__ import annotations

from typing import cast

import numpy as np
from numpy.typing import NDArray
from vtkmodules.util.numpy_support import numpy_to_vtk, numpy_to_vtkIdTypeArray
from vtkmodules.vtkCommonCore import vtkPoints
from vtkmodules.vtkCommonDataModel import vtkCellArray, vtkPolyData
from vtkmodules.vtkRenderingCore import vtkActor, vtkPolyDataMapper, vtkRenderer

from iss_viewer.views.scene.mesh import Floats, Mesh


def polydata(
    points: Floats, quads: NDArray[np.int64] | None, normals: Floats | None = None
) -> vtkPolyData:
    """Quads by index, or of consecutive fours (None), from points (n, 3)."""
    data = _points(points)
    index = np.arange(len(points)) if quads is None else quads
    data.SetPolys(_cells(index.reshape(-1, 4)))
    if normals is not None:
        data.GetPointData().SetNormals(numpy_to_vtk(normals, deep=True))
    return data


def point_cloud(points: Floats, colours: Floats) -> vtkPolyData:
    """Painted points."""
    data = _points(points)
    data.SetVerts(_cells(np.arange(len(points))[:, None]))
    paint(data, colours)
    return data


def line_strips(strips: Floats, colour: tuple[float, float, float]) -> vtkPolyData:
    """Lines of one colour through equally many points each, shape (lines, points, 3)."""
    data = _points(strips.reshape(-1, 3))
    data.SetLines(_cells(np.arange(strips.shape[0] * strips.shape[1]).reshape(strips.shape[:2])))
    paint(data, np.broadcast_to(np.array(colour), (strips.shape[0] * strips.shape[1], 3)))
    return data


def _points(points: Floats) -> vtkPolyData:
    places, data = vtkPoints(), vtkPolyData()
    places.SetData(numpy_to_vtk(np.ascontiguousarray(points), deep=True))
    data.SetPoints(places)
    return data


def _cells(index: NDArray[np.int64]) -> vtkCellArray:
    """Cells of equally many points each, shape (n, points)."""
    cells, count = vtkCellArray(), index.shape[1]
    bounds = np.arange(0, index.size + 1, count)
    cells.SetData(
        numpy_to_vtkIdTypeArray(bounds, deep=True),
        numpy_to_vtkIdTypeArray(index.ravel().astype(np.int64), deep=True),
    )
    return cells


def paint(data: vtkPolyData, colours: NDArray[np.floating]) -> None:
    """Colour the points: colours of shape (n, 3), or with how much they cover (n, 4), in 0..1."""
    bytes_of = (np.clip(colours, 0, 1) * 255 + 0.5).astype(np.uint8)
    data.GetPointData().SetScalars(numpy_to_vtk(bytes_of, deep=True))


def lay_texture(data: vtkPolyData, places: Floats) -> None:
    """Where of a texture each point lies, (n, 2)."""
    data.GetPointData().SetTCoords(numpy_to_vtk(places, deep=True))


def actor_of(data: vtkPolyData) -> vtkActor:
    """An actor that shows the colours of the points directly, without the hidden sides."""
    mapper = vtkPolyDataMapper()
    mapper.SetInputData(data)
    mapper.SetColorModeToDirectScalars()
    mapper.StaticOn()
    actor = vtkActor()
    actor.SetMapper(mapper)
    actor.GetProperty().BackfaceCullingOn()
    return actor


def mesh_data(mesh: Mesh) -> vtkPolyData:
    """A mesh, not yet painted."""
    return polydata(mesh.points.reshape(-1, 3), None, mesh.normals.reshape(-1, 3))


def actors_in(renderer: vtkRenderer) -> list[vtkActor]:
    """All actors of a layer of the picture."""
    found = renderer.GetActors()
    items = (found.GetItemAsObject(at) for at in range(found.GetNumberOfItems()))
    return [cast(vtkActor, item) for item in items]
