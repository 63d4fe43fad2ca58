//! Reading the catalogue's CSV files. Their columns are described in `crates/cli/sample/README.md`.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use doorstep_domain::{
    catalogue::{
        ANY_KIND, Catalogue, ComponentTerm, DiscountLimit, Fault, Kind, Labour, Model, Name, Part,
        TestSheetItem,
    },
    money::Currency,
    rights::Role,
};

use crate::csv_file::{CellFault, CsvError, CsvFile, CsvRow, Faults, Wrong, read_file};

/// Rows of a file at most.
const ROWS_MAX: usize = 50_000;

/// The files that a catalogue may do without; who has none has none of what they hold.
pub const OPTIONAL_FILES: [&str; 4] = [
    "discounts.csv",
    "consents.csv",
    "manuals.csv",
    "hard_cases.csv",
];

/// The files that a catalogue needs.
pub const FILES: [&str; 7] = [
    "kinds.csv",
    "models.csv",
    "parts.csv",
    "warranty.csv",
    "faults.csv",
    "labour.csv",
    "tests.csv",
];

/// The bytes of the files, by name.
pub type Sources = BTreeMap<&'static str, Vec<u8>>;

/// Reads the files of a folder; all of [`FILES`] must be there.
///
/// # Errors
/// [`CsvError`].
pub fn read_folder(folder: &Path) -> Result<Sources, CsvError> {
    let there = OPTIONAL_FILES
        .into_iter()
        .filter(|name| folder.join(name).exists());
    FILES
        .into_iter()
        .chain(there)
        .map(|name| Ok((name, read_file(&folder.join(name))?)))
        .collect()
}

/// Reads a catalogue, with version 0. A code that a row names must stand in its own file.
///
/// # Errors
/// [`CsvError::Rows`] with everything that is wrong.
pub fn parse(sources: &Sources) -> Result<Catalogue, CsvError> {
    let mut reading = Reading {
        sources,
        catalogue: Catalogue::default(),
        faults: Faults::default(),
    };
    // In this order, because later files name what stands in earlier ones.
    reading.kinds();
    reading.models();
    reading.warranty();
    reading.parts();
    reading.labour();
    reading.faults();
    reading.tests();
    if sources.contains_key("discounts.csv") {
        reading.discounts();
    }
    reading.faults.into_result()?;
    Ok(reading.catalogue)
}

struct Reading<'s> {
    sources: &'s Sources,
    catalogue: Catalogue,
    faults: Faults,
}

impl Reading<'_> {
    fn file(&mut self, name: &'static str, columns: &[&str]) -> CsvFile {
        let bytes = self
            .sources
            .get(name)
            .map(Vec::as_slice)
            .unwrap_or_default();
        CsvFile::parse(name, bytes, columns, ROWS_MAX, &mut self.faults)
    }

    fn kinds(&mut self) {
        let file = self.file(
            "kinds.csv",
            &["kind", "name_zh", "name_en", "whole_unit_months"],
        );
        let key = |row: &Kind| row.kind.clone();
        self.catalogue.kinds = file.keyed_rows(&mut self.faults, "kind", key, |row| {
            let kind = row.needed("kind")?;
            if kind == ANY_KIND {
                return Err(("kind", Wrong::NotAllowed));
            }
            Ok(Kind {
                kind,
                name: name(row)?,
                whole_unit_months: row.number("whole_unit_months")?,
            })
        });
    }

    fn models(&mut self) {
        let columns = [
            "model", "kind", "brand_zh", "brand_en", "name_zh", "name_en",
        ];
        let file = self.file("models.csv", &columns);
        let key = |row: &Model| row.model.clone();
        self.catalogue.models = file.keyed_rows(&mut self.faults, "model", key, |row| {
            Ok(Model {
                model: row.needed("model")?,
                kind: kind_of(row, &self.catalogue)?,
                brand_zh: row.words("brand_zh")?,
                brand_en: row.words("brand_en")?,
                name: name(row)?,
            })
        });
    }

    fn warranty(&mut self) {
        let file = self.file("warranty.csv", &["kind", "component", "months"]);
        let key = |row: &ComponentTerm| (row.kind.clone(), row.component.clone());
        self.catalogue.warranty = file.keyed_rows(&mut self.faults, "component", key, |row| {
            Ok(ComponentTerm {
                kind: kind_of(row, &self.catalogue)?,
                component: row.needed("component")?,
                months: row.number("months")?,
            })
        });
    }

    fn parts(&mut self) {
        let columns = [
            "part",
            "kind",
            "name_zh",
            "name_en",
            "price_minor",
            "currency",
            "warranty_months",
            "has_serial",
            "component",
        ];
        let file = self.file("parts.csv", &columns);
        let key = |row: &Part| row.part.clone();
        self.catalogue.parts = file.keyed_rows(&mut self.faults, "part", key, |row| {
            let (kind, component) = (kind_of(row, &self.catalogue)?, row.words("component")?);
            if !component.is_empty() && self.catalogue.component_months(&kind, &component).is_none()
            {
                return Err(("component", Wrong::UnknownCode));
            }
            Ok(Part {
                part: row.needed("part")?,
                kind,
                name: name(row)?,
                price_minor: row.number("price_minor")?,
                currency: currency(row)?,
                warranty_months: row.number("warranty_months")?,
                has_serial: row.yes_no("has_serial")?,
                component,
            })
        });
    }

    fn labour(&mut self) {
        let columns = [
            "labour",
            "kind",
            "name_zh",
            "name_en",
            "price_minor",
            "currency",
        ];
        let file = self.file("labour.csv", &columns);
        let key = |row: &Labour| row.labour.clone();
        self.catalogue.labour = file.keyed_rows(&mut self.faults, "labour", key, |row| {
            let labour = row.needed("labour")?;
            // A quote's line is looked up by its code alone.
            if self.catalogue.parts.contains_key(&labour) {
                return Err(("labour", Wrong::Twice));
            }
            Ok(Labour {
                labour,
                kind: match row.cell("kind") {
                    ANY_KIND => ANY_KIND.to_owned(),
                    _ => kind_of(row, &self.catalogue)?,
                },
                name: name(row)?,
                price_minor: row.number("price_minor")?,
                currency: currency(row)?,
            })
        });
    }

    fn faults(&mut self) {
        let columns = [
            "fault",
            "kind",
            "symptom_zh",
            "symptom_en",
            "cause_zh",
            "cause_en",
            "part",
        ];
        let file = self.file("faults.csv", &columns);
        let key = |row: &Fault| row.fault.clone();
        self.catalogue.faults = file.keyed_rows(&mut self.faults, "fault", key, |row| {
            let part = row.words("part")?;
            if !part.is_empty() && self.catalogue.part(&part).is_none() {
                return Err(("part", Wrong::UnknownCode));
            }
            Ok(Fault {
                fault: row.needed("fault")?,
                kind: kind_of(row, &self.catalogue)?,
                symptom_zh: row.needed("symptom_zh")?,
                symptom_en: row.needed("symptom_en")?,
                cause_zh: row.needed("cause_zh")?,
                cause_en: row.needed("cause_en")?,
                part,
            })
        });
    }

    fn discounts(&mut self) {
        let file = self.file("discounts.csv", &["role", "percent"]);
        let key = |row: &DiscountLimit| row.role.clone();
        self.catalogue.discounts = file.keyed_rows(&mut self.faults, "role", key, |row| {
            let role = row.needed("role")?;
            if Role::from_code(&role).is_none() {
                return Err(("role", Wrong::UnknownCode));
            }
            let percent = row.number("percent")?;
            if percent > 100 {
                return Err(("percent", Wrong::NotAllowed));
            }
            Ok(DiscountLimit { role, percent })
        });
    }

    fn tests(&mut self) {
        let columns = [
            "kind", "item", "name_zh", "name_en", "unit", "minimum", "maximum",
        ];
        let file = self.file("tests.csv", &columns);
        let mut seen = BTreeSet::new();
        let rows = file.rows(&mut self.faults, |row| {
            let item = TestSheetItem {
                kind: kind_of(row, &self.catalogue)?,
                item: row.needed("item")?,
                name: name(row)?,
                unit: row.words("unit")?,
                minimum: limit(row, "minimum")?,
                maximum: limit(row, "maximum")?,
            };
            if item.unit.is_empty() && !(item.minimum.is_empty() && item.maximum.is_empty()) {
                return Err(("unit", Wrong::Empty));
            }
            if seen.insert((item.kind.clone(), item.item.clone())) {
                Ok(item)
            } else {
                Err(("item", Wrong::Twice))
            }
        });
        self.catalogue.tests = rows.into_iter().map(|(_, item)| item).collect();
    }
}

/// A kind that stands in `kinds.csv`.
fn kind_of(row: &CsvRow<'_>, catalogue: &Catalogue) -> Result<String, CellFault> {
    let kind = row.needed("kind")?;
    if catalogue.kinds.contains_key(&kind) {
        Ok(kind)
    } else {
        Err(("kind", Wrong::UnknownCode))
    }
}

fn name(row: &CsvRow<'_>) -> Result<Name, CellFault> {
    Ok(Name {
        chinese: row.needed("name_zh")?,
        english: row.needed("name_en")?,
    })
}

fn currency(row: &CsvRow<'_>) -> Result<Currency, CellFault> {
    let code = row.needed("currency")?;
    let known = [Currency::Cny, Currency::Hkd]
        .into_iter()
        .find(|currency| currency.code() == code);
    known.ok_or(("currency", Wrong::NotAllowed))
}

/// A limit as decimal text: digits with at most one point, perhaps a minus before them.
fn limit(row: &CsvRow<'_>, column: &'static str) -> Result<String, CellFault> {
    let text = row.words(column)?;
    let digits = text.strip_prefix('-').unwrap_or(&text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let is_number =
        |digits: &str| !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit());
    if text.is_empty() || (is_number(whole) && is_number(fraction)) {
        Ok(text)
    } else {
        Err((column, Wrong::NotANumber))
    }
}
