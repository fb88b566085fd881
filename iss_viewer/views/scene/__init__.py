"""The station in 3D, free of Qt, so that it renders without a window."""
