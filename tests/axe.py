"""Accessibility of a page as it stands in the browser, judged by axe-core."""

from pathlib import Path

from playwright.sync_api import Page

_SOURCE = Path(__file__).parent.parent / "node_modules/axe-core/axe.min.js"
_RUN = """
async (only) => {
  const rules = only ? { runOnly: [only] } : {};
  const options = { resultTypes: ["violations"], ...rules };
  const { violations } = await axe.run(document, options);
  return violations.map(({ id, impact, help, nodes }) => {
    const places = nodes.map(({ target }) => target.join(" ")).join("; ");
    return `${id} (${impact}): ${help}: ${places}`;
  });
}
"""


def axe(page: Page, *, only: str = "") -> list[str]:
    """
    What axe-core finds wrong with the page: one sentence per rule, with the places.

    Empty when nothing is wrong; `only` is the id of a single rule to look at. The
    page's Content-Security-Policy stays in force: the code enters through the debugger,
    not through a script element.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(_SOURCE.read_text("utf-8"))
    found: list[str] = page.evaluate(_RUN, only)
    return found
