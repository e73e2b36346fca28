"""What the theme's base template says that HTML does not allow, and that no block of it lets us override."""

# The boxes behind the drawer and the search: only a field that takes text may complete itself.
STOCK = {
    f'data-md-toggle="{name}" type="checkbox" id="__{name}" autocomplete="off">':
    f'data-md-toggle="{name}" type="checkbox" id="__{name}">'
    for name in ("drawer", "search")
}  # fmt: skip


def fix(html: str) -> str:
    """The page with valid HTML in their place; a theme that no longer has them raises ``ValueError``."""
    for stock, ours in STOCK.items():
        if stock not in html:
            raise ValueError(
                f"the theme's base template no longer holds {stock!r}: fix scripts/site/theme.py"
            )
        html = html.replace(stock, ours)
    return html
