//! What the shells draw: every view, kept as it is in Chinese and in English, for whoever reads a change of them.
//!
//! A view is all that a screen needs: its words stand in it in both languages, its sums have a currency, its moments an
//! offset. The files are in `tests/views`; `docs/how-to/change-a-view.md` says how they are made anew.

mod actions;
mod in_words;
mod kept;
mod language;
mod members;
mod screens;

use std::collections::BTreeSet;

use doorstep_core::script::VERBS;
use doorstep_tests::Fleet;
use serde_json::{Value, json};
use tokio::sync::OnceCell;

use crate::{Story, offline::work};

/// The stories whose records are kept, besides the record of the busy day in [`screens`]: together they fill every member
/// of the view.
const KEPT: &[&str] = &[
    "brought_in_and_declined",
    "crisis_agreement",
    "damage_compensated",
    "discount_by_telephone",
    "extension_by_telephone",
    "revised_downwards",
    "mistake_taken_back",
    "part_free_part_paid",
    "partial_payment",
    "refuses_to_sign",
    "three_options",
    "workshop_with_loaner",
];

/// What a verb shows that changes a record or a van: the view that another verb shows, too, or nothing but that it is done.
const SHOWN_BY_ANOTHER: &[(&str, &str)] = &[
    ("record.", "show"),
    ("visit.", "show"),
    ("consent.", "show"),
    ("diagnosis.", "show"),
    ("quote.", "show"),
    ("part.", "show"),
    ("repair.", "show"),
    ("custody.", "show"),
    ("loaner.", "show"),
    ("test.", "show"),
    ("advice.", "show"),
    ("sign.", "show"),
    ("payment.", "show"),
    ("invoice.", "show"),
    ("report.", "show"),
    ("approval.", "show"),
    ("customer.", "show"),
    ("complaint.", "show"),
    ("damage.", "show"),
    ("compensation.", "show"),
    ("agreement.", "show"),
    ("insurer.", "show"),
    ("entry.", "show"),
    ("conflict.", "show"),
    ("photo.", "show"),
    ("van.", "van.stock"),
];

/// One line of a script and what it showed.
#[derive(Debug)]
pub(super) struct Shown {
    /// The file that it is kept in, without language and ending.
    file: String,
    /// The verb.
    verb: String,
    /// What was shown.
    view: Value,
}

impl Shown {
    fn new(file: &str, verb: &str, view: Value) -> Self {
        Self {
            file: file.to_owned(),
            verb: verb.to_owned(),
            view,
        }
    }
}

/// All that is kept: it is worked through once, and looked at by every test.
async fn all_shown() -> &'static [Shown] {
    static SHOWN: OnceCell<Vec<Shown>> = OnceCell::const_new();
    let work_through = || async {
        let mut shown = screens::of_a_busy_day().await;
        for (name, story) in crate::all() {
            if KEPT.contains(&name) {
                let view = at_the_end_of(&story).await;
                shown.push(Shown::new(&format!("record.{name}"), "show", view));
            }
        }
        shown
    };
    SHOWN.get_or_init(work_through).await
}

async fn at_the_end_of(story: &Story) -> Value {
    let fleet = Fleet::open().await;
    let [ana] = fleet.devices(["ana"]).await;
    ana.sync().await;
    ana.go_offline();
    let record = work(&fleet, &ana, story).await;
    ana.say(json!({ "do": "show", "record": record })).await
}

#[tokio::test(flavor = "multi_thread")]
async fn every_view_is_as_it_was_in_both_languages() {
    kept::assert_kept(all_shown().await);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_verb_has_its_screen() {
    let shown = all_shown().await.iter();
    let shown: BTreeSet<&str> = shown.map(|shown| shown.verb.as_str()).collect();
    for verb in VERBS {
        let as_another = || {
            let found = SHOWN_BY_ANOTHER
                .iter()
                .find(|(noun, _)| verb.name.starts_with(noun));
            found.is_some_and(|(_, other)| verb.changes() && shown.contains(other))
        };
        assert!(
            shown.contains(verb.name) || as_another(),
            "no kept view shows what {} shows",
            verb.name
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_member_of_every_view_is_filled_somewhere() {
    members::assert_filled(all_shown().await);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_view_speaks_both_languages_and_shows_no_bare_code_sum_or_moment() {
    let mut faults = BTreeSet::new();
    for shown in all_shown().await {
        in_words::find_faults(&shown.view, &shown.verb, &mut faults);
    }
    assert!(faults.is_empty(), "{faults:#?}");
}
