"""Photos of workplaces before and after they were put in order: flat drawings, with what cameras write into photos."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from impact.demo import calibration
from impact.demo.arrays import NEVER, Coded, Columns, generator

SIZE, LARGE = (960, 640), (1600, 1066)
# The running numbers of the improvement projects whose photos are special.
LARGE_ONE, TURNED, NO_CONSENT, NO_FILE = 0, 1, 2, 3
WALLS = ("#DCE4E6", "#E8E2D4", "#DDE6DA", "#E4DDE6")
FLOORS = ("#A7ABA6", "#B3A896", "#9FA8AC")
GOODS = ("#C98B4A", "#B5763A", "#D7A562", "#8FA3AE", "#6F8FA6", "#9C6B4F")
WOOD, STEEL, INK, MARK, SPILL = "#8A6A48", "#5E6A70", "#2E363A", "#E3B505", "#6E7C80"
MAKER, TAKEN_ON, TURN, GPS = 0x010F, 0x0132, 0x0112, 0x8825
QUARTER_LEFT, TO_BE_TURNED_RIGHT = Image.Transpose.ROTATE_90, 6


class Photos:
    """Draws photos into `photos/` of an export; counts them, since a few are special."""

    def __init__(self, folder: Path, seed: int):
        self.folder = folder / "photos"
        self.seed = seed
        self.projects = 0

    def of(self, improvements: Sequence[str], completed: np.ndarray, rows: int, chosen: np.ndarray) -> Columns:
        """Draw both photos of the chosen improvement projects; returns the columns of all `rows` that name them.

        `improvements` and `completed` are the chosen ones' ids and days, `chosen` their rows.
        """
        if len(chosen):
            self.folder.mkdir(exist_ok=True)
        names = [f"{improvement}-{which}.jpg" for improvement in improvements for which in ("before", "after")]
        codes, consent = np.full(rows, -1), np.full(rows, NEVER)
        codes[chosen] = 2 * np.arange(len(chosen))
        for place, (improvement, day) in enumerate(zip(improvements, completed, strict=True)):
            self._draw(improvement, day)
            if self.projects != NO_CONSENT:
                consent[chosen[place]] = np.minimum(day + 10, calibration.as_of())
            self.projects += 1
        return {
            "photo_before": Coded(codes, names),
            "photo_after": Coded(np.where(codes < 0, -1, codes + 1), names),
            "photo_consent_on": consent,
        }

    def _draw(self, improvement: str, day: np.datetime64) -> None:
        size = LARGE if self.projects == LARGE_ONE else SIZE
        for tidy, which in ((False, "before"), (True, "after")):
            if tidy and self.projects == NO_FILE:
                continue
            photo = workplace((self.seed, self.projects), size, tidy=tidy)
            exif = _camera(day, place=self.projects % 2 == 0)
            if self.projects == TURNED and not tidy:
                photo, exif[TURN] = photo.transpose(QUARTER_LEFT), TO_BE_TURNED_RIGHT
            photo.save(self.folder / f"{improvement}-{which}.jpg", "JPEG", quality=80, exif=exif)


def _camera(day: np.datetime64, *, place: bool) -> Image.Exif:
    """What a telephone writes into a photo: its maker, the day, and for some the place."""
    exif = Image.Exif()
    exif[MAKER] = "Invented telephone"
    exif[TAKEN_ON] = f"{str(day).replace('-', ':')} 10:30:00"
    if place:
        exif.get_ifd(GPS).update({1: "S", 2: (1.0, 17.0, 31.2), 3: "E", 4: (36.0, 49.0, 19.8)})
    return exif


def workplace(key: tuple[int, int], size: tuple[int, int], *, tidy: bool) -> Image.Image:
    """A corner of a workshop: wall, tool board, shelf, bench and floor; the same room whether tidy or not."""
    room, mess = generator(key[0], 91, key[1]), generator(key[0], 92, key[1])
    photo = Image.new("RGB", size, WALLS[room.integers(len(WALLS))])
    pen = Pen(photo)
    pen.box(0, 0.62, 1, 1, FLOORS[room.integers(len(FLOORS))])
    pen.box(0, 0.61, 1, 0.625, STEEL)
    left = 0.05 + 0.05 * room.random()
    goods = room.permutation(len(GOODS))
    _board(pen, left, tidy, mess)
    _shelf(pen, left + 0.36, tidy, mess, goods)
    _bench(pen, left + 0.02, tidy, mess, goods)
    _floor(pen, tidy, mess, goods)
    return photo


class Pen:
    """Draws in shares of the photo's width and height."""

    def __init__(self, photo: Image.Image):
        self.width, self.height = photo.size
        self.draw = ImageDraw.Draw(photo)

    def box(self, x0: float, y0: float, x1: float, y1: float, colour: str) -> None:
        """An upright rectangle."""
        self.draw.rectangle([x0 * self.width, y0 * self.height, x1 * self.width, y1 * self.height], fill=colour)

    def shape(self, points: np.ndarray, colour: str) -> None:
        """A polygon with a thin outline."""
        scaled = points * [self.width, self.height]
        self.draw.polygon([(float(x), float(y)) for x, y in scaled], fill=colour, outline=INK)

    def turned(self, x: float, y: float, width: float, height: float, angle: float, colour: str) -> None:
        """A rectangle around its middle, turned by `angle` (radians)."""
        corners = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)]) * (width / 2, height / 2 * self.height / self.width)
        turn = np.array([(np.cos(angle), -np.sin(angle)), (np.sin(angle), np.cos(angle))])
        self.shape(corners @ turn.T * (1, self.width / self.height) + (x, y), colour)


def _board(pen: Pen, left: float, tidy: bool, mess: np.random.Generator) -> None:
    """A board for tools: each at its place, or most of them gone."""
    pen.box(left, 0.1, left + 0.28, 0.4, WOOD)
    for place in range(6):
        x = left + 0.035 + 0.042 * place
        if tidy or place in (1, 4):
            angle = 0.0 if tidy else float(mess.uniform(-0.5, 0.5))
            pen.turned(x, 0.27, 0.014, 0.2, angle, STEEL)
            pen.turned(x, 0.18, 0.03, 0.045, angle, INK)
        if tidy:
            pen.box(x - 0.014, 0.365, x + 0.014, 0.38, "#FFFFFF")


def _shelf(pen: Pen, left: float, tidy: bool, mess: np.random.Generator, goods: np.ndarray) -> None:
    """Three boards of boxes: one kind a board with labels, or whatever fell there."""
    for level in range(3):
        base = 0.26 + 0.17 * level
        pen.box(left, base, left + 0.5, base + 0.018, STEEL)
        for place in range(7):
            x = left + 0.04 + 0.069 * place
            if tidy:
                pen.box(x - 0.03, base - 0.1, x + 0.03, base, GOODS[goods[level]])
                pen.box(x - 0.016, base - 0.06, x + 0.016, base - 0.03, "#FFFFFF")
            elif mess.random() < 0.75:
                width, height = mess.uniform(0.035, 0.08), mess.uniform(0.05, 0.13)
                colour = GOODS[mess.integers(len(GOODS))]
                pen.turned(x, base - height / 2, width, height, float(mess.uniform(-0.35, 0.35)), colour)
    for x in (left, left + 0.49):
        pen.box(x, 0.1, x + 0.012, 0.64, STEEL)


def _bench(pen: Pen, left: float, tidy: bool, mess: np.random.Generator, goods: np.ndarray) -> None:
    """A bench: two bins on it, or heaped."""
    if tidy:
        for x in (left + 0.05, left + 0.16):
            pen.box(x, 0.5, x + 0.07, 0.58, GOODS[goods[3]])
    for _ in range(0 if tidy else 16):
        x, y = left + mess.uniform(0.02, 0.25), mess.uniform(0.47, 0.57)
        pen.turned(x, y, mess.uniform(0.02, 0.07), 0.05, float(mess.uniform(0, 3)), GOODS[mess.integers(len(GOODS))])
    pen.box(left, 0.58, left + 0.27, 0.61, WOOD)
    for x in (left + 0.01, left + 0.245):
        pen.box(x, 0.61, x + 0.016, 0.82, WOOD)


def _floor(pen: Pen, tidy: bool, mess: np.random.Generator, goods: np.ndarray) -> None:
    """A floor: marked ways and one pallet, or boxes, a puddle and a cable."""
    if tidy:
        pen.shape(np.array([(0.3, 0.68), (0.315, 0.68), (0.21, 1), (0.18, 1)]), MARK)
        pen.shape(np.array([(0.62, 0.68), (0.635, 0.68), (0.74, 1), (0.71, 1)]), MARK)
        for level in range(3):
            pen.box(0.8, 0.85 - 0.08 * level, 0.94, 0.92 - 0.08 * level, GOODS[goods[0]])
        return
    middle = mess.uniform(0.35, 0.6)
    angles = np.linspace(0, 2 * np.pi, 24, endpoint=False)
    radius = 0.06 + 0.02 * mess.random(24)
    pen.shape(np.column_stack([middle + 1.6 * radius * np.cos(angles), 0.84 + radius * np.sin(angles)]), SPILL)
    for _ in range(13):
        x, y, wide = mess.uniform(0.08, 0.95), mess.uniform(0.7, 0.95), mess.uniform(0.05, 0.12)
        pen.turned(x, y, wide, wide, float(mess.uniform(-0.8, 0.8)), GOODS[mess.integers(len(GOODS))])
    xs = np.linspace(0.1, 0.9, 40)
    cable = np.column_stack([xs, 0.78 + 0.05 * np.sin(14 * xs + mess.random())])
    points = [(float(x), float(y)) for x, y in cable * [pen.width, pen.height]]
    pen.draw.line(points, fill=INK, width=max(3, pen.width // 240))
