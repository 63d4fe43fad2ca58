//! Why a piece does not fit, and the finding that says so.

use doorstep_words::trade::van as words;

use crate::{
    ids::{EntryId, RecordId},
    named::named,
};

/// Why a piece breaks the equation, or may.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cause {
    /// The store issued it; the technician has not confirmed that he has it.
    IssueNotConfirmed,
    /// The technician had another number of pieces in hand than the store issued.
    IssueConfirmedOtherwise,
    /// The technician gave it back; the store has not confirmed it.
    ReturnNotConfirmed,
    /// The store had another number of pieces in hand than the technician gave back.
    ReturnConfirmedOtherwise,
    /// It was handed over to a colleague who has not taken it over.
    NotTakenOver,
    /// A colleague took over something else, or another number of pieces.
    TakenOverOtherwise,
    /// It was taken over from a colleague who did not hand it over, or twice.
    TakenOverFromNobody,
    /// The van says that it was fitted or taken out; the record does not.
    NotOnRecord,
    /// The record says that he fitted or took it out; his van does not, and nobody said where it came from.
    NotInVan,
    /// Record and van name different pieces.
    OtherThanRecord,
    /// The count found more or fewer pieces than the entries add up to.
    CountedOtherwise,
    /// A difference of a count that somebody explained.
    DifferenceExplained,
    /// There are fewer pieces than none.
    BelowZero,
    /// An old part is still owed to the store.
    OldPartNotReturned,
    /// The old part that came back has another serial number than the one that was taken out.
    OldPartOtherSerial,
    /// An old part came back that was never taken out, or came back already.
    OldPartUnknown,
    /// An entry was taken back by somebody who may not: it still counts.
    VoidNotAllowed,
    /// A newer program wrote an entry that this one cannot read: the sums may lack it.
    Unreadable,
}

named!(Cause {
    IssueNotConfirmed "issue_not_confirmed" words::cause::ISSUE_NOT_CONFIRMED;
    IssueConfirmedOtherwise "issue_confirmed_otherwise" words::cause::ISSUE_CONFIRMED_OTHERWISE;
    ReturnNotConfirmed "return_not_confirmed" words::cause::RETURN_NOT_CONFIRMED;
    ReturnConfirmedOtherwise "return_confirmed_otherwise" words::cause::RETURN_CONFIRMED_OTHERWISE;
    NotTakenOver "not_taken_over" words::cause::NOT_TAKEN_OVER;
    TakenOverOtherwise "taken_over_otherwise" words::cause::TAKEN_OVER_OTHERWISE;
    TakenOverFromNobody "taken_over_from_nobody" words::cause::TAKEN_OVER_FROM_NOBODY;
    NotOnRecord "not_on_record" words::cause::NOT_ON_RECORD;
    NotInVan "not_in_van" words::cause::NOT_IN_VAN;
    OtherThanRecord "other_than_record" words::cause::OTHER_THAN_RECORD;
    CountedOtherwise "counted_otherwise" words::cause::COUNTED_OTHERWISE;
    DifferenceExplained "difference_explained" words::cause::DIFFERENCE_EXPLAINED;
    BelowZero "below_zero" words::cause::BELOW_ZERO;
    OldPartNotReturned "old_part_not_returned" words::cause::OLD_PART_NOT_RETURNED;
    OldPartOtherSerial "old_part_other_serial" words::cause::OLD_PART_OTHER_SERIAL;
    OldPartUnknown "old_part_unknown" words::cause::OLD_PART_UNKNOWN;
    VoidNotAllowed "void_not_allowed" words::cause::VOID_NOT_ALLOWED;
    Unreadable "unreadable" words::cause::UNREADABLE;
});

impl Cause {
    /// Whether pieces are really missing or too many, and not only waiting for the other side's word.
    #[must_use]
    pub const fn is_open_question(self) -> bool {
        matches!(
            self,
            Self::IssueNotConfirmed
                | Self::ReturnNotConfirmed
                | Self::NotTakenOver
                | Self::OldPartNotReturned
        )
    }
}

/// Pieces that do not fit, and why.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// Why.
    pub cause: Cause,
    /// The catalogue's code; empty where it is not known.
    pub part: String,
    /// How many pieces. With a sign where there may be too many or too few: negative is too few.
    pub pieces: i64,
    /// The van's entry that shows it.
    pub entry: Option<EntryId>,
    /// The record it is about.
    pub record: Option<RecordId>,
    /// What a person wrote about it, or the number or serial that differs; may be empty.
    pub note: String,
}
