//! Panics that are expected: neither printed nor traced, because thousands of them would take longer than the tests.

use std::{
    cell::{Cell, RefCell},
    panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook},
    sync::Once,
};

thread_local! {
    static QUIET: Cell<bool> = const { Cell::new(false) };
    static PLACE: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Runs something in which automerge may panic and be caught, without a word about it.
pub(super) fn quietly<T>(run: impl FnOnce() -> T) -> T {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let loud = take_hook();
        set_hook(Box::new(move |panic| {
            if QUIET.get() {
                let place = panic.location().map(|place| {
                    let file = place.file().rsplit('/').next().unwrap_or_default();
                    format!("{file}:{}", place.line())
                });
                PLACE.set(place.unwrap_or_default());
            } else {
                loud(panic);
            }
        }));
    });
    QUIET.set(true);
    let result = run();
    QUIET.set(false);
    result
}

/// Runs something and gives the place of its panic, if it panics.
pub(super) fn panic_place<T>(run: impl FnOnce() -> T) -> Result<T, String> {
    quietly(|| catch_unwind(AssertUnwindSafe(run))).map_err(|_| PLACE.take())
}
