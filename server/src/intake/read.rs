//! Reading calls from a CSV file. Its columns are described in `crates/cli/sample/README.md`.

use std::collections::BTreeSet;

use doorstep_domain::{
    catalogue::Catalogue,
    record::{Field, FieldValue, TextName},
};
use doorstep_replica::{Edit, TextEdit};

use crate::csv_file::{CellFault, CsvError, CsvFile, CsvRow, Faults, Wrong};

/// Calls that are taken at once: they are written in one transaction, which nobody else can write beside.
const ROWS_MAX: usize = 1_000;
/// Characters of a call's reference.
const REFERENCE_MAX: usize = 80;

const COLUMNS: [&str; 17] = [
    "reference",
    "customer_name",
    "phone",
    "address",
    "place",
    "kind",
    "model",
    "serial",
    "purchased_on",
    "symptom",
    "request",
    "priority_hours",
    "warranty_claim",
    "language",
    "appointment_start",
    "appointment_end",
    "note",
];

/// Cells that become the words of a field just as they are.
const FIELDS: [(&str, Field); 11] = [
    ("customer_name", Field::CustomerName),
    ("phone", Field::CustomerPhone),
    ("address", Field::CustomerAddress),
    ("place", Field::Area),
    ("kind", Field::UnitKind),
    ("model", Field::UnitModel),
    ("serial", Field::UnitSerial),
    ("purchased_on", Field::PurchasedOn),
    ("request", Field::Request),
    ("language", Field::Language),
    ("note", Field::OfficeNote),
];

/// A call.
pub(super) struct Call {
    /// Its number at the telephone, by which it is known again.
    pub(super) reference: String,
    /// The record's first edits, apart from its number and when it was received.
    pub(super) edits: Vec<Edit>,
}

/// Reads the calls of a file. With a catalogue, the appliance must be of a kind that it has.
pub(super) fn read(
    name: &str,
    bytes: &[u8],
    catalogue: Option<&Catalogue>,
) -> Result<Vec<Call>, CsvError> {
    let mut faults = Faults::default();
    let file = CsvFile::parse(name, bytes, &COLUMNS, ROWS_MAX, &mut faults);
    let mut seen = BTreeSet::new();
    let calls = file.rows(&mut faults, |row| {
        let reference = row.needed("reference")?;
        if reference.chars().count() > REFERENCE_MAX {
            return Err(("reference", Wrong::NotPlain));
        }
        let edits = edits(row)?;
        if catalogue.is_some_and(|catalogue| !catalogue.kinds.contains_key(row.cell("kind"))) {
            return Err(("kind", Wrong::UnknownCode));
        }
        if seen.insert(reference.clone()) {
            Ok(Call { reference, edits })
        } else {
            Err(("reference", Wrong::Twice))
        }
    });
    faults.into_result()?;
    Ok(calls.into_iter().map(|(_, call)| call).collect())
}

fn edits(row: &CsvRow<'_>) -> Result<Vec<Edit>, CellFault> {
    for column in ["customer_name", "kind", "request", "language"] {
        row.needed(column)?;
    }
    let mut edits = Vec::new();
    for (column, field) in FIELDS {
        let words = row.words(column)?;
        if !words.is_empty() {
            edits.push(field_edit(column, field, FieldValue::Words(words))?);
        }
    }
    if !row.cell("priority_hours").is_empty() {
        let hours = FieldValue::Number(row.number("priority_hours")?);
        edits.push(field_edit("priority_hours", Field::PriorityHours, hours)?);
    }
    match row.cell("warranty_claim") {
        // Not known on the telephone: the technician sees it at the door.
        "" | "unknown" => {}
        claim => edits.push(field_edit(
            "warranty_claim",
            Field::PayerClass,
            claim.into(),
        )?),
    }
    match (row.cell("appointment_start"), row.cell("appointment_end")) {
        ("", "") => {}
        ("", _) => return Err(("appointment_start", Wrong::Empty)),
        (_, "") => return Err(("appointment_end", Wrong::Empty)),
        (start, end) => {
            let window = FieldValue::Words(format!("{start}/{end}"));
            edits.push(field_edit("appointment_end", Field::Appointment, window)?);
        }
    }
    let symptom = row.words("symptom")?;
    if !symptom.is_empty() {
        edits.push(Edit::Text(TextName::Symptom, TextEdit::Rewrite(symptom)));
    }
    Ok(edits)
}

fn field_edit(column: &'static str, field: Field, value: FieldValue) -> Result<Edit, CellFault> {
    field
        .check(&value)
        .map_err(|_| (column, Wrong::NotAllowed))?;
    Ok(Edit::Field(field, value))
}
