"""Runs every fault and prints one table: python -m benchmarks.faults [KILLS [CUTS [POSTGRESQL_KILLS]]]. Needs root for the power cuts."""

import sys

from benchmarks.faults import kill, postgresql, powercut


def main() -> None:
    """Print all figures."""
    counts = [int(word) for word in sys.argv[1:]]
    kills, cuts, databases = (counts + [200, 50, 5][len(counts) :])[:3]
    for part, count in ((kill, kills), (powercut, cuts), (postgresql, databases)):
        for label, value in part.measure(count):
            print(f"  {label:<40}{value}", flush=True)


if __name__ == "__main__":
    main()
