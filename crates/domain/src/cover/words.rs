//! The rules in words, as they stand in the customer's quote. Serial numbers and codes stay out of the sentence: they
//! may be long, and the line has them.

use super::{Rule, RuleWords};

/// What stands in a line whose payer was given by hand.
pub(super) fn overridden(reason: &str) -> RuleWords {
    RuleWords {
        chinese: format!("现场指定：{reason}"),
        english: format!("set on site: {reason}"),
    }
}

impl Rule {
    /// The rule with its dates, in both languages.
    #[must_use]
    pub fn words(&self) -> RuleWords {
        // A sentence names the last day only where the rule has one.
        let last_day = self.last_day().unwrap_or_default().to_string();
        RuleWords {
            chinese: self.chinese(&last_day),
            english: self.english(&last_day),
        }
    }

    fn chinese(&self, last_day: &str) -> String {
        match self {
            Self::SecondService { not_satisfied_on } => {
                format!("二次服务免费：用户于 {not_satisfied_on} 表示不满意")
            }
            Self::SecondRepair {
                first,
                closed_on,
                days,
                same,
            } => {
                let same = same.chinese();
                format!(
                    "返修免费：{same}，前次维修单 {first} 于 {closed_on} 完成，{days} 天内（至 {last_day}）"
                )
            }
            Self::FittedPart {
                record,
                fitted_on,
                months,
                ..
            } => format!(
                "三包：维修单 {record} 于 {fitted_on} 装用的配件，{months} 个月内（至 {last_day}），配件与工时免费"
            ),
            Self::Contract => "合同服务".into(),
            Self::Excluded { exclusion } => {
                format!("{}，不属三包，按价目表", exclusion.chinese())
            }
            Self::NoInvoiceDate => "无发票日期，按价目表".into(),
            Self::BoughtLater { purchased_on } => {
                format!("发票日期 {purchased_on} 晚于上门日，按价目表")
            }
            Self::BookedOut => "有偿服务，按价目表".into(),
            Self::Component {
                purchased_on,
                months,
                ..
            } => {
                format!("三包：该部件自发票日期 {purchased_on} 起 {months} 个月内（至 {last_day}）")
            }
            Self::WholeUnit {
                purchased_on,
                months,
            } => format!("三包：自发票日期 {purchased_on} 起 {months} 个月内（至 {last_day}）"),
            Self::Expired {
                purchased_on,
                months,
            } => {
                format!("自发票日期 {purchased_on} 起 {months} 个月已满（至 {last_day}），按价目表")
            }
        }
    }

    fn english(&self, last_day: &str) -> String {
        match self {
            Self::SecondService { not_satisfied_on } => {
                format!("second service, free: not satisfied on {not_satisfied_on}")
            }
            Self::SecondRepair {
                first,
                closed_on,
                days,
                same,
            } => {
                let same = same.english();
                format!(
                    "second repair, free: {same} within {days} days of record {first}, closed on {closed_on} (to {last_day})"
                )
            }
            Self::FittedPart {
                record,
                fitted_on,
                months,
                ..
            } => format!(
                "warranty: part fitted on {fitted_on} (record {record}), within its {months} months (to {last_day}); part and labour free"
            ),
            Self::Contract => "maintenance contract".into(),
            Self::Excluded { exclusion } => {
                format!("{}, so not under warranty: price list", exclusion.english())
            }
            Self::NoInvoiceDate => "no date of invoice: price list".into(),
            Self::BoughtLater { purchased_on } => {
                format!("invoice of {purchased_on} is later than the visit: price list")
            }
            Self::BookedOut => "out of warranty: price list".into(),
            Self::Component {
                purchased_on,
                months,
                ..
            } => format!(
                "warranty: this component within {months} months of the invoice of {purchased_on} (to {last_day})"
            ),
            Self::WholeUnit {
                purchased_on,
                months,
            } => format!(
                "warranty: within {months} months of the invoice of {purchased_on} (to {last_day})"
            ),
            Self::Expired {
                purchased_on,
                months,
            } => format!(
                "{months} months from the invoice of {purchased_on} ended on {last_day}: price list"
            ),
        }
    }
}
