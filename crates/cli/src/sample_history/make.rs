//! Making records on all processors.

use std::{
    collections::BTreeMap,
    num::NonZero,
    ops::Range,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use doorstep_server::replication::MadeRecord;

use super::{
    HistoryError,
    life::{Life, Plan},
    pen::Studio,
    seal::Chain,
    story::tell,
};

/// Where every technician's telephone has its chain of statements.
pub(super) struct Chains(Vec<Mutex<Chain>>);

impl Chains {
    /// Of telephones that have sealed nothing yet.
    pub(super) fn of(technicians: usize) -> Self {
        Self((0..technicians).map(|_| Mutex::default()).collect())
    }
}

/// Makes the records of some places, in their order.
///
/// One technician's records are made one after the other, for each statement of his telephone names the one before it;
/// different technicians' at the same time. So what comes out does not hang on the number of processors.
pub(super) fn make(
    plan: &Plan,
    studio: &Studio<'_>,
    chains: &Chains,
    places: Range<usize>,
) -> Result<Vec<MadeRecord>, HistoryError> {
    let mut by_technician: BTreeMap<usize, Vec<Life<'_>>> = BTreeMap::new();
    for place in places {
        let life = Life::draw(plan, place)?;
        by_technician.entry(life.technician).or_default().push(life);
    }
    let work: Vec<(usize, Vec<Life<'_>>)> = by_technician.into_iter().collect();
    let next = AtomicUsize::new(0);
    let some = || {
        let mut made = Vec::new();
        while let Some((technician, lives)) = work.get(next.fetch_add(1, Ordering::Relaxed)) {
            let chain = chains.0.get(*technician);
            let chain = chain.ok_or(HistoryError::Lacks("a technician"))?;
            let mut chain = chain.lock().unwrap_or_else(PoisonError::into_inner);
            for life in lives {
                made.push((life.place, tell(plan, studio, life, &mut chain)?));
            }
        }
        Ok::<_, HistoryError>(made)
    };
    let workers = thread::available_parallelism().map_or(1, NonZero::get);
    let made = thread::scope(|scope| {
        let workers: Vec<_> = (0..workers).map(|_| scope.spawn(some)).collect();
        let done = workers
            .into_iter()
            .map(|worker| worker.join().unwrap_or(Err(HistoryError::Thread)));
        done.collect::<Result<Vec<_>, _>>()
    })?;
    let in_order: BTreeMap<usize, MadeRecord> = made.into_iter().flatten().collect();
    Ok(in_order.into_values().collect())
}
