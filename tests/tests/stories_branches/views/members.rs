//! Every member of every view stands filled in some kept one: what nobody has seen is not checked by anybody.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{Shown, language::is_empty};

/// What no story fills, and why.
const NEVER: &[(&str, &str)] = &[
    (
        "attention.refused[].number",
        "what is refused is about a record that left this device: its number left with it",
    ),
    (
        "show.unreadable_entries",
        "only a newer program writes such entries",
    ),
    (
        "show.signatures[].verdict.why",
        "no honest device makes a broken statement",
    ),
    (
        "exchange.take_over.not_taken",
        "an honest device packs nothing that another refuses",
    ),
    (
        "show.photos[].sent_bytes",
        "a file is half sent only while a connection breaks",
    ),
    (
        "show.photos[].refusal",
        "the office refuses no file that is as its record says",
    ),
    (
        "status.quarantined",
        "a damaged file of the device was set aside",
    ),
];

/// Where the same is shown a second time: what is filled at one place is seen.
const SAME: &[(&str, &str)] = &[
    ("cash.hand_in.left.", "cash."),
    ("sync.status.", "status."),
    ("search.rows[]", "list.rows[]"),
    ("van.old_parts.old_parts[]", "van.stock.old_parts[]"),
    ("list.rows[].next_deadline.", "show.deadlines[]."),
    ("show.next_deadline.", "show.deadlines[]."),
    ("quote.draft.options[]", "show.quotes[].options[]"),
    ("quote.draft.discount", "show.quotes[].discount"),
    ("quote.draft.differences", "show.quotes[].differences"),
    ("show.to_sign[].lines[]", "show.quotes[].options[].lines[]"),
    ("show.quotes[].lines[]", "show.quotes[].options[].lines[]"),
    (
        "show.quotes[].differences[].lines[].new.",
        "show.quotes[].options[].lines[].",
    ),
    (
        "show.quotes[].differences[].lines[].old.",
        "show.quotes[].options[].lines[].",
    ),
    ("verify.statements[].verdict.", "show.signatures[].verdict."),
    ("leave.others[].", "leave.payment[]."),
    ("show.duplicates.stays.", "show.duplicates.likely[]."),
    (
        "show.duplicates.merged_here[].",
        "show.duplicates.likely[].",
    ),
    ("show.parts_removed[].", "show.parts_fitted[]."),
    ("files.list.files[].refusal", "show.photos[].refusal"),
    ("files.list.files[].sent_bytes", "show.photos[].sent_bytes"),
];

pub(super) fn assert_filled(shown: &[Shown]) {
    let mut filled = BTreeMap::new();
    for one in shown {
        note(&one.view, &one.verb, &mut filled);
    }
    let empty: BTreeSet<&str> = filled
        .iter()
        .filter(|(_, filled)| !**filled)
        .map(|(path, _)| path.as_str())
        .collect();
    let never: BTreeSet<&str> = NEVER.iter().map(|(path, _)| *path).collect();
    assert_eq!(
        empty, never,
        "left: shown by no kept view; right: said to be so"
    );
}

/// Notes of every member whether anything stood there.
fn note(value: &Value, path: &str, filled: &mut BTreeMap<String, bool>) {
    let same = SAME.iter().find_map(|(again, first)| {
        let rest = path.strip_prefix(again)?;
        Some(format!("{first}{rest}"))
    });
    if let Some(same) = same {
        return note(value, &same, filled);
    }
    *filled.entry(path.to_owned()).or_default() |= !is_empty(value);
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                note(member, &format!("{path}.{name}"), filled);
            }
        }
        Value::Array(items) => {
            for item in items {
                note(item, &format!("{path}[]"), filled);
            }
        }
        _ => {}
    }
}
