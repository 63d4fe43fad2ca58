//! Timing two things in turns, so that whatever else the machine does falls on both.

use std::time::Instant;

use super::{
    BenchError,
    figure::{Figure, Name},
};

/// How often each is done before it counts: statements get prepared, pages get into memory.
const WARM_UP: usize = 10;

/// The times of ours and of the bound, in nanoseconds.
#[derive(Debug, Default)]
pub(super) struct Pairs {
    ours: Vec<u64>,
    bound: Vec<u64>,
}

impl Pairs {
    /// Does both in turns. Each is told the number of its turn and gives how long it took.
    pub(super) fn of(
        turns: usize,
        mut ours: impl FnMut(usize) -> Result<u64, BenchError>,
        mut bound: impl FnMut(usize) -> Result<u64, BenchError>,
    ) -> Result<Self, BenchError> {
        let mut pairs = Self::default();
        for turn in 0..turns + WARM_UP {
            let (ours, bound) = (ours(turn)?, bound(turn)?);
            if turn >= WARM_UP {
                pairs.ours.push(ours);
                pairs.bound.push(bound);
            }
        }
        Ok(pairs)
    }

    /// The medians as a figure.
    pub(super) fn figure(self, name: Name) -> Figure {
        Figure {
            name,
            ours: median(self.ours),
            bound: median(self.bound),
        }
    }
}

/// How long something took, in nanoseconds, and what came of it.
pub(super) fn timed<T, E>(work: impl FnOnce() -> Result<T, E>) -> Result<(u64, T), BenchError>
where
    BenchError: From<E>,
{
    let begun = Instant::now();
    let outcome = work()?;
    let took_ns = u64::try_from(begun.elapsed().as_nanos()).unwrap_or(u64::MAX);
    Ok((took_ns, outcome))
}

fn median(mut times: Vec<u64>) -> u64 {
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_turns_do_not_count_and_one_slow_turn_moves_nothing() {
        let slow_at_first = |turn: usize| {
            Ok(if turn < WARM_UP || turn == WARM_UP + 2 {
                9_000
            } else {
                30
            })
        };
        let figure = Pairs::of(5, slow_at_first, |_| Ok(20))
            .unwrap()
            .figure(Name::ListPage);
        assert_eq!((figure.ours, figure.bound), (30, 20));
    }
}
