"""A live feed as a source: named values come in, rows go out on a grid. It must not know what they mean."""
