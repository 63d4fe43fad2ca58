//! What waits on other pages: the queues that are no records. One line each.

use doorstep_words::Language;
use maud::{Markup, html};
use rusqlite::Connection;

use crate::{call_back, complaint, office::frame::Place, question, rights::can, staff::Clerk};

/// What waits elsewhere for this clerk.
pub(super) struct Elsewhere(Vec<(Place, i64)>);

impl Elsewhere {
    pub(super) fn count(
        connection: &Connection,
        clerk: &Clerk,
        now_ms: i64,
    ) -> rusqlite::Result<Self> {
        let mut waiting = vec![
            (
                Place::Questions,
                question::count_waiting(connection, clerk)?,
            ),
            (
                Place::CallBacks,
                call_back::count_open(connection, clerk, now_ms)?.0,
            ),
            (Place::Complaints, complaint::count_open(connection, clerk)?),
            (Place::Quarantine, count_quarantined(connection)?),
        ];
        waiting.retain(|(place, count)| *count > 0 && can(clerk, place.action(), None));
        Ok(Self(waiting))
    }

    pub(super) fn links(&self, language: Language) -> Markup {
        html! {
            @for (place, count) in &self.0 {
                a id={ "to-" (place.address().trim_start_matches('/')) } href=(place.address()) {
                    (language.say(place.words())) span.count { (count) }
                }
            }
        }
    }
}

/// How many refused uploads are kept; they belong to no station.
fn count_quarantined(connection: &Connection) -> rusqlite::Result<i64> {
    connection
        .prepare_cached("SELECT count(*) FROM quarantine")?
        .query_row([], |row| row.get(0))
}
