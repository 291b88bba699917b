"""axe-core in a page: brought in once for all the ways a page is looked at, and only what it finds is brought back."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

SCRIPT = Axe().axe_script
FIND = """options => axe.run(document, options).then(found => found.violations.map(rule =>
    [rule.id + ': ' + rule.help].concat(rule.nodes.map(node => node.html + ' ' + node.failureSummary)).join(' | ')
))"""


def violations(page: Page, options: dict[str, Any]) -> str:
    """What is wrong, rule by rule; nothing if nothing is."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(SCRIPT)
    return "\n".join(page.evaluate(FIND, options))
