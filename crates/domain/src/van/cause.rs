//! Why a piece does not fit, and the finding that says so.

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
    IssueNotConfirmed "issue_not_confirmed" "已出库，未确认领到" "issued, receipt not confirmed";
    IssueConfirmedOtherwise "issue_confirmed_otherwise" "领到数量与出库不符" "received in another number than issued";
    ReturnNotConfirmed "return_not_confirmed" "已退回，仓库未确认" "returned, not confirmed by the store";
    ReturnConfirmedOtherwise "return_confirmed_otherwise" "仓库收到数量与退回不符" "the store received another number than returned";
    NotTakenOver "not_taken_over" "已调出，对方未接收" "handed over, and nobody took it over";
    TakenOverOtherwise "taken_over_otherwise" "接收的配件或数量与调出不符" "taken over otherwise than handed over";
    TakenOverFromNobody "taken_over_from_nobody" "接收，但对方没有调出" "taken over, but nobody handed it over";
    NotOnRecord "not_on_record" "车账有，维修单没有" "in the van's books, not on the record";
    NotInVan "not_in_van" "维修单有，车账没有" "on the record, not in the van's books";
    OtherThanRecord "other_than_record" "车账与维修单的配件不符" "van and record name different pieces";
    CountedOtherwise "counted_otherwise" "盘点与账面不符" "counted otherwise than the books say";
    DifferenceExplained "difference_explained" "盘点差异已说明" "a difference that was explained";
    BelowZero "below_zero" "库存为负" "below zero";
    OldPartNotReturned "old_part_not_returned" "旧件未交回" "old part not yet returned";
    OldPartOtherSerial "old_part_other_serial" "交回的旧件序列号不符" "old part returned with another serial number";
    OldPartUnknown "old_part_unknown" "交回的旧件没有拆下记录" "an old part returned that nobody took out";
    VoidNotAllowed "void_not_allowed" "无权作废，仍然有效" "taken back by somebody who may not: it counts";
    Unreadable "unreadable" "新版本写入的记录，无法读取" "written by a newer program, not readable here";
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
