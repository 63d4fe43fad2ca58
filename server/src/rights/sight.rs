//! What of a record not everybody needs to see.

use doorstep_domain::record::Field;

use crate::staff::{
    Clerk,
    OfficeRole::{self, Administrator, Dispatcher, Finance, Manager, Reception, Supervisor},
};

/// A part of a record that only some see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sight {
    /// The customer's name, telephone number and address: the store and quality work by number and unit.
    Customer,
    /// Prices, payments, cash.
    Money,
}

impl Sight {
    const fn roles(self) -> &'static [OfficeRole] {
        match self {
            Self::Customer => &[
                Reception,
                Dispatcher,
                Supervisor,
                Finance,
                Manager,
                Administrator,
            ],
            Self::Money => &[
                Reception,
                Dispatcher,
                Supervisor,
                Finance,
                Manager,
                Administrator,
            ],
        }
    }
}

/// What one must see to see this field.
#[must_use]
pub const fn sight_of(field: Field) -> Option<Sight> {
    match field {
        Field::CustomerName | Field::CustomerPhone | Field::CustomerAddress => {
            Some(Sight::Customer)
        }
        _ => None,
    }
}

/// Whether a clerk sees a part of a record.
#[must_use]
pub fn sees(clerk: &Clerk, sight: Sight) -> bool {
    let mut roles = sight.roles().iter();
    roles.any(|role| clerk.roles.contains(role))
}
