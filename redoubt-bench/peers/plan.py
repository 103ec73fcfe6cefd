"""The plan of the comparison of attacks: what is run by whom in which norm with which settings.

    plan.py PLAN [ATTACK,...]

prints a line `ATTACK TOOLKIT` for each run of the Python toolkits and of Redoubt, attack by attack.
"""

import json
import sys
from pathlib import Path
from typing import NamedTuple

from archives import BadInput

GROUPS = ("gradient", "search", "jacobian", "queries")  # each with a number of points of its own


class Task(NamedTuple):
    """One attack of the plan.

    `toolkits` are those that have it. `fixed` are settings that they are given and Redoubt has by
    itself. `budget` is epsilon for attacks within one, else None. With `targeted` the class after the
    label is wanted (after 9 comes 0). `redoubt` is the attack for Redoubt, with `{NAME}` for a setting;
    `notes` are remarks by toolkit.
    """

    name: str
    toolkits: list
    norm: str
    group: str
    redoubt: str
    settings: dict = {}
    fixed: dict = {}
    budget: float | None = None
    targeted: bool = False
    notes: dict = {}

    def changed(self, values):
        """The same with other values of those settings that it has."""
        own = {key: value for key, value in values.items() if key in self.settings}
        return self._replace(settings=self.settings | own)


class Plan(NamedTuple):
    tasks: dict  # by name, in the order of the file
    warm_up: dict  # settings of the short run before anything is timed

    def task(self, name):
        if name not in self.tasks:
            raise BadInput(f"the plan has no attack {name}, it has {', '.join(self.tasks)}")
        return self.tasks[name]


def read_plan(path, overrides):
    """The plan of a file with other settings, {name: value}, in every attack that has them."""
    try:
        file = json.loads(path.read_text())
        tasks = {name: Task(name, **fields) for name, fields in file["attacks"].items()}
        warm_up = file["warm_up"]
    except OSError as cause:
        raise BadInput(f"cannot read {path}: {cause.strerror}") from cause
    except (ValueError, KeyError, TypeError, AttributeError) as cause:
        raise BadInput(f"{path} is not a plan of attacks: {cause}") from cause
    for task in tasks.values():
        if task.group not in GROUPS:
            raise BadInput(f"{task.name} in {path} has group {task.group}, not one of {GROUPS}")
    known = {key for task in tasks.values() for key in task.settings}
    for key in overrides:
        if key not in known:
            raise BadInput(f"no attack of {path} has a setting {key}, they have {sorted(known)}")
    return Plan({name: task.changed(overrides) for name, task in tasks.items()}, warm_up)


def overrides(text):
    """`steps=3,queries=60` as {name: number}."""
    values = {}
    for part in text.split(",") if text else []:
        name, _, value = part.partition("=")
        try:
            values[name.strip()] = json.loads(value)
        except ValueError as cause:
            raise BadInput(f"'{part}' is not NAME=NUMBER") from cause
    return values


def main():
    names = sys.argv[2].split(",") if len(sys.argv) > 2 else None
    try:
        plan = read_plan(Path(sys.argv[1]), {})
        for task in [plan.task(name) for name in names or plan.tasks]:
            for toolkit in [*task.toolkits, "redoubt"]:
                print(task.name, toolkit)
    except BadInput as cause:
        print(f"plan: {cause}", file=sys.stderr)
        sys.exit(2)


if __name__ == "__main__":
    main()
