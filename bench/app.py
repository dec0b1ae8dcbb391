"""How long a user waits: ``python -m bench app [sample|60k …]``, through a real browser.

Every page and interaction of ``bench/app_steps.py`` on the sample reports and on 60,000 passages (``bench/volume.py``: the
vectors of the laws among them are random), from the beginning of the navigation, or from the click or key, to the moment
the result is on the screen, by the browser's own clock. Before that the server has been asked once; what each page
computes only the first time falls into the first round, so it shows under "worst". ``cold`` is the first search after the
server was started, by a browser that has nothing of the app in its cache.

The bars: 1 s on the sample reports, 2 s on 60,000 passages.
"""

from __future__ import annotations

import statistics
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page

from bench.app_steps import COLD, Step, steps
from bench.browser import chromium, served
from bench.sample import sample_index
from bench.volume import volume_index
from search import Engine

ROUNDS, COLD_STARTS = 5, 3
INDEXES = {"sample": sample_index, "60k": volume_index}
# Milliseconds to the first result.
BARS = {"sample": 1000, "60k": 2000}
_WAIT = 30_000
# The clock begins with the click or key itself, not when the test driver decides to send it.
_CLOCK = """
window.bench = {
  began: 0, before: {},
  seen: (selector) => [...document.querySelectorAll(selector)].some((one) => one.getBoundingClientRect().height > 0),
  text: (selector) => document.querySelector(selector)?.innerText ?? "",
  changed: (selector) => bench.seen(selector) && bench.text(selector) !== bench.before[selector],
  begin: () => {
    bench.began = performance.now();
    for (const selector of bench.watched ?? []) bench.before[selector] = bench.text(selector);
  },
};
for (const kind of ["click", "keydown"]) {
  addEventListener(kind, (event) => { if (event.isTrusted && (kind === "click" || event.key === "Enter")) bench.begin(); },
    { capture: true });
}
"""

Times = dict[str, list[float]]


def warm(browser: Browser, index: Path, wanted: Callable[[str], bool]) -> Times:
    """Return the milliseconds of every step in every round, on a server that has been asked once."""
    times: Times = {}
    everything = steps(Engine.open(index))
    with served(index) as address, _page(browser) as page:
        _waited(page, address, COLD, 0)
        for number in range(ROUNDS):
            for step in everything:
                if wanted(step.what):
                    times.setdefault(step.what, []).append(_waited(page, address, step, number))
    return times


def cold(browser: Browser, index: Path) -> Times:
    """Return the milliseconds of the first search after a start, each on a server and in a session of its own."""
    taken = []
    for _ in range(COLD_STARTS):
        with served(index) as address, _page(browser) as page:
            taken.append(_waited(page, address, COLD, 0))
    return {COLD.what: taken}


@contextmanager
def _page(browser: Browser) -> Iterator[Page]:
    """Open a page in a session of its own."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN")
    context.set_default_timeout(_WAIT)
    context.add_init_script(_CLOCK)
    yield context.new_page()
    context.close()


def _waited(page: Page, address: str, step: Step, number: int) -> float:
    """Do a step in its ``number``-th round; return milliseconds until its result is there."""
    if step.addresses:
        page.goto(address + step.addresses[number % len(step.addresses)], wait_until="commit")
        shown = _when(page, f"bench.seen({step.ready!r})")
        if step.act is None:
            return shown
    assert step.act
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')
    # The page's own script focuses and scrolls in the frames after.
    page.wait_for_timeout(300)
    page.evaluate("watched => { bench.watched = watched; }", list(step.watched))
    step.act(page, number)
    done = _when(page, step.done)
    return done - float(page.evaluate("bench.began"))


def _when(page: Page, condition: str) -> float:
    """Return the browser's time, ms since the navigation began, of the first frame in which a condition holds."""
    return float(page.wait_for_function(f"() => window.bench && ({condition}) && performance.now()").json_value())


def table(measured: Mapping[str, Times]) -> str:
    """Return a Markdown table: a row a step, median and worst in each corpus, in bold where the bar is missed."""
    names = list(measured)
    head = ["", *(f"{name} {what}" for name in names for what in ("p50", "worst"))]
    bars = ["要求", *(f"< {BARS[name] / 1000:g} s" for name in names for _ in range(2))]
    rows = [head, ["---", *["--:"] * (len(head) - 1)], bars]
    for what in dict.fromkeys(what for times in measured.values() for what in times):
        row = [what]
        for name in names:
            taken = measured[name].get(what, [])
            row += [_seconds(pick(taken), BARS[name]) if taken else "—" for pick in (statistics.median, max)]
        rows.append(row)
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _seconds(milliseconds: float, bar: float) -> str:
    shown = f"{milliseconds / 1000:.2f}"
    return f"**{shown}**" if milliseconds >= bar else shown


def main(*arguments: str) -> None:
    """Print the table of the corpora named, by default of both; other arguments are parts of names of steps."""
    names = [name for name in INDEXES if name in arguments] or list(INDEXES)
    parts = [part for part in arguments if part not in INDEXES]
    measured: dict[str, Times] = {}
    for name in names:
        index = INDEXES[name]()
        with chromium() as browser:
            measured[name] = {} if parts else cold(browser, index)
            measured[name] |= warm(browser, index, lambda what: not parts or any(part in what for part in parts))
    print(table(measured))


if __name__ == "__main__":
    main(*sys.argv[1:])
