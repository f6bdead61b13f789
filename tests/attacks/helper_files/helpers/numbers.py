from .deeper.constants import BILLION

__all__ = ["BILLION"]
