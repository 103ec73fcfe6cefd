"""Prints the sides of one comparison of certification as two tables in Markdown.

The first says what each side found and what it cost. The second holds the sides with a fixed number of
draws against each other: their formula is the same, so only the draws may tell their radii apart.
"""

import json
import sys
from itertools import combinations
from pathlib import Path
from statistics import mean

import numpy as np
from scipy.stats import beta, norm

NAMES = {
    "art": "ART `certify`",
    "cohen": "plain PyTorch, fixed n",
    "redoubt-fixed": "Redoubt `--deployment --test fixed`",
    "redoubt-sequential": "Redoubt `--deployment`",
    "redoubt-labelled": "Redoubt, labels known",
}
FIXED = ("art", "cohen", "redoubt-fixed")
SETTINGS = ("model", "limit", "sigma", "alpha", "n0", "n", "asked", "batch", "threads", "seed")


def row(*cells):
    print("| " + " | ".join(cells) + " |")


def head(*cells):
    row(*cells)
    print("|---" * len(cells) + "|")


def costs(results):
    first = results[0]
    asked = [f"{radius:g}" for radius in first["asked"]]
    head("", *asked, "draws an input", "certifying", "times", "process", "times", "memory")
    for found in results:
        row(
            NAMES[found["side"]],
            *(f"{100 * share:.1f} %" for share in found["certified_accuracy"]),
            f"{mean(found['draws']):,.0f}",
            f"{found['seconds']:.2f} s",
            f"{first['seconds'] / found['seconds']:.1f}",
            f"{found['process_seconds']:.1f} s",
            f"{first['process_seconds'] / found['process_seconds']:.1f}",
            f"{found['peak_mib']:,.0f} MiB",
        )


def counts(found):
    """The count behind each radius, and how far the radius is from the one that the count gives."""
    n, alpha, sigma = found["n"], found["alpha"], found["sigma"]
    possible = np.arange(n // 2, n + 1)
    lattice = sigma * norm.ppf(beta.ppf(alpha, possible, n - possible + 1))
    radii = np.array(found["radii"])
    nearest = np.abs(lattice[:, None] - radii).argmin(axis=0)
    return possible[nearest], np.abs(lattice[nearest] - radii)


def agreement(results):
    fixed = [found for found in results if found["side"] in FIXED]
    head("", "same prediction", "radii apart", "deviations, rms", "largest", "off the formula")
    for one, other in combinations(fixed, 2):
        given, given_other = (np.array(found["predictions"]) for found in (one, other))
        same = given == given_other
        certified = same & (given >= 0)
        (k, off), (k_other, off_other) = counts(one), counts(other)
        share = (k + k_other) / (2 * one["n"])
        uncertain = certified & (share < 1)  # where both sides saw nothing else, nothing can differ
        deviation = np.sqrt(2 * one["n"] * share * (1 - share))[uncertain]
        apart = np.abs(k - k_other)[uncertain] / deviation
        radii = np.abs(np.array(one["radii"]) - np.array(other["radii"]))
        row(
            f"{NAMES[one['side']]} and {NAMES[other['side']]}",
            f"{same.sum()} of {len(same)}",
            f"at most {radii[certified].max(initial=0):.3f}",
            f"{np.sqrt(np.mean(apart**2)) if len(apart) else 0:.2f}",
            f"{apart.max(initial=0):.1f}",
            f"{np.maximum(off, off_other)[certified].max(initial=0):.0e}",
        )


def main():
    results = [json.loads(Path(name).read_text()) for name in sys.argv[1:]]
    first = results[0]
    for found in results[1:]:
        for setting in SETTINGS:
            if found[setting] != first[setting]:
                print(f"certify_table: {setting} differs between the results", file=sys.stderr)
                sys.exit(2)
    print(", ".join(f"{s} {first[s]}" for s in SETTINGS if s != "asked"), end="\n\n")
    costs(results)
    print()
    agreement(results)


if __name__ == "__main__":
    main()
