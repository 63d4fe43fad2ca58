//! The pages as a PDF: PDF/A-3a and PDF/UA-1, with the statement, the certificates and the form attached.
//!
//! The one place that knows the PDF writer.

mod shapes;
mod structure;

use base64::prelude::{BASE64_STANDARD, Engine as _};
use chrono::{DateTime as Moment, Datelike as _, FixedOffset, Timelike as _};
use krilla::{
    Document, SerializeSettings,
    configure::{Accessibility, Archival, ConfigurationBuilder},
    destination::XyzDestination,
    embed::{AssociationKind, EmbeddedFile, MimeType},
    geom::Point,
    metadata::{DateTime, Metadata},
    outline::{Outline, OutlineNode},
    page::PageSettings,
    tagging::{Artifact, ArtifactType, ContentTag, Identifier, SpanTag},
};

use crate::{
    Language,
    font::Face,
    page::{Mark, Owner, PAGE_HEIGHT, PAGE_WIDTH, Pages, Shape},
    render::{CopySource, ReportError},
    template::title_of,
    words,
};

/// The attached statement.
pub(crate) const STATEMENT_FILE: &str = "statement.jws";
/// The attached certificates.
pub(crate) const CERTIFICATES_FILE: &str = "certificates.pem";
/// The attached form.
pub(crate) const FORM_FILE: &str = "form.json";

/// Longer titles say nothing more, and a PDF string has an end.
const TITLE_MAX: usize = 120;

/// Draws all pages.
pub(crate) fn document(
    face: &Face,
    source: &CopySource,
    pages: &Pages,
) -> Result<Vec<u8>, ReportError> {
    let configuration = ConfigurationBuilder::new()
        .with_archival_validator(Archival::A3_A)
        .with_accessibility_validator(Accessibility::UA1)
        .finish()
        .map_err(|error| ReportError::Pdf(format!("{error:?}")))?;
    let mut document = Document::new_with(SerializeSettings {
        configuration,
        enable_tagging: true,
        ..SerializeSettings::default()
    });
    let date = date_of(&source.statement.moment.device_time);
    document.set_metadata(metadata(face, source, date));
    attach(&mut document, source, date)?;
    let mut identifiers: Vec<Vec<Option<Identifier>>> = Vec::new();
    for marks in &pages.pages {
        let settings = PageSettings::from_wh(PAGE_WIDTH, PAGE_HEIGHT)
            .ok_or_else(|| ReportError::Pdf("page size".to_owned()))?;
        let mut page = document.start_page_with(settings);
        let mut surface = page.surface();
        let mut on_page = Vec::with_capacity(marks.len());
        for mark in marks {
            let language = foreign(mark, source.form.language);
            let identifier = surface.start_tagged(tag(mark.owner, language));
            for shape in &mark.shapes {
                shapes::draw(&mut surface, face, shape);
            }
            surface.end_tagged();
            on_page.push(matches!(mark.owner, Owner::Node(_)).then_some(identifier));
        }
        surface.finish();
        page.finish();
        identifiers.push(on_page);
    }
    document.set_outline(outline(pages));
    let tree = structure::tree(pages, identifiers, source.form.language);
    document.set_tag_tree(tree);
    document
        .finish()
        .map_err(|error| ReportError::Pdf(format!("{error:?}")))
}

fn tag(owner: Owner, language: Option<Language>) -> ContentTag<'static> {
    let artifact = |kind| ContentTag::Artifact(Artifact::with_kind(kind));
    match owner {
        Owner::Node(_) => ContentTag::Span(SpanTag::empty().with_lang(language.map(Language::tag))),
        Owner::Header => artifact(ArtifactType::Header),
        Owner::Footer => artifact(ArtifactType::Footer),
        Owner::Ornament => artifact(ArtifactType::Layout),
    }
}

/// The language of a mark, where it is not the copy's: Chinese as the customer wrote it in an English copy.
fn foreign(mark: &Mark, language: Language) -> Option<Language> {
    let is_han = |character: char| ('\u{3400}'..='\u{9fff}').contains(&character);
    let has_han = mark.shapes.iter().any(|shape| match shape {
        Shape::Text { line, .. } => line.text.contains(is_han),
        Shape::Boxes { .. } | Shape::Stroke { .. } | Shape::Picture { .. } => false,
    });
    (language == Language::English && has_han).then_some(Language::Chinese)
}

fn metadata(face: &Face, source: &CopySource, date: DateTime) -> Metadata {
    let language = source.form.language;
    let title = format!(
        "{} {}",
        language.say(title_of(source.statement.purpose)),
        source.statement.shown.number
    );
    let digest = source.digest().to_string();
    Metadata::new()
        .title(short(face, &title))
        .description(format!("sha256 {digest}"))
        .authors(vec![short(face, source.jws.certificate().organisation())])
        .creator(format!(
            "Doorstep report form {} font {}",
            source.form.form, source.form.font
        ))
        .language(language.tag().to_owned())
        .creation_date(date)
        .document_id(digest)
}

/// Printable, on one line, of bounded length: fit for XMP, too.
fn short(face: &Face, text: &str) -> String {
    let printable = face.printable(text).replace('\n', " ");
    printable.chars().take(TITLE_MAX).collect()
}

fn attach(document: &mut Document, source: &CopySource, date: DateTime) -> Result<(), ReportError> {
    let form = serde_json::to_vec(&source.form).map_err(ReportError::Form)?;
    let files = [
        (
            STATEMENT_FILE,
            "application/jose",
            words::ATTACHED_STATEMENT,
            AssociationKind::Source,
            source.jws.to_compact().into_bytes(),
        ),
        (
            CERTIFICATES_FILE,
            "application/pem-certificate-chain",
            words::ATTACHED_CERTIFICATES,
            AssociationKind::Supplement,
            source.certificates.clone().into_bytes(),
        ),
        (
            FORM_FILE,
            "application/json",
            words::ATTACHED_FORM,
            AssociationKind::Supplement,
            form,
        ),
    ];
    for (name, mime, description, kind, data) in files {
        let file = EmbeddedFile {
            path: name.to_owned(),
            mime_type: MimeType::new(mime),
            description: Some(source.form.language.say(description).to_owned()),
            association_kind: kind,
            data: data.into(),
            modification_date: Some(date),
            compress: Some(true),
            location: None,
        };
        document
            .embed_file(file)
            .ok_or_else(|| ReportError::Pdf(format!("attaching {name}")))?;
    }
    Ok(())
}

fn outline(pages: &Pages) -> Outline {
    let mut outline = Outline::new();
    for (words, page, y) in &pages.headings {
        let to = XyzDestination::new(*page, Point::from_xy(0.0, *y));
        outline.push_child(OutlineNode::new(words.clone(), to));
    }
    outline
}

/// The device's time; a statement whose time cannot be read is of 1970.
fn date_of(device_time: &str) -> DateTime {
    let moment: Moment<FixedOffset> =
        Moment::parse_from_rfc3339(device_time).unwrap_or_else(|_| Moment::default());
    let small = |value: u32| u8::try_from(value).unwrap_or_default();
    let offset_minutes = moment.offset().local_minus_utc() / 60;
    DateTime::new(u16::try_from(moment.year()).unwrap_or(1970))
        .month(small(moment.month()))
        .day(small(moment.day()))
        .hour(small(moment.hour()))
        .minute(small(moment.minute()))
        .second(small(moment.second()))
        .utc_offset_hour(i8::try_from(offset_minutes / 60).unwrap_or_default())
        .utc_offset_minute(u8::try_from(offset_minutes.abs() % 60).unwrap_or_default())
}

/// One certificate as PEM (RFC 7468).
pub(crate) fn pem(der: &[u8]) -> String {
    let mut pem = String::from("-----BEGIN CERTIFICATE-----\n");
    for (place, character) in BASE64_STANDARD.encode(der).chars().enumerate() {
        if place > 0 && place % 64 == 0 {
            pem.push('\n');
        }
        pem.push(character);
    }
    pem.push_str("\n-----END CERTIFICATE-----\n");
    pem
}
