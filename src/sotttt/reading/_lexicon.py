"""The words that the readers know, as data: number words, hedges, statuses, labels, calendar words.

Every key is folded as `sotttt.text.fold` does, and phrases are tuples of such keys.
"""

from __future__ import annotations

from typing import Final

from sotttt.text import fold

Phrase = tuple[str, ...]


def _phrases(text: str) -> frozenset[Phrase]:
    return frozenset(tuple(phrase.split()) for phrase in fold(text).split(";"))


def _words(text: str) -> frozenset[str]:
    return frozenset(fold(text).split())


def _numbered(text: str) -> dict[str, int]:
    return {word: place for place, word in enumerate(text.split(), start=1)}


# Number words

DIGITS: Final = {
    "không": 0,
    "một": 1,
    "hai": 2,
    "ba": 3,
    "bốn": 4,
    "năm": 5,
    "sáu": 6,
    "bảy": 7,
    "bẩy": 7,
    "tám": 8,
    "chín": 9,
}
# Behind mười and mươi; "mười năm" is ten years.
ONES: Final = {
    "mốt": 1,
    "một": 1,
    "hai": 2,
    "ba": 3,
    "bốn": 4,
    "tư": 4,
    "lăm": 5,
    "nhăm": 5,
    "sáu": 6,
    "bảy": 7,
    "bẩy": 7,
    "tám": 8,
    "chín": 9,
}
# "một trăm mốt" is 110, "hai trăm tư" 240: forms that only stand for cut tens.
CUT_TENS: Final = {"mốt": 1, "tư": 4}
ZERO_TENS: Final = _words("linh lẻ")
HALVES: Final[tuple[Phrase, ...]] = (("một", "nửa"), ("nửa",))
SIGNS: Final = {"-": -1, "âm": -1, "+": 1}
# thu âm 5 bài: sound, no sign.
NO_SIGN: Final = _words("thu ghi phát lồng siêu hạ nguyên hòa")
MAGNITUDES: Final = {
    "chục": 10,
    "trăm": 100,
    "nghìn": 1_000,
    "ngàn": 1_000,
    "vạn": 10_000,
    "triệu": 1_000_000,
    "tỷ": 1_000_000_000,
    "tỉ": 1_000_000_000,
    "hundred": 100,
    "thousand": 1_000,
    "million": 1_000_000,
    "billion": 1_000_000_000,
    "trillion": 1_000_000_000_000,
}
# tỷ lệ, tỷ trọng … are shares, no billions.
NO_MAGNITUDE: Final = frozenset(
    (word, after) for word in ("tỷ", "tỉ") for after in ("lệ", "trọng", "số", "suất", "giá", "phần", "phú")
)
ENGLISH_SMALL: Final = _numbered(
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen "
    "eighteen nineteen"
)
ENGLISH_TENS: Final = {
    word: 10 * value
    for word, value in _numbered("ten twenty thirty forty fifty sixty seventy eighty ninety").items()
    if value > 1
}
# "hàng trăm tỷ": the order of magnitude, from the word up to ten times it.
ORDERS: Final = _phrases("hàng;hằng")
DECADES: Final = {
    "dozens": 10,
    "tens": 10,
    "hundreds": 100,
    "thousands": 1_000,
    "millions": 1_000_000,
    "billions": 1_000_000_000,
}

# Words with a figure

HEDGES: Final[dict[Phrase, str]] = {
    phrase: hedge
    for hedge, phrases in {
        "about": "khoảng;vào khoảng;trên dưới;xấp xỉ;chừng;khoảng chừng;cỡ;~;≈;≃;about;around;approximately;"
        "roughly;circa",
        "over": "hơn;trên;cao hơn;lớn hơn;nhiều hơn;quá;>;over;above;more than;exceeding;"
        "greater than;higher than",
        "nearly": "gần;gần như;gần đạt;suýt soát;sát;tiệm cận;ngót;nearly;almost;close to",
        "under": "dưới;thấp hơn;nhỏ hơn;ít hơn;kém hơn;chưa đến;chưa tới;chưa đầy;không đến;<;under;below;"
        "less than;fewer than;lower than",
        "at_least": "ít nhất;tối thiểu;không dưới;không thấp hơn;không ít hơn;không nhỏ hơn;không kém hơn;"
        "không kém;lớn hơn hoặc bằng;chí ít;>=;≥;≧;⩾;at least;no less than;not less than;no fewer than;"
        "not lower than;a minimum of;minimum",
        "at_most": "không quá;không vượt quá;không vượt;không hơn;không cao hơn;không lớn hơn;"
        "không nhiều hơn;"
        "nhỏ hơn hoặc bằng;tối đa;nhiều nhất;<=;=<;≤;≦;⩽;at most;no more than;not more than;not exceeding;"
        "up to;a maximum of;maximum",
    }.items()
    for phrase in _phrases(phrases)
}
BEHIND: Final[dict[Phrase, str]] = {
    phrase: hedge
    for hedge, phrases in {
        "at_least": "trở lên;or more;or higher;and above;or above",
        "at_most": "trở xuống;or less;or fewer;and below;or below",
    }.items()
    for phrase in _phrases(phrases)
}
STATUSES: Final[dict[Phrase, str]] = {
    phrase: status
    for status, phrases in {
        "estimated": "ước;ước tính;ước đạt;ước được;ước thực hiện;estimated;estimated at;an estimated",
        "forecast": "dự kiến;dự báo;dự tính;dự ước;dự đoán;forecast;expected;projected",
        "preliminary": "sơ bộ;preliminary;provisional",
        "official": "số liệu chính thức;số chính thức;official figure;official data",
    }.items()
    for phrase in _phrases(phrases)
}
# quy ước, công ước, ước mơ: other words of the same letters.
NO_STATUS: Final = _words("quy công hiệp nguyện mong")
NO_STATUS_AFTER: Final = _words("mơ muốn nguyện vọng")
FILLERS: Final = _words(
    "đạt được là mức từ con số vào có thêm tới lên phải cũng cần at is was of to reach reached"
)

# Ranks

TOP: Final = _words("top tốp")
GROUP: Final = "nhóm"
WITHIN: Final = _phrases("một trong;1 trong;01 trong;trong;thuộc;vào;lọt;one of the;among the;among")
WITHIN_FILLERS: Final = _words("số những các")
LEADERS: Final = _phrases(
    "dẫn đầu;hàng đầu;đứng đầu;đi đầu;đầu;tốt nhất;cao nhất;đầu bảng;phát triển nhất;mạnh nhất;"
    "leading;top;best"
)
# đầu tiên, đầu tư: other words than the head of a list.
NO_LEADER: Final = _words("tiên tư năm mối")
PLACES: Final = _phrases(
    "tỉnh;thành phố;địa phương;nước;quốc gia;các tỉnh;các nước;tỉnh thành;bộ;sở;huyện;xã;đơn vị;cơ quan;"
    "countries;provinces;localities;cities;nations"
)
RANKED: Final = _phrases(
    "xếp hạng;thứ hạng;hạng;vị trí;vị trí thứ;xếp thứ;đứng thứ;hạng thứ;xếp vị trí;đứng vị trí;thứ;thứ bậc;"
    "ranked;ranks;ranking;rank"
)
RANK_FILLERS: Final = _words("là thứ số đạt ở : at the")
# lần thứ 4, kỳ họp thứ 9: ordinals, no ranks.
NO_ORDINAL: Final = _words("lần họp kỳ khóa khoá năm tháng tuần ngày quý phiên chương hội nghị phần thế kỷ")
ORDINALS: Final = _words("st nd rd th")
OF_WHOLE: Final = _phrases("/;trong tổng số;trong số;trong;trên tổng số;trên;out of;of;among")
BEFORE_CHANGE: Final = _words("tăng giảm lên xuống thăng tụt cải thiện")

# Numbers that are labels

LABELS: Final = _phrases(
    "tiêu chí;lần;khóa;khoá;trang;đợt;bước;vòng;giai đoạn;kỳ;ban chỉ đạo;quốc lộ;đường số;"
    "điện thoại;hotline;fax;đt;"
    "tel;phone;gmt;utc;gmt +;utc +;lớp;loại;phase;criterion;thế kỷ;kỷ niệm;nhiệm kỳ;khu vực;vùng;công nghiệp;"
    "cách mạng công nghiệp;tổ số;tcvn;qcvn;iso;iec;rfc"
)
# Labels even where a word behind the number is the name of a unit.
STRICT_LABELS: Final = _phrases(
    "tiêu chí số;lần thứ;phiên bản;version;điều;khoản;chương;phụ lục;mẫu số;biểu số;số hiệu;"
    "kỳ họp thứ;ngày thứ;"
    "tuần thứ;năm thứ;nhiệm kỳ thứ;article;clause;chapter;no .;quyết định số;nghị quyết số;"
    "nghị định số;thông tư số;"
    "chỉ thị số;luật số;kế hoạch số;công văn số"
)
LEVELS: Final = _phrases("mức;cấp;bậc")
STRICT_LEVELS: Final = _phrases("mức độ;cấp độ;level;levels")
# tổng số 63, chỉ số 0,7: quantities, though số stands before them.
QUANTIFIED: Final = _words("tổng con chỉ hệ tỷ tỉ tham dân trí")
VERSIONED: Final = _words("nghiệp bản nghệ web version trúc đại số phủ generation")
DOCUMENT_WORDS: Final = _phrases(
    "quyết định;nghị quyết;nghị định;thông tư;chỉ thị;luật;pháp lệnh;công văn;kết luận;hướng dẫn;"
    "kế hoạch;đề án;"
    "chương trình;chương trình hành động;dự án;tờ trình;báo cáo;thông báo;công điện;quy định;quy chế;văn bản;"
    "decision;resolution;decree;circular;directive;law;plan;project"
)
# Glued to a number and yet no code: "06tháng", "11th".
GLUED: Final = _words("tháng năm ngày quý st nd rd th")
PER: Final = _words("mỗi cứ per")
AGE: Final = _words("tuổi")
IDIOMS: Final = frozenset({("24", "/", "7"), ("7", "/", "7"), ("24", "h", "/", "7")})
CLOCK: Final = frozenset({("24", "/", "24"), ("24", "h", "/", "24"), ("24", "giờ", "/", "24")})
DURATIONS: Final = _words("second minute hour day week month quarter half_year year working_day")

# Units

ADDED_UNITS: Final = {
    "máy điện thoại/100 dân": "subscription/(100 person)",
    "bưu gửi/đầu người/năm": "postal_item/(person year)",
    "mbs": "Mbps",
    "gbs": "Gbps",
    "lần/năm": "time/year",
    "lần/quý": "time/quarter",
    "lần/tháng": "time/month",
    "lần/ngày": "time/day",
    "tỉnh/thành phố": "province",
    "tỉnh/thành": "province",
    "quận/huyện": "district",
    "xã/phường": "commune",
    "xã/phường/thị trấn": "commune",
    "thôn/bản": "village",
    "thôn/xóm": "village",
    "sở/ngành": "agency",
    "bộ/ngành": "agency",
}
# Before these the name of a unit begins another noun: trường hợp is a case, no school.
OTHER_NOUNS: Final = {
    "trường": _words("hợp"),
    "bản": _words("tin kế sao vẽ đồ thảo quyền in báo cam dự"),
    "bộ": _words("phận tiêu chỉ luật hồ máy đội mẫu sách phần thủ quy đề"),
    "đồng": _words("chí bào hồ nghiệp phục"),
    "hộ": _words("chiếu khẩu"),
    "xã": _words("viên hội"),
    "máy": _words("bay móc"),
    "huyện": _words("ủy đội"),
    "tỉnh": _words("ủy đội"),
    "sở": _words("hữu"),
    "nhà": _words("mạng văn máy nước xuất trường báo đầu cung thầu"),
}
# What things are commonly counted by: "thuê bao/hộ"; another stroke joins words ("cán bộ/công chức").
RATE_BASES: Final = _words(
    "person household enterprise agency commune village school class station post_point account "
    "subscription device "
    "second minute hour day month quarter year square_metre hectare square_kilometre m km"
)
# Read below a stroke, where the plain word would be another unit.
UNITS_BELOW: Final = {("điểm",): "post_point", ("đầu", "người"): "person", ("s",): "second", ("km²",): "km^2"}
# What may follow điểm where it is a score; before another noun it is a place ("điểm phục vụ", "điểm cầu").
AFTER_SCORE: Final = _words(
    "so với trở năm và tăng giảm trong của cao thấp xếp đứng bằng đạt là theo tại ở cho vào do để "
    "nên thì cùng hơn "
    "kém thang tối trên dưới chỉ tương điểm ranking out of in compared up from"
)
AFTER_RATE: Final[dict[Phrase, str]] = {
    ("/", "năm"): "per year",
    ("mỗi", "năm"): "per year",
    ("một", "năm"): "per year",
    ("hằng", "năm"): "per year",
    ("hàng", "năm"): "per year",
    ("/", "quý"): "per quarter",
    ("/", "tháng"): "per month",
    ("/", "year"): "per year",
    ("per", "year"): "per year",
    ("a", "year"): "per year",
}

# The calendar

TIMES_OF_DAY: Final = _words("sáng chiều tối trưa đêm ngày hôm mùng mồng")
DAY_WORDS: Final = _words("ngày mùng mồng")
YEAR_BEFORE: Final = _words(
    "năm đến tới từ trước sau vào cuối đầu hết kỳ đoạn vụ nhìn hướng in by since until year"
)
MONTHS: Final = {
    "giêng": 1,
    "một": 1,
    "hai": 2,
    "ba": 3,
    "tư": 4,
    "năm": 5,
    "sáu": 6,
    "bảy": 7,
    "tám": 8,
    "chín": 9,
    "mười": 10,
}
ENGLISH_MONTHS: Final = {
    **_numbered("january february march april may june july august september october november december"),
    **_numbered("jan feb mar apr may jun jul aug sep oct nov dec"),
    "sept": 9,
}
# The words with which a date without its year can end.
DATE_ENDS: Final = frozenset({*MONTHS, *ENGLISH_MONTHS, *ORDINALS})
QUARTERS: Final = {
    **{text: place for place, text in enumerate(("1", "2", "3", "4"), start=1)},
    **{text: place for place, text in enumerate(("i", "ii", "iii", "iv"), start=1)},
    **{text: place for place, text in enumerate(("một", "hai", "ba", "bốn"), start=1)},
    "tư": 4,
}
ENGLISH_QUARTERS: Final = _numbered("first second third fourth")
CALENDAR_WORDS: Final = _words("ngày tháng năm hết cuối the end of year")
UNTIL: Final = _words("- -> đến tới to until through")
YEAR_JOINS: Final = _words("của năm of , in")
BEFORE: Final = _words("trước before")
EACH: Final = _words("mỗi hằng hàng")
PARTS_OF_YEAR: Final = {"quý": 3, "q": 3, "quarter": 3, "h": 6}
HALF_YEARS: Final[dict[Phrase, int]] = {
    ("nửa", "đầu"): 1,
    ("nửa", "cuối"): 2,
    ("first", "half"): 1,
    ("second", "half"): 2,
}
HORIZON_WORDS: Final[dict[Phrase, str]] = {
    ("định", "hướng"): "orientation",
    ("orientation",): "orientation",
    ("orientations",): "orientation",
    ("tầm", "nhìn"): "vision",
    ("vision",): "vision",
}
JOINS: Final = _words(", và and năm đến tới các ;")
PLACE_WORDS: Final = {"nhất": 1, "nhì": 2, "ba": 3, "tư": 4}
# Where a number in words is a rank: "xếp thứ hai", not "thứ hai" (Monday).
PLACED: Final = _words("xếp đứng vị ranked ranks ranking rank hạng")
# Behind these a fraction is a rank: "xếp 12/63".
STANDING: Final = _words("xếp đứng")
FOLD: Final = {"đôi": "2", "rưỡi": "1.5"}
# Behind these a word is an ordinal or a month.
NO_COUNT: Final = _words("thứ tháng lần khóa khoá ngày mùng mồng cấp")
NO_NUMBERS: Final = _phrases("nửa;năm;không;mười năm")
COUNTED: Final = _words(
    "một hai ba bốn sáu bảy bẩy tám chín mười one two three four five six seven eight nine ten eleven twelve"
)
MONEY_SIGNS: Final = {
    "$": "USD",
    "us$": "USD",
    "usd": "USD",
    "€": "EUR",
    "eur": "EUR",
    "₫": "VND",
    "vnd": "VND",
}
SPAN_JOINS: Final = _words("- đến tới to")
CURRENCIES: Final = {"[vnd]": "VND", "[usd]": "USD"}
