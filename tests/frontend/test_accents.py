"""An office's accent can be read on every ground it stands on, in light and dark."""

import re
from pathlib import Path

import pytest

CSS = (Path(__file__).parents[2] / "frontend/static/css/accents.css").read_text()
LIGHT, DARK = CSS.split("@media (prefers-color-scheme: dark)")
# KERN's grounds as sRGB: page and surface; text on a button of that colour is white, in the dark black
GROUNDS = {"light": ("#ffffff", "#f3f4f7"), "dark": ("#131525", "#1d2034")}
ON_ACCENT = {"light": "#ffffff", "dark": "#000000"}
ENOUGH = 6.0
"""WCAG AA asks 4.5; the tints behind active entries cost some of it."""


def colours(css: str) -> dict[str, str]:
    return dict(re.findall(r"\.(accent-\d) \{ --kern-color-action-default: (#[0-9a-f]{6});", css))


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(("scheme", "css"), [("light", LIGHT), ("dark", DARK)])
def test_eight_accents_with_enough_contrast(scheme: str, css: str) -> None:
    accents = colours(css)
    assert list(accents) == [f"accent-{n}" for n in range(1, 9)]
    for accent in accents.values():
        for ground in (*GROUNDS[scheme], ON_ACCENT[scheme]):
            assert contrast(accent, ground) >= ENOUGH, (scheme, accent, ground)


def test_no_two_offices_look_alike() -> None:
    assert len(set(colours(LIGHT).values())) == len(set(colours(DARK).values())) == 8
