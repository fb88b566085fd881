"""One incident as a part of a readable page: what each agency said, figures, sources."""

from __future__ import annotations

from html import escape

from iss_viewer.incidents import Incident, Position, Reading
from iss_viewer.units import UnitSystem, figure, from_si
from iss_viewer.views.style.theme import Palette


def incident_html(incident: Incident, palette: Palette, units: UnitSystem) -> str:
    """One incident as a part of a page: the two agencies side by side, figures, sources."""
    muted = f'style="color:{palette.muted}"'
    said = [
        f'<a name="{incident.id}"></a><p><span {muted}>{escape(incident.date_text)} · '
        f'{escape(incident.place)}</span><br><b style="font-size:14px">{escape(incident.title)}</b></p>',
        f"<p>{escape(incident.summary)}</p>",
    ]
    if incident.action:
        said.append(f"<p><b>What was done</b><br>{escape(incident.action)}</p>")
    if incident.readings:
        rows = "".join(_reading_row(reading, units, muted) for reading in incident.readings)
        said.append(f'<table width="100%" cellpadding="2">{rows}</table>')
    said.append(_sides(incident, palette))
    if incident.differ:
        said.append(
            f'<p><b style="color:{palette.notice}">Where they differ</b><br>{escape(incident.differ)}</p>'
        )
    if incident.claimed_cause:
        said.append(f"<p><b>Claimed cause</b><br>{escape(incident.claimed_cause)}</p>")
    if incident.not_found:
        said.append(f"<p {muted}><b>Not found</b><br>{escape(incident.not_found)}</p>")
    if incident.scenario:
        link = f'<a style="color:{palette.accent}" href="play:{escape(incident.scenario)}">'
        said.append(f"<p>{link}<b>Play this incident</b></a></p>")
    sources = "<br>".join(
        f"[{escape(key)}] {escape(value)}" for key, value in incident.sources.items()
    )
    said.append(f"<p {muted}>Confidence: {incident.confidence}<br>{sources}</p>")
    return "".join(said)


def _reading_row(reading: Reading, units: UnitSystem, muted: str) -> str:
    converted = ""
    unit = {"pressure": units.pressure, "pressure_rate": units.pressure_rate,
            "mass_rate": units.mass_rate}.get(reading.quantity)  # fmt: skip
    if unit and f" {unit}" not in reading.value:
        low, high = (
            from_si(x, unit, reading.quantity) for x in (reading.value_si, reading.high_si)
        )
        said = figure(low) if low == high else f"{figure(low)} to {figure(high)}"
        converted = f" <span {muted}>≈ {said} {unit}</span>"
    note = f"<br><span {muted}>{escape(reading.note)}</span>" if reading.note else ""
    return (
        f"<tr><td {muted}>{escape(reading.what)}<br>{escape(reading.when)}</td>"
        f"<td><b>{escape(reading.text)}</b>{converted} <span {muted}>[{escape(reading.source)}]</span>{note}</td></tr>"
    )


def _sides(incident: Incident, palette: Palette) -> str:
    """What each agency said, side by side; plainly told where nothing was found."""

    def side(name: str, position: Position | None) -> str:
        head = f'<b style="color:{palette.accent}">{name}</b><br>'
        if position is None:
            return f'<td width="50%" valign="top">{head}<span style="color:{palette.muted}">nothing was found</span></td>'
        parts = [escape(text) for text in (position.statement, position.position) if text]
        source = f' <span style="color:{palette.muted}">[{escape(position.source)}]</span>'
        return f'<td width="50%" valign="top">{head}{"<br><br>".join(parts)}{source}</td>'

    if incident.roscosmos is None and incident.nasa is None:
        return ""
    cells = side("Roscosmos", incident.roscosmos) + side("NASA", incident.nasa)
    return f'<table width="100%" cellspacing="0" cellpadding="4" bgcolor="{palette.field}"><tr>{cells}</tr></table>'
