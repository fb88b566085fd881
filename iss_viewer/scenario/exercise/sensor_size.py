"""How much an instrument errs, as an exercise writes it with its unit: ``5 mmHg``, ``-30 mmHg/day``, ``0.2`` of samples."""

from __future__ import annotations

from iss_viewer import units

#: faults that have no size, and may have one
SIZELESS, WITH_SHARE = ("stuck",), ("dropout",)
_PER_DAY = "/day"


def sensor_size_si(text: str, mode: str, quantity: str) -> float:
    """The size in Pa or K, of a drift per day, of a dropout a part of the samples (0: all). Raises ValueError.

    quantity: what the instrument measures, of its sensor class.
    """
    if mode in SIZELESS:
        if text:
            raise ValueError(f"'{mode}' has no size")
        return 0.0
    if mode in WITH_SHARE:
        return _share(text or "0")
    if not text:
        raise ValueError(f"is missing: how much, such as '{_example(mode, quantity)}'")
    return _drift(text, quantity) if mode == "drift" else _change(text, quantity)


def _example(mode: str, quantity: str) -> str:
    size = "0.5 K" if quantity == "temperature" else "5 mmHg"
    return f"{size}{_PER_DAY}" if mode == "drift" else size


def _share(text: str) -> float:
    try:
        share = float(text)
    except ValueError:
        raise ValueError("a part of the samples: from 0 (all) to 1") from None
    if not 0.0 <= share <= 1.0:
        raise ValueError("a part of the samples: from 0 (all) to 1")
    return share


def _drift(text: str, quantity: str) -> float:
    if quantity != "temperature":
        return units.parse(text, "pressure_rate") * units.S_PER_DAY
    if not text.endswith(_PER_DAY):
        raise ValueError("a drift of a thermometer is written as '0.5 K/day'")
    return _change(text.removesuffix(_PER_DAY), quantity)


def _change(text: str, quantity: str) -> float:
    return units.parse(text, "temperature_change" if quantity == "temperature" else "pressure")
