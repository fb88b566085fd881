"""What the page says between the tables of the detection study: what each ran through, and the goals."""

from __future__ import annotations

DELAY_WORDS = """### Delay against the bound

The bound is the matched filter with the exact covariance of the noise, ten quiet days before the onset and
d' = 5 (one false alarm in 1e4 looks, 90 % detected): no detector that scans for the onset finds nine in
ten sooner; half of them it may (`iss_viewer/studies/bounds.py`). Runs: samples drawn straight from that
noise (five barometers in one air of 989 m3, white 5 Pa, drift 3 Pa a square root of a day, unseen
temperature 0.03 K over 4 h, daily and orbital swing, baseline slope 3 Pa/day), ten quiet days, then the
leak, through the whole detector with the limits of the assets. A sample each 60 s for pounds a day, each
second from 1 mm on; each 5 min in the quiet days. Goal: median at most 1.5 times the bound. Alarms before
the onset are counted under false alarms, not here; one that still stands and is announced anew because what
it tells of has grown counts as an alarm. Onset told: by how many delays the alarm's estimate of
when the leak began is late; median, and the range of nine runs in ten."""

QUIET_WORDS = """### False alarms

Leak and rapid-depressurization alarms while nothing leaks; goal: one a year at most. The first rows are
drawn from noise as above, or from noise that the detector does not reckon with (Student's t with three
degrees of freedom; white three times as large; unseen temperature twice as large, or three times as
slow). The simulated rows run the whole station: crew, life support, pressure control, orbital and daily
heat, every instrument with its own bias, drift, lag and rounding; each of their air spaces counts.
Cooling: half a kelvin in eight hours, everywhere. Oxygen generation or carbon dioxide removal goes off
after 12 h; the crew breathes twice as much as the detector reckons with."""

WRONG_WORDS = """### Noise that the detector was not told of

The same leaks in the noises of the table above, with the same limits. Where the noise is larger, it may
be slower, but it must not cry wolf. False: alarms in the ten quiet days before each onset."""

COVERAGE_WORDS = """### Do 95 % intervals cover?

The real station differs from what the detector is told: free volumes, seals and normal losses are drawn
from their stated spreads, and each air space has a warmth that its thermometers do not see
(`iss_viewer/studies/real_station.py`). Known noise: the interval at the end of each run that found its leak. Simulated: looks,
evenly spaced, at the interval of the air space that leaks, as long as a leak is held to be detected there.
Looks of one run hang together (a volume that is wrong stays wrong), so that the limits of a simulated row
come from the spread between its runs. Volume far off: runs that drew a free volume more than 1.96 sigmas off
what the detector is told (one in twenty will): there an interval of 95 % should miss. Goal: 93 to 97 %."""

CONFUSION_WORDS = """### Simulated leaks, and sensor faults told from leaks

Every run goes through the simulator, its instruments and the whole detector. The first table is one
line a run: a leak that begins after ten quiet days (pounds a day) or 12 h (holes) in a module of the open station (or in a closed one, such as PrK
or BEAM, where one barometer has no neighbours). The second: a barometer goes wrong after 12 h and nothing
leaks; every barometer of the station, each kind of fault. What a lone barometer shows when it drifts
downward is just what it shows of a leak: no detector can tell them apart by it, and the alarm
is right to come. The last column is the median belief in a leak at the end of a run."""
