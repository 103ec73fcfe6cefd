"""Runs one side of the comparison of certification as a process of its own and measures that process.

Writes one JSON line: what the side found for each input, its accuracy by one judge for all, the seconds that
certifying took, and of the whole process the seconds and the peak of its resident memory.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from certification import asked, certified_accuracy, parse, parser

HERE = Path(__file__).resolve().parent
REDOUBT = HERE.parents[1] / "redoubt"
PYTHON = {"art": "certify_art.py", "cohen": "certify_cohen.py"}
REDOUBT_SIDES = {
    "redoubt-fixed": ["--deployment", "--test", "fixed"],
    "redoubt-sequential": ["--deployment"],
    "redoubt-labelled": [],
}


def python_command(args):
    settings = [f"--{name}={value}" for name, value in vars(args).items() if name != "side"]
    return [sys.executable, str(HERE / PYTHON[args.side]), *settings]


def redoubt_command(args, folder):
    kind = REDOUBT_SIDES[args.side]
    return [
        *(str(REDOUBT), "certify", f"--model={args.model}", f"--data=mnist:{args.mnist}"),
        *(f"--limit={args.limit}", f"--sigma={args.sigma}", f"--alpha={args.alpha}"),
        *(f"--radii={args.radii}", f"--n={args.n}", *kind),
        *([f"--n0={args.n0}"] if kind else []),
        *(f"--batch={args.batch}", f"--threads={args.threads}", f"--seed={args.seed}"),
        *("--quiet", f"--out={folder}"),
    ]


def measured(command):
    """Runs a command to its end; its seconds and its peak of resident memory in MiB."""
    begin = time.perf_counter()
    process = subprocess.Popen(command)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - begin
    code = os.waitstatus_to_exitcode(status)
    if code != 0:
        sys.exit(code if code > 0 else 1)
    unit = 1 if sys.platform == "darwin" else 1024  # of ru_maxrss, in bytes
    return {"process_seconds": seconds, "peak_mib": usage.ru_maxrss * unit / 2**20}


def redoubt_result(folder, threads):
    """What the sides in Python write, from Redoubt's own files.

    The report's seconds include loading engine, data and model, which theirs do not; each input's own
    seconds are those of drawing noise and asking the model.
    """
    report = json.loads((folder / "report.json").read_text())
    lines = (folder / "certificates.jsonl").read_text().splitlines()
    certificates = sorted((json.loads(line) for line in lines), key=lambda c: c["id"])
    provenance = report["provenance"]
    return {
        "versions": {name: provenance[name] for name in ("version", "engine", "java")},
        "labels": [c["label"] for c in certificates],
        "predictions": [c["prediction"] for c in certificates],
        "radii": [c["radius"] for c in certificates],
        "draws": [c["n"] + c["n0"] for c in certificates],
        "seconds": sum(c["seconds"] for c in certificates) / threads,
        "report_seconds": report["seconds"],
    }


def run(args):
    if args.side in PYTHON:
        process = measured(python_command(args))
        return process | json.loads(args.out.read_text())
    subprocess.run([str(REDOUBT), "--version"], check=True, stdout=subprocess.DEVNULL)  # builds it
    with tempfile.TemporaryDirectory() as parent:
        folder = Path(parent) / "certificates"
        process = measured(redoubt_command(args, folder))
        return process | redoubt_result(folder, args.threads)


def main():
    own = parser(__doc__)
    own.add_argument("--side", choices=[*PYTHON, *REDOUBT_SIDES], required=True)
    args = parse(own)
    found = run(args)
    settings = ("limit", "sigma", "alpha", "n0", "n", "batch", "threads", "seed")
    result = {
        "side": args.side,
        "model": args.model.name,
        **{name: getattr(args, name) for name in settings},
        "asked": asked(args),
        "certified_accuracy": [certified_accuracy(found, radius) for radius in asked(args)],
        **found,
    }
    args.out.write_text(json.dumps(result) + "\n")


if __name__ == "__main__":
    main()
