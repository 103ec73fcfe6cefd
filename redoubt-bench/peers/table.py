"""Prints the results of one side-by-side run as a table, and the ratio to the fastest."""

import json
import sys
from pathlib import Path


def main():
    results = [json.loads(Path(name).read_text()) for name in sys.argv[1:]]
    fastest = min(result["seconds_median"] for result in results)
    print(f"{'':<14}{'clean':>8}{'robust':>8}{'median s':>10}{'images/s':>10}{'ratio':>7}")
    for result in results:
        median = result["seconds_median"]
        print(
            f"{result['peer']:<14}{result['clean_accuracy']:>8.4f}{result['robust_accuracy']:>8.4f}"
            f"{median:>10.3f}{result['samples'] / median:>10.1f}{median / fastest:>7.2f}"
        )


if __name__ == "__main__":
    main()
