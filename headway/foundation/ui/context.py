"""What every page knows: its languages, its navigation, whether this is the demonstration."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from babel import Locale, UnknownLocaleError
from django.conf import settings
from django.urls import NoReverseMatch, reverse, translate_url
from django.utils.translation import get_language

from headway.foundation.core.logs import ASKED

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest
    from django.utils.functional import _StrOrPromise


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """The same page in another language; the current one is marked."""

    code: str
    name: str
    address: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class NavigationItem:
    label: str
    address: str
    is_current: bool


def page(request: HttpRequest) -> dict[str, Any]:
    """Give templates the languages, navigation and name of the site. No query."""
    language = get_language() or settings.LANGUAGE_CODE
    return {
        "site_name": settings.SITE_NAME,
        "is_demo": settings.DEMO,
        "content_language": language,
        "interface_language": interface_language(language),
        "language_links": language_links(request, settings.INTERFACE_LANGUAGES),
        "navigation": navigation(request),
        "foot_links": links(settings.FOOT_LINKS),
        "contact": settings.CONTACT,
        "request_id": ASKED.get().id,
        "home_address": _address("portal:home"),
    }


def interface_language(language: str) -> str:
    """Return the language in which buttons and labels speak to a reader of a language."""
    return language if language in settings.INTERFACE_LANGUAGES else "en"


def language_links(request: HttpRequest, languages: tuple[str, ...]) -> tuple[LanguageLink, ...]:
    """Return links to this page in each language; the one it is in stands among them.

    An address that leads nowhere has no page in another language either.
    """
    current = get_language() or settings.LANGUAGE_CODE
    offered = languages if current in languages else (*languages, current)
    address = request.get_full_path()
    found = (
        LanguageLink(code, own_name(code), translate_url(address, code), code == current)
        for code in offered
    )
    return tuple(link for link in found if link.is_current or link.address != address)


def own_name(language: str) -> str:
    """Return what a language calls itself: Lietuvių, English."""
    try:
        name = Locale.parse(language).get_display_name(language)
    except (UnknownLocaleError, ValueError):
        name = None
    return (name or language).capitalize()


def language_name(language: str) -> str:
    """Return what a reader of the page calls a language: Lithuanian, anglų."""
    try:
        name = Locale.parse(language).get_display_name(get_language() or settings.LANGUAGE_CODE)
    except (UnknownLocaleError, ValueError):
        name = None
    return name or language


def navigation(request: HttpRequest) -> tuple[NavigationItem, ...]:
    """Return the main navigation as the settings name it, in the language of the page."""
    return links(settings.NAVIGATION, here=request.path)


def links(
    named: Iterable[tuple[str, _StrOrPromise]], *, here: str = ""
) -> tuple[NavigationItem, ...]:
    """Return links to named pages; a page that this installation does not have is left out."""
    return tuple(
        NavigationItem(str(label), address, bool(here) and _is_within(here, address))
        for name, label in named
        if (address := _address(name))
    )


def _is_within(here: str, address: str) -> bool:
    home = _address("portal:home")
    return here == address if address == home else here.startswith(address)


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
