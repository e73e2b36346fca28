"""What GitHub reads: the workflows, Dependabot's settings and the issue forms."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from scripts import ROOT

GITHUB = ROOT / ".github"
WORKFLOWS = sorted((GITHUB / "workflows").glob("*.yml"))
CONFIG = GITHUB / "ISSUE_TEMPLATE" / "config.yml"
FORMS = sorted(set(CONFIG.parent.glob("*.yml")) - {CONFIG})
SCHEMAS = {
    "vendor.github-workflows": WORKFLOWS,
    "vendor.dependabot": [GITHUB / "dependabot.yml"],
    "vendor.github-issue-forms": FORMS,
    "vendor.github-issue-config": [CONFIG],
    "vendor.citation-file-format": [ROOT / "CITATION.cff"],
}


def run(program: str, *args: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([Path(sys.executable).parent / program, *args], capture_output=True, text=True)


@pytest.mark.parametrize("schema", SCHEMAS)
def test_files_have_their_form(schema: str) -> None:
    done = run("check-jsonschema", "--builtin-schema", schema, *SCHEMAS[schema])
    assert done.returncode == 0, done.stdout + done.stderr


def test_workflows_are_safe() -> None:
    """Among others: actions pinned by hash, no credentials kept, no more permissions than needed."""
    done = run("zizmor", "--offline", "--no-progress", "--strict-collection", GITHUB)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_jobs_end_by_themselves(path: Path) -> None:
    jobs = yaml.safe_load(path.read_text(encoding="utf-8"))["jobs"]
    assert [name for name, job in jobs.items() if not ({"uses", "timeout-minutes"} & job.keys())] == []


def test_an_action_has_one_version() -> None:
    pins: dict[str, set[str]] = {}
    for path in WORKFLOWS:
        for action, pin in re.findall(r"uses: (\w[\w./-]+)@(.+)", path.read_text(encoding="utf-8")):
            pins.setdefault(action, set()).add(pin)
    assert "actions/checkout" in pins
    assert {action: found for action, found in pins.items() if len(found) > 1} == {}


def test_few_jobs_may_write() -> None:
    found = {
        (path.stem, name, right)
        for path in WORKFLOWS
        for workflow in [yaml.safe_load(path.read_text(encoding="utf-8"))]
        for name, job in {"": workflow, **workflow["jobs"]}.items()
        for right, level in job.get("permissions", {}).items()
        if level != "read"
    }
    assert found == {
        ("site", "publish", "pages"),
        ("site", "publish", "id-token"),
        ("watch", "report", "issues"),
    }
