"""The doctor's word about the file storage."""

from pathlib import Path

from adapters.files.checking import check_files
from core.settings import FilesSettings


async def test_a_folder_that_works_is_left_as_it_was(tmp_path: Path) -> None:
    checked = await check_files(None, tmp_path)
    assert checked.state == "ok"
    assert [path for path in (tmp_path / "files").rglob("*") if path.is_file()] == []


async def test_a_storage_that_does_not_work_is_told_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "files").write_text("not a folder")
    for settings in (None, FilesSettings(url="ftp://x")):
        checked = await check_files(settings, tmp_path)
        assert checked.state == "wrong"
        assert "DESKHAND_FILES__URL" in checked.mend
