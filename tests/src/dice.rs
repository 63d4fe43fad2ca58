//! Randomness that falls the same way in each run, and never twice the same way in one.

use std::sync::atomic::{AtomicU64, Ordering};

use doorstep_core::RandomError;
use doorstep_evidence::digest::Digest;
use doorstep_server::environment::NoRandomness;

/// The dice of a whole fleet. One for all: a device that wakes up from a copy must not throw again what its original
/// threw.
#[derive(Debug)]
pub struct Dice {
    seed: u64,
    throws: AtomicU64,
}

impl Dice {
    /// Dice of this seed.
    #[must_use]
    pub const fn of_seed(seed: u64) -> Self {
        Self {
            seed,
            throws: AtomicU64::new(0),
        }
    }

    /// So many random bytes.
    #[must_use]
    pub fn draw<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.throw(&mut bytes);
        bytes
    }

    fn throw(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(32) {
            let throw = self.throws.fetch_add(1, Ordering::SeqCst);
            let digest = Digest::of(&[self.seed.to_be_bytes(), throw.to_be_bytes()].concat());
            chunk
                .iter_mut()
                .zip(digest.0)
                .for_each(|(to, from)| *to = from);
        }
    }
}

impl doorstep_core::Random for Dice {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), RandomError> {
        self.throw(bytes);
        Ok(())
    }
}

impl doorstep_server::environment::Random for Dice {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), NoRandomness> {
        self.throw(bytes);
        Ok(())
    }
}
