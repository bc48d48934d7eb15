"""These tests need what every page of the accounts' tests needs."""

from tests.accounts.conftest import frame

__all__ = ["frame"]
