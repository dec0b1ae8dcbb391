"""Reading a page of the app as its user does: what it says, where its links lead."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

import lxml.html
from streamlit.testing.v1 import AppTest

Open = Callable[..., AppTest]


@dataclass(frozen=True)
class Link:
    """A link within the app.

    :param number: of a filter's value, the count beside it.
    """

    text: str
    page: str
    params: dict[str, list[str]]
    chosen: bool
    number: int | None = None


def at_page(app: AppTest, page: str, /, **params: str | list[str]) -> AppTest:
    """Go to a page of the app with an address."""
    app.switch_page(f"views/{page}.py")
    for name, value in params.items():
        app.query_params[name] = value
    return app.run()


def bare(markup: str) -> str:
    """The text a browser shows of some HTML."""
    return html.unescape(re.sub(r"<[^>]*>", "", markup))


def bodies(app: AppTest) -> list[str]:
    """The HTML of the page, piece by piece."""
    assert not app.exception
    found = [element.proto.body for element in app.get("html")]
    return [body for body in found if not body.startswith(("<style", "<script"))]


def shown(app: AppTest) -> str:
    """All text of the page's HTML, as a browser would show it."""
    return bare("\n".join(bodies(app)))


def places(app: AppTest) -> list[str]:
    """Place and year of each card."""
    cards = "".join(body for body in bodies(app) if "fz-card" in body)
    return [bare(line) for line in re.findall(r'<p class="fz-place">(.*?)</p>', cards)]


def cards(app: AppTest) -> list[str]:
    """The text of each card."""
    return [card.text_content() for card in _tree(app).xpath('//article[contains(@class, "fz-card")]')]


def button(app: AppTest, label: str):  # type: ignore[no-untyped-def]
    """The button with this label."""
    return next(found for found in app.button if found.label == label)


def labels(app: AppTest) -> list[str]:
    """The labels of all buttons."""
    return [found.label for found in app.button]


def facet(app: AppTest, name: str) -> dict[str, Link]:
    """The values of a filter that can be clicked, by label."""
    links = _tree(app).xpath(f'//section[@aria-label="{name}"]//a[contains(@class, "fz-value")]')
    return {link.text: link for link in map(_link, links)}


def links(app: AppTest, text: str) -> list[Link]:
    """All links with this text."""
    return [link for link in map(_link, _tree(app).xpath("//a[@data-go]")) if link.text == text]


def follow(app: AppTest, link: Link) -> AppTest:
    """Go where a link leads."""
    app.switch_page("views/report.py" if link.page == "report" else "views/search.py")
    app.query_params.clear()
    for name, values in link.params.items():
        app.query_params[name] = values
    return app.run()


def address(app: AppTest) -> dict[str, str | list[str]]:
    """What the address bar holds; one value as it is, several as a list."""
    given = {name: [value] if isinstance(value, str) else list(value) for name, value in app.query_params.items()}
    return {name: values[0] if len(values) == 1 else values for name, values in given.items()}


def total(app: AppTest) -> int:
    """How many passages the page says it found."""
    found = re.search(r"共 (\d+) 个相关段落", shown(app))
    assert found
    return int(found[1])


def _tree(app: AppTest) -> lxml.html.HtmlElement:
    return lxml.html.fromstring("<div>" + "".join(bodies(app)) + "</div>")


def _link(anchor: lxml.html.HtmlElement) -> Link:
    address = urlsplit(anchor.get("href"))
    names = anchor.xpath('.//*[contains(@class, "fz-value-name")]')
    numbers = anchor.xpath('.//*[contains(@class, "fz-value-count")]')
    return Link(
        text=(names[0] if names else anchor).text_content(),
        page=address.path.removeprefix("./"),
        params=parse_qs(address.query),
        chosen=anchor.get("aria-current") == "true",
        number=int(numbers[0].text_content()) if numbers else None,
    )
