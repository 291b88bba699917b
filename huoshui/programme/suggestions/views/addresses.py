"""Which bucket a request counts in. The address itself goes nowhere."""

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest

from huoshui.base.clock import today

from ..rules import bucket_of


def bucket(request: HttpRequest) -> str:
    return bucket_of(_address(request), today(), settings.SECRET_KEY)


def _address(request: HttpRequest) -> str:
    """The server listens on this machine only: what comes from it came by the proxy, which names the caller last."""
    near = request.META.get("REMOTE_ADDR", "")
    told = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
    return told if told and _is_this_machine(near) else near


def _is_this_machine(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return not address  # a socket of the machine's own
