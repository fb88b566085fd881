"""Field types of exercise files: a sentence or an order in a file, its AST in the model."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from pydantic import PlainValidator

from iss_viewer.scenario.exercise.orders import OrderLine, Pause, read_order_line
from iss_viewer.scenario.exercise.sentence import Sentence
from iss_viewer.scenario.exercise.sentence_reading import read_sentence


def _text(read: Callable[[str], Any], what: str) -> PlainValidator:
    def parse(value: Any) -> Any:
        if not isinstance(value, str):
            raise ValueError(f"write {what} as a text")
        return read(value)

    return PlainValidator(parse)


SentenceField = Annotated[Sentence, _text(read_sentence, "a condition")]
OrderField = Annotated[OrderLine | Pause, _text(read_order_line, "an order")]
