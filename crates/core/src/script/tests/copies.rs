//! The customer takes his copy home, made without a network from what he signed.

use doorstep_domain::record::{Field, TextName};
use doorstep_evidence::certificate::TrustedOrganisation;
use doorstep_replica::{Edit, TextEdit};
use doorstep_report::{CopyVerdict, verify};
use serde_json::json;

use crate::script::example::{Example, repaired_and_tested, sign_off};

#[test]
fn a_copy_shows_what_was_signed_whatever_the_record_says_later() {
    let example = Example::new();
    let record = example.open_accepted();
    for line in repaired_and_tested(&record) {
        example.done(line);
    }
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("copy.pdf");
    let make = json!({"do": "copy.make", "record": record, "out": out});
    let of_the_quote = example.done(make.clone());
    let signed = example.done(sign_off(&record));
    let of_the_work = example.done(make.clone());
    assert_ne!(of_the_quote["statement"], of_the_work["statement"]);
    assert_eq!(of_the_work["statement"], signed["statement"]);

    let id = example.device().find(&record.as_str().into()).unwrap();
    let base = example.device().document(id).unwrap();
    example.office_wrote(
        &base,
        &[
            Edit::Field(Field::CustomerName, "别人".into()),
            Edit::Text(TextName::Work, TextEdit::Rewrite("换了整机".into())),
        ],
    );
    let later = example.done(make);
    assert_eq!(later["statement"], of_the_work["statement"]);
    let identity = example.device().identity().unwrap();
    let trusted = TrustedOrganisation::from_pem(&identity.organisation).unwrap();
    let file = std::fs::read(&out).unwrap();
    assert_eq!(later["bytes"], file.len());
    let CopyVerdict::Unchanged { opened, .. } = verify(&file, Some(&trusted)) else {
        panic!("it is as it was made");
    };
    assert_eq!(opened.statement.shown.customer.name, "王小川");
    assert_eq!(opened.statement.signing.score, Some(5));
}

#[test]
fn without_a_signature_there_is_no_copy() {
    let example = Example::new();
    let record = example.open();
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("copy.pdf");
    let line = json!({"do": "copy.make", "record": record, "out": out});
    assert_eq!(example.refused(line), "no_statement");
    assert!(!out.exists());
    let accepted = example.open_accepted();
    let nowhere = folder.path().join("no such folder").join("copy.pdf");
    let line = json!({"do": "copy.make", "record": accepted, "out": nowhere});
    assert_eq!(example.refused(line), "io");
    let other =
        json!({"do": "copy.make", "record": accepted, "statement": "ab".repeat(32), "out": out});
    assert_eq!(example.refused(other), "no_statement");
}
