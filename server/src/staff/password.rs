//! Passwords: kept as Argon2id, checked outside of transactions, because a check takes some 20 ms and 19 MiB on purpose.

use std::fmt;

use argon2::{
    Argon2,
    password_hash::{PasswordHasher as _, PasswordVerifier as _, phc},
};

use super::StaffError;
use crate::environment::Environment;

/// The shortest password (NIST SP 800-63B-4 asks for 15 where it stands alone, 8 beside a second factor; this is what
/// people put up with, together with the bound on tries).
const SHORTEST: usize = 10;
/// What is longer is not looked at.
const LONGEST: usize = 128;

/// What somebody typed as a password. Never shown, logged or stored.
#[derive(Clone)]
pub struct Password(String);

/// What is stored instead: a PHC string.
#[derive(Clone, PartialEq, Eq)]
pub struct PasswordHash(pub(super) String);

impl Password {
    /// As it was typed.
    #[must_use]
    pub fn typed(text: &str) -> Self {
        Self(text.chars().take(LONGEST + 1).collect())
    }

    /// Whether it may become somebody's password: long enough, not one sign or one run of signs over and over, and not
    /// the person's own code.
    ///
    /// # Errors
    /// [`StaffError::WeakPassword`].
    pub fn check(&self, person: &str) -> Result<(), StaffError> {
        let length = self.0.chars().count();
        let mut signs: Vec<char> = self.0.chars().collect();
        signs.sort_unstable();
        signs.dedup();
        let is_fit = (SHORTEST..=LONGEST).contains(&length)
            && signs.len() >= 5
            && !self.0.to_lowercase().contains(person)
            && !is_a_row(&self.0);
        if is_fit {
            Ok(())
        } else {
            Err(StaffError::WeakPassword)
        }
    }

    /// Whether the same was typed once more.
    #[must_use]
    pub fn is_typed(&self, again: &str) -> bool {
        self.0 == Self::typed(again).0
    }

    /// Makes what is stored. Slow on purpose: for a thread that may block.
    ///
    /// # Errors
    /// [`StaffError::Hashing`] or [`StaffError::Random`].
    pub fn hash(&self, environment: &Environment) -> Result<PasswordHash, StaffError> {
        let salt: [u8; 16] = environment.draw()?;
        let hash: phc::PasswordHash = Argon2::default()
            .hash_password_with_salt(self.0.as_bytes(), &salt)
            .map_err(|_| StaffError::Hashing)?;
        Ok(PasswordHash(hash.to_string()))
    }

    /// Whether it is the one. Slow on purpose: for a thread that may block. Takes as long if there is none to compare
    /// with, so that nobody learns who has an account.
    #[must_use]
    pub fn is(&self, stored: Option<&PasswordHash>) -> bool {
        /// Of a password that nobody knows.
        const NOBODYS: &str = "$argon2id$v=19$m=19456,t=2,p=1$c29tZSBzYWx0IG9mIG91cg$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
        let is_somebodys = stored.is_some();
        let text = stored.map_or(NOBODYS, |stored| stored.0.as_str());
        let is_it = phc::PasswordHash::new(text).is_ok_and(|parsed| {
            Argon2::default()
                .verify_password(self.0.as_bytes(), &parsed)
                .is_ok()
        });
        is_somebodys && is_it
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password")
    }
}

impl fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PasswordHash")
    }
}

/// Signs that follow one another, as 1234567890 and abcdefghij.
fn is_a_row(text: &str) -> bool {
    let signs: Vec<u32> = text.chars().map(u32::from).collect();
    signs
        .windows(2)
        .all(|pair| matches!(pair, [a, b] if b.wrapping_sub(*a) == 1 || (*a, *b) == (57, 48)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::example::environment;

    #[test]
    fn a_password_is_kept_unreadable_and_told_from_others() {
        let (_clock, environment) = environment();
        let password = Password::typed("钥匙在门垫下面 42");
        let stored = password.hash(&environment).unwrap();
        assert!(stored.0.starts_with("$argon2id$"), "{}", stored.0);
        assert!(password.is(Some(&stored)));
        assert!(!Password::typed("钥匙在门垫下面 43").is(Some(&stored)));
        assert!(!password.is(None), "nobody's password is nobody's");
        let again = password.hash(&environment).unwrap();
        assert_ne!(stored, again, "each has a salt of its own");
        assert_eq!(format!("{password:?} {stored:?}"), "Password PasswordHash");
    }

    #[test]
    fn weak_passwords() {
        for (typed, fit) in [
            ("correct horse", true),
            ("门铃响了两声再敲门", false),
            ("门铃响了两声再敲门吧", true),
            ("short", false),
            ("aaaaaaaaaaaa", false),
            ("abababababab", false),
            ("1234567890", false),
            ("abcdefghijkl", false),
            ("r-li-2026-x!", false),
        ] {
            assert_eq!(Password::typed(typed).check("r-li").is_ok(), fit, "{typed}");
        }
        assert!(
            Password::typed(&"长x1y2z".repeat(40))
                .check("r-li")
                .is_err()
        );
    }
}
