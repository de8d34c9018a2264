"""Nothing in the tests is timed: on a busy machine a single example may wait for its turn."""

from hypothesis import settings

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
