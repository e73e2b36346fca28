"""Make everything anew and write what changed, or with --check only compare.

Without a NAME that is all but the studies, which run for minutes. A NAME is a file that is made, or its script
(docs/index.md, sigmoid-curve, docs/examples/logistic_regression.py), or one of: {}.
"""

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from scripts import figures, studies
from scripts.figures import social_card
from scripts.made import Generator, orphans, settle
from scripts.tables import vectors
from scripts.truth import notebook, pages

# In the order of what depends on what.
GENERATORS: dict[str, Generator] = {
    "studies": studies,
    "vectors": vectors,
    "figures": figures,
    "card": social_card,
    "notebooks": notebook,
    "pages": pages,
}


def chosen(names: Sequence[str], *, with_studies: bool = False) -> dict[str, list[Path]]:
    """The files to make, by generator; a name of nothing raises ``ValueError``."""
    every = {name: generator.targets() for name, generator in GENERATORS.items()}
    if not names:
        return {name: paths for name, paths in every.items() if with_studies or name != "studies"}
    for name in names:
        if not any(_means(name, kind, path) for kind, paths in every.items() for path in paths):
            raise ValueError(f"{name!r} is no file that a script makes, nor one of {', '.join(GENERATORS)}")
    return {
        kind: [path for path in paths if any(_means(name, kind, path) for name in names)]
        for kind, paths in every.items()
    }


def _means(name: str, kind: str, path: Path) -> bool:
    """Whether a name is that of a file or its script, of a file without folder and suffix, or of its kind."""
    if Path(name).suffix:
        return _plain(Path(name).resolve()) == _plain(path)
    # Pages have a folder in their name: many are called index, and one is called as the study that it shows.
    return name == kind or (path.suffix != ".md" and _plain(path.with_name(name)) == _plain(path))


def _plain(path: Path) -> Path:
    # A figure is made for the desk and for the phone.
    return path.with_name(path.stem.replace("_", "-").removesuffix(figures.narrow("")))


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser("python -m scripts", description=__doc__.format(", ".join(GENERATORS)))
    parser.add_argument("--check", action="store_true", help="write nothing, fail when something is not true")
    parser.add_argument("--studies", action="store_true", help="run the long studies, too")
    parser.add_argument("names", nargs="*", metavar="NAME")
    options = parser.parse_args(arguments)
    try:
        wanted = chosen(options.names, with_studies=options.studies)
    except ValueError as error:
        parser.error(str(error))
    problems = list(orphans(GENERATORS.values()))
    print(*problems, sep="\n", end="\n" if problems else "")
    for name, paths in wanted.items():
        if not paths:
            continue
        start = time.monotonic()
        for problem in settle(GENERATORS[name].make(paths), check=options.check):
            problems.append(problem)
            print(problem, flush=True)
        if len(paths) > 1:
            print(f"{name}: {time.monotonic() - start:.1f} s", flush=True)
    return int(bool(problems))


if __name__ == "__main__":
    sys.exit(main())
