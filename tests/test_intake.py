"""Files of every encoding and none, and the folders they lie in."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.errors import StetError
from store.intake import article_from_bytes, decode_text, read_article, title_of, walk

FRENCH = "« Nous étions là », a déclaré le maire. L’été à Besançon a été très sec — trop sec."
POLISH = "Premier powiedział wczoraj, że zginęło dziesięć osób, a żołnierze pomogą mieszkańcom Łodzi."
SPANISH = "José Núñez dejó el café de la Unión — sin más — con Zoë Brontë, de Köln y Malmö. "
RUSSIAN = "Мэр сказал, что река поднялась на два метра за одну ночь, и жители ушли."
JAPANESE = "市長は、川の水位が一晩で二メートル上がり、住民が避難したと述べた。" * 2


@pytest.mark.parametrize(
    ("text", "encoding", "said"),
    [
        (FRENCH, "utf-8", None),
        (FRENCH, "utf-8-sig", None),
        (FRENCH, "utf-16", None),
        (FRENCH, "utf-32", None),
        (FRENCH, "utf-16-le", "utf-16-le"),
        (FRENCH, "utf-16-be", "utf-16-be"),
        (FRENCH, "cp1252", "cp1252"),
        (POLISH, "cp1250", "cp1250"),
        (RUSSIAN, "cp1251", "cp1251"),
        (SPANISH, "mac-roman", "mac-roman"),
        (SPANISH, "cp1252", "cp1252"),
        (SPANISH.replace("—", "-"), "cp850", "cp850"),
        (JAPANESE, "iso-2022-jp", "iso-2022-jp"),
        (JAPANESE, "shift_jis", "cp932"),
    ],
)
def test_a_text_is_read_whatever_its_encoding(tmp_path: Path, text: str, encoding: str, said: str | None) -> None:
    path = tmp_path / "flood-report.txt"
    path.write_bytes(text.encode(encoding))
    article, taken, _ = read_article(path)
    assert (article.text, taken) == (text, said)
    assert (article.title, article.source) == ("Flood report", "flood-report.txt")


def test_only_the_line_ends_and_the_mark_are_changed(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"\xef\xbb\xbfOne\r\ntwo\rthree\x1b[2J\x07\n")
    assert read_article(path).article.text == "One\ntwo\nthree\x1b[2J\x07\n"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is empty"),
        (b" \n\t\n", "has no words"),
        (b"\xef\xbb\xbf", "has no words"),
        (b"\x7fELF\x02\x01\x01" + bytes(40), "is a binary file"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)), "is a binary file"),
    ],
)
def test_what_is_no_text_is_refused_in_one_line(tmp_path: Path, data: bytes, said: str) -> None:
    path = tmp_path / "odd.txt"
    path.write_bytes(data)
    with pytest.raises(StetError, match=said) as refused:
        read_article(path)
    assert "odd.txt" in refused.value.message
    assert "\n" not in refused.value.message


def test_folders_are_walked_in_the_order_of_names(tmp_path: Path) -> None:
    for name in ("b.txt", "a.md", "c.TXT", "sub/d.txt", ".hidden/e.txt", ".f.txt", "a.gold.json", "g.csv"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("words")
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "dangling.txt").symlink_to(tmp_path / "nowhere")
    found = [str(path.relative_to(tmp_path)) for path in walk([tmp_path])]
    assert found == ["a.md", "b.txt", "c.TXT", "sub/d.txt"]


def test_what_is_named_is_taken_whatever_its_ending(tmp_path: Path) -> None:
    path = tmp_path / "dispatch"
    path.write_text("words")
    assert list(walk([path])) == [path]


def test_a_path_that_is_not_there_and_a_folder_without_articles(tmp_path: Path) -> None:
    with pytest.raises(StetError, match="does not exist"):
        list(walk([tmp_path / "missing.txt"]))
    with pytest.raises(StetError, match=r"contains no file that ends in \.txt, \.md.* or \.docx"):
        list(walk([tmp_path]))
    with pytest.raises(StetError, match="is a folder, not a file"):
        read_article(tmp_path)
    with pytest.raises(StetError, match="does not exist"):
        read_article(tmp_path / "missing.txt")


def test_titles_come_from_file_names() -> None:
    names = {"ferry-fire.txt": "Ferry fire", "UN_vote.md": "UN vote", "--.txt": "--.txt", "a.b-c.txt": "A.b c"}
    assert {name: title_of(Path(name)) for name in names} == names


@pytest.mark.parametrize(
    ("name", "day", "title"),
    [
        ("2026-03-11-port.txt", "2026-03-11", "Port"),
        ("port_2026-03-11.txt", "2026-03-11", "Port"),
        ("2026-03-11.md", "2026-03-11", "2026 03 11"),
        ("20260311 ferry-fire.txt", "2026-03-11", "Ferry fire"),
        ("ferry-20260311.txt", "2026-03-11", "Ferry"),
        ("2026-02-30-port.txt", None, "2026 02 30 port"),
        ("20261301-port.txt", None, "20261301 port"),
        ("12345678-port.txt", None, "12345678 port"),
        ("2026-03-1112.txt", None, "2026 03 1112"),
        ("port-2026-03-11-late.txt", None, "Port 2026 03 11 late"),
        ("٢٠٢٦-03-11-port.txt", None, "٢٠٢٦ 03 11 port"),
    ],
)
def test_a_day_at_an_end_of_a_name_dates_the_article(tmp_path: Path, name: str, day: str | None, title: str) -> None:
    path = tmp_path / name
    path.write_text("Nobody was hurt.")
    article = read_article(path).article
    assert (article.date, article.title, article.source) == (day, title, name)


def test_what_a_file_says_of_its_date_goes_before_its_name(tmp_path: Path) -> None:
    path = tmp_path / "2026-03-11-port.md"
    path.write_text("---\ndate: 2026-03-12\n---\nNobody was hurt.")
    assert read_article(path).article.date == "2026-03-12"


@given(st.binary(max_size=200))
def test_any_bytes_are_a_text_or_refused(data: bytes) -> None:
    try:
        text, _ = decode_text(data, "it")
    except StetError:
        return
    text.encode()


def test_a_text_without_a_file_is_called_by_its_headline() -> None:
    assert article_from_bytes(b"Mayor resigns\n\nAnn Lee left.\n", "standard input").article.title == "Mayor resigns"
    assert article_from_bytes(b"Ann Lee left.\n", "standard input").article.title == ""
