"""In a text that is not English only what needs no grammar is found, and that is said, once a language."""

from __future__ import annotations

import sys
from pathlib import Path

import orjson
import pytest
from command import stet

from extract.languages.detector import other_language, warning
from extract.news import NewsExtractor
from services.opening import NewArticle, look
from store.library.opening import open_library

FRENCH = (
    "Le feu a pris dans la nuit sur le toit de la halle, et les pompiers n'ont pas pu entrer avant le matin. La mairie "
    "dit que des habitants avec leurs enfants sont dans une école au bord du fleuve, mais ne sait pas qui est parti."
)
GERMAN = (
    "Das Feuer ist in der Nacht auf dem Dach der Halle ausgebrochen, und die Leute sind mit den Kindern zu einem Haus "
    "an der Brücke gegangen. Der Bürgermeister sagte, dass es nicht von einem Blitz kam und auch für alle teuer wird."
)
UKRAINIAN = "Пожежа почалася вночі на даху складу біля річки, і мешканці пішли до школи на другому березі. " * 3
ENGLISH = (
    "The fire broke out in the night on the roof of the hall, and people went to a school by the river with their "
    "children. The mayor of Le Havre, Jean de la Tour, said that he did not know who had left for the other bank."
)
RESULTS = "\n".join(f"{club} 2 1 0 1 3 2 {club} won 3 0" for club in ("Rovers", "United", "Harbour", "Mill") * 6)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (FRENCH, "French"),
        (GERMAN, "German"),
        (UKRAINIAN, "not English"),
        (ENGLISH, ""),
        (RESULTS, ""),
        ("Feu", ""),
        ("", ""),
    ],
)
def test_languages_are_told_apart(text: str, language: str) -> None:
    assert other_language(text) == language


def test_it_is_said_once_a_language_where_articles_are_added(tmp_path: Path) -> None:
    for name, text in (("a", FRENCH), ("b", FRENCH + " Encore."), ("c", GERMAN), ("d", ENGLISH)):
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    done = stet("--library", tmp_path / "library", "add", "--jobs", "1", *(tmp_path / f"{name}.txt" for name in "abcd"))
    told = done.stderr.decode()
    assert done.returncode == 0
    assert told.count("looks French; Stet's own extractor finds only") == 1
    assert told.count("looks German") == 1
    assert "4 added, 3 not in English" in told + done.stdout.decode()
    assert "looks" not in stet("extract", tmp_path / "d.txt").stderr.decode()
    assert "a.txt: looks French" in stet("extract", tmp_path / "a.txt").stderr.decode()


def test_those_of_a_stream_are_counted_at_its_end() -> None:
    lines = b"\n".join(orjson.dumps({"id": str(number), "text": text}) for number, text in enumerate((FRENCH, ENGLISH)))
    done = stet("extract", "--jsonl", "-", input=lines)
    assert [orjson.loads(line).get("language") for line in done.stdout.splitlines()] == ["French", None]
    assert done.stderr.decode() == "1 article is not English, as the key language says\n"


def test_it_is_said_where_one_is_opened(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(FRENCH, encoding="utf-8")
    found = look(open_library(tmp_path / "library"), file)
    assert isinstance(found, NewArticle)
    assert found.remark == f"This article {warning(FRENCH)}"


TEXTS = {
    "Ukrainian": "Пожежа почалася вночі, і 39 людей загинули. «Ми не знаємо, хто це зробив», сказав мер Ігор Терехов.",
    "Arabic": "قال رئيس الوزراء في بغداد إن ٣٩ شخصا قتلوا. «لن ننسى هؤلاء الذين ماتوا اليوم»، قال الوزير.",
    "Hindi": "दिल्ली में 39 लोग मारे गए। “हम नहीं जानते कि यह किसने किया”, मंत्री ने कहा।",
    "Chinese": "北京昨天有39人死亡。市长说：“我们不知道是谁放的火，但是我们会找到他。”",
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_figures_and_quoted_words_are_found_in_any_script(text: str) -> None:
    found = NewsExtractor().suggest(text)
    assert [(number.value, number.surface(text)[-1].isdecimal()) for number in found.numbers] == [(39, True)]
    [quote] = found.quotes
    assert quote.surface(text)[0] in "«“" and quote.surface(text)[-1] in "»”"
    assert not found.people and not found.places
    assert found.to_json()["language"] == "not English"


def test_names_in_another_language_are_people_by_given_names_and_the_largest_places() -> None:
    text = (
        "Der Bürgermeister sagte, dass in Berlin 12,5 % der Häuser, wie Anna von Lund und die Frau mitteilten, am Ende."
    )
    found = NewsExtractor().suggest(text)
    assert [person.name for person in found.people] == ["Anna von Lund"]
    assert [(place.name, place.country) for place in found.places] == [("Berlin", "DE")]
    assert [(number.value, number.number_kind) for number in found.numbers] == [(12.5, "percent")]


@pytest.mark.parametrize(
    ("text", "value", "surface"),
    [
        ("Это было так, как мы сказали вчера: 40 млн рублей", 40_000_000, "40 млн"),
        ("Это было так, как мы сказали вчера: 1,5 тыс. человек", 1_500, "1,5 тыс"),
        ("Das war so, wie wir es gestern gesagt haben, und sind 2,5 Mio. Euro", 2_500_000, "2,5 Mio"),
        ("Il y a été dit que c’est pour les 12 500 euros de la ville", 12_500, "12 500"),
        ("Il y a été dit que c’est pour les 3 milliards de la ville", 3_000_000_000, "3 milliards"),
        ("北京市长昨天说这里花了5亿欧元来建设", 500_000_000, "5亿"),
        ("東京の知事は昨日、予算は1億2千万円だと述べた", 120_000_000, "1億2千万"),
        ("서울 시장은 어제 예산이 3억 5000만원이라고 말했다", 350_000_000, "3억 5000만"),
        ("ผู้ว่าการกล่าวเมื่อวานว่าใช้เงิน 5 ล้านบาท", 5_000_000, "5 ล้าน"),
        ("मंत्री ने कल कहा कि दिल्ली में 5 करोड़ लोग हैं", 50_000_000, "5 करोड़"),
        ("قال الوزير أمس إن المدينة فيها ٣٠ مليون شخص", 30_000_000, "٣٠ مليون"),
    ],
)
def test_a_word_behind_a_figure_multiplies_it(text: str, value: int, surface: str) -> None:
    [number] = NewsExtractor().suggest(text).numbers
    assert (number.value, number.surface(text)) == (value, surface)


@pytest.mark.parametrize("text", ["3 billones de pesos", "10 mil pesos", "5 billion", "12 500,5"])
def test_a_figure_that_a_word_leaves_open_is_not_found(text: str) -> None:
    assert NewsExtractor().suggest(f"El ministro dijo que no es para la ciudad, y que se han dado {text}").numbers == []


@pytest.mark.parametrize("text", ["1.234 или 1,234", "A4 и 3-1 и 12:30", "v2.0.1 для них", "№9999999999 по нему"])
def test_figures_that_a_separator_leaves_open_are_not_found(text: str) -> None:
    assert NewsExtractor().suggest(f"Это было так, как мы сказали вчера: {text}").numbers == []


def test_another_extractor_can_be_named_for_other_languages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "other.py"
    program.write_text(
        "import json, sys\nfor line in sys.stdin:\n    asked = json.loads(line)\n"
        '    spans = [{"start": 0, "end": 6, "kind": "place"}]\n'
        '    print(json.dumps({"version": 1, "id": asked["id"], "spans": spans}), flush=True)\n',
        encoding="utf-8",
    )
    file = tmp_path / "config.toml"
    file.write_text(f'[extract]\nother_languages = "command:{sys.executable} {program}"\n', encoding="utf-8")
    monkeypatch.setenv("STET_CONFIG", str(file))
    (tmp_path / "a.txt").write_text(f"Харків. {UKRAINIAN}", encoding="utf-8")
    (tmp_path / "b.txt").write_text(ENGLISH, encoding="utf-8")
    other = orjson.loads(stet("extract", tmp_path / "a.txt").stdout)
    assert ([place["name"] for place in other["places"]], other["language"]) == (["Харків"], "not English")
    english = orjson.loads(stet("extract", tmp_path / "b.txt").stdout)
    assert (english["extractor"], "language" in english) == ("news/1", False)


def test_one_that_sends_text_to_a_server_is_refused_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "config.toml"
    file.write_text('[extract]\nother_languages = "llm"\n', encoding="utf-8")
    monkeypatch.setenv("STET_CONFIG", str(file))
    done = stet("extract", file)
    assert done.returncode == 1
    assert "line 2: other_languages is 'llm'; it sends text to a server" in done.stderr.decode().replace('"', "'")
