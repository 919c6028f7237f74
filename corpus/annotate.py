#!/usr/bin/env python3
"""Writes and checks the gold of corpus/: inline drafts <-> article + standoff JSON.

usage: annotate.py write DRAFT.ann ARTICLE.txt    draft -> ARTICLE.txt and ARTICLE.gold.json
       annotate.py draft ARTICLE.txt              article + gold -> a draft on stdout, to edit and write again
       annotate.py check FOLDER                   every gold file re-slices from its article; lists cases.md coverage

A draft is the article with spans in double brackets, then a line '=====', then one line per attribution:

    ⟦c1:“We will talk,”⟧ ... wrong: marks stay outside ->  “⟦c1:We will talk,⟧” ⟦q1:said⟧ ⟦s1:Ana Ruiz, an envoy⟧.
    =====
    1 | direct | speech | Ana Ruiz | person | cases=7,22

Letters: c content (repeat it for a second span), q cue, s source, v source of the relayer (via), w cue of the relayer
(not stored: it only shows the reader where it is). Options after the kind, separated by spaces:
cases=1,2   marked=no (direct words that lost their marks)   status=ambiguous   status=unknown
candidates=Name One;Name Two   via=State News Agency/organization
How to mark what is described in docs/annotation-guide.md.
"""
import json, os, re, sys

OPEN = re.compile(r"⟦([cqsvw])(\d+):|⟧")
TYPES = {"direct", "indirect", "mixed"}
ACTS = {"speech", "writing", "thought", "intention", "perception"}
KINDS = {"person", "group", "organization", "document", "unknown"}


def parse(draft):
    body, _, table = draft.partition("\n=====\n")
    if not table:
        sys.exit("no line '=====' with the table of attributions beneath it")
    text, stack, spans, at = [], [], {}, 0
    length = 0
    for m in OPEN.finditer(body):
        piece = body[at:m.start()]
        text.append(piece)
        length += len(piece)
        at = m.end()
        if m.group(1):
            stack.append((m.group(1), int(m.group(2)), length))
        else:
            if not stack:
                sys.exit(f"a ⟧ without ⟦ near {body[max(0, m.start() - 40):m.end()]!r}")
            letter, number, start = stack.pop()
            spans.setdefault((letter, number), []).append([start, length])
    if stack:
        sys.exit(f"⟦{stack[-1][0]}{stack[-1][1]}: is never closed")
    text = "".join(text) + body[at:]
    attributions = []
    for line in table.strip().split("\n"):
        fields = [f.strip() for f in line.split("|")]
        if len(fields) not in (5, 6):
            sys.exit(f"not 'number | type | act | name | kind | options': {line!r}")
        number, kind_of, act, name, kind = int(fields[0]), *fields[1:5]
        if kind_of not in TYPES or act not in ACTS or kind not in KINDS:
            sys.exit(f"unknown type, act or kind: {line!r}")
        options = {}
        for part in re.findall(r"(\w+)=((?:(?!\s\w+=).)*)", fields[5] if len(fields) == 6 else ""):
            options[part[0]] = part[1].strip()
        if extra := set(options) - {"cases", "marked", "status", "candidates", "via"}:
            sys.exit(f"unknown option {extra}: {line!r}")
        if ("c", number) not in spans:
            sys.exit(f"attribution {number} has no content ⟦c{number}:…⟧")

        def part(letter):
            got = spans.get((letter, number))
            return got and {"text": " ".join(text[s:e] for s, e in sorted(got)), "spans": sorted(got)}

        status = options.get("status", "linked")
        via = None
        if "via" in options:
            via_name, _, via_kind = options["via"].rpartition("/")
            via = {"source": part("v"), "speaker": {"name": via_name, "kind": via_kind}}
        attributions.append({
            "id": f"q{number}", "type": kind_of, "act": act,
            "marked": kind_of != "indirect" and options.get("marked") != "no",
            "content": part("c"), "cue": part("q"), "source": part("s"),
            "speaker": {"name": name or None, "kind": kind, "status": status,
                        "candidates": [c for c in options.get("candidates", "").split(";") if c]},
            "via": via, "cases": [int(c) for c in options.get("cases", "").split(",") if c],
        })
    known = {int(a["id"][1:]) for a in attributions}
    if lost := {n for letter, n in spans if letter != "w"} - known:
        sys.exit(f"no line in the table for {sorted(lost)}")
    attributions.sort(key=lambda a: a["content"]["spans"][0])
    return text, attributions


def dump(article, attributions):
    rows = ",\n".join("  " + json.dumps(a, ensure_ascii=False) for a in attributions)
    return '{"article": ' + json.dumps(article) + ',\n "attributions": [\n' + rows + "\n]}\n"


def split_head(text):
    """Front matter and body of a Markdown article: offsets count from the body, as inquit's do (docs/output.md)."""
    head = re.match(r"---[ \t]*\n.*?^(?:---|\.\.\.)[ \t]*\n", text, re.S | re.M)
    return (head.group(), text[head.end():]) if head else ("", text)


def read_article(path):
    text = open(path, encoding="utf-8", newline="").read()
    return split_head(text) if path.endswith(".md") else ("", text)


def gold_path(article):
    return os.path.splitext(article)[0] + ".gold.json"


def write(draft, article):
    source = open(draft, encoding="utf-8", newline="").read()
    head, body = split_head(source) if article.endswith(".md") else ("", source)
    text, attributions = parse(body)
    with open(article, "w", encoding="utf-8", newline="") as f:
        f.write(head + text + ("" if text.endswith("\n") else "\n"))
    with open(gold_path(article), "w", encoding="utf-8") as f:
        f.write(dump(os.path.basename(article), attributions))


def draft(article):
    head, text = read_article(article)
    gold = json.load(open(gold_path(article), encoding="utf-8"))
    edges = []
    for a in gold["attributions"]:
        n = a["id"][1:]
        parts = [("c", a["content"]), ("q", a["cue"]), ("s", a["source"]), ("v", (a["via"] or {}).get("source"))]
        for letter, part in parts:
            for s, e in (part or {}).get("spans", []):
                edges += [(s, 1, -e, f"⟦{letter}{n}:"), (e, 0, -s, "⟧")]
    out, at = [head], 0
    for pos, _, _, mark in sorted(edges):
        out += [text[at:pos], mark]
        at = pos
    out += [text[at:].rstrip("\n"), "\n=====\n"]
    for a in gold["attributions"]:
        s = a["speaker"]
        options = ["cases=" + ",".join(map(str, a["cases"]))] if a["cases"] else []
        if a["type"] != "indirect" and not a["marked"]: options.append("marked=no")
        if s["status"] != "linked": options.append("status=" + s["status"])
        if s["candidates"]: options.append("candidates=" + ";".join(s["candidates"]))
        if a["via"]: options.append("via={name}/{kind}".format(**a["via"]["speaker"]))
        out.append(" | ".join([a["id"][1:], a["type"], a["act"], s["name"] or "", s["kind"], " ".join(options)]).rstrip(" |") + "\n")
    sys.stdout.write("".join(out))


def check(folder):
    cases, articles, bad, count = {}, 0, 0, 0
    for root, _, files in sorted(os.walk(folder)):
        for name in sorted(files):
            if not name.endswith(".gold.json"):
                continue
            gold = json.load(open(os.path.join(root, name), encoding="utf-8"))
            _, text = read_article(os.path.join(root, gold["article"]))
            articles += 1
            words = len(text.split())
            if not 150 <= words <= 700:
                print(f"{os.path.join(root, name)}: {words} words, not 150 to 700"); bad += 1
            for a in gold["attributions"]:
                count += 1
                for part in (a["content"], a["cue"], a["source"]):
                    if part and part["text"] != " ".join(text[s:e] for s, e in part["spans"]):
                        print(f"{name} {a['id']}: {part['text']!r} is not at {part['spans']}"); bad += 1
                for case in a["cases"]:
                    cases.setdefault(case, set()).add(f"{name}:{a['id']}")
    print(f"{articles} articles, {count} attributions")
    for case in range(1, 41):
        print(f"case {case:2d}: {len(cases.get(case, ()))}  {' '.join(sorted(cases.get(case, ())))[:110]}")
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    if len(sys.argv) < 3 or sys.argv[1] not in ("write", "draft", "check"):
        sys.exit(__doc__)
    {"write": write, "draft": draft, "check": check}[sys.argv[1]](*sys.argv[2:])
