"""Documents: what can be read is read with its offsets, and what cannot is refused with one clear line."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from muster.errors import BadDate, BadInput
from muster.reading import propose, read_document
from muster.reading.text import MAX_SENTENCE, sentences

BODY = (
    "The Free Hills Guard (FHG) attacked the village of Oren on Monday. "
    "“We did nothing,” said Amina Cole, a spokeswoman for the FHG."
)


def write(folder: Path, name: str, data: bytes | str) -> Path:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def pdf(*pages: str) -> bytes:
    """A PDF with one line of text a page, written by hand."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", ""]
    kids = []
    for text in pages:
        stream = f"BT /F1 12 Tf 40 700 Td ({text}) Tj ET" if text else ""
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
        content = len(objects)
        font = "<< /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>"
        page = f"/Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Resources {font} /Contents {content} 0 R"
        objects.append(f"<< {page} >>")
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    out = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode()
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}".encode()
    return out + f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()


def docx(*paragraphs: str, extra: str = "") -> bytes:
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in paragraphs)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        document = f'{extra}<w:document xmlns:w="{word}"><w:body>{body}</w:body></w:document>'
        archive.writestr("word/document.xml", document)
    return out.getvalue()


def test_a_text_keeps_its_bytes_and_its_offsets(tmp_path: Path) -> None:
    text = f"A title\r\n\r\nOn Monday\u00a0the Free\u00a0Hills Guard (FHG) attacked 🏔 Oren.\r\n{BODY}\r\n"
    document = read_document(write(tmp_path, "a.txt", text), published="2021-03-17")
    assert document.text == text
    found = propose(document)
    assert found.proposals
    for one in found.proposals:
        assert one.quote == text[one.start : one.end] != ""
    assert document.title == "A title"
    assert document.source().published == "2021-03-17"


def test_a_page_gives_its_article_title_and_day(tmp_path: Path) -> None:
    filler = "<p>Farmers in the valley said that the harvest had been good, and that the roads were open again.</p>" * 4
    page = (
        "<html><head><title>Raid on Oren</title><meta property='article:published_time' content='2021-03-16'/></head>"
        f"<body><nav>Home Sport</nav><article><h1>Raid on Oren</h1><p>{BODY}</p>{filler}</article></body></html>"
    )
    document = read_document(write(tmp_path, "a.html", page))
    assert (document.format, document.title, document.published.isoformat()) == ("html", "Raid on Oren", "2021-03-16")
    assert "published" in document.taken
    assert "Free Hills Guard" in document.text
    assert "Sport" not in document.text
    assert read_document(tmp_path / "a.html", published="2021-03-17").published.isoformat() == "2021-03-17"


def test_a_pdf_knows_its_pages(tmp_path: Path) -> None:
    path = write(tmp_path, "a.pdf", pdf("Nothing of note happened in the whole of the valley this week.",
                                        "The Free Hills Guard attacked the village of Oren."))  # fmt: skip
    document = read_document(path, published="2021-03-17")
    one = next(one for one in propose(document).proposals if one.kind == "incident")
    assert (one.page, one.subject.text) == ("2", "Free Hills Guard")


def test_a_docx_is_read(tmp_path: Path) -> None:
    document = read_document(write(tmp_path, "a.docx", docx("Raid on Oren", BODY)), published="2021-03-17")
    assert document.paragraphs[1].text.startswith("The Free Hills Guard")


def locked() -> bytes:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(PdfReader(io.BytesIO(pdf("The text of a locked report that nobody may read."))))
    writer.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]>'
ARABIC = "أعلنت القوات المسلحة أن اللواء الرابع انسحب من المدينة يوم الثلاثاء بعد قتال عنيف"
BAD = [
    ("scan.pdf", pdf("", ""), "no text", "OCR"),
    ("locked.pdf", locked(), "password", "without one"),
    ("cut.pdf", pdf("Some words of a report")[:200], "damaged", "save"),
    ("huge.txt", b"All quiet in the valley of Oren. " * (50 << 20 >> 5), "MB", "split"),
    ("long.txt", b"All quiet in the valley of Oren. " * 70_000, "characters", "split"),
    ("rtl.txt", ARABIC * 3, "right to left", "translation"),
    ("nul.txt", b"The raid\x00 on Oren" * 40, "neither text", "as text"),
    ("late-nul.txt", BODY.encode() * 600 + b"\x00", "NUL", "UTF-8"),
    ("cyrillic.txt", "Армия напала на деревню в понедельник. " * 4, "Latin letters", "--encoding"),
    ("damaged.txt", "The b�tt�l��n of �r�n" * 40, "wrong encoding", "UTF-8"),
    ("empty.txt", b"  \n", "empty", "right one"),
    ("few.txt", b"Too little.", "no text", "empty"),
    ("bomb.docx", docx(BODY, extra=BOMB), "DOCTYPE", "attack"),
    ("zip.docx", docx()[:60], "broken", "again"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "data", "problem", "hint"), BAD, ids=[one[0] for one in BAD])
def test_what_cannot_be_read_is_refused_with_the_remedy(
    tmp_path: Path, name: str, data: bytes | str, problem: str, hint: str
) -> None:
    path = write(tmp_path, name, data)
    with pytest.raises(BadInput, match=problem) as caught:
        read_document(path, published="2021-03-17")
    assert hint in caught.value.hint
    assert name in caught.value.place


def test_without_a_day_of_publication_nothing_is_read(tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt", BODY)
    with pytest.raises(BadInput, match="no day of publication") as caught:
        read_document(path)
    assert "--published" in caught.value.hint
    with pytest.raises(BadDate, match="not a day"):
        read_document(path, published="March 2021")


def test_western_and_utf16_texts_are_told_apart(tmp_path: Path) -> None:
    text = "Le capitaine Désiré Kaboré, a été nommé à Ségou. " + BODY.replace("“", '"').replace("”", '"')
    for codec in ("cp1252", "utf-16"):
        document = read_document(write(tmp_path, "a.txt", text.encode(codec)), published="2021-03-17")
        assert "Kaboré" in document.text


def test_what_never_ends_is_cut_between_words_and_loses_nothing() -> None:
    text = "The militias attacked the army and " * 300
    parts = list(sentences(text, 7))
    assert max(len(one.text) for one in parts) <= MAX_SENTENCE
    assert " ".join(one.text for one in parts) == text.strip()
    assert all(text[one.start - 7 : one.end - 7] == one.text for one in parts)
