"""What is counted while the batches pass: reach by project and country, published figures, and true effects."""

import numpy as np

from impact.demo import calibration
from impact.demo.arrays import Columns
from impact.demo.engagements import Engagements


class Ledger:
    """Sums over all batches; nothing in it grows with the export."""

    def __init__(self) -> None:
        self.countries = list(calibration.countries())
        shape = (len(calibration.projects()), len(self.countries))
        self.trained = np.zeros(shape, np.int64)
        self.completed = np.zeros(shape, np.int64)
        self.published = np.zeros(len(calibration.read("published")), np.int64)
        cells = (len(calibration.kpis()), len(calibration.modules()))
        self.effects = {
            name: np.zeros(cells)
            for name in ("n", "sum", "squares", "improved", "paired", "paired_sum", "paired_improved")
        }

    def count(self, g: Engagements) -> None:
        """Count a batch's enterprises by project, and for the published figures."""
        iso3 = g.e.batch.iso3
        place = self.countries.index(iso3)
        for number in range(len(calibration.projects())):
            mine = g.project == number
            self.trained[number, place] += _distinct(g, mine & ~np.isnat(g.classroom))
            self.completed[number, place] += _distinct(g, mine & ~np.isnat(g.completed))
        modules, projects = list(calibration.modules()), list(calibration.projects())
        for number, figure in enumerate(calibration.read("published")):
            if figure.get("iso3", iso3) != iso3:
                continue
            day = g.completed if figure["indicator"] == "enterprises_completed" else g.classroom
            counts = (day >= np.datetime64(figure["from"])) & (day <= np.datetime64(figure["to"]))
            if "module" in figure:
                counts &= g.module == modules.index(figure["module"])
            if "project" in figure:
                counts &= g.project == projects.index(figure["project"])
            self.published[number] += _distinct(g, counts)

    def learn(self, kpi: np.ndarray, module: np.ndarray, truth: Columns) -> None:
        """Add a batch's true effects; `kpi` and `module` are numbers aligned with the rows of `truth`."""
        cell = kpi * len(calibration.modules()) + module
        change, improved = truth["true_change"], truth["improved"]
        paired = truth["baseline_reported"] & truth["endline_reported"]
        given = {
            "n": np.ones(len(cell)),
            "sum": change,
            "squares": change**2,
            "improved": improved,
            "paired": paired,
            "paired_sum": change * paired,
            "paired_improved": improved & paired,
        }
        for name, values in given.items():
            added = np.bincount(cell, values, self.effects[name].size)
            self.effects[name] += added.reshape(self.effects[name].shape)


def _distinct(g: Engagements, rows: np.ndarray) -> int:
    return len(np.unique(g.enterprise[rows]))
