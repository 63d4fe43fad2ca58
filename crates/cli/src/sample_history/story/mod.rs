//! Telling a life: one function for each thing that happens, in the order of the trade.
//!
//! [`office`] is what the office does, [`visit`] what happens at the door, [`branches`] what takes another course.

mod branches;
mod office;
mod visit;

use doorstep_domain::{ids::EntryId, money::Money};
use doorstep_server::replication::MadeRecord;

use super::{
    Dice, HistoryError,
    life::{Course, Life, Plan},
    pen::{Pen, Stop, Studio, Told},
    seal::Chain,
};

/// Writes a life down.
pub(super) fn tell(
    plan: &Plan,
    studio: &Studio<'_>,
    life: &Life<'_>,
    chain: &mut Chain,
) -> Result<MadeRecord, HistoryError> {
    let technician = studio.cast.technicians.get(life.technician);
    let technician = technician.ok_or(HistoryError::Lacks("a technician"))?;
    let dice = Dice::of(&format!("{} story", plan.seed), life.place);
    let pen = Pen::new(studio, technician, dice, life.received, chain)?;
    let mut teller = Teller { pen, life };
    match teller.tell() {
        Ok(()) | Err(Stop::End) => teller.pen.finish(),
        Err(Stop::Failed(error)) => Err(error),
    }
}

/// A life and the pen that writes it.
struct Teller<'t, 'p> {
    pen: Pen<'p>,
    life: &'t Life<'t>,
}

/// What was agreed with the customer.
#[derive(Debug, Clone, Copy)]
struct Agreed {
    acceptance: EntryId,
    customer_pays: Money,
}

impl Teller<'_, '_> {
    fn tell(&mut self) -> Told<()> {
        self.take_call()?;
        if self.life.course == Course::Cancelled {
            return self.cancel();
        }
        self.assign()?;
        match self.life.course {
            Course::Cancelled => Ok(()),
            Course::FirstVisit => self.repaired_at_once(),
            Course::SecondVisit => self.repaired_at_the_second_visit(),
            Course::Workshop { loaner } => self.repaired_in_the_workshop(loaner),
            Course::CannotRepair => self.cannot_be_repaired(),
            Course::Absent => self.absent_at_first(),
            Course::Refused => self.would_not_sign(),
            Course::Declined => self.declined(),
            Course::NotSatisfied { again } => self.not_satisfied(again),
            Course::Clash { phone, settled } => self.written_apart(phone, settled),
        }
    }

    fn repaired_at_once(&mut self) -> Told<()> {
        self.arrive()?;
        self.diagnose()?;
        let agreed = self.agree()?;
        self.repair()?;
        let score = self.score();
        self.hand_over(score)?;
        self.leave(agreed)
    }
}
