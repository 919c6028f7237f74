use super::publish::{is_courtesy, keep_office};
use super::*;
use crate::cue::Act;

/// Runs the stages on `text` with hand-made attributions: what was said, and the source nearest to it (none: it goes on
/// from the one before). Returns the names found.
fn speakers(text: &str, quotes: &[(&str, &str)]) -> Vec<String> {
    let gazetteer = Gazetteer::builtin();
    let mut document = Document {
        text,
        ..Document::default()
    };
    crate::segment::split(&mut document);
    crate::mention::find(&mut document, &gazetteer);
    let mut attributions: Vec<Attribution> = Vec::new();
    for &(content, source) in quotes {
        let start = text.find(content).expect("the content is in the text");
        let content = Span::new(start, start + content.len());
        let found = (!source.is_empty()).then(|| {
            let at = text
                .match_indices(source)
                .map(|(at, _)| at)
                .filter(|&at| at + source.len() <= content.start || at >= content.end)
                .min_by_key(|&at| {
                    if at < start {
                        start - at
                    } else {
                        at - content.end
                    }
                })
                .expect("the source is in the text");
            Span::new(at, at + source.len())
        });
        let inside = attributions
            .iter()
            .position(|outer| outer.content[0].contains(found.unwrap_or(content)));
        let marked = start > 0
            && text
                .get(..start)
                .is_some_and(|before| before.ends_with(['“', '"', '‘']));
        attributions.push(Attribution {
            content: vec![content],
            quote_type: if marked {
                crate::QuoteType::Direct
            } else {
                crate::QuoteType::Indirect
            },
            act: Act::Speech,
            marked,
            cue: None,
            source: found,
            via: None,
            continues: (found.is_none() && !attributions.is_empty())
                .then(|| attributions.len() - 1),
            answers: None,
            beside: None,
            inside,
            evidence: Vec::new(),
            confidence: 1.0,
            ..Attribution::default()
        });
    }
    document.attributions = attributions;
    link(&mut document, &gazetteer);
    let name = |link: &Link| match (link.status, link.speaker) {
        (Status::Linked, Some(speaker)) => document.speakers[speaker].name.clone(),
        (status, _) => format!("{status:?} {}", link.candidates.len()),
    };
    document
        .attributions
        .iter()
        .map(|attribution| name(&attribution.speaker))
        .collect()
}

/// A text, what is said in it with its source, and the names wanted.
type Case = (
    &'static str,
    &'static [(&'static str, &'static str)],
    &'static [&'static str],
);

fn check(cases: &[Case]) {
    for &(text, quotes, wanted) in cases {
        assert_eq!(speakers(text, quotes), wanted, "{text}");
    }
}

#[test]
fn sources_are_linked_to_who_speaks() {
    let cases: [Case; 43] = [
        (
            "Ada Moss, a nurse, said: “We need beds.”\n\n“We asked twice,” she added. “Nobody came.”",
            &[
                ("We need beds.", "Ada Moss"),
                ("We asked twice", "she"),
                ("Nobody came.", ""),
            ],
            &["Ada Moss", "Ada Moss", "Ada Moss"],
        ),
        (
            "The plan holds, said Ana Ruiz, harbour trade adviser. The adviser said it was late. Ruiz said no. The trade adviser agreed it was.",
            &[
                ("The plan holds", "Ana Ruiz, harbour trade adviser"),
                ("it was late", "The adviser"),
                ("no.", "Ruiz"),
                ("it was.", "The trade adviser"),
            ],
            &["Ana Ruiz", "Ana Ruiz", "Ana Ruiz", "Ana Ruiz"],
        ),
        (
            "Health Minister Tom Vance met Eva Lund. Vance said it rained. Lund said it did not.",
            &[("it rained", "Vance"), ("it did not", "Lund")],
            &["Tom Vance", "Eva Lund"],
        ),
        // The last one named inside the quoted words is not the speaker.
        (
            "Mayor Olga Brandt opened the fair. “Nadia Kerr paid for it,” she said.",
            &[("Nadia Kerr paid for it", "she")],
            &["Olga Brandt"],
        ),
        // A surname that two share.
        (
            "Mr Ivan Holm sued Mrs Clara Holm. Mr Holm said the boat was his. Mrs Holm said it was not.",
            &[("the boat was his", "Mr Holm"), ("it was not", "Mrs Holm")],
            &["Ivan Holm", "Clara Holm"],
        ),
        (
            "Ivan Holm and Erik Holm quarrelled. The boat was sold, Holm said.",
            &[("The boat was sold", "Holm")],
            &["Ambiguous 2"],
        ),
        // Bodies, groups, documents.
        (
            "The Harbour Trade Board’s annual report on eels said stocks fell. Senior Baltic officials said little. The board said more.",
            &[
                (
                    "stocks fell",
                    "The Harbour Trade Board’s annual report on eels",
                ),
                ("little", "Senior Baltic officials"),
                ("more", "The board"),
            ],
            &[
                "Harbour Trade Board’s annual report",
                "Senior Baltic officials",
                "Harbour Trade Board",
            ],
        ),
        (
            "Per the Alliance to Save Our Canals (ASOC) work stopped. Work may start, ASOC said.",
            &[
                ("work stopped", "the Alliance to Save Our Canals (ASOC)"),
                ("Work may start", "ASOC"),
            ],
            &["Alliance to Save Our Canals", "Alliance to Save Our Canals"],
        ),
        // First and relative persons.
        (
            "“My aunt told me I was late,” Jo Park said. The man who drove, Per Dahl, said no. Ulla Berg, who said it was dark, left.",
            &[
                ("My aunt told me I was late", "Jo Park"),
                ("I was late", "me"),
                ("it was dark", "who"),
            ],
            &["Jo Park", "Jo Park", "Ulla Berg"],
        ),
        (
            "Q: Why is it late?",
            &[("Why is it late?", "Q")],
            &["Unknown 0"],
        ),
        // Names as the world writes them.
        (
            "Ursula van der Meer spoke. Van der Meer said yes. Minister Lars O’Dea Jr. said no. O’Dea said why.",
            &[
                ("yes", "Van der Meer"),
                ("no", "Minister Lars O’Dea Jr."),
                ("why", "O’Dea"),
            ],
            &["Ursula van der Meer", "Lars O’Dea Jr.", "Lars O’Dea Jr."],
        ),
        (
            "Park Min-ji won. Park said it was luck. KIM: I saw it.",
            &[("it was luck", "Park"), ("I saw it", "KIM")],
            &["Park Min-ji", "KIM"],
        ),
        (
            "President Xi spoke. The pact holds, Xi said.",
            &[("The pact holds", "Xi")],
            &["Xi"],
        ),
        // A job that is also a surname, a month that is one.
        (
            "Dora Baker and Theresa May met. Baker said yes. May said no.",
            &[("yes", "Baker"), ("no", "May")],
            &["Dora Baker", "Theresa May"],
        ),
        (
            "Two shots, said a man known as “Shorty”. Keep it, said a barman everyone calls “Duke.”",
            &[
                ("Two shots", "a man known as “Shorty”"),
                ("Keep it", "a barman everyone calls “Duke"),
            ],
            &["Shorty", "Duke"],
        ),
        (
            "The editor sat down with Tom Bell. Ines Roe kept the light. Roe left in May.\n\nQ: Why?\n\nA: For love.",
            &[("Why?", "Q"), ("For love.", "A")],
            &["Tom Bell", "Ines Roe"],
        ),
        (
            "Eva Roe and Jon Lind objected. Roads flood, Eva Roe and Jon Lind wrote. A spokesman for the port said no. The spokesman said never.",
            &[
                ("Roads flood", "Eva Roe and Jon Lind"),
                ("no.", "A spokesman for the port"),
                ("never", "The spokesman"),
            ],
            &[
                "Eva Roe and Jon Lind",
                "spokesman for the port",
                "spokesman for the port",
            ],
        ),
        // Age, family, generation, account.
        (
            "Ada Moss, 52, met Kit Lund, 31. It rained, the 31-year-old said. It did not, the 52-year-old said.",
            &[
                ("It rained", "the 31-year-old"),
                ("It did not", "the 52-year-old"),
            ],
            &["Kit Lund", "Ada Moss"],
        ),
        (
            "Anton Holm cooks. Nora Holm keeps the books. Their daughter, Mila Holm, paints. Mr Anton Holm said it was late. It was early, Anton Holm’s wife said.",
            &[
                ("it was late", "Mr Anton Holm"),
                ("It was early", "Anton Holm’s wife"),
            ],
            &["Anton Holm", "Nora Holm"],
        ),
        (
            "Glenn Roe Sr. built it and Glenn Roe Jr. sold it. It leaks, the younger Roe said. It did not, the elder Roe said.",
            &[
                ("It leaks", "the younger Roe"),
                ("It did not", "the elder Roe"),
            ],
            &["Glenn Roe Jr.", "Glenn Roe Sr."],
        ),
        (
            "Fergus Daly left the Harbour Board. No more boats, @senfergusdaly wrote. More boats, @harbourboard_hq wrote. Boats, @dalyfan4 wrote.",
            &[
                ("No more boats", "@senfergusdaly"),
                ("More boats", "@harbourboard_hq"),
                ("Boats,", "@dalyfan4"),
            ],
            &["Fergus Daly", "Harbour Board", "@dalyfan4"],
        ),
        (
            "Ronnie ‘Spanner’ Tebb fixed it. Delete this, @spanner_tebb4 wrote. It holds, Spanner said. It leaks, one user @kitlund wrote.",
            &[
                ("Delete this", "@spanner_tebb4"),
                ("It holds", "Spanner"),
                ("It leaks", "one user @kitlund"),
            ],
            &["Ronnie ‘Spanner’ Tebb", "Ronnie ‘Spanner’ Tebb", "@kitlund"],
        ),
        // What is news about somebody who was named.
        (
            "Ada Moss, the mayor’s choice to run the harbour, came late. It leaks, the 52-year-old said. The nominee said no.",
            &[("It leaks", "the 52-year-old"), ("no.", "The nominee")],
            &["Ada Moss", "Ada Moss"],
        ),
        (
            "Ada Moss, 52, met Kit Lund. It rained, the 31-year-old said.",
            &[("It rained", "the 31-year-old")],
            &["Kit Lund"],
        ),
        // Another than he.
        (
            "The paper is by Thora Lund and Inga Roe. Lund said it was late. It was early, her co-author said.",
            &[("it was late", "Lund"), ("It was early", "her co-author")],
            &["Thora Lund", "Inga Roe"],
        ),
        (
            "Wes Pruitt, a cousin of Dana Pruitt, wrote that he had won. He had not, read his cousin’s reply.",
            &[
                ("he had won", "Wes Pruitt"),
                ("He had not", "his cousin’s reply"),
            ],
            &["Wes Pruitt", "Dana Pruitt"],
        ),
        // Who signs at the very end.
        (
            "We plan to refund all of it.\n\nThank you for everything.\n\nJoost",
            &[("to refund all of it", "We")],
            &["Joost"],
        ),
        // Who leads a country; whose account it is.
        (
            "President Xi Jinping met Mayor Ann Roe. It holds, the Chinese leader said. It leaks, said a reply from the mayor’s account.",
            &[
                ("It holds", "the Chinese leader"),
                ("It leaks", "a reply from the mayor’s account"),
            ],
            &["Xi Jinping", "Ann Roe"],
        ),
        // A name that follows what describes it.
        (
            "It rains, said one of them, Tess Bright. It pours, said an old friend, retired dentist Max Kerr. One group, Open Canals, said no.",
            &[
                ("It rains", "one of them, Tess Bright"),
                ("It pours", "an old friend, retired dentist Max Kerr"),
                ("no.", "One group, Open Canals"),
            ],
            &["Tess Bright", "Max Kerr", "Open Canals"],
        ),
        (
            "Senators Ann Roe and Kit Lund met. The pact holds, the two senators said.",
            &[("The pact holds", "the two senators")],
            &["Ann Roe and Kit Lund"],
        ),
        (
            "Piotr Roe, known in the trade as ‘Bez’, met Ann Lund. It rained, Bez said.",
            &[("It rained", "Bez")],
            &["Piotr Roe"],
        ),
        // By the names that they have, and by *the two*.
        (
            "Ann Roe met Kit Lund. It rained, Roe and Trade Minister Kit Lund said. It poured, the two said. No rain, Roe and her friends said.",
            &[
                ("It rained", "Roe and Trade Minister Kit Lund"),
                ("It poured", "the two"),
                ("No rain", "Roe and her friends"),
            ],
            &[
                "Ann Roe and Kit Lund",
                "Ann Roe and Kit Lund",
                "Ann Roe and her friends",
            ],
        ),
        // Where a senator is from; the first of two roles.
        (
            "Sen. Ann Roe (D-Vt.) met Sen. Kit Lund of New York. It rained, the Vermont senator said. It poured, the New York senator and candidate said.",
            &[
                ("It rained", "the Vermont senator"),
                ("It poured", "the New York senator and candidate"),
            ],
            &["Ann Roe", "Kit Lund"],
        ),
        (
            "It rained, said the mayor’s rival, Sen. Ann Roe of Utah. Lund’s inner circle said no. Kit Lund left.",
            &[
                ("It rained", "the mayor’s rival, Sen. Ann Roe of Utah"),
                ("no.", "Lund’s inner circle"),
            ],
            &["Ann Roe", "Lund’s inner circle"],
        ),
        // Relatives, the other way about and over one more; *my* in an article is the writer's.
        (
            "Hester Locke keeps the ponds. Her brother Jonah Locke keeps the books. Their father, Tobias Locke, keeps out. Jonah blames his niece Wren. It rained, Hester Locke’s brother said. It poured, Jonah’s sister said. No rain, Wren’s grandfather said.",
            &[
                ("It rained", "Hester Locke’s brother"),
                ("It poured", "Jonah’s sister"),
                ("No rain", "Wren’s grandfather"),
            ],
            &["Jonah Locke", "Hester Locke", "Tobias Locke"],
        ),
        (
            "Jonah Locke and Hester Locke fish. Their father Tobias Locke drives. Ann Roe called. It rained, Roe’s father said.",
            &[("It rained", "Roe’s father")],
            &["Roe’s father"],
        ),
        (
            "My parents, James and Olive Meehan, met in Oslo. It rained, my father said. It poured, my mother said.",
            &[("It rained", "my father"), ("It poured", "my mother")],
            &["James Meehan", "Olive Meehan"],
        ),
        (
            "It was hard for the Ferrante twins, Luca in blue and Marco in red. It rained, Luca said.",
            &[("It rained", "Luca")],
            &["Luca Ferrante"],
        ),
        // People without a name speak again; *the niece, Maud* is a subject.
        (
            "Ada Moss left. A courier from Lund came in. It rained, a shop steward said. It poured, he said.",
            &[("It rained", "a shop steward"), ("It poured", "he")],
            &["shop steward", "shop steward"],
        ),
        (
            "Ana Ruiz asked one of the seven, Per Moss. It rained, one of the seven, a physicist who would not be named, said.",
            &[(
                "It rained",
                "one of the seven, a physicist who would not be named,",
            )],
            &["physicist"],
        ),
        // A title in front of a particle.
        (
            "Bill de Blasio spoke. It rained, Mr. de Blasio said.",
            &[("It rained", "Mr. de Blasio")],
            &["Bill de Blasio"],
        ),
        // Bodies by their first word, and *the bank* that is one from the first.
        (
            "Hobley Foods, which bakes, met Ann Roe. Hobley said it rained. Rovers’ owners, the Whitlocks, said no.",
            &[
                ("it rained", "Hobley"),
                ("no.", "Rovers’ owners, the Whitlocks,"),
            ],
            &["Hobley Foods", "Whitlocks"],
        ),
        // A label that two share says nothing.
        (
            "Dr Amy Young met Kester Young.\n\nYOUNG: It is cheese.",
            &[("It is cheese.", "YOUNG")],
            &["Ambiguous 2"],
        ),
    ];
    check(&cases);
}

#[test]
fn names_stand_behind_what_somebody_heads() {
    let cases: [Case; 7] = [
        (
            "It rained, former secretary of state Orla Quint said.",
            &[("It rained", "former secretary of state Orla Quint")],
            &["Orla Quint"],
        ),
        (
            "Head of research at the bank Tom Vale said it rained.",
            &[("it rained", "Head of research at the bank Tom Vale")],
            &["Tom Vale"],
        ),
        (
            "The wife of candidate Tom Vale said it rained.",
            &[("it rained", "The wife of candidate Tom Vale")],
            &["wife of candidate Tom Vale"],
        ),
        // Whoever the others are of does not speak.
        (
            "Orla Quint and Senator Tom Vale of Ohio said it rained.",
            &[("it rained", "Orla Quint and Senator Tom Vale of Ohio")],
            &["Orla Quint and Tom Vale"],
        ),
        (
            "Orla Quint and a friend of Tom Vale said it rained.",
            &[("it rained", "Orla Quint and a friend of Tom Vale")],
            &["Orla Quint and a friend of Tom Vale"],
        ),
        // In headlines words are capitalised that begin no name.
        (
            "Quint Breaks With Vale On Rain.\n\nOrla Quint met Tom Vale. Vale said it rained.",
            &[("it rained", "Vale")],
            &["Tom Vale"],
        ),
        (
            "~ As Lantern put it, it rained.",
            &[("it rained", "Lantern")],
            &["Lantern"],
        ),
    ];
    check(&cases);
}

#[test]
fn several_are_named_by_their_full_names() {
    let cases: [Case; 9] = [
        (
            "Sen. Orla Quint (D-Ohio) and former Iowa governor Tom Vale said it rained.",
            &[(
                "it rained",
                "Sen. Orla Quint (D-Ohio) and former Iowa governor Tom Vale",
            )],
            &["Orla Quint and Tom Vale"],
        ),
        (
            "Orla Quint, the former Iowa governor, and Senator Tom Vale said it rained.",
            &[(
                "it rained",
                "Orla Quint, the former Iowa governor, and Senator Tom Vale",
            )],
            &["Orla Quint and Tom Vale"],
        ),
        (
            "Orla Quint left. Quint and her aides said it rained.",
            &[("it rained", "Quint and her aides")],
            &["Orla Quint and her aides"],
        ),
        (
            "Orla Quint left. She and Tom Vale said it rained.",
            &[("it rained", "She and Tom Vale")],
            &["Orla Quint and Tom Vale"],
        ),
        (
            "Orla Quint and Vale’s friends said it rained.",
            &[("it rained", "Orla Quint and Vale’s friends")],
            &["Orla Quint and Vale’s friends"],
        ),
        (
            "Orla Quint met Tom Vale. Quint or Vale said it rained.",
            &[("it rained", "Quint or Vale")],
            &["Quint or Vale"],
        ),
        // One with two trades.
        (
            "Orla Quint, the mayor and a lawyer, said it rained.",
            &[("it rained", "Orla Quint, the mayor and a lawyer")],
            &["Orla Quint"],
        ),
        (
            "Orla Quint, a lawyer, and mayor of Moss, said it rained.",
            &[("it rained", "Orla Quint, a lawyer, and mayor of Moss")],
            &["Orla Quint"],
        ),
        (
            "One in five voters said it rained.",
            &[("it rained", "One in five voters")],
            &["One in five voters"],
        ),
    ];
    check(&cases);
}

/// What stands behind a noun does not name it, and those without a noun are a group.
#[test]
fn what_says_when_or_where_is_no_name() {
    let phrases = [
        ("residents here", "residents"),
        ("The Lora Times poll this month", "Lora Times poll"),
        ("A court document filed Thursday", "court document"),
        ("court papers obtained recently by the port", "court papers"),
        ("An old textbook just published for pupils", "old textbook"),
        ("a study he sent to the port", "study"),
        ("several people I spoke to", "people"),
        (
            "The port’s own published rules",
            "port’s own published rules",
        ),
        ("Ms. Ana Ruiz herself, as well as her aides", "Ana Ruiz"),
        ("those polled", "those polled"),
        ("those who rent", "those who rent"),
        ("those in charge", "those in charge"),
        ("About six in 10 local voters", "six in 10 local voters"),
        ("42%", "42%"),
        ("almost no one", "almost no one"),
        ("the", "Unknown 0"),
    ];
    for (source, name) in phrases {
        let text = format!("It rained. According to {source}, it will rain.");
        assert_eq!(
            speakers(&text, &[("it will rain", source)]),
            [name],
            "{text}"
        );
    }
    let cases: [Case; 6] = [
        (
            "A speech Ana Ruiz gave in May made clear that it will rain.",
            &[("it will rain", "A speech Ana Ruiz gave in May")],
            &["Ana Ruiz"],
        ),
        (
            "Ana Ruiz came. Her speech in the harbour made clear that it will rain.",
            &[("it will rain", "Her speech in the harbour")],
            &["Ana Ruiz"],
        ),
        (
            "The premier of Moss, who said it will rain, came. So did Moss.",
            &[("it will rain", "who")],
            &["premier"],
        ),
        (
            "The plan is Moss’s, who said it will rain and who left.",
            &[("it will rain", "who")],
            &["Moss"],
        ),
        (
            "Ana Ruiz, who runs the port and who said it will rain, left.",
            &[("it will rain", "who")],
            &["Ana Ruiz"],
        ),
        (
            "There are Democrats in Congress who said it will rain.",
            &[("it will rain", "who")],
            &["Democrats"],
        ),
    ];
    check(&cases);
}

#[test]
fn police_are_one_body_unless_two_forces_are_named() {
    let cases: [Case; 3] = [
        (
            "It rained, police said. Police said it was cold. The force said it was late. Welland Police saw a van.",
            &[
                ("It rained", "police"),
                ("it was cold", "Police"),
                ("it was late", "The force"),
            ],
            &["Welland Police", "Welland Police", "Welland Police"],
        ),
        // Which of two nobody says.
        (
            "Welland Police met Harlow Police. It rained, police said. Police said it was cold.",
            &[("It rained", "police"), ("it was cold", "Police")],
            &["Police", "Police"],
        ),
        (
            "It rained, police said. Police said it was cold.",
            &[("It rained", "police"), ("it was cold", "Police")],
            &["Police", "Police"],
        ),
    ];
    check(&cases);
}

#[test]
fn bodies_may_be_named_like_people() {
    let cases: [Case; 10] = [
        // Whoever is *it* behind what it said is no person, whatever the name looks like.
        (
            "Lora Hartwell said it was shut. It added that nobody lost a job.",
            &[
                ("it was shut", "Lora Hartwell"),
                ("nobody lost a job", "It"),
            ],
            &["Lora Hartwell", "Lora Hartwell"],
        ),
        // Another body is between: it may be that one.
        (
            "Lora Hartwell said the Dale Bank was shut. It added that nobody lost a job.",
            &[
                ("the Dale Bank was shut", "Lora Hartwell"),
                ("nobody lost a job", "It"),
            ],
            &["Lora Hartwell", "Dale Bank"],
        ),
        (
            "She holds shares in Lora Hartwell. It is late, Lora Hartwell said. The company said it was not.",
            &[
                ("It is late", "Lora Hartwell"),
                ("it was not", "The company"),
            ],
            &["Lora Hartwell", "Lora Hartwell"],
        ),
        (
            "The charity Lora Hartwell said it rained. The charity said the road was shut.",
            &[
                ("it rained", "The charity Lora Hartwell"),
                ("the road was shut", "The charity"),
            ],
            &["Lora Hartwell", "Lora Hartwell"],
        ),
        // *The company* of whom nothing else is said is whoever spoke before, with no other body between.
        (
            "Hartwell said in a statement that it was shut. The company said nobody lost a job.",
            &[
                ("it was shut", "Hartwell"),
                ("nobody lost a job", "The company"),
            ],
            &["Hartwell", "Hartwell"],
        ),
        // A clause about the company names who did it.
        (
            "The company Lora Hartwell founded was shut, she said. The company said it was not.",
            &[("was shut", "she"), ("it was not", "The company")],
            &["Lora Hartwell", "company"],
        ),
        // A name that never is without its ’s.
        (
            "Orrin’s said the shop was shut. Orrin’s staff had said so, too.",
            &[("the shop was shut", "Orrin’s")],
            &["Orrin’s"],
        ),
        (
            "Lena Orrin left. Orrin’s said enough.",
            &[("enough", "Orrin")],
            &["Lena Orrin"],
        ),
        // A force is no bank, and a bank none.
        (
            "West Dale Police came. The bank said the money was back.",
            &[("the money was back", "The bank")],
            &["bank"],
        ),
        // A surname of two words.
        (
            "Mario Quintal Vale left. Quintal Vale said it rained.",
            &[("it rained", "Quintal Vale")],
            &["Mario Quintal Vale"],
        ),
    ];
    check(&cases);
}

#[test]
fn news_varies_what_it_calls_somebody() {
    let cases: [Case; 11] = [
        // Not who was named last.
        (
            "Ana Ruiz, a Danish goalkeeper, won. Tom Vale left. The Dane said it rained.",
            &[("it rained", "The Dane")],
            &["Ana Ruiz"],
        ),
        (
            "Ana Ruiz won. The Dane said it rained.",
            &[("it rained", "The Dane")],
            &["Ana Ruiz"],
        ),
        (
            "Opposition spokeswoman Ana Ruiz called that odd. The Labour TD said it rained.",
            &[("that odd", "Ana Ruiz"), ("it rained", "The Labour TD")],
            &["Ana Ruiz", "Ana Ruiz"],
        ),
        // The sentence names its subject last.
        (
            "Ana Ruiz said it was late. Beside her stood her mother, Karin Holm. She said it rained.",
            &[("it was late", "Ana Ruiz"), ("it rained", "She")],
            &["Ana Ruiz", "Karin Holm"],
        ),
        (
            "Ana Ruiz won. The striker said it rained.",
            &[("it rained", "The striker")],
            &["Ana Ruiz"],
        ),
        // A role that somebody else may have.
        (
            "Ana Ruiz won. The lawyer said it rained.",
            &[("it rained", "The lawyer")],
            &["lawyer"],
        ),
        (
            "No Dane said it rained.",
            &[("it rained", "No Dane")],
            &["Dane"],
        ),
        (
            "The Danish government said it rained.",
            &[("it rained", "The Danish government")],
            &["Danish government"],
        ),
        (
            "Tide Robotics lost money. The Dover, Kent-based company said it rained.",
            &[("it rained", "The Dover, Kent-based company")],
            &["Tide Robotics"],
        ),
        // A body of the built-in gazetteer, and somebody of its name.
        (
            "Eric Nordstrom left. Nordstrom said it rained.",
            &[("it rained", "Nordstrom")],
            &["Eric Nordstrom"],
        ),
        // *The woman* is nobody who was named.
        (
            "Ana Ruiz won in May.\n\nThe woman said it rained. It was cold, she said.",
            &[("it rained", "The woman"), ("It was cold", "she")],
            &["woman", "woman"],
        ),
    ];
    check(&cases);
}

#[test]
fn bodies_are_told_apart_and_called_by_name() {
    let cases: [Case; 6] = [
        // *The company* by itself would be that, but this is told apart.
        (
            "Tide Robotics lost money. The company behind it said it rained.",
            &[("it rained", "The company behind it")],
            &["company behind it"],
        ),
        (
            "Tide Robotics lost money. The firm that built the pump said it rained.",
            &[("it rained", "The firm that built the pump")],
            &["firm that built the pump"],
        ),
        (
            "The operator, Lima-based Norcan, said it rained.",
            &[("it rained", "The operator, Lima-based Norcan")],
            &["Norcan"],
        ),
        (
            "The leader of the opposition group, Tory councillor Ana Ruiz, said it rained.",
            &[(
                "it rained",
                "The leader of the opposition group, Tory councillor Ana Ruiz",
            )],
            &["Ana Ruiz"],
        ),
        (
            "It rained, said Rovers. Rovers Together said it snowed. Then Hobley Rovers lost.",
            &[("It rained", "Rovers"), ("it snowed", "Rovers Together")],
            &["Hobley Rovers", "Rovers Together"],
        ),
        (
            "The agency saw Lund Foods. Kestrel Foods will shut, it said.",
            &[("Kestrel Foods will shut", "it")],
            &["Kestrel Foods"],
        ),
    ];
    check(&cases);
}

#[test]
fn a_firm_may_be_a_landlord_or_a_rival() {
    let cases: [Case; 4] = [
        (
            "Larger rival Mondrel said it rained. Its chief executive left. It was hot, Mondrel said.",
            &[
                ("it rained", "Larger rival Mondrel"),
                ("It was hot", "Mondrel"),
            ],
            &["Mondrel", "Mondrel"],
        ),
        (
            "The landlord, Cygnus Living, said it rained. It said it was dry.",
            &[
                ("it rained", "The landlord, Cygnus Living"),
                ("it was dry", "It"),
            ],
            &["Cygnus Living", "Cygnus Living"],
        ),
        (
            "Rival Skyline has put on more flights. It said it rained.",
            &[("it rained", "It")],
            &["Skyline"],
        ),
        (
            "Duke Energy said it rained. The utility said it was dry.",
            &[("it rained", "Duke Energy"), ("it was dry", "The utility")],
            &["Duke Energy", "Duke Energy"],
        ),
    ];
    check(&cases);
}

#[test]
fn a_firm_may_be_several_by_its_trade() {
    let cases: [Case; 2] = [
        (
            "The firm’s administrators, Kroll, said it rained. It was hot, Kroll said.",
            &[
                ("it rained", "The firm’s administrators, Kroll"),
                ("It was hot", "Kroll"),
            ],
            &["Kroll", "Kroll"],
        ),
        (
            "The firm’s neighbours, Kroll, said it rained.",
            &[("it rained", "The firm’s neighbours, Kroll")],
            &["firm’s neighbours"],
        ),
    ];
    check(&cases);
}

#[test]
fn a_chief_executive_is_a_ceo() {
    let cases: [Case; 3] = [
        (
            "The chief executive of TransCoast Airlines said it rained. CEO Bob Park said it was hot.",
            &[
                ("it rained", "The chief executive of TransCoast Airlines"),
                ("it was hot", "CEO Bob Park"),
            ],
            &["Bob Park", "Bob Park"],
        ),
        (
            "Bob Park is the chief executive of TransCoast. The CEO said it rained.",
            &[("it rained", "The CEO")],
            &["Bob Park"],
        ),
        // A part of the firm has its own head.
        (
            "Bob Park, head of communications at TransCoast, left. TransCoast’s chief executive said it rained.",
            &[("it rained", "TransCoast’s chief executive")],
            &["TransCoast’s chief executive"],
        ),
    ];
    check(&cases);
}

#[test]
fn a_wife_with_a_given_name_is_mrs() {
    let cases: [Case; 3] = [
        (
            "Bob Park said it rained. His wife, Olive, left. Mrs Park said it was hot.",
            &[("it rained", "Bob Park"), ("it was hot", "Mrs Park")],
            &["Bob Park", "Olive Park"],
        ),
        // A place, if she were not somebody’s wife.
        (
            "Mr Park said it rained. It was Mr Park’s wife, Florence, who rang. It was hot, she said.",
            &[("it rained", "Mr Park"), ("It was hot", "she")],
            &["Park", "Florence"],
        ),
        // Where the article has no *Mrs Park*, nobody says that she bears his name.
        (
            "Bob Park said it rained. His wife, Olive, said it was hot.",
            &[("it rained", "Bob Park"), ("it was hot", "His wife, Olive")],
            &["Bob Park", "Olive"],
        ),
    ];
    check(&cases);
}

#[test]
fn a_given_name_behind_from_is_no_place() {
    check(&[(
        "A letter from Ron came. He said it rained.",
        &[("it rained", "He")],
        &["Ron"],
    )]);
}

#[test]
fn titles_of_other_languages_are_no_names() {
    check(&[(
        "It went to Duarte Park. It rained, Sr Park said. It was hot, Signora Ana Ruiz said.",
        &[("It rained", "Sr Park"), ("It was hot", "Signora Ana Ruiz")],
        &["Duarte Park", "Ana Ruiz"],
    )]);
    check(&[(
        "It rained, Alhaji Sani Park said. It was hot, Monsignor Bo Lind said.",
        &[
            ("It rained", "Alhaji Sani Park"),
            ("It was hot", "Monsignor Bo Lind"),
        ],
        &["Sani Park", "Bo Lind"],
    )]);
}

#[test]
fn nobody_is_his_own_minister() {
    check(&[(
        "Prime Minister Ana Ruiz regretted the words of her finance minister, who said it rained. Finance Minister Bo Lind left.",
        &[("it rained", "who")],
        &["Bo Lind"],
    )]);
}

#[test]
fn where_a_video_is_posted_is_nobody() {
    check(&[(
        "In a video posted on Telegram, a commander known as “Fercho” said it rained.",
        &[("it rained", "a commander known as “Fercho”")],
        &["Fercho"],
    )]);
}

#[test]
fn a_niece_is_no_daughter() {
    check(&[(
        "Ada Park left. Her niece, Olive Park, cried. Ada Park’s daughter said it rained.",
        &[("it rained", "Ada Park’s daughter")],
        &["Ada Park’s daughter"],
    )]);
}

#[test]
fn the_widow_of_somebody_bears_his_name() {
    let cases: [Case; 2] = [
        (
            "The widow of the dealer Maurice Fein said it rained. Lillian Fein, 78, cried.",
            &[("it rained", "The widow of the dealer Maurice Fein")],
            &["Lillian Fein"],
        ),
        // A man is no widow.
        (
            "The widow of the dealer Maurice Fein said it rained. Robert Fein, 78, cried.",
            &[("it rained", "The widow of the dealer Maurice Fein")],
            &["widow of the dealer Maurice Fein"],
        ),
    ];
    check(&cases);
}

#[test]
fn a_firm_is_the_same_with_what_it_is_by_law() {
    let cases: [Case; 3] = [
        (
            "Hobley Foods to close a mill. Hobley Foods plc (LSE: HBF) said it rained. Hobley Foods said it was dry.",
            &[
                ("it rained", "Hobley Foods plc (LSE: HBF)"),
                ("it was dry", "Hobley Foods"),
            ],
            &["Hobley Foods plc", "Hobley Foods plc"],
        ),
        (
            "Hobley Foods Ltd said it rained. Hobley Foods said it was dry.",
            &[
                ("it rained", "Hobley Foods Ltd"),
                ("it was dry", "Hobley Foods"),
            ],
            &["Hobley Foods Ltd", "Hobley Foods Ltd"],
        ),
        // A word alone may be much else.
        (
            "Hobley Corp said it rained. The Hobley Bank said it was dry.",
            &[
                ("it rained", "Hobley Corp"),
                ("it was dry", "The Hobley Bank"),
            ],
            &["Hobley Corp", "Hobley Bank"],
        ),
    ];
    check(&cases);
}

#[test]
fn what_looks_like_a_title_or_an_owner_may_be_a_name() {
    let cases: [Case; 2] = [
        // A delegate is *Del.*
        (
            "Coach Del Rollins said it rained.",
            &[("it rained", "Coach Del Rollins")],
            &["Del Rollins"],
        ),
        (
            "Tom Sanders left. Sanders’ Senate seat is safe, Sanders said.",
            &[("seat is safe", "Sanders")],
            &["Tom Sanders"],
        ),
    ];
    check(&cases);
}

#[test]
fn what_else_stands_there_says_who_is_meant() {
    let cases: [Case; 3] = [
        // Whoever pays tribute to her is not her.
        (
            "Ana Ruiz died. President Orlin praised her for it. She once said it rained.",
            &[("it rained", "She")],
            &["Ana Ruiz"],
        ),
        (
            "The Ohio chapter of it said it rained.",
            &[("it rained", "The Ohio chapter of it")],
            &["Ohio chapter"],
        ),
        // *The witness* who was *a witness* has no name, and may be *he*.
        (
            "Karl Lund was shot, a witness told police. The witness saw it, she said, and he said it rained.",
            &[
                ("Karl Lund was shot", "a witness"),
                ("The witness saw it", "she"),
                ("it rained", "he"),
            ],
            &["witness", "witness", "Karl Lund"],
        ),
    ];
    check(&cases);
}

#[test]
fn a_cue_is_nothing_that_speaks() {
    let text = "Tide Robotics forecast a loss, and it said costs rose.";
    let said = |content: &str, source: &str, cue: &str| {
        let span = |words: &str| {
            let start = text.find(words).expect("the words are in the text");
            Span::new(start, start + words.len())
        };
        Attribution {
            content: vec![span(content)],
            source: Some(span(source)),
            cue: Some(crate::attribution::CuePart {
                spans: vec![span(cue)],
                lemma: cue.to_owned().into(),
            }),
            confidence: 1.0,
            ..Attribution::default()
        }
    };
    let mut document = Document {
        text,
        ..Document::default()
    };
    crate::segment::split(&mut document);
    crate::mention::find(&mut document, &Gazetteer::default());
    document.attributions = vec![
        said("a loss", "Tide Robotics", "forecast"),
        said("costs rose", "it", "said"),
    ];
    link(&mut document, &Gazetteer::default());
    let names: Vec<&str> = document
        .attributions
        .iter()
        .filter_map(|one| one.speaker.speaker)
        .map(|speaker| document.speakers[speaker].name.as_str())
        .collect();
    assert_eq!(names, ["Tide Robotics", "Tide Robotics"]);
}

#[test]
fn amounts_keep_their_article_and_own_is_no_name() {
    let cases: [Case; 7] = [
        (
            "A third said it rained.",
            &[("it rained", "A third")],
            &["A third"],
        ),
        (
            "A majority of residents said it rained.",
            &[("it rained", "A majority of residents")],
            &["A majority of residents"],
        ),
        (
            "Nearly one in five voters said it rained.",
            &[("it rained", "Nearly one in five voters")],
            &["Nearly one in five voters"],
        ),
        (
            "One in the crowd said it rained.",
            &[("it rained", "One in the crowd")],
            &["One"],
        ),
        (
            "The third said it rained.",
            &[("it rained", "The third")],
            &["third"],
        ),
        (
            "Their own scholars said it rained.",
            &[("it rained", "Their own scholars")],
            &["scholars"],
        ),
        // Some of them are not all of them.
        (
            "Members of the crew, including Ana Ruiz and Jo Park, said it rained.",
            &[(
                "it rained",
                "Members of the crew, including Ana Ruiz and Jo Park",
            )],
            &["Members of the crew"],
        ),
    ];
    check(&cases);
}

#[test]
fn a_title_tells_whose_surname_it_is() {
    let cases: [Case; 5] = [
        (
            "Sen. Ana Park met Gov. Jo Park. Jo Park was late. It rained, Sen. Park said. It was cold, Governor Park said.",
            &[("It rained", "Sen. Park"), ("It was cold", "Governor Park")],
            &["Ana Park", "Jo Park"],
        ),
        (
            "Deputy Mayor Ana Park met Mayor Jo Park. Jo Park was late. It rained, Deputy Mayor Park said.",
            &[("It rained", "Deputy Mayor Park")],
            &["Ana Park"],
        ),
        (
            "Jo Park met George W. Bush and Jeb Bush. Jeb Bush was late. It rained, President Bush said.",
            &[("It rained", "President Bush")],
            &["George W. Bush"],
        ),
        // Whom *Mr. Park* meant first it means from there on, however often another is named.
        (
            "Lee Park spoke. It rained, Mr. Park said.\n\nKit Park, Kit Park and Kit Park left.\n\nIt was cold, Mr. Park said.",
            &[("It rained", "Mr. Park"), ("It was cold", "Mr. Park")],
            &["Lee Park", "Lee Park"],
        ),
        // Nobody’s post: as without.
        (
            "Lee Park met Kit Park. It rained, Judge Park said.",
            &[("It rained", "Judge Park")],
            &["Ambiguous 2"],
        ),
    ];
    check(&cases);
}

#[test]
fn the_built_in_gazetteer_does_not_say_who_holds_an_office() {
    let cases: [Case; 5] = [
        (
            "David Cameron and Jo Park left London. The prime minister said it rained.",
            &[("it rained", "The prime minister")],
            &["prime minister"],
        ),
        (
            "Prime Minister David Cameron left London. The prime minister said it rained.",
            &[("it rained", "The prime minister")],
            &["David Cameron"],
        ),
        (
            "David Cameron and Jo Park left London. The former prime minister said it rained.",
            &[("it rained", "The former prime minister")],
            &["David Cameron"],
        ),
        (
            "Prime Minister Theresa May met David Cameron. The former prime minister said it rained.",
            &[("it rained", "The former prime minister")],
            &["David Cameron"],
        ),
        (
            "Hillary Clinton left. The Democratic front-runner and former secretary of state said it rained.",
            &[(
                "it rained",
                "The Democratic front-runner and former secretary of state",
            )],
            &["Hillary Clinton"],
        ),
    ];
    check(&cases);
}

#[test]
fn how_somebody_is_addressed_is_no_role() {
    let roles = ["Mr.", "Mr", "Ms.", "Miss", "Messrs."];
    assert!(roles.into_iter().all(is_courtesy));
    let roles = ["Dr", "Sen.", "mayor", "Mr. President"];
    assert!(!roles.into_iter().any(is_courtesy));
    let kept = |role: &str| {
        let mut role = role.to_owned();
        keep_office(&mut role).then_some(role)
    };
    let office = Some("Prime Minister".to_owned());
    assert_eq!(kept("Prime Minister Sir"), office);
    assert_eq!(kept("Prime Minister"), office);
    assert_eq!(
        [kept("Neither Mr."), kept("Mr."), kept("Sir")],
        [None, None, None]
    );
}

#[test]
fn who_is_described_first_is_named_behind() {
    let cases: [Case; 4] = [
        (
            "Saltby council won. “We were lied to,” its leader, Tory councillor Gwen Parfitt, said.",
            &[(
                "We were lied to",
                "its leader, Tory councillor Gwen Parfitt",
            )],
            &["Gwen Parfitt"],
        ),
        (
            "His rival in that round, the Norwegian teenager Sindre Aune, said it rained.",
            &[(
                "it rained",
                "His rival in that round, the Norwegian teenager Sindre Aune",
            )],
            &["Sindre Aune"],
        ),
        (
            "One of them, an engineer who gave his name only as Yasir, said it rained.",
            &[(
                "it rained",
                "One of them, an engineer who gave his name only as Yasir",
            )],
            &["Yasir"],
        ),
        // A party is no name.
        (
            "A nurse, a registered Republican who was ill, said it rained.",
            &[("it rained", "A nurse, a registered Republican who was ill")],
            &["nurse"],
        ),
    ];
    check(&cases);
}

#[test]
fn who_wants_no_name_is_nobody_who_has_one() {
    let cases: [Case; 3] = [
        (
            "Dr Anand Rao said it rained. A consultant was in doubt. The doctor, who asked not to be named, said it was dry. “It \
             was hot,” he said.",
            &[
                ("it rained", "Dr Anand Rao"),
                ("it was dry", "The doctor"),
                ("It was hot", "he"),
            ],
            &["Anand Rao", "doctor", "doctor"],
        ),
        (
            "Dr Anand Rao said it rained. The doctor, speaking on condition of anonymity, said it was dry.",
            &[("it rained", "Dr Anand Rao"), ("it was dry", "The doctor")],
            &["Anand Rao", "doctor"],
        ),
        (
            "Dr Anand Rao said it rained. The doctor, who was named last year, said it was dry.",
            &[("it rained", "Dr Anand Rao"), ("it was dry", "The doctor")],
            &["Anand Rao", "Anand Rao"],
        ),
    ];
    check(&cases);
}

#[test]
fn who_is_called_by_less_is_who_was_called_by_more() {
    let cases: [Case; 6] = [
        (
            "Head coach Rob Stead said it rained. “It was dry,” the New Zealander said.",
            &[
                ("it rained", "Rob Stead"),
                ("It was dry", "the New Zealander"),
            ],
            &["Rob Stead", "Rob Stead"],
        ),
        (
            "It was the Duke of Kent. The duke said it rained.",
            &[("it rained", "The duke")],
            &["Duke of Kent"],
        ),
        // Which of two nobody says.
        (
            "The Duke of Kent met the Duke of York. The duke said it rained.",
            &[("it rained", "The duke")],
            &["duke"],
        ),
        (
            "A dealer said it rained. It was dry, the source said.",
            &[("it rained", "A dealer"), ("It was dry", "the source")],
            &["dealer", "dealer"],
        ),
        // Somebody who has a name is no source without one.
        (
            "Ana Roe said it rained. It was dry, the source said.",
            &[("it rained", "Ana Roe"), ("It was dry", "the source")],
            &["Ana Roe", "source"],
        ),
        (
            "A night nurse was unmoved. “It was dry,” she said.",
            &[("It was dry", "she")],
            &["night nurse"],
        ),
    ];
    check(&cases);
}

#[test]
fn a_clause_about_the_source_is_no_part_of_its_name() {
    let cases: [Case; 5] = [
        (
            "According to a study the trust ordered from Teesside, it rained.",
            &[("it rained", "a study the trust ordered from Teesside")],
            &["study"],
        ),
        (
            "Residents downstream said it rained.",
            &[("it rained", "Residents downstream")],
            &["Residents"],
        ),
        (
            "The soap star's ex said it rained.",
            &[("it rained", "The soap star's ex")],
            &["soap star's ex"],
        ),
        (
            "Mountaineering Scotland, meanwhile, said it rained.",
            &[("it rained", "Mountaineering Scotland")],
            &["Mountaineering Scotland"],
        ),
        (
            "Ana Roe, whose views are known and who was born in the Dale of the Wells, said it rained.",
            &[("it rained", "who")],
            &["Ana Roe"],
        ),
    ];
    check(&cases);
}

#[test]
fn slugs_are_ascii() {
    for (name, want) in [
        ("José O’Dea-Łoś", "jose-odea-los"),
        ("“!”", "speaker"),
        ("U.S. Army", "us-army"),
    ] {
        assert_eq!(slug(name), want);
    }
}

#[test]
fn cycles_and_wild_spans_do_no_harm() {
    let text = "Ada said he said she said it.";
    let one = |inside, continues| Attribution {
        content: vec![Span::new(0, text.len())],
        quote_type: crate::QuoteType::Direct,
        act: Act::Speech,
        marked: false,
        cue: None,
        source: None,
        via: Some(Span::new(0, 0)),
        continues,
        answers: None,
        beside: None,
        inside,
        evidence: Vec::new(),
        confidence: 1.0,
        ..Attribution::default()
    };
    let mut document = Document {
        text,
        ..Document::default()
    };
    crate::segment::split(&mut document);
    document.attributions = vec![
        one(Some(1), Some(0)),
        one(Some(0), Some(9)),
        one(Some(7), Some(1)),
    ];
    link(&mut document, &Gazetteer::builtin());
    assert!(
        document
            .attributions
            .iter()
            .all(|one| one.speaker.status == Status::Unknown)
    );
}

#[test]
fn what_somebody_has_bears_his_name() {
    check(&[
        // Not the body that was named last.
        (
            "The Trade Chamber said it rained. Ana Ruiz said it was dry. Her group said it was late.",
            &[
                ("it rained", "The Trade Chamber"),
                ("it was dry", "Ana Ruiz"),
                ("it was late", "Her group"),
            ],
            &["Trade Chamber", "Ana Ruiz", "Ana Ruiz's group"],
        ),
        // Not any campaign that was spoken of.
        (
            "After a costly campaign Tom Bell said it rained. His campaign said it was late.",
            &[("it rained", "Tom Bell"), ("it was late", "His campaign")],
            &["Tom Bell", "Tom Bell's campaign"],
        ),
        // By the name that the article gives it, further on as well.
        (
            "Tom Bell said it rained. His campaign said it was late. The Bell campaign was new.",
            &[("it rained", "Tom Bell"), ("it was late", "His campaign")],
            &["Tom Bell", "Bell campaign"],
        ),
        (
            "Tom Bell said it rained. His aides said it was late. They said it was dry.",
            &[
                ("it rained", "Tom Bell"),
                ("it was late", "His aides"),
                ("it was dry", "They"),
            ],
            &["Tom Bell", "Tom Bell's aides", "Tom Bell's aides"],
        ),
        (
            "Tom Bell said it rained. His first letter said it was late.",
            &[
                ("it rained", "Tom Bell"),
                ("it was late", "His first letter"),
            ],
            &["Tom Bell", "Tom Bell's first letter"],
        ),
        // The body that a role of his names; *ID* is in no *president*.
        (
            "ID and the Tarn Society met. Ana Ruiz, president of the Tarn Society, said it rained. Her group said it was late.",
            &[("it rained", "Ana Ruiz"), ("it was late", "Her group")],
            &["Ana Ruiz", "Tarn Society"],
        ),
        (
            "The Bell Foundation and the Tarn Foundation met. Tom Bell said it rained. His foundation said it was late.",
            &[("it rained", "Tom Bell"), ("it was late", "His foundation")],
            &["Tom Bell", "Bell Foundation"],
        ),
        // Whose they are, nobody knows.
        (
            "Her aides said it was late.",
            &[("it was late", "Her aides")],
            &["aides"],
        ),
    ]);
}

#[test]
fn a_firm_that_was_told_is_the_company_and_a_union_is_not() {
    check(&[
        (
            "The minister told Kestrel Foods that it was late. The company said no.",
            &[("it was late", "The minister"), ("no.", "The company")],
            &["minister", "Kestrel Foods"],
        ),
        (
            "Kestrel Foods cut its forecast. The Union of Farmers said it was late. The company said no.",
            &[
                ("it was late", "The Union of Farmers"),
                ("no.", "The company"),
            ],
            &["Union of Farmers", "Kestrel Foods"],
        ),
    ]);
}
