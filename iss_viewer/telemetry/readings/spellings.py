"""How strangers spell units, and which unit of ours that is."""

from __future__ import annotations

import re

#: unit of ours -> how it is spelled, in small letters and without blanks, points and signs of degree
_PRESSURE = {
    "Pa": "pa pascal pascals па",
    "hPa": "hpa hectopascal hektopascal гпа",
    "mbar": "mbar mb mbars millibar millibars мбар",
    "kPa": "kpa kilopascal кпа",
    "bar": "bar bars бар",
    "MPa": "mpa megapascal мпа",
    "mmHg": "mmhg mmofhg mm_hg ммртст ммртс",
    "torr": "torr tor",
    "inHg": "inhg inchhg incheshg inofhg in_hg inchesofmercury",
    "psia": "psia",
    "psi": "psi lb/in2 lbf/in2 lbs/in2",
    "atm": "atm атм",
}
_TEMPERATURE = {
    "degC": "°c degc celsius degcelsius degreesc degreescelsius ℃ °с градс grdc gradc oc ºc",
    "degF": "°f degf fahrenheit degfahrenheit degreesf degreesfahrenheit ℉ ºf",
    "K": "kelvin degk °k",
}
_SHARE = {
    "%": "% %rh rh% percent pct prozent vol% vol-% %vol",
    "ppm": "ppm ppmv",
}
_BY_KIND = {"pressure": _PRESSURE, "temperature": _TEMPERATURE, "share": _SHARE}
_UNITS = {
    word: (kind, unit)
    for kind, units in _BY_KIND.items()
    for unit, words in units.items()
    for word in words.split()
}
#: bare capitals: units of a temperature alone, of nothing else
_BARE = {"c": "degC", "f": "degF", "k": "K"}
#: mega or milli, by its capital
_BY_CASE = {"MPa": ("pressure", "MPa"), "mPa": ("", "")}


def unit_spelled(text: str, kind: str = "") -> tuple[str, str]:
    """The kind (``pressure``, ``temperature``, ``share``) and the unit of ours that a text spells; empty: none.

    kind: that of the quantity if it is known; a bare C, F or K is a unit of a temperature only.
    """
    plain = text.strip().strip("[]()").strip()
    if plain in _BY_CASE:
        return _BY_CASE[plain]
    word = re.sub(r"[\s.\u00a0\u202f]+", "", plain).casefold()
    if kind == "temperature" and word in _BARE:
        return kind, _BARE[word]
    found = _UNITS.get(word, ("", ""))
    return found if not kind or found[0] in (kind, "share") else ("", "")


def unit_inside(header: str, kind: str = "") -> tuple[str, str]:
    """The unit that the name of a column speaks of: in brackets, after a comma, or as its last words."""
    bracketed = re.findall(r"[\[(]([^\])]*)[\])]", header)
    tails = re.split(r"[,;:/_]|\bin\b", header)[1:]
    words = re.split(r"[\s_]+", header.strip())
    ends = [" ".join(words[-count:]) for count in (3, 2, 1) if len(words) > count]
    for part in (*reversed(bracketed), *reversed(tails), *ends):
        found = unit_spelled(part, kind)
        if found[1]:
            return found
    return "", ""
