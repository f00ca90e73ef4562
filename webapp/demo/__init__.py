"""Sample data to try the book with: two branches, every role, sixty customers and what happened to them."""

from webapp.demo.clearing import StillInUse, clear
from webapp.demo.loading import Loaded, is_loaded, load

__all__ = ["Loaded", "StillInUse", "clear", "is_loaded", "load"]
