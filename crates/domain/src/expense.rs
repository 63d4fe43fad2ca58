//! Expenses claimed (报销): which word may follow which, and who may say it. Whoever claimed, and whoever gets the money,
//! approves nothing: four eyes.

use doorstep_words::{Phrase, office::expense as words};
use serde::Serialize;

use crate::{ids::PersonId, named};

/// Where a claim stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ExpenseState {
    /// It waits for a word.
    Claimed,
    /// It is to be paid.
    Approved,
    /// It will not be paid.
    Refused,
    /// It was paid.
    Paid,
}

named!(ExpenseState {
    Claimed "claimed" words::in_state::CLAIMED;
    Approved "approved" words::in_state::APPROVED;
    Refused "refused" words::in_state::REFUSED;
    Paid "paid" words::in_state::PAID;
});

/// What is said about a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExpenseWord {
    /// It is right.
    Approve,
    /// It is not, for a reason.
    Refuse,
    /// The money was given.
    Pay,
}

/// Why a word does not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoWord {
    /// It does not follow the one before.
    NotNow,
    /// He claimed it, or gets the money.
    OwnClaim,
}

impl NoWord {
    /// The words on a screen.
    #[must_use]
    pub const fn words(self) -> Phrase {
        match self {
            Self::NotNow => words::refused::NOT_NOW,
            Self::OwnClaim => words::refused::OWN_CLAIM,
        }
    }
}

/// Where a claim stands after a word.
///
/// # Errors
/// [`NoWord`].
pub fn after(
    state: ExpenseState,
    word: ExpenseWord,
    (speaker, claimed_by, gets_it): (&PersonId, &PersonId, &PersonId),
) -> Result<ExpenseState, NoWord> {
    let next = match (state, word) {
        (ExpenseState::Claimed, ExpenseWord::Approve) => ExpenseState::Approved,
        (ExpenseState::Claimed, ExpenseWord::Refuse) => ExpenseState::Refused,
        (ExpenseState::Approved, ExpenseWord::Pay) => ExpenseState::Paid,
        _ => return Err(NoWord::NotNow),
    };
    // Whoever hands the money out may have claimed for another, never for himself.
    let is_own = match word {
        ExpenseWord::Approve => speaker == claimed_by || speaker == gets_it,
        ExpenseWord::Refuse => false,
        ExpenseWord::Pay => speaker == gets_it,
    };
    if is_own {
        Err(NoWord::OwnClaim)
    } else {
        Ok(next)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn which_word_follows_which_and_who_says_it() {
        use ExpenseState as S;
        use ExpenseWord as W;
        use NoWord as N;
        let people = ["t-zhang", "finance", "manager"].map(|code| PersonId(code.to_owned()));
        let [zhang, finance, manager] = &people;
        // Before, the word, who says it, who claimed it for Zhang; what comes of it.
        for (state, word, speaker, claimed_by, expected) in [
            (S::Claimed, W::Approve, manager, finance, Ok(S::Approved)),
            (S::Claimed, W::Approve, finance, finance, Err(N::OwnClaim)),
            (S::Claimed, W::Approve, zhang, finance, Err(N::OwnClaim)),
            (S::Claimed, W::Refuse, finance, finance, Ok(S::Refused)),
            (S::Claimed, W::Refuse, manager, finance, Ok(S::Refused)),
            (S::Claimed, W::Pay, manager, finance, Err(N::NotNow)),
            (S::Approved, W::Approve, manager, finance, Err(N::NotNow)),
            (S::Approved, W::Refuse, manager, finance, Err(N::NotNow)),
            (S::Approved, W::Pay, finance, finance, Ok(S::Paid)),
            (S::Approved, W::Pay, zhang, finance, Err(N::OwnClaim)),
            (S::Refused, W::Approve, manager, finance, Err(N::NotNow)),
            (S::Refused, W::Pay, manager, finance, Err(N::NotNow)),
            (S::Paid, W::Pay, manager, finance, Err(N::NotNow)),
            (S::Paid, W::Refuse, manager, finance, Err(N::NotNow)),
        ] {
            let said = after(state, word, (speaker, claimed_by, zhang));
            assert_eq!(said, expected, "{state:?} {word:?} {speaker:?}");
        }
    }
}
