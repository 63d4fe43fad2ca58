//! What a record lacks: the item, where it stands, and the step that fills it.

use doorstep_domain::course::{Completeness, Item, Need, VisitKind};
use serde::Serialize;

use super::{Words, record::step_words};

/// An item that lacks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MissingView {
    /// The item.
    #[serde(flatten)]
    pub item: Words,
    /// `required` or `recommended`.
    pub need: Words,
    /// Where it stands.
    pub place: PlaceView,
    /// The step that fills it.
    pub step: Words,
}

/// Where an item stands in the record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PlaceView {
    /// `field`, `text`, `entry` or `photo`.
    pub of: String,
    /// The key of the field or text, the kind of the entry or the stage of the photo, with its words.
    #[serde(flatten)]
    pub name: Words,
}

impl MissingView {
    pub(super) fn of(item: Item, need: Need) -> Self {
        let place = item.place();
        Self {
            item: Words::of(item.code(), item.words()),
            need: Words::of(need.code(), need.words()),
            place: PlaceView {
                of: place.code().to_owned(),
                name: Words::of(place.name(), place.words()),
            },
            step: step_words(item.step()),
        }
    }

    pub(super) fn all_of(completeness: &Completeness) -> Vec<Self> {
        let missing = completeness.missing.iter();
        missing.map(|(item, need)| Self::of(*item, *need)).collect()
    }
}

pub(super) fn visit_words(kind: VisitKind) -> Words {
    Words::of(kind.code(), kind.words())
}
