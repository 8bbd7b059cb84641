"""The store of rendered pages: the application that stands before Django’s."""

from headway.foundation.publication.store.application import PageStore
from headway.foundation.publication.store.folder import Folder
from headway.foundation.publication.store.memory import Memory
from headway.foundation.publication.store.versions import Known, Versions

__all__ = ["Folder", "Known", "Memory", "PageStore", "Versions"]
