//! Every code that an answer may carry, with what it means: one table for the program and its documentation.

use std::sync::LazyLock;

use doorstep_domain::course::Refusal;
use doorstep_words::{Phrase, script::refusal as words};

/// One code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ErrorRow {
    /// The stable code.
    pub code: &'static str,
    /// What it means, on a screen.
    pub words: Phrase,
}

macro_rules! rows {
    ($($code:literal $words:path;)*) => {
        &[$(ErrorRow { code: $code, words: $words }),*]
    };
}

const LINES: &[ErrorRow] = rows! {
    "line_too_long" words::LINE_TOO_LONG;
    "not_json" words::NOT_JSON;
    "not_a_line" words::NOT_A_LINE;
    "unknown_verb" words::UNKNOWN_VERB;
    "bad_members" words::BAD_MEMBERS;
};

const USE_CASES: &[ErrorRow] = rows! {
    "text" words::TEXT;
    "missing" words::MISSING;
    "out_of_range" words::OUT_OF_RANGE;
    "too_many" words::TOO_MANY;
    "word" words::WORD;
    "quote" words::QUOTE;
    "field_value" words::FIELD_VALUE;
    "signature_too_short" words::SIGNATURE_TOO_SHORT;
    "signature_too_long" words::SIGNATURE_TOO_LONG;
    "signature_out_of_order" words::SIGNATURE_OUT_OF_ORDER;
    "one_of" words::ONE_OF;
    "unknown_code" words::UNKNOWN_CODE;
    "code_in_catalogue" words::CODE_IN_CATALOGUE;
    "currencies_differ" words::CURRENCIES_DIFFER;
    "serial_needed" words::SERIAL_NEEDED;
    "override_needs_reason" words::OVERRIDE_NEEDS_REASON;
    "no_conflict" words::NO_CONFLICT;
    "merged_away" words::MERGED_AWAY;
    "no_such_record" words::NO_SUCH_RECORD;
    "no_such_document" words::NO_SUCH_DOCUMENT;
    "no_such_movement" words::NO_SUCH_MOVEMENT;
    "no_difference" words::NO_DIFFERENCE;
    "not_as_shown" words::NOT_AS_SHOWN;
    "statement" words::STATEMENT;
};

const FILES: &[ErrorRow] = rows! {
    "file_empty" words::FILE_EMPTY;
    "file_too_large" words::FILE_TOO_LARGE;
    "file_kind" words::FILE_KIND;
    "file_too_many_pixels" words::FILE_TOO_MANY_PIXELS;
    "file_unreadable" words::FILE_UNREADABLE;
    "low_space" words::LOW_SPACE;
    "file_not_named" words::FILE_NOT_NAMED;
    "file_not_at_office" words::FILE_NOT_AT_OFFICE;
    "file_other_bytes" words::FILE_OTHER_BYTES;
};

const DEVICE: &[ErrorRow] = rows! {
    "not_found" words::NOT_FOUND;
    "archived" words::ARCHIVED;
    "outside_role" words::OUTSIDE_ROLE;
    "entry_person" words::ENTRY_PERSON;
    "change_too_large" words::CHANGE_TOO_LARGE;
    "nothing_said" words::NOTHING_SAID;
    "no_statement" words::NO_STATEMENT;
    "copy_pages" words::COPY_PAGES;
    "copy_signature" words::COPY_SIGNATURE;
    "step_failed" words::STEP_FAILED;
    "given_once" words::GIVEN_ONCE;
    "place_in_text" words::PLACE_IN_TEXT;
    "entry_malformed" words::ENTRY_MALFORMED;
    "entry_edited" words::ENTRY_EDITED;
    "json" words::JSON;
    "not_enrolled" words::NOT_ENROLLED;
    "enrolment" words::ENROLMENT;
    "damaged" words::DAMAGED;
    "storage_full" words::STORAGE_FULL;
    "newer_data" words::NEWER_DATA;
    "in_use" words::IN_USE;
    "closed" words::CLOSED;
    "storage" words::STORAGE;
    "io" words::IO;
    "vault" words::VAULT;
    "exchange_offer" words::EXCHANGE_OFFER;
    "exchange_own_offer" words::EXCHANGE_OWN_OFFER;
    "exchange_other_organisation" words::EXCHANGE_OTHER_ORGANISATION;
    "exchange_revoked" words::EXCHANGE_REVOKED;
    "exchange_nothing" words::EXCHANGE_NOTHING;
    "exchange_not_a_file" words::EXCHANGE_NOT_A_FILE;
    "exchange_too_large" words::EXCHANGE_TOO_LARGE;
    "exchange_not_for_us" words::EXCHANGE_NOT_FOR_US;
    "exchange_unreadable" words::EXCHANGE_UNREADABLE;
    "exchange_signature" words::EXCHANGE_SIGNATURE;
    "offline" words::OFFLINE;
    "sync" words::SYNC;
    "random" words::RANDOM;
};

/// All codes: of lines, of the course of a repair, of use cases, of the device.
pub static ERRORS: LazyLock<Vec<ErrorRow>> = LazyLock::new(|| {
    let refusals = Refusal::ALL.iter().map(|refusal| ErrorRow {
        code: refusal.code(),
        words: refusal.words(),
    });
    let rest = USE_CASES.iter().chain(FILES).chain(DEVICE).cloned();
    LINES.iter().cloned().chain(refusals).chain(rest).collect()
});

/// The row of a code.
#[must_use]
pub fn error_row(code: &str) -> Option<&'static ErrorRow> {
    ERRORS.iter().find(|row| row.code == code)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::{
        copies::CopyError, exchange::ExchangeError, files::FileError, records::UseCaseError,
        script::BadLine,
    };

    #[test]
    fn every_code_has_one_row_with_words_in_both_languages() {
        let codes: BTreeSet<_> = ERRORS.iter().map(|row| row.code).collect();
        assert_eq!(codes.len(), ERRORS.len(), "a code stands twice");
        for code in BadLine::CODES
            .iter()
            .chain(UseCaseError::CODES)
            .chain(CopyError::CODES)
            .chain(FileError::CODES)
            .chain(ExchangeError::CODES)
        {
            assert!(codes.contains(code), "{code} has no row");
        }
        for row in ERRORS.iter() {
            assert!(
                !row.words.chinese.is_ascii() && !row.words.english.is_empty(),
                "{}",
                row.code
            );
        }
    }
}
