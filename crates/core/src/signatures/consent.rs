//! The sentence above the pad: what a signature is given for, in words that a customer reads. It is sealed with the
//! statement, so a later wording never changes what an earlier customer agreed to.

use doorstep_domain::record::SignPurpose;

/// The product's own sentence for a purpose, in the language that the customer is spoken to in (`en`; any other is
/// Chinese).
#[must_use]
pub const fn consent_sentence(purpose: SignPurpose, in_english: bool) -> &'static str {
    match (purpose, in_english) {
        (SignPurpose::QuoteAcceptance, false) => {
            "本人已看过报价的每一行，同意按此报价维修；双方同意采用此种签名方式。"
        }
        (SignPurpose::QuoteAcceptance, true) => {
            "I have read every line of the quote and agree to the repair at these prices. Both sides accept this way of signing."
        }
        (SignPurpose::WorkAcceptance, false) => {
            "本人已看过维修内容和试机结果，意见和评分是本人的；双方同意采用此种签名方式。"
        }
        (SignPurpose::WorkAcceptance, true) => {
            "I have seen the work done and the test results; the opinion and the score are my own. Both sides accept this way of signing."
        }
        (SignPurpose::Refusal, false) => "用户不签字，原因由维修人员如实记录。",
        (SignPurpose::Refusal, true) => {
            "The customer does not sign; the technician records the reason as it was given."
        }
        (SignPurpose::PaymentReceipt, false) => {
            "本人已支付所列金额并收到凭据；双方同意采用此种签名方式。"
        }
        (SignPurpose::PaymentReceipt, true) => {
            "I have paid the amount shown and received the receipt. Both sides accept this way of signing."
        }
    }
}
