//! The words of a search, as the trigram index takes them.

/// The shortest word that trigrams find.
const TRIGRAM: usize = 3;

/// The words that the index finds, and those that are too short for it and are looked for in each text.
pub(crate) fn split_by_trigram(text: &str) -> (Vec<&str>, Vec<&str>) {
    text.split_whitespace()
        .partition(|word| is_found_by_trigrams(word))
}

/// Whether the index finds a word; one that is shorter it never does.
pub(crate) fn is_found_by_trigrams(word: &str) -> bool {
    word.chars().count() >= TRIGRAM
}

/// All of the words, each found as it stands, whatever signs are in it.
pub(crate) fn match_words(words: &[&str]) -> String {
    let quoted = |word: &&str| format!("\"{}\"", word.replace('"', "\"\""));
    words.iter().map(quoted).collect::<Vec<_>>().join(" AND ")
}

/// A word anywhere in a text, for `LIKE … ESCAPE '\\'`.
pub(crate) fn like_pattern(word: &str) -> String {
    let escaped = word
        .replace('\\', "\\\\")
        .replace('%', "\\%")
        .replace('_', "\\_");
    format!("%{escaped}%")
}
