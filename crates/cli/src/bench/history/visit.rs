//! What is written at the customer's door, and a little by the office afterwards.

use doorstep_domain::{
    ids::EntryId,
    money::{Currency, Money},
    quote::{LineKind, Payer, Quote, QuoteLine},
    record::{
        CallOutcome, DiagnosisStep, Entry, Field, FieldValue, Measurement, Relation, TestItem,
        TextName, What,
    },
};
use doorstep_evidence::digest::Digest;
use doorstep_replica::Edit;

use super::{
    BenchError, Cast, Dice, Step, Who,
    details::Details,
    intake::{append, field},
};
use crate::sample_history::phrases::{ADVICE, DONE, FOUND};

/// Writes down what happens, minute by minute.
struct Visit<'v> {
    details: &'v Details,
    cast: &'v Cast,
    dice: &'v mut Dice,
    steps: Vec<Step>,
    minutes: i64,
}

/// Thirty-five edits.
pub(super) fn steps(
    details: &Details,
    cast: &Cast,
    dice: &mut Dice,
) -> Result<Vec<Step>, BenchError> {
    let mut visit = Visit {
        details,
        cast,
        dice,
        steps: Vec::new(),
        minutes: 2 * 1_440,
    };
    visit.arrive()?;
    visit.diagnose()?;
    let acceptance = visit.agree()?;
    visit.repair()?;
    visit.hand_over(acceptance)?;
    visit.leave()?;
    Ok(visit.steps)
}

impl Visit<'_> {
    fn happens(&mut self, who: Who, what: What) -> Result<EntryId, BenchError> {
        self.minutes += 4;
        let by = match who {
            Who::Office => {
                doorstep_domain::ids::PersonId(doorstep_server::organisation::OFFICE.to_owned())
            }
            Who::Phone | Who::Tablet => self.cast.technician.clone(),
        };
        let edit = super::entry(
            self.dice,
            Entry {
                at: self.details.after(self.minutes),
                heard: None,
                by,
                what,
            },
        )?;
        let Edit::Entry(id, _) = &edit else {
            return Err(BenchError::Unexpected("an entry"));
        };
        let id = *id;
        self.steps.push((who, vec![edit]));
        Ok(id)
    }

    fn writes(&mut self, who: Who, edit: Edit) {
        self.minutes += 3;
        self.steps.push((who, vec![edit]));
    }

    fn statement(&mut self) -> String {
        Digest::of(&self.dice.bytes()).to_string()
    }

    fn arrive(&mut self) -> Result<(), BenchError> {
        let note = format!(
            "{}到，{}",
            self.dice.word(&["十点前", "下午两点", "半小时内"]),
            self.dice.word(ADVICE)
        );
        self.happens(
            Who::Phone,
            What::Call {
                outcome: CallOutcome::Confirmed,
                note,
            },
        )?;
        self.happens(
            Who::Phone,
            What::Visit {
                place: self.details.address.clone(),
                badge_shown: true,
                unit_matches: true,
                proof_of_purchase_seen: self.details.place.is_multiple_of(2),
            },
        )?;
        self.writes(
            Who::Phone,
            field(Field::UnitSerial, self.details.serial.as_str()),
        );
        let opened = FieldValue::YesNo(self.details.place.is_multiple_of(7));
        self.writes(Who::Phone, Edit::Field(Field::OpenedByOutsiders, opened));
        let told = format!("上门时用户补充：{}", self.dice.word(FOUND));
        self.writes(Who::Phone, append(TextName::Symptom, told));
        Ok(())
    }

    fn diagnose(&mut self) -> Result<(), BenchError> {
        for step in DiagnosisStep::ALL {
            let measurements = match step {
                DiagnosisStep::Measure => {
                    vec![self.measure("电压", "V", 215), self.measure("电流", "A", 3)]
                }
                _ => Vec::new(),
            };
            let finding = format!("{}；{}", self.dice.word(FOUND), self.dice.word(FOUND));
            self.happens(
                Who::Phone,
                What::DiagnosisStep {
                    step,
                    finding,
                    measurements,
                },
            )?;
        }
        self.writes(
            Who::Phone,
            field(Field::FaultCode, self.details.fault.fault.as_str()),
        );
        let cause = format!(
            "{}。{}。",
            self.details.fault.cause_zh,
            self.dice.word(FOUND)
        );
        self.writes(Who::Phone, append(TextName::Cause, cause));
        let plan = format!(
            "更换{}，{}。",
            self.details.part.name_zh,
            self.dice.word(DONE)
        );
        self.writes(Who::Phone, append(TextName::Plan, plan));
        Ok(())
    }

    fn measure(&mut self, name: &str, unit: &str, about: u64) -> Measurement {
        let value = format!(
            "{}.{}",
            about + self.dice.below(about / 10 + 1),
            self.dice.below(10)
        );
        Measurement {
            name: name.to_owned(),
            value,
            unit: unit.to_owned(),
        }
    }

    /// Two offers, of which the second is accepted.
    fn agree(&mut self) -> Result<EntryId, BenchError> {
        let quote = self.quote(1, None);
        let first = self.happens(Who::Phone, What::QuoteOffered { quote })?;
        let reason = self
            .dice
            .word(&["价格高，要求减少项目", "先问家里人", "希望用原厂件"])
            .to_owned();
        self.happens(
            Who::Phone,
            What::QuoteDeclined {
                offer: first,
                reason,
            },
        )?;
        let quote = self.quote(2, Some(first));
        let second = self.happens(Who::Phone, What::QuoteOffered { quote })?;
        let statement = self.statement();
        self.happens(
            Who::Phone,
            What::QuoteAccepted {
                choice: None,
                offer: second,
                statement,
            },
        )
    }

    fn quote(&mut self, revision: i64, replaces: Option<EntryId>) -> Quote {
        let part = &self.details.part;
        let line = |kind, code: &str, name: &str, price: i64| QuoteLine {
            discount_minor: 0,
            kind,
            code: code.to_owned(),
            name: name.to_owned(),
            quantity: 1,
            unit_price_minor: price,
            amount_minor: price,
            payer: Payer::Customer,
            rule: "有偿服务：按价目表".to_owned(),
            decided_by: None,
            override_reason: None,
        };
        let lines = vec![
            line(LineKind::Other, "VISIT-CITY", "上门服务费（市区）", 3_000),
            line(
                LineKind::Part,
                &part.part,
                &part.name_zh,
                part.price_minor - revision,
            ),
            line(LineKind::Labour, "CHECK", "检测与更换工时费", 5_000),
        ];
        Quote {
            options: Vec::new(),
            discount_limit_percent: None,
            revision,
            replaces,
            catalogue_version: 1,
            currency: Currency::Cny,
            lines,
        }
    }

    /// On the tablet, beside the unit.
    fn repair(&mut self) -> Result<(), BenchError> {
        let part = &self.details.part;
        let (code, name) = (part.part.clone(), part.name_zh.clone());
        let months = part.warranty_months;
        let serial = format!("P{:08}", self.dice.below(100_000_000));
        self.work(Who::Tablet);
        let old = format!("旧{name}");
        self.happens(
            Who::Tablet,
            What::PartRemoved {
                part: code.clone(),
                name: old,
                serial: String::new(),
                quantity: 1,
                kept_for_store: true,
            },
        )?;
        self.happens(
            Who::Tablet,
            What::PartFitted {
                part: code,
                name,
                serial,
                quantity: 1,
                warranty_months: months,
            },
        )?;
        self.work(Who::Tablet);
        let cause = format!("拆检确认：{}。", self.dice.word(FOUND));
        self.writes(Who::Tablet, append(TextName::Cause, cause));
        self.happens(Who::Tablet, What::RepairDone { works: true })?;
        Ok(())
    }

    fn work(&mut self, who: Who) {
        let words = format!("{}；{}。", self.dice.word(DONE), self.dice.word(DONE));
        self.writes(who, append(TextName::Work, words));
    }

    fn hand_over(&mut self, acceptance: EntryId) -> Result<(), BenchError> {
        let tests = self.details.tests.clone();
        let items = tests.iter().map(|test| TestItem {
            limits: None,
            name: test.name_zh.clone(),
            result: format!(
                "{}.{} {}",
                self.dice.below(40),
                self.dice.below(10),
                test.unit
            ),
            passed: true,
        });
        let items = items.collect();
        self.happens(
            Who::Phone,
            What::TestResult {
                items,
                passed: true,
                customer_present: true,
            },
        )?;
        self.work(Who::Phone);
        let advice = format!("{}；{}。", self.dice.word(ADVICE), self.dice.word(ADVICE));
        self.writes(Who::Phone, append(TextName::Advice, advice));
        self.happens(
            Who::Phone,
            What::AdviceGiven {
                explained: true,
                site_tidied: true,
            },
        )?;
        let phone = format!("139-0000-{:04}", self.dice.below(10_000));
        self.writes(Who::Phone, field(Field::CustomerPhone, phone.as_str()));
        let statement = self.statement();
        let opinion = self
            .dice
            .word(&["师傅很细心", "满意", "来得快，讲得清楚", "希望配件再便宜些"])
            .to_owned();
        let covers = vec![acceptance];
        self.happens(
            Who::Phone,
            What::SignOff {
                stamp: None,
                statement,
                signer: self.details.name.clone(),
                relation: Relation::Customer,
                opinion,
                score: 5,
                covers,
            },
        )?;
        let amount = Money {
            minor: 8_000 + self.details.part.price_minor - 2,
            currency: Currency::Cny,
        };
        let receipt = format!("R-{:06}", self.dice.below(1_000_000));
        self.happens(
            Who::Phone,
            What::Payment {
                statement: String::new(),
                method: "wechat".to_owned(),
                amount,
                receipt,
                acceptance,
            },
        )?;
        Ok(())
    }

    /// One in four is not reported yet: such a record is still open.
    fn leave(&mut self) -> Result<(), BenchError> {
        self.happens(
            Who::Office,
            What::Call {
                outcome: CallOutcome::Confirmed,
                note: "回访：用户满意".to_owned(),
            },
        )?;
        let note = format!("{}，{}", self.dice.word(DONE), self.dice.word(ADVICE));
        self.writes(Who::Office, field(Field::OfficeNote, note.as_str()));
        if self.details.place.is_multiple_of(4) {
            self.work(Who::Phone);
        } else {
            self.happens(
                Who::Phone,
                What::Report {
                    note,
                    covers: Vec::new(),
                },
            )?;
        }
        let advice = format!("已加微信，{}。", self.dice.word(ADVICE));
        self.writes(Who::Phone, append(TextName::Advice, advice));
        let purchased = format!(
            "201{}-{:02}-{:02}",
            self.dice.below(10),
            1 + self.dice.below(12),
            1 + self.dice.below(28)
        );
        self.writes(Who::Phone, field(Field::PurchasedOn, purchased.as_str()));
        let fault = format!("{}-A", self.details.fault.fault);
        self.writes(Who::Tablet, field(Field::FaultCode, fault.as_str()));
        Ok(())
    }
}
