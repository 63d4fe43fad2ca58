//! Parts to the piece: three technicians, one of them with phone and tablet, and a store, all writing while apart, in any
//! order. What really happens to every piece is kept beside them. Once all have met again the books of every van say of
//! every part what really happened, on every device and at the office, and each piece that does not fit is listed with
//! its cause: no piece without, no cause without a piece.
//!
//! How many cases: the environment variable `DOORSTEP_CASES`; other ones: `DOORSTEP_SEED`. A case that failed is kept in
//! `proptest-regressions/` and tried first from then on.
#![allow(clippy::indexing_slicing, clippy::unwrap_used)] // a case that cannot be set up has failed

mod action;
mod ledger;
mod world;

use proptest::{
    prelude::*,
    test_runner::{Config, FileFailurePersistence, RngSeed},
};

use self::{
    action::any_action,
    world::{Template, World},
};

const CASES: u32 = 200;
/// Actions of a case at most.
const ACTIONS_MAX: usize = 40;

fn number(variable: &str) -> Option<u64> {
    std::env::var(variable).ok()?.parse().ok()
}

fn config() -> Config {
    let kept = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/proptest-regressions/parts.txt"
    );
    Config {
        // The same cases on every machine, so that a red run is the change's fault; a soak gives seeds of its own.
        rng_seed: RngSeed::Fixed(number("DOORSTEP_SEED").unwrap_or(20_261_122)),
        cases: number("DOORSTEP_CASES")
            .and_then(|cases| u32::try_from(cases).ok())
            .unwrap_or(CASES),
        max_shrink_iters: 400,
        failure_persistence: Some(Box::new(FileFailurePersistence::Direct(kept))),
        ..Config::default()
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn the_equation_holds_to_the_piece_and_every_piece_that_breaks_it_has_its_cause(
        seed in any::<u64>(),
        actions in prop::collection::vec(any_action(), 1..ACTIONS_MAX),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let mut world = World::begin(Template::of_this_process().await, seed).await;
            for action in &actions {
                world.act(action).await;
            }
            world.quieten().await;
            world.assert_nobody_is_accused_for_nothing().await;
            world.count_everything().await;
            world.quieten().await;
            world.assert_to_the_piece().await;
        });
    }
}
