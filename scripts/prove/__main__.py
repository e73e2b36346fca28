"""``make prove``: every float32 and half-precision input, float64 where it is hard; writes the accuracy table."""

from __future__ import annotations

import json
import sys

from scripts import ROOT
from scripts.prove import suspects
from scripts.prove.document import document, near
from scripts.prove.limits import verdicts
from scripts.prove.run import cache_folder, file_of, run_all
from scripts.write import write

TABLE = ROOT / "scripts" / "studies" / "accuracy.json"


def main() -> int:
    folder = cache_folder()
    done = run_all(folder)
    result = document(done)
    write(TABLE, json.dumps(result, indent=1, sort_keys=True, ensure_ascii=False) + "\n")
    every = [verdicts(result["errors"], result["native_level"])]
    every += [verdicts(errors, level) for level, errors in result["levels"].items()]
    for lines, _ in every:
        print(*lines, sep="\n")
    seconds = result["core_seconds"]
    print(*(f"{what}: {value:.0f} s" for what, value in seconds.items()), sep=", ", end="; ")
    print(f"together {sum(seconds.values()) / 60:.1f} minutes of a core")
    print(f"written: {TABLE.relative_to(ROOT)}")
    if suspects.write(near(done)):
        for task in done:
            if task.what == "near":  # which tried the old list
                file_of(folder, task).unlink()
        print("reference_impl/_kernels/hard_cases.py has changed: run this again")
        return 1
    return int(not all(good for _, good in every))


if __name__ == "__main__":
    sys.exit(main())
