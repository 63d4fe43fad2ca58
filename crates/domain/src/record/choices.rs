//! The words on a screen for the codes that a field or a payment chooses from.

use doorstep_words::{Phrase, trade::record as words};

use crate::cover::Exclusion;

/// The words of a code that stands in a field of [`super::Shape::OneOf`] or as a payment's method; nothing for a
/// code that is not known.
#[must_use]
pub fn choice_words(code: &str) -> Option<Phrase> {
    Some(match code {
        "repair" => words::choice::REPAIR,
        "installation" => words::choice::INSTALLATION,
        "maintenance" => words::choice::MAINTENANCE,
        "enquiry" => words::choice::ENQUIRY,
        "complaint" => words::choice::COMPLAINT,
        "zh-CN" => words::choice::ZH_CN,
        "en" => words::choice::EN,
        "city" => words::choice::CITY,
        "suburb" => words::choice::SUBURB,
        "remote" => words::choice::REMOTE,
        "outside" => words::choice::OUTSIDE,
        "on_site" => words::choice::ON_SITE,
        "brought_in" => words::choice::BROUGHT_IN,
        "in_warranty" => words::choice::IN_WARRANTY,
        "out_of_warranty" => words::choice::OUT_OF_WARRANTY,
        "contract" => words::choice::CONTRACT,
        "cash" => words::choice::CASH,
        "card" => words::choice::CARD,
        "transfer" => words::choice::TRANSFER,
        "wechat" => words::choice::WECHAT,
        "alipay" => words::choice::ALIPAY,
        "invoice" => words::choice::INVOICE,
        _ => Exclusion::from_code(code)?.words(),
    })
}
