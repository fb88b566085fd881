"""A stranger's table of readings as a source: its map, its cells, its times. It must not know what they mean."""
