//! Dice that fall the same way at every run.

use doorstep_evidence::digest::Digest;

/// A stream of numbers that follows from a word and a place.
pub(crate) struct Dice {
    seed: [u8; 32],
    throws: u64,
}

impl Dice {
    pub(crate) fn of(word: &str, place: usize) -> Self {
        Self {
            seed: Digest::of(format!("{word} {place}").as_bytes()).0,
            throws: 0,
        }
    }

    /// Ten bytes.
    pub(crate) fn bytes(&mut self) -> [u8; 10] {
        self.throws += 1;
        let digest = Digest::of(&[self.seed.as_slice(), &self.throws.to_be_bytes()].concat());
        digest.0.first_chunk().copied().unwrap_or_default()
    }

    /// A number below the limit.
    pub(crate) fn below(&mut self, limit: u64) -> u64 {
        let bytes = self.bytes();
        let number = bytes
            .first_chunk()
            .copied()
            .map(u64::from_be_bytes)
            .unwrap_or_default();
        number % limit.max(1)
    }

    /// One of some things; nothing if there is none.
    pub(crate) fn pick<'p, T>(&mut self, things: &'p [T]) -> Option<&'p T> {
        let place = self.below(things.len() as u64);
        things.get(usize::try_from(place).ok()?)
    }

    /// Whether something comes about that does so in so many of a thousand cases.
    pub(crate) fn per_mille(&mut self, share: u64) -> bool {
        self.below(1_000) < share
    }

    /// One of some words.
    pub(crate) fn word(&mut self, words: &'static [&'static str]) -> &'static str {
        self.pick(words).copied().unwrap_or_default()
    }
}

/// An id that sorts by a moment, as the programs draw them.
pub(crate) fn uuid_v7(unix_ms: u64, dice: &mut Dice) -> [u8; 16] {
    let mut id = [0; 16];
    let time = unix_ms.to_be_bytes().into_iter().skip(2);
    id.iter_mut()
        .zip(time.chain(dice.bytes()))
        .for_each(|(to, from)| *to = from);
    let [_, _, _, _, _, _, version, _, variant, ..] = &mut id;
    *version = *version & 0x0f | 0x70;
    *variant = *variant & 0x3f | 0x80;
    id
}
