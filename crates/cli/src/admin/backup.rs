//! Backup and restore of a whole data folder.

use std::path::Path;

use doorstep_server::{
    backup::{back_up, restore},
    environment::Environment,
};
use serde_json::json;

use super::Answer;
use crate::{
    failure::{Failure, While as _},
    text::{admin::AdminText, doing::Doing},
};

/// Copies the data folder, also while the server works.
pub(super) fn back_up_to(data: &Path, to: &Path, answer: Answer) -> Result<(), Failure> {
    back_up(data, to).while_doing(Doing::BackUp {})?;
    let folder = to.display().to_string();
    answer.say(
        || json!({ "folder": folder }),
        &[AdminText::BackedUp {
            folder: folder.clone(),
        }],
    );
    Ok(())
}

/// Puts a backup in the place of the data folder.
pub(super) fn restore_from(from: &Path, data: &Path, answer: Answer) -> Result<(), Failure> {
    restore(from, data, &Environment::of_this_machine()).while_doing(Doing::Restore {})?;
    let folder = data.display().to_string();
    answer.say(
        || json!({ "folder": folder }),
        &[AdminText::Restored {
            folder: folder.clone(),
        }],
    );
    Ok(())
}
