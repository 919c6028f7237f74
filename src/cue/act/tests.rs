use super::*;

#[test]
fn forms_lead_to_lemmas() {
    for (form, want) in [
        ("said", "say"),
        ("has", "have"),
        ("took", "take"),
        ("rejected", "reject"),
        ("denied", "deny"),
        ("vied", "vie"),
        ("planning", "plan"),
        ("referring", "refer"),
        ("telling", "tell"),
        ("dismisses", "dismiss"),
        ("accuses", "accuse"),
        ("allegations", "allegation"),
        ("claims", "claim"),
        ("press", "press"),
        // Words that no list has.
        ("hectored", "hector"),
        ("outfoxes", "outfox"),
        ("gutting", "gut"),
        ("gyrated", "gyrate"),
        ("heaped", "heap"),
        ("jading", "jade"),
        ("dangling", "dangle"),
        ("diagnosis", "diagnosis"),
        ("sesquipedalian", "sesquipedalian"),
    ] {
        assert_eq!(lemma(form), want, "{form}");
    }
}

/// The judgement over `text`, in which the cue is in `[]`, the content in `{}` and the source in `()`.
fn judged(marked: &str) -> Judgement {
    let mut text = String::new();
    let mut open = Vec::new();
    let (mut cue, mut content, mut source) = (Vec::new(), Vec::new(), None);
    for c in marked.chars() {
        match c {
            '[' | '{' | '(' => open.push(text.len()),
            ']' => cue.push(Span::new(open.pop().unwrap(), text.len())),
            '}' => content.push(Span::new(open.pop().unwrap(), text.len())),
            ')' => source = Some(Span::new(open.pop().unwrap(), text.len())),
            c => text.push(c),
        }
    }
    let mut document = Document {
        text: &text,
        ..Document::default()
    };
    crate::segment::split(&mut document);
    crate::quotation::pair(&mut document);
    crate::mention::find(&mut document, &crate::Gazetteer::default());
    judge(&document, &cue, &content, source)
}

#[test]
fn acts_are_judged_in_context() {
    use Act::{Intention, Perception, Speech, Thought, Writing};
    for (text, act, lemma) in [
        // The head.
        (
            "(Roe) [has repeatedly rejected] {the plan}.",
            Speech,
            "reject",
        ),
        ("(Roe) [made the claim] {that it rained}.", Speech, "claim"),
        ("(Roe) [went on to say] {it rained}.", Speech, "go on"),
        (
            "(Roe) [issued a statement saying] {it rained}.",
            Speech,
            "statement",
        ),
        ("(Roe) [is widely expected] {to win}.", Thought, "expect"),
        ("(Roe)[’s claim] {that it rained} is odd.", Speech, "claim"),
        ("{It rained}, [according to] (Roe).", Speech, "according to"),
        (
            "(Roe) [pointed repeatedly to] {the rain}.",
            Speech,
            "point to",
        ),
        ("(Roe) [took aim at] {the plan}.", Speech, "take aim"),
        ("(Roe) [would like] {a word}.", Intention, "would like"),
        (
            "(Roe) [voiced passionate support for] {the plan}.",
            Speech,
            "voice",
        ),
        // Marks.
        ("(Roe)[:] {We sail.}", Speech, ":"),
        ("“{We sail.}” [―] (Roe)", Speech, "―"),
        // Writing: a source, a medium.
        ("(The report) [said] {it rained}.", Writing, "say"),
        (
            "(A poll taken in May) [found] {that it rained}.",
            Writing,
            "find",
        ),
        ("(The report author) [said] {it rained}.", Speech, "say"),
        (
            "{It rained}, (Roe) [said] in a letter to staff.",
            Writing,
            "say",
        ),
        (
            "In an email on Monday, (Roe) [said] {it rained}.",
            Writing,
            "say",
        ),
        ("(Roe) [said] {it rained in the letters}.", Speech, "say"),
        ("{It rained}, (Roe) [said] in an interview.", Speech, "say"),
        (
            "(Roe) [took to Twitter] {to say it rained}.",
            Writing,
            "take to",
        ),
        ("(@roe) [replied], “{So it did.}”", Writing, "reply"),
        // Infinitives.
        ("(Roe) [agreed] {to sell the farm}.", Intention, "agree"),
        ("(Roe) [agreed] {that it rained}.", Speech, "agree"),
        ("(Roe) [hopes] {to win}.", Intention, "hope"),
        ("(Roe) [hopes] {that it rains}.", Thought, "hope"),
        ("(Roe) [threatened] {to leave}.", Speech, "threaten"),
        ("(Roe) [offered] {to pay}.", Speech, "offer"),
        ("(Roe) [refused] {to pay}.", Intention, "refuse"),
        ("(Roe) [refused to say] {who paid}.", Speech, "refuse"),
        // Complements and persons.
        ("(Roe) [saw] {that it rained}.", Perception, "see"),
        ("(Roe) [sees] {rain as a gift}.", Thought, "see"),
        ("(Rain) [is seen] {as a gift}.", Thought, "see"),
        (
            "(Roe) [could be heard grousing] {that it rained}.",
            Speech,
            "grouse",
        ),
        ("(He) [found] {that it rained}.", Perception, "find"),
        (
            "(Dutch scientists) [found] {that it rained}.",
            Speech,
            "find",
        ),
        (
            "(Roe) [is confident] {that it will rain}.",
            Thought,
            "confident",
        ),
        (
            "(Roe) [was worried] {that it would rain}.",
            Thought,
            "worry",
        ),
        ("(Roe) [signed] {the bill}.", Intention, "sign"),
        ("(their) [plan] {to sell}", Intention, "plan"),
        // Quoted words.
        (
            "“{We sail on Monday,}” (she) [believes].",
            Speech,
            "believe",
        ),
        ("“{We sail on Monday,}” (she) [thought].", Thought, "think"),
        ("(Roe) [wants] “{change}.”", Intention, "want"),
        ("“(I) [think] {it rains},” she said.", Thought, "think"),
        ("“{We sail on Monday,}” (Roe) [hectored].", Speech, "hector"),
        ("(Roe) [hectored] {the crew}.", Thought, "hector"),
        ("(Roe) [hectored] {to sail}.", Intention, "hector"),
    ] {
        let got = judged(text);
        assert_eq!((got.act, got.lemma.as_ref()), (act, lemma), "{text}");
    }
}

#[test]
fn any_span_gets_an_answer() {
    for text in [
        "[]{}",
        "a []{} b",
        "[, –] {}",
        "(’s)[’s]{’s}",
        "{“[}“]",
        "[to]{to}",
    ] {
        judged(text);
    }
}
