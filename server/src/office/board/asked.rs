//! What was asked of the board: a day, a station, pages.

use doorstep_domain::ids::PersonId;

use crate::{
    board::{BoardDay, JobPlace, TechnicianPlace, Whose},
    staff::StationCode,
};

/// One question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Asked {
    pub(super) day: BoardDay,
    pub(super) whose: Whose,
    /// Where the page of technicians begins.
    pub(super) after: Option<TechnicianPlace>,
    /// Where the page of what nobody has begins.
    pub(super) further: Option<JobPlace>,
}

impl Asked {
    /// Reads a query leniently: what cannot be read was not asked.
    pub(super) fn of(query: Option<&str>, today: BoardDay) -> Self {
        let mut asked = Self {
            day: today,
            whose: Whose::default(),
            after: None,
            further: None,
        };
        for (name, value) in form_urlencoded::parse(query.unwrap_or_default().as_bytes()) {
            match name.as_ref() {
                "day" => asked.day = value.parse().map_or(today, |day| today.on(day)),
                "station" if !value.is_empty() => {
                    asked.whose.station = Some(StationCode(value.into_owned()));
                }
                "technician" if !value.is_empty() => {
                    asked.whose.person = Some(PersonId(value.into_owned()));
                }
                "after" => asked.after = TechnicianPlace::of(&value),
                "further" => asked.further = value.parse().ok(),
                _ => {}
            }
        }
        asked
    }

    /// The same on another day, from its first page on.
    pub(super) fn on(&self, day: BoardDay) -> Self {
        Self {
            day,
            whose: self.whose.clone(),
            after: None,
            further: None,
        }
    }

    /// The same page on another day.
    pub(super) fn at(&self, day: BoardDay) -> Self {
        Self {
            day,
            ..self.clone()
        }
    }

    /// A technician alone on a day.
    pub(super) fn of_one(person: &str, day: BoardDay) -> Self {
        let asked = Self::of(None, day);
        let person = Some(PersonId(person.to_owned()));
        Self {
            whose: Whose {
                person,
                ..asked.whose.clone()
            },
            ..asked
        }
    }

    /// The link that asks this.
    pub(super) fn link(&self) -> String {
        let path = "/board?".to_owned();
        let start = path.len();
        let mut link = form_urlencoded::Serializer::for_suffix(path, start);
        link.append_pair("day", &self.day.date.to_string());
        if let Some(station) = &self.whose.station {
            link.append_pair("station", &station.0);
        }
        if let Some(person) = &self.whose.person {
            link.append_pair("technician", &person.0);
        }
        if let Some(after) = &self.after {
            link.append_pair("after", &after.to_string());
        }
        if let Some(further) = &self.further {
            link.append_pair("further", &further.to_string());
        }
        link.finish()
    }
}

#[cfg(test)]
mod tests {
    use chrono::FixedOffset;

    use super::*;

    #[test]
    fn a_question_survives_its_own_link_and_what_cannot_be_read_was_not_asked() {
        let today = BoardDay {
            date: "2026-11-23".parse().unwrap(),
            offset: FixedOffset::east_opt(8 * 3_600).unwrap(),
        };
        let asked = Asked {
            day: today.later(1),
            whose: Whose {
                station: Some(StationCode("east".to_owned())),
                person: Some(PersonId("t-li".to_owned())),
            },
            after: TechnicianPlace::of("t-li_李_娜&"),
            further: "9007199254740991_7".parse().ok(),
        };
        assert!(asked.after.is_some() && asked.further.is_some());
        let link = asked.link();
        let query = link.strip_prefix("/board?");
        assert_eq!(Asked::of(query, today), asked);
        let nothing = Asked::of(Some("day=2026-02-30&after=x&further=y_z&station="), today);
        assert_eq!(nothing, Asked::of(None, today));
    }
}
