"""The application as `huoshui serve` runs it: in a process that ends with the one that started it."""

import os

from huoshui.config.family import end_with_parent
from huoshui.config.wsgi import application

__all__ = ["application"]

end_with_parent(os.getppid(), lambda: os._exit(1))
