//! Reading what beside the prices is looked up: consent sentences, manuals, hard cases.

use std::collections::{BTreeMap, BTreeSet};

use doorstep_domain::{
    catalogue::Catalogue,
    consents::{Consents, Sentence},
    library::{Document, Genre, Library, Phrase, Section},
    record::{ConsentTo, SignPurpose},
};
use doorstep_words::office::catalogue as words;

use super::Sources;
use crate::csv_file::{CellFault, CsvError, CsvFile, CsvRow, Faults, Wrong};

/// Rows of a file at most.
const ROWS_MAX: usize = 20_000;

/// Reads the consent sentences, with version 0; none where the folder has no `consents.csv`. Each has the code of a
/// purpose of signing, or of what consent is asked to.
///
/// # Errors
/// [`CsvError::Rows`] with everything that is wrong.
pub fn parse_consents(sources: &Sources) -> Result<Option<Consents>, CsvError> {
    let Some(bytes) = sources.get("consents.csv") else {
        return Ok(None);
    };
    let mut faults = Faults::default();
    let columns = ["consent", "language", "version", "sentence"];
    let file = CsvFile::parse("consents.csv", bytes, &columns, ROWS_MAX, &mut faults);
    let codes: BTreeSet<&str> = SignPurpose::ALL
        .iter()
        .map(|purpose| purpose.code())
        .chain(ConsentTo::ALL.iter().map(|to| to.code()))
        .collect();
    let mut seen = BTreeSet::new();
    let rows = file.rows(&mut faults, |row| {
        let sentence = Sentence {
            consent: one_of(row, "consent", |code| codes.contains(code))?,
            language: one_of(row, "language", |code| matches!(code, "zh-CN" | "en"))?,
            version: row.number("version")?,
            sentence: row.needed("sentence")?,
        };
        if sentence.version < 1 {
            return Err(("version", Wrong::NotAllowed));
        }
        if seen.insert((sentence.consent.clone(), sentence.language.clone())) {
            Ok(sentence)
        } else {
            Err(("consent", Wrong::Twice))
        }
    });
    faults.into_result()?;
    Ok(Some(Consents {
        version: 0,
        sentences: rows.into_iter().map(|(_, sentence)| sentence).collect(),
    }))
}

/// Reads manuals and hard cases, with version 0; none where the folder has neither `manuals.csv` nor
/// `hard_cases.csv`. Kinds, models and faults are those of the catalogue.
///
/// # Errors
/// [`CsvError::Rows`] with everything that is wrong.
pub fn parse_library(
    sources: &Sources,
    catalogue: &Catalogue,
) -> Result<Option<Library>, CsvError> {
    let there = ["manuals.csv", "hard_cases.csv"]
        .into_iter()
        .any(|name| sources.contains_key(name));
    if !there {
        return Ok(None);
    }
    let mut faults = Faults::default();
    let mut documents = manuals(sources, catalogue, &mut faults);
    let codes: BTreeSet<String> = documents.iter().map(|one| one.code.clone()).collect();
    documents.extend(hard_cases(sources, catalogue, codes, &mut faults));
    faults.into_result()?;
    Ok(Some(Library {
        version: 0,
        documents,
    }))
}

/// One row a section; the rows of one manual follow each other and say the same of it.
fn manuals(sources: &Sources, catalogue: &Catalogue, faults: &mut Faults) -> Vec<Document> {
    let Some(bytes) = sources.get("manuals.csv") else {
        return Vec::new();
    };
    let columns = [
        "manual",
        "kind",
        "model",
        "faults",
        "title_zh",
        "title_en",
        "heading_zh",
        "heading_en",
        "text_zh",
        "text_en",
    ];
    let file = CsvFile::parse("manuals.csv", bytes, &columns, ROWS_MAX, faults);
    let mut documents: Vec<Document> = Vec::new();
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    file.rows(faults, |row| {
        let document = head(row, "manual", Genre::Manual, catalogue)?;
        let section = Section {
            heading: phrase(row, "heading_zh", "heading_en")?,
            text: phrase(row, "text_zh", "text_en")?,
        };
        let next = documents.len();
        let place = *places.entry(document.code.clone()).or_insert(next);
        if place == next {
            documents.push(document.clone());
        }
        let Some(standing) = documents.get_mut(place) else {
            return Err(("manual", Wrong::Twice));
        };
        let same = (
            &standing.kind,
            &standing.model,
            &standing.faults,
            &standing.title,
        ) == (
            &document.kind,
            &document.model,
            &document.faults,
            &document.title,
        );
        if !same || place + 1 < next {
            return Err(("manual", Wrong::Twice));
        }
        standing.sections.push(section);
        Ok(())
    });
    documents
}

fn hard_cases(
    sources: &Sources,
    catalogue: &Catalogue,
    mut codes: BTreeSet<String>,
    faults: &mut Faults,
) -> Vec<Document> {
    let Some(bytes) = sources.get("hard_cases.csv") else {
        return Vec::new();
    };
    let columns = [
        "case",
        "kind",
        "model",
        "fault",
        "title_zh",
        "title_en",
        "symptom_zh",
        "symptom_en",
        "cause_zh",
        "cause_en",
        "remedy_zh",
        "remedy_en",
    ];
    let file = CsvFile::parse("hard_cases.csv", bytes, &columns, ROWS_MAX, faults);
    let rows = file.rows(faults, |row| {
        let mut document = head(row, "case", Genre::HardCase, catalogue)?;
        for (heading, symptom_zh, symptom_en) in [
            (words::SYMPTOM, "symptom_zh", "symptom_en"),
            (words::CAUSE, "cause_zh", "cause_en"),
            (words::REMEDY, "remedy_zh", "remedy_en"),
        ] {
            document.sections.push(Section {
                heading: Phrase {
                    zh: heading.chinese.to_owned(),
                    en: heading.english.to_owned(),
                },
                text: phrase(row, symptom_zh, symptom_en)?,
            });
        }
        if codes.insert(document.code.clone()) {
            Ok(document)
        } else {
            Err(("case", Wrong::Twice))
        }
    });
    rows.into_iter().map(|(_, document)| document).collect()
}

/// What a document says of itself, before its sections.
fn head(
    row: &CsvRow<'_>,
    code: &'static str,
    genre: Genre,
    catalogue: &Catalogue,
) -> Result<Document, CellFault> {
    let column = if genre == Genre::Manual {
        "faults"
    } else {
        "fault"
    };
    let kind = one_of(row, "kind", |kind| catalogue.kinds.contains_key(kind))?;
    let model = row.words("model")?;
    if !model.is_empty() && !catalogue.models.contains_key(&model) {
        return Err(("model", Wrong::UnknownCode));
    }
    let faults: BTreeSet<String> = row
        .words(column)?
        .split_whitespace()
        .map(str::to_owned)
        .collect();
    if faults.iter().any(|fault| catalogue.fault(fault).is_none()) {
        return Err((column, Wrong::UnknownCode));
    }
    Ok(Document {
        code: row.needed(code)?,
        genre,
        kind,
        model,
        faults,
        title: phrase(row, "title_zh", "title_en")?,
        sections: Vec::new(),
    })
}

fn phrase(row: &CsvRow<'_>, zh: &'static str, en: &'static str) -> Result<Phrase, CellFault> {
    Ok(Phrase {
        zh: row.needed(zh)?,
        en: row.needed(en)?,
    })
}

fn one_of(
    row: &CsvRow<'_>,
    column: &'static str,
    is_known: impl Fn(&str) -> bool,
) -> Result<String, CellFault> {
    let code = row.needed(column)?;
    if is_known(&code) {
        Ok(code)
    } else {
        Err((column, Wrong::UnknownCode))
    }
}
