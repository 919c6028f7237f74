//! Quotes by chance, of which it is known which are the same: for tests, and for a bench, which includes this file.

/// Words that everybody uses, and phrases that many do.
const COMMON: [&str; 24] = [
    "the", "of", "and", "to", "a", "in", "that", "it", "was", "for", "on", "we", "they", "with",
    "this", "have", "not", "will", "but", "from", "our", "by", "no", "been",
];
const PHRASES: [&str; 8] = [
    "at the end of the day",
    "we will do everything we can",
    "it is too early to say",
    "let me be very clear about this",
    "our thoughts are with the families",
    "the people of this country deserve",
    "as soon as we possibly can",
    "there is no evidence that",
];

/// Makes quotes.
pub(crate) struct Planter {
    random: Random,
    rare: Vec<String>,
}

impl Planter {
    pub(crate) fn new(seed: u64) -> Self {
        let mut random = Random(seed);
        let syllables = [
            "ba", "do", "ki", "lu", "me", "no", "pa", "ri", "so", "tu", "va", "ze", "gor", "lin",
            "mas", "ter",
        ];
        let mut word = || {
            (0..2 + random.below(2))
                .map(|_| syllables[random.below(syllables.len())])
                .collect::<String>()
        };
        let rare = (0..3000).map(|_| word()).collect();
        Self { random, rare }
    }

    fn word(&mut self) -> String {
        if self.random.below(2) == 0 {
            COMMON[self.random.below(COMMON.len())].to_owned()
        } else {
            // The first ones are the commonest.
            let most = self.rare.len();
            let at = self.random.below(most).min(self.random.below(most));
            self.rare[at].clone()
        }
    }

    /// Eight to thirty words; a third of them with a phrase that others have.
    fn sentence(&mut self) -> Vec<String> {
        let mut all: Vec<String> = (0..8 + self.random.below(23))
            .map(|_| self.word())
            .collect();
        if self.random.below(3) == 0 {
            let phrase = PHRASES[self.random.below(PHRASES.len())];
            let at = self.random.below(all.len());
            all.splice(at..at, phrase.split(' ').map(str::to_owned));
        }
        all
    }

    /// The same words in another dress.
    fn dressed(&mut self, words: &[String]) -> String {
        let mut text = String::new();
        for (at, word) in words.iter().enumerate() {
            text.push_str(match (at, self.random.below(12)) {
                (0, _) => "",
                (_, 0) => ", ",
                (_, 1) => " – ",
                (_, 2) => "\n",
                _ => " ",
            });
            match self.random.below(10) {
                0 => text.push_str(&word.to_uppercase()),
                1 => text.push_str(&format!("“{word}”")),
                2 => text.push_str(&format!("'{word}'")),
                _ => text.push_str(word),
            }
        }
        text.push_str(["", ".", ",", "!”"][self.random.below(4)]);
        text
    }

    /// One or two words are others, or there, or not.
    fn altered(&mut self, words: &[String]) -> Vec<String> {
        let mut all = words.to_vec();
        let changes = if all.len() < 12 {
            1
        } else {
            1 + self.random.below(2)
        };
        for _ in 0..changes {
            let at = self.random.below(all.len());
            match self.random.below(3) {
                0 => drop(all.remove(at)),
                1 => all.insert(at, self.word()),
                _ => all[at] = self.word(),
            }
        }
        all
    }

    /// Cut at an end or at both.
    fn cut(&mut self, words: &[String]) -> Vec<String> {
        let length = (words.len() * (50 + self.random.below(40)) / 100)
            .max(8)
            .min(words.len());
        let start = self.random.below(words.len() - length + 1);
        words[start..start + length].to_vec()
    }

    /// Quotes of so many sentences, of which a third is quoted several times.
    pub(crate) fn plant(&mut self, sentences: usize) -> Vec<Planted> {
        let mut planted = Vec::new();
        for sentence in 0..sentences {
            let base = self.sentence();
            let copies = if self.random.below(3) == 0 {
                2 + self.random.below(3)
            } else {
                1
            };
            for copy in 0..copies {
                let words = match (copy, self.random.below(3)) {
                    (0, _) | (_, 0) => base.clone(),
                    (_, 1) => self.altered(&base),
                    _ => self.cut(&base),
                };
                let another = self.random.below(8) == 0;
                planted.push(Planted {
                    sentence,
                    text: self.dressed(&words),
                    speaker: format!("Speaker Number{}", sentence + usize::from(another)),
                });
            }
        }
        planted
    }
}

/// A quote.
#[derive(Clone, Debug)]
pub(crate) struct Planted {
    /// What it was made of.
    pub(crate) sentence: usize,
    pub(crate) text: String,
    pub(crate) speaker: String,
}

/// Numbers by chance (SplitMix64), the same in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % most as u64).unwrap_or(0)
    }
}
