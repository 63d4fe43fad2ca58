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
        (SignPurpose::CustodyReceipt, false) => {
            "本人将上述机器及附件交由维修方送修，外观如所记；双方同意采用此种签名方式。"
        }
        (SignPurpose::CustodyReceipt, true) => {
            "I hand over the unit and accessories above for repair; they look as described. Both sides accept this way of signing."
        }
        (SignPurpose::CustodyReturn, false) => {
            "本人已收回上述机器及附件，外观如所记；双方同意采用此种签名方式。"
        }
        (SignPurpose::CustodyReturn, true) => {
            "I have the unit and accessories above back; they look as described. Both sides accept this way of signing."
        }
        (SignPurpose::LoanerReceipt, false) => {
            "本人借用上述替补机，外观如所记，取回自有机器时归还；双方同意采用此种签名方式。"
        }
        (SignPurpose::LoanerReceipt, true) => {
            "I borrow the loaner above, which looks as described, and return it when my own unit is back. Both sides accept this way of signing."
        }
        (SignPurpose::LoanerReturn, false) => {
            "上述替补机已归还，外观如所记；双方同意采用此种签名方式。"
        }
        (SignPurpose::LoanerReturn, true) => {
            "The loaner above is returned and looks as described. Both sides accept this way of signing."
        }
        (SignPurpose::DamageAcknowledgement, false) => {
            "双方确认上述损坏及其经过，按所列价格赔偿；双方同意采用此种签名方式。"
        }
        (SignPurpose::DamageAcknowledgement, true) => {
            "Both sides acknowledge the damage above and how it came about; it is compensated at the price shown. Both sides accept this way of signing."
        }
        (SignPurpose::CompensationReceipt, false) => {
            "本人已收到所列赔偿款；双方同意采用此种签名方式。"
        }
        (SignPurpose::CompensationReceipt, true) => {
            "I have received the compensation shown. Both sides accept this way of signing."
        }
        (SignPurpose::Agreement, false) => {
            "双方自愿达成上述协议并共同遵守；双方同意采用此种签名方式。"
        }
        (SignPurpose::Agreement, true) => {
            "Both sides enter into the agreement above of their own will and keep to it. Both sides accept this way of signing."
        }
    }
}
