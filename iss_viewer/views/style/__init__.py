"""How things look: palettes, type, icons, the style of each status. It must not know what is shown."""
