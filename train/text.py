"""Gold articles and their variants: the same article with its marks lost, its capitals changed, stray words in it.

A variant is a new text with the spans moved along. The engine reads articles only as `inquit windows` prints them, so
nothing here cuts text into tokens.
"""

import json
import random
import re
from pathlib import Path

ROLES = ("source", "cue", "content")
MARKS = set("“”\"«»„")
OPENING = set("“«„")
# Genres of corpus/ that nothing is trained or tuned on: they show what inquit does with articles it was not made from.
UNSEEN = {"crime", "culture", "football", "health", "magazine", "markets", "obituaries", "tech", "travel", "weather"}
# Made for hard identity: no net has learned from it, antecedents.py does.
IDENTITY = "identity"
# What crawlers and translators leave in a text; our own words.
STRAY = ["Advertisement", "Read more", "Told The Daily", "Photo: Staff", "(Staff)", "Share", "Continue reading", "Getty",
         "Sign up", "Watch", "High,", "Related", "Told Reporters", "Reuters", "Update:"]
FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
SENTENCE_END = re.compile(r"[.!?][”\"]?(?= [A-Z“\"])")


def read(path):
    """The articles of a gold file, each with the attributions of its reference annotator."""
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            article = json.loads(line)
            yield {"id": article["id"], "text": article["text"],
                   "attributions": article["annotations"][0]["attributions"]}


def read_corpus(folder):
    """The articles of this project's corpus, without the unseen genres. Speech inside speech is left out: PolNeAR marks none, and the rules find it."""
    for gold in sorted(Path(folder).glob("*/*.gold.json")):
        if gold.parent.name in UNSEEN or gold.parent.name == IDENTITY:
            continue
        made = json.loads(gold.read_text(encoding="utf-8"))
        text = (gold.parent / made["article"]).read_text(encoding="utf-8")
        if made["article"].endswith(".md"):
            text = FRONT_MATTER.sub("", text)
        parts = [{role: (a[role] or {}).get("spans", []) for role in ROLES} for a in made["attributions"]]
        inside = lambda a: any(s < a["cue"][0][0] < e for b in parts if b is not a for s, e in b["content"])
        yield {"id": f"corpus/{gold.parent.name}/{made['article']}", "text": text,
               "attributions": [a for a in parts if a["cue"] and not inside(a)]}


def rebuild(article, pieces):
    """`pieces` is one replacement for each character ("" drops it); spans move along."""
    at, length = [], 0
    for piece in pieces:
        at.append(length)
        length += len(piece)
    at.append(length)
    attributions = []
    for old in article["attributions"]:
        new = dict(old)
        for role in ROLES:
            new[role] = [[at[s], at[e]] for s, e in old[role] if at[e] > at[s]]
        attributions.append(new)
    return {"id": article["id"], "text": "".join(pieces), "attributions": attributions}


def is_single_opening(text, i):
    """‘ that does not stand inside a word (as ../shared/eval/dequote.py decides it)."""
    inside = i and text[i - 1].isalnum() and i + 1 < len(text) and text[i + 1].isalnum()
    return text[i] == "‘" and not inside


def without_marks(article, keep=lambda i: False):
    text = article["text"]
    lost = [(c in MARKS or is_single_opening(text, i)) and not keep(i) for i, c in enumerate(text)]
    return rebuild(article, ["" if gone else c for c, gone in zip(text, lost)])


def paragraphs(text):
    start = 0
    for gap in [*re.finditer(r"\n\s*\n", text), None]:
        end = gap.start() if gap else len(text)
        if text[start:end].strip():
            yield start, end
        start = gap.end() if gap else end


def some_marks_lost(article, rng):
    """Paragraphs without marks, and single marks missing in others."""
    keep = set()
    for start, end in paragraphs(article["text"]):
        kind = rng.random()
        for i in range(start, end):
            if kind > 0.5 and (kind < 0.8 or rng.random() > 0.15):
                keep.add(i)
    return without_marks(article, keep.__contains__)


def other_capitals(article, rng):
    """Some paragraphs in capitals, in small letters, or with every word capitalised."""
    pieces = list(article["text"])

    def change(i, c):
        if len(c) == 1 and len(pieces[i]) == 1:
            pieces[i] = c

    for start, end in paragraphs(article["text"]):
        kind = rng.random()
        for i in range(start, end):
            c = pieces[i]
            if kind < 0.25:
                change(i, c.lower())
            elif kind < 0.35:
                change(i, c.upper())
            elif kind < 0.45 and (i == start or not pieces[i - 1][-1:].isalnum()):
                change(i, c.upper())
    return rebuild(article, pieces)


def stray_words(article, rng):
    """Words that do not belong there behind some sentences, and full stops lost."""
    pieces = list(article["text"])
    for end in SENTENCE_END.finditer(article["text"]):
        kind = rng.random()
        if kind < 0.06:
            pieces[end.end() - 1] += " " + rng.choice(STRAY)
        elif kind < 0.08:
            pieces[end.start()] = ""
    return rebuild(article, pieces)


def variants(articles, seed=1):
    """name -> the articles in that variant. `plain` is the articles as they are."""
    articles = list(articles)

    def each(change):
        return [change(a, random.Random(f"{seed} {a['id']}")) for a in articles]

    return {
        "plain": articles,
        "bare": each(lambda a, rng: without_marks(a)),
        "torn": each(lambda a, rng: other_capitals(some_marks_lost(stray_words(a, rng), rng), rng)),
        "worn": each(lambda a, rng: without_marks(stray_words(other_capitals(a, rng), rng))),
    }
