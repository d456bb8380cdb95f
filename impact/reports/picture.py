"""Drawings as PNG, for files that take no SVG."""

from functools import cache
from pathlib import Path

import font_source_sans_pro
import typst

FILES = Path(font_source_sans_pro.__file__).parent / "files"
PAGE = b'#set page(width: auto, height: auto, margin: 0pt, fill: none)\n#image(bytes(sys.inputs.svg), format: "svg")'


def png(svg: str, per_inch: float = 200.0) -> bytes:
    """The drawing as PNG, with a see-through ground."""
    made: bytes = typst.compile(PAGE, font_paths=fonts(), sys_inputs={"svg": svg}, format="png", ppi=per_inch)
    return made


@cache
def fonts() -> typst.Fonts:
    """The fonts of files, read once; those of the system would give each server files of its own."""
    return typst.Fonts(include_system_fonts=False, font_paths=[FILES])
