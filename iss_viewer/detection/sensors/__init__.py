"""What one instrument does: how it errs, and what its absence costs. It must not know its neighbours."""
