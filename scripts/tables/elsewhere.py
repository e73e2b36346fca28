"""With which versions the study ``elsewhere`` ran its blocks."""

from scripts.studies import data


def elsewhere() -> list[list[str]]:
    run = data("elsewhere")["run"].values()
    return [["run with", "on"], *([tool["with"], tool["on"]] for tool in run)]
