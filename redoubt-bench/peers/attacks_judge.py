"""The one judge of all toolkits' adversarial points: NaN, box, budget, label and distance.

The model is asked in double precision, so that no engine's rounding decides about points on the boundary.
"""

from typing import NamedTuple

import numpy as np

from archives import BOX
from judge import NORMS, TOLERANCE, predict

DISTANCES = NORMS | {
    "L1": lambda rows: np.abs(rows).sum(axis=1),
    "L0": lambda rows: (np.abs(rows) > TOLERANCE).sum(axis=1),
}


class Verdict(NamedTuple):
    found: float  # share of the points
    median: float  # distance over all points, infinite where nothing was found
    outside: int  # points farther out of the box than rounding goes, or not numbers


def judge(model, task, inputs, labels, adversarial, batch):
    """What an attack found on points that the model (in double precision) gets right.

    A point outside the box is moved onto it before anything is measured. It counts if it is of numbers,
    within the budget, if there is one, and of another class than the label's, or of the one wanted.
    """
    points = adversarial.astype(np.float64)
    numbers = np.isfinite(points).reshape(len(points), -1).all(axis=1)
    points[~numbers] = inputs[~numbers]
    beyond = np.maximum(BOX[0] - points, points - BOX[1]).reshape(len(points), -1).max(axis=1)
    points = points.clip(*BOX)
    distance = DISTANCES[task.norm]((points - inputs).reshape(len(points), -1))
    predicted = predict(model, points, batch)
    met = predicted == (labels + 1) % 10 if task.targeted else predicted != labels
    met &= numbers
    if task.budget is not None:
        met &= distance <= task.budget + TOLERANCE
    outside = int(((beyond > TOLERANCE) | ~numbers).sum())
    return Verdict(float(met.mean()), float(np.median(np.where(met, distance, np.inf))), outside)
