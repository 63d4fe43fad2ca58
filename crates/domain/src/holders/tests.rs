use super::*;
use crate::{
    record::{Field, FieldValue},
    story::Story,
};

/// `(by, to, whom the office had named then)`.
type Handed = (&'static str, &'static str, &'static str);

fn record(assignee: Option<&str>, handed: &[Handed]) -> Story {
    let mut story = Story::repair();
    match assignee {
        None => {}
        Some("") => story.set(Field::Assignee, FieldValue::Empty),
        Some(named) => story.set(Field::Assignee, named),
    }
    for (by, to, assignee) in handed {
        let id = story.does(What::PassedOn(PassedOn {
            to: PersonId((*to).into()),
            assignee: (*assignee).into(),
            reason: "去另一家救急".into(),
        }));
        let reading = story.record.entries.get_mut(&id).unwrap();
        reading.entry.by = PersonId((*by).into());
    }
    story
}

fn names(people: &BTreeSet<PersonId>) -> Vec<&str> {
    people.iter().map(|person| person.0.as_str()).collect()
}

#[test]
fn who_holds_a_record() {
    /// Whom the office names, who opened it, who passed it on to whom under whom, and who holds it.
    type Row = (
        Option<&'static str>,
        Option<&'static str>,
        &'static [Handed],
        &'static [&'static str],
    );
    #[rustfmt::skip]
    let table: [Row; 16] = [
        // The office's word, and nobody passed anything on.
        (Some("li"), None,       &[],                                     &["li"]),
        (Some("li"), Some("wu"), &[],                                     &["li"]),
        (None,       Some("wu"), &[],                                     &["wu"]),
        (None,       None,       &[],                                     &[]),
        (Some(""),   Some("wu"), &[],                                     &[]),
        // By whom the office named, or by who opened it while it named nobody.
        (Some("li"), None,       &[("li", "wu", "li")],                   &["li", "wu"]),
        (None,       Some("li"), &[("li", "wu", "")],                     &["li", "wu"]),
        // Further on, in whichever order the entries stand.
        (Some("li"), None,       &[("li", "wu", "li"), ("wu", "he", "li")], &["he", "li", "wu"]),
        (Some("li"), None,       &[("wu", "he", "li"), ("li", "wu", "li")], &["he", "li", "wu"]),
        // By somebody who did not hold it.
        (Some("li"), None,       &[("he", "wu", "li")],                   &["li"]),
        (Some("li"), Some("wu"), &[("wu", "he", "li")],                   &["li"]),
        // The office has named another since: him, and nobody whom the earlier one passed it on to.
        (Some("he"), None,       &[("li", "wu", "li")],                   &["he"]),
        (Some(""),   None,       &[("li", "wu", "li")],                   &[]),
        (Some("li"), Some("li"), &[("li", "wu", "")],                     &["li"]),
        // The office has named who has it: now he holds it by the office's word.
        (Some("wu"), None,       &[("li", "wu", "li")],                   &["wu"]),
        // In a circle.
        (Some("li"), None,       &[("li", "wu", "li"), ("wu", "li", "li")], &["li", "wu"]),
    ];
    for (assignee, opened_by, handed, expected) in table {
        let opened_by = opened_by.map(|person| PersonId(person.into()));
        let found = holders(&record(assignee, handed).record, opened_by.as_ref());
        assert_eq!(
            names(&found),
            expected,
            "{assignee:?} {opened_by:?} {handed:?}"
        );
    }
}

#[test]
fn from_whom_it_came() {
    #[rustfmt::skip]
    let table: [(&[Handed], &str, &[&str]); 5] = [
        (&[],                                         "he", &[]),
        (&[("li", "wu", "li")],                       "wu", &["li"]),
        (&[("li", "wu", "li")],                       "li", &[]),
        (&[("wu", "he", "li"), ("li", "wu", "li")],   "he", &["li", "wu"]),
        (&[("li", "wu", "li"), ("wu", "li", "li")],   "wu", &["li"]),
    ];
    for (handed, person, expected) in table {
        let story = record(Some("an"), handed);
        let found = passed_on_by(&story.record, &PersonId(person.into()));
        assert_eq!(names(&found), expected, "{handed:?} {person}");
    }
}

#[test]
fn what_was_taken_back_was_not_passed_on() {
    let mut story = record(Some("li"), &[("li", "wu", "li")]);
    let entry = *story.record.entries.keys().last().unwrap();
    story.does(What::Void {
        entry,
        reason: "已当面交还".into(),
    });
    assert_eq!(names(&holders(&story.record, None)), ["li"]);
    assert!(passed_on_by(&story.record, &PersonId("wu".into())).is_empty());
}
