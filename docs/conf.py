"""Sphinx configuration: MyST pages, autodoc of the typed code, no network."""

from __future__ import annotations

import enum
import inspect

from pygments.lexers.special import TextLexer
from sphinx.application import Sphinx
from sphinx.highlighting import lexers

import sotttt

lexers["csv"] = TextLexer()

project = "sotttt"
author = "the sotttt authors"
copyright = "the sotttt authors"  # noqa: A001  # Sphinx asks for this name
version = release = sotttt.__version__

extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "sphinx_copybutton",
]
source_suffix = {".md": "markdown"}
exclude_patterns = ["_build"]

myst_enable_extensions = ["colon_fence", "deflist", "fieldlist"]
myst_heading_anchors = 3

autodoc_default_options = {"members": True}
autodoc_member_order = "bysource"
autodoc_typehints = "signature"
default_role = "code"
napoleon_google_docstring = True
napoleon_numpy_docstring = False
add_module_names = False
python_use_unqualified_type_names = True

# Every reference into the library must resolve. Types of other packages have no inventory here, as the docs
# are built without the network.
# Type variables have one letter and no page.
nitpick_ignore_regex = [("py:.*", r"(?!sotttt).*"), ("py:.*", r"sotttt\..*\.[A-Z]")]

copybutton_prompt_text = r">>> |\.\.\. |\$ "
copybutton_prompt_is_regexp = True
copybutton_exclude = ".linenos, .gp, .go"

html_theme = "furo"
html_title = f"sotttt {release}"
html_static_path = ["_static"]
html_show_sphinx = False


def _list_values(app: Sphinx, what: str, name: str, obj: object, options: object, lines: list[str]) -> None:
    """Close the text of a vocabulary with its values."""
    if what == "class" and inspect.isclass(obj) and issubclass(obj, enum.Enum):
        lines += ["", "Values: " + ", ".join(f"``{member.value}``" for member in obj) + "."]


def setup(app: Sphinx) -> None:
    """Called by Sphinx."""
    app.connect("autodoc-process-docstring", _list_values)
