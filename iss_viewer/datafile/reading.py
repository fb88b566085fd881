"""Read one TOML file into a frozen model, or say all that is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ConfigDict, ValidationError, ValidationInfo, field_validator

from iss_viewer import units
from iss_viewer.datafile.lines import line_of
from iss_viewer.datafile.mending import beside, mended
from iss_viewer.datafile.mistakes import Complaint, FileMistakes, Location, Mistake, nearest
from iss_viewer.datafile.parsing import parse, text_of
from iss_viewer.datafile.ranges import outside


class Strict(BaseModel):
    """The base of all that is read from files: frozen, no unknown keys, no silent conversion.

    Every number is within the physical range of its quantity, as the name of its field tells it.
    """

    # its checks are made where the first is read: a window that only shows what was read needs none
    model_config = ConfigDict(
        frozen=True, extra="forbid", strict=True, allow_inf_nan=False, defer_build=True
    )

    @field_validator("*")
    @classmethod
    def _is_physical(cls, value: object, info: ValidationInfo) -> object:
        if isinstance(value, int | float) and not isinstance(value, bool):
            told = outside(info.field_name or "", value)
            if told:
                raise ValueError(told)
        return value


#: nobody mends more in one go, and more cost time
MOST_MISTAKES = 1000
_MOST_SHOWN = 80
_BOUNDS = ("greater_than", "greater_than_equal", "less_than", "less_than_equal")
Model = TypeVar("Model", bound=BaseModel)
Check = Callable[[Model], Iterable[Complaint]]


def read(path: Path, model: type[Model], check: Check[Model] | None = None) -> Model:
    """The file at `path` as `model`; `check` may complain about what fields mean together.

    Raises FileMistakes with every mistake that can be told apart, the first MOST_MISTAKES of them.
    """
    return read_text(text_of(path), path, model, check)


def read_text(
    text: str, path: Path, model: type[Model], check: Check[Model] | None = None
) -> Model:
    """Like `read`, for a text at hand; `path` only names it in mistakes."""
    return read_document(parse(text, path), text, path, model, check)


def read_document(
    document: dict[str, Any],
    text: str,
    path: Path,
    model: type[Model],
    check: Check[Model] | None = None,
) -> Model:
    """Like `read_text`, for the values of a text that somebody has changed since they were parsed."""
    try:
        # TOML has no tuples: in JSON mode, lists become the tuples that frozen models hold.
        value = model.model_validate(_tuples(document))
    except ValidationError as error:
        faults = [_without_tags(fault, document) for fault in error.errors()[:MOST_MISTAKES]]
        complaints = [_complaint(fault, model, document) for fault in faults]
        if check and len(faults) < MOST_MISTAKES:
            complaints += _further(document, model, faults, check)
        raise FileMistakes(_mistakes(complaints, path, text)) from None
    complaints = list(check(value)) if check else []
    if complaints:
        raise FileMistakes(_mistakes(complaints, path, text))
    return value


def _without_tags(fault: Any, document: Any) -> dict[str, Any]:
    """A fault at its place in the document: without the kinds that pydantic puts between a list and its fields."""
    location, here = [], document
    for index, part in enumerate(fault["loc"]):
        is_last = index == len(fault["loc"]) - 1
        if isinstance(here, dict) and not is_last and part not in here and part in here.values():
            continue
        location.append(part)
        try:
            here = here[part]
        except (KeyError, IndexError, TypeError):
            here = None
    return {**fault, "loc": tuple(location)}


def _further(
    document: dict[str, Any], model: type[Model], faults: Sequence[Any], check: Check[Model]
) -> list[Complaint]:
    """What `check` says of a document with faulty fields, apart from what those fields cause."""
    value = mended(document, model, faults, _tuples)
    if value is None:
        return []
    return beside(list(check(value)), [tuple(fault["loc"]) for fault in faults])


def _tuples(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _tuples(item) for key, item in value.items()}
    if isinstance(value, list):
        return tuple(_tuples(item) for item in value)
    return value


def _complaint(fault: Any, model: type[BaseModel], document: dict[str, Any]) -> Complaint:
    location: Location = tuple(fault["loc"])
    if fault["type"] == "extra_forbidden":
        known = {field.alias or name for name, field in _fields_at(model, location[:-1]).items()}
        return Complaint(location, f"unknown key{nearest(str(location[-1]), known)}")
    if fault["type"] == "missing":
        return Complaint(location, "is missing")
    if fault["type"].startswith("union_tag"):
        return _of_no_kind(location, fault)
    message = str(fault["msg"]).removeprefix("Value error, ")
    message = message.replace("Input should be", "must be")
    if fault["type"] in _BOUNDS:
        message += _unit_at(model, location)
    given = _written(document, location)
    shown = f" (is {_shortened(given)})" if isinstance(given, str | int | float | bool) else ""
    if fault["type"] == "literal_error" and isinstance(given, str):
        options = re.findall(r"'([^']*)'", message)
        shown += nearest(given, options) if "mean" in nearest(given, options) else ""
    return Complaint(location, message + ("" if shown and repr(given) in message else shown))


def _of_no_kind(location: Location, fault: Any) -> Complaint:
    """An entry whose kind is not one of those that there are."""
    context = fault["ctx"]
    key = str(context["discriminator"]).strip("'")
    if "tag" not in context:
        return Complaint((*location, key), "is missing")
    kinds = re.findall(r"'([^']*)'", str(context["expected_tags"]))
    return Complaint(
        (*location, key), f"no such kind: {context['tag']!r}{nearest(str(context['tag']), kinds)}"
    )


def _shortened(given: object) -> str:
    shown = repr(given)
    return shown if len(shown) <= _MOST_SHOWN else f"{shown[:_MOST_SHOWN]}…, {len(shown)} letters"


def _written(document: Any, location: Location) -> Any:
    """What the file says at `location`; None where it says nothing."""
    for part in location:
        try:
            document = document[part]
        except (KeyError, IndexError, TypeError):
            return None
    return document


def _unit_at(model: type[BaseModel], location: Location) -> str:
    """The SI unit of the field at `location`, as its name tells: ``" m"`` for ``diameter_m``."""
    for name, field in _fields_at(model, location[:-1]).items():
        if location[-1] in (name, field.alias):
            unit = units.unit_of(name)
            return f" {unit}" if unit else ""
    return ""


def _fields_at(model: type[BaseModel], location: Location) -> dict[str, Any]:
    """The fields of the model at `location`, through tuples, dicts and unions of models."""
    here: set[type[BaseModel]] = {model}
    for part in location:
        if isinstance(part, int):
            continue
        found: set[type[BaseModel]] = set()
        for candidate in here:
            for name, field in candidate.model_fields.items():
                if part in (name, field.alias):
                    found |= _models_in(field.annotation)
        here = found or here
    return {name: field for m in here for name, field in m.model_fields.items()}


def _models_in(annotation: Any) -> set[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return {annotation}
    return {model for inner in get_args(annotation) for model in _models_in(inner)}


def _mistakes(complaints: list[Complaint], path: Path, text: str) -> list[Mistake]:
    found = [mistake_of(complaint, path, text) for complaint in complaints[:MOST_MISTAKES]]
    return sorted(found, key=lambda mistake: mistake.line)


def mistake_of(complaint: Complaint, path: Path, text: str) -> Mistake:
    """A complaint with the file and line that it is about."""
    field = ""
    for part in complaint.location:
        field += f"[{part}]" if isinstance(part, int) else f".{part}" if field else str(part)
    return Mistake(path, line_of(text, complaint.location), field, complaint.message)
