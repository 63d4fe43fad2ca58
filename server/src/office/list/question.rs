//! What was asked of the list: words to search for, one queue, a page.

use chrono::{DateTime, FixedOffset, NaiveTime, TimeDelta};
use doorstep_domain::course::Status;

/// The most that is searched for at once: a name, a street and a model are far below.
const WORDS_MAX: usize = 8;
/// Characters of all words together.
pub(super) const CHARACTERS_MAX: usize = 200;

/// So long before it runs out a clock is soon late: as long as the most urgent request has.
const SOON: TimeDelta = TimeDelta::hours(4);

/// The moment for which the queues are told, milliseconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Moment {
    pub(super) now_ms: i64,
    /// What runs out before this is soon late.
    pub(super) soon_ms: i64,
    /// The day by the office's clock on the wall, and the day after.
    pub(super) day_ms: [i64; 2],
}

impl Moment {
    pub(super) fn of(now: DateTime<FixedOffset>) -> Self {
        let now_ms = now.timestamp_millis();
        let since_midnight = now.time() - NaiveTime::MIN;
        let begins_ms = now_ms - since_midnight.num_milliseconds();
        Self {
            now_ms,
            soon_ms: now_ms + SOON.num_milliseconds(),
            day_ms: [begins_ms, begins_ms + TimeDelta::days(1).num_milliseconds()],
        }
    }
}

/// A place in the list: it is sorted by these two, the largest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) updated_ms: i64,
    pub(super) row: i64,
}

/// Which page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Page {
    Newest,
    /// The rows that come after a place.
    After(Place),
    /// The rows that come before a place.
    Before(Place),
}

/// Which records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Queue {
    All,
    Status(Status),
    /// Somebody is to come today, and has not finished.
    Today,
    /// A clock runs out within [`SOON`].
    Soon,
    /// A clock has run out.
    Late,
    Conflicts,
    Findings,
    /// The last acceptance is not what was signed, or nobody can tell.
    Signatures,
}

impl Queue {
    /// The queues in which something waits for somebody in the office.
    pub(super) const ATTENTION: [Self; 5] = [
        Self::Soon,
        Self::Late,
        Self::Conflicts,
        Self::Findings,
        Self::Signatures,
    ];

    /// As it stands in links.
    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::All => "",
            Self::Status(status) => status.code(),
            Self::Today => "today",
            Self::Soon => "soon",
            Self::Late => "late",
            Self::Conflicts => "conflicts",
            Self::Findings => "findings",
            Self::Signatures => "signatures",
        }
    }

    fn of_code(code: &str) -> Self {
        let statuses = Status::ALL.iter().copied().map(Self::Status);
        statuses
            .chain([Self::Today])
            .chain(Self::ATTENTION)
            .find(|queue| queue.code() == code)
            .unwrap_or(Self::All)
    }
}

/// One question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Question {
    /// As typed, within bounds.
    pub(super) words: String,
    pub(super) queue: Queue,
    pub(super) page: Page,
}

impl Question {
    /// Reads a query leniently: what cannot be read was not asked.
    pub(super) fn of(query: Option<&str>) -> Self {
        let mut question = Self {
            words: String::new(),
            queue: Queue::All,
            page: Page::Newest,
        };
        for (name, value) in form_urlencoded::parse(query.unwrap_or_default().as_bytes()) {
            match name.as_ref() {
                "q" => question.words = bounded(&value),
                "queue" => question.queue = Queue::of_code(&value),
                "after" => question.page = place(&value).map_or(Page::Newest, Page::After),
                "before" => question.page = place(&value).map_or(Page::Newest, Page::Before),
                _ => {}
            }
        }
        question
    }

    /// The words one by one; a record is found if it has all of them.
    pub(super) fn terms(&self) -> impl Iterator<Item = &str> {
        self.words.split_whitespace().take(WORDS_MAX)
    }

    pub(super) fn in_queue(&self, queue: Queue) -> Self {
        Self {
            queue,
            page: Page::Newest,
            words: self.words.clone(),
        }
    }

    pub(super) fn on_page(&self, page: Page) -> Self {
        Self {
            page,
            ..self.clone()
        }
    }

    /// The link that asks this, under `path`.
    pub(super) fn link(&self, path: &str) -> String {
        let path = format!("{path}?");
        let start = path.len();
        let mut link = form_urlencoded::Serializer::for_suffix(path, start);
        if !self.words.is_empty() {
            link.append_pair("q", &self.words);
        }
        if self.queue != Queue::All {
            link.append_pair("queue", self.queue.code());
        }
        let at = |place: Place| format!("{}.{}", place.updated_ms, place.row);
        match self.page {
            Page::Newest => {}
            Page::After(place) => {
                link.append_pair("after", &at(place));
            }
            Page::Before(place) => {
                link.append_pair("before", &at(place));
            }
        }
        let link = link.finish();
        link.strip_suffix('?').map(str::to_owned).unwrap_or(link)
    }
}

fn bounded(words: &str) -> String {
    let words = words.trim().chars().take(CHARACTERS_MAX);
    words.filter(|character| !character.is_control()).collect()
}

fn place(text: &str) -> Option<Place> {
    let (updated_ms, row) = text.split_once('.')?;
    Some(Place {
        updated_ms: updated_ms.parse().ok()?,
        row: row.parse().ok()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_survives_its_own_link() {
        let place = Place {
            updated_ms: 1_790_000_000_000,
            row: 7,
        };
        for page in [Page::Newest, Page::After(place), Page::Before(place)] {
            let question = Question {
                words: "青禾 路&q=\"%".to_owned(),
                queue: Queue::Status(Status::InRepair),
                page,
            };
            let link = question.link("/records.html");
            let (path, query) = link.split_once('?').unwrap();
            assert_eq!(path, "/records.html");
            assert_eq!(Question::of(Some(query)), question);
        }
        assert_eq!(Question::of(None).link("/"), "/");
    }

    #[test]
    fn what_cannot_be_read_was_not_asked() {
        let question = Question::of(Some("queue=magic&after=x.y&q=%00a%0a&lang=en"));
        assert_eq!(question.words, "a");
        assert_eq!((question.queue, question.page), (Queue::All, Page::Newest));
        let long = format!("q={}", "王 ".repeat(500));
        assert!(Question::of(Some(&long)).terms().count() <= WORDS_MAX);
    }
}
