//! Three devices and a server, and everything between them goes wrong: requests and answers are lost, come twice, come
//! late or are cut; jobs move from one technician to the other, by the
//! office or from hand to hand; programs end; the server forgets its last hours. However
//! it went, once it goes well again all replicas are equal and nothing that was confirmed is missing.
//!
//! How many cases: the environment variable `DOORSTEP_CASES`; other ones: `DOORSTEP_SEED`. A case that failed is kept in
//! `proptest-regressions/` and tried first from then on.
#![allow(clippy::indexing_slicing, clippy::unwrap_used)] // a case that cannot be set up has failed

mod action;
mod world;

use proptest::{
    prelude::*,
    test_runner::{Config, FileFailurePersistence, RngSeed},
};

use self::{
    action::{Action, any_action, any_action_or_restore, any_action_with_leads},
    world::{Template, World},
};

/// Cases of each of the tests.
const CASES: u32 = 300;
/// Actions of a case at most.
const ACTIONS_MAX: usize = 50;

fn config() -> Config {
    let cases = std::env::var("DOORSTEP_CASES")
        .ok()
        .and_then(|cases| cases.parse().ok())
        .unwrap_or(CASES);
    let kept = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/proptest-regressions/convergence.txt"
    );
    // The same cases on every machine, so that a red run is the change's fault; a soak gives seeds of its own.
    let seed = std::env::var("DOORSTEP_SEED")
        .ok()
        .and_then(|seed| seed.parse().ok())
        .unwrap_or(20_261_122);
    Config {
        rng_seed: RngSeed::Fixed(seed),
        cases,
        max_shrink_iters: 400,
        failure_persistence: Some(Box::new(FileFailurePersistence::Direct(kept))),
        ..Config::default()
    }
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
}

fn live_through(seed: u64, actions: &[Action]) {
    runtime().block_on(async {
        let mut world = World::begin(Template::of_this_process().await, seed).await;
        for action in actions {
            world.act(action).await;
        }
        world.quieten().await;
        world.assert_agreed();
    });
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn whatever_goes_wrong_between_them_all_replicas_end_up_equal(
        seed in any::<u64>(),
        actions in prop::collection::vec(any_action(), 1..ACTIONS_MAX),
    ) {
        live_through(seed, &actions);
    }

    #[test]
    fn also_when_another_leads(
        seed in any::<u64>(),
        actions in prop::collection::vec(any_action_with_leads(), 1..ACTIONS_MAX),
    ) {
        live_through(seed, &actions);
    }

    #[test]
    fn also_when_the_server_wakes_up_with_an_old_backup(
        seed in any::<u64>(),
        actions in prop::collection::vec(any_action_or_restore(), 1..ACTIONS_MAX),
    ) {
        live_through(seed, &actions);
    }
}
