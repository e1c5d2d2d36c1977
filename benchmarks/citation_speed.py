"""Throughput of `find_citations` on Vietnamese text beside eyecite on English text.

    PYTHONPATH=src python benchmarks/citation_speed.py [--check] [--size BYTES] [--ours]

Both languages are made here from a seed, of the same length in bytes of UTF-8: a dense text with a citation
about every 430 bytes and a sparse one with a citation about every 8,000, figures and dates between them in
both. Ours is the whole of `find_citations`, up to the tuple of citations with number, day, body and place:
the best of nine texts that are read for the first time. Times are those of the processor.

eyecite runs in an environment of its own, which `peers/eyecite_speed.py` makes on first use, with each of its
tokenizers, the default one and that of hyperscan (whose database is built beforehand), in two jobs:

- `get_citations`, from the text to citations with reporter, page, court, year and parties. It is the like of
  `find_citations`, and what the limits are for. It looks for the parties of each case in all that follows, so
  that its time grows faster than the text, where the time of ours doesn't. Therefore it is shown at its best
  too, with the same text in pieces of 50,000 and of 10,000 bytes.
- `tokenize`, which tells where citations are and makes none. Ours does more than that; it is printed beside
  it to be seen, without a limit.

With `--check` the exit code is 1 when, on either text, ours is less than 30 times as fast as `get_citations`
with the default tokenizer or less than 10 times as fast as with the one of hyperscan.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from time import process_time
from typing import NamedTuple

from sotttt.reading import find_citations

DENSE, SPARSE = 430, 8_000
LIMITS = {"default": 30, "hyperscan": 10}
PEER = Path(__file__).parent / "peers" / "eyecite_speed.py"

_KINDS = ("Quyết định", "Nghị quyết", "Kế hoạch", "Chỉ thị", "Công văn")
_CODES = {"Quyết định": "QĐ", "Nghị quyết": "NQ", "Kế hoạch": "KH", "Chỉ thị": "CT"}
_PROVINCES = ("Tiền Giang", "Cao Bằng", "Quảng Trị", "Bến Tre", "Sơn La", "Hà Giang", "Phú Yên", "Kon Tum")
_MINISTRIES = (
    ("BTTTT", "Bộ Thông tin và Truyền thông"),
    ("BNV", "Bộ Nội vụ"),
    ("BTC", "Bộ Tài chính"),
    ("BKHCN", "Bộ Khoa học và Công nghệ"),
)
_PROSE = (
    "Sở đã họp với các huyện để rà soát tiến độ, nhắc những nơi còn chậm và phân công người theo dõi. ",
    "Đến hết quý III, {n} trên {m} xã có điểm phục vụ bưu chính, tăng {k} điểm so với đầu năm {y}. ",
    "Tỷ lệ hồ sơ nộp trực tuyến đạt {n},{k}%, cao hơn mức bình quân của vùng. ",
    "Việc chia sẻ dữ liệu giữa các ngành vẫn gặp khó vì phần mềm cũ chưa kết nối được với trục chung. ",
    "Người dân ở vùng sâu cho biết sóng di động yếu, nhất là vào mùa mưa bão. ",
    "Ban chỉ đạo yêu cầu mỗi đơn vị cử một đầu mối và báo cáo trước ngày {d}/{k} hằng tháng. ",
    "Cơ quan chủ trì gửi dự thảo lấy ý kiến của các bộ, ngành và địa phương có liên quan. ",
    "Tổ chức, cá nhân có thành tích được biểu dương; nơi làm sai quy chế bị nhắc nhở bằng văn bản. ",
    "Theo “kịch bản” này, các thôn chưa có đường truyền sẽ được lắp thêm trạm phát sóng. ",
    "Những chỉ tiêu trên được giao cho từng phòng, kèm thời hạn và người chịu trách nhiệm. ",
    "Lớp tập huấn mở tại trung tâm huyện thu hút cán bộ các xã, phần lớn là công chức trẻ. ",
    "Nội dung này sẽ được đưa vào chương trình làm việc của phiên họp sắp tới.\n",
    "Giai đoạn {y}–2030, doanh thu dịch vụ số dự kiến tăng nhanh nhờ nhóm khách hàng mới. ",
)
_REPORTERS = ("U.S.", "F.2d", "F.3d", "F. Supp. 2d", "S. Ct.", "P.2d", "N.E.2d", "Cal. App. 4th")
_PARTIES = ("Harmon", "Delacroix", "Whitfield", "Okafor", "Lindqvist", "Marsh", "Pruett", "Castellano")
_ENGLISH = (
    "The board met with the districts to review their progress and asked the slower ones for a plan. ",
    "By the end of the third quarter, {n} of {m} towns had a post office, {k} more than in early {y}. ",
    "The share of forms filed online rose to {n}.{k} percent, above the average of the region. ",
    "The motion to dismiss was denied, because the complaint states a claim on which relief may be granted. ",
    "Residents of the outer valleys testified that mobile coverage fails in the rainy season. ",
    "The order required each unit to report before the {d}th of every month. ",
    "The agency sent the draft to the departments and counties concerned and invited their comments. ",
    "Whoever performs well is to be commended; whoever breaks the rules is to be reminded in writing. ",
    "Under that reading, see above, masts are to be built in the villages that have no line so far. ",
    "The judgment of the trial court is affirmed in part, and the matter is remanded for further findings. ",
    "The course at the county seat drew clerks from all towns, most of them new to the service. ",
    "This question will be taken up at the next session.\n",
    "From {y} to 2030, income from digital services should grow quickly on account of new customers. ",
)


def _number(rng: random.Random) -> str:
    """A Vietnamese citation in one of the forms of official and of press prose."""
    kind, number, year = rng.choice(_KINDS), rng.randint(1, 3500), rng.randint(2005, 2025)
    day, month = rng.randint(1, 28), rng.randint(1, 12)
    date = rng.choice((f"ngày {day}/{month}/{year}", f"ngày {day:02} tháng {month:02} năm {year}"))
    form = rng.randrange(10)
    if form < 4 and kind in _CODES:
        province = rng.choice(_PROVINCES)
        return f"{kind} số {number}/{_CODES[kind]}-UBND {date} của Ủy ban nhân dân tỉnh {province}"
    if form < 6:
        return f"Quyết định số {number}/QĐ-TTg {date} của Thủ tướng Chính phủ"
    if form < 8:
        code, body = rng.choice(_MINISTRIES)
        return f"Thông tư số {number % 60 + 1:02}/{year}/TT-{code} {date} của {body}"
    if form == 8:
        return f"Nghị định số {number % 160 + 1}/{year}/NĐ-CP {date} của Chính phủ"
    return f"Nghị quyết số {number % 90 + 1:02}-NQ/TU {date} của Tỉnh ủy"


def _case(rng: random.Random) -> str:
    """A citation of a case or of the code, as the Bluebook writes them."""
    one, other = rng.sample(_PARTIES, 2)
    volume, page, year = rng.randint(1, 999), rng.randint(1, 1500), rng.randint(1950, 2020)
    if rng.randrange(6) == 0:
        return f"{rng.randint(1, 50)} U.S.C. § {page} ({year})"
    return f"{one} v. {other}, {volume} {rng.choice(_REPORTERS)} {page}, {page + rng.randint(1, 20)} ({year})"


def _sentences(rng: random.Random, prose: tuple[str, ...]) -> Iterator[str]:
    while True:
        yield rng.choice(prose).format(
            n=rng.randint(10, 99),
            m=rng.randint(100, 999),
            k=rng.randint(2, 9),
            d=rng.randint(10, 28),
            y=rng.randint(2010, 2025),
        )


def corpus(
    cite: Callable[[random.Random], str],
    opening: str,
    prose: tuple[str, ...],
    size: int,
    every: int,
    seed: int,
) -> str:
    """A text of about `size` bytes with a citation every so many bytes; the same one each time."""
    rng = random.Random(seed)  # noqa: S311  # the same text each time, no secret
    pieces: list[str] = []
    made = cited = 0
    sentences = _sentences(rng, prose)
    while made < size:
        piece = next(sentences)
        if made >= cited * every:
            piece, cited = f"{opening} {cite(rng)}, {piece[0].lower()}{piece[1:]}", cited + 1
        pieces.append(piece)
        made += len(piece.encode())
    return "".join(pieces).encode()[:size].decode(errors="ignore")


def throughput(size: int, every: int, times: int = 9) -> tuple[float, int]:
    """MB/s and citations of the best of some texts, each of which is read for the first time."""
    find_citations(corpus(_number, "Thực hiện", _PROSE, 50_000, every, seed=0))
    best, found = 0.0, 0
    for seed in range(1, times + 1):
        text = corpus(_number, "Thực hiện", _PROSE, size, every, seed)
        start = process_time()
        citations = find_citations(text)
        speed = len(text.encode()) / 1e6 / (process_time() - start)
        if speed > best:
            best, found = speed, len(citations)
    return best, found


def main() -> int:
    """Print the table; 1 when asked to check and a limit is missed."""
    asked = argparse.ArgumentParser(description="How fast citations are found.")
    asked.add_argument("--check", action="store_true")
    asked.add_argument("--ours", action="store_true", help="without eyecite")
    asked.add_argument("--size", type=int, default=400_000, help="bytes of each text")
    options = asked.parse_args()
    good = True
    print(f"texts of {options.size:,} bytes")
    for name, every in (("dense", DENSE), ("sparse", SPARSE)):
        ours, found = throughput(options.size, every)
        print(name, f"  {'find_citations':50} {ours:7.3f} MB/s {found:5} citations", sep="\n")
        if not options.ours:
            rows = peers(corpus(_case, "As held in", _ENGLISH, options.size, every, seed=1))
            good = _compared(ours, rows) and good
    return int(options.check and not good)


def _compared(ours: float, rows: list[Row]) -> bool:
    """Print what eyecite does beside ours, and whether ours is as much faster as is due."""
    good = True
    for row in rows:
        way = f"eyecite {row.job}, {row.tokenizer}" + f", pieces of {row.pieces:,}" * bool(row.pieces)
        limited = row.job == "get_citations" and not row.pieces
        times, limit = ours / row.speed, LIMITS[row.tokenizer] if limited else 0
        line = f"  {way:50} {row.speed:7.3f} MB/s {row.found:5} citations; ours is {times:.1f} times as fast"
        print(line + f", at least {limit} are due" * limited)
        good = good and times >= limit
    return good


class Row(NamedTuple):
    """What eyecite did: the job, the tokenizer, the bytes of the pieces or 0, MB/s and citations."""

    job: str
    tokenizer: str
    pieces: int
    speed: float
    found: int


def peers(text: str) -> list[Row]:
    """What eyecite does with a text, each job with each tokenizer."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "english.txt"
        path.write_text(text, encoding="utf-8", newline="")
        command = [sys.executable, str(PEER), str(path)]
        run = subprocess.run(command, check=True, stdout=subprocess.PIPE)  # our own script
    return [Row(*row) for row in json.loads(run.stdout)]


if __name__ == "__main__":
    sys.exit(main())
