"""Terms (thuật ngữ): the words, titles and abbreviations that plans and reports of the field use."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

from sotttt.errors import AmbiguousText, DuplicateId, InvalidText, NotFound, nearest
from sotttt.frozen import Entity, Word, label, only, optional_label, placed, several, strings
from sotttt.sectors import NameIndex, name_key, sector_code
from sotttt.sources import Source
from sotttt.text import squeeze

__all__ = ["Term", "TermKind", "Terms"]

_PLURALS = ("các ", "những ", "cac ", "nhung ")


class TermKind(Word):
    """What a term names (loại thuật ngữ): a `title` (chức danh) a person's post, a `term` a matter."""

    TITLE = "title"
    TERM = "term"


@attrs.frozen(kw_only=True, field_transformer=placed)
class Term(Entity):
    """A word of the field with its abbreviations (thuật ngữ): khu công nghiệp, KCN.

    Args:
        code: a code in capital letters, such as `KCN`.
        name: the Vietnamese term, written out.
        name_en: the English term.
        kind: `title` or `term`.
        abbreviations: how documents shorten it.
        aliases: other names, written out.
        definition: what it means, in Vietnamese.
        definition_en: the same in English.
        sector: code of the sector that it belongs to, where it has one.
        source: where the term and its abbreviation stand.

    Raises:
        InvalidCode: a code of another form.
        MissingField: an empty name.

    >>> Term(code="KCN", name="khu công nghiệp", abbreviations=["KCN"]).abbreviations
    ('KCN',)
    """

    code: str = attrs.field(converter=sector_code)
    name: str = attrs.field(converter=label)
    name_en: str | None = attrs.field(default=None, converter=optional_label)
    kind: TermKind = attrs.field(default=TermKind.TERM, converter=TermKind)
    abbreviations: tuple[str, ...] = attrs.field(default=(), converter=strings)
    aliases: tuple[str, ...] = attrs.field(default=(), converter=strings)
    definition: str | None = attrs.field(default=None, converter=optional_label)
    definition_en: str | None = attrs.field(default=None, converter=optional_label)
    sector: str | None = attrs.field(default=None, converter=attrs.converters.optional(sector_code))
    source: Source | None = attrs.field(default=None, validator=attrs.validators.optional(only(Source)))

    @property
    def names(self) -> tuple[str, ...]:
        """All by which it is found: code, names, abbreviations and aliases.

        >>> Term(code="KCN", name="khu công nghiệp", name_en="industrial park").names
        ('KCN', 'khu công nghiệp', 'industrial park')
        """
        english = () if self.name_en is None else (self.name_en,)
        return (self.code, self.name, *english, *self.abbreviations, *self.aliases)


def _members(value: Iterable[Term]) -> tuple[Term, ...]:
    terms = several(value, "a list of terms")
    for term in terms:
        if not isinstance(term, Term):
            raise InvalidText(f"{term!r:.60} is no term", where="terms", expected="a Term")
    return terms


@attrs.frozen(field_transformer=placed)
class Terms(Entity):
    """Terms that are found by name (bảng thuật ngữ).

    Args:
        terms: the terms, each code once.

    Raises:
        DuplicateId: a code stands twice.

    >>> terms = Terms([Term(code="KCN", name="khu công nghiệp"), Term(code="CCN", name="cụm công nghiệp")])
    >>> terms.find("các KCN").name, terms.find("cum cong nghiep").code
    ('khu công nghiệp', 'CCN')
    """

    terms: tuple[Term, ...] = attrs.field(converter=_members)
    _by_code: dict[str, Term] = attrs.field(init=False, eq=False, repr=False)
    _names: NameIndex[Term] = attrs.field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        by_code: dict[str, Term] = {}
        for term in self.terms:
            if term.code in by_code:
                raise DuplicateId(f"the code {term.code!r} stands twice", where="terms")
            by_code[term.code] = term
        object.__setattr__(self, "_by_code", by_code)
        object.__setattr__(
            self, "_names", NameIndex((name, term) for term in self.terms for name in term.names)
        )

    def __iter__(self) -> Iterator[Term]:
        return iter(self.terms)

    def __len__(self) -> int:
        return len(self.terms)

    def __contains__(self, code: object) -> bool:
        return code in self._by_code

    def __getitem__(self, code: str) -> Term:
        found = self._by_code.get(code)
        if found is None:
            raise NotFound(f"no term has the code {code!r}", hint=nearest(str(code), self._by_code))
        return found

    def named(self, text: str) -> tuple[Term, ...]:
        """All terms of that name, in any usual spelling; as it stands, else without a plural.

        >>> terms = Terms([Term(code="KCN", name="khu công nghiệp", name_en="industrial park")])
        >>> [len(terms.named(text)) for text in ("KCNs", "những khu công nghiệp", "industrial parks", "KCX")]
        [1, 1, 1, 0]
        """
        return self._names.find(text) or self._names.find(_singular(name_key(text)))

    def find(self, text: str) -> Term:
        """The term that a code, a name or an abbreviation names, in any usual spelling.

        Raises:
            NotFound: nothing bears the name; the message has the nearest names.
            AmbiguousText: several terms do; `candidates` has their codes.

        >>> terms = Terms([Term(code="TTI", name="thông tin", abbreviations=["TT"]),
        ...                Term(code="TTR", name="trung tâm", abbreviations=["TT"])])
        >>> terms.find("TT")
        Traceback (most recent call last):
        sotttt.errors.AmbiguousText: 'TT' names several terms: TTI (thông tin), TTR (trung tâm); ...
        """
        named = squeeze(text)
        exact = self._by_code.get(named)
        found = self.named(named) if exact is None else (exact,)
        if not found:
            raise NotFound(f"no term is called {named!r}", hint=self._names.hint(named))
        if len(found) > 1:
            told = ", ".join(f"{term.code} ({term.name})" for term in found)
            raise AmbiguousText(
                f"{named!r} names several terms: {told}",
                hint="give the code, or write it out",
                candidates=[term.code for term in found],
            )
        return found[0]


def _singular(key: str) -> str:
    """The key of a name without the word for the plural before it, or the English ending."""
    for word in _PLURALS:
        if key.startswith(word):
            return key.removeprefix(word)
    return key.removesuffix("s")
