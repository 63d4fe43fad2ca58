//! The id of a van document is derived; an entry belongs to exactly one.

use super::*;

#[test]
fn everybody_derives_the_same_id_and_it_tells_the_kind() {
    let zhang = PersonId("t-zhang".into());
    let november: Month = "2026-11".parse().unwrap();
    let van = van_id(&zhang, november);
    assert_eq!(
        van.to_string(),
        "76616e31-e438-8f4b-9cb8-3972b5e296dc",
        "phones that exist derive this one"
    );
    assert!(is_van(van));
    assert_ne!(van, van_id(&zhang, "2026-12".parse().unwrap()));
    assert_ne!(van, van_id(&PersonId("t-li".into()), november));
    assert!(!is_van(
        "0192f0c1-2345-7abc-8def-0123456789ab".parse().unwrap()
    ));
    assert!(!is_van(RecordId(Uuid::from_u128(1))));
    let imported = "0192f0c1-2345-8abc-8def-0123456789ab";
    assert!(
        !is_van(imported.parse().unwrap()),
        "records may be derived, too"
    );
}

#[test]
fn a_month_has_one_spelling() {
    let evening = DateTime::parse_from_rfc3339("2026-11-30T23:30:00+08:00").unwrap();
    assert_eq!(Month::of(evening).to_string(), "2026-11", "where he stands");
    for wrong in [
        "2026-13", "2026-00", "26-11", "2026-1", "2026-011", "2026/11", "+026-11", "",
    ] {
        assert_eq!(wrong.parse::<Month>(), Err(BadMonth), "{wrong}");
    }
}

#[test]
fn an_entry_belongs_to_its_own_van_and_month() {
    let world = World::of(&[zhang(counted(1))]);
    let entry = &world.vans[&("zhang", "2026-11")].entries[&id(1)].entry;
    let november = "2026-11".parse().unwrap();
    let of = |person: &str, month| van_id(&PersonId(person.into()), month);
    assert_eq!(entry.check(of("zhang", november)), Ok(()));
    assert_eq!(entry.check(of("li", november)), Err(BadVanEntry::OtherVan));
    let december = "2026-12".parse().unwrap();
    assert_eq!(
        entry.check(of("zhang", december)),
        Err(BadVanEntry::OtherVan)
    );
}
