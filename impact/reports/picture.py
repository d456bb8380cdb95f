"""Drawings as PNG, for files that take no SVG."""

from pathlib import Path

import font_source_sans_pro
import typst

FONTS = Path(font_source_sans_pro.__file__).parent / "files"
PAGE = b'#set page(width: auto, height: auto, margin: 0pt, fill: none)\n#image(bytes(sys.inputs.svg), format: "svg")'


def png(svg: str, per_inch: float = 200.0) -> bytes:
    """The drawing as PNG, with a see-through ground."""
    made: bytes = typst.compile(
        PAGE, font_paths=[str(FONTS)], ignore_system_fonts=True, sys_inputs={"svg": svg}, format="png", ppi=per_inch
    )
    return made
