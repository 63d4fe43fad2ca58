//! Which days decide: of the visit, and of the dissatisfaction that a second service answers.

use crate::{
    cover::{not_satisfied_day, visit_day},
    record::Field,
    story::{self, Story},
};

#[test]
fn the_day_on_which_the_unit_was_seen_decides_also_where_it_was_brought_in() {
    let mut story = Story::repair();
    assert_eq!(visit_day(&story.record), None, "nobody has seen it");
    story.set(Field::Reception, "brought_in");
    story.does(story::unit_taken());
    let day = visit_day(&story.record).expect("it was seen");
    assert_eq!(day.to_string(), "2026-11-23");
}

#[test]
fn a_second_service_is_owed_until_the_customer_has_signed_for_it() {
    let mut story = Story::finished();
    assert_eq!(not_satisfied_day(&story.record), None);
    story.does(story::not_satisfied());
    let day = not_satisfied_day(&story.record).expect("he said so");
    assert_eq!(day.to_string(), "2026-11-23");
    for act in [story::arrive, story::finish, story::test, story::sign] {
        act(&mut story);
    }
    assert_eq!(not_satisfied_day(&story.record), None);
}
