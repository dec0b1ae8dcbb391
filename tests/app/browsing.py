"""Driving the page in a real browser, as people use it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

MAIN = 'document.querySelector("[data-testid=stMain]")'
# Words in visible text that are ours or the reports': file names, formats, and letters the hostile report brings.
_ALLOWED = re.compile(
    r"[\w（）“”<>]+\.(?:txt|docx|pdf|html|zip|toml)|https?://\S+|Excel|CSV|Word|Markdown|WPS|Office|zip|\b[KM]B\b|Alt\+."
)
_VISIBLE_TEXT = """() => {
  const words = [];
  const seen = (element) => element && element.checkVisibility({visibilityProperty: true, opacityProperty: true});
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    const parent = node.parentElement;
    // An icon is a word of the icon font; it is drawn as a picture. Passages are the reports' own words.
    if (!parent || parent.closest('[data-testid="stIconMaterial"],script,style,noscript,.fz-text') || !seen(parent)) continue;
    words.push(node.nodeValue);
  }
  for (const element of document.querySelectorAll("[placeholder],[title],[aria-label]")) {
    if (!seen(element)) continue;
    for (const name of ["placeholder", "title", "aria-label"]) words.push(element.getAttribute(name) || "");
  }
  return words.filter((word) => word.trim());
}"""


def open_page(page: Page, address: str) -> Page:
    """Open an address and wait for the search box or the report."""
    page.goto(address)
    page.wait_for_selector(".st-key-query input, .fz-doc, .fz-notice, .fz-setup")
    return page


def ask(page: Page, text: str) -> None:
    """Type a question and press Enter."""
    box = page.locator(".st-key-query input")
    box.fill(text)
    box.press("Enter")
    page.wait_for_function("text => document.title.startsWith(text)", arg=text)


def holds(field: Locator, text: str) -> None:
    """Wait until a field holds a text: Streamlit draws a new one empty first."""
    from playwright.sync_api import expect

    expect(field).to_have_value(text, timeout=60_000)


def pick(box: Locator, typed: str, option: str) -> None:
    """Type into a select box and take an option: a box that is drawn anew meanwhile closes, and is opened again."""
    from playwright.sync_api import TimeoutError as TimedOut

    wanted = box.page.get_by_role("option", name=option).first
    for _ in range(5):
        box.fill("")
        box.fill(typed)
        try:
            return wanted.click(timeout=5_000)
        except TimedOut:
            continue
    return wanted.click()


def parameters(page: Page) -> dict[str, list[str]]:
    """What the address bar holds."""
    return parse_qs(urlsplit(page.url).query)


def settle(page: Page) -> None:
    """Wait until the page has been drawn whole."""
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')


def cards(page: Page) -> Locator:
    """The cards of the results, once they are all there."""
    page.wait_for_selector(".fz-card")
    settle(page)
    return page.locator(".fz-card")


def place_lines(page: Page) -> list[str]:
    """Place and year of each card."""
    cards(page)
    return page.locator(".fz-card .fz-place").all_inner_texts()


def english(page: Page) -> list[str]:
    """Visible words in Latin letters that are not ours."""
    texts = [_ALLOWED.sub("", text) for text in page.evaluate(_VISIBLE_TEXT)]
    return sorted({text for text in texts if re.search(r"[A-Za-z]{2,}", text)})


def facet(page: Page, name: str, value: str) -> Locator:
    """A value of a filter in the sidebar."""
    return page.locator(f'.fz-facet[aria-label="{name}"] a.fz-value').filter(has=page.get_by_text(value, exact=True))


def scrolled(page: Page) -> float:
    """How far down the page is."""
    return float(page.evaluate(f"{MAIN}.scrollTop"))
