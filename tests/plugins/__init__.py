"""Plug-ins as other packages bring them: installed into a folder of the test's own."""

import shutil
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent


def install(
    monkeypatch: pytest.MonkeyPatch, folder: Path, package: str, module: str, *, slug: str
) -> None:
    """Put a package where Python finds it: its module and the metadata that a wheel leaves.

    ``module`` names a file beside this one, or is the source of one.
    """
    name = f"deskhand_{slug.replace('-', '_')}_plugin"
    source = HERE / f"{module}.py"
    if source.is_file():
        shutil.copy(source, folder / f"{name}.py")
    else:
        (folder / f"{name}.py").write_text(module, "utf-8")
    info = folder / f"{package.replace('-', '_')}-1.0.dist-info"
    info.mkdir()
    metadata = f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.0\n"
    (info / "METADATA").write_text(metadata, "utf-8")
    points = f"[deskhand.platforms]\n{slug} = {name}:PLATFORM\n"
    (info / "entry_points.txt").write_text(points, "utf-8")
    monkeypatch.delitem(sys.modules, name, raising=False)
    if str(folder) not in sys.path:
        monkeypatch.syspath_prepend(str(folder))
