"""The papers name what the code has; a paper that fell behind fails here."""

from dataclasses import fields
from pathlib import Path

import pytest

from consensus.config import Settings

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = sorted(
    path.parent.name for path in (ROOT / "consensus").glob("*/__init__.py")
)
MODULES = sorted(
    path.name
    for path in (ROOT / "consensus").glob("*.py")
    if path.name != "__init__.py"
)


@pytest.mark.parametrize("package", PACKAGES)
def test_every_package_is_on_the_map(package: str) -> None:
    assert f"{package}/" in (ROOT / "ARCHITECTURE.md").read_text("utf-8")


@pytest.mark.parametrize("module", MODULES)
def test_every_module_beside_the_packages_is_on_the_map(module: str) -> None:
    assert module in (ROOT / "ARCHITECTURE.md").read_text("utf-8")


@pytest.mark.parametrize("setting", [field.name for field in fields(Settings)])
def test_every_setting_is_explained(setting: str) -> None:
    explained = (ROOT / "docs" / "settings.md").read_text("utf-8")
    assert f"CONSENSUS_{setting.upper()}`" in explained
