"""Where things are, and what the operator may set through the environment."""

import os
import re
from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, Field, PrivateAttr, ValidationError

ROOT = Path(__file__).resolve().parent.parent
QUERIES = ROOT / "queries"
DATA = ROOT / "data"
CONTRACT = DATA / "contract"
REFERENCE = DATA / "reference"
DEMO = DATA / "demo"
LOCALES = ROOT / "locales"
STATIC = ROOT / "static"
S3 = "s3://"


class SettingsError(Exception):
    """A setting that cannot be; the message names its variable."""


class Settings(BaseModel, frozen=True):
    """The operator's settings; each field is one environment variable, `IMPACT_<FIELD>`."""

    store: Path = Field(DATA / "store", description="folder of the published snapshots, or s3://BUCKET/PREFIX")
    cache: Path | None = Field(None, description="folder for copies of a bucket's snapshots; data/cache by default")
    state: Path | None = Field(None, description="file of what readers leave behind; in the store's folder by default")
    memory: str = Field("2GB", description="what DuckDB may use of memory, for each server process")
    temp: Path | None = Field(None, description="folder for DuckDB's spill files; beside the snapshot by default")
    temp_size: str = Field("20GB", description="what DuckDB may spill to disk")
    threads: int = Field(2, ge=1, description="DuckDB threads for each server process")
    secret: str | None = Field(None, min_length=32, description="what signs shared links; a random one by default")
    audit_days: int = Field(365, ge=1, description="days for which the audit is kept")
    exports_per_hour: int = Field(60, ge=1, description="files that one viewer may take along in an hour")
    language: str = Field("en", description="language of readers whose browser asks for none that is here")
    address: str = Field("http://127.0.0.1:8501", description="where readers find the dashboard, for links in files")
    auth: Literal["off", "required"] = Field("off", description="whether readers sign in")
    viewers: Path | None = Field(None, description="CSV file of who may look, in which role")
    public: Literal["no", "yes"] = Field("no", description="whether who is not signed in reads as the public")
    trust_proxy: Literal["no", "yes"] = Field("no", description="whether X-Forwarded-Proto is a proxy's own word")
    _bucket: str | None = PrivateAttr(None)

    @property
    def bucket(self) -> str | None:
        """The address of the bucket that holds the snapshots; `store` is then the folder of their copies here."""
        return self._bucket


def settings() -> Settings:
    """Read the settings from the environment; an unset or empty variable means its default."""
    return _read(tuple(os.environ.get(f"IMPACT_{name.upper()}") for name in Settings.model_fields))


@lru_cache(maxsize=50)
def _read(values: tuple[str | None, ...]) -> Settings:
    given = dict(zip(Settings.model_fields, values, strict=True))
    address = given["store"] if re.match(r"\w+://", given["store"] or "") else None
    if address and not re.fullmatch(rf"{S3}[a-z0-9.-]+(/[\w./-]*)?", address):
        raise SettingsError(
            f"IMPACT_STORE={address}: it is neither a folder nor s3://BUCKET/PREFIX. Change or unset it."
        )
    try:
        chosen = Settings.model_validate({name: value for name, value in given.items() if value and value != address})
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0])
        said = "..." if name == "secret" else given[name]
        raise SettingsError(f"IMPACT_{name.upper()}={said}: {first['msg']}. Change or unset it.") from None
    if address:
        # Two buckets never share a folder.
        folder = re.sub(r"[^\w.-]+", "-", address.removeprefix(S3)).strip("-")
        chosen = chosen.model_copy(update={"store": (chosen.cache or DATA / "cache") / folder})
        chosen._bucket = address.rstrip("/")
    return chosen
