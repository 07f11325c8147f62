"""Words and small parts every page uses: money, hours, days, icons, badges, links that swap a part."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import Any

from django import template
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join, strip_tags
from django.utils.safestring import SafeString, mark_safe

from kernel.web import words

register = template.Library()

register.filter("money", words.money)
register.filter("hours", words.hours)
register.filter("day", words.day)
register.filter("day_text", words.day_text)
register.filter("period", words.period)
register.filter("percent", words.percent)
register.filter("number", words.number)
register.filter("weekday", words.weekday)
register.filter("month", words.month)

TONES = {"info", "success", "warning", "danger", "neutral"}


@cache
def sprite() -> str:
    """The address of the symbols: asked for dozens of times per page, and the same until the next start."""
    return static("icons.svg")


@register.simple_tag
def icon(name: str, label: str = "", size: str = "") -> SafeString:
    """Draw a symbol of the sprite; decoration unless it has a label of its own."""
    css = f"hn-icon hn-icon--{size}" if size else "hn-icon"
    address = f"{sprite()}#{name}"
    if label:
        return format_html(
            '<svg class="{}" role="img" aria-label="{}"><use href="{}"></use></svg>', css, label, address
        )
    return format_html('<svg class="{}" aria-hidden="true" focusable="false"><use href="{}"></use></svg>', css, address)


@register.simple_tag
def badge(text: Any, tone: str = "neutral") -> SafeString:
    """Show a state as a word on a coloured ground; the colour never says more than the word."""
    return format_html('<span class="hn-badge hn-badge--{}">{}</span>', tone if tone in TONES else "neutral", text)


@register.simple_tag
def breadcrumb(*parts: Any) -> SafeString:
    """Draw the way to this page from label, address, label, address …; the last label stands alone."""
    pairs = [(parts[i], parts[i + 1] if i + 1 < len(parts) else "") for i in range(0, len(parts), 2)]
    items = format_html_join(
        "",
        "<li>{}</li>",
        (
            (format_html('<a href="{}">{}</a>', url, label) if url else format_html("<span>{}</span>", label),)
            for label, url in pairs
        ),
    )
    return format_html('<nav class="hn-crumbs" aria-label="Sie sind hier"><ol>{}</ol></nav>', items)


@register.simple_tag(takes_context=True)
def query(context: template.Context, name: str, value: Any, *without: str) -> str:
    """This page's address with one parameter set (or removed by an empty value) and some removed."""
    request = context["request"]
    parameters = request.GET.copy()
    for gone in without:
        parameters.pop(gone, None)
    parameters.pop(name, None)
    if value not in (None, ""):
        parameters[name] = str(value)
    encoded = parameters.urlencode()
    return f"{request.path}?{encoded}" if encoded else request.path


@register.simple_tag
def swap(url: str, target: str = "list", push: bool = True) -> SafeString:
    """Attributes of a link that swaps the part `target` of this page for the one at `url`."""
    return format_html(
        'href="{}" hx-get="{}" hx-target="#{}" hx-select="#{}" hx-swap="outerHTML"{}',
        url,
        url,
        target,
        target,
        mark_safe(' hx-push-url="true"') if push else "",
    )


@register.simple_tag(takes_context=True)
def block_text(context: template.Context, name: str) -> str:
    """Repeat a block's text elsewhere on the page, without its markup."""
    blocks = context.render_context.get(BLOCK_CONTEXT_KEY)
    node = blocks.get_block(name) if blocks else None
    if node is None:
        return ""
    # The block escaped what it shows, and stripping tags leaves those escapes alone.
    return mark_safe(" ".join(strip_tags(node.render(context)).split()))  # noqa: S308


@register.simple_tag
def corridor(value: Any, low: Any, high: Any, limit: Any, label: str) -> SafeString:
    """A thin bar: where `value` stands, with the corridor from `low` to `high`, on a scale from 0 to `limit`."""
    top = max(Decimal(limit or 0), Decimal(value or 0), Decimal(high or 0), Decimal(1))

    def place(amount: Any) -> str:
        return f"{Decimal(amount or 0) / top * 100:.2f}"

    start, end, now = place(low), place(high), place(value)
    tone = (
        "over"
        if Decimal(value or 0) > Decimal(high or 0)
        else "under"
        if Decimal(value or 0) < Decimal(low or 0)
        else "in"
    )
    return format_html(
        '<svg class="hn-corridor hn-corridor--{tone}" viewBox="0 0 100 8" preserveAspectRatio="none" role="img" '
        'aria-label="{label}"><rect class="hn-corridor__ground" width="100" height="8"></rect>'
        '<rect class="hn-corridor__range" x="{start}" width="{width}" height="8"></rect>'
        '<rect class="hn-corridor__value" y="2" width="{now}" height="4"></rect></svg>',
        tone=tone,
        label=label,
        start=start,
        width=f"{Decimal(end) - Decimal(start):.2f}",
        now=now,
    )
