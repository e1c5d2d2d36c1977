"""What citations are made of, as data: kinds of documents, issuing bodies, and their codes in numbers."""

from __future__ import annotations

from typing import Final

from sotttt.reading._lexicon import Phrase
from sotttt.text import fold

__all__ = [
    "ALWAYS_DATED",
    "BODIES",
    "CENTRAL",
    "DEPARTMENTS",
    "FIELDS",
    "ISSUING",
    "KINDS",
    "LEVELS",
    "phrase",
]


def phrase(text: str) -> Phrase:
    """The tokens of a name, folded; commas stand alone."""
    return tuple(fold(text).replace(",", " ,").split())


# Kinds: name, abbreviation in numbers ("" where there is none), spellings in prose.
_KINDS: Final = (
    ("Quyết định", "QĐ", "quyết định;qđ;decision"),
    ("Nghị quyết", "NQ", "nghị quyết;nq;resolution"),
    ("Nghị định", "NĐ", "nghị định;nđ;decree"),
    ("Thông tư liên tịch", "TTLT", "thông tư liên tịch;joint circular"),
    ("Thông tư", "TT", "thông tư;circular"),
    ("Chỉ thị", "CT", "chỉ thị;directive"),
    ("Kết luận", "KL", "kết luận;conclusion"),
    ("Kế hoạch", "KH", "kế hoạch;plan"),
    ("Chương trình", "CTr", "chương trình;chương trình hành động;programme;program"),
    ("Tờ trình", "TTr", "tờ trình;statement"),
    ("Báo cáo", "BC", "báo cáo;báo cáo thẩm tra;report"),
    ("Báo cáo thẩm định", "BCTĐ", "báo cáo thẩm định"),
    ("Thông báo", "TB", "thông báo;notice"),
    ("Hướng dẫn", "HD", "hướng dẫn;guidance"),
    ("Công văn", "CV", "công văn;văn bản;official dispatch"),
    ("Công điện", "CĐ", "công điện"),
    ("Quy chế", "QC", "quy chế"),
    ("Quy định", "QĐ", "quy định"),
    ("Đề án", "ĐA", "đề án;scheme"),
    ("Pháp lệnh", "PL", "pháp lệnh;ordinance"),
    ("Văn bản hợp nhất", "VBHN", "văn bản hợp nhất"),
    ("Luật", "", "luật;bộ luật;law"),
)
KINDS: Final[dict[Phrase, tuple[str, str]]] = {
    phrase(spelling): (name, code) for name, code, spellings in _KINDS for spelling in spellings.split(";")
}

# Kinds whose numbers always hold the year: without it "Nghị định 15" names no document.
ALWAYS_DATED: Final = frozenset({"NĐ", "TT", "TTLT", "PL"})

CENTRAL: Final = "VN"
"""The jurisdiction of a body of the whole country."""


_CENTRAL: Final = (
    ("Thủ tướng Chính phủ", "TTg", "thủ tướng chính phủ;thủ tướng;prime minister;the prime minister"),
    ("Chính phủ", "CP", "chính phủ;government;the government"),
    ("Quốc hội", "QH", "quốc hội;national assembly;the national assembly"),
    ("Ủy ban Thường vụ Quốc hội", "UBTVQH", "ủy ban thường vụ quốc hội;ubtvqh"),
    ("Chủ tịch nước", "CTN", "chủ tịch nước"),
    ("Văn phòng Chính phủ", "VPCP", "văn phòng chính phủ"),
    ("Bộ Chính trị", "TW", "bộ chính trị;politburo;the politburo"),
    ("Ban Bí thư", "TW", "ban bí thư;ban bí thư trung ương đảng"),
    (
        "Ban Chấp hành Trung ương Đảng",
        "TW",
        "ban chấp hành trung ương đảng;ban chấp hành trung ương;bch trung ương;bch trung ương đảng;"
        "trung ương đảng",
    ),
    ("Ủy ban Dân tộc", "UBDT", "ủy ban dân tộc"),
)
_LOCAL: Final = (
    ("Ủy ban nhân dân", "UBND", "ubnd;ủy ban nhân dân;people ' s committee"),
    ("Chủ tịch Ủy ban nhân dân", "UBND", "chủ tịch ubnd;chủ tịch ủy ban nhân dân"),
    ("Hội đồng nhân dân", "HĐND", "hđnd;hội đồng nhân dân"),
    ("Tỉnh ủy", "TU", "tỉnh ủy"),
    ("Thành ủy", "TU", "thành ủy"),
    ("Ban Thường vụ Tỉnh ủy", "TU", "ban thường vụ tỉnh ủy;btv tỉnh ủy"),
    ("Ban Thường vụ Thành ủy", "TU", "ban thường vụ thành ủy"),
    ("Ban Chấp hành Đảng bộ", "TU", "ban chấp hành đảng bộ"),
)
BODIES: Final[dict[Phrase, tuple[str, str, bool]]] = {
    phrase(spelling): (name, code, central)
    for table, central in ((_CENTRAL, True), (_LOCAL, False))
    for name, code, spellings in table
    for spelling in spellings.split(";")
}

# What ministries (Bộ) and departments (Sở) are for.
FIELDS: Final[dict[Phrase, str]] = {
    phrase(name): name
    for name in (
        "Thông tin và Truyền thông",
        "Bưu chính, Viễn thông",
        "Khoa học và Công nghệ",
        "Kế hoạch và Đầu tư",
        "Tài chính",
        "Tư pháp",
        "Nội vụ",
        "Xây dựng",
        "Y tế",
        "Công an",
        "Quốc phòng",
        "Ngoại giao",
        "Công Thương",
        "Giáo dục và Đào tạo",
        "Giao thông vận tải",
        "Nông nghiệp và Phát triển nông thôn",
        "Nông nghiệp và Môi trường",
        "Tài nguyên và Môi trường",
        "Lao động - Thương binh và Xã hội",
        "Văn hóa, Thể thao và Du lịch",
        "Văn hóa và Thể thao",
        "Du lịch",
    )
} | {phrase(short): "Thông tin và Truyền thông" for short in ("TT&TT", "TTTT", "TT & TT", "TT và TT")}
DEPARTMENTS: Final[dict[Phrase, tuple[str, bool]]] = {
    phrase("bộ"): ("Bộ", True),
    phrase("bộ trưởng bộ"): ("Bộ trưởng Bộ", True),
    phrase("sở"): ("Sở", False),
    phrase("giám đốc sở"): ("Giám đốc Sở", False),
}
LEVELS: Final[dict[Phrase, str]] = {
    phrase(spelling): name
    for name, spellings in {
        "tỉnh": "tỉnh",
        "thành phố": "thành phố;tp;tp .",
        "huyện": "huyện",
        "quận": "quận",
        "thị xã": "thị xã;tx",
        "xã": "xã",
        "phường": "phường",
        "thị trấn": "thị trấn",
    }.items()
    for spelling in spellings.split(";")
}
ISSUING: Final = frozenset({"hành", "ký", "ra", "signed", "issued"})
