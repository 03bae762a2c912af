"""The commands of `parley`, by what they are for. Importing a module adds its commands to the application."""

from . import analysing, asking, checking, coding, corpus, judging, loading, serving

__all__ = ["analysing", "asking", "checking", "coding", "corpus", "judging", "loading", "serving"]
