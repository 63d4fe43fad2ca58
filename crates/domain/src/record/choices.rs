//! The words on a screen for the codes that a field or a payment chooses from.

use crate::cover::Exclusion;

/// A code's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChoiceWords {
    /// The Chinese word.
    pub chinese: &'static str,
    /// The English word.
    pub english: &'static str,
}

/// The words of a code that stands in a field of [`super::Shape::OneOf`] or as a payment's method; nothing for a
/// code that is not known.
#[must_use]
pub fn choice_words(code: &str) -> Option<ChoiceWords> {
    let (chinese, english) = match code {
        "repair" => ("维修", "repair"),
        "installation" => ("安装", "installation"),
        "maintenance" => ("保养", "maintenance"),
        "enquiry" => ("咨询", "enquiry"),
        "complaint" => ("投诉", "complaint"),
        "zh-CN" => ("中文", "Chinese"),
        "en" => ("英文", "English"),
        "city" => ("市区", "city"),
        "suburb" => ("郊区", "suburb"),
        "remote" => ("偏远地区", "remote"),
        "outside" => ("服务区域外", "outside the service area"),
        "on_site" => ("上门", "on site"),
        "brought_in" => ("送修", "brought in"),
        "in_warranty" => ("免费服务（三包）", "in warranty"),
        "out_of_warranty" => ("有偿服务", "out of warranty"),
        "contract" => ("合同服务", "contract"),
        "cash" => ("现金", "cash"),
        "card" => ("银行卡", "card"),
        "transfer" => ("银行转账", "bank transfer"),
        "wechat" => ("微信支付", "WeChat Pay"),
        "alipay" => ("支付宝", "Alipay"),
        "invoice" => ("开票后付", "invoiced"),
        _ => {
            let exclusion = Exclusion::from_code(code)?;
            (exclusion.chinese(), exclusion.english())
        }
    };
    Some(ChoiceWords { chinese, english })
}
