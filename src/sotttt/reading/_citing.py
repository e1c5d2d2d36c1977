"""What citations are made of, as data: kinds of documents, issuing bodies, and their codes in numbers."""

from __future__ import annotations

from typing import Final

from sotttt.law.kinds import document_kinds, issuers, symbol_key
from sotttt.places import Level
from sotttt.reading._lexicon import Phrase
from sotttt.text import bare, fold

__all__ = [
    "ABBREVIATIONS",
    "ALWAYS_DATED",
    "ANNOUNCING",
    "BODIES",
    "BY_NUMBER",
    "BY_TERM",
    "CENTRAL",
    "CODES",
    "ENDS_OF_KINDS",
    "FIRST_OF_BODY",
    "FIRST_POINTING",
    "FOLLOWERS",
    "HEADS",
    "ISSUING",
    "JOINED",
    "KINDS",
    "LAST_OF_KIND",
    "LEVELS",
    "LINKS",
    "LONGEST_KIND",
    "NUMBERED",
    "ONE_BODY",
    "ONE_WORD",
    "OPEN",
    "PARTY",
    "PLURAL",
    "POINTING",
    "RUN_TOGETHER",
    "SHORT",
    "SHORT_PLACES",
    "TITLED",
    "UNMARKED",
    "phrase",
]


def phrase(text: str) -> Phrase:
    """The tokens of a name, folded; marks stand alone."""
    spaced = fold(text)
    for mark in (",", "&", "-"):
        spaced = spaced.replace(mark, f" {mark} ")
    return tuple(spaced.split())


# Spellings in prose by the id of `sotttt.law.document_kind`, beside the names of the table.
_SPELLINGS: Final = {
    "quyet-dinh": "decision",
    "nghi-quyet": "resolution",
    "nghi-dinh": "decree",
    "thong-tu-lien-tich": "joint circular",
    "thong-tu": "circular",
    "chi-thi": "directive",
    "ket-luan": "conclusion",
    "ke-hoach": "plan",
    "chuong-trinh": "programme;program;action program;action programme",
    "to-trinh": "statement;submission",
    "bao-cao": "báo cáo thẩm tra;báo cáo kết quả thẩm định;report",
    "thong-bao": "notice;announcement",
    "huong-dan": "guidance;guideline",
    "cong-van": "official dispatch;official letter",
    "de-an": "scheme",
    "phap-lenh": "ordinance",
    "luat": "law",
    "bo-luat": "code",
}
# What is no paper of its own or a common word: found only where the symbol stands behind it.
_NO_PAPERS: Final = frozenset({"ban-ghi-nho", "giay-nghi-phep", "hien-phap", "lenh"})

KINDS: Final[dict[Phrase, str]] = {
    phrase(spelling): kind.id
    for kind in document_kinds()
    if kind.families and kind.id not in _NO_PAPERS
    for spelling in (kind.name, *kind.aliases, *_SPELLINGS.get(kind.id, "").split(";"))
    if spelling
}
"""Kinds by the tokens of their spellings."""

JOINED: Final[dict[str, str]] = {"".join(words): kind for words, kind in KINDS.items() if len(words) > 1}
"""Kinds by their spellings without spaces, to find fused words and words broken over lines."""

UNMARKED: Final[dict[str, str]] = {bare(words): kind for words, kind in JOINED.items()} | {"luat": "luat"}
"""Kinds by their spellings without spaces and diacritics."""

ONE_WORD: Final[dict[str, str]] = {words[0]: kind for words, kind in KINDS.items() if len(words) == 1}
"""Kinds of one word."""

RUN_TOGETHER: Final[dict[str, str]] = UNMARKED | JOINED
"""Kinds by their spellings without spaces, with diacritics and without."""

ENDS_OF_KINDS: Final = {
    name[at:] for table in (ONE_WORD, RUN_TOGETHER) for name in table for at in range(len(name))
}
"""What stands at the end of such a spelling."""

LONGEST_KIND: Final = 1 + max(map(len, KINDS))

LAST_OF_KIND: Final = (
    {words[-1] for words in KINDS} | {bare(words[-1]) for words in KINDS} | set(JOINED) | set(UNMARKED)
)
"""The words with which the name of a kind can end."""

SHORT: Final[dict[str, str]] = {
    symbol_key(kind.abbreviation or kind.party_abbreviation or ""): kind.id
    for kind in document_kinds()
    if kind.id
    in {
        "quyet-dinh",
        "nghi-quyet",
        "nghi-dinh",
        "thong-tu",
        "thong-tu-lien-tich",
        "chi-thi",
        "ket-luan",
        "ke-hoach",
        "chuong-trinh",
        "to-trinh",
        "thong-bao",
        "cong-van",
        "phap-lenh",
    }
}
"""Kinds by the abbreviations that stand for them in prose, in capitals: `QĐ số 51`."""

ABBREVIATIONS: Final[dict[str, str]] = {
    kind.id: kind.abbreviation or kind.party_abbreviation or ""
    for kind in document_kinds()
    if kind.abbreviation or kind.party_abbreviation
}
"""Abbreviations by the id of the kind."""

# Kinds whose numbers always hold the year: without it "Nghị định 15" names no document.
ALWAYS_DATED: Final = frozenset(
    {"nghi-dinh", "thong-tu", "thong-tu-lien-tich", "phap-lenh", "luat", "bo-luat"}
)
# Kinds that people name by the bare number, "Chỉ thị 05".
BY_NUMBER: Final = frozenset(
    {
        "nghi-dinh",
        "thong-tu",
        "nghi-quyet",
        "quyet-dinh",
        "chi-thi",
        "ket-luan",
        "ke-hoach",
        "cong-van",
        "quy-dinh",
        "thong-bao",
        "to-trinh",
        "de-an",
    }
)
TITLED: Final = frozenset({"luat", "bo-luat"})
"""Kinds that are cited by their titles, with the number behind."""
ONE_BODY: Final = {"nghi-dinh": ("Chính phủ", "CP")}
"""Kinds that one body alone issues."""

NUMBERED: Final = frozenset({"số", "so", "sô", "sd", "no", "nos"})
"""The word for number, as printed and as badly read."""
PLURAL: Final = frozenset({"các", "những", "hai", "ba", "bốn", "decisions", "both"})
LINKS: Final = frozenset({",", ";", "và", "hoặc", "hay", "and", "or", "cùng", "với", "&"})
"""What stands between the items of a list."""
OPEN: Final = frozenset({"(", ":", "["})
# What can follow a bare number that names a document; behind anything else it counts something.
_FOLLOWERS: Final = (
    ', . ; : ) ] ( ! ? ” " » … – - và hoặc về của ngày năm được đã đang sẽ có là do để với theo thì cũng này '
    "trên nêu nói quy sửa ban thay hết còn tại từ khi cho như nhưng vẫn không phải yêu giao nhằm ra dated of "
    "on by and"
)
FOLLOWERS: Final = frozenset(_FOLLOWERS.split())
POINTING: Final = {
    phrase(words): itself
    for words, itself in {
        "này": True,
        "trên": False,
        "nêu trên": False,
        "nói trên": False,
        "trên đây": False,
        "đã nêu": False,
        "đó": False,
    }.items()
}
"""Words that point back to a document, and whether they may mean the one they stand in."""

FIRST_POINTING: Final = frozenset(words[0] for words in POINTING)
"""The words with which what points back can begin."""

BY_TERM: Final = frozenset({"QH", "UBTVQH"})
"""Bodies whose symbols hold the number of a term, which no date and name tell for sure."""

PARTY: Final = frozenset(one.code for one in issuers() if one.party)

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
    ("Văn phòng Quốc hội", "VPQH", "văn phòng quốc hội"),
    (
        "Bộ trưởng, Chủ nhiệm Văn phòng Chính phủ",
        "VPCP",
        "bộ trưởng, chủ nhiệm văn phòng chính phủ;bộ trưởng chủ nhiệm văn phòng chính phủ",
    ),
    ("Văn phòng Trung ương Đảng", "VPTW", "văn phòng trung ương đảng;văn phòng trung ương"),
    ("Ban Chỉ đạo Trung ương", "BCĐTW", "ban chỉ đạo trung ương"),
    ("Trung ương Đoàn", "TWĐTN", "trung ương đoàn;ban chấp hành trung ương đoàn;ban bí thư trung ương đoàn"),
    ("Ngân hàng Nhà nước Việt Nam", "NHNN", "ngân hàng nhà nước việt nam;ngân hàng nhà nước"),
    (
        "Thống đốc Ngân hàng Nhà nước Việt Nam",
        "NHNN",
        "thống đốc ngân hàng nhà nước việt nam;thống đốc ngân hàng nhà nước",
    ),
    ("Thanh tra Chính phủ", "TTCP", "thanh tra chính phủ"),
    ("Tổng Thanh tra Chính phủ", "TTCP", "tổng thanh tra chính phủ"),
    ("Hội đồng Bộ trưởng", "HĐBT", "hội đồng bộ trưởng"),
    ("Chủ tịch Hội đồng Bộ trưởng", "HĐBT", "chủ tịch hội đồng bộ trưởng"),
    ("Hội đồng Chính phủ", "CP", "hội đồng chính phủ"),
    ("Hội đồng Nhà nước", "HĐNN", "hội đồng nhà nước"),
    ("Tòa án nhân dân tối cao", "TANDTC", "tòa án nhân dân tối cao"),
    ("Chánh án Tòa án nhân dân tối cao", "TANDTC", "chánh án tòa án nhân dân tối cao"),
    (
        "Hội đồng Thẩm phán Tòa án nhân dân tối cao",
        "HĐTP",
        "hội đồng thẩm phán tòa án nhân dân tối cao;hội đồng thẩm phán",
    ),
    ("Viện kiểm sát nhân dân tối cao", "VKSNDTC", "viện kiểm sát nhân dân tối cao"),
    (
        "Viện trưởng Viện kiểm sát nhân dân tối cao",
        "VKSNDTC",
        "viện trưởng viện kiểm sát nhân dân tối cao",
    ),
    ("Kiểm toán nhà nước", "KTNN", "kiểm toán nhà nước"),
    ("Tổng Kiểm toán nhà nước", "KTNN", "tổng kiểm toán nhà nước"),
    ("Bảo hiểm xã hội Việt Nam", "BHXH", "bảo hiểm xã hội việt nam"),
    ("Tổng cục Thuế", "TCT", "tổng cục thuế"),
    ("Ban Tổ chức Trung ương", "BTCTW", "ban tổ chức trung ương"),
    ("Ban Tuyên giáo Trung ương", "BTGTW", "ban tuyên giáo trung ương"),
    ("Ủy ban Kiểm tra Trung ương", "UBKTTW", "ủy ban kiểm tra trung ương"),
    ("Ủy ban Quốc gia về chuyển đổi số", "UBQGCĐS", "ủy ban quốc gia về chuyển đổi số"),
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
    ("Huyện ủy", "HU", "huyện ủy"),
    ("Ban Thường vụ Huyện ủy", "HU", "ban thường vụ huyện ủy"),
    ("Văn phòng Tỉnh ủy", "VPTU", "văn phòng tỉnh ủy"),
    ("Văn phòng Ủy ban nhân dân", "VPUBND", "văn phòng ubnd;văn phòng ủy ban nhân dân"),
    ("Thường trực Hội đồng nhân dân", "HĐND", "thường trực hđnd;thường trực hội đồng nhân dân"),
    ("Thường trực Tỉnh ủy", "TU", "thường trực tỉnh ủy"),
    ("Ban Kinh tế - Ngân sách", "HĐND", "ban kinh tế - ngân sách;ban kinh tế và ngân sách"),
    ("Ban Pháp chế", "HĐND", "ban pháp chế"),
    ("Ban Văn hóa - Xã hội", "HĐND", "ban văn hóa - xã hội"),
    ("Ban Dân tộc", "BDT", "ban dân tộc"),
    ("Ban Tổ chức Tỉnh ủy", "BTCTU", "ban tổ chức tỉnh ủy"),
    ("Ban Tuyên giáo Tỉnh ủy", "BTGTU", "ban tuyên giáo tỉnh ủy"),
    ("Ban Dân vận Tỉnh ủy", "BDVTU", "ban dân vận tỉnh ủy"),
    ("Ủy ban Kiểm tra Tỉnh ủy", "UBKTTU", "ủy ban kiểm tra tỉnh ủy"),
)
HEADS: Final[dict[Phrase, tuple[str, str]]] = {
    phrase(spelling): (name, code)
    for name, code, spelling in (
        ("Ban Cán sự Đảng", "BCS", "ban cán sự đảng"),
        ("Đảng đoàn", "ĐĐ", "đảng đoàn"),
        ("Đảng ủy", "ĐU", "đảng ủy"),
        ("Ban Thường vụ Đảng ủy", "ĐU", "ban thường vụ đảng ủy"),
        ("Ban Chấp hành Đảng bộ", "ĐU", "bch đảng bộ"),
    )
}
"""Bodies that are of another body: Ban Cán sự Đảng UBND tỉnh."""
CODES: Final[dict[str, str]] = {one.name: one.code for one in reversed(issuers())} | {
    "Bộ Kế hoạch và Đầu tư": "BKHĐT",
    "Bộ Nông nghiệp và Phát triển nông thôn": "BNNPTNT",
}
"""Codes of bodies by their names; of several the one that is usual today."""

# What ministries (Bộ) and departments (Sở) are for.
_FIELDS: Final[dict[Phrase, str]] = {
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
        "Dân tộc và Tôn giáo",
        "Văn hóa - Thông tin",
        "Thương mại",
        "Công nghiệp",
        "Thủy sản",
    )
} | {
    phrase(short): name
    for name, spellings in {
        "Thông tin và Truyền thông": "TT&TT;TTTT;TT & TT;TT và TT;TT - TT",
        "Khoa học và Công nghệ": "KH&CN;KH & CN;KHCN",
        "Kế hoạch và Đầu tư": "KH&ĐT;KH & ĐT;KHĐT",
        "Giáo dục và Đào tạo": "GD&ĐT;GD & ĐT;GDĐT",
        "Tài nguyên và Môi trường": "TN&MT;TN & MT;TNMT",
        "Nông nghiệp và Phát triển nông thôn": "NN&PTNT;NN & PTNT;NNPTNT",
        "Văn hóa, Thể thao và Du lịch": "VHTT&DL;VH,TT&DL;VHTTDL",
        "Lao động - Thương binh và Xã hội": "LĐ-TB&XH;LĐTBXH;LĐTB&XH",
        "Giao thông vận tải": "GTVT",
        "Văn hóa - Thông tin": "VHTT",
    }.items()
    for short in spellings.split(";")
}
_DEPARTMENTS: Final[dict[Phrase, tuple[str, bool, str]]] = {
    phrase("bộ"): ("Bộ", True, "Bộ"),
    phrase("bộ trưởng bộ"): ("Bộ trưởng Bộ", True, "Bộ"),
    phrase("sở"): ("Sở", False, "Sở"),
    phrase("giám đốc sở"): ("Giám đốc Sở", False, "Sở"),
}
"""The word for a ministry or department, whether it is of the whole country, and what it is the head of."""

BODIES: Final[dict[Phrase, tuple[str, str, bool]]] = (
    {
        phrase(spelling): (name, code, central)
        for table, central in ((_CENTRAL, True), (_LOCAL, False))
        for name, code, spellings in table
        for spelling in spellings.split(";")
    }
    | {
        phrase(name): (one.name, CODES.get(one.name, one.code), True)
        for one in issuers()
        if not one.party and one.level is Level.COUNTRY and one.name_en
        for name in (one.name_en, f"the {one.name_en}")
    }
    | {
        phrase(one.code): (one.name, one.code, one.level is Level.COUNTRY)
        for one in issuers()
        if not one.party and len(one.code) > 2 and one.code not in ("UBND", "HĐND", "UBTVQH")
    }
    | {
        head + field: (f"{title} {name}", CODES.get(f"{whole} {name}", ""), central)
        for head, (title, central, whole) in _DEPARTMENTS.items()
        for field, name in _FIELDS.items()
    }
)
"""Bodies by the tokens of their names: the name, the code or nothing, whether of the whole country."""

LEVELS: Final[dict[Phrase, str]] = {
    phrase(spelling): name
    for name, spellings in {
        "tỉnh": "tỉnh",
        "thành phố": "thành phố;tp;tp .;t . p",
        "huyện": "huyện",
        "quận": "quận",
        "thị xã": "thị xã;tx",
        "xã": "xã",
        "phường": "phường",
        "thị trấn": "thị trấn",
    }.items()
    for spelling in spellings.split(";")
}
SHORT_PLACES: Final = {"HCM": "Hồ Chí Minh", "HN": "Hà Nội"}
"""Places by the letters that stand for them behind thành phố."""
ISSUING: Final = frozenset({"hành", "ký", "ra", "signed", "issued"})
ANNOUNCING: Final = frozenset({"có", "gửi", "qua"})
"""The last words of what a body did with a document on a day, `đã có`, `thông qua`."""

FIRST_OF_BODY: Final = {words[0] for table in (BODIES, HEADS) for words in table} | {"hội"}
"""The words with which the name of a body can begin."""
