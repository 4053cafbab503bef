"""Instant checks: `check(function)` after an exercise's stub, and `hint("function")` on request."""

from lessonlib.checks.notebook import check, hint

__all__ = ["check", "hint"]
