//! What somebody might do to a copy on purpose, and what the reader then says.

use doorstep_evidence::statement::Statement;
use doorstep_report::{CopyVerdict, Fault, Form, Language, sign, verify};
use lopdf::{Document, IncrementalDocument, Object, ObjectId, Stream, dictionary};

use crate::example::{
    acceptance, at, authority, certificate, copy, receipt, sealed, settings, vault,
};

fn fault(file: &[u8]) -> (&'static str, Option<Fault>) {
    let verdict = verify(file, Some(authority().certificate()));
    (verdict.code(), verdict.fault())
}

fn saved(mut document: Document) -> Vec<u8> {
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    bytes
}

/// The object that holds the attached file of this name.
fn attached(document: &Document, name: &str) -> (ObjectId, ObjectId) {
    let files = document.catalog().unwrap().get(b"AF").unwrap();
    for file in document.dereference(files).unwrap().1.as_array().unwrap() {
        let id = file.as_reference().unwrap();
        let specification = document.get_dictionary(id).unwrap();
        let found = lopdf::decode_text_string(specification.get(b"UF").unwrap()).unwrap();
        if found == name {
            let embedded = specification.get(b"EF").unwrap();
            let embedded = document.dereference(embedded).unwrap().1.as_dict().unwrap();
            return (id, embedded.get(b"F").unwrap().as_reference().unwrap());
        }
    }
    panic!("{name} is not attached");
}

fn other() -> Statement {
    let mut other = acceptance();
    other.signing.score = Some(1);
    other
}

/// Changes a copy by an update at its end, as an editor does.
fn updated(change: impl FnOnce(&Document, &mut Document)) -> Vec<u8> {
    let file = copy(&acceptance(), Language::Chinese);
    let document = Document::load_mem(&file).unwrap();
    let mut update = IncrementalDocument::create_from(file, document.clone());
    change(&document, &mut update.new_document);
    let mut bytes = Vec::new();
    update.save_to(&mut bytes).unwrap();
    bytes
}

/// Signs again after a change to the rendered pages, as somebody who holds the device could.
fn signed_after(change: impl FnOnce(&mut Document)) -> Vec<u8> {
    let form = Form::new(Language::Chinese, settings());
    let source = doorstep_report::CopySource::new(sealed(&acceptance()), form, None).unwrap();
    let mut document = Document::load_mem(&source.render().unwrap()).unwrap();
    change(&mut document);
    sign(saved(document), &vault(7), &certificate(&vault(7)), at()).unwrap()
}

fn swap_statement(document: &mut Document) {
    let (_, stream) = attached(document, "statement.jws");
    let jws = sealed(&other()).to_compact();
    let stream = document
        .get_object_mut(stream)
        .unwrap()
        .as_stream_mut()
        .unwrap();
    stream.dict.remove(b"Filter");
    stream.set_content(jws.into_bytes());
}

#[test]
fn a_file_that_was_saved_again_is_named_so() {
    let file = copy(&acceptance(), Language::Chinese);
    let again = saved(Document::load_mem(&file).unwrap());
    assert_eq!(fault(&again), ("changed", Some(Fault::SavedAgain)));
}

#[test]
fn something_added_after_the_signature_is_named_so() {
    let note = updated(|document, update| {
        let page = document.page_iter().next().unwrap();
        let mut dictionary = document.get_dictionary(page).unwrap().clone();
        let text = update.add_object(dictionary! {
            "Type" => "Annot", "Subtype" => "FreeText", "Contents" => Object::string_literal("168.00"),
            "Rect" => vec![400.into(), 300.into(), 500.into(), 330.into()], "F" => 4,
        });
        let annotations = dictionary
            .get_mut(b"Annots")
            .unwrap()
            .as_array_mut()
            .unwrap();
        annotations.push(Object::Reference(text));
        update.set_object(page, dictionary);
    });
    assert_eq!(fault(&note), ("changed", Some(Fault::Appended)));
    for tail in ["\n", "\n% seen\n", "\n1 0 obj\nnull\nendobj\n", "\0\0\0\0"] {
        let file = [
            copy(&acceptance(), Language::Chinese).as_slice(),
            tail.as_bytes(),
        ]
        .concat();
        assert_eq!(fault(&file), ("changed", Some(Fault::Appended)), "{tail:?}");
    }
}

#[test]
fn another_genuine_statement_in_its_place_is_named_so() {
    let mut document = Document::load_mem(&copy(&acceptance(), Language::Chinese)).unwrap();
    swap_statement(&mut document);
    assert_eq!(
        fault(&saved(document)),
        ("changed", Some(Fault::StatementSwapped))
    );
    let resigned = signed_after(swap_statement);
    assert_eq!(fault(&resigned), ("changed", Some(Fault::StatementSwapped)));
}

/// Adds a second statement under the same name, named nowhere yet.
fn hide_second_statement(document: &mut Document) -> Object {
    let (id, _) = attached(document, "statement.jws");
    let mut specification = document.get_dictionary(id).unwrap().clone();
    let jws = sealed(&other()).to_compact().into_bytes();
    let file = document.add_object(Stream::new(dictionary! { "Type" => "EmbeddedFile" }, jws));
    specification.set("EF", dictionary! { "F" => file, "UF" => file });
    Object::Reference(document.add_object(specification))
}

/// The two lists of attachments: the files that belong to the document, and names with files in turn.
fn lists(document: &Document) -> (Vec<Object>, Vec<Object>) {
    let catalog = document.catalog().unwrap();
    let array = |object: &Object| {
        document
            .dereference(object)
            .unwrap()
            .1
            .as_array()
            .unwrap()
            .clone()
    };
    let dictionary = |object: &Object| {
        document
            .dereference(object)
            .unwrap()
            .1
            .as_dict()
            .unwrap()
            .clone()
    };
    let names = dictionary(catalog.get(b"Names").unwrap());
    let tree = dictionary(names.get(b"EmbeddedFiles").unwrap());
    (
        array(catalog.get(b"AF").unwrap()),
        array(tree.get(b"Names").unwrap()),
    )
}

#[test]
fn two_attachments_are_named_so_wherever_the_second_hides() {
    type Hide = fn(Object, &Object, &mut Vec<Object>, &mut Vec<Object>);
    let ways: [(&str, Hide); 4] = [
        ("in both lists", |hidden, _, files, names| {
            files.push(hidden.clone());
            names.extend([Object::string_literal("statement.jws"), hidden]);
        }),
        ("among the names", |hidden, _, _, names| {
            names.extend([Object::string_literal("statement.jws"), hidden]);
        }),
        ("among the files", |hidden, _, files, _| files.push(hidden)),
        (
            "in the place of the genuine one among the names",
            |hidden, genuine, _, names| {
                for name in names.iter_mut().filter(|name| *name == genuine) {
                    *name = hidden.clone();
                }
            },
        ),
    ];
    for (way, hide) in ways {
        let file = signed_after(|document| {
            let hidden = hide_second_statement(document);
            let genuine = Object::Reference(attached(document, "statement.jws").0);
            let (mut files, mut names) = lists(document);
            hide(hidden, &genuine, &mut files, &mut names);
            let catalog = document.catalog_mut().unwrap();
            catalog.set("AF", files);
            catalog.set(
                "Names",
                dictionary! { "EmbeddedFiles" => dictionary! { "Names" => names } },
            );
        });
        assert_eq!(
            fault(&file),
            ("broken", Some(Fault::TwoAttachments)),
            "{way}"
        );
    }
}

#[test]
fn two_streams_of_one_attachment_are_named_so() {
    let file = signed_after(|document| {
        let (id, stream) = attached(document, "statement.jws");
        let jws = sealed(&other()).to_compact().into_bytes();
        let hidden =
            document.add_object(Stream::new(dictionary! { "Type" => "EmbeddedFile" }, jws));
        let specification = document.get_object_mut(id).unwrap().as_dict_mut().unwrap();
        specification.set("EF", dictionary! { "F" => stream, "UF" => hidden });
    });
    assert_eq!(fault(&file), ("broken", Some(Fault::TwoAttachments)));
}

/// The contents of the page on which the customer's amount stands, without packing.
fn cheaper(document: &mut Document) {
    let pages: Vec<ObjectId> = document.page_iter().collect();
    let mut changed = false;
    for page in pages {
        let contents = document.get_page_contents(page)[0];
        let stream = document
            .get_object_mut(contents)
            .unwrap()
            .as_stream_mut()
            .unwrap();
        let mut text = stream.decompressed_content().unwrap();
        // A heavy line moves: enough that the page reads otherwise, whatever the font's numbers for the digits are.
        if let Some(at) = text.windows(3).rposition(|window| window == b" Tm") {
            text[at - 1] = if text[at - 1] == b'1' { b'2' } else { b'1' };
            changed = true;
        }
        stream.dict.remove(b"Filter");
        stream.set_content(text);
    }
    assert!(changed);
}

#[test]
fn pages_that_show_something_else_than_the_statement_are_named_so() {
    // Signed by the very device that sealed the statement: only the pages made again tell.
    assert_eq!(
        fault(&signed_after(cheaper)),
        ("changed", Some(Fault::PrintedOtherwise))
    );
    // Without its key: the pages tell more than the signature that no longer fits.
    let mut document = Document::load_mem(&copy(&acceptance(), Language::Chinese)).unwrap();
    cheaper(&mut document);
    let unsigned = saved(document);
    assert!(matches!(
        fault(&unsigned),
        ("changed", Some(Fault::SavedAgain | Fault::PrintedOtherwise))
    ));
}

#[test]
fn another_amount_printed_around_the_genuine_statement_is_named_so() {
    // Rendered by our own renderer from a statement with another amount, and the genuine one attached instead.
    let mut cheap = acceptance();
    let quote = cheap.shown.quote.as_mut().unwrap();
    quote.customer_pays_minor = 5_500;
    let form = Form::new(Language::Chinese, settings());
    let source = doorstep_report::CopySource::new(sealed(&cheap), form, None).unwrap();
    let genuine = sealed(&acceptance());
    let mut document = Document::load_mem(&source.render().unwrap()).unwrap();
    let (_, stream) = attached(&document, "statement.jws");
    let stream = document
        .get_object_mut(stream)
        .unwrap()
        .as_stream_mut()
        .unwrap();
    stream.dict.remove(b"Filter");
    stream.set_content(genuine.to_compact().into_bytes());
    // The forger also puts right what the copy says it was made from.
    let info = document
        .trailer
        .get(b"Info")
        .unwrap()
        .as_reference()
        .unwrap();
    let subject = lopdf::text_string(&format!("sha256 {}", genuine.digest()));
    let info = document
        .get_object_mut(info)
        .unwrap()
        .as_dict_mut()
        .unwrap();
    info.set("Subject", subject);
    let forged = saved(document);
    let unsigned = fault(&forged);
    assert_eq!(unsigned, ("changed", Some(Fault::PrintedOtherwise)));
    let signed = sign(forged, &vault(7), &certificate(&vault(7)), at()).unwrap();
    assert_eq!(fault(&signed), ("changed", Some(Fault::PrintedOtherwise)));
}

#[test]
fn pages_without_a_signature_or_signed_by_another_device_are_named_so() {
    let form = Form::new(Language::Chinese, settings());
    let source = doorstep_report::CopySource::new(sealed(&acceptance()), form, None).unwrap();
    let pages = source.render().unwrap();
    assert_eq!(fault(&pages), ("changed", Some(Fault::NotSigned)));
    let tablet = vault(8);
    let file = sign(pages, &tablet, &certificate(&tablet), at()).unwrap();
    assert_eq!(fault(&file), ("changed", Some(Fault::OtherSigner)));
}

#[test]
fn another_moment_of_signing_is_another_file_and_no_fault() {
    let form = Form::new(Language::Chinese, settings());
    let source = doorstep_report::CopySource::new(sealed(&receipt()), form, None).unwrap();
    let later = at() + chrono::TimeDelta::days(3);
    let file = sign(
        source.render().unwrap(),
        &vault(7),
        &certificate(&vault(7)),
        later,
    )
    .unwrap();
    let verdict = verify(&file, Some(authority().certificate()));
    assert!(
        matches!(verdict, CopyVerdict::Unchanged { .. }),
        "{verdict:?}"
    );
}

#[test]
fn a_copy_of_a_form_that_this_program_does_not_make_is_judged_by_its_signature() {
    let mut form = Form::new(Language::Chinese, settings());
    form.form += 1;
    let source = doorstep_report::CopySource::new(sealed(&receipt()), form, None).unwrap();
    let file = sign(
        source.render().unwrap(),
        &vault(7),
        &certificate(&vault(7)),
        at(),
    )
    .unwrap();
    let verdict = verify(&file, Some(authority().certificate()));
    let CopyVerdict::Unchanged { pages, .. } = verdict else {
        panic!("{verdict:?}");
    };
    assert_eq!(pages, doorstep_report::read::Pages::OtherForm);
    let mut changed = file.clone();
    changed[file.len() / 2] ^= 1;
    assert!(verify(&changed, None).fault().is_some());
}

#[test]
fn without_a_trusted_organisation_nothing_is_called_unchanged() {
    let file = copy(&acceptance(), Language::Chinese);
    let stranger = doorstep_evidence::certificate::Authority::create(
        [4; 32],
        "他人公司",
        chrono::DateTime::from_timestamp(1_772_000_000, 0).unwrap(),
        [1; 16],
    )
    .unwrap();
    assert_eq!(verify(&file, None).code(), "unknown_device");
    let verdict = verify(&file, Some(stranger.certificate()));
    assert_eq!(verdict.code(), "unknown_device");
    assert_eq!(verdict.fault(), None);
}

#[test]
fn what_is_no_copy_is_broken() {
    for file in [
        b"".as_slice(),
        b"%PDF-",
        b"%PDF-1.7\n%%EOF",
        b"{}",
        b"PK\x03\x04",
    ] {
        assert_eq!(fault(file), ("broken", Some(Fault::NotReadable)));
    }
    let mut empty = Document::with_version("1.7");
    let pages = empty.add_object(
        dictionary! { "Type" => "Pages", "Kids" => Vec::<Object>::new(), "Count" => 0 },
    );
    let catalog = empty.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages });
    empty.trailer.set("Root", catalog);
    assert_eq!(fault(&saved(empty)), ("broken", Some(Fault::NotACopy)));
}
