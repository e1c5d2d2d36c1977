"""Faces of packages: each public name loads the module that holds it on first use."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from importlib import import_module


def face(
    package: str, modules: Mapping[str, tuple[str, ...]]
) -> tuple[Callable[[str], object], Callable[[], list[str]]]:
    """The `__getattr__` and `__dir__` of a package, from its modules and the names that each of them gives.

    >>> get, names = face("sotttt", {"errors": ("nearest",)})
    >>> get("nearest").__module__, names()
    ('sotttt.errors', ['errors', 'nearest'])
    """
    module_of = {name: module for module, names in modules.items() for name in names}
    public = sorted({*module_of, *(module for module in modules if not module.startswith("_"))})

    def load(name: str) -> object:
        module = module_of.get(name)
        if module is not None:
            value: object = getattr(import_module(f"{package}.{module}"), name)
            setattr(sys.modules[package], name, value)
            return value
        if name in modules:
            return import_module(f"{package}.{name}")
        raise AttributeError(
            f"module {package!r} has no attribute {name!r}", name=name, obj=sys.modules[package]
        )

    return load, lambda: list(public)
