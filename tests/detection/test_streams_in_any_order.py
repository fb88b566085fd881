"""Whatever a stream does, in any order: nothing breaks, what is told is a number or honestly unknown, air that
keeps makes no leak, and a leak that was found stays found while it leaks.
"""

import numpy as np
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from iss_viewer.detection.station_detector import StationDetector
from iss_viewer.telemetry.frames import Quality, Samples
from tests.detection.air import P0_PA, T0_K, station, table
from tests.detection.test_station_detector import alarms_of

ROOMS = 3
OF = station(ROOMS)
TABLE = table(OF)
STEP_S = 20.0
LEAK_PA_S = 0.3 * ROOMS  # of one room by itself
STEP_PA = 300.0
STALE_S = 600.0  # after which a pressure is not told any more
MODULES = st.integers(0, ROOMS - 1)


class Stream(RuleBasedStateMachine):
    """Three rooms in a row, a barometer and a thermometer in each, and everything that may befall them."""

    @initialize(seed=st.integers(0, 999), is_leaking=st.booleans())
    def begin(self, seed, is_leaking):
        self.rng, self.is_leaking = np.random.default_rng(seed), is_leaking
        self.time_s = self.ahead_s = self.silent_s = 0.0
        self.pressure_pa = np.full(ROOMS, P0_PA)
        self.bias_pa = 30.0 * self.rng.standard_normal(ROOMS)
        self.is_gone = np.zeros(2 * ROOMS, bool)
        self.held = {}
        self.is_open = np.ones(ROOMS - 1, bool)
        self.detector = StationDetector(OF, TABLE)
        self.is_found, self.unseen_kg_s = False, 0.0
        self.feed(self.rows(200))
        if is_leaking:
            self.leak_since_s = self.time_s
            self.feed(self.rows(30))
            assert self.is_found

    def rows(self, count):
        """The next readings, as they are."""
        time_s, values = np.empty(count), np.empty((count, len(TABLE)))
        for i in range(count):
            self.pass_time(STEP_S)
            time_s[i] = self.time_s + self.ahead_s
            values[i, :ROOMS] = self.pressure_pa + self.bias_pa + 5.0 * self.noise()
            values[i, ROOMS : 2 * ROOMS] = T0_K + 0.01 * self.noise()
            values[i, 2 * ROOMS :] = self.is_open
            for place in self.held:
                self.held[place] = value = self.held[place] or values[i, place]
                values[i, place] = value
        quality = np.zeros(values.shape, np.uint8)
        values[:, : 2 * ROOMS][:, self.is_gone] = np.nan
        quality[:, : 2 * ROOMS][:, self.is_gone] = Quality.MISSING
        return Samples(time_s, values, quality)

    def noise(self):
        return self.rng.standard_normal(ROOMS)

    def pass_time(self, span_s):
        """The air while time passes: one room loses it, and open hatches even it out."""
        self.time_s += span_s
        self.silent_s = self.silent_s + span_s if self.is_gone[:ROOMS].all() else 0.0
        if self.is_leaking and hasattr(self, "leak_since_s"):
            self.pressure_pa[1] -= LEAK_PA_S * span_s * self.pressure_pa[1] / P0_PA
        parts = np.split(np.arange(ROOMS), np.flatnonzero(~self.is_open) + 1)
        for part in parts:
            self.pressure_pa[part] = self.pressure_pa[part].mean()

    def feed(self, samples):
        """Give the rows to the detector, and hold on to what it tells."""
        self.out, self.events = self.detector.update(samples)
        self.told = self.out[-1] if len(self.out) else self.told
        for event in alarms_of(self.events, "leak"):
            self.is_found = True
            assert self.is_leaking, event
        assert self.is_leaking or not alarms_of(self.events, "rapid_depressurization")

    def tell(self, subject, quantity):
        return self.told[self.detector.channels.column(subject, quantity)]

    @rule(count=st.integers(1, 60))
    def go_on(self, count):
        self.feed(self.rows(count))

    @rule(count=st.integers(1, 3), value=st.sampled_from([np.nan, np.inf, -np.inf]))
    def read_nonsense(self, count, value):
        samples = self.rows(count)
        samples.values[:, : 2 * ROOMS] = value
        self.feed(samples)

    @rule(minutes=st.integers(1, 180))
    def lose_the_signal(self, minutes):
        self.pass_time(60.0 * minutes)
        self.feed(self.rows(2))

    @rule(count=st.integers(2, 30), seed=st.integers(0, 99))
    def come_in_disorder(self, count, seed):
        samples = self.rows(count)
        order = np.random.default_rng(seed).integers(0, count, 2 * count)
        self.feed(Samples(samples.time_s[order], samples.values[order], samples.quality[order]))

    @rule(minutes=st.integers(-600, 600))
    def set_the_clock(self, minutes):
        self.ahead_s += 60.0 * minutes
        self.feed(self.rows(15))

    @rule(place=st.integers(0, 2 * ROOMS - 1), count=st.integers(1, 90))
    def vanish_and_come_back(self, place, count):
        self.is_gone[place] = True
        self.feed(self.rows(count))
        self.is_gone[place] = False

    @rule(count=st.integers(1, 120))
    def lose_all_barometers(self, count):
        self.is_gone[:ROOMS] = True
        self.feed(self.rows(count))

    @rule()
    def hear_all_again(self):
        self.is_gone[:] = False
        self.feed(self.rows(20))

    @rule(place=st.integers(0, 2 * ROOMS - 1), count=st.integers(1, 90))
    def hold_a_value(self, place, count):
        self.held = {place: None}
        self.feed(self.rows(count))
        self.held = {}

    @precondition(lambda self: self.is_open.all() and not self.is_gone.any())
    @rule(module=MODULES, sign=st.sampled_from([-1.0, 1.0]), count=st.integers(1, 90))
    def step_and_come_back(self, module, sign, count):
        self.bias_pa[module] += sign * STEP_PA
        self.feed(self.rows(count))
        self.bias_pa[module] -= sign * STEP_PA
        self.feed(self.rows(20))

    @rule(hatch=st.integers(0, ROOMS - 2))
    def move_a_hatch(self, hatch):
        self.is_open[hatch] = not self.is_open[hatch]
        self.unseen_kg_s = 0.0  # of fewer rooms less is unknown
        self.feed(self.rows(20))

    @rule()
    def begin_again_from_a_snapshot(self):
        saved, self.detector = self.detector.snapshot(), StationDetector(OF, TABLE)
        self.detector.restore(saved)

    @invariant()
    def what_is_told_is_a_number_or_unknown(self):
        for subject in ("STATION", *OF.module_ids):
            low, rate, high = (
                self.tell(subject, f"leak_rate_{end}kg_s") for end in ("low_", "", "high_")
            )
            assert not np.isinf([low, rate, high]).any()
            assert not low > rate
            assert not rate > high
            if not self.is_leaking:
                assert not low > 0.0
                assert not high < 0.0
        for module in OF.module_ids:
            assert not np.isinf(self.tell(module, "dpdt_pa_s"))
            pressure_pa = self.tell(module, "space_pressure_pa")
            assert np.isnan(pressure_pa) or 0.0 < pressure_pa < 2.0 * P0_PA

    @invariant()
    def what_could_be_there_unseen_does_not_shrink_in_silence(self):
        if self.silent_s < STALE_S:
            self.unseen_kg_s = 0.0
            return
        high_kg_s = self.tell("STATION", "leak_rate_high_kg_s")
        assert np.isnan(high_kg_s) or high_kg_s >= 0.99 * self.unseen_kg_s
        self.unseen_kg_s = np.fmax(high_kg_s, self.unseen_kg_s)

    @invariant()
    def a_leak_that_was_found_stays_found(self):
        if self.is_leaking:
            assert self.tell("STATION", "no_leak_probability") < 0.5


Stream.TestCase.settings = settings(
    max_examples=10, stateful_step_count=12, derandomize=True, deadline=None
)
TestStream = Stream.TestCase
