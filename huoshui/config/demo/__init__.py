from .loading import TooEarly, load

__all__ = ["TooEarly", "load"]
