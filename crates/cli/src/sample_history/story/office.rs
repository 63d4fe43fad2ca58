//! What the office does: takes the call, names a technician, agrees a time, calls off.

use chrono::{DateTime, FixedOffset, NaiveTime, TimeDelta};
use doorstep_domain::record::{Field, FieldValue, TextName, What};
use doorstep_replica::{Edit, TextEdit};

use super::Teller;
use crate::sample_history::{
    life::Request,
    pen::{Told, Who},
};

/// How long before the end a call may still lie there with nobody named.
const UNASSIGNED_HOURS: i64 = 120;

impl Teller<'_, '_> {
    pub(super) fn take_call(&mut self) -> Told<()> {
        let life = self.life;
        let customer = &life.customer;
        let words = |field, value: &str| Edit::Field(field, FieldValue::from(value));
        let received = life.received.to_rfc3339();
        let purchased = customer.purchased_on.to_string();
        let mut edits = vec![
            words(Field::Number, &life.number),
            words(Field::ReceivedAt, &received),
            words(Field::Request, life.request.code()),
            words(Field::Language, "zh-CN"),
            words(Field::CustomerName, &customer.name),
            words(Field::CustomerPhone, &customer.phone),
            words(Field::CustomerAddress, &customer.address),
            words(Field::Area, self.area()),
            Edit::Field(
                Field::PriorityHours,
                FieldValue::Number(life.priority_hours),
            ),
            words(Field::UnitKind, &customer.model.kind),
            words(Field::UnitModel, &customer.model.model),
            words(Field::PurchasedOn, &purchased),
            words(Field::PayerClass, life.payer),
            Edit::Text(TextName::Symptom, TextEdit::Append(life.symptom.clone())),
        ];
        // Who calls again is known by his unit.
        if life.place.is_multiple_of(3)
            || life.request == Request::Repair && self.pen.dice.per_mille(300)
        {
            edits.push(words(Field::UnitSerial, &customer.serial));
        }
        self.pen.writes(Who::Office, &edits)
    }

    fn area(&self) -> &'static str {
        if self.life.customer.station == 3 {
            "suburb"
        } else {
            "city"
        }
    }

    pub(super) fn cancel(&mut self) -> Told<()> {
        let minutes = 30 + self.pen.dice.below(20 * 60);
        self.pen.wait(minutes);
        let reason = self
            .pen
            .dice
            .word(&[
                "用户已自行解决",
                "用户改为换新机",
                "重复报修",
                "用户不愿再等",
            ])
            .to_owned();
        let called_off = What::Cancelled {
            reason,
            duplicate_of: None,
        };
        self.pen.happens(Who::Office, called_off)?;
        Ok(())
    }

    /// Names the technician and agrees the first time.
    pub(super) fn assign(&mut self) -> Told<()> {
        let left = self.pen.studio.end - self.life.received;
        if left < TimeDelta::hours(UNASSIGNED_HOURS) && self.pen.dice.per_mille(250) {
            self.pen
                .wait_until(self.pen.studio.end + TimeDelta::minutes(1));
        }
        let minutes = 5 + self.pen.dice.below(90);
        self.pen.wait(minutes);
        let person = self.pen.technician.person.0.clone();
        self.pen.field(Who::Office, Field::Assignee, &person)?;
        let (days, hours) = match self.life.priority_hours {
            4 => (0, 2),
            24 => (1, 0),
            48 => (1 + self.pen.dice.below(2), 0),
            _ => (2 + self.pen.dice.below(2), 0),
        };
        let minutes = 3 + self.pen.dice.below(40);
        self.pen.wait(minutes);
        self.appoint(days, hours)
    }

    /// Agrees a window of two hours, so many days later or, today, so many hours later.
    pub(super) fn appoint(&mut self, days: u64, hours: u64) -> Told<()> {
        let window = self.window(days, hours);
        let words = in_words(window);
        self.pen.field(Who::Office, Field::Appointment, &words)?;
        self.pen.appointment = window;
        Ok(())
    }

    /// When a window of two hours begins.
    pub(super) fn window(&mut self, days: u64, hours: u64) -> DateTime<FixedOffset> {
        let now = self.pen.now;
        if days == 0 {
            return now + TimeDelta::hours(hours.cast_signed());
        }
        let begins_s = (8 + 2 * self.pen.dice.below(5)) * 3_600;
        let midnight = now.date_naive().and_time(NaiveTime::MIN);
        let day = midnight + TimeDelta::days(days.cast_signed());
        let begins = day + TimeDelta::seconds(begins_s.cast_signed());
        begins
            .and_local_timezone(*now.offset())
            .single()
            .unwrap_or(now)
    }
}

/// A window as the field holds it.
pub(super) fn in_words(begins: DateTime<FixedOffset>) -> String {
    let ends = begins + TimeDelta::hours(2);
    format!("{}/{}", begins.to_rfc3339(), ends.to_rfc3339())
}
