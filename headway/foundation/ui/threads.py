"""What the component of a thread is given, beside the thread itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from headway.foundation.core.verdicts import Verdict


@dataclass(frozen=True, slots=True)
class ThreadBox:
    """One thread on a page, or the place where one may be opened.

    The form posts to `address`: `step` (comment, resolve, reopen, take_back), `place`, `text`,
    `request_key`, `seen` (the last comment shown) and, to take one back, `comment`. It stands
    outside other forms, unless `within` names the one that it stands in. Words typed before any
    other button is pressed are posted with it.
    """

    ident: str
    """Unique on the page; the address of the thread is `#ident`."""
    name: str
    """What the place is called, in the language of the page."""
    place: str
    address: str
    request_key: str
    """`core.keys.new_key()` for each page that is shown; the one that came, if a post failed."""
    may_write: Verdict
    may_resolve: Verdict
    """Also decides on reopening. A refusal without a reason shows no button."""
    thread: object = None
    """A `conversations.queries.ThreadShown`; None if nobody has said anything there."""
    offered_back: int | None = None
    """The comment that the reader may take back: `thread.offered_back(user, at)`."""
    text: str = ""
    """What was typed, if a post failed."""
    problem: str = ""
    """What is wrong with it: `BadInput.problems["text"]`."""
    within: str = ""
    """The id of another form that sends the thread along, so that no press loses what is typed
    in either; `address` is not used then. Its fields are called `text:PLACE` and so on."""

    @property
    def form(self) -> str:
        """The id of the form to which the controls belong."""
        return self.within or f"{self.ident}-form"

    @property
    def ending(self) -> str:
        """What tells the controls of this thread from those of others in the same form."""
        return f":{self.place}" if self.within else ""
