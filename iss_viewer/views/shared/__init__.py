"""What every panel is made of: the window's context, widgets, dialogs, background tasks. It must not know any panel."""
