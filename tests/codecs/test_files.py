"""Files as a whole: encodings, sizes, places that are no files, missing packages."""

from __future__ import annotations

import importlib
import os
import stat
import sys
import tomllib
import unicodedata
from pathlib import Path

import pytest

from sotttt import _textfiles, codecs
from sotttt.codecs import Bundle, files
from sotttt.errors import DuplicateId, FaultGroup, InvalidFile, InvalidText, MissingExtra, NotFound
from sotttt.metrics import Metric, Observation
from sotttt.plans import Milestone, Plan, Target, Task

FIBRE = Metric(id="cáp-quang", name="Tỷ lệ hộ Đại", unit="%", better="higher", timing="point", scale="ratio")
TARGET = Target(id="t", metric=FIBRE, jurisdiction="huế", requirement=">= 80 %", due="2025")
BUNDLE = Bundle(targets=[TARGET])
TEXT = codecs.dumps(BUNDLE, format="toml")

ENCODED = {
    "clean": TEXT.encode(),
    "bom": b"\xef\xbb\xbf" + TEXT.encode(),
    "nfd": unicodedata.normalize("NFD", TEXT).encode(),
    "eth": TEXT.replace("Đ", "\u00d0").encode(),
    "crlf": TEXT.replace("\n", "\r\n").encode(),
}


@pytest.mark.parametrize("data", ENCODED.values(), ids=ENCODED)
def test_a_mark_and_another_form_of_the_letters_change_nothing(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "plan.toml"
    path.write_bytes(data)
    assert codecs.load(path) == BUNDLE
    assert codecs.load(str(path)) == BUNDLE


def test_a_text_with_a_mark_reads_like_one_without() -> None:
    assert codecs.loads("\ufeff" + TEXT, format="toml") == BUNDLE


def place_of(name: str, tmp_path: Path) -> Path:
    path = tmp_path / f"{name}.toml"
    if name == "folder":
        path.mkdir()
    elif name == "loop":
        path.symlink_to(path)
    elif name == "dangling":
        path.symlink_to(tmp_path / "nowhere.toml")
    elif name == "linked-folder":
        path.symlink_to(tmp_path)
    elif name == "pipe":
        os.mkfifo(path)
    elif name == "latin":
        path.write_bytes(b'a = 1\nname = "\xe9"')
    elif name == "utf16":
        path.write_bytes(TEXT.encode("utf-16"))
    return path


REFUSED = {
    "missing": "can't be read: No such file",
    "folder": "no regular file",
    "loop": "can't be read: ",
    "dangling": "can't be read: No such file",
    "linked-folder": "no regular file",
    "pipe": "no regular file",
    "latin": "the byte 0xe9 in line 2 is no UTF-8; save the file as UTF-8",
    "utf16": "the byte 0xff in line 1 is no UTF-8",
    "nul\0": "can't be read: ",
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_place_that_cannot_be_read_is_named(name: str, tmp_path: Path) -> None:
    path = tmp_path / f"{name}.toml" if "\0" in name else place_of(name, tmp_path)
    with pytest.raises(InvalidFile) as caught:
        codecs.load(path)
    assert str(caught.value).startswith(f"{path}: {REFUSED[name]}")


def test_a_link_to_a_file_is_read_and_stays_a_link(tmp_path: Path) -> None:
    real, link = tmp_path / "real.toml", tmp_path / "link.toml"
    codecs.dump(Bundle(), real)
    link.symlink_to(real)
    codecs.dump(BUNDLE, link)
    assert link.is_symlink()
    assert codecs.load(real) == codecs.load(link) == BUNDLE


def test_a_file_above_the_cap_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_textfiles, "MAX_BYTES", 2**20)
    path = tmp_path / "plan.json"
    path.write_bytes(b" " * (2**20 + 1))
    with pytest.raises(InvalidFile, match="more than 1 MiB"):
        codecs.load(path)
    assert codecs.MAX_BYTES == 64 * 2**20


@pytest.mark.parametrize("name", ["plan.yaml", "plan", "plan.tml"])
def test_an_ending_that_names_no_format_asks_for_one(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    with pytest.raises(
        InvalidFile, match=r"names no format; expected \.json, \.toml, \.csv; say which with format="
    ):
        codecs.dump(BUNDLE, path)
    codecs.dump(BUNDLE, path, format="json")
    assert codecs.load(path, format="json") == BUNDLE
    with pytest.raises(NotFound, match="no format 'jsn'; expected json, toml, csv; did you mean 'json'"):
        codecs.load(path, format="jsn")


def test_a_write_replaces_the_whole_file_and_keeps_its_mode(tmp_path: Path) -> None:
    path = tmp_path / "plan.toml"
    codecs.dump(Bundle(), path)
    path.chmod(0o640)
    codecs.dump(BUNDLE, path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert [found.name for found in tmp_path.iterdir()] == ["plan.toml"]


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    for name in ("folder", "pipe"):
        with pytest.raises(InvalidFile, match="no regular file"):
            codecs.dump(BUNDLE, place_of(name, tmp_path))
    with pytest.raises(InvalidFile, match="can't be written: No such file"):
        codecs.dump(BUNDLE, tmp_path / "nowhere" / "plan.toml")
    with pytest.raises(InvalidFile, match="can't be written: "):
        codecs.dump(BUNDLE, tmp_path / "a\0.toml")


def test_half_of_a_character_is_not_written(tmp_path: Path) -> None:
    with pytest.raises(InvalidText, match="half of a character"):
        files.write_text(tmp_path / "a.toml", "a\ud800")
    assert not list(tmp_path.iterdir())


def test_a_fault_that_follows_from_another_is_told_once() -> None:
    text = TEXT.replace('unit = "%"', 'unit = "percnt"')
    with pytest.raises(FaultGroup) as caught:
        codecs.loads(text, format="toml")
    assert len(caught.value.faults) == 1


def test_the_file_defines_a_metric_before_those_given() -> None:
    other = Metric(id=FIBRE.id, name="Khác", unit="%", better="higher", timing="point", scale="ratio")
    assert codecs.loads(TEXT, format="toml", metrics=[FIBRE]) == BUNDLE
    assert codecs.loads(TEXT, format="toml", metrics=[other]) == BUNDLE


def test_a_file_of_one_plan_has_its_members_at_the_top() -> None:
    plan = Plan(
        id="p",
        title="Kế hoạch",
        jurisdiction="huế",
        targets=[TARGET],
        tasks=[Task(id="k", text="làm")],
        milestones=[Milestone(id="m", text="xong")],
    )
    text = codecs.dumps(Bundle(plans=[plan]), format="toml")
    assert "[plan]" in text
    assert "targets" in tomllib.loads(text)
    assert codecs.loads(text, format="toml").plans == (plan,)
    loose = Bundle(plans=[plan], targets=[Target(**{**_fields(TARGET), "id": "u"})])  # type: ignore[arg-type]  # fields of a target
    text = codecs.dumps(loose, format="toml")
    assert "targets" in tomllib.loads(text)["plans"][0]
    assert codecs.loads(text, format="toml") == loose


def _fields(target: Target) -> dict[str, object]:
    return {"metric": target.metric, "jurisdiction": "huế", "requirement": target.requirement}


def test_a_bundle_is_complete_and_its_ids_are_its_own() -> None:
    assert BUNDLE.metrics == (FIBRE,)
    assert Bundle(metrics=[FIBRE], targets=[TARGET]) == BUNDLE
    other = Metric(id=FIBRE.id, name="Khác", unit="%", better="higher", timing="point", scale="ratio")
    plan = Plan(id="p", title="KH", jurisdiction="huế", targets=[TARGET])
    with pytest.raises(FaultGroup) as caught:
        Bundle(
            metrics=[other, other],
            plans=[plan, plan],
            targets=[TARGET],
            observations=[Observation(metric=FIBRE, jurisdiction="huế", period="2020", value="= 80 %")],
        )
    assert [fault.where for fault in caught.value.faults] == [
        "metrics",
        "metrics",
        "metrics",
        "metrics",
        "plans[1].id",
        "plans[0].targets[0].id",
        "plans[1].targets[0].id",
    ]
    assert {type(fault) for fault in caught.value.faults} == {DuplicateId}
    with pytest.raises(InvalidText, match="is no Metric"):
        Bundle(metrics=["fibre"])  # type: ignore[list-item]  # the point of the test


def test_plain_data_is_read_with_its_own_name() -> None:
    with pytest.raises(FaultGroup, match="from the web") as caught:
        codecs.from_data(Task, {"id": "k"}, name="from the web")
    assert [str(fault) for fault in caught.value.faults] == ["text: Task without 'text'"]
    with pytest.raises(FaultGroup, match="data"):
        codecs.from_data(Task, {"id": "k", "text": "làm", "assignee": "a", "cooperating": ["a"]})
    with pytest.raises(FaultGroup, match="data"):
        codecs.from_data(Task, "k")


def test_a_missing_package_is_named_with_its_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    hint = r"which is not installed; pip install 'sotttt\[codecs\]'"
    monkeypatch.setitem(sys.modules, "tomli_w", None)
    assert codecs.dumps(Bundle(), format="json")
    with pytest.raises(MissingExtra, match=f"TOML is written by tomli-w, {hint}"):
        codecs.dumps(Bundle(), format="toml")
    monkeypatch.setitem(sys.modules, "cattrs", None)
    for module in list(sys.modules):
        if module.startswith("sotttt.codecs"):
            monkeypatch.delitem(sys.modules, module)
    with pytest.raises(MissingExtra, match=f"sotttt.codecs needs cattrs, {hint}"):
        importlib.import_module("sotttt.codecs")
