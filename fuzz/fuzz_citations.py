"""Looks for texts on which `find_citations` breaks one of its laws, or works more than its length allows.

python fuzz/fuzz_citations.py                          # until stopped
python fuzz/fuzz_citations.py -max_total_time=300      # five minutes
python fuzz/fuzz_citations.py -seed=1 -runs=20000      # the same texts each time
python fuzz/fuzz_citations.py crash-…                  # what was found, again

Options are those of libFuzzer. What breaks a law is printed and left as a file `crash-…`. It needs `atheris`.
"""

from __future__ import annotations

import itertools
import sys
import unicodedata
from types import FrameType

import atheris
import attrs

with atheris.instrument_imports(include=["sotttt.reading", "sotttt.law", "sotttt.text"]):
    from sotttt.errors import InvalidText
    from sotttt.law import DocumentNumber
    from sotttt.reading import Citation, Context, complete, find_citations

# What citations are made of: most random bytes are no Vietnamese, and reach only the door.
PIECES = (
    *"0123456789/-.,;:()&–| \n",
    *("Quyết định", "Nghị quyết", "Nghị định", "Luật", "Công văn", "Kế hoạch", "Chỉ thị", "các", "và", "số"),
    *("/QĐ-UBND", "/QĐ-TTg", "-NQ/TU", "/NQ-CP", "/QH15", "/NĐ-CP", "/TTLT-BTTTT-BXD", "/BTTTT-THH", "-CP"),
    *(
        "555",
        "2018",
        "45/2016",
        "02/3/2018",
        "2-3-2018",
        "ngày",
        "tháng",
        "năm",
        "của",
        "UBND tỉnh",
        "Tiền Giang",
    ),
    *("Thủ tướng Chính phủ", "Bộ Chính trị", "này", "nêu trên", "sửa đổi", "ban hành", "Đề án 06", "QD", "Ð"),
    *(
        "e\u0301\u0323",
        "\u00ad",
        "\u200b",
        "\u00a0",
        "１",
        "O",
        "l",
        "24/7",
        "20/20",
        "quyet-dinh-",
        "qd-ubnd",
    ),
)
CONTEXT = Context(issuer="UBND tỉnh Tiền Giang", place="Tiền Giang", year=2018)
SLACK = 2000
#: Readers look a bounded way round a place: in short texts, doubled, each place has more to look at.
LONG = 3000


def text_of(data: bytes) -> str:
    """The text that the bytes of one run stand for: any text, or pieces of citations."""
    if not data or data[0] % 4 == 0:
        return data[1:].decode("utf-8", "replace")
    joint = " " if data[0] & 8 else ""
    text = joint.join(PIECES[byte % len(PIECES)] for byte in data[1:])
    return unicodedata.normalize("NFD", text) if data[0] % 4 == 1 else unicodedata.normalize("NFC", text)


def steps(text: str) -> int:
    """How many calls the reading of a text takes, those of built-in functions among them."""
    count = 0

    def step(_frame: FrameType, event: str, _arg: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(step)
    try:
        find_citations(text)
    finally:
        sys.setprofile(None)
    return count


def placeless(citation: Citation) -> Citation:
    """The citation without its place, to compare two readings."""
    return attrs.evolve(citation, span=(0, 0), text=" ".join(citation.text.split()))


def check(text: str) -> None:
    """All that must hold of the citations of a text.

    Raises:
        AssertionError: a law that doesn't hold.
    """
    try:
        found = find_citations(text)
    except InvalidText:
        return
    assert all(one.span[1] <= other.span[0] for one, other in itertools.pairwise(found)), "order"
    for citation in found:
        start, end = citation.span
        assert 0 <= start < end <= len(text), "inside"
        assert (citation.number is None) == (citation.reason is not None), "a number or a reason"
        if citation.number is not None:
            assert DocumentNumber.parse(str(citation.number)) == citation.number, "round trip"
        done = complete(citation, CONTEXT)
        assert done.span == citation.span, "completed in place"
        assert citation.issuer_code in (None, done.issuer_code), "a context contradicts nothing"
        if citation.filled or citation.numeral is None:
            continue  # it rests on what stands elsewhere in the text
        again = [placeless(one) for one in find_citations(text[start:end])]
        assert again == [placeless(citation)], f"read again: {again} for {citation}"


def check_work(text: str) -> None:
    """Twice the text takes at most about twice the work.

    Raises:
        AssertionError: it takes more.
    """
    times = LONG // max(1, len(text)) + 1
    try:
        once, twice = steps(text * times), steps(text * times * 2)
    except InvalidText:
        return
    assert twice <= 2.2 * once + SLACK, f"{once} steps, {twice} for twice the text"


def one_run(data: bytes) -> None:
    """What one run of the fuzzer does."""
    text = text_of(data)
    check(text)
    if len(data) % 4 == 0:
        check_work(text)


if __name__ == "__main__":
    atheris.Setup(sys.argv, one_run)
    atheris.Fuzz()
