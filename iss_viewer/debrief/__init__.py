"""What a finished run teaches: truth against belief, alarm figures, reports, exports. It must not know Qt."""
