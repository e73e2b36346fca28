"""The line that a page shows installs what the page's blocks need, wherever the site is served or kept."""

import os
import re
import shutil
import subprocess
import sys
from importlib.metadata import distribution

import pytest

from scripts.page import install
from scripts.site import blocks
from tests.site import environments, pasting
from tests.site.building import SITE_URL, python_of
from tests.site.reporting import report
from tests.site.serving import BASE, serve

PAGE = "look-up/api"
READ = "document.querySelector('article .install code').textContent.trim()"


def test_every_page_with_code_has_the_line_before_its_first_block(site) -> None:
    faults = []
    for path in sorted(site.rglob("index.html")):
        html = path.read_text(encoding="utf-8")
        article = html[html.index("<article") :]
        first = article.find('class="language-python')
        imports = re.search(r'<span class="kn">(import|from)</span>', article)
        if imports and not -1 < article.find('class="language-text install') < first:
            faults.append(f"{path.relative_to(site)} imports, and does not say first what to install")
        copy = path.with_suffix(".md").read_text(encoding="utf-8")
        if (line := pasting.line_of(html)) and f"```console\n{line}\n```" not in copy:
            faults.append(f"{path.relative_to(site)}: the Markdown copy lacks {line!r}")
    report(faults)


def test_without_a_script_the_line_names_the_published_site(site) -> None:
    line = pasting.line_of((site / PAGE / "index.html").read_text(encoding="utf-8"))
    assert line.startswith(f"pip install {SITE_URL}{install.wheel()} numba ")
    assert (site / install.wheel()).is_file()


@pytest.mark.parametrize("where", ["served", "from disk"])
def test_the_line_installs(where, browser, site, offline_site, tmp_path) -> None:
    """As the reader would, but for what the package depends on, which is linked: that needs no network."""
    folder = shutil.copytree(offline_site, tmp_path / "it's σ") if where == "from disk" else site
    page = browser.new_page()
    with serve(site) as port:
        served = f"http://127.0.0.1:{port}{BASE}{PAGE}/"
        page.goto(served if where == "served" else (folder / f"{PAGE}.html").as_uri())
        line = page.evaluate(READ)
        page.close()
        command = line[: line.index(install.wheel()) + len(install.wheel())]
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(tmp_path / "venv")], check=True)
        python = python_of(tmp_path / "venv")
        # The shell reads the line, as the reader's would.
        command = command.replace("pip", f"'{sys.executable}' -m pip --python '{python}'", 1)
        env = {name: value for name, value in os.environ.items() if "proxy" not in name.lower()}
        done = subprocess.run(
            f"{command} --no-deps --no-index", shell=True, env=env, capture_output=True, text=True
        )
    assert done.returncode == 0, done.stderr
    (packages,) = (tmp_path / "venv").rglob("site-packages")
    environments.link(distribution("numpy"), packages)
    block = pasting.blocks_of((site / PAGE / "index.html").read_text(encoding="utf-8"))[0]
    run = [python, "-I", "-c", block["code"]]
    done = subprocess.run(run, cwd=tmp_path, capture_output=True, text=True)
    assert done.stdout.strip() == block["output"], done.stderr


def test_it_stands_before_the_tabs_that_hold_the_first_block() -> None:
    page = 'Text.\n\n=== "NumPy"\n\n    ```python\n    import numpy\n    ```\n'
    text, tabs = blocks.with_install(page, "https://example.org/").split("===")
    assert text == "Text.\n\n\n```console\npip install numpy\n```\n\n"
    assert tabs.startswith(' "NumPy"')
    assert blocks.with_install("```python\nimport math\n```", "") == "```python\nimport math\n```"


def test_our_own_package_comes_from_the_site() -> None:
    page = blocks.with_install("```python\nfrom reference_impl import sigmoid\n```", "https://example.org/a/")
    assert f"pip install https://example.org/a/{install.wheel()}\n" in page
