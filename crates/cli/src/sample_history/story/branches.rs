//! Courses that do not end with the first visit.

use chrono::{DateTime, FixedOffset, TimeDelta};
use doorstep_domain::{
    ids::EntryId,
    record::{
        CallOutcome, ComplaintTaken, Field, FieldValue, Gravity, Handback, Handover, Relation,
        SignPurpose, What,
    },
};
use doorstep_evidence::statement::{Paper, Signing};
use doorstep_replica::Edit;

use super::{Teller, office::in_words};
use crate::sample_history::pen::{Told, Who};

impl Teller<'_, '_> {
    /// The part is not there: it is ordered, and the repair is made at a second visit.
    pub(super) fn repaired_at_the_second_visit(&mut self) -> Told<()> {
        self.arrive()?;
        self.diagnose()?;
        let agreed = self.agree()?;
        self.report("缺件，已申请配件，到货后再约")?;
        self.comes_again(2, 12)?;
        self.repair()?;
        let score = self
            .score()
            .min(4 + i64::from(self.life.place.is_multiple_of(2)));
        self.hand_over(score)?;
        self.leave(agreed)
    }

    /// The unit is carried off against a receipt, repaired, and brought back.
    pub(super) fn repaired_in_the_workshop(&mut self, loaner: bool) -> Told<()> {
        self.arrive()?;
        self.diagnose()?;
        let agreed = self.agree()?;
        let custody = self.takes_unit()?;
        let lent = if loaner {
            Some(self.lends_loaner()?)
        } else {
            None
        };
        self.report("已取机送修，收据已交用户")?;
        let days = 2 + self.pen.dice.below(6);
        self.pen.wait(days * 1_440);
        self.repair()?;
        self.comes_again(1, 2)?;
        self.hands_back(custody, SignPurpose::CustodyReturn)?;
        if let Some(lent) = lent {
            self.hands_back(lent, SignPurpose::LoanerReturn)?;
        }
        let score = self.score();
        self.hand_over(score)?;
        self.leave(agreed)
    }

    /// The office agrees another time, so many days later, and the technician stands at the door again.
    fn comes_again(&mut self, days_min: u64, days_more: u64) -> Told<()> {
        self.pen.wait(45);
        let days = days_min + self.pen.dice.below(days_more);
        self.appoint(days, 0)?;
        self.arrive_late_by(TimeDelta::zero())
    }

    fn takes_unit(&mut self) -> Told<EntryId> {
        self.pen.wait(8);
        let promised = self.pen.now + TimeDelta::days(7);
        let handover = Handover {
            statement: String::new(),
            number: format!("C{}", self.life.number),
            model: self.life.customer.model.model.clone(),
            serial: self.life.customer.serial.clone(),
            accessories: vec!["电源线".to_owned()],
            condition: self
                .pen
                .dice
                .word(&["外观完好", "左侧有划痕", "门体有凹痕"])
                .to_owned(),
            promised_on: promised.date_naive().to_string(),
            signer: self.life.customer.name.clone(),
            relation: Relation::Customer,
        };
        let purpose = SignPurpose::CustodyReceipt;
        let handover = self.signed_handover(handover, purpose)?;
        self.pen.happens(Who::Phone, What::CustodyTaken(handover))
    }

    fn lends_loaner(&mut self) -> Told<EntryId> {
        self.pen.wait(6);
        let handover = Handover {
            statement: String::new(),
            number: format!("L{}", self.life.number),
            model: self.life.customer.model.model.clone(),
            serial: format!("YLTB{:06}", self.pen.dice.below(400)),
            accessories: Vec::new(),
            condition: "八成新".to_owned(),
            promised_on: String::new(),
            signer: self.life.customer.name.clone(),
            relation: Relation::Customer,
        };
        let purpose = SignPurpose::LoanerReceipt;
        let handover = self.signed_handover(handover, purpose)?;
        self.pen.happens(Who::Phone, What::LoanerLent(handover))
    }

    fn signed_handover(&mut self, handover: Handover, purpose: SignPurpose) -> Told<Handover> {
        let paper = Paper::Handover {
            number: handover.number.clone(),
            model: handover.model.clone(),
            serial: handover.serial.clone(),
            accessories: handover.accessories.clone(),
            condition: handover.condition.clone(),
            promised_on: handover.promised_on.clone(),
        };
        let statement = self.signs_paper(purpose, paper)?;
        Ok(Handover {
            statement,
            ..handover
        })
    }

    fn signs_paper(&mut self, purpose: SignPurpose, paper: Paper) -> Told<String> {
        let signing = Signing {
            paper: Some(paper),
            ..self.pen.signing(purpose, &self.life.customer.name)
        };
        self.pen.seals(purpose, None, signing)
    }

    fn hands_back(&mut self, handover: EntryId, purpose: SignPurpose) -> Told<()> {
        self.pen.wait(5);
        let is_loaner = purpose == SignPurpose::LoanerReturn;
        let letter = if is_loaner { "L" } else { "C" };
        let condition = "与交接时相同".to_owned();
        // A loaner comes back with something missing now and then.
        let complete = !is_loaner || !self.pen.dice.per_mille(60);
        let paper = Paper::Handback {
            number: format!("{letter}{}", self.life.number),
            model: self.life.customer.model.model.clone(),
            serial: self.life.customer.serial.clone(),
            condition: condition.clone(),
            complete,
        };
        let back = Handback {
            handover,
            statement: self.signs_paper(purpose, paper)?,
            condition,
            complete,
            signer: self.life.customer.name.clone(),
            relation: Relation::Customer,
        };
        let what = if is_loaner {
            What::LoanerReturned(back)
        } else {
            What::CustodyReturned(back)
        };
        self.pen.happens(Who::Phone, what)?;
        Ok(())
    }

    pub(super) fn cannot_be_repaired(&mut self) -> Told<()> {
        self.arrive()?;
        self.diagnose()?;
        self.pen.wait(10);
        let what = What::CannotRepair {
            reason: self
                .pen
                .dice
                .word(&["配件已停产", "内漏，无修理价值", "主要部件锈蚀"])
                .to_owned(),
            plan: "建议更换新机，已说明以旧换新办法".to_owned(),
        };
        self.pen.happens(Who::Phone, what)?;
        let score = 2 + self.pen.dice.below(3).cast_signed();
        self.signs_off(score)?;
        self.report("无法修复，已告知用户")
    }

    pub(super) fn absent_at_first(&mut self) -> Told<()> {
        let arrival = self.pen.appointment + TimeDelta::minutes(10);
        self.pen.wait_until(arrival - TimeDelta::minutes(25));
        let outcome = CallOutcome::NoAnswer;
        let note = String::new();
        self.pen.happens(Who::Phone, What::Call { outcome, note })?;
        self.pen.wait_until(arrival);
        let absent = What::CustomerAbsent {
            note: "敲门无人应，电话未接".to_owned(),
            card_left: true,
        };
        self.pen.happens(Who::Phone, absent)?;
        self.report("用户不在家，另约时间")?;
        self.comes_again(1, 4)?;
        self.repaired_now()
    }

    /// Everything that is done at the door, from the diagnosis on.
    fn repaired_now(&mut self) -> Told<()> {
        self.diagnose()?;
        let agreed = self.agree()?;
        self.repair()?;
        let score = self.score();
        self.hand_over(score)?;
        self.leave(agreed)
    }

    pub(super) fn would_not_sign(&mut self) -> Told<()> {
        self.arrive()?;
        self.diagnose()?;
        let agreed = self.agree()?;
        self.repair()?;
        self.test()?;
        self.pen.wait(6);
        let reason = self
            .pen
            .dice
            .word(&["要再观察几天", "认为价格偏高", "由家人决定"])
            .to_owned();
        let purpose = SignPurpose::Refusal;
        let signing = Signing {
            refusal_reason: Some(reason.clone()),
            ..self.pen.signing(purpose, &self.life.customer.name)
        };
        let statement = self.pen.seals(purpose, None, signing)?;
        let refused = What::SignRefused { statement, reason };
        self.pen.happens(Who::Phone, refused)?;
        self.leave(agreed)
    }

    pub(super) fn declined(&mut self) -> Told<()> {
        self.arrive()?;
        self.diagnose()?;
        let (offer, _) = self.offer()?;
        self.pen.wait(5);
        let reason = self
            .pen
            .dice
            .word(&["价格高", "准备换新机", "先问家里人"])
            .to_owned();
        self.pen
            .happens(Who::Phone, What::QuoteDeclined { offer, reason })?;
        self.report("用户不同意报价，未维修")
    }

    /// Done, and not to the customer's satisfaction: the second service, and perhaps the complaint.
    pub(super) fn not_satisfied(&mut self, again: bool) -> Told<()> {
        self.arrive()?;
        self.diagnose()?;
        let agreed = self.agree()?;
        self.repair()?;
        self.hand_over(3)?;
        self.pay(agreed)?;
        self.report("已完工")?;
        self.is_not_satisfied()?;
        self.comes_again(1, 3)?;
        self.work_is_done()?;
        self.hand_over(if again { 1 } else { 4 })?;
        self.report("二次服务完成")?;
        if !again {
            return Ok(());
        }
        self.is_not_satisfied()?;
        self.pen.wait(90);
        let complaint = ComplaintTaken {
            gravity: if self.life.place.is_multiple_of(5) {
                Gravity::Damage
            } else {
                Gravity::Ordinary
            },
            about: "修了两次仍有原来的故障".to_owned(),
            wish: "换机或退款".to_owned(),
        };
        self.pen
            .happens(Who::Office, What::ComplaintTaken(complaint))?;
        Ok(())
    }

    fn is_not_satisfied(&mut self) -> Told<()> {
        let minutes = 600 + self.pen.dice.below(4 * 1_440);
        self.pen.wait(minutes);
        let reason = self
            .pen
            .dice
            .word(&["故障依旧", "又出现同样的问题", "噪声比以前大"])
            .to_owned();
        self.pen
            .happens(Who::Office, What::NotSatisfied { reason })?;
        Ok(())
    }

    /// Office and technician give a field a value while neither hears of the other; the office settles it, or nobody has.
    pub(super) fn written_apart(&mut self, phone: bool, settled: bool) -> Told<()> {
        self.pen.wait(40);
        if phone {
            let number = |dice: &mut crate::sample_history::Dice| {
                FieldValue::Words(format!("139-0000-{:04}", dice.below(10_000)))
            };
            let (ours, theirs) = (number(&mut self.pen.dice), number(&mut self.pen.dice));
            self.clash(Field::CustomerPhone, ours, theirs, settled)?;
        } else {
            let agreed = self.pen.appointment.max(self.pen.now);
            let ours = agreed + TimeDelta::hours(2);
            let theirs = agreed + TimeDelta::hours(26);
            let words = |window: DateTime<FixedOffset>| FieldValue::Words(in_words(window));
            self.clash(Field::Appointment, words(ours), words(theirs), settled)?;
            self.pen.appointment = ours;
        }
        self.arrive()?;
        self.repaired_now()
    }

    fn clash(
        &mut self,
        field: Field,
        ours: FieldValue,
        theirs: FieldValue,
        settled: bool,
    ) -> Told<()> {
        self.pen.apart(
            &[Edit::Field(field, ours.clone())],
            &[Edit::Field(field, theirs)],
        )?;
        if !settled {
            return Ok(());
        }
        self.pen.wait(60);
        let settles = What::Settled {
            field,
            value: ours.clone(),
            reason: "与用户电话核实".to_owned(),
        };
        self.pen
            .happens_with(Who::Office, settles, vec![Edit::Field(field, ours)])
    }
}
