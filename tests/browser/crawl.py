"""Follows every link that a person finds, without drawing the pages: which pages there are for them."""

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page

# A kind of page is its path without the record's key; of each kind so many are asked, and the longest is kept.
CRAWL = """async ({ starts, most }) => {
  const kind = (path) => path.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '*').replace(/zugaenge\\/(?!neu)[^/]+/, 'zugaenge/*');
  const kinds = {}, known = new Set(), queue = [];
  const elements = (page) => [...new Set([...page.querySelectorAll('body *')].map((e) =>
    `${e.parentElement.localName}.${e.parentElement.classList} > ${e.localName}.${e.classList} ${e.getAttributeNames()}`))];
  const add = (path) => {
    if (known.has(path)) return;
    known.add(path);
    const name = kind(path);
    kinds[name] ??= { asked: 0, size: 0, path: '', refused: [], elements: [], other: false };
    if (kinds[name].asked < most) { kinds[name].asked += 1; queue.push([name, path]); }
  };
  const ask = async ([name, path]) => {
    const answer = await fetch(path, { redirect: 'manual' });
    if (answer.type === 'opaqueredirect') return;
    if (answer.ok && !answer.headers.get('Content-Type').startsWith('text/html')) {
      kinds[name].other = true;
      return;
    }
    const html = await answer.text();
    if (answer.status !== 200) kinds[name].refused.push(`${answer.status} ${path}`);
    const page = new DOMParser().parseFromString(html, 'text/html');
    if (html.length > kinds[name].size) Object.assign(kinds[name], { size: html.length, path, elements: elements(page) });
    for (const link of page.querySelectorAll('a[href]')) {
      const url = new URL(link.getAttribute('href'), location.origin + path);
      if (url.origin === location.origin && !/^\\/(api|static)\\//.test(url.pathname)) add(url.pathname);
    }
  };
  starts.forEach(add);
  while (queue.length) await Promise.all(queue.splice(0, 4).map(ask));
  return kinds;
}"""


@dataclass(frozen=True)
class Found:
    """A page that a link leads to: the longest of its kind, with the kinds of elements in it (none in a document)."""

    path: str
    elements: frozenset[str]


def pages_found(page: Page, *starts: str, most: int = 12) -> dict[str, Found]:
    """One page of each kind that links lead to from here; fails if a link leads nowhere."""
    kinds: dict[str, dict[str, Any]] = page.evaluate(CRAWL, {"starts": list(starts or ("/",)), "most": most})
    refused = [each for kind in kinds.values() for each in kind["refused"]]
    assert not refused, refused
    return {
        name: Found(kind["path"], frozenset(kind["elements"]))
        for name, kind in sorted(kinds.items())
        if kind["path"] or kind["other"]
    }
