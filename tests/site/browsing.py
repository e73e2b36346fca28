"""A window on the site that notes what a careful reader would: requests, console, focus, overflow."""

import functools
import os
import shutil
from pathlib import Path
from typing import Any

from scripts import ROOT
from tests.site.building import SITE_URL

ARGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
WIDTHS, SCHEMES = (390, 1280), ("light", "dark")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOUR_RULES = ["color-contrast", "link-in-text-block"]


def find_chromium(playwright: Any) -> str | None:
    """The browser that the variable CHROMIUM names, one of this machine, or Playwright's own."""
    names = [os.environ.get("CHROMIUM"), "chromium", "chromium-browser", "google-chrome"]
    found = [path for name in names if name and (path := shutil.which(name))]
    own = playwright.chromium.executable_path
    return found[0] if found else own if Path(own).exists() else None


@functools.cache
def _script(path: Path) -> str:
    # Playwright calls what a script ends with, were it a function.
    return path.read_text(encoding="utf-8") + "\n;0"


class Reader:
    """One window; ``faults`` collects what went wrong since the last ``visit`` began."""

    def __init__(
        self, browser: Any, width: int = 1280, scheme: str = "light", base: str = SITE_URL, **options: Any
    ):
        self.base = base
        self.context = browser.new_context(
            viewport={"width": width, "height": 844}, color_scheme=scheme, reduced_motion="reduce", **options
        )
        self.page = self.context.new_page()
        self.faults: list[str] = []
        self.requested: list[str] = []
        self._pending: set[Any] = set()
        self.page.on("console", lambda m: self.faults.append(f"the console says {m.type}: {m.text}"))
        self.page.on("pageerror", lambda error: self.faults.append(f"a script fails: {error}"))
        self.page.on("response", self._answered)
        self.context.on("request", self._asked)
        self.context.on("requestfailed", self._failed)
        self.context.on("requestfinished", lambda request: self._pending.discard(request))

    def _asked(self, request: Any) -> None:
        if request.url.startswith(("data:", "blob:")):
            return
        self.requested.append(request.url)
        self._pending.add(request)
        if not request.url.startswith(self.base):
            self.faults.append(f"asks for {request.url}")

    def _answered(self, response: Any) -> None:
        if response.status >= 400:
            self.faults.append(f"is answered {response.status} for {response.url}")

    def _failed(self, request: Any) -> None:
        self._pending.discard(request)
        # A browser fetches the icon when it likes, and gives up when the reader goes on.
        if request.failure == "net::ERR_ABORTED" and "favicon" in request.url:
            return
        self.faults.append(f"does not get {request.url}: {request.failure}")

    def visit(self, url: str) -> Any:
        """Open a page and wait until all that it asked for has come."""
        self.settle()
        self.faults.clear()
        self.requested.clear()
        response = self.page.goto(url)
        self.settle()
        return response

    def resize(self, width: int) -> None:
        """Make the window so wide, and wait until the page is laid out anew."""
        self.page.set_viewport_size({"width": width, "height": 844})
        self.page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")

    def settle(self) -> None:
        for _ in range(300):
            if not self._pending:
                return
            self.page.wait_for_timeout(10)
        self.faults += [f"waits three seconds for {request.url}" for request in self._pending]
        self._pending.clear()

    def inspect(self) -> None:
        """Pictures, movement, and what does not fit: our own checks, in ``inspect.js``."""
        self._ours("inspectPage()")

    def audit(self, *, colours_only: bool = False) -> None:
        """axe-core: all its rules, or those whose verdict a colour scheme can change.

        Formulas are taken out before: they are half of a page's elements, in the colour of the text around.
        """
        rules = {"type": "rule", "values": COLOUR_RULES} if colours_only else {"type": "tag", "values": TAGS}
        self.page.evaluate("document.querySelectorAll('.katex').forEach(formula => formula.remove())")
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(_script(ROOT / "node_modules" / "axe-core" / "axe.min.js"))
        result = self.page.evaluate(
            "rules => axe.run(document, {runOnly: rules, resultTypes: ['violations'], preload: false})"
            ".then(r => r.violations.map(v => [v.id, v.nodes.map(n => n.html.slice(0, 120))]))",
            rules,
        )
        self.faults += [f"axe {rule}, {len(nodes)} times: {nodes[0]}" for rule, nodes in result]

    def tab_through(self, part: str = "body", limit: int = 2000) -> None:
        """Press Tab from the top of ``part`` to its end: everything in it is reached and shows its focus."""
        self._ours(f"startTour({part!r})")
        for _ in range(0, limit, 10):
            for _ in range(10):
                self.page.keyboard.down("Tab")  # held down, which takes half the time of pressing it
            if self.page.evaluate("tour.done"):
                break
        self.page.keyboard.up("Tab")
        self._ours("endTour()")
        self.page.keyboard.press("Escape")  # the search opens when the focus comes by

    def check_rings(self) -> None:
        """Whatever takes the focus shows it: as ``tab_through``, without going the way by key."""
        self._ours("startAt('article')")
        # From here on the browser shows a focus as to a reader with a keyboard.
        self.page.keyboard.press("Tab")
        self._ours("checkRings()")

    def switch_scheme(self) -> str:
        """Press the button for the other colour scheme, and return its name."""
        return self._ours("switchScheme()")

    def _ours(self, call: str) -> Any:
        if not self.page.evaluate("'startTour' in window"):
            self.page.evaluate(_script(Path(__file__).with_name("inspect.js")))
        answer = self.page.evaluate(call)
        self.faults += answer if isinstance(answer, list) else []
        return answer
