//! The people of the office: who they are, what they may do, where they work and how they sign in.
//!
//! [`Clerk`] is one of them at work; what a clerk may do says [`crate::rights::can`]. [`add`], [`change`] and
//! [`dismiss`] keep the list of people, [`set_up`] and [`sign_in`] are how they get in, [`account`] is what each keeps
//! of his own. Each is a function on one transaction that notes in the [`crate::audit`] what it did.

pub mod account;
mod add;
mod change;
mod dismiss;
mod error;
mod invite;
mod one_time_code;
mod password;
mod read;
mod role;
mod set_up;
mod sign_in;
mod station;

use std::collections::BTreeSet;

use doorstep_domain::ids::PersonId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub use self::{
    add::{AddPerson, add},
    change::{ChangePerson, change},
    dismiss::dismiss,
    error::StaffError,
    invite::{INVITATION_GOOD_FOR, invite},
    one_time_code::{CodeKey, CodeStep},
    password::{Password, PasswordHash},
    read::{Colleague, clerk, colleague, colleagues},
    role::OfficeRole,
    set_up::{invited, set_up},
    sign_in::{SignIn, SignInError, sign_in},
    station::{AddStation, Station, add_station, close_station, stations},
};

/// The code of a service station (网点): small letters, digits and hyphens.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(transparent)]
pub struct StationCode(pub String);

/// Somebody of the office at work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clerk {
    /// His code, which stands in what he writes.
    pub person: PersonId,
    /// The name that people read.
    pub name: String,
    /// What he does.
    pub roles: BTreeSet<OfficeRole>,
    /// The stations he works for; none: all of them.
    pub stations: BTreeSet<StationCode>,
}

impl Clerk {
    /// Whether a station is his; also of what belongs to none.
    #[must_use]
    pub fn works_for(&self, station: Option<&StationCode>) -> bool {
        self.stations.is_empty() || station.is_none_or(|station| self.stations.contains(station))
    }
}

#[cfg(test)]
mod tests;
