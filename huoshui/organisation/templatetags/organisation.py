"""What the organisation's pages ask: `{% load organisation %}`."""

from django import template

from ..viewing import Viewer

register = template.Library()


@register.filter
def may(viewer: Viewer, permission: str) -> bool:
    """Whether the viewer holds the permission anywhere."""
    return viewer.may(permission)
