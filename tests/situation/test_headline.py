"""The sentence that a person reads first."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from iss_viewer.situation.headline import headline
from iss_viewer.telemetry.status import ModuleStatus
from iss_viewer.units import UNIT_SYSTEMS
from tests.views import prepared
from tests.views.prepared import changed, moment_at

KG_DAY = 1.0 / 86400.0


def test_it_names_the_leaking_module_its_rate_and_how_sure_that_is():
    said = headline(moment_at(prepared.LENGTH_S), UNIT_SYSTEMS[0])
    assert said.text.startswith("PrK is losing air: 0.899 kg/day, 95 % sure it is PrK")
    assert (said.tone, said.module) == ("bad", "SM_PRK")


def test_beside_a_closed_off_leak_the_rest_holds_its_air_only_if_a_loss_there_would_have_been_seen():
    ids = [module for module in prepared.station().module_ids if module != "SM_PRK"]
    for most, said in (
        (0.13, "the rest holds its air to within 0.13 kg/day"),
        (0.35, "the rest loses at most 0.35 kg/day"),
    ):
        rest = {f"{module}__leak_rate_high_kg_s": most * KG_DAY for module in ids}
        moment = changed(moment_at(prepared.LENGTH_S), **rest)
        assert headline(moment, UNIT_SYSTEMS[0]).text.endswith(f"closed off, {said}")


def test_it_speaks_the_units_of_the_reader():
    assert "lb/day" in headline(moment_at(prepared.LENGTH_S), UNIT_SYSTEMS[2]).text


def tight(most_kg_day):
    """The station with a loss of at most so much, and no leak seen."""
    return changed(
        moment_at(1000.0),
        STATION__leak_rate_low_kg_s=0.0,
        STATION__leak_rate_high_kg_s=most_kg_day * KG_DAY,
    )


def test_it_says_plainly_that_nothing_leaks_once_a_leak_to_be_watched_would_have_been_seen():
    said = headline(tight(0.13), UNIT_SYSTEMS[0])
    assert said.text == "No leak seen; the station holds its air to within 0.13 kg/day"
    assert said.tone == "good"


def test_it_says_which_leaks_could_not_have_been_seen():
    said = headline(tight(1.9), UNIT_SYSTEMS[0])
    assert said.text == "No leak above 1.90 kg/day is seen"
    assert said.tone == "good"


def test_it_is_not_calm_while_a_leak_that_asks_for_deeds_could_go_unseen():
    assert headline(tight(2.6), UNIT_SYSTEMS[0]).tone == "muted"


def test_a_leak_that_is_believed_in_but_not_measured_yet_is_not_called_none():
    believed = changed(
        moment_at(1000.0),
        STATION__leak_rate_low_kg_s=0.0,
        STATION__no_leak_probability=0.05,
        STATION__seal_probability=0.02,
        STATION__sensor_fault_probability=0.01,
        LAB__leak_probability=0.3,
    )
    said = headline(believed, UNIT_SYSTEMS[0])
    assert said.text.startswith("Air is probably being lost (92 % sure)")
    assert said.text.endswith("likeliest Destiny (30 %)")
    assert (said.tone, said.module) == ("suspect", "LAB")


def test_it_tells_a_sensor_fault_from_a_leak():
    doubtful = changed(moment_at(1000.0), STATION__sensor_fault_probability=0.93)
    assert headline(doubtful, UNIT_SYSTEMS[0]).text == "A sensor fault, not a leak (93 % sure)"


def test_several_suspects_are_named_likeliest_first():
    suspected = changed(
        moment_at(1000.0),
        LAB__status=float(ModuleStatus.SUSPECTED),
        LAB__leak_probability=0.7,
        FGB__status=float(ModuleStatus.SUSPECTED),
        FGB__leak_probability=0.2,
    )
    assert "suspected in Destiny or Zarya" in headline(suspected, UNIT_SYSTEMS[0]).text


def test_of_several_suspects_the_rate_is_that_of_the_likeliest():
    suspected = changed(
        moment_at(1000.0),
        LAB__status=float(ModuleStatus.SUSPECTED),
        LAB__leak_probability=0.7,
        LAB__leak_rate_kg_s=2.0 / 86400.0,
        FGB__status=float(ModuleStatus.SUSPECTED),
        FGB__leak_probability=0.2,
        FGB__leak_rate_kg_s=5.0 / 86400.0,
    )
    said = headline(suspected, UNIT_SYSTEMS[0])
    assert said.text == "Air is being lost, suspected in Destiny or Zarya: 2.00 kg/day"
    assert said.module == "LAB"


def test_without_any_data_it_says_so():
    moment = moment_at(1000.0)
    blank = type(moment)(**{**vars(moment), "row": np.full_like(moment.row, np.nan)})
    assert headline(blank, UNIT_SYSTEMS[0]).text == "No data from the station yet"


def test_a_loss_whose_place_is_unknown_is_not_played_down():
    emergency = changed(
        moment_at(1000.0),
        STATION__alarm=4.0,
        STATION__leak_rate_kg_s=0.0167,
        STATION__leak_rate_low_kg_s=0.015,
        STATION__reserve_s=27000.0,
        LAB__status=float(ModuleStatus.WATCH),
        LAB__leak_probability=0.18,
    )
    said = headline(emergency, UNIT_SYSTEMS[0])
    assert said.text.startswith("The station is losing air: ")
    assert "place not yet known, likeliest Destiny (18 %); reserve 7 h 30 min" in said.text
    assert said.tone == "bad"


def test_an_alarm_that_is_no_leak_is_said_with_the_air_that_holds():
    moment = tight(1.9)
    low = replace(prepared.LEAK_ALARM, id="AIR.low", subject="AIR", rule="pressure_low")
    moment = replace(moment, board=replace(moment.board, alarms={"AIR.low": low}))
    said = headline(moment, UNIT_SYSTEMS[0])
    assert said.text == "Progress air: pressure low; no leak above 1.90 kg/day is seen"
    assert (said.tone, said.module) == ("bad", "SM_PRK")


def test_certainty_is_never_claimed_in_full():
    sure = changed(moment_at(prepared.LENGTH_S), SM_PRK__leak_probability=1.0)
    assert "99 % sure" in headline(sure, UNIT_SYSTEMS[0]).text


def test_a_rate_that_is_not_yet_measured_is_not_given_as_a_gain_of_air():
    early = changed(
        moment_at(1000.0),
        LAB__status=float(ModuleStatus.SUSPECTED),
        LAB__leak_rate_kg_s=-1e-4,
    )
    said = headline(early, UNIT_SYSTEMS[0]).text
    assert said == "Air is being lost, suspected in Destiny: rate not known yet"


def test_before_the_first_rates_it_does_not_claim_that_nothing_leaks():
    early = changed(moment_at(1000.0), STATION__leak_rate_kg_s=float("nan"))
    assert headline(early, UNIT_SYSTEMS[0]).text.startswith("Estimating rates")


def test_a_whole_station_under_watch_is_counted_not_listed():
    ids = prepared.station().module_ids
    watched = changed(moment_at(1000.0), **{f"{m}__status": float(ModuleStatus.WATCH) for m in ids})
    said = headline(watched, UNIT_SYSTEMS[0])
    assert said.text == "Monitoring 7 modules for a slow loss: leak rate 0.899 kg/day"


def test_a_measured_loss_below_detection_is_not_called_tight():
    said = headline(moment_at(1000.0), UNIT_SYSTEMS[0])
    assert said.text == "No leak detected so far; measured loss 0.899 kg/day"


def test_a_lesser_alarm_is_named_beside_the_air_that_holds():
    moment = tight(0.13)
    gauge = replace(prepared.CO2_ALARM, subject="FGB", rule="sensor_fault")
    moment = replace(moment, board=replace(moment.board, alarms={gauge.id: gauge}))
    said = headline(moment, UNIT_SYSTEMS[0]).text
    air = "No leak seen; the station holds its air to within 0.13 kg/day"
    assert said == f"{air}; Zarya: pressure sensor at fault"


def leaking_two(**spaces):
    return changed(
        moment_at(prepared.LENGTH_S),
        SM_PRK__status=ModuleStatus.LEAKING, LAB__status=ModuleStatus.LEAKING,
        SM_PRK__leak_rate_kg_s=1e-5, LAB__leak_rate_kg_s=1.4e-2, **spaces,
    )  # fmt: skip


def test_of_two_leaks_in_parted_air_each_is_told_with_its_own_rate_and_none_is_closed_off_alone():
    main = moment_at(prepared.LENGTH_S).value("FGB", "air_space")
    moment = leaking_two(SM_PRK__air_space=main + 1.0, LAB__air_space=main)
    said = headline(moment, UNIT_SYSTEMS[0])
    assert said.text.startswith(
        "Air is being lost from Destiny (1,210 kg/day) and PrK (0.864 kg/day)"
    )
    assert said.module == "LAB"
    assert "closed off" not in said.text


def test_two_leaks_that_share_an_air_are_told_with_the_rate_of_that_air():
    said = headline(leaking_two(SM_PRK__air_space=4.0, LAB__air_space=4.0), UNIT_SYSTEMS[0])
    assert said.text.startswith("PrK and Destiny are losing air: ") or said.text.startswith(
        "Destiny and PrK are losing air: "
    )
