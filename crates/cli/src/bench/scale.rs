//! How much of everything a run makes.

/// The counts of a run.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scale {
    /// Records behind the server.
    pub(super) records: usize,
    /// Alternated pairs of ours and the bound.
    pub(super) pairs: usize,
    /// The same where one takes long.
    pub(super) slow_pairs: usize,
    /// Records with work that is not sent.
    pub(super) pending_records: usize,
    /// Changes in each of them.
    pub(super) pending_changes: usize,
}

impl Scale {
    /// What the figures are about.
    pub(super) const REAL: Self = Self {
        records: 10_000,
        pairs: 1_000,
        slow_pairs: 100,
        pending_records: 50,
        pending_changes: 20,
    };

    /// Enough to see that it works.
    pub(super) const QUICK: Self = Self {
        records: 160,
        pairs: 12,
        slow_pairs: 3,
        pending_records: 5,
        pending_changes: 20,
    };
}
