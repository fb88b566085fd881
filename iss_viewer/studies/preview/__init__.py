"""An exercise or scenario at one glance before it is run: its pressures, played through if nobody does anything."""
