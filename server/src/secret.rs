//! One-time codes, login links and cookies: 128 random bits that a person can read aloud. Only their hash is kept.

use std::fmt;

use doorstep_evidence::digest::Digest;

use crate::environment::{Environment, NoRandomness};

/// Crockford's base 32: no I, L, O or U, so nothing is mistaken for something else.
const DIGITS: [char; 32] = [
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'J',
    'K', 'M', 'N', 'P', 'Q', 'R', 'S', 'T', 'V', 'W', 'X', 'Y', 'Z',
];

/// 26 digits of five bits hold 128 bits; the first digit's upper two are zero.
const LENGTH: u32 = 26;

/// The bytes of a longer text are not looked at: nothing that long was given out.
const LONGEST_TEXT: usize = 64;

/// A secret that was just drawn: shown once, then only its hash remains.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Draws one.
    ///
    /// # Errors
    /// [`NoRandomness`].
    pub(crate) fn draw(environment: &Environment) -> Result<Self, NoRandomness> {
        let bits = u128::from_be_bytes(environment.draw()?);
        let digit = |place: u32| {
            let value = (bits >> (5 * place)) & 31;
            usize::try_from(value).ok().and_then(|at| DIGITS.get(at))
        };
        Ok(Self((0..LENGTH).rev().filter_map(digit).collect()))
    }

    /// The 26 digits, for links and cookies.
    #[must_use]
    pub fn as_text(&self) -> &str {
        &self.0
    }

    /// In groups of four, for people.
    #[must_use]
    pub fn in_groups(&self) -> String {
        let digits: Vec<char> = self.0.chars().collect();
        let groups: Vec<String> = digits
            .chunks(4)
            .map(|group| group.iter().collect())
            .collect();
        groups.join("-")
    }

    /// What the database keeps.
    pub(crate) fn hash(&self) -> Digest {
        Digest::of(self.0.as_bytes())
    }
}

/// The hash of what somebody typed or scanned: with or without hyphens and blanks, in either case, with the letters
/// that look like digits taken for them. A stranger's text of any kind gets some hash, which nobody has.
pub(crate) fn hash_of_typed(text: &str) -> Digest {
    let read: String = text
        .chars()
        .take(LONGEST_TEXT)
        .filter(|character| !matches!(character, '-' | ' '))
        .map(|character| match character.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        })
        .collect();
    Digest::of(read.as_bytes())
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}
