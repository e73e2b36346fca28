"""The lock files as data: what they pin, and what the pinned distributions ask for."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution

from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from scripts import ROOT

# Where the site and the package are to run: https://packaging.python.org/specifications/dependency-specifiers
PLACES = [
    {"sys_platform": system, "platform_system": name, "os_name": kind, "python_version": f"3.{minor}"}
    | {"python_full_version": f"3.{minor}.9", "platform_python_implementation": "CPython"}
    | {"implementation_name": "cpython"}
    for system, name, kind in [
        ("linux", "Linux", "posix"),
        ("darwin", "Darwin", "posix"),
        ("win32", "Windows", "nt"),
    ]
    for minor in (11, 12, 13, 14)
]


@dataclass(frozen=True)
class Pin:
    name: str
    version: str
    marker: str

    def holds(self, place: dict[str, str]) -> bool:
        return not self.marker or Marker(self.marker).evaluate(place)


def text(name: str) -> str:
    return (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")


def pins(lock: str) -> list[Pin]:
    """Every pin of the text of a lock file."""
    lines = re.finditer(
        r"^(?P<name>[\w.-]+)==(?P<version>[^\s;]+)(?: ; (?P<marker>.+?))? \\$", lock, re.MULTILINE
    )
    return [Pin(line["name"], line["version"], line["marker"] or "") for line in lines]


def installed(pin: Pin) -> Distribution | None:
    """The distribution whose metadata says what the pin asks for; none where another platform's is meant."""
    try:
        return distribution(pin.name)
    except PackageNotFoundError:
        return None


def asked(of: Distribution, extra: str, place: dict[str, str]) -> Iterator[Requirement]:
    for line in of.requires or []:
        wanted = Requirement(line)
        if not wanted.marker or wanted.marker.evaluate(place | {"extra": extra}):
            yield wanted


def gaps(lock: str, place: dict[str, str]) -> Iterator[str]:
    """What a pinned distribution, or an extra that one asks for, needs there and the lock lacks."""
    held = {pin.name: pin for pin in pins(lock) if pin.holds(place)}
    reached = [(name, "") for name in held]
    seen = set(reached)
    for name, extra in reached:
        of = installed(held[name])
        for wanted in asked(of, extra, place) if of else ():
            needed, by = canonicalize_name(wanted.name), f"{name}[{extra}]" if extra else name
            pin = held.get(needed)
            if not pin or not wanted.specifier.contains(pin.version, prereleases=True):
                yield f"{by} asks for {wanted}, the lock has {pin.version if pin else 'none'}"
                continue
            new = [(needed, each) for each in sorted(wanted.extras) if (needed, each) not in seen]
            reached += new
            seen |= set(new)
