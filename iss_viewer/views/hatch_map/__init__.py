"""The hatch map: modules as boxes, hatches between them, parts that share air as boundaries; without OpenGL."""
