//! The sample data as the demo needs it: the day's jobs, and what is on the shelf for them.

use std::collections::BTreeMap;

use fastrand::Rng;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{DemoError, likeness::likeness};
use crate::sample;

/// One job of the day.
#[derive(Debug, Clone)]
pub(crate) struct Job {
    /// The record number that the office allotted.
    pub(crate) number: String,
    /// The kind of appliance.
    pub(crate) kind: String,
    /// What the customer told.
    symptom: String,
    /// Who signs.
    pub(crate) signer: String,
    /// His signature as the sample has it, to be drawn a little differently each time.
    strokes: Vec<Vec<Point>>,
}

#[derive(Debug, Clone, Copy, Deserialize)]
struct Point {
    x: i64,
    y: i64,
    t_ms: i64,
    pressure: i64,
}

#[derive(Deserialize)]
struct Signatures {
    signatures: Vec<Signature>,
}

#[derive(Deserialize)]
struct Signature {
    name: String,
    strokes: Vec<Vec<Point>>,
}

/// A fault with its likely cause.
#[derive(Debug, Clone)]
pub(crate) struct Fault {
    pub(crate) code: String,
    pub(crate) symptom: String,
    /// The symptom as customers may tell it, in both languages, and the cause.
    told: String,
    pub(crate) cause: String,
}

/// A part from the catalogue.
#[derive(Debug, Clone)]
pub(crate) struct Spare {
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) has_serial: bool,
}

/// What the demo takes from the catalogue.
pub(crate) struct Shelf {
    /// The labour code of a call-out in town.
    pub(crate) call_out: String,
    faults: BTreeMap<String, Vec<(Fault, Spare)>>,
    /// Codes and names by kind.
    labour: BTreeMap<String, Vec<(String, String)>>,
    tests: BTreeMap<String, Vec<Value>>,
}

type Row = BTreeMap<String, String>;

fn rows(text: &str) -> Result<Vec<Row>, DemoError> {
    csv::Reader::from_reader(text.as_bytes())
        .deserialize()
        .collect::<Result<_, _>>()
        .map_err(DemoError::Sample)
}

fn cell<'r>(row: &'r Row, name: &str) -> &'r str {
    row.get(name).map(String::as_str).unwrap_or_default()
}

impl Shelf {
    /// Reads the sample's catalogue.
    pub(crate) fn of_sample() -> Result<Self, DemoError> {
        let parts: BTreeMap<String, Spare> = rows(sample::PARTS)?
            .iter()
            .map(|row| {
                let spare = Spare {
                    code: cell(row, "part").to_owned(),
                    name: cell(row, "name_zh").to_owned(),
                    has_serial: cell(row, "has_serial") == "yes",
                };
                (spare.code.clone(), spare)
            })
            .collect();
        let mut shelf = Self {
            call_out: "VISIT-CITY".to_owned(),
            faults: BTreeMap::new(),
            labour: BTreeMap::new(),
            tests: BTreeMap::new(),
        };
        for row in rows(sample::FAULTS)? {
            let Some(spare) = parts.get(cell(&row, "part")) else {
                continue;
            };
            let fault = Fault {
                code: cell(&row, "fault").to_owned(),
                symptom: cell(&row, "symptom_zh").to_owned(),
                told: ["symptom_zh", "symptom_en", "cause_zh"]
                    .map(|name| cell(&row, name))
                    .join(" "),
                cause: cell(&row, "cause_zh").to_owned(),
            };
            shelf
                .faults
                .entry(cell(&row, "kind").to_owned())
                .or_default()
                .push((fault, spare.clone()));
        }
        for row in rows(sample::LABOUR)? {
            shelf
                .labour
                .entry(cell(&row, "kind").to_owned())
                .or_default()
                .push((
                    cell(&row, "labour").to_owned(),
                    cell(&row, "name_zh").to_owned(),
                ));
        }
        for row in rows(sample::TESTS)? {
            let result = match cell(&row, "minimum") {
                "" if cell(&row, "maximum").is_empty() => "正常".to_owned(),
                "" => format!("{} {}", cell(&row, "maximum"), cell(&row, "unit")),
                minimum => format!("{minimum} {}", cell(&row, "unit")),
            };
            let item = json!({"name": cell(&row, "name_zh"), "result": result, "passed": true});
            shelf
                .tests
                .entry(cell(&row, "kind").to_owned())
                .or_default()
                .push(item);
        }
        Ok(shelf)
    }

    /// The fault of a job with the part that mends it: the one that is most like what the customer tells, by chance
    /// where several are.
    pub(crate) fn fault_of(&self, job: &Job, random: &mut Rng) -> (Fault, Spare) {
        let faults = self.faults.get(&job.kind).into_iter().flatten();
        let like = |(fault, _): &(Fault, Spare)| likeness(&job.symptom, &fault.told);
        let most = faults.clone().map(like).max().unwrap_or_default();
        let alike: Vec<_> = faults.filter(|found| like(found) == most).collect();
        let some = alike.get(random.usize(..alike.len().max(1))).copied();
        some.cloned().unwrap_or_else(|| {
            let none = Fault {
                code: String::new(),
                symptom: "不工作".into(),
                told: String::new(),
                cause: "接线松脱".into(),
            };
            (
                none,
                Spare {
                    code: self.call_out.clone(),
                    name: "接线".into(),
                    has_serial: false,
                },
            )
        })
    }

    /// The labour of fitting a part to a kind of appliance: the one whose name is most like the part's.
    pub(crate) fn labour_of(&self, kind: &str, spare: &Spare) -> &str {
        let labour = self.labour.get(kind).into_iter().flatten();
        // The first of the likest: `max_by_key` alone would give the last.
        let likest = labour
            .rev()
            .max_by_key(|(_, name)| likeness(name, &spare.name));
        likest.map_or(&*self.call_out, |(code, _)| code)
    }

    /// The full-function test of a kind of appliance, passed throughout.
    pub(crate) fn tests_of(&self, kind: &str) -> Vec<Value> {
        let tests = self.tests.get(kind).cloned().unwrap_or_default();
        if tests.is_empty() {
            vec![json!({"name": "通电运行", "result": "正常", "passed": true})]
        } else {
            tests
        }
    }
}

/// The head line and the first so many intakes of the sample: the day's jobs. All of them are repairs.
pub(crate) fn intakes(count: usize) -> Result<(String, Vec<Row>), DemoError> {
    let mut reader = csv::Reader::from_reader(sample::INTAKES.as_bytes());
    let headers = reader.headers().map_err(DemoError::Sample)?.clone();
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(&headers).map_err(DemoError::Sample)?;
    let mut chosen = Vec::new();
    let request = headers.iter().position(|name| name == "request");
    for record in reader.records() {
        let record = record.map_err(DemoError::Sample)?;
        if chosen.len() == count {
            break;
        }
        if request.and_then(|place| record.get(place)) == Some("repair") {
            writer.write_record(&record).map_err(DemoError::Sample)?;
            chosen.push(
                record
                    .deserialize(Some(&headers))
                    .map_err(DemoError::Sample)?,
            );
        }
    }
    let bytes = writer.into_inner().map_err(|_| DemoError::Answer)?;
    Ok((
        String::from_utf8(bytes).map_err(|_| DemoError::Answer)?,
        chosen,
    ))
}

impl Job {
    /// The job of an intake that became a record.
    pub(crate) fn of(number: &str, intake: &Row) -> Result<Self, DemoError> {
        let samples: Signatures =
            serde_json::from_str(sample::SIGNATURES).map_err(|_| DemoError::Answer)?;
        let name = cell(intake, "customer_name");
        let fitting = samples
            .signatures
            .iter()
            .find(|signature| name.contains(&signature.name));
        let signature = fitting
            .or(samples.signatures.first())
            .ok_or(DemoError::Answer)?;
        Ok(Self {
            number: number.to_owned(),
            kind: cell(intake, "kind").to_owned(),
            symptom: cell(intake, "symptom").to_owned(),
            signer: if fitting.is_some() {
                signature.name.clone()
            } else {
                name.to_owned()
            },
            strokes: signature.strokes.clone(),
        })
    }

    /// The signature, drawn once more: no hand draws twice the same.
    pub(crate) fn signature(&self, random: &mut Rng) -> Value {
        let (right, down) = (random.i64(-40..=40), random.i64(-25..=25));
        let strokes: Vec<Vec<Value>> = self
            .strokes
            .iter()
            .map(|stroke| {
                let mut drawn = |point: &Point| {
                    json!({
                        "x": (point.x + right + random.i64(-4..=4)).clamp(0, 4_000),
                        "y": (point.y + down + random.i64(-4..=4)).clamp(0, 1_500),
                        "t_ms": point.t_ms,
                        "pressure": (point.pressure + random.i64(-15..=15)).clamp(0, 1_000),
                    })
                };
                stroke.iter().map(&mut drawn).collect()
            })
            .collect();
        json!(strokes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_technician_finds_what_was_complained_of_and_charges_for_what_he_does() {
        let shelf = Shelf::of_sample().unwrap();
        let (_, jobs) = intakes(12).unwrap();
        let microwave = jobs
            .iter()
            .find(|job| cell(job, "kind") == "microwave_oven");
        let job = Job::of("A-1", microwave.unwrap()).unwrap();
        let (fault, _) = shelf.fault_of(&job, &mut Rng::with_seed(1));
        assert!(
            fault.symptom.contains("不热") || fault.symptom.contains("不加热"),
            "{fault:?}"
        );
        let spare = |name: &str| Spare {
            code: String::new(),
            name: name.to_owned(),
            has_serial: false,
        };
        for (kind, part, labour) in [
            ("refrigerator", "化霜传感器", "RF-L04"),
            ("refrigerator", "化霜加热管", "RF-L08"),
            ("washing_machine", "离合器总成", "WM-L05"),
        ] {
            assert_eq!(shelf.labour_of(kind, &spare(part)), labour, "{part}");
        }
    }
}
