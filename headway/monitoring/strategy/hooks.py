"""News of strategies, for the apps above: what they keep by edition follows the editions."""

from headway.foundation.core.hooks import Hook

EDITION_BEGINS = Hook("An edition was put in force: `edition`, `at`.")
DRAFT_GOES = Hook("A draft is about to lose its text: `draft`.")
NODES_END = Hook("Nodes end with a draft, and what stands at them with them: `draft`, `nodes`.")
