"""`python -m tests.bench SUBJECT`: speed beside a peer in one run; of the checks, what they refuse, name and accept."""

import argparse
import os

os.environ["OMP_NUM_THREADS"] = "1"  # read once, when NumPy is first imported

from importlib import import_module

SUBJECTS = ("library", "widgets", "checks", "grading", "classroom")

if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("subject", choices=SUBJECTS)
    import_module(f"tests.bench.{parser.parse_args().subject}").main()
