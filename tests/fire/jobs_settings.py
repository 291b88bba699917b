"""The real settings with one job more, and with workers that are missed sooner."""

from huoshui.config.settings import *  # noqa: F403

INSTALLED_APPS = [*INSTALLED_APPS, "tests.fire.deeds.DeedsConfig"]  # noqa: F405
JOBS_BEAT_SECONDS = 0.2
JOBS_DEAD_AFTER_SECONDS = 1.0
