"""What a reviewer reads: recordings, truth, comparison, alarm figures, exports, notes."""
