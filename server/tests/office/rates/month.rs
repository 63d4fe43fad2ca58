//! A month of an office, done by real devices, with of everything that a rate tells apart at least one.

use std::collections::BTreeMap;

use doorstep_domain::{
    ids::RecordId,
    record::{CallOutcome, Field, FieldValue, SignPurpose, What},
};
use doorstep_replica::Edit;

use crate::{
    device::{Device, Pad},
    shop::Shop,
    visit,
};

/// The score as it is put on the pad.
fn scored(score: i64) -> Pad {
    Pad {
        score,
        ..Pad::of("王秀英")
    }
}

fn call(device: &mut Device, record: RecordId, outcome: CallOutcome) {
    let note = String::new();
    device.happens(record, What::Call { outcome, note });
}

fn report(device: &mut Device, record: RecordId) {
    let covers = device
        .record(record)
        .valid_entries()
        .map(|(id, _)| id)
        .collect();
    let note = String::new();
    device.happens(record, What::Report { note, covers });
}

/// Up to the repair, and the customer will not sign.
fn refuse(device: &mut Device, record: RecordId) {
    visit::diagnose(device, record);
    let offer = visit::offer(device, record, 1, None);
    visit::accept(device, record, offer, &Pad::of("王秀英"));
    visit::repair(device, record);
    let statement = device.seal(record, SignPurpose::Refusal, None, &Pad::of("王秀英"));
    device.happens(
        record,
        What::SignRefused {
            statement: statement.to_string(),
            reason: "要等家人回来看过再说".to_owned(),
        },
    );
    report(device, record);
}

fn call_off(device: &mut Device, record: RecordId) {
    device.happens(
        record,
        What::Cancelled {
            reason: "用户另请他人".to_owned(),
            duplicate_of: None,
        },
    );
}

fn give_up(device: &mut Device, record: RecordId) {
    visit::diagnose(device, record);
    device.happens(
        record,
        What::CannotRepair {
            reason: "主板缺货".to_owned(),
            plan: "三日内带件二次上门".to_owned(),
        },
    );
    device.sign_off(record, &scored(4));
    report(device, record);
}

/// The office has a call for somebody.
async fn job(shop: &Shop, number: &str, serial: &str, fields: &[(Field, &str)]) -> RecordId {
    let mut all = vec![(Field::UnitSerial, serial)];
    all.extend_from_slice(fields);
    shop.intake(number, &all).await
}

/// What the office has to do: November's calls, by their names in these tests.
async fn november(shop: &Shop) -> BTreeMap<&'static str, RecordId> {
    let for_li = (Field::Assignee, "t-li");
    let long_ago = [
        (Field::ReceivedAt, "2026-11-20T08:10:00+08:00"),
        (
            Field::Appointment,
            "2026-11-22T09:00:00+08:00/2026-11-22T11:00:00+08:00",
        ),
    ];
    let records = BTreeMap::from([
        ("good", job(shop, "R-1", "S-1", &[]).await),
        ("late", job(shop, "R-2", "S-2", &long_ago).await),
        ("refused", job(shop, "R-3", "S-3", &[]).await),
        ("called off", job(shop, "R-4", "S-4", &[]).await),
        ("urgent", job(shop, "R-5", "S-5", &[for_li]).await),
        ("complex", job(shop, "R-6", "S-6", &[for_li]).await),
        (
            "far",
            job(shop, "R-7", "S-7", &[for_li, (Field::Area, "outside")]).await,
        ),
        (
            "installed",
            job(
                shop,
                "R-8",
                "S-8",
                &[for_li, (Field::Request, "installation")],
            )
            .await,
        ),
    ]);
    let priority = Edit::Field(Field::PriorityHours, FieldValue::Number(4));
    shop.edit(records["urgent"], vec![priority]).await;
    // What nobody touches, and nobody has.
    let nobodys = [(Field::Assignee, ""), (Field::Appointment, "")];
    job(shop, "R-9", "S-9", &nobodys).await;
    records
}

/// December's calls: the units of November fail again, and something is not due yet.
async fn december(shop: &Shop) -> [(&'static str, RecordId); 2] {
    let for_li = (Field::Assignee, "t-li");
    let today = [
        for_li,
        (Field::ReceivedAt, "2026-12-10T08:00:00+08:00"),
        (
            Field::Appointment,
            "2026-12-10T09:00:00+08:00/2026-12-10T11:00:00+08:00",
        ),
    ];
    let in_two_days = [
        for_li,
        (Field::ReceivedAt, "2026-12-10T08:00:00+08:00"),
        (
            Field::Appointment,
            "2026-12-12T09:00:00+08:00/2026-12-12T11:00:00+08:00",
        ),
    ];
    job(shop, "=R-12", "S-12", &in_two_days).await;
    [
        ("again", job(shop, "R-10", " s-1 ", &today).await),
        ("contested", job(shop, "R-11", "S-2", &today).await),
    ]
}

/// A month of an office: two technicians, and of everything that a rate tells apart at least one.
pub(super) async fn month() -> (Shop, BTreeMap<&'static str, RecordId>) {
    let mut shop = Shop::open().await;
    let mut zhang = shop.device("t-zhang", "张工的手机", 1).await;
    let mut li = shop.device("t-li", "李工的手机", 2).await;
    let mut records = november(&shop).await;
    zhang.read(&shop).await;
    li.read(&shop).await;

    visit::whole(&mut zhang, records["good"], &scored(5));
    visit::whole(&mut zhang, records["late"], &scored(3));
    refuse(&mut zhang, records["refused"]);
    call_off(&mut zhang, records["called off"]);
    shop.clock.move_after(zhang.now());
    zhang.hand_over(&shop).await;
    call(&mut li, records["far"], CallOutcome::Confirmed);
    visit::whole(&mut li, records["installed"], &scored(4));
    give_up(&mut li, records["complex"]);
    visit::whole(&mut li, records["urgent"], &scored(5));
    // Three days without coverage.
    shop.clock.move_by(3 * 24 * 60);
    li.hand_over(&shop).await;

    shop.clock.move_by(14 * 24 * 60);
    li.minutes_pass(17 * 24 * 60);
    records.extend(december(&shop).await);
    li.read(&shop).await;
    visit::whole(&mut li, records["again"], &scored(5));
    visit::whole(&mut li, records["contested"], &scored(5));
    let contest = records["contested"];
    li.set(contest, Field::SecondRepairContest, "排水管内有异物");
    shop.clock.move_after(li.now());
    li.hand_over(&shop).await;
    shop.log_in().await;
    (shop, records)
}
