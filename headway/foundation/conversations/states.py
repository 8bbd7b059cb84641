"""The states of a thread and of a comment."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from headway.foundation.core.states import StateTable, Step


class ThreadState(TextChoices):
    OPEN = "open", pgettext_lazy("thread", "Open")
    RESOLVED = "resolved", pgettext_lazy("thread", "Resolved")


THREAD_STEPS = StateTable(
    states=ThreadState,
    start=ThreadState.OPEN,
    steps={
        "resolve": Step(
            (ThreadState.OPEN,), ThreadState.RESOLVED, pgettext_lazy("step", "resolve the thread")
        ),
        "reopen": Step(
            (ThreadState.RESOLVED,), ThreadState.OPEN, pgettext_lazy("step", "reopen the thread")
        ),
    },
)


class CommentState(TextChoices):
    WRITTEN = "written", _("Written")
    TAKEN_BACK = "taken_back", _("Taken back")


COMMENT_STEPS = StateTable(
    states=CommentState,
    start=CommentState.WRITTEN,
    steps={
        "take_back": Step(
            (CommentState.WRITTEN,),
            CommentState.TAKEN_BACK,
            pgettext_lazy("step", "take the comment back"),
        ),
    },
)
