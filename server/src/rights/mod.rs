//! What a clerk may do, in one place; deny by default.
//!
//! [`can`] answers for an action on what belongs to a station, [`sees`] for parts of a record that not everybody needs,
//! [`may_change`] for a record's single fields. The tables follow domain.md, "People": who does what there may do it here.

mod action;
mod field;
mod sight;
mod stations;

pub use self::{
    action::Action,
    field::may_change,
    sight::{Sight, sees, sight_of},
    stations::station_condition,
};
use crate::{
    api_error::ApiError,
    staff::{Clerk, StationCode},
};

/// The clerk may not do this.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the clerk may not do this")]
pub struct NotAllowed;

/// Whether a clerk may do something to what belongs to a station; to what belongs to none, if it is `None`.
#[must_use]
pub fn can(clerk: &Clerk, action: Action, station: Option<&StationCode>) -> bool {
    let mut roles = action.roles().iter();
    clerk.works_for(station) && roles.any(|role| clerk.roles.contains(role))
}

/// As [`can`], to be asked with `?`.
///
/// # Errors
/// [`NotAllowed`].
pub fn require(
    clerk: &Clerk,
    action: Action,
    station: Option<&StationCode>,
) -> Result<(), NotAllowed> {
    if can(clerk, action, station) {
        Ok(())
    } else {
        Err(NotAllowed)
    }
}

impl From<NotAllowed> for ApiError {
    fn from(_: NotAllowed) -> Self {
        Self::not_allowed()
    }
}

#[cfg(test)]
mod tests;
