"""Levels and types of administrative units."""

from __future__ import annotations

from sotttt.frozen import Word

__all__ = ["JurisdictionType", "Level"]


class Level(Word):
    """The level of a unit (cấp): trung ương, tỉnh, huyện, xã."""

    COUNTRY = "country"
    PROVINCE = "province"
    DISTRICT = "district"
    COMMUNE = "commune"

    @property
    def rank(self) -> int:
        """Its depth: 0 for the country, 3 for a commune."""
        return _LEVELS.index(self)


_LEVELS = tuple(Level)


class JurisdictionType(Word):
    """The type of a unit (loại đơn vị hành chính).

    >>> JurisdictionType("municipality").vi, JurisdictionType("ward").level.value
    ('thành phố trực thuộc trung ương', 'commune')
    """

    COUNTRY = "country"
    PROVINCE = "province"
    MUNICIPALITY = "municipality"
    URBAN_DISTRICT = "urban_district"
    RURAL_DISTRICT = "rural_district"
    TOWN = "town"
    CITY = "city"
    COMMUNE = "commune"
    WARD = "ward"
    TOWNSHIP = "township"
    SPECIAL_ZONE = "special_zone"

    @property
    def vi(self) -> str:
        """The Vietnamese term."""
        return _TYPES[self][0]

    @property
    def level(self) -> Level:
        """The level that units of this type stand on."""
        return _TYPES[self][1]

    @property
    def prefixes(self) -> tuple[str, ...]:
        """What is written before the name of such a unit, the usual word first: `thành phố`, `TP`."""
        return _TYPES[self][2]

    @property
    def suffix(self) -> str:
        """What stands behind the English name of such a unit: `province`, `city`."""
        return _TYPES[self][3]


_TYPES = {
    JurisdictionType.COUNTRY: ("quốc gia", Level.COUNTRY, ("nước",), "country"),
    JurisdictionType.PROVINCE: ("tỉnh", Level.PROVINCE, ("tỉnh", "T"), "province"),
    JurisdictionType.MUNICIPALITY: (
        "thành phố trực thuộc trung ương",
        Level.PROVINCE,
        ("thành phố", "TP", "T.P", "thành phố trực thuộc trung ương"),
        "city",
    ),
    JurisdictionType.URBAN_DISTRICT: ("quận", Level.DISTRICT, ("quận", "Q"), "district"),
    JurisdictionType.RURAL_DISTRICT: ("huyện", Level.DISTRICT, ("huyện", "H"), "district"),
    JurisdictionType.TOWN: ("thị xã", Level.DISTRICT, ("thị xã", "TX"), "town"),
    JurisdictionType.CITY: ("thành phố", Level.DISTRICT, ("thành phố", "TP"), "city"),
    JurisdictionType.COMMUNE: ("xã", Level.COMMUNE, ("xã", "X"), "commune"),
    JurisdictionType.WARD: ("phường", Level.COMMUNE, ("phường", "P"), "ward"),
    JurisdictionType.TOWNSHIP: ("thị trấn", Level.COMMUNE, ("thị trấn", "TT"), "township"),
    JurisdictionType.SPECIAL_ZONE: ("đặc khu", Level.COMMUNE, ("đặc khu", "ĐK"), "special zone"),
}
