"""DOCX: the paragraphs of the body, the rows of its tables, and what the document says of itself."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any, Final

from store.errors import StetError
from store.intake.article import LARGEST, Intake, article_from_text

UNPACKED: Final = 4 * LARGEST
"""Bytes that the parts of a document may have: a small file can hold a very large one."""


def read(data: bytes, name: str, title: str, source: str) -> Intake:
    try:
        import docx
    except ModuleNotFoundError:
        raise StetError("Not read", f"{name}: DOCX needs python-docx; pip install 'stet-tui[office]'") from None
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            if sum(part.file_size for part in parts.infolist()) > UNPACKED:
                raise StetError("File too large", f"{name} unpacks to more than {UNPACKED // 2**20} MB")
        document = docx.Document(io.BytesIO(data))
        blocks = list(_blocks(document))
        told = document.core_properties
        about = told.title, told.author, told.created
    except (zipfile.BadZipFile, ValueError, LookupError, TypeError, AttributeError, OSError, SyntaxError) as error:
        raise StetError("Not read", f"{name} is a broken DOCX ({type(error).__name__}); save it again") from None
    if blocks and blocks[0][0] == "Title":
        title = blocks.pop(0)[1]
    elif about[0]:
        title = about[0]
    if not blocks:
        raise StetError("Empty", f"{name} has no words; nothing to read")
    article = article_from_text(
        "\n\n".join(words for _, words in blocks),
        title=title,
        source=source,
        author=about[1],
        date=about[2].date().isoformat() if about[2] else None,
    )
    return Intake(article, None)


def _blocks(document: Any) -> Iterator[tuple[str, str]]:
    """Each paragraph that has words, with the name of its style; each row of a table as one, its cells by tabs."""
    for block in document.iter_inner_content():
        if hasattr(block, "rows"):
            for row in block.rows:
                words = "\t".join(cell.text.strip() for cell in row.cells)
                if words.strip():
                    yield "Table", words
        elif block.text.strip():
            yield block.style.name if block.style else "", block.text.strip()
