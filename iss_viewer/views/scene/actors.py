"""From numpy meshes to VTK actors: the only place that knows VTK's arrays."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from vtkmodules.util.numpy_support import numpy_to_vtk, numpy_to_vtkIdTypeArray
from vtkmodules.vtkCommonCore import vtkPoints, vtkUnsignedCharArray
from vtkmodules.vtkCommonDataModel import vtkCellArray, vtkPolyData
from vtkmodules.vtkRenderingCore import vtkActor, vtkPolyDataMapper

from iss_viewer.views.scene.mesh import Floats, Mesh


def polydata(
    points: Floats, quads: NDArray[np.int64] | None, normals: Floats | None = None
) -> vtkPolyData:
    """A polydata of quads by index, of consecutive fours (None), from points (n, 3)."""
    data = vtkPolyData()
    place = vtkPoints()
    place.SetData(numpy_to_vtk(np.ascontiguousarray(points), deep=True))
    data.SetPoints(place)
    index = np.arange(len(points)) if quads is None else quads.ravel()
    cells = vtkCellArray()
    cells.SetData(4, numpy_to_vtkIdTypeArray(index.astype(np.int64), deep=True))
    data.SetPolys(cells)
    if normals is not None:
        data.GetPointData().SetNormals(numpy_to_vtk(np.ascontiguousarray(normals), deep=True))
    return data


def colour_array(colours: NDArray[np.floating]) -> vtkUnsignedCharArray:
    """Colours (n, 3) in 0..1 as bytes."""
    rows = (np.clip(colours, 0, 1) * 255 + 0.5).astype(np.uint8)
    array = numpy_to_vtk(np.ascontiguousarray(rows), deep=True)
    array.SetName("colours")
    return array


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
    """The polydata of a mesh, without colours."""
    return polydata(mesh.points.reshape(-1, 3), None, mesh.normals.reshape(-1, 3))


def point_cloud(points: Floats, colours: Floats) -> vtkPolyData:
    """A polydata of coloured points."""
    data = vtkPolyData()
    place = vtkPoints()
    place.SetData(numpy_to_vtk(np.ascontiguousarray(points), deep=True))
    data.SetPoints(place)
    cells = vtkCellArray()
    cells.SetData(1, numpy_to_vtkIdTypeArray(np.arange(len(points), dtype=np.int64), deep=True))
    data.SetVerts(cells)
    data.GetPointData().SetScalars(colour_array(colours))
    return data
