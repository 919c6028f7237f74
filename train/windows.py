"""What the engine reads of gold articles (`inquit windows`), with gold's labels on its tokens."""

import bisect
import json
import subprocess

# Labels of a token towards one cue.
OUT, SOURCE_BEGIN, SOURCE, CONTENT_BEGIN, CONTENT = range(5)


class Window:
    """Paragraphs that are read together; `cues` are gold's: (first token, end, labels of the tokens of its paragraph)."""

    __slots__ = ("article", "pieces", "features", "first", "tokens", "paragraphs", "cues")

    def __init__(self, article, fields):
        self.article = article
        self.pieces, self.features, self.first = fields["pieces"], fields["features"], fields["first"]
        self.tokens, self.paragraphs = fields["tokens"], fields["paragraphs"]
        self.cues = []

    def paragraph_of(self, token):
        return next((a, b) for a, b in self.paragraphs if a <= token < b)


def of(articles, inquit):
    """The windows of each article, by running the program `inquit`."""
    lines = "".join(json.dumps({"id": a["id"], "text": a["text"]}) + "\n" for a in articles)
    out = subprocess.run([inquit, "windows", "--from", "jsonl", "-"], input=lines, capture_output=True, text=True, check=True).stdout
    result = []
    for article, line in zip(articles, out.splitlines(), strict=True):
        windows = [Window(article["id"], fields) for fields in json.loads(line)["windows"]]
        for attribution in article["attributions"]:
            label(windows, attribution)
        result.append(windows)
    return result


def overlapping(tokens, span):
    """The range of `tokens` (sorted, disjoint) that share a character with `span`."""
    start = bisect.bisect_right(tokens, span[0], key=lambda t: t[1])
    end = bisect.bisect_left(tokens, span[1], key=lambda t: t[0])
    return range(start, max(start, end))


def label(windows, attribution):
    if not attribution["cue"] or not attribution["content"]:
        return
    whole = [attribution["cue"][0][0], attribution["cue"][-1][1]]
    for window in windows:
        cue = overlapping(window.tokens, whole)
        if not cue:
            continue
        start, end = window.paragraph_of(cue[0])
        stop = min(cue.stop, end)
        labels = [OUT] * (end - start)
        for role, begin in (("content", CONTENT_BEGIN), ("source", SOURCE_BEGIN)):
            for span in attribution[role]:
                found = [t for t in overlapping(window.tokens, span) if start <= t < end and not cue.start <= t < stop]
                for k, t in enumerate(found):
                    goes_on = k > 0 and found[k - 1] == t - 1
                    labels[t - start] = begin + 1 if goes_on else begin
        for t in range(1, len(labels)):  # an inside label that the other role cut off begins anew
            if labels[t] in (SOURCE, CONTENT) and labels[t - 1] not in (labels[t], labels[t] - 1):
                labels[t] -= 1
        if labels[0] in (SOURCE, CONTENT):
            labels[0] -= 1
        overlaps = any(c[0] < stop and cue.start < c[1] for c in window.cues)
        if any(l >= CONTENT_BEGIN for l in labels) and not overlaps:
            window.cues.append((cue.start, stop, labels))
        return
