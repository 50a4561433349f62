# SPDX-License-Identifier: Apache-2.0
"""searchable.pdf as an archive takes it: PDF/A-2b by two checkers, or an honest word that it is not."""

from __future__ import annotations

import json
import stat
from collections import Counter

import pikepdf
import pypdfium2 as pdfium
import pytest
from pikepdf import Array, Dictionary, Name, String

from ocr_kh.document import Box, Document, Line, Page, Word
from ocr_kh.plan.model import Header, Plan
from ocr_kh.settings import Settings
from ocr_kh.writing import write_document
from ocr_kh.writing.pdf.pdf_file import only_pages
from ocr_kh.writing.pdf.pdfa.archival import build_profile, srgb_profile
from ocr_kh.writing.pdf.pdfa.conformity import by_verapdf, check_conformity
from ocr_kh.writing.pdf.readback import read_back
from ocr_kh.writing.pdf.searchable import write_searchable

SIZE = (595.0, 842.0)
SCAN = b"q 595 0 0 842 0 0 cm /Im0 Do Q"
PLAN = Plan(
    document_type="KẾ HOẠCH",
    subject="Phòng, chống thiên tai năm 2026 & <các> việc khác",
    header=Header(issuer="ỦY BAN NHÂN DÂN XÃ BẢO HÒA", number="05", symbol="KH-UBND", date="2026-03"),
)


def page(text="Kế hoạch phòng chống", number=1, **changes):
    words = (Word(token, Box(60 + 60 * i, 80, 110 + 60 * i, 91)) for i, token in enumerate(text.split()))
    line = Line.of_words(words, page=number)
    return Page(number, *SIZE, **{"lines": (line,), "source": "ocr"} | changes)


def document(*pages):
    return Document("a.pdf", "ab" * 32, pages or (page(),))


def image(pdf, data=bytes(range(256)) * 4, **keys):
    kind = {"Type": Name.XObject, "Subtype": Name.Image, "Width": 32, "Height": 32, "BitsPerComponent": 8}
    return pdf.make_stream(data, **kind | {"ColorSpace": Name.DeviceGray} | keys)


@pytest.fixture
def pdf():
    """A scan of one page."""
    made = pikepdf.new()
    made.add_blank_page(page_size=SIZE)
    made.pages[0].obj.Resources = Dictionary(XObject=Dictionary(Im0=image(made)))
    made.pages[0].obj.Contents = made.make_stream(SCAN)
    return made


@pytest.fixture
def written(tmp_path):
    """Writes searchable.pdf of a PDF in memory: its path and what became of it."""

    def write(pdf, *pages, plan=PLAN, pdfa="keep"):
        source, target = tmp_path / "a.pdf", tmp_path / "searchable.pdf"
        pdf.save(source)
        return target, write_searchable(source, document(*pages), target, plan, pdfa=pdfa)

    return write


def assert_archival(path, report):
    assert report.conformity.conforms, report.conformity.findings
    assert report.warnings() == ()
    checker = pytest.importorskip("page")
    verdict = checker.validate_pdf(path, profile="pdfa2b")
    assert verdict.is_compliant, [(failure.rule_id, failure.message) for failure in verdict.failures]
    if (second := by_verapdf(path)) is not None:
        assert second.conforms, second.findings


def picture(path):
    with pdfium.PdfDocument(path) as opened:
        opened.init_forms()
        return opened[0].render(scale=0.5).to_pil().tobytes()


def signature_value(pdf):
    keys = {"Type": Name.Sig, "Filter": Name("/Adobe.PPKLite"), "Contents": String("x" * 40)}
    return pdf.make_indirect(Dictionary(**keys, ByteRange=Array([0, 10, 60, 10])))


def signed(pdf, appearance, rectangle=(300, 700, 500, 760)):
    """Put a signed field on the first page that looks as `appearance` draws it."""
    keys = {"Type": Name.XObject, "Subtype": Name.Form, "BBox": Array([0, 0, 200, 60])}
    seal, mask = pdf.make_indirect(image(pdf)), pdf.make_indirect(image(pdf))
    seal.SMask = mask
    form = pdf.make_stream(appearance, **keys, Resources=Dictionary(XObject=Dictionary(Im1=seal, Im2=mask)))
    look = {"Subtype": Name.Widget, "FT": Name.Sig, "T": String("Signature1"), "F": 132, "Rect": Array(list(rectangle))}
    field = Dictionary(Type=Name.Annot, **look, AP=Dictionary(N=form), V=signature_value(pdf), P=pdf.pages[0].obj)
    field = pdf.make_indirect(field)
    pdf.pages[0].obj.Annots = Array([field])
    pdf.Root.AcroForm = Dictionary(Fields=Array([field]), SigFlags=3)
    pdf.Root.Perms = Dictionary(DocMDP=field.V)


def test_archival_scan_conforms_and_says_so(pdf, written):
    target, report = written(pdf)

    assert_archival(target, report)
    with pikepdf.open(target) as made:
        assert made.open_metadata().pdfa_status == "2B"
        assert not made.is_encrypted
        assert Name.ID in made.trailer


def test_archival_metadata_are_those_of_the_plan(pdf, written):
    pdf.docinfo["/Author"] = "Máy quét"
    target, report = written(pdf)

    assert_archival(target, report)
    with pikepdf.open(target) as made, made.open_metadata() as metadata:
        assert metadata["dc:title"] == PLAN.subject
        assert metadata["dc:creator"] == ["ỦY BAN NHÂN DÂN XÃ BẢO HÒA"]
        assert metadata["dc:date"] == ["2026-03"]
        assert metadata["dc:type"] == {"KẾ HOẠCH"}
        assert metadata["dc:identifier"] == "05/KH-UBND"
        assert metadata["xmpMM:DocumentID"].startswith("uuid:")
        assert str(made.docinfo["/Title"]) == PLAN.subject
        assert str(made.docinfo["/Author"]) == "ỦY BAN NHÂN DÂN XÃ BẢO HÒA"


def test_archival_file_without_a_plan_is_titled_by_its_name(pdf, written):
    target, report = written(pdf, plan=None)

    assert_archival(target, report)
    with pikepdf.open(target) as made:
        assert str(made.docinfo["/Title"]) == "a.pdf"


def test_archival_copy_runs_nothing_and_carries_nothing(pdf, written):
    script = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
    first = pdf.pages[0].obj
    pdf.attachments["virus.exe"] = b"MZ"
    pdf.Root.OpenAction = script
    pdf.Root.AA = Dictionary(WC=script)
    first.AA = Dictionary(O=script)
    link = {"Type": Name.Annot, "Subtype": Name.Link, "Rect": Array([0, 0, 9, 9]), "F": 4}
    launch = Dictionary(S=Name.Launch, F=String("calc.exe"))
    address = Dictionary(S=Name.URI, URI=String("https://example.org"))
    first.Annots = Array(
        [
            Dictionary(**link, A=launch),
            Dictionary(**link, A=Dictionary(S=Name.GoTo, D=Array([first, Name.Fit]), Next=Array([launch]))),
            Dictionary(**link, A=address),
            Dictionary(**link | {"Subtype": Name.FileAttachment}),
            Dictionary(**link | {"F": 2}),
        ]
    )

    target, report = written(pdf)

    assert_archival(target, report)
    assert set(report.removed.parts) == {"attachments: 2", "actions: 5", "hidden annotations: 1"}
    content = target.read_bytes()
    assert not any(word in content for word in (b"calc.exe", b"virus.exe", b"app.alert"))
    with pikepdf.open(target) as made:
        assert [note.get("/A", {}).get("/S") for note in made.pages[0].Annots] == [None, None, Name.URI]


def test_archival_image_packed_by_lzw_keeps_its_pixels(pdf, written):
    codes = [256, *([65, 66] * 100), 257]  # nine bits each: the table stays below 512 codes
    bits = "".join(f"{code:09b}" for code in codes)
    packed = int(bits.ljust(-(-len(bits) // 8) * 8, "0"), 2).to_bytes(-(-len(bits) // 8), "big")
    pdf.pages[0].Resources.XObject.Im0 = image(pdf, packed, Width=20, Height=10, Filter=Name.LZWDecode)
    target, report = written(pdf)

    assert_archival(target, report)
    with pikepdf.open(target) as made:
        assert made.pages[0].Resources.XObject.Im0.read_bytes() == bytes([65, 66] * 100)


def test_archival_copy_of_a_signed_file_looks_the_same_and_is_not_signed(pdf, written, tmp_path):
    signed(pdf, b"BT 1 0 0 1 0 10 Tm q 60 0 0 60 0 0 cm /Im1 Do Q 1 0 Td ET 0 0 1 rg 70 10 100 30 re f")

    target, report = written(pdf)

    assert_archival(target, report)
    assert report.removed.signatures == 1
    assert picture(target) == picture(tmp_path / "a.pdf")
    with pikepdf.open(target) as made:
        (stamp,) = made.pages[0].Annots
        assert stamp.Subtype == Name.Stamp
        assert not {"/V", "/FT", "/T"} & set(stamp.keys())
        assert not {"/AcroForm", "/Perms"} & set(made.Root.keys())


def test_archival_signature_that_shows_nothing_leaves_nothing(pdf, written):
    signed(pdf, b"", rectangle=(0, 0, 0, 0))

    target, report = written(pdf)

    assert_archival(target, report)
    assert report.removed.signatures == 1
    with pikepdf.open(target) as made:
        assert len(made.pages[0].Annots) == 0


def test_archival_signature_of_a_field_with_several_widgets_counts_once(pdf, written):
    signed(pdf, b"0 0 9 9 re f")
    (widget,) = pdf.pages[0].Annots
    parent = pdf.make_indirect(Dictionary(FT=Name.Sig, T=String("S"), V=widget.V))
    other = pdf.make_indirect(Dictionary(dict(widget.items())))
    for each in (widget, other):
        for key in ("/V", "/FT", "/T"):
            del each[key]
        each.Parent = parent
    parent.Kids = Array([widget, other])
    pdf.pages[0].obj.Annots = Array([widget, other])
    text = pdf.make_indirect(Dictionary(FT=Name.Tx, T=String("text")))
    pdf.Root.AcroForm = Dictionary(Fields=Array([parent, text]), SigFlags=3)

    target, report = written(pdf)

    assert report.removed.signatures == 1
    with pikepdf.open(target) as made:
        assert [note.Subtype for note in made.pages[0].Annots] == [Name.Stamp] * 2
        assert [field.FT for field in made.Root.AcroForm.Fields] == [Name.Tx]  # other fields are left alone


@pytest.fixture
def unembedded(pdf):
    """A born-digital page in a font that the file lacks."""
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
    pdf.pages[0].Resources.Font = Dictionary(F1=font)
    pdf.pages[0].Contents = pdf.make_stream(SCAN + b" BT /F1 12 Tf 60 400 Td (Seen) Tj ET")
    return pdf


def test_archival_file_that_fails_does_not_claim_and_is_told(unembedded, written):
    target, report = written(unembedded)

    assert not report.conformity.conforms
    assert any("6.2.11.4.1" in finding for finding in report.conformity.findings)
    (warning,) = report.warnings()
    assert warning.code == "pdf.conformity"
    assert "not embedded" in warning.message
    with pikepdf.open(target) as made:
        assert made.open_metadata().pdfa_status == ""
        assert str(made.docinfo["/Title"]) == PLAN.subject


def test_archival_failure_is_in_provenance_and_plan(unembedded, tmp_path):
    unembedded.save(tmp_path / "a.pdf")

    plan = write_document(document(), PLAN, tmp_path / "a.pdf", tmp_path / "out", Settings(formats=("pdf", "json")))

    told = json.loads((tmp_path / "out/provenance.json").read_text(encoding="utf-8"))["searchable_pdf"]
    assert told["pdfa"]["flavour"] == "2b"
    assert told["pdfa"]["conforms"] is False
    assert told["readback"] == {"words": 4, "missing": 0, "extra": 0, "examples": []}
    in_file = json.loads((tmp_path / "out/plan.json").read_text(encoding="utf-8"))["warnings"]
    assert [w["code"] for w in in_file] == [w.code for w in plan.warnings] == ["pdf.conformity"]


def test_archival_missing_font_is_put_in_as_viewers_show_it(unembedded, written):
    unembedded.pages[0].Contents = unembedded.make_stream(SCAN + b" BT /F1 12 Tf 60 400 Td (\\311t\\351 118/UB) Tj ET")
    kept, _ = written(unembedded)
    before = picture(kept)

    target, report = written(unembedded, pdfa="embed")

    assert_archival(target, report)
    assert report.changes.fonts == ("Helvetica",)
    assert picture(target) == before
    with pikepdf.open(target) as made:
        assert made.open_metadata().pdfa_status == "2B"


@pytest.mark.parametrize("encoding", [Name.WinAnsiEncoding, Name.MacRomanEncoding, None])
def test_archival_font_keeps_the_widths_that_the_file_gives(unembedded, written, encoding):
    font = unembedded.pages[0].Resources.Font.F1
    font.Subtype, font.BaseFont = Name.TrueType, Name("/BaoHoaSans")
    descriptor = {"Type": Name.FontDescriptor, "FontName": font.BaseFont, "Flags": 32, "ItalicAngle": 0, "StemV": 80}
    box = Array([0, -200, 1000, 900])
    font.FontDescriptor = Dictionary(**descriptor, Ascent=900, Descent=-200, CapHeight=700, FontBBox=box)
    font.FirstChar, font.LastChar, font.Widths = 83, 110, Array(range(400, 428))
    if encoding is None:
        del font.Encoding
        font.Subtype = Name.Type1
    else:
        font.Encoding = encoding

    target, report = written(unembedded, pdfa="embed")

    assert_archival(target, report)
    with pikepdf.open(target) as made:
        embedded = made.pages[0].Resources.Font.F1
        assert [int(embedded.Widths[code - int(embedded.FirstChar)]) for code in (83, 110)] == [400, 427]


def test_archival_signs_that_only_a_missing_font_knows_stay_and_are_told(unembedded, written):
    font = unembedded.pages[0].Resources.Font.F1
    del font.Encoding
    font.FontDescriptor = Dictionary(Type=Name.FontDescriptor, FontName=Name("/Signs"), Flags=4)

    _, report = written(unembedded, pdfa="embed")

    assert not report.conformity.conforms
    assert report.changes.fonts == ()


def test_archival_page_at_fault_is_made_an_image_and_no_other(unembedded, written):
    unembedded.add_blank_page(page_size=SIZE)
    unembedded.pages[1].obj.Resources = Dictionary(XObject=Dictionary(Im0=unembedded.pages[0].Resources.XObject.Im0))
    unembedded.pages[1].obj.Contents = unembedded.make_stream(SCAN)
    unembedded.pages[0].obj.Rotate = 90
    pages = page(), page("Căn cứ Luật", number=2)
    scan = unembedded.pages[1].Resources.XObject.Im0.read_bytes()

    target, report = written(unembedded, *pages, pdfa="raster")

    assert_archival(target, report)
    assert report.changes.redrawn == (1,)
    with pikepdf.open(target) as made:
        assert [float(edge) for edge in made.pages[0].mediabox] == [0, 0, SIZE[1], SIZE[0]]
        assert made.pages[1].Resources.XObject.Im0.read_bytes() == scan


def test_archival_page_of_text_keeps_its_words_when_it_is_made_an_image(unembedded, written):
    seen = page("Seen", source="text")

    target, report = written(unembedded, seen, pdfa="raster")

    assert_archival(target, report)
    with pdfium.PdfDocument(target) as made:
        assert made[0].get_textpage().get_text_bounded().strip() == "Seen"
        (drawn,) = made[0].get_objects(filter=[3])
        assert drawn.get_metadata().horizontal_dpi == pytest.approx(300, rel=0.01)


def test_archival_font_that_a_caption_only_names_goes(pdf, written):
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    keys = {"Type": Name.XObject, "Subtype": Name.Form, "BBox": Array([0, 0, 20, 10])}
    shown = pdf.make_stream(b"1 0 0 rg 0 0 20 10 re f", **keys, Resources=Dictionary(Font=Dictionary(Helv=font)))
    kind = {"Type": Name.Annot, "Subtype": Name.FreeText, "F": 4, "Rect": Array([40, 10, 60, 20])}
    pdf.pages[0].obj.Annots = Array([Dictionary(**kind, DA=String("/Helv 9 Tf"), AP=Dictionary(N=shown))])

    assert_archival(*written(pdf))


def with_field(pdf, kind, looks):
    """Put a field onto the first page that looks so; `looks` is drawn, or drawn for each state."""
    keys = {"Type": Name.XObject, "Subtype": Name.Form, "BBox": Array([0, 0, 20, 10])}
    shown = [pdf.make_stream(content, **keys) for content in looks]
    states = shown[0] if len(shown) == 1 else Dictionary(Yes=shown[0], Off=shown[1])
    place = {"Type": Name.Annot, "Subtype": Name.Widget, "F": 4, "Rect": Array([40, 10, 60, 20])}
    note = Dictionary(**place, FT=kind, T=String("so"), DA=String("/Helv 9 Tf"), AP=Dictionary(N=states), AS=Name.Yes)
    pdf.pages[0].obj.Annots = Array([pdf.make_indirect(note)])
    pdf.Root.AcroForm = Dictionary(Fields=pdf.pages[0].Annots)


FILLED, EMPTY = b"1 0 0 rg 0 0 20 10 re f", b"0 0 20 10 re S"


@pytest.mark.parametrize(
    ("kind", "looks", "conforms"),
    [
        (Name.Tx, (FILLED,), True),
        (Name.Btn, (FILLED, EMPTY), True),
        (Name.Btn, (FILLED,), False),
        (Name.Tx, (FILLED, EMPTY), False),
    ],
    ids=["text", "button", "button without states", "text with states"],
)
def test_archival_fields_are_checked_by_how_they_look(pdf, written, kind, looks, conforms):
    with_field(pdf, kind, looks)

    target, report = written(pdf)

    assert report.conformity.conforms == conforms
    with pikepdf.open(target) as made:
        assert str(made.Root.AcroForm.Fields[0].FT) == str(kind)


def test_archival_form_that_is_to_be_drawn_anew_is_none(pdf, written):
    with_field(pdf, Name.Tx, (FILLED,))
    pdf.Root.AcroForm.NeedAppearances = True

    assert any("6.4.1" in finding for finding in written(pdf)[1].conformity.findings)


def test_archival_fault_of_no_page_makes_images_of_all(pdf, written):
    group = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("Seal")))
    pdf.Root.OCProperties = Dictionary(OCGs=Array([group]), D=Dictionary(AS=Array(), Name=String("Layers")))

    assert not written(pdf)[1].conformity.conforms
    target, report = written(pdf, pdfa="raster")

    assert_archival(target, report)
    assert report.changes.redrawn == (1,)


def test_archival_part_of_a_file_says_its_language_itself(pdf):
    pdf.Root.Lang = String("vi")

    part = only_pages(pdf, 1, 1)

    assert (str(part.Root.Lang), part.Root.Lang.is_indirect) == ("vi", False)  # else it is no PDF/A to pikepdf


def test_archival_layers_are_kept_and_named(pdf, written):
    group = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("Seal")))
    pdf.Root.OCProperties = Dictionary(OCGs=Array([group]), D=Dictionary(Order=Array()))
    pdf.pages[0].Resources.Properties = Dictionary(MC0=group)
    pdf.pages[0].Contents = pdf.make_stream(b"/OC /MC0 BDC " + SCAN + b" EMC")

    target, report = written(pdf)

    assert_archival(target, report)
    with pikepdf.open(target) as made:
        assert len(made.Root.OCProperties.D.Order) == 1
        assert b"/OC /MC0 BDC" in made.pages[0].Contents[-1].read_bytes()


@pytest.mark.parametrize(
    "layers",
    [
        Dictionary(OCGs=5, D=Array()),
        Dictionary(OCGs=Array([1]), D=Dictionary(Order=Array([Array([7])]), Name=3), Configs=Name.Off),
        Dictionary(),
    ],
)
def test_archival_layers_of_wrong_types_stop_nothing(pdf, written, layers):
    pdf.Root.OCProperties = layers

    assert written(pdf)[1].readback.equal


def test_archival_layers_do_not_hide_what_is_wrong_with_their_page(unembedded, written):
    unembedded.Root.OCProperties = Dictionary(OCGs=Array(), D=Dictionary())

    assert any("6.2.11.4.1" in finding for finding in written(unembedded)[1].conformity.findings)


def test_archival_embedding_drops_what_is_forbidden(pdf, written):
    rectangle, first = Array([0, 0, 9, 9]), pdf.pages[0].obj
    first.Annots = Array([Dictionary(Type=Name.Annot, Subtype=Name.Movie, Rect=rectangle, F=4)])
    first.Resources.ExtGState = Dictionary(G0=Dictionary(TR=Name.Identity))
    first.Resources.XObject.Im0.Alternates = Array()
    first.Contents = pdf.make_stream(b"/G0 gs " + SCAN)
    before = picture(written(pdf)[0])

    target, report = written(pdf, pdfa="embed")

    assert_archival(target, report)
    assert report.changes.dropped == 3
    assert picture(target) == before


@pytest.mark.parametrize("choice", ["embed", "raster"])
def test_archival_choice_does_nothing_to_what_conforms(pdf, written, tmp_path, choice):
    target, _ = written(pdf)
    kept = target.read_bytes()

    write_searchable(tmp_path / "a.pdf", document(), target, PLAN, pdfa=choice)

    assert target.read_bytes() == kept


def test_archival_check_of_what_is_no_pdf_fails_without_raising(tmp_path):
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7 and no more")

    assert not check_conformity(tmp_path / "a.pdf").conforms


def test_archival_profile_is_what_little_cms_makes():
    assert srgb_profile() == build_profile()


def test_readback_tells_words_that_differ(pdf, written):
    target, _ = written(pdf)

    found = read_back(target, [page("Kế hoạch phòng cháy")])

    assert found.words == 4
    assert found.missing == Counter(["cháy"])
    assert found.extra == Counter(["chống"])
    assert found.as_record()["examples"] == ["-cháy", "+chống"]


def test_readback_leaves_the_page_its_own_visible_text(unembedded, written):
    _, report = written(unembedded)

    assert report.readback.equal


@pytest.fixture
def verapdf(tmp_path, monkeypatch):
    """Puts a program of that name first on the PATH."""

    def put(script):
        program = tmp_path / "bin" / "verapdf"
        program.parent.mkdir()
        program.write_text(script)
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setenv("PATH", str(program.parent), prepend=":")

    return put


VERAPDF = """#!/bin/sh
cat <<'JSON'
{"report": {"buildInformation": {"releaseDetails": [{"id": "core", "version": "1.28.1"}]},
 "jobs": [{"validationResult": [{"compliant": %s, "details": {"failedRules": %d, "ruleSummaries": %s}}]}]}}
JSON
"""
RULE = '[{"specification": "ISO 19005-2:2011", "clause": "6.2.4.3", "testNumber": 2, "description": "DeviceRGB"}]'


@pytest.mark.parametrize(("told", "conforms"), [(("true", 0, "[]"), True), (("false", 1, RULE), False)])
def test_verapdf_has_the_last_word_on_what_pikepdf_does_not_approve(unembedded, written, verapdf, told, conforms):
    verapdf(VERAPDF % told)

    _, report = written(unembedded)

    assert report.conformity.checker == "veraPDF 1.28.1"
    assert report.conformity.conforms is conforms
    assert report.conformity.findings == (() if conforms else ("ISO 19005-2:2011:6.2.4.3-2: DeviceRGB",))


def test_verapdf_that_says_nothing_is_passed_over(tmp_path, verapdf):
    verapdf("#!/bin/sh\necho '{}'\n")

    assert by_verapdf(tmp_path / "a.pdf") is None
