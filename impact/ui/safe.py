"""Names from data are untrusted: here they are made harmless before they reach Markdown or a file name."""

import re
import unicodedata

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:&^=@])")


def plain(text: object) -> str:
    """`text` so that Markdown shows it as it is, on one line."""
    return _MARKDOWN.sub(r"\\\1", " ".join(str(text).split()))


def file_name(*words: object) -> str:
    """Words joined to a file name that every system takes, without an ending."""
    joined = unicodedata.normalize("NFKD", "-".join(str(w) for w in words)).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9]+", "-", joined).strip("-").lower()[:100] or "file"
