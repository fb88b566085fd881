"""What shows that the simulated air is right: each case against an authority that is not ours."""
