use super::*;
use crate::{
    record::{Candidate, Field, FieldValue},
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
        let record = record(assignee, handed).record;
        let found = holders(&record, opened_by.as_ref(), &BTreeSet::new());
        assert_eq!(
            names(&found),
            expected,
            "{assignee:?} {opened_by:?} {handed:?}"
        );
    }
}

/// Who named whom as the lead while apart; the last is automerge's winner.
type Named = (&'static str, &'static str);

fn lead(story: &mut Story, named: &[Named]) -> BTreeSet<PersonId> {
    if named.is_empty() {
        return BTreeSet::new();
    }
    let device = |by: &str| DeviceId([by.as_bytes()[0]; 16]);
    let candidate = |(by, whom): &Named| Candidate {
        value: match *whom {
            "" => FieldValue::Empty,
            whom => whom.into(),
        },
        device: device(by),
        role: if *by == "office" {
            Role::Office
        } else {
            Role::Technician
        },
    };
    story.clash(Field::Lead, named.iter().map(candidate).collect());
    let on: BTreeSet<DeviceId> = lead_named_on(&story.record).collect();
    let people = named.iter().filter(|(by, _)| on.contains(&device(by)));
    people.map(|(by, _)| PersonId((*by).into())).collect()
}

#[test]
fn the_lead_holds_it_by_the_word_of_who_may_give_it() {
    /// Whom the office names, who opened it, who passed it on to whom under whom, who named whom as the lead, who holds it.
    type Row = (
        Option<&'static str>,
        Option<&'static str>,
        &'static [Handed],
        &'static [Named],
        &'static [&'static str],
    );
    #[rustfmt::skip]
    let table: [Row; 19] = [
        // Named by the office, or by who holds it.
        (Some("li"), None,       &[],                   &[("office", "wu")],                 &["li", "wu"]),
        (Some("li"), None,       &[],                   &[("li", "wu")],                     &["li", "wu"]),
        (Some("li"), None,       &[],                   &[("li", "li")],                     &["li"]),
        (None,       Some("li"), &[],                   &[("li", "wu")],                     &["li", "wu"]),
        (Some("li"), None,       &[("li", "wu", "li")], &[("wu", "he")],                     &["he", "li", "wu"]),
        // Named by himself, or by somebody else who does not hold it.
        (Some("li"), None,       &[],                   &[("wu", "wu")],                     &["li"]),
        (Some("li"), None,       &[],                   &[("he", "wu")],                     &["li"]),
        (None,       None,       &[],                   &[("wu", "wu")],                     &[]),
        (Some(""),   Some("wu"), &[],                   &[("wu", "wu")],                     &[]),
        // Nobody is.
        (Some("li"), None,       &[],                   &[("office", "")],                   &["li"]),
        // Several while apart: only who is in force, and only by whom he was named.
        (Some("li"), None,       &[],                   &[("li", "wu"), ("he", "he")],       &["li"]),
        (Some("li"), None,       &[],                   &[("he", "he"), ("li", "wu")],       &["li", "wu"]),
        (Some("li"), None,       &[],                   &[("li", "wu"), ("wu", "wu")],       &["li", "wu"]),
        (Some("li"), None,       &[],                   &[("office", "he"), ("li", "wu")],   &["he", "li"]),
        // The office has given the job away since: whom the earlier one named goes with him, whom it named itself stays.
        (Some("an"), None,       &[],                   &[("li", "wu")],                     &["an"]),
        (Some("an"), None,       &[],                   &[("office", "wu")],                 &["an", "wu"]),
        // The lead may pass it on as every holder, and for as long as he is one.
        (Some("li"), None,       &[("wu", "he", "li")], &[("li", "wu")],                     &["he", "li", "wu"]),
        (Some("li"), None,       &[("wu", "he", "li")], &[("li", "an")],                     &["an", "li"]),
        // Whom the lead passed it on to may not keep him in it.
        (Some("li"), None,       &[("wu", "he", "li")], &[("he", "wu")],                     &["li"]),
    ];
    for (assignee, opened_by, handed, named, expected) in table {
        let opened_by = opened_by.map(|person| PersonId(person.into()));
        let mut story = record(assignee, handed);
        let named_by = lead(&mut story, named);
        let found = holders(&story.record, opened_by.as_ref(), &named_by);
        assert_eq!(
            names(&found),
            expected,
            "{assignee:?} {opened_by:?} {handed:?} {named:?}"
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
    assert_eq!(
        names(&holders(&story.record, None, &BTreeSet::new())),
        ["li"]
    );
    assert!(passed_on_by(&story.record, &PersonId("wu".into())).is_empty());
}
