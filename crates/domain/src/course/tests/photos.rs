//! Which photos are good to have, by the kind of visit and by who pays: each row is a course in words, the kind, and the
//! stages that lack. None of them is required for anything.

use crate::{
    course::{Completeness, Item, Need, Place, before_leaving, may_sign_off},
    quote::Payer,
    record::{Field, FileAdded, FileStage, MediaType, TextName, What},
    story::{
        self, Story, accept, advise, arrive, assign, call, cancel, cannot, decline, diagnose,
        finish, offer, pay, pump_lines, quote, refuse_to_sign, repair, report, sign, test,
    },
};

type Act = fn(&mut Story);

/// A document in the place of a picture: completeness asks for the stage alone.
fn take(story: &mut Story, stage: FileStage) {
    story.does(What::FileAdded(FileAdded {
        stage,
        digest: "d".repeat(64),
        media_type: MediaType::Pdf,
        bytes: 4_000,
        picture: None,
        caption: "见图".into(),
    }));
}

fn plate(story: &mut Story) {
    take(story, FileStage::Nameplate);
}

fn fault(story: &mut Story) {
    take(story, FileStage::Fault);
}

fn before(story: &mut Story) {
    take(story, FileStage::Before);
}

fn after(story: &mut Story) {
    take(story, FileStage::After);
}

fn invoice(story: &mut Story) {
    take(story, FileStage::Invoice);
}

fn stamp(story: &mut Story) {
    take(story, FileStage::Stamp);
}

fn take_back_last(story: &mut Story) {
    let last = *story.record.entries.keys().last().expect("an entry");
    story.does(story::void(last));
}

fn paid_by(story: &mut Story, payer: Payer) {
    let mut lines = pump_lines();
    for line in lines.iter_mut().take(1) {
        line.payer = payer;
    }
    story.does(offer(1, None, lines));
}

/// The part is in warranty, the labour is not.
fn warranty(story: &mut Story) {
    paid_by(story, Payer::Warranty);
}

fn contract(story: &mut Story) {
    paid_by(story, Payer::Contract);
}

fn asked(story: &mut Story, request: &'static str) {
    story.set(Field::Request, request);
    story.write(TextName::Symptom, "");
}

fn installation(story: &mut Story) {
    asked(story, "installation");
}

fn maintenance(story: &mut Story) {
    asked(story, "maintenance");
}

fn enquiry(story: &mut Story) {
    asked(story, "enquiry");
}

fn complaint(story: &mut Story) {
    asked(story, "complaint");
}

fn brought(story: &mut Story) {
    story.set(Field::Reception, "brought_in");
}

fn take_unit(story: &mut Story) {
    story.does(story::unit_taken());
}

fn absent(story: &mut Story) {
    story.does(story::absent());
}

fn not_satisfied(story: &mut Story) {
    story.does(story::not_satisfied());
}

fn lacks(acts: &[Act]) -> String {
    let mut story = Story::repair();
    for act in acts {
        act(&mut story);
    }
    let found = Completeness::of(&story.record);
    let stages: Vec<&str> = found
        .missing
        .iter()
        .filter_map(|(item, need)| match item.place() {
            Place::Photo(stage) => {
                assert_eq!(*need, Need::Recommended, "{item:?}");
                Some(stage.code())
            }
            _ => None,
        })
        .collect();
    let text = format!("{}: {}", found.kind.code(), stages.join(" "));
    text.trim_end().to_owned()
}

macro_rules! table {
    ($($situation:literal [$($act:expr),*] => $says:literal;)*) => {
        $(assert_eq!(lacks(&[$($act),*]), $says, "{}", $situation);)*
    };
}

#[test]
fn which_photos_lack() {
    table! {
        "taken in" [] => "repair: nameplate fault before after";
        "the nameplate taken at the door" [assign, call, arrive, plate] => "repair: fault before after";
        "two of them" [arrive, fault, plate] => "repair: before after";
        "all four" [arrive, plate, fault, before, after] => "repair:";
        "the invoice is no photo of the fault" [arrive, plate, before, after, invoice] => "repair: fault";
        "nor is a stamp" [arrive, plate, before, after, stamp] => "repair: fault";
        "taken and taken back" [arrive, plate, fault, before, after, take_back_last] => "repair: after";
        "the customer pays all" [arrive, diagnose, quote, plate, fault, before, after] => "repair:";
        "the warranty pays a line of the offer" [arrive, diagnose, warranty, plate, fault, before, after] => "repair: invoice";
        "the warranty pays, and it was accepted" [arrive, diagnose, warranty, accept, plate, fault, before, after] => "repair: invoice";
        "the contract pays a line" [arrive, diagnose, contract, accept, plate, fault, before, after] => "repair: invoice";
        "the warranty pays, and the invoice was seen" [arrive, invoice, diagnose, warranty, accept, plate, fault, before, after] => "repair:";
        "to be installed" [installation] => "installation: nameplate after";
        "installed under contract" [installation, arrive, contract, accept] => "installation: nameplate after invoice";
        "to be maintained" [maintenance] => "maintenance: before after";
        "maintained under contract" [maintenance, arrive, contract, accept] => "maintenance: nameplate before after invoice";
        "a question" [enquiry] => "enquiry:";
        "a complaint" [complaint] => "complaint: nameplate fault before after";
        "brought in" [brought, assign, take_unit] => "brought_in: nameplate fault before after";
        "taken along" [arrive, diagnose, quote, accept, take_unit] => "in_workshop: nameplate fault before";
        "cannot be repaired" [arrive, diagnose, cannot] => "cannot_repair: nameplate fault";
        "declined the quote" [arrive, diagnose, quote, decline] => "quote_declined: nameplate fault";
        "declined what the warranty would have paid in part" [arrive, diagnose, warranty, decline] => "quote_declined: nameplate fault invoice";
        "refused to sign" [arrive, diagnose, quote, accept, repair, test, advise, refuse_to_sign] => "refused_to_sign: nameplate fault before after";
        "nobody at home" [assign, call, absent] => "customer_absent:";
        "called off" [cancel] => "cancelled:";
        "called off after the warranty was to pay" [arrive, warranty, cancel] => "cancelled:";
        "the second visit has photos of its own, but the same nameplate" [arrive, plate, fault, before, diagnose, quote, accept, repair, after, test, advise, sign, pay, report, not_satisfied, arrive] => "second_service: fault before after";
        "the report leaves the visit what it was" [arrive, plate, fault, before, diagnose, quote, accept, finish, after, test, advise, sign, pay, report] => "repair:";
    }
}

#[test]
fn no_photo_holds_up_signing_or_leaving() {
    let mut story = Story::accepted();
    for act in [repair, test, advise] {
        act(&mut story);
    }
    assert_eq!(may_sign_off(&story.record), Ok(()));
    for act in [sign, pay, report] {
        act(&mut story);
    }
    assert!(Completeness::of(&story.record).is_complete());
    let to_do = before_leaving(&story.record, Vec::new());
    assert_eq!(to_do.len(), 4, "{to_do:?}");
    assert!(to_do.iter().all(|one| !one.is_must()), "{to_do:?}");
}

#[test]
fn every_photo_is_recommended_to_some_kind_and_required_of_none() {
    use crate::course::VisitKind;
    let is_photo = |item: &&Item| matches!(item.place(), Place::Photo(_));
    let mut asked = std::collections::BTreeSet::new();
    for kind in VisitKind::ALL {
        assert_eq!(kind.required().iter().find(is_photo), None, "{kind:?}");
        asked.extend(kind.photos(true));
    }
    let photos = Item::ALL.iter().filter(is_photo).copied().collect();
    assert_eq!(asked, photos);
}
