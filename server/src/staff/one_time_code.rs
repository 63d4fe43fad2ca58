//! One-time codes from an authenticator app (RFC 6238: SHA-1, six digits, thirty seconds, because all apps have these).

use std::fmt;

use totp_rs::{Algorithm, Builder, Secret, Totp};

use crate::environment::{Environment, NoRandomness};

/// Codes of the neighbouring steps are taken, too: clocks differ.
const NEIGHBOURS: u16 = 1;

/// The key that an app and the server share.
#[derive(Clone, PartialEq, Eq)]
pub struct CodeKey(Vec<u8>);

/// Which half minute a code is of, counted since 1970: a code is taken once.
pub type CodeStep = i64;

impl CodeKey {
    /// Draws one: 160 bits, as RFC 4226 recommends.
    ///
    /// # Errors
    /// [`NoRandomness`].
    pub fn draw(environment: &Environment) -> Result<Self, NoRandomness> {
        Ok(Self(environment.draw::<20>()?.to_vec()))
    }

    /// As stored.
    #[must_use]
    pub fn of(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    /// To be stored.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// Reads what [`CodeKey::in_letters`] wrote; nothing for other text.
    #[must_use]
    pub fn from_letters(text: &str) -> Option<Self> {
        let read = Secret::try_from_base32(text).ok()?;
        (read.as_bytes().len() >= 16).then(|| Self(read.as_bytes().to_vec()))
    }

    /// To be typed into an app that cannot scan.
    #[must_use]
    pub fn in_letters(&self) -> String {
        Secret::from(self.0.clone()).to_base32()
    }

    /// What the QR code holds: `otpauth://totp/…`.
    #[must_use]
    pub fn link(&self, organisation: &str, person: &str) -> Option<String> {
        // The app shows both; a colon would end the issuer.
        let organisation = organisation.replace(':', " ");
        self.codes(Some(&organisation), person)?.to_url().ok()
    }

    /// The step of a code that is good now and later than the last that was taken.
    #[must_use]
    pub fn step_of(&self, code: &str, now_ms: i64, last: Option<CodeStep>) -> Option<CodeStep> {
        let digits: String = code.chars().filter(|sign| !sign.is_whitespace()).collect();
        let seconds = u64::try_from(now_ms.div_euclid(1_000)).ok()?;
        let step = self.codes(None, "doorstep")?.check(&digits, seconds)?;
        let step = i64::try_from(step).ok()?;
        last.is_none_or(|last| step > last).then_some(step)
    }

    fn codes(&self, organisation: Option<&str>, person: &str) -> Option<Totp> {
        Builder::new()
            .with_algorithm(Algorithm::SHA1)
            .with_digits(6)
            .with_step_duration(30)
            .with_skew(NEIGHBOURS)
            .with_secret(self.0.clone())
            .with_account_name(person)
            .with_issuer(organisation)
            .build()
            .ok()
    }
}

impl fmt::Debug for CodeKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CodeKey")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6238, appendix B: the key in ASCII, and its last six digits at 59 s and at 1111111109 s.
    const KEY: &[u8] = b"12345678901234567890";

    #[test]
    fn the_codes_of_the_standard() {
        let key = CodeKey::of(KEY.to_vec());
        for (seconds, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (2_000_000_000, "279037"),
        ] {
            let step = key.step_of(code, seconds * 1_000, None);
            assert_eq!(step, Some(seconds / 30), "{code}");
            assert_eq!(key.step_of("000000", seconds * 1_000, None), None);
        }
    }

    #[test]
    fn a_code_is_taken_once_and_in_its_time() {
        let key = CodeKey::of(KEY.to_vec());
        let step = key.step_of("287 082", 59_000, None).unwrap();
        assert_eq!(key.step_of("287082", 60_000, Some(step)), None, "twice");
        assert_eq!(
            key.step_of("287082", 89_000, None),
            Some(step),
            "a slow clock"
        );
        assert_eq!(key.step_of("287082", 121_000, None), None, "too late");
        for nonsense in ["", "2870", "abcdef", "287082287082", "２８７０８２"] {
            assert_eq!(key.step_of(nonsense, 59_000, None), None, "{nonsense}");
        }
    }

    #[test]
    fn the_key_goes_into_an_app() {
        let key = CodeKey::of(KEY.to_vec());
        let letters = key.in_letters();
        assert_eq!(CodeKey::from_letters(&letters), Some(key.clone()));
        assert_eq!(CodeKey::from_letters("not base 32!"), None);
        let link = key.link("便民: 家电", "r-li").unwrap();
        assert!(link.starts_with("otpauth://totp/"), "{link}");
        assert!(link.contains(&letters), "{link}");
        assert_eq!(format!("{key:?}"), "CodeKey");
    }
}
