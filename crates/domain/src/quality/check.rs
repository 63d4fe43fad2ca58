//! Checks of the service: finished work that is looked at again (质检抽查), and customers who are none (神秘客户).

use doorstep_words::trade::quality as words;
use serde::{Deserialize, Serialize};

use crate::named::named;

/// How it is checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CheckKind {
    /// Finished work is looked at again, beside its record.
    Spot,
    /// Somebody calls as a customer and tells what he saw.
    Mystery,
}

named!(CheckKind {
    Spot "spot" words::check_kind::SPOT;
    Mystery "mystery" words::check_kind::MYSTERY;
});

/// What is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CheckItem {
    /// The fault is gone, and has stayed so.
    FaultGone,
    /// The parts in the unit are those of the record, and genuine.
    PartsAsRecorded,
    /// What the record says was done was done.
    RecordIsTrue,
    /// He came when he said.
    OnTime,
    /// He showed his badge.
    BadgeShown,
    /// He was polite.
    Polite,
    /// He charged by the rules.
    ChargedByTheRules,
    /// He tested in the customer's presence.
    TestedInPresence,
    /// He explained use and care.
    CareExplained,
    /// He left the place tidy.
    Tidy,
}

named!(CheckItem {
    FaultGone "fault_gone" words::check_item::FAULT_GONE;
    PartsAsRecorded "parts_as_recorded" words::check_item::PARTS_AS_RECORDED;
    RecordIsTrue "record_is_true" words::check_item::RECORD_IS_TRUE;
    OnTime "on_time" words::check_item::ON_TIME;
    BadgeShown "badge_shown" words::check_item::BADGE_SHOWN;
    Polite "polite" words::check_item::POLITE;
    ChargedByTheRules "charged_by_the_rules" words::check_item::CHARGED_BY_THE_RULES;
    TestedInPresence "tested_in_presence" words::check_item::TESTED_IN_PRESENCE;
    CareExplained "care_explained" words::check_item::CARE_EXPLAINED;
    Tidy "tidy" words::check_item::TIDY;
});

impl CheckKind {
    /// Reads [`CheckKind::code`] back.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.code() == code)
    }

    /// What is looked at, in its order: of finished work what can still be seen, of a visit how it went.
    #[must_use]
    pub const fn items(self) -> &'static [CheckItem] {
        use CheckItem as I;
        match self {
            Self::Spot => &[
                I::FaultGone,
                I::PartsAsRecorded,
                I::RecordIsTrue,
                I::ChargedByTheRules,
                I::CareExplained,
                I::Tidy,
            ],
            Self::Mystery => &[
                I::OnTime,
                I::BadgeShown,
                I::Polite,
                I::ChargedByTheRules,
                I::TestedInPresence,
                I::CareExplained,
                I::Tidy,
            ],
        }
    }
}

impl CheckItem {
    /// Reads [`CheckItem::code`] back.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|item| item.code() == code)
    }
}
