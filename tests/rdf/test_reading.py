"""RDF and other files by other hands: read where they mean something, refused with a sentence where not."""

from __future__ import annotations

import io
import json
import threading
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from loaders import plainread
from loaders.factset import FactSet, bundled, read_folder
from loaders.plain import fields
from loaders.rdfread import parse_rdf, read_rdf
from loaders.registry import EXPORTERS, LOADERS, loader_of, read_any
from schema.errors import FactError

HEAD = """
@prefix parley: <https://parley.example/ontology#> .
@prefix relation: <https://parley.example/relation/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix : <http://me.example/> .
"""
BY_HAND = f"""{HEAD}
:talks a parley:DataSet ; dcterms:title "Talks" .
:anna a parley:Actor, parley:Person ; rdfs:label "Anna" ; skos:altLabel "A.", "Ann" ; parley:memberOf :party .
:party a parley:Actor, parley:Organisation ; rdfs:label "The Party" .
:peace a parley:Measure ; rdfs:label "Peace" .
:truce a parley:Measure ; rdfs:label "Truce" ; parley:specialises :peace .
:news a parley:Source ; parley:sha256 "{"c" * 64}" .
[] a parley:Claim ; parley:key "k1" ; parley:source :news ; parley:relation relation:supports ;
   parley:statement "Anna is for the truce." ; parley:heldBy :anna ; parley:about :truce ;
   parley:attributedTo :anna ; parley:certainty 0.5 ; parley:negated false ;
   parley:evidencedBy [ a parley:Passage ; oa:hasSelector [ oa:start 5 ; oa:end 50 ] , [ oa:exact "for it" ] ] .
"""


def turtle(text: str) -> FactSet:
    return parse_rdf(text.encode(), "hand.ttl", "turtle")


def refused(text: str, format_: str = "turtle") -> str:
    with pytest.raises(FactError) as caught:
        parse_rdf(text.encode(), "hand.ttl", format_)
    assert caught.value.exit_code == 3
    return str(caught.value)


def test_what_a_person_writes_with_plain_triples_is_enough() -> None:
    facts = turtle(BY_HAND)
    (claim,) = facts.claims()
    assert (claim.holder, claim.about[0].id, claim.certainty) == (("anna",), "truce", 0.5)
    assert [(a.id, a.level) for a in claim.attributed_to] == [("anna", 1)]
    assert (claim.passages[0].start, claim.passages[0].phrase) == (5, "for it")
    anna = next(e for e in facts.entities if e.id == "anna")
    assert anna.model_dump()["aliases"] == ("A.", "Ann")
    assert anna.model_dump()["member_of"][0]["background"] is True
    assert facts.dataset.id == "talks"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (("parley:about :truce", "parley:about :nowhere"), "nothing has the id 'nowhere'"),
        (("relation:supports", "relation:suports"), "did you mean supports"),
        (("parley:heldBy :anna", "parley:heldBy :peace"), "'peace' is a measure"),
        (("parley:certainty 0.5", 'parley:certainty "high"^^xsd:double'), "certainty: is 'high'"),
        (("parley:certainty 0.5", "parley:certainty 0.5, 0.6"), "has several values: '0.5', '0.6'"),
        (("parley:Person", "parley:Planet"), "kind"),
        (("parley:evidencedBy [", "parley:provenBy ["), "passages"),
        (('parley:key "k1" ;', ""), "key: is missing"),
        ((":talks a parley:DataSet", ":talks a parley:Folder"), "holds no parley:DataSet"),
        (('rdfs:label "Truce"', 'rdfs:label "Peace"'), "'Peace' already names"),
        (("parley:specialises :peace", "parley:specialises :peace, :truce"), "goes round in a ring"),
        (('rdfs:label "Truce"', 'rdfs:label "Tru\\u202Ece"'), "control character U+202E"),
        (('"for it"', '"for it and much more than one may quote of a text that is another one\'s"'), "at most 12"),
    ],
)
def test_what_is_wrong_is_said(change: tuple[str, str], expected: str) -> None:
    assert change[0] in BY_HAND
    assert expected in refused(BY_HAND.replace(*change, 1))


def test_all_problems_are_told_at_once_with_their_subject() -> None:
    text = BY_HAND.replace("0.5", "7").replace("parley:about :truce", "parley:about :nowhere")
    text = text.replace('rdfs:label "The Party"', 'rdfs:label ""')
    told = refused(text)
    assert "hand.ttl: <http://me.example/party>" in told
    assert "certainty" in told


@pytest.mark.parametrize(
    ("format_", "text", "expected"),
    [
        ("turtle", "this is no Turtle", "is no turtle"),
        ("trig", HEAD + "<g> { :a :b ", "is no trig"),
        ("turtle", HEAD + ":a :b \n\n ] .", "hand.ttl:10"),
        ("json-ld", "{", "is no JSON"),
        ("json-ld", "[" * 100_000, "is no JSON"),
        ("json-ld", "[]", "holds no parley:DataSet"),
        ("turtle", "", "holds no parley:DataSet"),
        ("turtle", HEAD + ":a :b " + "[ :c " * 20_000, "is no turtle"),
        ("nquads", "<a> <b>", "is no nquads"),
        ("turtle", HEAD + ":a :b \"\\uD800\" .", ""),
    ],
)  # fmt: skip
def test_what_cannot_be_parsed_is_one_problem(format_: str, text: str, expected: str) -> None:
    assert expected in refused(text, format_)


class _Server(BaseHTTPRequestHandler):
    asked: list[str]

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b'{"@context": {}}')

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[tuple[str, list[str]]]:
    """An HTTP server on loopback: its address and the paths that were asked of it."""
    _Server.asked = []
    httpd = HTTPServer(("127.0.0.1", 0), _Server)
    thread = threading.Thread(target=httpd.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{httpd.server_port}", _Server.asked
    httpd.shutdown()
    thread.join()
    httpd.server_close()


def test_nothing_is_fetched(server: tuple[str, list[str]], tmp_path: Path) -> None:
    address, asked = server
    (tmp_path / "local.jsonld").write_text('{"@context": {}}')
    local = (tmp_path / "local.jsonld").as_uri()
    for context in (
        f"{address}/a", local, [f"{address}/b"], {"@import": f"{address}/c"}, [{"x": {"@context": f"{address}/d"}}],
        {"x": {"@id": "http://x/", "@context": f"{address}/e"}},
    ):
        for document in ({"@context": context, "@graph": []}, [{"x:y": {"@context": context}}]):
            assert "names a context by address" in refused(json.dumps(document), "json-ld")
    refused(f"{HEAD} @base <{address}/> . <x> <http://www.w3.org/2002/07/owl#imports> <{address}/o> .")
    assert asked == []


def test_files_that_are_not_there_or_of_no_kind(tmp_path: Path) -> None:
    with pytest.raises(FactError, match="cannot be read"):
        read_rdf(tmp_path / "missing.trig")
    (tmp_path / "x.rdf").write_text("<rdf/>")
    with pytest.raises(FactError, match="has no ending of RDF"):
        read_rdf(tmp_path / "x.rdf")
    with pytest.raises(FactError, match="has no ending that is known"):
        read_any(tmp_path / "x.pdf" if (tmp_path / "x.pdf").write_text("%PDF") else tmp_path)
    with pytest.raises(FactError, match="cannot be read"):
        read_any(tmp_path / "missing.trig")


# ---- JSON Lines and zips


def lines(*records: object) -> bytes:
    return "\n".join(json.dumps(r) for r in records).encode()


DATASET = {"record": "dataset", "id": "d", "title": "D"}


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", "holds no data set"),
        (b"{", "x:1: is no JSON record"),
        (b"[1]", "x:1: is no JSON record: is no object"),
        (b"[" * 100_000, "x:1: is no JSON record"),
        (b"\xff\xfe", "x:1: is no JSON record"),
        (lines(DATASET, {"record": "planet"}), "x:2: record: is 'planet'; expected one of dataset, actor"),
        (lines(DATASET, {"record": "actor", "id": "a", "name": "A", "kind": "Stat"}), "did you mean State"),
        (lines(DATASET, DATASET), "x:2: begins a second data set"),
        (lines(DATASET, {"record": "place", "id": "p", "name": "P", "located_in": "q"}), "nothing has the id 'q'"),
    ],
)
def test_json_lines_that_are_wrong(data: bytes, expected: str) -> None:
    with pytest.raises(FactError) as caught:
        plainread.parse_jsonl(data, "x")
    assert expected in str(caught.value)


def zipped(**members: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name.replace("__", "/").replace("DOTS", ".."), text)
    return out.getvalue()


def test_zips_that_are_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dataset = "id: d\ntitle: D\n"
    monkeypatch.setattr(plainread, "MAX_UNPACKED", 1_000_000)
    for data, expected in (
        (b"PK no zip", "is no zip that can be read"),
        (zipped(**{"readme.txt": "x"}), "holds 0 data sets"),
        (zipped(**{"DOTS__evil.yaml": dataset}), "holds a file called '../evil.yaml'"),
        (zipped(**{"__etc__evil.yaml": dataset}), "holds a file called '/etc/evil.yaml'"),
        (zipped(**{"a__dataset.yaml": dataset, "b__dataset.yaml": dataset}), "holds 2 data sets"),
        (zipped(**{"dataset.yaml": dataset, "actors.yaml": "x" * 2_000_000}), "is too large unpacked"),
        (zipped(**{"dataset.yaml": "id: D\n"}), "2 problems"),
    ):
        with pytest.raises(FactError) as caught:
            plainread.parse_zip(data, "x.zip")
        assert expected in str(caught.value)
    assert plainread.parse_zip(zipped(**{"dataset.yaml": dataset}), "x.zip").dataset.id == "d"
    assert list(tmp_path.iterdir()) == []


def test_a_zip_of_json_lines_outlives_its_files(tmp_path: Path) -> None:
    facts = read_folder(bundled())
    claims = "".join(json.dumps(fields(c)) + "\n" for c in facts.claims())
    members = {p.name: p.read_text("utf-8") for p in bundled().glob("*.yaml")}
    path = tmp_path / "set.zip"
    path.write_bytes(zipped(**members, claims__all___="", **{"claims__all.jsonl": claims}))
    back = read_any(path)
    assert {c.key for c in back.claims()} == {c.key for c in facts.claims()} == {c.key for c in back.claims()}


# ---- the registry


def test_registries_are_whole() -> None:
    for registry in (EXPORTERS, LOADERS):
        names = [entry.name for entry in registry]
        assert len(set(names)) == len(names)
    endings = [e for loader in LOADERS for e in loader.extensions]
    assert len(set(endings)) == len(endings)
    for exporter in EXPORTERS:
        assert exporter.description
        assert "/" in exporter.media_type
        assert all(e.startswith(".") for e in exporter.extensions)
        same = [loader for loader in LOADERS if loader.name == exporter.name]
        assert same or exporter.name in ("csv", "ontology"), f"{exporter.name} is written and never read"
        assert all(loader.media_type == exporter.media_type for loader in same)


@pytest.mark.parametrize(
    ("start", "name"),
    [
        (b"@prefix x: <y> .", "trig"), (b'{"@context": {}}', "jsonld"), (b'{"record": "dataset"}', "jsonl"),
        (b"PK\x03\x04", "yaml"), (b"\n\n<a> <b> <c> .", "trig"),
    ],
)  # fmt: skip
def test_standard_input_is_known_by_its_beginning(start: bytes, name: str) -> None:
    assert loader_of(Path("-"), start).name == name
