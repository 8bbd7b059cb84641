"""Every type of page that a reader may meet, each with one address in the demonstration."""

from __future__ import annotations

from dataclasses import dataclass, field

ADMINISTRATOR, COORDINATOR, REPORTER = "System administrator", "Strategy coordinator", "Reporter"


@dataclass(frozen=True, slots=True)
class PageType:
    """A type of page: the route that shows it, its address, who looks at it.

    In the address {language} stands for the language of the interface.
    """

    route: str
    address: str
    role: str = ""
    status: int = 200
    tags: frozenset[str] = field(default_factory=frozenset)

    def __str__(self) -> str:
        return f"{self.route} {self.address}"

    def at(self, language: str) -> str:
        return self.address.format(language=language)


PAGES = (
    PageType("portal:home", "/{language}/"),
    PageType("portal:strategy", "/{language}/strategies/keds/"),
    PageType("portal:measure", "/{language}/strategies/keds/measures/1.3/"),
    PageType("portal:organisations", "/{language}/organisations/"),
    PageType("portal:organisation", "/{language}/organisations/klaipeda-id/"),
    PageType("portal:search", "/{language}/search/?q=klaipedos"),
    PageType("portal:data", "/{language}/data/"),
    PageType("portal:accessibility", "/{language}/accessibility/"),
    PageType("ui:components", "/{language}/components/"),
    PageType("not found", "/{language}/nothing-here/", status=404),
    PageType("account_login", "/{language}/sign-in/"),
    PageType("account_request_login_code", "/{language}/sign-in/code/"),
    PageType("accounts:sign_in_link", "/{language}/sign-in/link/"),
    PageType("account_reset_password", "/{language}/password/reset/"),
    PageType("workspace:home", "/{language}/workspace/", COORDINATOR),
    PageType("accounts:profile", "/{language}/account/", REPORTER),
    PageType("organisations:people", "/{language}/directory/people/", ADMINISTRATOR),
    PageType("organisations:invite", "/{language}/directory/people/invite/", ADMINISTRATOR),
    PageType(
        "organisations:edit",
        "/{language}/directory/organisations/klaipeda-id/edit/",
        ADMINISTRATOR,
    ),
)
