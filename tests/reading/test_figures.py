"""`read_figure` and `read_range`: the one figure of a phrase."""

from __future__ import annotations

import unicodedata
from decimal import Decimal

import pytest

from sotttt.errors import AmbiguousText, InvalidChoice, InvalidText, UnknownUnit, UnreadableText
from sotttt.ranges import Amount, Range
from sotttt.reading import _lexicon, read_figure, read_range
from sotttt.reading._tokens import LONGEST, Tokens, tokenise
from sotttt.text import fold

# phrase: range, hedge, as written
_FIGURES = {
    # numbers and units
    "45,212 điểm": ("= 45.212 point", "none", "45,212 điểm"),
    "tăng 4,556 điểm": ("= 4.556 point", "none", "4,556 điểm"),
    "01 điểm": ("= 1 point", "none", "01 điểm"),
    "3 điểm phần trăm": ("= 3 percentage_point", "none", "3 điểm phần trăm"),
    "283 điểm phục vụ": ("= 283 post_point", "none", "283 điểm phục vụ"),
    "hơn 300 điểm “lõm” sóng": ("= 300 ratio", "over", "hơn 300"),
    "47 triệu 250 nghìn đồng": ("= 47250000 VND", "none", "47 triệu 250 nghìn đồng"),
    "3.566 tỷ đồng": ("= 3566 billion_VND", "none", "3.566 tỷ đồng"),
    "3.566 tỉ đồng": ("= 3566 billion_VND", "none", "3.566 tỉ đồng"),
    "11,496 nghìn tỉ đồng": ("= 11.496 trillion_VND", "none", "11,496 nghìn tỉ đồng"),
    "gần 2,25 triệu tỷ đồng": ("= 2250000 billion_VND", "nearly", "gần 2,25 triệu tỷ đồng"),
    "36 tỷ USD": ("= 36 billion_USD", "none", "36 tỷ USD"),
    "$25 billion": ("= 25 billion_USD", "none", "$25 billion"),
    "USD 25 billion": ("= 25 billion_USD", "none", "USD 25 billion"),
    "25 billion USD": ("= 25 billion_USD", "none", "25 billion USD"),
    "100%": ("= 100 %", "none", "100%"),
    "95 % dân số": ("= 95 %", "none", "95 %"),
    "80 phần trăm": ("= 80 %", "none", "80 phần trăm"),
    "7‰": ("= 7 permille", "none", "7‰"),
    "khoảng 30%/năm": ("= 30 %", "about", "khoảng 30%/năm"),
    "tăng tối thiểu 7% mỗi năm": ("= 7 %", "at_least", "tối thiểu 7% mỗi năm"),
    "giảm −4,5%": ("= -4.5 %", "none", "−4,5%"),
    "1,0 triệu": ("= 1000000 ratio", "none", "1,0 triệu"),
    "gần 3.900 tỷ": ("= 3900000000000 ratio", "nearly", "gần 3.900 tỷ"),
    "146,64 Mbs": ("= 146.64 Mbps", "none", "146,64 Mbs"),
    "tốc độ tải xuống tối thiểu 40Mb/s cho mạng 4G": ("= 40 Mbps", "at_least", "tối thiểu 40Mb/s"),
    "dung lượng 350 Tbps": ("= 350 Tbps", "none", "350 Tbps"),
    "tốc độ 10Gb/s": ("= 10 Gbps", "none", "10Gb/s"),
    "ổ cứng 2 TB": ("= 2 TB", "none", "2 TB"),
    "8.500 hộp thư": ("= 8500 mailbox", "none", "8.500 hộp thư"),
    "khoảng 40 Đài": ("= 40 broadcast_station", "about", "khoảng 40 Đài"),
    "12.656 cây xanh": ("= 12656 ratio", "none", "12.656"),
    "khoảng 40": ("= 40 ratio", "about", "khoảng 40"),
    "~40": ("= 40 ratio", "about", "~40"),
    "2000 trạm": ("= 2000 station", "none", "2000 trạm"),
    "sau 1 năm": ("= 1 year", "none", "1 năm"),
    "tuổi thọ trung bình 74,5 tuổi": ("= 74.5 ratio", "none", "74,5"),
    # hedges
    "trên 80%": ("= 80 %", "over", "trên 80%"),
    "phấn đấu trên 60 % hộ gia đình": ("= 60 %", "over", "trên 60 %"),
    "> 0,7": ("= 0.7 ratio", "over", "> 0,7"),
    "cao hơn mức 50%": ("= 50 %", "over", "cao hơn mức 50%"),
    "hơn 362.468 lượt": ("= 362468 time", "over", "hơn 362.468 lượt"),
    "dưới 3 km": ("= 3 km", "under", "dưới 3 km"),
    "chưa đến 3%": ("= 3 %", "under", "chưa đến 3%"),
    "khoảng gần 16%": ("= 16 %", "nearly", "khoảng gần 16%"),
    "xấp xỉ 100 thuê bao/100 dân": (
        "= 100 subscription/(100 person)",
        "about",
        "xấp xỉ 100 thuê bao/100 dân",
    ),
    "ít nhất 01": ("= 1 ratio", "at_least", "ít nhất 01"),
    "tối thiểu là 5%": ("= 5 %", "at_least", "tối thiểu là 5%"),
    "không dưới 5%": ("= 5 %", "at_least", "không dưới 5%"),
    "từ 80% trở lên": ("= 80 %", "at_least", "từ 80% trở lên"),
    "đạt từ 70% số xã trở lên": ("= 70 %", "at_least", "từ 70% số xã trở lên"),
    "20 người trở xuống": ("= 20 person", "at_most", "20 người trở xuống"),
    "≥ 30": ("= 30 ratio", "at_least", "≥ 30"),
    ">= 80%": ("= 80 %", "at_least", ">= 80%"),
    "≤ 10": ("= 10 ratio", "at_most", "≤ 10"),
    "không quá 15": ("= 15 ratio", "at_most", "không quá 15"),
    "(PUE) không vượt quá 1,4": ("= 1.4 ratio", "at_most", "không vượt quá 1,4"),
    "tối đa 3": ("= 3 ratio", "at_most", "tối đa 3"),
    "at least 70% of training content": ("= 70 %", "at_least", "at least 70%"),
    "no more than 5 people": ("= 5 person", "at_most", "no more than 5 people"),
    # spans
    "70-75%": ("[70, 75] %", "none", "70-75%"),
    "65 -70%": ("[65, 70] %", "none", "65 -70%"),
    "6,6-6,8%": ("[6.6, 6.8] %", "none", "6,6-6,8%"),
    "tối thiểu 35–40% GRDP": ("[35, 40] %", "at_least", "tối thiểu 35–40%"),
    "20% - 50%": ("[20, 50] %", "none", "20% - 50%"),
    "từ 9 - 12 tỷ USD": ("[9, 12] billion_USD", "none", "từ 9 - 12 tỷ USD"),
    "tăng từ 10 đến 15 bậc": ("[10, 15] place", "none", "từ 10 đến 15 bậc"),
    "50 to 60%": ("[50, 60] %", "none", "50 to 60%"),
    "1-1,5": ("[1, 1.5] ratio", "none", "1-1,5"),
    "40 - 50": ("[40, 50] ratio", "none", "40 - 50"),
    "1-1,5 triệu thuê bao": ("[1000000, 1500000] subscription", "none", "1-1,5 triệu thuê bao"),
    "1 triệu - 1,5 triệu thuê bao": (
        "[1000000, 1500000] subscription",
        "none",
        "1 triệu - 1,5 triệu thuê bao",
    ),
    "1-1,5 tỷ đồng": ("[1, 1.5] billion_VND", "none", "1-1,5 tỷ đồng"),
    "500 triệu - 1 tỷ đồng": ("[500, 1000] million_VND", "none", "500 triệu - 1 tỷ đồng"),
    "500 triệu đồng - 1 tỷ đồng": ("[500, 1000] million_VND", "none", "500 triệu đồng - 1 tỷ đồng"),
    "hàng trăm tỷ đồng": ("[100, 1000) billion_VND", "none", "hàng trăm tỷ đồng"),
    "hàng chục triệu thuê bao": ("[10000000, 100000000) subscription", "none", "hàng chục triệu thuê bao"),
    "hàng nghìn": ("[1000, 10000) ratio", "none", "hàng nghìn"),
    "hundreds of billion VND": ("[100, 1000) billion_VND", "none", "hundreds of billion VND"),
    "dozens of villages": ("[10, 100) village", "none", "dozens of villages"),
    # shares
    "20/20 sở": ("= 100 %", "none", "20/20 sở"),
    "88/193": ("(45.59585492227979274611398963, 45.59585492227979274611398964) %", "none", "88/193"),
    "đạt 9/10 (90%) of the targets": ("= 90 %", "none", "9/10 (90%)"),
    "2/3 số xã": ("(66.66666666666666666666666666, 66.66666666666666666666666667) %", "none", "2/3 số xã"),
    "đạt 45/50 điểm": ("= 45 point", "none", "45/50 điểm"),
    "đạt 45,5/100 điểm": ("= 45.5 point", "none", "45,5/100 điểm"),
    "2.152/2.418 điểm lõm sóng": (
        "(88.99917287014061207609594706, 88.99917287014061207609594707) %",
        "none",
        "2.152/2.418",
    ),
    "12/10 chỉ tiêu": ("= 120 %", "none", "12/10 chỉ tiêu"),
    "95/100 người trưởng thành": ("= 95 %", "none", "95/100 người trưởng thành"),
    "19 cơ quan/20 cơ quan": ("= 95 %", "none", "19 cơ quan/20 cơ quan"),
    "9 huyện/10 huyện": ("= 90 %", "none", "9 huyện/10 huyện"),
    "5 tỷ đồng/100 tỷ đồng": ("= 5 %", "none", "5 tỷ đồng/100 tỷ đồng"),
    "2,5 tỷ đồng/100 tỷ đồng": ("= 2.5 %", "none", "2,5 tỷ đồng/100 tỷ đồng"),
    "một nửa số xã": ("= 50 %", "none", "một nửa"),
    # rates
    "22,4 thuê bao/100 dân": ("= 22.4 subscription/(100 person)", "none", "22,4 thuê bao/100 dân"),
    "40,51 máy điện thoại/100 dân": (
        "= 40.51 subscription/(100 person)",
        "none",
        "40,51 máy điện thoại/100 dân",
    ),
    "6.343 người/1 điểm": ("= 6343 person/post_point", "none", "6.343 người/1 điểm"),
    "1,672 km/1 điểm": ("= 1.672 km/post_point", "none", "1,672 km/1 điểm"),
    "12 trạm/vạn dân": ("= 12 station/(10000 person)", "none", "12 trạm/vạn dân"),
    "2,5 người/người": ("= 2.5 person", "none", "2,5 người"),
    "27,5 giường/vạn dân": ("= 27.5 bed/(10000 person)", "none", "27,5 giường/vạn dân"),
    "trên 11.000 tấn bưu gửi/ngày": ("= 11000 tonne/day", "over", "trên 11.000 tấn bưu gửi/ngày"),
    "tối thiểu 50 bưu gửi/đầu người/năm": (
        "= 50 postal_item/(person year)",
        "at_least",
        "tối thiểu 50 bưu gửi/đầu người/năm",
    ),
    "trên 0,7/1.000 dân": ("= 0.7 ratio/(1000 person)", "over", "trên 0,7/1.000 dân"),
    "4.500 người/km²": ("= 4500 person/km^2", "none", "4.500 người/km²"),
    "20 cán bộ/công chức": ("= 20 official", "none", "20 cán bộ"),
    # ranks
    "top 15": ("= 15 rank", "at_most", "top 15"),
    "Top15": ("= 15 rank", "at_most", "Top15"),
    "nằm trong tốp 10": ("= 10 rank", "at_most", "tốp 10"),
    "nằm trong top 15 tỉnh, thành phố dẫn đầu": ("= 15 rank", "at_most", "top 15 tỉnh, thành phố dẫn đầu"),
    "top 20 địa phương CĐS": ("= 20 rank", "at_most", "top 20 địa phương"),
    "nhóm 20 tỉnh dẫn đầu": ("= 20 rank", "at_most", "nhóm 20 tỉnh dẫn đầu"),
    "vào nhóm 15 các tỉnh": ("= 15 rank", "at_most", "nhóm 15 các tỉnh"),
    "thuộc nhóm 30 tỉnh, thành trong cả nước thực hiện tốt nhất": (
        "= 30 rank",
        "at_most",
        "nhóm 30 tỉnh, thành trong cả nước thực hiện tốt nhất",
    ),
    "một trong 30 quốc gia hàng đầu thế giới": ("= 30 rank", "at_most", "một trong 30 quốc gia hàng đầu"),
    "trong 5 dự án hàng đầu": ("= 5 project", "none", "5 dự án"),
    "thuộc 5 tỉnh đứng đầu cả nước": ("= 5 rank", "at_most", "thuộc 5 tỉnh đứng đầu"),
    "xếp hạng 20": ("= 20 rank", "none", "xếp hạng 20"),
    "thứ hạng là 46": ("= 46 rank", "none", "thứ hạng là 46"),
    "xếp thứ 12/63": ("= 12 rank", "none", "xếp thứ 12/63"),
    "thứ 5/11 nước": ("= 5 rank", "none", "thứ 5/11 nước"),
    "vị trí thứ 71 trong tổng số 193": ("= 71 rank", "none", "vị trí thứ 71 trong tổng số 193"),
    "đứng thứ nhất": ("= 1 rank", "none", "đứng thứ nhất"),
    "xếp thứ hai": ("= 2 rank", "none", "xếp thứ hai"),
    "xếp hạng dưới 20": ("= 20 rank", "under", "xếp hạng dưới 20"),
    "ranked 11th": ("= 11 rank", "none", "ranked 11th"),
    "tăng 2 hạng": ("= 2 place", "none", "2 hạng"),
    # multiples
    "gấp 22,3 lần": ("= 22.3 times", "none", "gấp 22,3 lần"),
    "tăng gấp đôi tốc độ": ("= 2 times", "none", "gấp đôi"),
    "gấp ba lần": ("= 3 times", "none", "gấp ba lần"),
    "gấp hai lần rưỡi": ("= 2.5 times", "none", "gấp hai lần rưỡi"),
    "gấp rưỡi": ("= 1.5 times", "none", "gấp rưỡi"),
    "gấp hơn 3 lần": ("= 3 times", "over", "gấp hơn 3 lần"),
    "hơn 3 lần so với": ("= 3 times", "over", "hơn 3 lần"),
    # words
    "hai đơn vị": ("= 2 organisational_unit", "none", "hai đơn vị"),
    "(ba đối tác được nêu tên)": ("= 3 partner", "none", "ba đối tác"),
    "trung bình mỗi người có một kết nối": ("= 1 connection", "none", "một kết nối"),
    "hơn hai mươi triệu thuê bao": ("= 20000000 subscription", "over", "hơn hai mươi triệu thuê bao"),
    "ít nhất một": ("= 1 ratio", "at_least", "ít nhất một"),
    "hai đơn vị đạt 100%": ("= 100 %", "none", "100%"),
    "một nghìn hai trăm tỷ đồng": ("= 1200000000000 VND", "none", "một nghìn hai trăm tỷ đồng"),
    "1 nghìn 200 tỷ 500 triệu đồng": ("= 1200500000000 VND", "none", "1 nghìn 200 tỷ 500 triệu đồng"),
    "hơn 5 nghìn 300 hộ": ("= 5300 household", "over", "hơn 5 nghìn 300 hộ"),
    "5tỷ đồng": ("= 5 billion_VND", "none", "5tỷ đồng"),
    # signs
    "tăng trưởng âm 2,5%": ("= -2.5 %", "none", "âm 2,5%"),
    "thu âm 5 bài": ("= 5 article", "none", "5 bài"),
    "từ -5% đến 5%": ("[-5, 5] %", "none", "từ -5% đến 5%"),
    "−5 – −2%": ("[-5, -2] %", "none", "−5 – −2%"),
    "-5% - -2%": ("[-5, -2] %", "none", "-5% - -2%"),
    # words between a hedge and its figure
    "tối thiểu phải đạt 80%": ("= 80 %", "at_least", "tối thiểu phải đạt 80%"),
    "ít nhất cũng 80%": ("= 80 %", "at_least", "ít nhất cũng 80%"),
    "trên dưới 40 đài": ("= 40 broadcast_station", "about", "trên dưới 40 đài"),
    # spans of ranks and multiples
    "top 10-15": ("[10, 15] rank", "at_most", "top 10-15"),
    "nhóm 15 - 20 tỉnh dẫn đầu": ("[15, 20] rank", "at_most", "nhóm 15 - 20 tỉnh dẫn đầu"),
    "gấp 2-3 lần": ("[2, 3] times", "none", "gấp 2-3 lần"),
    "gấp từ 2 đến 3 lần": ("[2, 3] times", "none", "gấp từ 2 đến 3 lần"),
    "between 70% and 75%": ("[70, 75] %", "none", "between 70% and 75%"),
    # more ranks
    "xếp 12/63 tỉnh, thành phố": ("= 12 rank", "none", "xếp 12/63 tỉnh, thành phố"),
    "đứng 5/63": ("= 5 rank", "none", "đứng 5/63"),
    "xếp hạng: 20": ("= 20 rank", "none", "xếp hạng: 20"),
    "vị trí số 3": ("= 3 rank", "none", "vị trí số 3"),
    "top 20%": ("= 20 %", "none", "20%"),
    "Top-15": ("= 15 rank", "at_most", "Top-15"),
    "là 1 trong 10 tỉnh dẫn đầu": ("= 10 rank", "at_most", "1 trong 10 tỉnh dẫn đầu"),
    "trong 5 tỉnh đầu tiên": ("= 5 province", "none", "5 tỉnh"),
    "ranked the 11th": ("= 11 rank", "none", "ranked the 11th"),
    "không dưới 02 lần/năm": ("= 2 time/year", "at_least", "không dưới 02 lần/năm"),
    "đạt:80%": ("= 80 %", "none", "80%"),
    "71st out of 193": ("= 71 rank", "none", "71st out of 193"),
    # units
    "xử lý 5 trường hợp": ("= 5 ratio", "none", "5"),
    "12 trường": ("= 12 school", "none", "12 trường"),
    "100 văn bản kế hoạch": ("= 100 document", "none", "100 văn bản"),
    "5 bộ tiêu chí": ("= 5 ratio", "none", "5"),
    "20 đồng chí": ("= 20 ratio", "none", "20"),
    "US$ 172 billion": ("= 172 billion_USD", "none", "US$ 172 billion"),
    "2.3 enterprises per 1,000 people": (
        "= 2.3 enterprise/(1000 person)",
        "none",
        "2.3 enterprises per 1,000 people",
    ),
    "2 doanh nghiệp/1,000 dân": ("= 2 enterprise/(1000 person)", "none", "2 doanh nghiệp/1,000 dân"),
    "hai mươi phần trăm": ("= 20 %", "none", "hai mươi phần trăm"),
    "năm phần trăm": ("= 5 %", "none", "năm phần trăm"),
    # numbers that are no quantities stand beside
    "the 20th Congress set 80%": ("= 80 %", "none", "80%"),
    "đến năm 2025 đạt 15% GRDP": ("= 15 %", "none", "15%"),
    "Đến 2015 đạt 65,5%": ("= 65.5 %", "none", "65,5%"),
    "Sơ bộ 2020: 83,71%": ("= 83.71 %", "none", "83,71%"),
    "tích hợp 30% các dịch vụ mức độ 3,4": ("= 30 %", "none", "30%"),
    "80% dịch vụ công trực tuyến mức độ 4": ("= 80 %", "none", "80%"),
    "100% of state agencies provide 24/7 service": ("= 100 %", "none", "100%"),
    "mức độ 3, 100% xã": ("= 100 %", "none", "100%"),
    "ở mức 1,5": ("= 1.5 ratio", "none", "1,5"),
    "hơn hơn hơn hơn hơn hơn hơn hơn hơn 5%": ("= 5 %", "over", "hơn hơn hơn hơn hơn hơn hơn hơn 5%"),
    "cấp độ 3 trở lên đạt 100%": ("= 100 %", "none", "100%"),
    "dân số từ 15 tuổi trở lên có tài khoản … đạt 80%": ("= 80 %", "none", "80%"),
    "phổ cập dịch vụ 4G, 5G đến 100% hộ": ("= 100 %", "none", "100%"),
    "tiêu chí số 8 đạt 45%": ("= 45 %", "none", "45%"),
    "trên 1 điểm phục vụ khoảng 3.700 người": ("= 3700 person", "about", "khoảng 3.700 người"),
    "trên một điểm phục vụ bưu chính là 14.800": ("= 14800 ratio", "none", "14.800"),
    "1. Tỷ lệ 45%": ("= 45 %", "none", "45%"),
    "2) Tỷ lệ 45%": ("= 45 %", "none", "45%"),
    "Đến năm 2030, thuộc nhóm 50 nước dẫn đầu": ("= 50 rank", "at_most", "nhóm 50 nước dẫn đầu"),
    "40 mô hình điểm của Đề án 06": ("= 40 model", "none", "40 mô hình"),
    "trong 5 năm đạt 45%": ("= 45 %", "none", "45%"),
    # only the other convention explains these
    "105,130,507 thuê bao": ("= 105130507 subscription", "none", "105,130,507 thuê bao"),
    "437/1,086 thủ tục": (
        "(40.23941068139963167587476979, 40.23941068139963167587476980) %",
        "none",
        "437/1,086 thủ tục",
    ),
}


@pytest.mark.parametrize(("text", "wanted"), _FIGURES.items())
def test_reads_the_figure_of_a_phrase(text: str, wanted: tuple[str, str, str]) -> None:
    figure = read_figure(text)
    assert figure.range == Range.parse(wanted[0])
    assert (figure.hedge.value, figure.as_written) == wanted[1:]
    assert read_figure(unicodedata.normalize("NFD", text)) == figure


def _of(text: str) -> str | None:
    of = read_figure(text).of
    return None if of is None else str(of)


def test_a_share_and_a_rank_know_what_they_are_of() -> None:
    assert _of("20/20 sở") == "20 agency"
    assert _of("88/193") == "193 ratio"
    assert _of("2.164/2.418 thôn, bản lõm sóng") == "2418 village"
    assert _of("9.690 đài truyền thanh/10.599 xã") == "10599 commune"
    assert _of("8 tỷ đồng/100 tỷ đồng") == "100 billion_VND"
    assert _of("thứ 5/11 nước") == "11 country"
    assert _of("xếp hạng 12/63") == "63 ratio"
    assert _of("2/3 số xã") == "3 commune"
    assert _of("45/50 điểm") == "50 point"
    assert _of("100% xã") is None


def test_a_fraction_of_a_table_of_ranks_is_a_rank() -> None:
    figure = read_figure("88/193", unit="rank")
    assert figure.range == Range.exactly(88, "rank")
    assert figure.of == Amount(193, "ratio")


@pytest.mark.parametrize(
    ("text", "unit", "wanted"),
    [
        ("khoảng 24", "%", "= 24 %"),
        ("602.230", "tên miền", "= 602230 domain_name"),
        ("gần 3.900 tỷ", "billion_VND", "= 3900 billion_VND"),
        ("36 tỷ", "million_USD", "= 36 billion_USD"),
        ("91,32 triệu", "subscription", "= 91320000 subscription"),
        ("45%", "rank", "= 45 %"),
        ("2020", "rank", "= 2020 rank"),
        ("61-62", "%", "[61, 62] %"),
    ],
)
def test_the_unit_of_the_table_is_for_numbers_without_one(text: str, unit: str, wanted: str) -> None:
    assert read_figure(text, unit=unit).range == Range.parse(wanted)


@pytest.mark.parametrize(
    ("text", "resolution"),
    [
        ("45,212 điểm", "0.001"),
        ("79.300 tỷ đồng", "1"),
        ("1 triệu thuê bao", "1000000"),
        ("1,0 triệu thuê bao", "100000"),
        ("47 triệu 250 nghìn đồng", "1000"),
        ("2 triệu rưỡi đồng", "100000"),
        ("11,496 nghìn tỷ đồng", "0.001"),
        ("6,6-6,8%", "0.1"),
        ("88,30%", "0.01"),
        ("top 15", "1"),
        ("hai đơn vị", "1"),
        ("20/20 sở", None),
        ("hàng trăm tỷ đồng", None),
        ("gấp đôi", None),
    ],
)
def test_resolution_is_the_place_of_the_last_digit(text: str, resolution: str | None) -> None:
    found = read_figure(text).resolution
    assert found == (None if resolution is None else Decimal(resolution))


@pytest.mark.parametrize(
    ("text", "status", "written"),
    [
        ("ước đạt 760 nghìn thuê bao", "estimated", "ước đạt 760 nghìn thuê bao"),
        ("ước được 1 triệu thuê bao", "estimated", "ước được 1 triệu thuê bao"),
        ("ước tính … 17% GRDP", "estimated", "17%"),
        ("ước đạt hơn 1.100 tỷ đồng", "estimated", "ước đạt hơn 1.100 tỷ đồng"),
        ("ước khoảng 12,86%", "estimated", "ước khoảng 12,86%"),
        ("Sơ bộ 2020: 83,71%", "preliminary", "83,71%"),
        ("12,5% (ước thực hiện)", "estimated", "12,5%"),
        ("12,5% (ước gì)", None, "12,5%"),
        ("12,5% (ước một số thứ khác)", None, "12,5%"),
        ("dự kiến đạt 20%", "forecast", "dự kiến đạt 20%"),
        ("số liệu chính thức là 12,83%", "official", "số liệu chính thức là 12,83%"),
        ("quy ước 20%", None, "20%"),
        ("ước mơ của 20% thanh niên", None, "20%"),
        ("ước đạt kế hoạch; thực hiện 20%", None, "20%"),
        ("tăng 30% so với ước thực hiện", None, "30%"),
        ("dự kiến ước đạt 20%", "estimated", "dự kiến ước đạt 20%"),
    ],
)
def test_status_words(text: str, status: str | None, written: str) -> None:
    figure = read_figure(text)
    assert (figure.status, figure.as_written) == (status, written)


def test_a_fraction_and_its_percentage_are_one_figure() -> None:
    figure = read_figure("ước đạt hơn 22/23 nhiệm vụ (đạt 95,6%)")
    assert figure.range.contains(Amount("95.652173913043478260869565215", "%"))
    assert figure.as_written == "ước đạt hơn 22/23 nhiệm vụ (đạt 95,6%)"
    assert figure.note == "printed with 95,6%"
    assert (figure.status, figure.hedge.value, str(figure.of)) == ("estimated", "over", "23 task")
    assert read_figure("9/10 địa phương, chiếm 90%").as_written == "9/10 địa phương, chiếm 90%"
    behind = read_figure("ước đạt trên 75% (15/20 xã)")
    assert (str(behind.range), str(behind.of)) == ("= 75 %", "20 commune")
    assert (behind.hedge.value, behind.status) == ("over", "estimated")
    assert behind.as_written == "ước đạt trên 75% (15/20 xã)"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("trên 60% gia đình có ít nhất 01 thiết bị", "holds 2 figures: 'trên 60%', 'ít nhất 01 thiết bị'"),
        ("609/1.311 (100%) thủ tục", "'609/1.311', '100%'"),
        ("22/23 (90-95%)", "'22/23', '90-95%'"),
        ("20 sở (100%)", "'20 sở', '100%'"),
        ("75% (16/20 xã)", "'75%', '16/20 xã'"),
        ("đạt (30%, 50%, 70%)", "holds 3 figures"),
        ("1% 2% 3% 4% 5% 6% 7%", "holds 7 figures: '1%', '2%', '3%', '4%', '5%', …"),
        ("≤ 3 Đông Nam Á; ≤ 50 Thế giới", "'≤ 3', '≤ 50'"),
        ("tăng từ 50% lên 60%", "'50%', '60%'"),
        ("100% đến 20 xã", "holds 2 figures"),
        ("70-60%", "holds 2 figures"),
        ("ước 5% đến 6", "holds 2 figures"),
        ("cột 5 100%", "'5', '100%'"),
        ("hai đơn vị và ba đối tác", "holds 2 figures"),
        ("khoảng 3.000 tỷ đồng (khoảng 180 triệu USD)", "holds 2 figures"),
        ("22/23 (gấp đôi)", "holds 2 figures"),
    ],
)
def test_several_figures_are_named(text: str, named: str) -> None:
    with pytest.raises(UnreadableText) as caught:
        read_figure(text)
    assert named in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "mức độ 3,4",
        "mức độ 3, 4 và mức độ 5",
        "trực tuyến mức 4",
        "mức 3,4",
        "cấp độ 6/10",
        "4G, 5G",
        "4g",
        "IPv6",
        "Covid-19",
        "24/7",
        "24h/7",
        "24/24 giờ",
        "tiêu chí số 8",
        "the 20th Congress",
        "hạng A 11th",
        ".5",
        ",5",
        "lần thứ XX",
        "lần thứ 4",
        "kỳ họp thứ 9",
        "khóa XIX",
        "khoá 19",
        "Quyết định 557 ngày 2-3-2018",
        "Quyết định 45/2016 của Thủ tướng",
        "Nghị quyết số 17",
        "45/2016/QĐ-TTg",
        "02-NQ/TU",
        "36a/NQ-CP",
        "Đề án 06",
        "Điều 27",
        "khoản 1, Điều 101",
        "năm 2020",
        "2020",
        "giai đoạn 2016-2020",
        "giai đoạn 1",
        "quý III/2020",
        "6 tháng đầu năm 2021",
        "tháng 10",
        "ngày 3/3",
        "Sáng 3.3",
        "16:51, 28/08/2019 (GMT+7)",
        "lúc 8h30",
        "phiên bản 2.0",
        "cách mạng công nghiệp 4.0",
        "TCVN 6909:2001",
        "km 1987+560",
        "Số 68 Trần Phú",
        "Hotline: 0865015015",
        "điện thoại 0228.3849386",
        "tốp đầu cả nước",
        "nhóm đầu",
        "hệ thống một cửa điện tử",
        "trực tuyến một phần",
        "một số xã",
        "thứ hai",
        "tháng ba",
        "năm xã",
        "hằng năm",
        "hàng đầu",
        "mỗi 100 dân",
        "gấp rút",
        "xếp hạng cao",
        "thứ ba",
        "vị trí việc làm",
        "",
        "không có số nào",
        "nhóm chỉ tiêu",
        "15/8",
        "5/0",
        "10/2020",
        "nửa nước",
        "hai phần ba",
    ],
)
def test_numbers_that_are_no_quantities_are_left(text: str) -> None:
    with pytest.raises(UnreadableText):
        read_figure(text)


def test_the_error_says_what_a_label_was_taken_for() -> None:
    with pytest.raises(UnreadableText, match="'2020' is read as a date"):
        read_figure("năm 2020")


@pytest.mark.parametrize("text", ["12,34,5%", "12,34,5", "1.23.4 trạm và 5%", "12,34,5% so với 10%"])
def test_a_broken_number_is_no_figure(text: str) -> None:
    with pytest.raises(UnreadableText, match="is no number, in no convention"):
        read_figure(text)


def test_a_broken_number_that_measures_nothing_is_left() -> None:
    assert read_figure("gọi 046.273.9718 để có 5%").range == Range.exactly(5, "%")


def test_the_other_convention_is_told() -> None:
    figure = read_figure("0.8002")
    assert (figure.locale, figure.range) == ("en", Range.exactly("0.8002", "ratio"))
    assert "English" in (figure.note or "")
    vietnamese = read_figure("79.300,5 tỷ đồng", locale="en")
    assert vietnamese.locale == "vi"
    assert "Vietnamese" in (vietnamese.note or "")
    assert read_figure("20.7% of GRDP", locale="en").note is None
    assert read_figure("30%/năm").note == "per year"
    assert read_figure("2.3%/năm").note == (
        "per year; read with English separators; no other reading explains it"
    )


def test_one_figure_is_read_in_one_convention() -> None:
    figure = read_figure("2.3 digital technology enterprises/1,000 people")
    assert figure.range == Range.exactly("2.3", "enterprise/(1000 person)")
    assert read_figure("1,086 teams", locale="en").range == Range.exactly(1086, "team")


@pytest.mark.parametrize("text", ["45,212 điểm", "4.556 điểm", "ước đạt 70,422 tỷ đồng"])
def test_any_refuses_a_figure_with_two_readings(text: str) -> None:
    with pytest.raises(AmbiguousText, match="has two readings"):
        read_figure(text, locale="any")


def test_any_takes_a_figure_with_one_reading() -> None:
    figure = read_figure("đạt 1,5%", locale="any")
    assert (figure.range, figure.note) == (Range.exactly("1.5", "%"), None)
    assert read_figure("20/20 sở", locale="any").range == Range.exactly(100, "%")
    assert read_figure("2020", locale="any", unit="xã").range == Range.exactly(2020, "commune")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("trên 80%", "> 80 %"),
        ("ít nhất 10%", ">= 10 %"),
        ("từ 20% trở lên", ">= 20 %"),
        ("không quá 15", "<= 15 ratio"),
        ("dưới 1,4", "< 1.4 ratio"),
        ("nhóm 20 tỉnh dẫn đầu", "<= 20 rank"),
        ("top 10-15", "<= 15 rank"),
        ("khoảng 20%", "= 20 %"),
        ("70-75%", "[70, 75] %"),
        ("tối thiểu 35-40%", ">= 35 %"),
        ("100%", "= 100 %"),
    ],
)
def test_the_requirement_reading(text: str, wanted: str) -> None:
    assert read_range(text) == Range.parse(wanted)


def test_the_requirement_reading_takes_unit_and_locale() -> None:
    assert read_range("không quá 15", unit="rank") == Range.at_most(15, "rank")
    assert read_range("1,086 teams", "en") == Range.exactly(1086, "team")


def test_bad_arguments() -> None:
    with pytest.raises(InvalidChoice):
        read_figure("5%", locale="fr")
    with pytest.raises(UnknownUnit):
        read_figure("5", unit="xyz")
    with pytest.raises(InvalidText):
        read_figure(5)  # type: ignore[arg-type]  # the point of the test
    with pytest.raises(UnreadableText, match="at most"):
        read_figure("5% " * LONGEST)


def test_the_words_of_the_lexicon_are_folded() -> None:
    def words(thing: object) -> list[str]:
        if isinstance(thing, str):
            return [thing]
        if isinstance(thing, dict | frozenset | tuple):
            return [word for part in thing for word in words(part)]
        return []

    tables = {name: table for name, table in vars(_lexicon).items() if name.isupper()}
    loose = {(name, word) for name, table in tables.items() for word in words(table) if fold(word) != word}
    assert not loose


def test_the_tokens_of_a_phrase_are_finite() -> None:
    assert [token.text for token in tokenise("trên 80%")] == ["trên", "80", "%"]


@pytest.mark.parametrize(
    "piece",
    [
        *("1 ", "1/", "1-", "trên ", "nhóm 5 ", "một ", "9.", "hàng trăm ", "5 a b c /", "tỷ "),
        *("1/1-", "-1--", "1 trong ", "5/1 per ", "1 nghìn 20 ", "1st ", "top 1-", "gấp 1 - ", "5 (ước "),
    ],
)
def test_the_work_grows_with_the_text_and_no_faster(piece: str, monkeypatch: pytest.MonkeyPatch) -> None:
    looks = 0
    given = Tokens.__getitem__

    def counted(tokens: Tokens, at: int) -> object:
        nonlocal looks
        looks += 1
        return given(tokens, at)

    monkeypatch.setattr(Tokens, "__getitem__", counted)
    steps = []
    for length in (1000, 2000, 4000):
        looks = 0
        with pytest.raises(UnreadableText):
            read_figure(piece * (length // len(piece)))
        steps.append(looks)
    assert steps[2] <= 2.2 * steps[1] + 1000
    assert steps[1] <= 2.2 * steps[0] + 1000
