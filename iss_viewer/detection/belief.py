"""From which probability on a leak is suspected, believed in, likely, known: here and in every sentence."""

SUSPECTED_FROM = 0.2  # in a module, while its air space is seen to lose air
BELIEVED_FROM = 0.5  # also where that loss drowns in a larger air space, or is not measured yet
LIKELY_FROM = 0.8  # its place is named without "not yet known"
LEAKING_FROM = 0.9  # in a module, while its air space is seen to lose air
Z95 = 1.959964  # 1-sigmas from the middle of a normal band of 95 % to its ends
LEAST_CHANCE = 1e-9  # a chance below it counts as this, so that nothing is divided by nothing
