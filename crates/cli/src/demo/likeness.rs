//! How much two descriptions have in common, so that the demo's technician finds what his customer complained of.

use std::collections::BTreeSet;

/// Letters of an English word that says something.
const WORD_LETTERS: usize = 4;

/// How many pairs of Chinese characters and how many longer English words stand in both texts.
pub(super) fn likeness(one: &str, other: &str) -> usize {
    pieces(one).intersection(&pieces(other)).count()
}

fn pieces(text: &str) -> BTreeSet<String> {
    let characters: Vec<char> = text.chars().collect();
    let pairs = characters
        .windows(2)
        .filter(|pair| pair.iter().all(|one| is_chinese(*one)))
        .map(|pair| pair.iter().collect());
    let words = text
        .split(|one: char| !one.is_ascii_alphabetic())
        .filter(|word| word.len() >= WORD_LETTERS)
        .map(str::to_ascii_lowercase);
    pairs.chain(words).collect()
}

fn is_chinese(character: char) -> bool {
    ('一'..='鿿').contains(&character)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_of_the_same_thing_is_more_alike() {
        let complaint = "后厨热饭的微波炉能转能亮就是不热";
        assert!(likeness(complaint, "能转能亮，不加热") > likeness(complaint, "关门后不启动"));
        let complaint = "a rattling noise starts whenever the flap swings, like a gear slipping";
        assert!(
            likeness(complaint, "Flap swings wildly, gear clicks")
                > likeness(complaint, "Fan turns slowly")
        );
        assert_eq!(likeness("", "不热"), 0);
    }
}
