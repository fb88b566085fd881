"""The window that holds the panels: menus, keys, time bar, layouts, the pump that brings frames."""
