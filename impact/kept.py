"""Answers as a snapshot for the public keeps them: under which key, and as which bytes."""

import json
from collections.abc import Mapping
from io import BytesIO
from typing import Any

import pandas as pd

from impact.filters import Filters
from impact.questions import Question


def key(question: Question, filters: Filters, parameters: Mapping[str, Any]) -> dict[str, str]:
    """How an answer is named: by the filters that the question heeds, and its own parameters."""
    heeded = {name: value for name, value in filters.link().items() if name in question.filters}
    own = {name: parameters[name] for name in question.defaults}
    return {
        "question": question.name,
        "filters": json.dumps(heeded, sort_keys=True),
        "parameters": json.dumps(own, sort_keys=True, default=str),
    }


def to_bytes(frame: pd.DataFrame) -> bytes:
    """A frame as Parquet: whole numbers stay whole where some are missing."""
    plain = frame.convert_dtypes()
    plain.attrs = {}
    content = BytesIO()
    plain.to_parquet(content, index=False, compression=None)
    return content.getvalue()


def to_frame(content: bytes) -> pd.DataFrame:
    """The frame again; what is missing reads as it does in every other answer."""
    frame = pd.read_parquet(BytesIO(content))
    for column in frame:
        plain = frame[column].astype(object).where(frame[column].notna(), None)
        frame[column] = plain.astype("float64") if frame[column].dtype == "Float64" else plain
    frame.columns = frame.columns.astype(object)
    return frame
