//! Front matter: the `key: value` lines between `---` lines at the head of a Markdown file.
//!
//! A reader for what news archives put there, not for YAML: one value a line, lists as `[a, b]` or as `- a` lines. A key it
//! does not know is passed over. The article's text is what follows the closing line.

use super::Article;

impl Article {
    /// Reads an article from a Markdown file. Offsets count from the first character after the front matter.
    pub fn from_markdown(id: &str, contents: String) -> Self {
        let Some((head, body)) = split(&contents) else {
            return Article::new(id, contents);
        };
        let mut article = Article::new(id, body);
        let metadata = &mut article.metadata;
        for (key, values) in entries(head) {
            let joined = (!values.is_empty()).then(|| values.join(", "));
            match key.to_lowercase().as_str() {
                "title" | "headline" => metadata.headline = joined,
                "author" | "authors" | "byline" => metadata.byline = values,
                "date" | "published" => metadata.published = joined,
                "modified" | "updated" | "lastmod" => metadata.modified = joined,
                "url" => metadata.url = joined,
                "publisher" => metadata.publisher = joined,
                "language" | "lang" => metadata.language = joined,
                _ => {}
            }
        }
        article
    }
}

/// The lines between the `---` lines, and what follows them; `None` where there is no front matter.
fn split(contents: &str) -> Option<(&str, &str)> {
    let (first, rest) = contents.split_once('\n')?;
    if first.trim_end() != "---" {
        return None;
    }
    let mut at = 0;
    for line in rest.split_inclusive('\n') {
        if matches!(line.trim_end(), "---" | "...") {
            let (head, tail) = rest.split_at(at);
            return Some((head, tail.split_once('\n').map_or("", |(_, body)| body)));
        }
        at += line.len();
    }
    None
}

fn entries(head: &str) -> Vec<(&str, Vec<String>)> {
    let mut entries: Vec<(&str, Vec<String>)> = Vec::new();
    for line in head.lines().map(str::trim_end) {
        if let Some(item) = line.trim_start().strip_prefix("- ") {
            if let Some((_, values)) = entries.last_mut() {
                values.extend(unquote(item));
            }
        } else if let Some((key, value)) = line.split_once(':')
            && !line.starts_with([' ', '\t', '#'])
        {
            let list = value
                .trim()
                .strip_prefix('[')
                .and_then(|list| list.strip_suffix(']'));
            let values = match list {
                Some(list) => list.split(',').filter_map(unquote).collect(),
                None => unquote(value).into_iter().collect(),
            };
            entries.push((key.trim(), values));
        }
    }
    entries
}

/// A value without the quotation marks around it; `None` for an empty one.
fn unquote(value: &str) -> Option<String> {
    let value = value.trim();
    let bare = ['"', '\'']
        .into_iter()
        .find_map(|mark| value.strip_prefix(mark)?.strip_suffix(mark))
        .unwrap_or(value);
    (!bare.is_empty()).then(|| bare.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn metadata_is_read_and_the_text_is_what_follows() {
        let file = "---\ntitle: \"Talks: a start\"\nauthors:\n  - Ana Ruiz\n  - 'Bo Lind'\ndate: 2021-11-16\n\
                    tags: [a, b]\nlanguage: en\n---\n\nThe text.\n";
        let article = Article::from_markdown("a.md", file.to_owned());
        assert_eq!(article.text, "\nThe text.\n");
        assert_eq!(article.metadata.headline.as_deref(), Some("Talks: a start"));
        assert_eq!(article.metadata.byline, ["Ana Ruiz", "Bo Lind"]);
        assert_eq!(article.metadata.published.as_deref(), Some("2021-11-16"));
        assert_eq!(article.metadata.language.as_deref(), Some("en"));
    }

    #[test]
    fn lists_in_brackets_and_windows_line_ends() {
        let file =
            "---\r\nbyline: [Ana Ruiz, Bo Lind]\r\nurl: http://example.org/a\r\n---\r\nText.";
        let article = Article::from_markdown("a.md", file.to_owned());
        assert_eq!(article.text, "Text.");
        assert_eq!(article.metadata.byline, ["Ana Ruiz", "Bo Lind"]);
        assert_eq!(
            article.metadata.url.as_deref(),
            Some("http://example.org/a")
        );
    }

    #[test]
    fn a_file_without_front_matter_is_all_text() {
        for file in [
            "",
            "---",
            "---\ntitle: never closed\n",
            "Text.\n---\na: b\n---\n",
        ] {
            let article = Article::from_markdown("a.md", file.to_owned());
            assert_eq!(article.text, file);
            assert_eq!(article.metadata.headline, None);
        }
    }
}
