"""One database, measured: reading with little and much history, then writing. Ends with 1 when a promise is broken."""

import sys

import django

django.setup()

from django.core.management import call_command  # noqa: E402

from . import reading, writing  # noqa: E402


def main(given: list[str]) -> int:
    is_quick = "--quick" in given
    call_command("migrate", verbosity=0)
    kept = reading.measure(*((50_000, 200_000) if is_quick else (100_000, 2_000_000)))
    writing.measure(2_000 if is_quick else 20_000, seconds=1 if is_quick else 3)
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
