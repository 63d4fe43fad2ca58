//! A figure: ours, its lower bound, and how far apart they may be.

use clap::ValueEnum;
use serde::{Serialize, Serializer, ser::SerializeStruct as _};

/// The figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
#[value(rename_all = "snake_case")]
pub(super) enum Name {
    /// One confirmed edit, against the same rows by bare SQL in one transaction
    DurableEdit,
    /// A page of 50 records, against the same rows by bare SQL
    ListPage,
    /// A search in Chinese, against the bare full-text query and its rows
    Search,
    /// Opening a record of 60 changes, against the bare load of its snapshot
    OpenRecord,
    /// Opening a device's file, against a bare connection, one query and one synced mark
    AppOpen,
    /// Requests that carry 1 000 pending changes of 50 records, against one
    PushRequests,
    /// Their bytes, against the same changes compressed by themselves
    PushBytes,
    /// All bytes of a contact with nothing new, against what it may cost
    IdleBytes,
    /// Bytes of the first contact, against the records' snapshots
    FirstSyncBytes,
    /// A device's memory at its peak in the first contact, against what it may take
    FirstSyncRss,
    /// Making a customer's copy of a signed repair, against what he waits for
    CopyTime,
    /// Its bytes, against what it may weigh
    CopyBytes,
}

/// What ours and bound are counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    /// Counted in nanoseconds, shown in microseconds.
    Time,
    /// Bytes.
    Bytes,
    /// Requests.
    Requests,
    /// Counted in bytes, shown in megabytes (10^6).
    Megabytes,
}

impl Unit {
    /// How it is written.
    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::Time => "µs",
            Self::Bytes => "bytes",
            Self::Requests => "requests",
            Self::Megabytes => "MB",
        }
    }

    /// What is counted in one of what is shown, and how many decimals are worth showing.
    const fn scale(self) -> (u64, usize) {
        match self {
            Self::Time => (1_000, 1),
            Self::Bytes | Self::Requests => (1, 0),
            Self::Megabytes => (1_000_000, 1),
        }
    }
}

impl Name {
    /// The name as it is typed and printed.
    pub(super) fn code(self) -> String {
        self.to_possible_value()
            .map(|value| value.get_name().to_owned())
            .unwrap_or_default()
    }

    pub(super) const fn unit(self) -> Unit {
        match self {
            Self::DurableEdit
            | Self::ListPage
            | Self::Search
            | Self::OpenRecord
            | Self::AppOpen
            | Self::CopyTime => Unit::Time,
            Self::PushRequests => Unit::Requests,
            Self::PushBytes | Self::IdleBytes | Self::FirstSyncBytes | Self::CopyBytes => {
                Unit::Bytes
            }
            Self::FirstSyncRss => Unit::Megabytes,
        }
    }

    /// The ratio at most, in hundredths.
    pub(super) const fn limit_hundredths(self) -> u64 {
        match self {
            Self::DurableEdit => 150,
            Self::ListPage | Self::Search | Self::OpenRecord | Self::AppOpen => 300,
            Self::PushBytes => 115,
            Self::FirstSyncBytes => 110,
            Self::PushRequests
            | Self::IdleBytes
            | Self::FirstSyncRss
            | Self::CopyTime
            | Self::CopyBytes => 100,
        }
    }
}

/// One measured figure. Ours and bound are whole numbers of what [`Unit`] counts in.
#[derive(Debug, Clone, Copy)]
pub(super) struct Figure {
    pub(super) name: Name,
    pub(super) ours: u64,
    pub(super) bound: u64,
}

impl Figure {
    /// Ours over the bound, in thousandths.
    fn ratio_thousandths(&self) -> u64 {
        let ratio = u128::from(self.ours) * 1_000 / u128::from(self.bound.max(1));
        u64::try_from(ratio).unwrap_or(u64::MAX)
    }

    /// Whether it keeps its limit.
    pub(super) fn is_kept(&self) -> bool {
        u128::from(self.ours) * 100
            <= u128::from(self.bound) * u128::from(self.name.limit_hundredths())
    }

    /// Ours as it is shown.
    pub(super) fn ours_text(&self) -> String {
        self.text(self.ours)
    }

    /// The bound as it is shown.
    pub(super) fn bound_text(&self) -> String {
        self.text(self.bound)
    }

    /// The ratio as it is shown.
    pub(super) fn ratio_text(&self) -> String {
        decimal(self.ratio_thousandths(), 1_000, 3)
    }

    /// The limit as it is shown.
    pub(super) fn limit_text(&self) -> String {
        decimal(self.name.limit_hundredths(), 100, 2)
    }

    fn text(&self, counted: u64) -> String {
        let (one, decimals) = self.name.unit().scale();
        decimal(counted, one, decimals)
    }
}

/// A count as a decimal number.
fn decimal(counted: u64, one: u64, decimals: usize) -> String {
    let fraction = format!("{:09}", (counted % one).saturating_mul(1_000_000_000 / one));
    let fraction: String = fraction.chars().take(decimals).collect();
    let point = if decimals == 0 { "" } else { "." };
    format!("{}{point}{fraction}", counted / one)
}

impl Serialize for Figure {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let number = |text: String| {
            text.parse::<serde_json::Number>()
                .map_err(serde::ser::Error::custom)
        };
        let mut object = serializer.serialize_struct("Figure", 5)?;
        object.serialize_field("name", &self.name.code())?;
        object.serialize_field("ours", &number(self.ours_text())?)?;
        object.serialize_field("bound", &number(self.bound_text())?)?;
        object.serialize_field("ratio", &number(self.ratio_text())?)?;
        object.serialize_field("unit", self.name.unit().code())?;
        object.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_is_one_json_object_of_numbers() {
        let figure = Figure {
            name: Name::DurableEdit,
            ours: 1_234_567,
            bound: 1_000_000,
        };
        let json = serde_json::to_string(&figure).unwrap();
        assert_eq!(
            json,
            r#"{"name":"durable_edit","ours":1234.5,"bound":1000.0,"ratio":1.234,"unit":"µs"}"#
        );
        let figure = Figure {
            name: Name::PushRequests,
            ours: 1,
            bound: 1,
        };
        let json = serde_json::to_string(&figure).unwrap();
        assert_eq!(
            json,
            r#"{"name":"push_requests","ours":1,"bound":1,"ratio":1.0,"unit":"requests"}"#
        );
    }

    #[test]
    fn a_limit_is_kept_up_to_the_limit_and_not_beyond() {
        let of = |name, ours, bound| Figure { name, ours, bound };
        assert!(of(Name::IdleBytes, 1_500, 1_500).is_kept());
        assert!(!of(Name::IdleBytes, 1_501, 1_500).is_kept());
        assert!(of(Name::PushBytes, 115, 100).is_kept());
        assert!(!of(Name::PushBytes, 1_151, 1_000).is_kept());
        assert!(
            !of(Name::DurableEdit, 1, 0).is_kept(),
            "a bound that was not measured bounds nothing"
        );
    }
}
