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
    "PARTY",
    "phrase",
]


def phrase(text: str) -> Phrase:
    """The tokens of a name, folded; commas stand alone."""
    return tuple(fold(text).replace(",", " ,").split())


# Kinds by the id of `sotttt.law.document_kind`, and their spellings in prose.
KINDS: Final[dict[Phrase, str]] = {
    phrase(spelling): kind
    for kind, spellings in {
        "quyet-dinh": "quyết định;qđ;decision",
        "nghi-quyet": "nghị quyết;nq;resolution",
        "nghi-dinh": "nghị định;nđ;decree",
        "thong-tu-lien-tich": "thông tư liên tịch;joint circular",
        "thong-tu": "thông tư;circular",
        "chi-thi": "chỉ thị;directive",
        "ket-luan": "kết luận;conclusion",
        "ke-hoach": "kế hoạch;plan",
        "chuong-trinh": "chương trình;chương trình hành động;programme;program",
        "to-trinh": "tờ trình;statement",
        "bao-cao": "báo cáo;báo cáo thẩm tra;report",
        "bao-cao-tham-dinh": "báo cáo thẩm định",
        "thong-bao": "thông báo;notice",
        "huong-dan": "hướng dẫn;guidance",
        "cong-van": "công văn;văn bản;official dispatch",
        "cong-dien": "công điện",
        "quy-che": "quy chế",
        "quy-dinh": "quy định",
        "de-an": "đề án;scheme",
        "phap-lenh": "pháp lệnh;ordinance",
        "van-ban-hop-nhat": "văn bản hợp nhất",
        "luat": "luật;law",
        "bo-luat": "bộ luật;code",
    }.items()
    for spelling in spellings.split(";")
}
# Kinds whose numbers always hold the year: without it "Nghị định 15" names no document.
ALWAYS_DATED: Final = frozenset(
    {"nghi-dinh", "thong-tu", "thong-tu-lien-tich", "phap-lenh", "luat", "bo-luat"}
)

PARTY: Final = frozenset({"TU", "TW"})

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
        (
            "ban chấp hành trung ương đảng;ban chấp hành trung ương;bch trung ương;bch trung ương đảng;"
            "trung ương đảng"
        ),
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
