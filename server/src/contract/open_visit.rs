//! A maintenance visit becomes a record, as if the customer had called.

use chrono::{DateTime, FixedOffset};
use doorstep_domain::{contract::next_visit, record::Field};
use doorstep_replica::Edit;
use rusqlite::params;

use super::{
    ContractError, NewUnit,
    note::{due_anew, made, plan},
    terms::call,
};
use crate::{
    audit::{Deed, note},
    environment::Environment,
    intake::{CallTaken, record_of, take_in},
    replication::{OfficeDesk, Replication},
    rights::{Action, require},
    staff::Clerk,
};

/// Opens the next visit to a unit of a contract: a record with the request maintenance, at the contract's cost.
/// `received_at` is now, with the office's offset.
///
/// # Errors
/// [`ContractError::VisitUnderWay`] while the one before is neither made nor called off; [`ContractError::AllMade`];
/// others of [`ContractError`].
pub async fn open_visit(
    replication: &Replication,
    clerk: Clerk,
    (contract, unit): (i64, i64),
    received_at: DateTime<FixedOffset>,
) -> Result<CallTaken, ContractError> {
    let organisation = replication.organisation();
    let environment = organisation.environment().clone();
    let fingerprint = organisation.authority().fingerprint();
    let person = clerk.person.clone();
    replication
        .on_behalf_of(person, move |desk| {
            // Of each unit the first, the second, and so on: the same one twice is one record.
            let record = |place: u32| {
                let known_by = format!("{contract}\n{unit}\n{place}");
                record_of(&fingerprint, "contract", &known_by)
            };
            open(
                desk,
                &clerk,
                (contract, unit),
                record,
                received_at,
                &environment,
            )
        })
        .await
}

fn open(
    desk: &OfficeDesk<'_>,
    clerk: &Clerk,
    (contract, unit): (i64, i64),
    record: impl FnOnce(u32) -> doorstep_domain::ids::RecordId,
    received_at: DateTime<FixedOffset>,
    environment: &Environment,
) -> Result<CallTaken, ContractError> {
    let transaction = desk.connection();
    require(clerk, Action::KeepContracts, None)?;
    let standing = super::contract(transaction, contract)?.ok_or(ContractError::None)?;
    require(clerk, Action::KeepContracts, standing.station().as_ref())?;
    if standing.ended_at.is_some() {
        return Err(ContractError::Ended);
    }
    let mut units = standing.units.iter();
    let found = units
        .find(|found| found.unit == unit && !found.is_taken_out)
        .ok_or(ContractError::NoUnit)?;
    let made = made(transaction, unit)?;
    if made.is_under_way {
        return Err(ContractError::VisitUnderWay);
    }
    let plan = plan(transaction, unit)?.ok_or(ContractError::Stored("plan"))?;
    if next_visit(&plan, made.visits, made.last).is_none() {
        return Err(ContractError::AllMade);
    }
    let about = NewUnit {
        unit_kind: found.unit_kind.clone(),
        model: found.model.clone(),
        serial: found.serial.clone(),
    };
    let call = call(&standing.terms, &about);
    let record = record(made.opened);
    let taken = take_in(desk, clerk, record, &call, received_at, environment)?;
    // The contract decides who pays, not the clerk.
    desk.edit(record, &[Edit::Field(Field::PayerClass, "contract".into())])?;
    let now_ms = environment.now_ms();
    transaction
        .prepare_cached(
            "INSERT INTO contract_visit (document, contract_unit, opened_at_ms, opened_by, is_called_off)
             VALUES (?1, ?2, ?3, ?4, 0)",
        )?
        .execute(params![record.as_bytes(), unit, now_ms, clerk.person.0])?;
    due_anew(transaction, unit)?;
    let subject = contract.to_string();
    let detail = serde_json::json!({ "unit": unit, "visit": taken.number });
    note(
        transaction,
        clerk,
        Deed::ContractChanged,
        &subject,
        &detail,
        now_ms,
    )?;
    Ok(taken)
}
