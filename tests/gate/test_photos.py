"""Photos: nothing in them but the picture, and only through the gate, for who may see the enterprise."""

import io
import os
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from impact import photos, store, warehouse
from impact.access import AccessError, Viewer
from impact.ask import ask
from impact.ask_photo import photo
from impact.demo.photos import Photos, workplace
from impact.photos import PhotoError, checked_name, clean, compared
from impact.publish import publish
from impact.store import StoreError
from impact.ui.photos import _reasons
from tests import drawn

GPS, MAKER, TURN = 0x8825, 0x010F, 0x0112
RED, BLUE = (220, 20, 20), (20, 20, 220)
ENTERPRISES = "enterprise_id | name | iso3 | isic\ne1 | One | KEN | 14\ne2 | Two | NAM | 14"
# before.jpg and after.png are there; the others are not, or must not be shown.
PROJECTS = """
    improvement_id | enterprise_id | category | status    | started_on | completed_on | photo_before | photo_after  | photo_consent_on
    agreed         | e1            | 5S       | completed | 2022-01-01 | 2022-02-01   | before.jpg   | after.png    | 2022-03-01
    silent         | e1            | 5S       | completed | 2022-01-01 | 2022-02-01   | before.jpg   | after.png    | -
    later          | e1            | 5S       | completed | 2022-01-01 | 2022-02-01   | before.jpg   | after.png    | 2024-09-01
    outside        | e2            | 5S       | completed | 2022-01-01 | 2022-02-01   | ../manifest.json | gone.jpg | 2022-03-01
    text           | e2            | 5S       | completed | 2022-01-01 | 2022-02-01   | notes.jpg    | -            | 2022-03-01
    none           | e2            | 5S       | completed | 2022-01-01 | 2022-02-01   | -            | -            | 2022-03-01
    """


def picture(size: tuple[int, int] = (400, 300), **saved: Any) -> bytes:
    """Red at the left, blue at the right."""
    image = Image.new("RGB", size, RED)
    image.paste(BLUE, (size[0] // 2, 0, *size))
    out = io.BytesIO()
    image.save(out, **{"format": "JPEG", "quality": 95, **saved})
    return out.getvalue()


def camera(turn: int = 1) -> Image.Exif:
    exif = Image.Exif()
    exif[MAKER], exif[TURN] = "A maker", turn
    exif.get_ifd(GPS).update({1: "S", 2: (1.0, 17.0, 31.2), 3: "E", 4: (36.0, 49.0, 19.8)})
    return exif


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def near(colour: Any, wanted: tuple[int, int, int]) -> bool:
    return all(abs(a - b) < 40 for a, b in zip(colour, wanted, strict=True))


def put(folder: Path, name: str, content: bytes) -> Path:
    folder.mkdir(exist_ok=True, parents=True)
    (folder / name).write_bytes(content)
    return folder / name


def album_in(folder: Path, place: Path) -> Path:
    """Publish, in the current store `place`, an export with two photos; returns the snapshot's folder of photos."""
    export = drawn.export(folder / "export", enterprises=ENTERPRISES, improvement_projects=PROJECTS)
    put(export / "photos", "before.jpg", picture(exif=camera()))
    put(export / "photos", "after.png", picture(format="PNG"))
    put(export / "photos", "notes.jpg", b"only text")
    return place / publish(export).snapshot.id / "export" / "photos"


@pytest.fixture(scope="module")
def album_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A store with an album, published once for tests that only read."""
    folder = tmp_path_factory.mktemp("album")
    (folder / "store").mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("IMPACT_STORE", str(folder / "store"))
        album_in(folder, folder / "store")
    yield folder / "store"
    warehouse.close()


@pytest.fixture
def album(album_store: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of photos of the album that tests only read."""
    monkeypatch.setenv("IMPACT_STORE", str(album_store))
    return album_store / store.current().id / "export" / "photos"


@pytest.fixture
def own_album(empty_store: Path, tmp_path: Path) -> Path:
    """The folder of photos of an album that the test may change; its export lies in `tmp_path`."""
    return album_in(tmp_path, empty_store)


def test_place_and_camera_are_gone_from_the_bytes(tmp_path: Path) -> None:
    raw = picture(exif=camera(), icc_profile=b"profile" * 20, comment=b"secret comment")
    assert opened(raw).getexif().get_ifd(GPS), "the test's own photo has a place"
    shown = clean(put(tmp_path, "a.jpg", raw))
    assert not dict(opened(shown).getexif())
    assert not opened(shown).getexif().get_ifd(GPS)
    for trace in (b"Exif", b"GPS", b"A maker", b"profile", b"secret", b"ICC_PROFILE", b"http"):
        assert trace not in shown, trace
    assert opened(shown).format == "JPEG"


def test_a_png_and_a_webp_lose_their_notes_too(tmp_path: Path) -> None:
    from PIL.PngImagePlugin import PngInfo

    notes = PngInfo()
    notes.add_text("Location", "secret place")
    for name, raw in (
        ("a.png", picture(format="PNG", pnginfo=notes, exif=camera())),
        ("a.webp", picture(format="WEBP", exif=camera(), xmp=b"secret place")),
    ):
        shown = clean(put(tmp_path, name, raw))
        assert b"secret" not in shown
        assert not dict(opened(shown).getexif())


@pytest.mark.parametrize(
    ("turn", "size", "top_left"),
    [(1, (400, 300), RED), (6, (300, 400), RED), (8, (300, 400), BLUE), (3, (400, 300), BLUE)],
)
def test_a_photo_is_turned_as_its_camera_says(
    turn: int, size: tuple[int, int], top_left: tuple[int, int, int], tmp_path: Path
) -> None:
    shown = opened(clean(put(tmp_path, "a.jpg", picture(exif=camera(turn)))))
    assert shown.size == size
    assert near(shown.getpixel((5, 5)), top_left)


def test_large_photos_become_small_and_small_ones_stay(tmp_path: Path) -> None:
    assert opened(clean(put(tmp_path, "a.jpg", picture((4000, 3000))))).size == (1200, 900)
    assert opened(clean(put(tmp_path, "b.jpg", picture((40, 30))))).size == (40, 30)
    assert opened(clean(put(tmp_path, "c.jpg", picture((900, 2400))))).size == (450, 1200)


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "L", "1", "I;16"])
def test_pictures_of_every_kind_of_colour_are_drawn(mode: str, tmp_path: Path) -> None:
    out = io.BytesIO()
    Image.new(mode, (30, 20)).save(out, "PNG")
    assert opened(clean(put(tmp_path, "a.png", out.getvalue()))).mode == "RGB"


def test_what_is_see_through_lies_on_white(tmp_path: Path) -> None:
    out = io.BytesIO()
    Image.new("RGBA", (30, 20), (255, 0, 0, 0)).save(out, "PNG")
    assert near(opened(clean(put(tmp_path, "a.png", out.getvalue()))).getpixel((5, 5)), (255, 255, 255))


def bomb() -> bytes:
    """A PNG of a few bytes that says it is 40,000 by 40,000 pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 40_000, 40_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "not a JPEG, PNG or WebP"),
        (b"only text", "not a JPEG, PNG or WebP"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not a JPEG, PNG or WebP"),
        (picture(format="GIF"), "not a JPEG, PNG or WebP"),
        (picture(format="TIFF"), "not a JPEG, PNG or WebP"),
        (picture(format="BMP"), "not a JPEG, PNG or WebP"),
        (picture()[:400], "is damaged|not a JPEG"),
        (picture(format="PNG")[:200], "is damaged"),
        (bomb(), "too many pixels"),
    ],
    ids=["empty", "text", "svg", "gif", "tiff", "bmp", "cut jpeg", "cut png", "bomb"],
)
def test_what_is_no_photo_is_refused_in_words(content: bytes, message: str, tmp_path: Path) -> None:
    with pytest.raises(PhotoError, match=message) as caught:
        clean(put(tmp_path, "a.jpg", content))
    assert caught.value.reason in _reasons()


def test_a_huge_file_is_not_even_opened(tmp_path: Path) -> None:
    path = put(tmp_path, "a.jpg", picture())
    os.truncate(path, photos.MOST_BYTES + 1)
    with pytest.raises(PhotoError, match=r"20 MB; photos may have up to 20 MB"):
        clean(path)


@pytest.mark.parametrize("name", ["../a.jpg", "a/b.jpg", "..", ".", "/etc/passwd", "..\\a.jpg", "C:\\a.jpg", "a\0.jpg"])
def test_a_name_that_leads_elsewhere_is_refused(name: str) -> None:
    with pytest.raises(PhotoError, match="not the plain name of a file"):
        checked_name(name)


@pytest.mark.parametrize("name", [None, "", "  "])
def test_a_photo_without_a_name_is_none(name: str | None) -> None:
    with pytest.raises(PhotoError, match="names no such photo"):
        checked_name(name)


def test_the_gate_gives_a_clean_photo_to_who_may_see_it(album: Path) -> None:
    for viewer in (Viewer(), Viewer("global"), Viewer("coordinator", ("KEN",))):
        shown = photo("agreed", "before", viewer)
        assert not dict(opened(shown).getexif())
        assert near(opened(shown).getpixel((5, 5)), RED)
    assert opened(photo("agreed", "after")).format == "JPEG"


@pytest.mark.parametrize("viewer", [Viewer("donor", ("p1",)), Viewer("public")])
def test_donors_and_the_public_get_no_photo(viewer: Viewer, album: Path) -> None:
    with pytest.raises(AccessError, match="one by one"):
        photo("agreed", "before", viewer)


@pytest.mark.parametrize("viewer", [Viewer("coordinator", ("NAM",)), Viewer("trainer", ("t1",))])
def test_a_photo_of_another_scope_is_not_there(viewer: Viewer, album: Path) -> None:
    with pytest.raises(PhotoError, match="among those that you may see"):
        photo("agreed", "before", viewer)


@pytest.mark.parametrize(
    ("improvement", "which", "message"),
    [
        ("silent", "before", "has not agreed"),
        ("later", "before", "has not agreed"),
        ("outside", "before", "not the plain name"),
        ("outside", "after", "does not hold it"),
        ("text", "before", "not a JPEG"),
        ("text", "after", "names no such photo"),
        ("none", "before", "among those that you may see"),
        ("nobody", "before", "among those that you may see"),
        ("", "before", "among those that you may see"),
    ],
)
def test_a_photo_that_cannot_be_shown_says_why(improvement: str, which: Any, message: str, album: Path) -> None:
    with pytest.raises(PhotoError, match=message) as caught:
        photo(improvement, which)
    assert caught.value.reason in _reasons()


def test_a_photo_that_was_changed_on_disk_is_refused(own_album: Path) -> None:
    (own_album / "before.jpg").write_bytes(picture((100, 100)))
    with pytest.raises(StoreError, match="changed or damaged on disk"):
        photo("agreed", "before")


def test_a_photo_that_a_link_leads_to_is_not_served(own_album: Path, tmp_path: Path) -> None:
    (own_album / "before.jpg").unlink()
    (own_album / "before.jpg").symlink_to(put(tmp_path, "other.jpg", picture((100, 100))))
    with pytest.raises(StoreError, match="changed or damaged on disk"):
        photo("agreed", "before")


def test_other_photos_make_another_snapshot(own_album: Path, tmp_path: Path) -> None:
    first = store.current().id
    assert publish(tmp_path / "export").snapshot.id == first
    put(tmp_path / "export" / "photos", "after.png", picture((50, 40), format="PNG"))
    assert publish(tmp_path / "export").snapshot.id != first
    assert opened(photo("agreed", "after")).size == (50, 40)


def test_photos_are_readable_by_their_owner_only(album: Path) -> None:
    if os.name == "posix":
        assert (album / "before.jpg").stat().st_mode & 0o077 == 0
        assert album.parent.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("percent", "left", "right"),
    [(0, BLUE, BLUE), (25, RED, BLUE), (75, RED, BLUE), (100, RED, RED), (-5, BLUE, BLUE), (900, RED, RED)],
)
def test_two_photos_make_one_that_is_parted_at_the_line(percent: int, left: Any, right: Any) -> None:
    before, after = Image.new("RGB", (400, 300), RED), Image.new("RGB", (300, 300), BLUE)
    jpegs = []
    for image in (before, after):
        out = io.BytesIO()
        image.save(out, "JPEG")
        jpegs.append(out.getvalue())
    both = opened(compared(jpegs[0], jpegs[1], percent))
    assert both.size == (400, 300)
    assert near(both.getpixel((40, 150)), left)
    assert near(both.getpixel((360, 150)), right)
    if 0 < percent < 100:
        assert near(both.getpixel((4 * percent, 150)), (250, 250, 247))


def test_the_demonstration_has_photos_of_every_kind(demo: Path, demo_export: Path) -> None:
    rows = ask("enterprises/photos").frame
    assert 8 <= len(rows) <= 60
    assert (~rows["may_show"].astype(bool)).sum() == 1
    places, turned, shown, gone = 0, 0, 0, 0
    for row in rows.to_dict("records"):
        for which in ("before", "after"):
            path = demo_export / "photos" / row[f"photo_{which}"]
            if path.is_file():
                with Image.open(path) as raw:
                    exif = raw.getexif()
                    places += bool(exif.get_ifd(GPS))
                    turned += exif.get(TURN) == 6
                if row["may_show"]:
                    found = opened(photo(row["improvement_id"], which))
                    assert not dict(found.getexif())
                    assert found.width > found.height
                    shown += 1
            else:
                gone += 1
                with pytest.raises(PhotoError, match="does not hold it"):
                    photo(row["improvement_id"], which)
    assert places > 4
    assert (turned, gone) == (1, 1)
    assert shown > 10


def test_a_drawn_workplace_is_the_same_room_before_and_after() -> None:
    before, after = (workplace((7, 3), (96, 64), tidy=tidy) for tidy in (False, True))
    assert before.getpixel((2, 2)) == after.getpixel((2, 2))
    assert before.getpixel((1, 62)) == after.getpixel((1, 62))
    assert before.tobytes() != after.tobytes()
    assert before.tobytes() == workplace((7, 3), (96, 64), tidy=False).tobytes()
    assert before.tobytes() != workplace((8, 3), (96, 64), tidy=False).tobytes()
    assert Photos(Path("x"), 1).projects == 0
