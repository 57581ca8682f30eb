"""What strangers hand over: whatever a zip tries, it is read into memory or refused in a
sentence; nothing is written or followed."""

import io
import os
import stat
import struct
import tracemalloc
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pmsim.lang.characters import HIDDEN
from pmsim.store.installed_packs import (
    MAX_DEPTH,
    MAX_PART_LENGTH,
    RATIO_CHECK_MIN_BYTES,
    read_pack_archive,
)
from pmsim.store.packs import MAX_FILE_BYTES, MAX_FILES, NoPackError
from tests.sizes import size

GOOD: Mapping[str, bytes] = {
    "pack.yaml": b"pack: mine\n",
    "days/main.yaml": b"title: Main\n",
    "README.md": b"Hello.\n",
    "LICENSE": b"MIT\n",
}


def a_zip(path: Path, files: Mapping[str, bytes], packed: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", packed) as out:
        for name, content in files.items():
            out.writestr(zipfile.ZipInfo(name), content, packed)
    return path


def an_entry(path: Path, name: str, mode: int = 0, content: bytes = b"x") -> Path:
    """A good zip with one entry more, of any name and kind."""
    a_zip(path, GOOD)
    with zipfile.ZipFile(path, "a") as out:
        entry = zipfile.ZipInfo(name)
        entry.filename = name
        entry.external_attr = mode << 16
        out.writestr(entry, content)
    return path


def refused(path: Path) -> str:
    """The sentence of a refusal, fit for a terminal."""
    with pytest.raises(NoPackError) as said:
        read_pack_archive(path)
    sentence = str(said.value)
    assert not HIDDEN.search(sentence)
    assert "\n" not in sentence
    return sentence


def test_a_zip_and_its_folder_are_the_same_parcel(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    for name, content in GOOD.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    assert read_pack_archive(folder).files == GOOD
    assert read_pack_archive(a_zip(tmp_path / "a.zip", GOOD)).files == GOOD
    assert (
        read_pack_archive(
            a_zip(
                tmp_path / "b.zip", {f"mine-1.0/{name}": content for name, content in GOOD.items()}
            )
        ).files
        == GOOD
    )


def test_only_a_packs_own_files_are_kept(tmp_path: Path) -> None:
    other = {
        "run.py": b"",
        "setup.exe": b"",
        ".git/config": b"",
        "__MACOSX/._pack.yaml": b"",
        ".vscode/x.yaml": b"",
        "pack.yml": b"",
        "a.json": b"",
    }
    parcel = read_pack_archive(a_zip(tmp_path / "a.zip", {**GOOD, **other}))
    assert parcel.files == GOOD
    assert parcel.skipped == ("run.py", "setup.exe", "pack.yml", "a.json")
    for name, content in {**GOOD, **other}.items():
        (tmp_path / "mine" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "mine" / name).write_bytes(content)
    assert sorted(read_pack_archive(tmp_path / "mine").skipped) == sorted(parcel.skipped)


@pytest.mark.parametrize(
    "name",
    [
        "../evil.yaml",
        "days/../../evil.yaml",
        "/etc/evil.yaml",
        "//host/share/evil.yaml",
        "C:/evil.yaml",
        "C:evil.yaml",
        "..\\evil.yaml",
        "days\\evil.yaml",
        "./evil.yaml",
        "days//evil.yaml",
        "days/./evil.yaml",
        "..",
        "../",
        "days/..",
        "~evil/\x1b]0;x\x07.yaml",
        "a\u202eb.yaml",
        "a\nb.yaml",
        "nul.yaml",
        "days/CON",
        "aux.md",
        "com1.yaml",
        "days./x.yaml",
        "days /x.yaml",
        "x.yaml.",
        "a:b.yaml",
        "a*.yaml",
        "PACK.yaml",
        "Days/Main.YAML",
        "days",
        "pack.yaml/x.yaml",
        "x" * (MAX_PART_LENGTH + 1) + ".yaml",
        "/".join("d" * (MAX_DEPTH + 1)),
    ],
)
def test_a_name_that_leads_out_or_is_two_things_is_refused(name: str, tmp_path: Path) -> None:
    before = set(tmp_path.parent.rglob("*"))
    refused(an_entry(tmp_path / "a.zip", name))
    assert set(tmp_path.parent.rglob("*")) - before == {tmp_path / "a.zip"}


@pytest.mark.parametrize(
    "kind", [stat.S_IFLNK, stat.S_IFCHR, stat.S_IFBLK, stat.S_IFIFO, stat.S_IFSOCK]
)
def test_links_and_devices_are_refused(kind: int, tmp_path: Path) -> None:
    assert "a link or a device" in refused(
        an_entry(tmp_path / "a.zip", "link.yaml", kind | 0o777, b"/etc/passwd")
    )


def test_two_entries_of_one_name_are_refused(tmp_path: Path) -> None:
    with pytest.warns(UserWarning, match="Duplicate"):
        path = an_entry(tmp_path / "a.zip", "pack.yaml")
    assert "are one file" in refused(path)
    assert "are one file" in refused(
        a_zip(tmp_path / "b.zip", {**GOOD, "é.yaml": b"", "e\u0301.yaml": b""})
    )


def test_more_than_a_pack_holds_is_refused(tmp_path: Path) -> None:
    assert "larger than 1 MiB" in refused(
        a_zip(tmp_path / "a.zip", {**GOOD, "x.yaml": os.urandom(MAX_FILE_BYTES + 1)})
    )
    many = {f"d/{number}.txt": b"" for number in range(MAX_FILES)}
    assert "more than" in refused(a_zip(tmp_path / "b.zip", {**GOOD, **many}, zipfile.ZIP_STORED))
    whole = {
        f"d/{number}.yaml": os.urandom(8000) + b" " * (MAX_FILE_BYTES - 8000)
        for number in range(66)
    }
    assert "more than 64 MiB" in refused(a_zip(tmp_path / "c.zip", {**GOOD, **whole}))


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    assert "larger than 1 MiB" in refused(
        a_zip(tmp_path / "a.zip", {**GOOD, "x.yaml": bytes(200 * MAX_FILE_BYTES)})
    )
    assert "more tightly" in refused(
        a_zip(tmp_path / "b.zip", {**GOOD, "x.yaml": bytes(MAX_FILE_BYTES)})
    )


@pytest.mark.parametrize("packed", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_what_python_unpacks_without_a_bound_is_not_unpacked(
    packed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A hundred bytes of bzip2 hold a hundred megabytes of one letter."""
    path = a_zip(tmp_path / "a.zip", {**GOOD, "x.yaml": bytes(20 * MAX_FILE_BYTES)}, packed)
    monkeypatch.setattr(zipfile.ZipFile, "open", None)
    assert "packed in another way than zips usually are" in refused(path)


def peak(path: Path) -> int:
    """Bytes that a refusal takes at the most."""
    tracemalloc.start()
    try:
        refused(path)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_a_bomb_that_lies_about_its_size_takes_no_memory(tmp_path: Path) -> None:
    path = a_zip(tmp_path / "a.zip", {**GOOD, "x.yaml": bytes(100 * MAX_FILE_BYTES)})
    data = bytearray(path.read_bytes())
    at = data.rindex(b"PK\x01\x02", 0, data.rindex(b"x.yaml"))
    data[at + 24 : at + 28] = struct.pack("<I", RATIO_CHECK_MIN_BYTES)
    path.write_bytes(data)
    assert peak(path) < 8 * MAX_FILE_BYTES


def test_a_table_of_contents_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    """Python reads it whole, and makes an object of each entry, whatever their number is said to
    be."""
    entry = struct.pack("<4s4B4HL2L5H2L", b"PK\1\2", 20, 3, 20, *[0] * 8, 1, *[0] * 6) + b"a"
    table = entry * 100_000
    path = tmp_path / "a.zip"
    path.write_bytes(table + struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 1, 1, len(table), 0, 0))
    assert peak(path) < 8 * MAX_FILE_BYTES
    assert "a.zip holds more than 5000 files" in refused(path)


def test_a_size_that_is_a_lie_is_found_out(tmp_path: Path) -> None:
    """The directory says ten bytes, and the file goes on."""
    path = a_zip(
        tmp_path / "a.zip", {**GOOD, "x.yaml": os.urandom(2 * MAX_FILE_BYTES)}, zipfile.ZIP_STORED
    )
    data = bytearray(path.read_bytes())
    at = data.rindex(b"PK\x01\x02", 0, data.rindex(b"x.yaml"))
    data[at + 24 : at + 28] = struct.pack("<I", 10)
    path.write_bytes(data)
    refused(path)


def test_a_locked_zip_is_refused(tmp_path: Path) -> None:
    path = a_zip(tmp_path / "a.zip", GOOD)
    data = bytearray(path.read_bytes())
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1
    path.write_bytes(data)
    assert "pack.yaml is locked with a password" in refused(path)


@pytest.mark.parametrize(
    "content", [b"", b"PK", b"not a zip", b"PK\x05\x06" + b"\x00" * 18, bytes(5000)]
)
def test_what_is_no_zip_is_a_sentence(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(content)
    refused(path)


def test_what_is_not_there_or_no_pack_is_a_sentence(tmp_path: Path) -> None:
    assert "no folder or zip" in refused(tmp_path / "nowhere\x1b[2J")
    assert "no pack.yaml" in refused(tmp_path)
    assert "no pack.yaml" in refused(
        a_zip(tmp_path / "a.zip", {"a/pack.yaml": b"", "b/x.yaml": b""})
    )


def test_a_zip_within_a_zip_is_left_alone(tmp_path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as out:
        out.writestr("../evil.yaml", "x")
    assert (
        read_pack_archive(a_zip(tmp_path / "a.zip", {**GOOD, "more.zip": inner.getvalue()})).files
        == GOOD
    )


@settings(
    max_examples=size(150),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(at=st.integers(0, 10_000), what=st.binary(min_size=1, max_size=8))
def test_any_damage_is_a_parcel_or_a_sentence(at: int, what: bytes, tmp_path: Path) -> None:
    path = a_zip(tmp_path / "a.zip", GOOD)
    data = bytearray(path.read_bytes())
    at %= len(data)
    data[at : at + len(what)] = what
    path.write_bytes(data)
    try:
        kept = read_pack_archive(path).files
    except NoPackError:
        refused(path)
        return
    assert all(not name.startswith("/") and ".." not in name.split("/") for name in kept)


@settings(
    max_examples=size(200),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    parts=st.lists(
        st.sampled_from(
            ["..", ".", "", "a", "A", "pack.yaml", "nul", "x.yaml", "\\", "c:", "é", " ", "b."]
        ),
        min_size=1,
        max_size=4,
    )
)
def test_no_name_ever_comes_out_that_leads_out(parts: list[str], tmp_path: Path) -> None:
    path = (
        an_entry(tmp_path / "a.zip", "/".join(parts))
        if "/".join(parts) not in GOOD
        else a_zip(tmp_path / "a.zip", GOOD)
    )
    try:
        kept = read_pack_archive(path).files
    except NoPackError:
        return
    root = tmp_path / "root"
    for name in kept:
        assert (root / name).resolve().is_relative_to(root)
        assert "\\" not in name
        assert ":" not in name
