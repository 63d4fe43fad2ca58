//! A call as it is written down at the telephone, and what of it cannot be used.

use chrono::NaiveDate;
use doorstep_domain::{
    catalogue::Catalogue,
    record::{Field, FieldValue, Shape, TEXT_LENGTH_MAX, TextName},
};
use doorstep_replica::{Edit, TextEdit};
use doorstep_words::{Phrase, office::calls::fault as words};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::api_error::FieldFault;

/// Digits of a telephone number, its country and extension included.
const PHONE_DIGITS: std::ops::RangeInclusive<usize> = 5..=20;

/// A call that is to be taken in. What nobody said is empty.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct TakeCall {
    /// What the caller knows the call by: the same key from the same person is the same call, which is taken once. Empty:
    /// it is a call of its own.
    #[schema(max_length = 80)]
    pub key: String,
    /// The customer's name; needed.
    #[schema(max_length = 200)]
    pub customer_name: String,
    /// The telephone number as it is dialled.
    #[schema(max_length = 40)]
    pub phone: String,
    /// Where the unit stands.
    #[schema(max_length = 300)]
    pub address: String,
    /// `city`, `suburb`, `remote` or `outside`.
    pub area: String,
    /// The language the customer is spoken to in: `zh-CN` or `en`; needed.
    pub language: String,
    /// The kind of appliance, a code of the catalogue; needed.
    pub unit_kind: String,
    /// The model, one of the catalogue's where it has models of this kind.
    #[schema(max_length = 80)]
    pub model: String,
    /// The serial number.
    #[schema(max_length = 80)]
    pub serial: String,
    /// The invoice's date, `YYYY-MM-DD`.
    pub purchased_on: String,
    /// What the customer says.
    pub symptom: String,
    /// `repair`, `installation`, `maintenance`, `enquiry` or `complaint`; needed.
    pub request: String,
    /// Response due in 4, 24, 48 or 72 hours; null: not said.
    pub priority_hours: Option<i64>,
    /// Start of the agreed window, RFC 3339.
    pub appointment_start: String,
    /// Its end.
    pub appointment_end: String,
    /// What the office wants the technician to know.
    #[schema(max_length = 1000)]
    pub office_note: String,
    /// The station that the record is given to; empty: none yet, or the only one of who takes the call.
    pub station: String,
}

/// A call as it was understood: the edits of what can be used, and what cannot.
#[derive(Debug, Default)]
pub(crate) struct Understood {
    pub(super) edits: Vec<Edit>,
    pub(crate) faults: Vec<FieldFault>,
}

impl TakeCall {
    /// Reads a call on a day of the office.
    pub(crate) fn understand(&self, catalogue: Option<&Catalogue>, today: NaiveDate) -> Understood {
        let mut understood = Understood::default();
        for (name, value) in [
            ("customer_name", &self.customer_name),
            ("unit_kind", &self.unit_kind),
            ("request", &self.request),
            ("language", &self.language),
        ] {
            if value.trim().is_empty() {
                understood.fault(name, "empty", words::EMPTY);
            }
        }
        for (name, field, typed) in self.fields() {
            match self.why_not(field, typed, catalogue, today) {
                Some((code, why)) => understood.fault(name, code, why),
                None => understood.put(name, field, typed),
            }
        }
        if let Some(hours) = self.priority_hours {
            understood.check(
                "priority_hours",
                Field::PriorityHours,
                FieldValue::Number(hours),
            );
        }
        self.window(&mut understood);
        self.symptom(&mut understood);
        understood
    }

    /// What becomes the words of a field just as it was typed.
    fn fields(&self) -> [(&'static str, Field, &str); 11] {
        [
            ("customer_name", Field::CustomerName, &self.customer_name),
            ("phone", Field::CustomerPhone, &self.phone),
            ("address", Field::CustomerAddress, &self.address),
            ("area", Field::Area, &self.area),
            ("language", Field::Language, &self.language),
            ("unit_kind", Field::UnitKind, &self.unit_kind),
            ("model", Field::UnitModel, &self.model),
            ("serial", Field::UnitSerial, &self.serial),
            ("purchased_on", Field::PurchasedOn, &self.purchased_on),
            ("request", Field::Request, &self.request),
            ("office_note", Field::OfficeNote, &self.office_note),
        ]
    }

    /// What the shape of a field does not say.
    fn why_not(
        &self,
        field: Field,
        typed: &str,
        catalogue: Option<&Catalogue>,
        today: NaiveDate,
    ) -> Option<(&'static str, Phrase)> {
        let typed = typed.trim();
        if typed.is_empty() {
            return None;
        }
        match field {
            Field::CustomerPhone if !is_phone(typed) => Some(("bad_phone", words::BAD_PHONE)),
            Field::PurchasedOn => {
                let day = typed.parse::<NaiveDate>().ok()?;
                (day > today).then_some(("future_date", words::FUTURE_DATE))
            }
            Field::UnitKind => {
                let is_known = catalogue?.kinds.contains_key(typed);
                (!is_known).then_some(("unknown_kind", words::UNKNOWN_KIND))
            }
            Field::UnitModel => {
                let kind = self.unit_kind.trim();
                let mut models = catalogue?.models.values();
                let has_models = models.any(|model| model.kind == kind);
                let model = catalogue?.models.get(typed);
                let is_known = model.is_some_and(|model| model.kind == kind);
                (has_models && !is_known).then_some(("unknown_model", words::UNKNOWN_MODEL))
            }
            _ => None,
        }
    }

    fn window(&self, understood: &mut Understood) {
        let (start, end) = (self.appointment_start.trim(), self.appointment_end.trim());
        if !(start.is_empty() && end.is_empty()) {
            let window = FieldValue::Words(format!("{start}/{end}"));
            understood.check("appointment_end", Field::Appointment, window);
        }
    }

    fn symptom(&self, understood: &mut Understood) {
        let lines: Vec<&str> = self.symptom.trim().lines().collect();
        let told = lines.join("\n");
        let is_plain = !told.chars().any(|sign| sign.is_control() && sign != '\n');
        if told.chars().count() > TEXT_LENGTH_MAX || !is_plain {
            understood.fault("symptom", "not_plain", words::NOT_PLAIN);
        } else if !told.is_empty() {
            let told = TextEdit::Rewrite(told);
            understood.edits.push(Edit::Text(TextName::Symptom, told));
        }
    }
}

impl Understood {
    fn put(&mut self, name: &'static str, field: Field, typed: &str) {
        // Of a note that was typed in lines: the field has one.
        let words = typed.lines().map(str::trim).collect::<Vec<_>>().join(" ");
        let words = words.trim();
        if !words.is_empty() {
            self.check(name, field, words.into());
        }
    }

    fn check(&mut self, name: &'static str, field: Field, value: FieldValue) {
        if field.check(&value).is_ok() {
            self.edits.push(Edit::Field(field, value));
            return;
        }
        let (code, why) = match field.rule().shape {
            Shape::Date | Shape::Moment => ("bad_date", words::BAD_DATE),
            Shape::Window => ("bad_window", words::BAD_WINDOW),
            Shape::OneOf(_) | Shape::Number(_) | Shape::YesNo => {
                ("unknown_choice", words::UNKNOWN_CHOICE)
            }
            Shape::Words(_) => ("not_plain", words::NOT_PLAIN),
        };
        self.fault(name, code, why);
    }

    pub(super) fn fault(&mut self, field: &'static str, code: &'static str, words: Phrase) {
        self.faults.push(FieldFault { field, code, words });
    }
}

fn is_phone(typed: &str) -> bool {
    let digits = typed.chars().filter(char::is_ascii_digit).count();
    let is_plain = |sign: char| sign.is_ascii_digit() || " -+().".contains(sign);
    PHONE_DIGITS.contains(&digits) && typed.chars().all(is_plain)
}
