"""What the page says between the tables of the localisation study."""

from __future__ import annotations

COMPARISON_WORDS = """### Searches compared

One leak, drawn evenly by the prior (as many in each module as its weight says), in a station whose 26 inner hatches all stand open; the search begins when
the loss of the whole stands out by four standard errors (it is known to one part in five). Measured here:
the hatch graph of `iss.toml`, one sensor a part, noise of `assets/priors.toml`, estimates that improve
as those of an efficient estimator do. Not in it: the simulator and the detector (they are further down).

The first five searches know the size of the leak, wait the time that parts two hypotheses by d' = 4.5,
never doubt a decision, and are kept from no way by closed hatches or by people. *Adviser, nobody aboard*
is as free as they are, but knows neither size nor number of leaks, looks at all parts at once, and stops
when a module has 99 %; like them it closes one hatch at a time. *Adviser* is what the application does: two
parties close hatches at the same time, nobody is ever cut off from their vehicle (where somebody would be,
all move near theirs first), and to close a hatch behind a closed one, that one is opened and shut again.
*Classic order*: own vehicle, segment, module, with the same inference."""

CALIBRATION_WORDS = """### Are the probabilities true?

At each look of the searches above by the adviser, from the first reading to the verdict, the six likeliest
modules: of those told with such a probability, how many leaked. Looks of one search are not independent,
so the limits are narrower than they should be."""

SIMULATED_WORDS = """### From the simulator to the verdict

Everything at once: the simulated station with crew, life support and heat, the whole detector, and a crew
that carries out each advice, two parties side by side, at the pace of the procedure (ten minutes a hatch
while there are weeks, three while there are days, one while there are hours). The leak begins after ten
quiet days (pounds a day) or one (mm holes), once in each module of the open station; the weights are
uniform. *Search* counts from the alarm to the advice to isolate; a run ends four days after the onset (30 h
for mm holes). Who is shut in a ship has its absorber and its oxygen switched on; where there is none, a hatch
is opened before the air is used up. The published row is a mean; it knows the size of the leak, is kept from
no way by people or closed hatches, closes one hatch at a time, and reckons with a gas temperature known to
0.03 K in every part. A room on its own has one thermometer, taken to be good to 0.1 K: *information gain,
one thermometer* is that search, measured here, with 0.1 K in every part and the same pace of closing."""

SOURCES_WORDS = """The published information-gain row is that of a 25-node station with 24 hatches and the
same noise: 4.1 h for 1 lb/day with a uniform prior and 2.3 h with one by history, 2.1 and 1.1 h for
3.7 lb/day, 0.26 h for 2 mm and 0.09 h for 10 mm (uniform). Its history prior has 3.4 bits; the one of
`assets/priors.toml` on this station is what the tables here use."""
