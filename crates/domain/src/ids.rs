//! Names of things: newtypes, so that a person is never passed where a device is meant.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Why a text is not an identifier.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{kind}` is not written as expected")]
pub struct BadId {
    /// Which kind of identifier was read: `record`, `entry`, `device`.
    pub kind: &'static str,
}

/// Inside JSON, too, an identifier has its one spelling and no other.
macro_rules! spelled {
    ($name:ident) => {
        impl Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer)?
                    .parse()
                    .map_err(serde::de::Error::custom)
            }
        }
    };
}

macro_rules! uuid_id {
    ($(#[$doc:meta])* $name:ident, $kind:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub Uuid);

        impl $name {
            /// The sixteen bytes, as they stand in messages and database columns.
            #[must_use]
            pub const fn as_bytes(&self) -> &[u8; 16] {
                self.0.as_bytes()
            }

            /// Reads the sixteen bytes of a message or a database column.
            ///
            /// # Errors
            /// [`BadId`] if there are not exactly sixteen bytes.
            pub fn from_slice(bytes: &[u8]) -> Result<Self, BadId> {
                Uuid::from_slice(bytes).map(Self).map_err(|_| BadId { kind: $kind })
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.hyphenated().fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({})", stringify!($name), self.0)
            }
        }

        impl FromStr for $name {
            type Err = BadId;

            fn from_str(text: &str) -> Result<Self, BadId> {
                // Only the hyphenated lower-case form: one thing has one spelling, also inside documents.
                let id = Uuid::try_parse(text).map_err(|_| BadId { kind: $kind })?;
                if id.hyphenated().to_string() == text {
                    Ok(Self(id))
                } else {
                    Err(BadId { kind: $kind })
                }
            }
        }

        spelled!($name);
    };
}

uuid_id!(
    /// One repair record (维修单), and the document that holds it.
    RecordId,
    "record"
);
uuid_id!(
    /// One thing that happened: a key under `entries` of a record.
    EntryId,
    "entry"
);

/// One device: the first 16 bytes of SHA-256 of its public key, written as 32 lower-case hex digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DeviceId(pub [u8; 16]);

impl DeviceId {
    /// The sixteen bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }

    /// Reads the sixteen bytes of a message or a database column.
    ///
    /// # Errors
    /// [`BadId`] if there are not exactly sixteen bytes.
    pub fn from_slice(bytes: &[u8]) -> Result<Self, BadId> {
        bytes
            .try_into()
            .map(Self)
            .map_err(|_| BadId { kind: "device" })
    }
}

impl fmt::Display for DeviceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for DeviceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DeviceId({self})")
    }
}

impl FromStr for DeviceId {
    type Err = BadId;

    fn from_str(text: &str) -> Result<Self, BadId> {
        let bad = BadId { kind: "device" };
        let digits = text.as_bytes();
        if digits.len() != 32 {
            return Err(bad);
        }
        let mut id = [0_u8; 16];
        for (byte, pair) in id.iter_mut().zip(digits.chunks_exact(2)) {
            for digit in pair {
                let value = match digit {
                    b'0'..=b'9' => digit - b'0',
                    b'a'..=b'f' => digit - b'a' + 10,
                    _ => return Err(bad),
                };
                *byte = (*byte << 4) | value;
            }
        }
        Ok(Self(id))
    }
}

spelled!(DeviceId);

/// One person of the organisation: a short stable code such as `t-zhang`, given by the office.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PersonId(pub String);

impl fmt::Display for PersonId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_device_id_has_one_spelling() {
        let id = DeviceId([0xab; 16]);
        assert_eq!(id.to_string(), "ab".repeat(16));
        assert_eq!(id.to_string().parse(), Ok(id));
        for wrong in [
            "AB".repeat(16),
            "ab".repeat(15),
            format!("{} ", "ab".repeat(15)),
            String::new(),
        ] {
            assert_eq!(wrong.parse::<DeviceId>(), Err(BadId { kind: "device" }));
        }
    }

    #[test]
    fn a_record_id_has_one_spelling() {
        let text = "0192f0c1-2345-7abc-8def-0123456789ab";
        let id: RecordId = text.parse().expect("hyphenated");
        assert_eq!(id.to_string(), text);
        assert!(text.to_uppercase().parse::<RecordId>().is_err());
        assert!(text.replace('-', "").parse::<RecordId>().is_err());
        let json = serde_json::to_string(&id).expect("a string");
        assert_eq!(json, format!("\"{text}\""));
        assert_eq!(
            serde_json::from_str::<RecordId>(&json).expect("read back"),
            id
        );
        assert!(serde_json::from_str::<RecordId>(&json.to_uppercase()).is_err());
        assert!(serde_json::from_str::<RecordId>(&json.replace('-', "")).is_err());
    }
}
