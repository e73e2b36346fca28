"""``make prove``: every float32 and half-precision input, float64 where it is hard; some ten minutes of a core."""

from collections.abc import Iterator
from pathlib import Path

from scripts.made import Made, Problem
from scripts.prove.run import cache_folder, file_of, run_all
from scripts.prove.table import HARD_CASES, document, hard_cases, near, verdicts
from scripts.studies import result


def make(path: Path) -> Iterator[Made]:
    """The accuracy table, and the list of inputs that are hard to round, which this run may have made longer."""
    folder = cache_folder()
    done = run_all(folder)
    found = document(done)
    problems = []
    for level, errors in [(found["native_level"], found["errors"]), *found["levels"].items()]:
        lines, good = verdicts(errors, level)
        print(*lines, sep="\n")
        if not good:
            problems.append(Problem(path, 1, f"results at {level} are too far off", "fix their kernels"))
    seconds = found["core_seconds"]
    print(*(f"{what}: {value:.0f} s" for what, value in seconds.items()), sep=", ", end="; ")
    print(f"together {sum(seconds.values()) / 60:.1f} minutes of a core", flush=True)
    yield result(path, found, in_order=True, problems=problems)
    text, again = hard_cases(near(done)), []
    if HARD_CASES.read_text(encoding="utf-8") != text:
        again = [Problem(HARD_CASES, 1, "other inputs are hard to round than were tried", "make prove")]
        for task in done:
            if task.what == "near":  # which tried the old list
                file_of(folder, task).unlink()
    yield Made(HARD_CASES, text, again)
