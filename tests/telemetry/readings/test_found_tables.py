"""Kinds of tables that were refused or misread once, each as a small table of its own with the right values."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pytest

from iss_viewer.datafile import FileMistakes
from iss_viewer.telemetry.readings.guessing.draft import Draft
from iss_viewer.telemetry.readings.guessing.table_guess import guess_table
from iss_viewer.telemetry.readings.readings import Readings, read_readings, readings_by

START_S = datetime(2022, 1, 31, 12, tzinfo=UTC).timestamp()
_ROWS = 12


def iso(minute: int) -> str:
    return f"2022-01-31T12:{minute:02d}:00Z"


def table_of(line, head: str = "Time,Pressure [hPa],T [°C]\n") -> str:
    return head + "".join(f"{line(k)}\n" for k in range(_ROWS))


def guessed(
    folder, text: str | bytes, name: str = "a.csv", **answers: str
) -> tuple[Draft, Readings]:
    """The table's draft, its questions answered by words in the titles of choices, and what is read by it."""
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    first = draft = guess_table(path, module="COL")
    while draft.questions:
        question = draft.questions[0]
        word = answers[question.key.replace("-", "_")]
        place = next(k for k, each in enumerate(question.choices) if word in each.title)
        draft = draft.answer(question.key, place)
    return first, readings_by(path, draft.to_map(), draft.station)


def pressures(readings: Readings) -> list[float]:
    column = readings.channels.column("COL", "pressure_pa")
    return readings.samples.values[:, column].round(3).tolist()


FALLING = [pytest.approx(101320.0 - k, abs=0.01) for k in range(_ROWS)]


@pytest.mark.parametrize(
    ("head", "line"),
    [
        ('\ufeff"Time","Pressure [hPa]","T [°C]"\n', lambda k: f"{iso(k)},{1013.2 - 0.01 * k:.2f},23.0"),
        ('Time,"Pressure\n[hPa]",T [°C]\n', lambda k: f"{iso(k)},{1013.2 - 0.01 * k:.2f},23.0"),
        ("Date,Time (UTC),Pressure hPa,T (°C)\n", lambda k: f"2022-01-31,12:{k:02d}:00,{1013.2 - 0.01 * k:.2f},23.0"),
        ("time,Pressure [mb],T [C]\n", lambda k: f"{(START_S + 60 * k) * 1e9:.0f},{1013.2 - 0.01 * k:.2f},23.0"),
        ("time,Pressure [mb],T [C]\n", lambda k: f"{(START_S + 60 * k) * 1e6:.0f},{1013.2 - 0.01 * k:.2f},23.0"),
        ("# logger 7\n# 2022\nTime,Pressure [hPa],T [C]\n", lambda k: f"{iso(k)},{1013.2 - 0.01 * k:.2f},23.0"),
        ("sep=;\nTime;Pressure [hPa];T [C]\n", lambda k: f"{iso(k)};{1013.2 - 0.01 * k:.2f};23.0".replace(".", ",")),
        (
            '"TOA5","cabin","CR1000","1"\n"TIMESTAMP","RECORD","BP_Avg","AirTC_Avg"\n"TS","RN","mbar","Deg C"\n"","","Avg","Avg"\n',
            lambda k: f'"2022-01-31 12:{k:02d}:00",{k},{1013.2 - 0.01 * k:.2f},23.0',
        ),
        ("Time Pressure_hPa T_degC\n", lambda k: f"2022-01-31 12:{k:02d}:00 {1013.2 - 0.01 * k:.2f} 23.0"),
        ("Time\tPressure\tT\n", lambda k: f"{iso(k)}\t{1013.2 - 0.01 * k:.2f} hPa\t23.0 °C"),
        ("Time;P [Pa];T [°C]\n", lambda k: f"{iso(k)};101'{320 - k};23.0"),
        ("Datum;Druck in hPa;Temperatur [°C];\n", lambda k: f"31.01.2022 12:{k:02d};{1013.2 - 0.01 * k:.2f};23.0;".replace(".", ",").replace("31,01,2022", "31.01.2022")),
    ],
)  # fmt: skip
def test_a_table_is_understood_without_a_question(tmp_path, head, line):
    draft, readings = guessed(tmp_path, table_of(line, head))
    assert draft.questions == ()
    assert readings.start_utc_s == START_S
    assert readings.samples.time_s.tolist() == [60.0 * k for k in range(_ROWS)]
    assert pressures(readings) == FALLING
    assert readings.balance.is_even and readings.balance.rows == _ROWS


def test_inches_of_mercury_and_fahrenheit_are_read(tmp_path):
    text = table_of(lambda k: f"{iso(k)},29.920,73.4", "Time,Bar inHg,Temp F\n")
    _, readings = guessed(tmp_path, text)
    assert readings.samples.values[0].tolist() == pytest.approx([101320.75, 296.15], abs=0.01)


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16", "utf-16-le", "utf-8-sig"])
def test_units_are_read_in_any_encoding(tmp_path, encoding):
    text = table_of(lambda k: f"{iso(k)},1013.2,23.0", "Time,Pressure [hPa],T [°C]\n")
    draft, _ = guessed(tmp_path, text.encode(encoding))
    assert draft.questions == () and draft.columns[2].unit == "degC"


def test_a_sign_that_may_be_of_thousands_is_asked_with_evidence(tmp_path):
    head = "Time;P [Pa];T [°C]\n"
    text = table_of(lambda k: f"{iso(k)};97.{992 - k};22,{k:02d}", head)
    draft, readings = guessed(tmp_path, text, sign="Thousands")
    (question,) = draft.questions
    assert question.text == "What is the point in 97.992?" and question.suggested == 0
    group, point = question.choices
    assert group.example == "97,992 Pa = 735 mmHg" and point.example == "97.992 Pa = 0.735 mmHg"
    assert "no cabin has this value" in point.doubt
    assert pressures(readings)[:2] == [97992.0, 97991.0]
    with pytest.raises(FileMistakes, match="What is the point"):
        draft.to_map()


def test_a_unit_that_is_not_stated_is_asked_and_preselected_where_one_alone_fits(tmp_path):
    draft, _ = guessed(
        tmp_path,
        table_of(lambda k: f"{iso(k)},738.{k:02d},23.1", "Time,Pressure,T\n"),
        unit_2="mmHg", unit_3="degC",
    )  # fmt: skip
    of_pressure, of_temperature = draft.questions
    assert of_pressure.suggested is None, "738 may be hPa or mmHg"
    assert [each.title for each in of_pressure.choices[:2]] == ["hPa", "mmHg"]
    assert of_temperature.choices[of_temperature.suggested].title == "degC"


def test_a_stated_unit_that_no_cabin_has_is_asked(tmp_path):
    text = table_of(lambda k: f"{iso(k)},97.{k:03d},23.1", "Time,P [Pa],T [°C]\n")
    draft, readings = guessed(tmp_path, text.replace("97.00", "97.1"), unit_2="kPa")
    assert draft.questions[0].text == "Is P [Pa] really in Pa?"
    assert pressures(readings)[0] > 97000.0


def test_an_order_of_day_and_month_that_is_a_tie_is_asked(tmp_path):
    text = table_of(lambda k: f"05/06/2024 12:{k:02d},1013.25,23.1", "Time,P [hPa],T [°C]\n")
    draft, readings = guessed(tmp_path, text, date="day")
    assert draft.questions[0].key == "date"
    assert datetime.fromtimestamp(readings.start_utc_s, UTC).month == 6


def test_a_year_that_is_not_written_is_asked(tmp_path):
    text = table_of(lambda k: f"031/12:{k:02d}:00,1013.25,23.1", "GMT,P [hPa],T [°C]\n")
    _, readings = guessed(tmp_path, text, name="of_2022.csv", year="2022")
    assert readings.start_utc_s == START_S


def test_hours_of_the_year_are_asked_with_their_year(tmp_path):
    text = "".join(f"{4224 + k / 60:.12f} {14.7 - k * 1e-5:.17f}\n" for k in range(_ROWS))
    draft, readings = guessed(
        tmp_path, text, name="USLAB000058_2025.txt", count="of 2025, 1 January is day 1", quantity_2="psia"
    )  # fmt: skip
    assert {each.key for each in draft.questions} == {"count", "quantity-2"}
    assert datetime.fromtimestamp(readings.start_utc_s, UTC) == datetime(2025, 6, 25, tzinfo=UTC)


def test_the_second_hour_of_an_autumn_night_follows_the_first(tmp_path):
    hours = [(1, 55), (2, 0), (2, 30), (2, 55), (2, 0), (2, 30), (2, 55), (3, 0), (3, 30)]
    text = "Time,P [hPa],T [°C]\n" + "".join(f"2024-10-27 {h:02d}:{m:02d}:00,1013.2,23.0\n" for h, m in hours)  # fmt: skip
    (tmp_path / "a.csv").write_text(f"# zone Europe/Berlin\n{text}")
    draft = guess_table(tmp_path / "a.csv", module="COL")
    readings = readings_by(tmp_path / "a.csv", draft.to_map(), draft.station)
    minutes = (readings.samples.time_s / 60.0).tolist()
    assert minutes == [0, 5, 35, 60, 65, 95, 120, 125, 155]


def test_clocks_that_were_not_set_and_a_cut_end_are_left_out_by_line(tmp_path):
    lines = [f"1970-01-01T00:{k:02d}:00Z,1013.2,23.00" for k in range(3)]
    lines += [f"{iso(k)},1013.20,23.0{k % 10}" for k in range(8)]
    text = "Time,P [hPa],T [°C]\n" + "\n".join(lines)
    _, readings = guessed(tmp_path, text[:-1])
    assert len(readings.samples) == 7 and readings.start_utc_s == START_S
    assert {(each.line, each.reason.split(":")[0]) for each in readings.balance.examples} == {
        (2, "dated outside 1990 to 2100"), (3, "dated outside 1990 to 2100"), (4, "dated outside 1990 to 2100"),
        (12, "the file ends in the middle of it"),
    }  # fmt: skip


def test_a_lone_quotation_mark_costs_its_own_row_alone(tmp_path):
    lines = [f'{iso(k)},"1013.2",23.0' for k in range(_ROWS)]
    lines[5] = f'{iso(5)},"1013.2,23.0'
    _, readings = guessed(tmp_path, "Time,P [hPa],T [°C]\n" + "\n".join(lines) + "\n")
    assert len(readings.samples) == _ROWS - 1
    assert [each.line for each in readings.balance.examples] == [7]


def test_a_clock_that_was_set_back_leaves_out_what_it_dates_twice(tmp_path):
    minutes = [0, 1, 2, 3, 4, 5, 3, 4, 5, 6, 7]
    text = "Time,P [hPa],T [°C]\n" + "".join(f"{iso(m)},{1013 + k},23.0\n" for k, m in enumerate(minutes))  # fmt: skip
    _, readings = guessed(tmp_path, text)
    assert pressures(readings) == [1e2 * (1013 + k) for k in (0, 1, 2, 3, 4, 5, 9, 10)]
    assert [each.line for each in readings.balance.examples] == [8, 9, 10]


def test_two_gauges_of_a_module_are_read_as_their_mean_without_a_step(tmp_path):
    text = table_of(lambda k: f"{iso(k)},{1013.2 if k < 6 else ''},1013.5", "Time,P1 hPa,P2 hPa\n")
    _, readings = guessed(tmp_path, text)
    assert pressures(readings) == [101320.0] * _ROWS
    assert "mean of P1 hPa and P2 hPa" in readings.notes[0]


def test_a_word_for_no_value_such_as_9999_is_no_value(tmp_path):
    text = table_of(lambda k: f"{iso(k)},{1013.2 if k % 3 else -9999.0:.2f},23.0")
    draft, readings = guessed(tmp_path, text)
    assert "-9999.00 taken for no value." in draft.doubts
    assert np.isnan(readings.samples.values[0, 0]) and pressures(readings)[1] == 101320.0


def test_a_row_for_each_reading_becomes_channels(tmp_path):
    rows = "".join(f"{iso(k)};p;{1013.2 - 0.01 * k:.2f};hPa\n{iso(k)};t;23.0;°C\n" for k in range(_ROWS))  # fmt: skip
    _, readings = guessed(tmp_path, "time;sensor;value;unit\n" + rows)
    assert readings.channels.names == ("COL.pressure_pa", "COL.temperature_k")
    assert pressures(readings) == FALLING and not np.isnan(readings.samples.values).any()


def test_a_file_for_each_channel_is_read_by_one_map(tmp_path):
    for name, value in (("p.txt", "14.7"), ("t.txt", "22.5")):
        (tmp_path / name).write_text("".join(f"{k} {value}\n" for k in range(_ROWS)))
    (tmp_path / "m.toml").write_text(
        'delimiter = "blanks"\nhas_names = false\n[time]\ncolumn = "column 1"\nwritten = "seconds"\n'
        + "".join(
            f'[[columns]]\nfile = "{file}"\ncolumn = "column 2"\nmodule = "LAB"\nquantity = "{quantity}"\nunit = "{unit}"\n'
            for file, quantity, unit in (("p.txt", "pressure", "psia"), ("t.txt", "temperature", "degC"))
        )
    )  # fmt: skip
    readings = read_readings(tmp_path / "p.txt", tmp_path / "m.toml")
    assert readings.samples.values[0].tolist() == pytest.approx([101352.9, 295.65], abs=0.1)
    assert len(readings.samples) == _ROWS


def test_shares_of_the_air_are_read_by_the_pressure_of_their_module(tmp_path):
    text = table_of(lambda k: f"{iso(k)},1000.0,2000", "Time,P [hPa],CO2 [ppm]\n")
    _, readings = guessed(tmp_path, text)
    assert readings.samples.values[0].tolist() == pytest.approx([1e5, 200.0])


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty"),
        (b"PK\x03\x04rest", "spreadsheet"),
        (b"just words\nand more words\n", "no rows of numbers"),
        (b"p,q\n1013.2,23\n1013.1,23\n1013.3,23\n", "no column of it is a time"),
        (bytes(range(256)) * 40, "no table of texts"),
    ],
)
def test_what_is_no_table_is_refused_in_words(tmp_path, data, words):
    (tmp_path / "a.csv").write_bytes(data)
    with pytest.raises(FileMistakes, match=words):
        guess_table(tmp_path / "a.csv")


def test_quotation_marks_within_cells_cost_no_other_rows(tmp_path):
    lines = [f'{iso(k)};"1013.2";23.0;ok' for k in range(_ROWS)]
    lines[4] = f'{iso(4)};1013.2;23.0;2" hose, 3" pipe'
    lines[7] = f'{iso(7)};"101"3.2";23"0;ok'
    _, readings = guessed(tmp_path, "Time;P [hPa];T [°C];Note\n" + "\n".join(lines) + "\n")
    assert len(readings.samples) in (_ROWS - 1, _ROWS)
    assert {each.line for each in readings.balance.examples} <= {9}
    assert pressures(readings)[4] == 101320.0
