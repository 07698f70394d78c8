"""Tables and lines of articles as other programs write them: marks, tabs, quotation marks, odd rows, encodings."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from command import stet
from work import grows_with

from extract.news import NewsExtractor
from services.opening import entries
from store.errors import StetError
from store.intake import Columns, sources
from store.library.folder import FolderLibrary

MARK = "\ufeff"


def texts(path: Path, content: str | bytes) -> list[tuple[str, str]]:
    """The id and the text of each row; of one that is refused, the reason."""
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return [*map(row, sources(str(path)))]


def row(source: object) -> tuple[str, str]:
    try:
        article = source.read().article  # type: ignore[attr-defined]
    except StetError as error:
        return "", error.message
    return article.id, article.text


@pytest.mark.parametrize("marks", [1, 2, 3])
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", "text,id\nUna waved.,7\n"),
        ("a.csv", '"text","id"\n"Una waved.","7"\n'),
        ("a.tsv", "text\tid\nUna waved.\t7\n"),
        ("a.tsv", '"id"\t"text"\n"7"\t"Una waved."\n'),
        ("a.jsonl", '{"text": "Una waved.", "id": 7}\n'),
    ],
)
def test_marks_at_the_head_of_a_file_are_no_part_of_it(name: str, content: str, marks: int, tmp_path: Path) -> None:
    assert texts(tmp_path / name, marks * MARK + content) == [("7", "Una waved.")]
    assert texts(tmp_path / name, (MARK + content).encode("utf-16-le")) == [("7", "Una waved.")]


def test_files_with_marks_that_were_put_together_lose_no_line(tmp_path: Path) -> None:
    one, two = '{"text": "One.", "id": "a"}\n', '{"text": "Two.", "id": "b"}\n'
    assert texts(tmp_path / "a.jsonl", MARK + one + MARK + two) == [("a", "One."), ("b", "Two.")]


@pytest.mark.parametrize(
    ("content", "rows"),
    [
        ("id\ttext\n1\tTo go.\n2\t“So.\n3\tUp.\n", [("1", "To go."), ("2", "“So."), ("3", "Up.")]),
        ('id\ttext\n1\tTo go.\n2\t"So.\n3\tUp.\n', [("1", "To go."), ("2", '"So.'), ("3", "Up.")]),
        ('id\ttext\n1\t"So.\n2\tUp we go."\n3\tUp.\n', [("1", '"So.'), ("2", 'Up we go."'), ("3", "Up.")]),
        ('id\ttext\n1\t"So," she said.\n2\t"Up."', [("1", '"So," she said.'), ("2", '"Up."')]),
        ('id\ttext\n1\t"So ""far"" away"\n2\t"Up."', [("1", 'So "far" away'), ("2", "Up.")]),
        ('"id"\t"text"\n"1"\t"So\tfar\n\naway"\n', [("1", "So\tfar\n\naway")]),
    ],
)
def test_a_quotation_mark_in_a_table_of_tabs_is_a_part_of_the_news(
    content: str, rows: list[tuple[str, str]], tmp_path: Path
) -> None:
    assert texts(tmp_path / "a.tsv", content) == rows
    assert texts(tmp_path / "a.tsv", content.replace("\n", "\r\n")) == rows


@pytest.mark.parametrize(
    ("content", "rows"),
    [
        ('id,text\n1,"“So,” said \\"Al\\", twice"\n2,"Up."\n', [("1", '“So,” said "Al", twice'), ("2", "Up.")]),
        ('id,text\n1,"So.\n2,Up.\n3,"Al" left\n', [("1", '"So.'), ("2", "Up."), ("3", '"Al" left')]),
        ('id,text\n1,"So.\n2,Up we go."\n3,Up.\n', [("1", '"So.'), ("2", 'Up we go."'), ("3", "Up.")]),
        ('id,text\n1,"So,\n2 of us, and more."\n3,Up.\n', [("1", "So,\n2 of us, and more."), ("3", "Up.")]),
        ('id, text\n1, "So, up."\n', [("1", "So, up.")]),
        ('text\nSo, up we go.\n"Up, up."\n', [("", "So, up we go."), ("", "Up, up.")]),
        ("sep=;\r\nid;text\r\n1;So, up.\r\n", [("1", "So, up.")]),
        ("id|text\n1|So, up; and so on.\n", [("1", "So, up; and so on.")]),
        ("id,text,\n1,So.,\n2,Up.,,,\n", [("1", "So."), ("2", "Up.")]),
    ],
)
def test_a_table_is_read_however_its_cells_are_quoted(
    content: str, rows: list[tuple[str, str]], tmp_path: Path
) -> None:
    read = texts(tmp_path / "a.csv", content)
    assert [(identifier if len(identifier) < 16 else "", text) for identifier, text in read] == rows


def test_a_row_with_more_cells_than_the_head_is_said(tmp_path: Path) -> None:
    one, two = texts(tmp_path / "a.csv", "id,text\n1,So, up we go.\n2,Up.\n")
    assert one == ("", "it has 3 cells and the head 2; put its text in quotation marks")
    assert two == ("2", "Up.")


def test_columns_of_one_name_and_of_none_are_all_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("text,desk,desk,\nUp.,north,south,late\n")
    [source] = sources(str(path))
    assert source.read().article.meta == {"desk": "north", "desk 3": "south", "column 4": "late"}


@pytest.mark.parametrize("content", ['text,title\n"One.",a\n"Two is', 'text\n"One.\nTwo.\n', '"id"\t"text"\n"1"\t"On'])
def test_a_table_that_ends_in_a_cell_is_cut_off(content: str, tmp_path: Path) -> None:
    path = tmp_path / ("a.tsv" if "\t" in content else "a.csv")
    path.write_text(content)
    with pytest.raises(StetError, match="ends inside a quoted cell"):
        list(sources(str(path)))


@pytest.mark.parametrize("piece", ['"a\n', '1,"a""', 'b,"c" d\n', '\\"x,', 'x\t"y\n'])
def test_the_work_grows_with_the_table_and_no_faster(piece: str, tmp_path: Path) -> None:
    def work(size: int) -> Callable[[], object]:
        path = tmp_path / f"{size}.csv"
        path.write_text("id,text\n" + piece * (size // len(piece)))

        def call() -> None:
            try:
                list(sources(str(path)))
            except StetError:
                return

        return call

    assert grows_with(work, 4000)


def test_lines_of_json_hold_what_other_programs_write(tmp_path: Path) -> None:
    lines = (
        b'{"id": "a", "text": "Una \\ud83d waved.", "score": NaN, "most": -Infinity}\n'
        b'{"id": "b", "text": "Zo\xc3\xab and Ren\xe9 waved to Bj\xc3\xb6rn."}\n'
    )
    assert texts(tmp_path / "a.jsonl", lines) == [
        ("a", "Una \ufffd waved."), ("b", "Zoë and Ren\ufffd waved to Björn."),
    ]  # fmt: skip


def test_what_was_guessed_is_said_once_a_file(tmp_path: Path) -> None:
    (tmp_path / "wire").mkdir()
    (tmp_path / "wire" / "a.txt").write_bytes("Zoë “waved”.".encode() + b" She \x93left\x94 Ren\xe9.\n")
    (tmp_path / "wire" / "b.txt").write_text("Nothing odd at all.")
    (tmp_path / "c.csv").write_bytes("id,text\n1,Café one.\n2,Café two.\n".encode("cp1252"))
    library = tmp_path / "library"
    done = stet("--library", library, "add", "--jobs", "1", tmp_path / "wire", tmp_path / "c.csv")
    said = done.stderr.decode().split("\n")
    assert [line.rpartition("/")[2] for line in said if "taken as" in line] == [
        "a.txt: taken as utf-8 with 3 wrong bytes",
        "c.csv: taken as cp1252",
    ]
    shelf = FolderLibrary(library)
    [odd] = [shelf.load(one.id).text for one in shelf.find("left")]
    assert odd == "Zoë “waved”. She “left” Ren\ufffd.\n"
    shelf = FolderLibrary(tmp_path / "other")
    told: list[str] = []
    found = list(entries(shelf, str(tmp_path / "c.csv"), NewsExtractor, told.append))
    assert (found, told) == (["1", "2"], [f"{tmp_path / 'c.csv'}: taken as cp1252"])
    data = (tmp_path / "c.csv").read_bytes()
    done = stet("--library", library, "add", "-", input=data.replace(b"\n", b"! "))
    assert "standard input: taken as cp1252" in done.stderr.decode()


def test_what_failed_is_summed_up_by_its_sort(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("id,text\n1,So, up.\n2,Up.\n3,\n4,\n5,A, b.\n6,C, d.\n")
    done = stet("--library", tmp_path / "library", "add", tmp_path / "a.csv")
    assert done.returncode == 1
    assert done.stderr.decode().splitlines()[-2:] == [
        "stet: not added: 3 too many cells, 2 no text",
        "1 added, 5 failed",
    ]


def test_a_row_that_cannot_be_read_does_not_keep_the_others_from_being_opened(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("id,text\n1,So, up.\n2,Up.\n")
    told: list[str] = []
    assert list(entries(FolderLibrary(tmp_path / "library"), str(path), NewsExtractor, told.append)) == ["2"]
    assert told == [f"{path}: line 2 left out: it has 3 cells and the head 2; put its text in quotation marks"]
    path.write_text("id,text\n1,So, up.\n")
    with pytest.raises(StetError, match="3 cells"):
        list(entries(FolderLibrary(tmp_path / "library"), str(path), NewsExtractor, told.append))


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.jsonl", '[{"id": "a", "text": "One."}, {"id": "b", "text": "Two."}]'),
        ("a.json", '\ufeff[\n {"id": "a", "text": "One."},\n {"id": "b", "text": "Two."}\n]\n'),
        ("a.json", '{"id": "a", "text": "One."}\n{"id": "b", "text": "Two."}\n'),
        ("a.jsonl", '{"id": "a", "text": "One."},\n{"id": "b", "text": "Two."},\n'),
    ],
)
def test_a_list_of_objects_is_as_good_as_lines_of_them(name: str, data: str, tmp_path: Path) -> None:
    assert texts(tmp_path / name, data.encode()) == [("a", "One."), ("b", "Two.")]


def test_an_object_over_lines_and_a_tab_in_a_string_can_be_read(tmp_path: Path) -> None:
    assert texts(tmp_path / "a.jsonl", b'{\n "id": "a",\n "text": "One."\n}\n') == [("a", "One.")]
    assert texts(tmp_path / "a.jsonl", b'{"id": "a", "text": "One\ttwo."}\n') == [("a", "One\ttwo.")]


def test_news_that_begins_with_a_quotation_costs_its_row_alone(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text('id,text\n1,"No," she said.\n2,Up.\n')
    done = stet("--library", tmp_path / "library", "add", tmp_path / "a.csv")
    assert done.stderr.decode().splitlines()[-1] == "1 added, 1 failed"


HEADLINES = (
    "Headline,pub_date,byline,link,outlet,body,desk\nFire,2026-05-04,Ann Lee,https://x.org/1,Wire,Una waved.,city\n"
)
LINES = (
    '{"headline": "Fire", "published": "2026-05-04", "authors": ["Ann Lee"], "permalink": "https://x.org/1",'
    ' "publication": "Wire", "body": "Una waved.", "desk": "city"}\n'
)


@pytest.mark.parametrize(("name", "content"), [("a.csv", HEADLINES), ("a.jsonl", LINES)])
def test_columns_are_known_by_their_usual_names_and_all_others_kept(name: str, content: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(content)
    [source] = sources(str(tmp_path / name), columns=Columns(text="body"))
    one = source.read().article
    assert (one.title, one.date, one.author, one.url) == ("Fire", "2026-05-04", "Ann Lee", "https://x.org/1")
    assert (one.source, one.meta) == ("Wire", {"desk": "city"})


def test_the_very_name_counts_before_others_and_a_named_column_before_both(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("headline,title,slug,date,filed,text\nFire,Blaze,fire-1,2026,2025,Una waved.\n")
    [plain] = sources(str(path))
    assert (plain.read().article.title, plain.read().article.meta["headline"]) == ("Blaze", "Fire")
    [named] = sources(str(path), columns=Columns(title="slug", date="filed"))
    one = named.read().article
    assert (one.title, one.date) == ("fire-1", "2025")
    assert one.meta == {"headline": "Fire", "title": "Blaze", "date": "2026"}
    with pytest.raises(StetError, match=r"no column slog, only headline.*; choose one with --title-field"):
        list(sources(str(path), columns=Columns(title="slog")))


def test_what_a_folder_has_beside_articles_is_said_with_what_would_work(tmp_path: Path) -> None:
    wire = tmp_path / "wire"
    wire.mkdir()
    (wire / "a.txt").write_text("Una waved.")
    (wire / "notes.rtf").write_bytes(b"{\\rtf1 Nothing.}")
    (wire / "more.rtf").write_bytes(b"{\\rtf1 Nothing.}")
    (wire / "prices.csv").write_text("day,price\nMonday,12\n")
    (wire / "photo.jpg").write_bytes(b"\0")
    done = stet("--library", tmp_path / "library", "add", wire)
    assert done.returncode == 0
    assert done.stderr.decode().splitlines() == [
        "stet: skipped: more.rtf is RTF; save it as .docx or .txt, and add that (and 1 more)",
        "stet: skipped: prices.csv has no column text, only day, price; choose one with --text-field",
        "stet: skipped: photo.jpg; a text is read whatever its ending if it is added by its name",
        "1 added",
    ]
