from .figures import facts, figures, figures_home
from .matrix import cell, matrix, matrix_home
from .search import search
from .today import today
from .year import year

__all__ = ["cell", "facts", "figures", "figures_home", "matrix", "matrix_home", "search", "today", "year"]
