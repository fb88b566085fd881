"""What people see and press: the only room with PySide6, pyqtgraph and VTK. It must not know
physics, nor which source runs.
"""
