//! Serves the pages with the sample data and a day of made-up work, for people who want to look at them:
//!
//! `DOORSTEP_LOOK_AT=127.0.0.1:8099 cargo test --release -p doorstep-server --test office -- --ignored --nocapture look`

use std::{env, fs, path::Path};

use doorstep_domain::{
    ids::{PersonId, RecordId},
    record::{Field, FieldValue, TextName, What},
};
use doorstep_evidence::statement::StrokePoint;
use doorstep_replica::{Edit, TextEdit};
use doorstep_server::{
    app::router, catalogue, intake, organisation::OFFICE, session::create_login_link,
};
use serde::Deserialize;
use tokio::net::TcpListener;

use crate::{
    device::{Device, Pad},
    shop::Shop,
    visit::{self, Visit},
};

#[derive(Deserialize)]
struct Signatures {
    signatures: Vec<Signature>,
}

#[derive(Deserialize)]
struct Signature {
    name: String,
    strokes: Vec<Vec<StrokePoint>>,
}

fn sample() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/cli/sample")
}

async fn take_in(shop: &Shop) -> Vec<RecordId> {
    let organisation = shop.state.organisation();
    let sources = catalogue::read_folder(&sample()).unwrap();
    let parsed = catalogue::parse(&sources).unwrap();
    catalogue::publish(organisation, parsed).await.unwrap();
    let calls = fs::read(sample().join("intakes.csv")).unwrap();
    let at = "2026-11-23T08:10:00+08:00".parse().unwrap();
    let taken = intake::import(shop.state.replication(), "intakes.csv", &calls, at)
        .await
        .unwrap();
    taken.into_iter().map(|taken| taken.record).collect()
}

fn pads() -> Vec<Pad> {
    let json = fs::read(sample().join("signatures.json")).unwrap();
    let signatures: Signatures = serde_json::from_slice(&json).unwrap();
    let pad = |signature: Signature| Pad {
        strokes: signature.strokes,
        ..Pad::of(&signature.name)
    };
    signatures.signatures.into_iter().map(pad).collect()
}

/// A technician's day without a network: some jobs finished, some half done, one irregular.
async fn day(shop: &Shop, jobs: &[RecordId], phone: &mut Device) -> Visit {
    let pads = pads();
    visit::whole(phone, jobs[1], &pads[1]);
    let visit = visit::whole(phone, jobs[2], &pads[2]);
    visit::diagnose(phone, jobs[0]);
    let first = visit::offer(phone, jobs[0], 1, None);
    visit::accept(phone, jobs[0], first, &pads[0]);
    visit::offer(phone, jobs[0], 2, Some(first));
    visit::diagnose(phone, jobs[3]);
    visit::offer(phone, jobs[3], 1, None);
    phone.happens(
        jobs[4],
        What::Visit {
            place: String::new(),
            badge_shown: true,
            unit_matches: false,
            proof_of_purchase_seen: true,
        },
    );
    visit::repair(phone, jobs[5]);
    phone.happens(
        jobs[6],
        What::Cancelled {
            reason: "用户已自行修好".to_owned(),
            duplicate_of: None,
        },
    );
    for (job, pad) in jobs.iter().zip(&pads).skip(7) {
        visit::whole(phone, *job, pad);
        shop.clock.move_after(phone.now());
        phone.hand_over(shop).await;
    }
    visit
}

/// The same record written on the phone, on the tablet and in the office while they are apart.
async fn apart(shop: &Shop, job: RecordId, phone: &mut Device, tablet: &mut Device) {
    tablet.minutes_pass(95);
    tablet.set(job, Field::CustomerPhone, "139-0000-2002");
    let symptom = "一进厨房就闻到煤气味，凑近热水器更重。阀门已关。";
    tablet.write(job, TextName::Symptom, symptom);
    let agreed = "2026-11-23T18:00:00+08:00/2026-11-23T20:00:00+08:00";
    phone.set(job, Field::Appointment, agreed);
    let moved = "2026-11-24T09:00:00+08:00/2026-11-24T11:00:00+08:00";
    for (field, value) in [
        (Field::Appointment, moved),
        (Field::CustomerPhone, "139-0000-3003"),
    ] {
        shop.edit(job, vec![Edit::Field(field, value.into())]).await;
    }
    phone.hand_over(shop).await;
    tablet.hand_over(shop).await;
}

/// What was signed is changed.
async fn afterwards(shop: &Shop, job: RecordId, visit: &Visit, phone: &mut Device) {
    phone.minutes_pass(90);
    let work = "更换排水泵与门封，清理滤网与管路";
    phone.write(job, TextName::Work, work);
    phone.happens(
        job,
        What::Void {
            entry: visit.fitted,
            reason: "型号记错".to_owned(),
        },
    );
    shop.clock.move_after(phone.now());
    phone.hand_over(shop).await;
    let note = TextEdit::Append("用户来电补充：偶尔跳闸。".to_owned());
    let edits = vec![
        Edit::Text(TextName::Symptom, note),
        Edit::Field(Field::UnitSerial, "YLWM2510000999".into()),
        Edit::Field(Field::PriorityHours, FieldValue::Number(4)),
    ];
    shop.edit(job, edits).await;
}

#[tokio::test]
#[ignore = "serves until it is stopped; for looking at the pages"]
async fn look() {
    let address = env::var("DOORSTEP_LOOK_AT").unwrap_or_else(|_| "127.0.0.1:8099".to_owned());
    let shop = Shop::open().await;
    let records = take_in(&shop).await;
    let mut phone = shop.device("t-zhang", "张工的手机", 1).await;
    let mut tablet = shop.device("t-zhang", "张工的平板", 2).await;
    let lost = shop.device("t-li", "李工的旧手机", 3).await;
    shop.state
        .organisation()
        .revoke_device(lost.id())
        .await
        .unwrap();
    for (place, record) in records.iter().enumerate() {
        let person = if place < 14 { "t-zhang" } else { "t-li" };
        if place < 40 {
            intake::assign(
                shop.state.replication(),
                *record,
                PersonId(person.to_owned()),
            )
            .await
            .unwrap();
        }
    }
    phone.read(&shop).await;
    tablet.read(&shop).await;
    let visit = day(&shop, &records[..12], &mut phone).await;
    apart(&shop, records[1], &mut phone, &mut tablet).await;
    afterwards(&shop, records[2], &visit, &mut phone).await;
    // Outside of his rights: goes to quarantine.
    phone.set(records[13], Field::Assignee, "t-li");
    phone.send(&shop).await;
    let listener = TcpListener::bind(&address).await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    println!(
        "{}",
        create_login_link(shop.state.organisation(), &url, PersonId(OFFICE.to_owned()))
            .await
            .unwrap()
    );
    for record in &records[..7] {
        println!("{url}/records/{record}");
    }
    axum::serve(listener, router(shop.state.clone()))
        .await
        .unwrap();
}
