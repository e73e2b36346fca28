"""Every section that the tables of tests/content name is on the built site, under its anchor."""

from tests.content.test_items import ROWS
from tests.site.reporting import report


def test_every_section_is_on_the_site(pages):
    ids = {page.address.removesuffix("index.html").strip("/"): page.ids for page in pages}
    wanted = {(row["page"].removesuffix("index").strip("/"), row["anchor"]) for row in ROWS}
    report(
        [
            f"{page}#{anchor} is not on the site"
            for page, anchor in sorted(wanted)
            if anchor not in ids.get(page, ())
        ]
    )
