"""Tables as loggers of all countries write them, made at random with what they truly say; for tests of the guesser."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

from iss_viewer import units

#: unit as the program calls it -> how strangers spell it
PRESSURE = {
    "Pa": ("Pa", "pa"), "hPa": ("hPa", "HPA", "hpa"), "mbar": ("mbar", "mb", "millibar"), "kPa": ("kPa", "kpa"),
    "mmHg": ("mmHg", "mm Hg", "mm_Hg"), "torr": ("Torr", "torr"), "psia": ("psia", "PSIA"), "inHg": ("inHg", "in Hg"),
    "bar": ("bar",), "atm": ("atm",),
}  # fmt: skip
TEMPERATURE = {
    "degC": ("°C", "degC", "deg C", "C"),
    "degF": ("°F", "degF", "deg F"),
    "K": ("K", "Kelvin"),
}
_DIGITS = {
    "Pa": 0,
    "hPa": 2,
    "mbar": 1,
    "kPa": 3,
    "mmHg": 2,
    "torr": 2,
    "psia": 4,
    "inHg": 3,
    "bar": 5,
    "atm": 5,
}
_PRESSURE_NAMES = (
    "Pressure",
    "P",
    "Press",
    "Druck",
    "BP_Avg",
    "Barometer",
    "Cabin pressure",
    "pressure_total",
)
_TEMPERATURE_NAMES = ("Temperature", "T", "Temp", "Temperatur", "AirTC_Avg", "Cabin temp")
_RUSSIAN = {"p": "Давление", "t": "Температура", "time": "Время"}
_MODULES = (
    ("NODE2", "Node2"),
    ("COL", "Columbus"),
    ("LAB", "LAB"),
    ("JPM", "Kibo"),
    ("SM_RO", "Zvezda"),
)
ZONES = {"": 0, "UTC": 0, "GMT-08:00": -8, "UTC+3": 3, "GMT+05:30": 5.5}
MODULE = "COL"  # of columns that name none


@dataclass
class StrangeTable:
    """data: the bytes. times_s: of the rows that can be read, Unix or since the first. channels: name -> values in SI.

    answers: for questions that the table leaves open by its nature, words that the right choice must hold.
    """

    data: bytes
    times_s: list[float]
    channels: dict[str, list[float]]
    is_elapsed: bool
    answers: dict[str, str] = field(default_factory=dict)
    kind: str = ""

    def write(self, folder: Path) -> Path:
        """The table as a file."""
        path = folder / "strange.csv"
        path.write_bytes(self.data)
        return path


class TableMaker:
    """Makes the table of a seed."""

    def __init__(self, seed: int) -> None:
        self.r = random.Random(seed)
        self.kind: list[str] = []

    def pick(self, name: str, *options):
        """One of some options; noted, so that a failure says what table it was."""
        chosen = self.r.choice(options)
        self.kind.append(f"{name}={chosen!r}")
        return chosen

    def make(self) -> StrangeTable:
        """The table."""
        r = self.r
        self.delimiter = self.pick("delimiter", ",", ",", ";", ";", "\t", "|", "blanks", "fixed")
        self.decimal = "." if self.delimiter == "," else self.pick("decimal", ".", ",")
        self.count = r.randint(12, 60)
        self.answers: dict[str, str] = {}
        times = self._time()
        columns = self._columns()
        rows = [
            [*stamps, *(cells[k] for _, cells, _ in columns)]
            for k, stamps in enumerate(times.cells)
        ]
        names = [*times.names, *(name for name, _, _ in columns)]
        return self._written(times, columns, names, rows)

    # ------------------------------------------------------------------ time

    def _time(self):
        r = self.r
        forms = [
            "iso",
            "isoz",
            "dmy",
            "mdy12",
            "ymd",
            "two",
            "unix",
            "unix_ms",
            "excel",
            "gmt",
            "elapsed",
            "parts",
            "dby",
            "offset",
        ]
        if self.delimiter in ("blanks",):
            forms = ["isoz", "two", "unix", "unix_ms", "gmt", "elapsed", "parts"]
        form = self.pick("time", *forms)
        step = self.pick("step", 1, 10, 60, 300, 3600)
        if form == "excel":
            step = max(step, 60)
        begin = datetime(
            r.randint(2015, 2025),
            r.randint(1, 12),
            r.randint(13, 28),
            r.randint(0, 23),
            r.randint(0, 59),
            tzinfo=UTC,
        )
        true = [begin + timedelta(seconds=step * k) for k in range(self.count)]
        zone = (
            self.pick("zone", *ZONES)
            if form in ("iso", "dmy", "mdy12", "ymd", "two", "dby")
            else ""
        )
        hours = ZONES[zone]
        wall = [t + timedelta(hours=hours) for t in true]
        said = f" ({zone})" if zone and self.delimiter != "blanks" else f"_{zone}" if zone else ""
        if self.delimiter in ("blanks", "fixed") and zone:
            said = f"_{zone}"
        name = self.pick("name of time", "Time", "timestamp", "Datum", "t")
        made = _Times([name + said], [], [t.timestamp() for t in true], False)
        formats = {
            "iso": "%Y-%m-%d %H:%M:%S", "isoz": "%Y-%m-%dT%H:%M:%SZ", "dmy": "%d.%m.%Y %H:%M:%S", "mdy12": "%m/%d/%Y %I:%M:%S %p",
            "ymd": "%Y/%m/%d %H:%M:%S", "dby": "%d-%b-%Y %H:%M:%S", "gmt": "%Y/%j:%H:%M:%S",
        }  # fmt: skip
        if form in formats:
            made.cells = [[t.strftime(formats[form])] for t in wall]
        elif form == "offset":
            ahead = timezone(timedelta(hours=3))
            made.cells = [[t.astimezone(ahead).isoformat(sep=" ")] for t in true]
        elif form == "two":
            order = self.pick("date", "%d.%m.%Y", "%Y-%m-%d", "%m/%d/%Y", "%d/%m/%Y")
            made.names = ["Date", "Time" + said]
            made.cells = [[t.strftime(order), t.strftime("%H:%M:%S")] for t in wall]
        elif form == "unix":
            made.cells = [[f"{t.timestamp():.0f}"] for t in true]
        elif form == "unix_ms":
            made.cells = [[f"{t.timestamp() * 1000:.0f}"] for t in true]
        elif form == "excel":
            made.names = [name]
            made.cells = [
                [f"{t.timestamp() / 86400 + 25569:.8f}".replace(".", self.decimal)] for t in true
            ]
        elif form == "elapsed":
            made.names, made.is_elapsed = (
                [self.pick("count", "Time [s]", "elapsed_s", "seconds")],
                True,
            )
            made.cells = [[f"{step * k:.1f}".replace(".", self.decimal)] for k in range(self.count)]
            made.times_s = [float(step * k) for k in range(self.count)]
        elif form == "parts":
            made.names = ["Year", "Month", "Day", "Hour", "Minute", "Second"]
            made.cells = [
                [str(v) for v in (t.year, t.month, t.day, t.hour, t.minute, t.second)] for t in true
            ]
        made.form = form
        return made

    # ------------------------------------------------------------------ columns

    def _columns(self):
        """Name, cells, and (channel, values in SI) of each column; nothing for one that is not read."""
        r = self.r
        self.in_brackets = self.pick("units", "name", "row", "cell", "none")
        has_modules = self.pick("modules", True, False)
        places = r.sample(_MODULES, r.randint(1, 3) if has_modules else 1)
        self.unit_p = self.pick("unit of pressure", *PRESSURE)
        self.unit_t = self.pick("unit of temperature", *TEMPERATURE)
        self.thousands = ""
        if self.unit_p == "Pa" and self.delimiter not in ("blanks",):
            other = "," if self.decimal == "." else "."
            signs = ["", " ", "'"] + ([other] if self.delimiter != other else [])
            self.thousands = self.pick("thousands", *signs)
        self.answers["sign"] = "Thousands sign" if self.thousands in (".", ",") else "Decimal sign"
        self.units_row = []
        columns = []
        if self.pick("record", False, False, True):
            columns.append(("Record", [str(k) for k in range(self.count)], None))
            self.units_row.append("")
        for place in places:
            prefix, module = (f"{place[1]} ", place[0]) if has_modules else ("", MODULE)
            columns.append(self._pressure(prefix, module))
            columns.append(self._temperature(prefix, module))
        if self.pick("remark", False, False, True):
            columns.append(
                (
                    "Remark",
                    [r.choice(["", "", "ok", "valve open"]) for _ in range(self.count)],
                    None,
                )
            )
            self.units_row.append("")
        return columns

    def _pressure(self, prefix, module):
        unit, digits = self.unit_p, _DIGITS[self.unit_p]
        level = units.from_si(self.r.uniform(96e3, 103e3), unit, "pressure")
        drift = units.from_si(1.0, unit, "pressure")
        values = [level - drift * k * self.r.uniform(0.0, 5.0) for k in range(self.count)]
        return self._column(
            prefix,
            self.r.choice(_PRESSURE_NAMES),
            values,
            digits,
            unit,
            PRESSURE,
            "pressure",
            f"{module}.pressure_pa",
        )

    def _temperature(self, prefix, module):
        base_k = self.r.uniform(291.0, 299.0)
        values = [
            units.from_si(base_k + self.r.gauss(0.0, 0.2), self.unit_t, "temperature")
            for _ in range(self.count)
        ]
        digits = self.r.choice((1, 2))
        name = self.r.choice(_TEMPERATURE_NAMES)
        return self._column(
            prefix,
            name,
            values,
            digits,
            self.unit_t,
            TEMPERATURE,
            "temperature",
            f"{module}.temperature_k",
        )

    def _column(self, prefix, name, values, digits, unit, spellings, kind, channel):
        spelled = self.r.choice(spellings[unit])
        texts = [f"{value:.{digits}f}" for value in values]
        si = [float(units.to_si(float(text), unit, kind)) for text in texts]
        cells = [self._number(text) for text in texts]
        title = (
            (prefix + name).replace(" ", "_")
            if self.delimiter in ("blanks", "fixed")
            else prefix + name
        )
        where = self.in_brackets
        if where == "cell" and (
            self.delimiter in ("blanks", "fixed") or len(spelled) < 2 or self.thousands == " "
        ):
            where = "name"
        if where == "name":
            plain = spelled.replace(" ", "") if self.delimiter in ("blanks", "fixed") else spelled
            title += (
                self.r.choice((f" [{plain}]", f" ({plain})", f", {plain}", f"_{plain}"))
                if self.delimiter not in ("blanks", "fixed", ",")
                else f"[{plain}]"
            )
        elif where == "cell":
            cells = [f"{cell} {spelled}" for cell in cells]
        elif where == "none":
            self.answers[kind] = unit
        self.units_row.append(spelled.replace(" ", "") if self.delimiter == "blanks" else spelled)
        return title, cells, (channel, si)

    def _number(self, text):
        whole, _, fraction = text.partition(".")
        if self.thousands:
            whole = f"{int(whole):,}".replace(",", self.thousands)
        return whole + (self.decimal + fraction if fraction else "")

    # ------------------------------------------------------------------ the file

    def _written(self, times, columns, names, rows):
        r = self.r
        kept = [True] * self.count
        missing = self.pick("missing", "", "NaN", "-", "n/a")
        truth = {c[2][0]: list(c[2][1]) for c in columns if c[2]}
        first_value = len(times.names)
        for k in range(3, self.count):
            if r.random() < 0.05:
                at = r.randrange(len(columns))
                if columns[at][2] and (missing or self.delimiter not in ("blanks", "fixed")):
                    rows[k][first_value + at] = missing
                    truth[columns[at][2][0]][k] = float("nan")
        if self.pick("newest first", False, False, False, True):
            pass_order = list(range(self.count))[::-1]
        else:
            pass_order = list(range(self.count))
        has_units = self.in_brackets == "row"
        head_kind = self.pick("head", "names", "names", "title", "comment", "toa5")
        lines = []
        body = []
        for k in pass_order:
            line = self._line(rows[k])
            body.append(line)
        damage = self.pick(
            "damage", "none", "none", "short", "word", "nul", "long", "double", "blank"
        )
        if damage != "none" and self.delimiter not in ("fixed",):
            at = r.randrange(4, self.count)
            k = pass_order[at]
            if damage == "short":
                body[at] = self._line(rows[k][:-1])
                kept[k] = False
            elif damage == "word":
                place = next(i for i, c in enumerate(columns) if c[2])
                bad = list(rows[k])
                bad[first_value + place] = "ERR"
                body[at] = self._line(bad)
                truth[columns[place][2][0]][k] = float("nan")
            elif damage == "nul":
                body[at] = body[at][:-3] + "\0\0\0"
                kept[k] = False
            elif damage == "long":
                body[at] = self._line([*rows[k], "7", "8"])
                kept[k] = False
            elif damage == "double":
                body.insert(at + 1, body[at])
            elif damage == "blank":
                body.insert(at, "")
        if head_kind == "title":
            lines += ["Export of the logger 7", ""]
        elif head_kind == "comment":
            lines += ["# logger 7", "# serial 0001"]
        elif head_kind == "toa5" and self.delimiter in (",", ";", "\t"):
            lines.append(self._line(["TOA5", "cabin", "CR1000", "0001"], pad=False))
        lines.append(self._line(names))
        if has_units:
            lines.append(
                self._line([*[""] * first_value, *self.units_row])
                if self.delimiter not in ("blanks",)
                else self._line([*["-"] * first_value, *[u or "-" for u in self.units_row]])
            )
        lines += body
        footer = self.pick("footer", "none", "none", "end", "comment", "summary")
        if footer == "end":
            lines.append("END OF FILE")
        elif footer == "comment" and head_kind == "comment":
            lines.append("# end of log")
        elif footer == "summary":
            lines += ["", "Rows written: all"]
        cut = (
            self.pick("cut", False, False, True) and footer == "none" and self.delimiter != "fixed"
        )
        cut = cut and names[-1] != "Remark"  # cut there, all numbers are whole
        end = self.pick("line end", "\n", "\r\n", "\r")
        text = end.join(lines) + end
        if cut:
            last = pass_order[-1]
            if not (damage in ("double", "blank") and body[-1] == ""):
                text = text[: -len(end)]
                text = text[: -r.randint(2, 5)]
                kept[last] = (
                    False
                    if not (damage == "double" and len(body) > 1 and body[-1] == body[-2])
                    else kept[last]
                )
        encoding = self.pick("encoding", "utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le")
        order = [k for k in range(self.count) if kept[k]]
        times_s = [times.times_s[k] for k in order]
        channels = {name: [values[k] for k in order] for name, values in truth.items()}
        return StrangeTable(
            text.encode(encoding, "replace"),
            times_s,
            channels,
            times.is_elapsed,
            self.answers,
            "; ".join(self.kind),
        )

    def _line(self, cells, pad=True):
        if self.delimiter == "blanks":
            return " ".join(
                (cell or "-").replace(" ", "_" if not cell[:1].isdigit() else " ") for cell in cells
            )
        if self.delimiter == "fixed":
            return "".join(f"{cell:>36}" for cell in cells)
        quoted = (f'"{cell}"' if self.delimiter in cell else cell for cell in cells)
        return self.delimiter.join(quoted)


@dataclass
class _Times:
    names: list[str]
    cells: list[list[str]]
    times_s: list[float]
    is_elapsed: bool
    form: str = ""
