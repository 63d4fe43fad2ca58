//! What happens at the customer's door.

use chrono::TimeDelta;
use doorstep_domain::{
    ids::EntryId,
    money::{Currency, Money},
    quote::{LineKind, Payer, Quote, QuoteLine},
    record::{
        CallOutcome, CashHandedIn, DiagnosisStep, Field, FieldValue, InvoiceAsked, Limits,
        Measurement, Relation, SignPurpose, TestItem, TextName, What,
    },
};
use doorstep_evidence::statement::Signing;
use doorstep_replica::Edit;

use super::{Agreed, Teller};
use crate::sample_history::{
    life::Request,
    pen::{Told, Who},
    phrases::{ADVICE, DONE, FOUND},
    rows::Test,
};

impl Teller<'_, '_> {
    /// Calls on the way and stands at the door.
    pub(super) fn arrive(&mut self) -> Told<()> {
        let late = TimeDelta::hours(self.life.lapses.late_hours.cast_signed());
        self.arrive_late_by(late)
    }

    pub(super) fn arrive_late_by(&mut self, late: TimeDelta) -> Told<()> {
        let minutes = self.pen.dice.below(40).cast_signed();
        let arrival = self.pen.appointment + late + TimeDelta::minutes(minutes);
        self.pen.wait_until(arrival - TimeDelta::minutes(25));
        let note = self
            .pen
            .dice
            .word(&["半小时内到", "已确认在家", "请提前开门禁"])
            .to_owned();
        let outcome = CallOutcome::Confirmed;
        self.pen.happens(Who::Phone, What::Call { outcome, note })?;
        self.pen.wait_until(arrival);
        let visit = What::Visit {
            place: self.life.customer.address.clone(),
            badge_shown: !self.pen.dice.per_mille(10),
            unit_matches: true,
            proof_of_purchase_seen: self.life.payer == "in_warranty",
        };
        self.pen.happens(Who::Phone, visit)?;
        self.pen.wait(3);
        let serial = FieldValue::from(self.life.customer.serial.as_str());
        let opened = FieldValue::YesNo(self.life.place.is_multiple_of(37));
        self.pen.writes(
            Who::Phone,
            &[
                Edit::Field(Field::UnitSerial, serial),
                Edit::Field(Field::OpenedByOutsiders, opened),
            ],
        )
    }

    /// Four steps, then what it comes from. Where nothing is broken there is nothing to find.
    pub(super) fn diagnose(&mut self) -> Told<()> {
        if self.life.request != Request::Repair {
            return Ok(());
        }
        for step in DiagnosisStep::ALL {
            self.pen.wait(4);
            let measurements = match step {
                DiagnosisStep::Measure => vec![Measurement {
                    name: "电压".to_owned(),
                    value: format!(
                        "{}.{}",
                        215 + self.pen.dice.below(15),
                        self.pen.dice.below(10)
                    ),
                    unit: "V".to_owned(),
                }],
                _ => Vec::new(),
            };
            let finding = self.pen.dice.word(FOUND).to_owned();
            let what = What::DiagnosisStep {
                step,
                finding,
                measurements,
            };
            self.pen.happens(Who::Phone, what)?;
        }
        self.pen.wait(5);
        let fault = self.life.fault;
        self.pen.field(Who::Phone, Field::FaultCode, &fault.fault)?;
        let cause = format!("{}。", fault.cause_zh);
        self.pen.types(Who::Phone, TextName::Cause, cause)?;
        let plan = match self.life.part {
            Some(part) => format!("更换{}。", part.name_zh),
            None => format!("{}。", self.pen.dice.word(DONE)),
        };
        self.pen.types(Who::Phone, TextName::Plan, plan)
    }

    /// Puts the quote before the customer.
    pub(super) fn offer(&mut self) -> Told<(EntryId, Money)> {
        self.pen.wait(6);
        let payer = match self.life.payer {
            "in_warranty" => Payer::Warranty,
            "contract" => Payer::Contract,
            _ => Payer::Customer,
        };
        let rule = match payer {
            Payer::Warranty => "三包期内免费",
            Payer::Contract => "按维保合同",
            Payer::Customer => "有偿服务：按价目表",
        };
        let line = |kind, code: &str, name: &str, price: i64| QuoteLine {
            kind,
            code: code.to_owned(),
            name: name.to_owned(),
            quantity: 1,
            unit_price_minor: price,
            amount_minor: price,
            discount_minor: 0,
            payer,
            rule: rule.to_owned(),
            decided_by: None,
            override_reason: None,
        };
        let labour = self.life.labour.iter().map(|row| {
            let kind = if row.kind == "*" {
                LineKind::Other
            } else {
                LineKind::Labour
            };
            line(kind, &row.labour, &row.name_zh, row.price_minor)
        });
        let part = self
            .life
            .part
            .map(|part| line(LineKind::Part, &part.part, &part.name_zh, part.price_minor));
        let quote = Quote {
            revision: 1,
            replaces: None,
            catalogue_version: 1,
            currency: Currency::Cny,
            lines: labour.chain(part).collect(),
            options: Vec::new(),
            discount_limit_percent: None,
        };
        let total: i64 = quote.lines.iter().map(|line| line.amount_minor).sum();
        let customer_pays = Money {
            minor: if payer == Payer::Customer { total } else { 0 },
            currency: Currency::Cny,
        };
        let offer = self.pen.happens(Who::Phone, What::QuoteOffered { quote })?;
        Ok((offer, customer_pays))
    }

    /// The quote is put before the customer, who accepts it.
    pub(super) fn agree(&mut self) -> Told<Agreed> {
        let (offer, customer_pays) = self.offer()?;
        self.pen.wait(4);
        let purpose = SignPurpose::QuoteAcceptance;
        let signing = self.pen.signing(purpose, &self.life.customer.name);
        let statement = self.pen.seals(purpose, Some(offer), signing)?;
        let accepted = What::QuoteAccepted {
            offer,
            statement,
            choice: None,
        };
        Ok(Agreed {
            acceptance: self.pen.happens(Who::Phone, accepted)?,
            customer_pays,
        })
    }

    /// The work, the part if there is one, and the word that it works again.
    pub(super) fn repair(&mut self) -> Told<()> {
        self.pen.wait(10);
        if let Some(part) = self.life.part {
            let serial = if part.has_serial == "yes" {
                format!("P{:09}", self.pen.dice.below(1_000_000_000))
            } else {
                String::new()
            };
            let removed = What::PartRemoved {
                part: part.part.clone(),
                name: part.name_zh.clone(),
                serial: String::new(),
                quantity: 1,
                kept_for_store: !self.life.lapses.old_part_gone,
            };
            self.pen.happens(Who::Phone, removed)?;
            self.pen.wait(8);
            let fitted = What::PartFitted {
                part: part.part.clone(),
                name: part.name_zh.clone(),
                serial,
                quantity: 1,
                warranty_months: part.warranty_months,
            };
            self.pen.happens(Who::Phone, fitted)?;
        }
        self.work_is_done()
    }

    pub(super) fn work_is_done(&mut self) -> Told<()> {
        let minutes = 10 + self.pen.dice.below(30);
        self.pen.wait(minutes);
        let work = format!(
            "{}；{}。",
            self.pen.dice.word(DONE),
            self.pen.dice.word(DONE)
        );
        self.pen.types(Who::Phone, TextName::Work, work)?;
        self.pen
            .happens(Who::Phone, What::RepairDone { works: true })?;
        Ok(())
    }

    /// The full-function test and the advice.
    pub(super) fn test(&mut self) -> Told<()> {
        self.pen.wait(12);
        let tests = &self.life.tests;
        let items = tests.iter().map(|test| test_item(test)).collect();
        let tested = What::TestResult {
            items,
            passed: true,
            customer_present: !self.life.lapses.tested_alone,
        };
        self.pen.happens(Who::Phone, tested)?;
        self.pen.wait(3);
        let advice = format!("{}。", self.pen.dice.word(ADVICE));
        self.pen.types(Who::Phone, TextName::Advice, advice)?;
        let advised = What::AdviceGiven {
            explained: true,
            site_tidied: true,
        };
        self.pen.happens(Who::Phone, advised)?;
        Ok(())
    }

    /// How content the customer is; who was kept waiting is so less.
    pub(super) fn score(&mut self) -> i64 {
        let late = self.life.lapses.late_hours > 0;
        match (late, self.pen.dice.below(100)) {
            (false, 0..78) => 5,
            (false, 78..94) | (true, 30..70) => 4,
            (false, 94..98) | (true, 70..90) => 3,
            (true, 0..30) => 5,
            (false, 98) | (true, 90..97) => 2,
            _ => 1,
        }
    }

    /// Test, advice, and the customer's word and signature.
    pub(super) fn hand_over(&mut self, score: i64) -> Told<()> {
        self.test()?;
        self.signs_off(score)
    }

    pub(super) fn signs_off(&mut self, score: i64) -> Told<()> {
        self.pen.wait(4);
        let opinion = match score {
            5 => self
                .pen
                .dice
                .word(&["满意", "师傅很细心", "来得快，讲得清楚"]),
            4 => self.pen.dice.word(&["还可以", "希望配件再便宜些"]),
            _ => self.pen.dice.word(&["等得太久", "来晚了", "修得马虎"]),
        };
        let purpose = SignPurpose::WorkAcceptance;
        let signer = self.life.customer.name.clone();
        let signing = Signing {
            opinion: Some(opinion.to_owned()),
            score: Some(score),
            ..self.pen.signing(purpose, &signer)
        };
        let statement = self.pen.seals(purpose, None, signing)?;
        let signed = What::SignOff {
            statement,
            stamp: None,
            signer,
            relation: Relation::Customer,
            opinion: opinion.to_owned(),
            score,
            covers: self.pen.covers(),
        };
        self.pen.happens(Who::Phone, signed)?;
        Ok(())
    }

    /// Takes what is owed and reports; what was paid in cash is handed in a day or two later.
    pub(super) fn leave(&mut self, agreed: Agreed) -> Told<()> {
        let cash = self.pay(agreed)?;
        self.report("已完工，现场已清理")?;
        let Some(payment) = cash else { return Ok(()) };
        if self.pen.dice.per_mille(40) {
            return Ok(());
        }
        let minutes = 600 + self.pen.dice.below(2 * 1_440);
        self.pen.wait(minutes);
        let slip = format!("J{}", self.pen.now.format("%y%m%d"));
        let handed_in = CashHandedIn {
            slip,
            covers: vec![payment],
            amount: agreed.customer_pays,
        };
        self.pen
            .happens(Who::Phone, What::CashHandedIn(handed_in))?;
        Ok(())
    }

    pub(super) fn report(&mut self, note: &str) -> Told<()> {
        self.pen.wait(5);
        let report = What::Report {
            note: note.to_owned(),
            covers: self.pen.covers(),
        };
        self.pen.happens(Who::Phone, report)?;
        Ok(())
    }

    /// The payment, if it was in cash.
    pub(super) fn pay(&mut self, agreed: Agreed) -> Told<Option<EntryId>> {
        if agreed.customer_pays.minor == 0 {
            return Ok(None);
        }
        self.pen.wait(3);
        let method = match self.pen.dice.below(100) {
            0..42 => "wechat",
            42..66 => "alipay",
            66..86 => "cash",
            86..96 => "invoice",
            _ => "card",
        };
        let paper_missing = self.life.lapses.paper_missing;
        let receipt = if paper_missing && method != "invoice" {
            String::new()
        } else {
            format!("R{}", self.life.number)
        };
        let payment = What::Payment {
            method: method.to_owned(),
            amount: agreed.customer_pays,
            receipt,
            acceptance: agreed.acceptance,
            statement: String::new(),
        };
        let payment = self.pen.happens(Who::Phone, payment)?;
        if method == "invoice" && !paper_missing {
            let asked = InvoiceAsked {
                title: format!("{}（个人）", self.life.customer.name),
                tax_number: String::new(),
                email: String::new(),
                phone: self.life.customer.phone.clone(),
            };
            self.pen.happens(Who::Phone, What::InvoiceAsked(asked))?;
        }
        Ok((method == "cash").then_some(payment))
    }
}

/// An item of the sheet with a result within its limits.
fn test_item(test: &Test) -> TestItem {
    let result = match a_limit(&test.minimum, &test.maximum) {
        Some(limit) => format!("{limit} {}", test.unit),
        None => "正常".to_owned(),
    };
    let limits = Limits {
        item: test.item.clone(),
        catalogue_version: 1,
        unit: test.unit.clone(),
        minimum: test.minimum.clone(),
        maximum: test.maximum.clone(),
    };
    TestItem {
        name: test.name_zh.clone(),
        result: result.trim().to_owned(),
        passed: true,
        limits: (!test.unit.is_empty()).then_some(limits),
    }
}

/// A value that lies within limits: one of them, for both are within.
fn a_limit<'t>(minimum: &'t str, maximum: &'t str) -> Option<&'t str> {
    [minimum, maximum]
        .into_iter()
        .find(|limit| !limit.is_empty())
}
