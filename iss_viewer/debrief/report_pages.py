"""Write a report as pages: HTML that needs no other file, and the same on paper."""

from __future__ import annotations

import base64
from pathlib import Path

from iss_viewer import units
from iss_viewer.debrief.plots import svg_text
from iss_viewer.debrief.report import Picture, Report, gather
from iss_viewer.debrief.report_sections import sections
from iss_viewer.incidents import Archive
from iss_viewer.telemetry.recording import RecordedRun


def write_report(
    run: RecordedRun,
    out_dir: Path,
    picture: Picture | None = None,
    archive: Archive | None = None,
    system: units.UnitSystem = units.UNIT_SYSTEMS[0],
    with_truth: bool = True,
) -> list[Path]:
    """Write report.html and report.pdf of a recording; gives their paths. Raises OSError.

    `picture` draws the station at a moment; without it the report has no such pictures. The truth
    of a simulation is run again and told, unless `with_truth` is False.
    """
    return write_pages(gather(run, picture, archive, system, with_truth), out_dir)


def write_pages(report: Report, out_dir: Path) -> list[Path]:
    """Write report.html and report.pdf; gives their paths. Raises OSError."""
    from iss_viewer.debrief.paper import write_pdf

    out_dir.mkdir(parents=True, exist_ok=True)
    page, paper = out_dir / "report.html", out_dir / "report.pdf"
    page.write_text(page_text(report), encoding="utf-8")
    write_pdf(report, paper)
    return [page, paper]


def page_text(report: Report) -> str:
    """The report as one HTML page that needs no other file."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("iss_viewer.debrief", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("report.html.j2").render(
        report=report,
        sections=sections(report),
        svg=svg_text,
        base64=lambda png: base64.b64encode(png).decode(),
    )
