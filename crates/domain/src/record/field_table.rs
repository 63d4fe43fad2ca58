//! The one table of the fields' rules. `docs/merge-rules.md` is generated from it, the gate asks it, the
//! conflict list quotes it.

use super::field::{Field, Shape};
use crate::cover::EXCLUSIONS;

/// Who may write a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Writers {
    /// Office and technician.
    Everybody,
    /// Only the office.
    Office,
    /// Only the technician.
    Technician,
}

impl Writers {
    /// Who, in Chinese.
    #[must_use]
    pub const fn chinese(self) -> &'static str {
        match self {
            Self::Everybody => "办公室、维修人员",
            Self::Office => "仅办公室",
            Self::Technician => "仅维修人员",
        }
    }

    /// Who, in English.
    #[must_use]
    pub const fn english(self) -> &'static str {
        match self {
            Self::Everybody => "office and technician",
            Self::Office => "office only",
            Self::Technician => "technician only",
        }
    }
}

/// Which of several values, written while apart, is in force until somebody settles the clash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MergeRule {
    /// Given once by whoever creates the record; a second value is refused.
    Once,
    /// Harmless: automerge's own order decides and nothing is shown.
    LastWriter,
    /// The office's value is in force; the clash is shown.
    OfficeFirst,
    /// The technician's value is in force, for he stands before it; the clash is shown.
    TechnicianFirst,
    /// The smallest number, which is the most urgent, is in force; the clash is shown.
    MostUrgent,
}

impl MergeRule {
    /// Whether the value is given once and stays.
    #[must_use]
    pub const fn is_once(self) -> bool {
        matches!(self, Self::Once)
    }

    /// Whether several concurrent values are shown as a clash.
    #[must_use]
    pub const fn shows_clash(self) -> bool {
        !matches!(self, Self::LastWriter)
    }

    /// The rule in one Chinese sentence, as the conflict list quotes it.
    #[must_use]
    pub const fn chinese(self) -> &'static str {
        match self {
            Self::Once => "建单时给定，不再更改",
            Self::LastWriter => "后写为准（无害）",
            Self::OfficeFirst => "以办公室的值为准，待人确认",
            Self::TechnicianFirst => "以现场维修人员的值为准，待人确认",
            Self::MostUrgent => "以最紧急者为准，待人确认",
        }
    }

    /// The rule in one English sentence, as the conflict list quotes it.
    #[must_use]
    pub const fn english(self) -> &'static str {
        match self {
            Self::Once => "given at creation, never changed",
            Self::LastWriter => "the last writer's value (harmless)",
            Self::OfficeFirst => "the office's value, until somebody settles it",
            Self::TechnicianFirst => "the value from the site, until somebody settles it",
            Self::MostUrgent => "the most urgent value, until somebody settles it",
        }
    }
}

/// One row of the table.
#[derive(Debug, Clone, Copy)]
pub struct FieldRule {
    /// The field.
    pub field: Field,
    /// Its key under `fields` in the document; never renamed.
    pub key: &'static str,
    /// Its Chinese name.
    pub chinese: &'static str,
    /// Its English name.
    pub english: &'static str,
    /// What its value looks like.
    pub shape: Shape,
    /// Who may write it.
    pub writers: Writers,
    /// What holds when it was written by several while apart.
    pub merge: MergeRule,
    /// Why the rule is as it is.
    pub why: &'static str,
    /// The same in Chinese.
    pub why_chinese: &'static str,
}

const REQUESTS: &[&str] = &[
    "repair",
    "installation",
    "maintenance",
    "enquiry",
    "complaint",
];
const LANGUAGES: &[&str] = &["zh-CN", "en"];
const AREAS: &[&str] = &["city", "suburb", "remote", "outside"];
const RECEPTIONS: &[&str] = &["on_site", "brought_in"];
const PRIORITIES: &[i64] = &[4, 24, 48, 72];
const PAYER_CLASSES: &[&str] = &["in_warranty", "out_of_warranty", "contract"];

macro_rules! fields {
    ($($field:ident $key:literal $chinese:literal $english:literal $shape:expr, $writers:ident, $merge:ident, $why:literal, $why_chinese:literal;)*) => {
        /// The rules of all fields, in the order of [`Field`].
        pub static FIELDS: &[FieldRule] = &[$(*Field::$field.rule()),*];

        impl Field {
            /// The field's row of the table.
            #[must_use]
            pub const fn rule(self) -> &'static FieldRule {
                match self {
                    $(Self::$field => &FieldRule {
                        field: Self::$field,
                        key: $key,
                        chinese: $chinese,
                        english: $english,
                        shape: $shape,
                        writers: Writers::$writers,
                        merge: MergeRule::$merge,
                        why: $why,
                        why_chinese: $why_chinese,
                    },)*
                }
            }
        }
    };
}

fields! {
    Number "number" "维修单号" "record number" Shape::Words(40), Everybody, Once,
        "It is printed on the customer's copy, so it can never become another.",
        "已印在用户联上，不得变成另一个号。";
    ReceivedAt "received_at" "受理时间" "received at" Shape::Moment, Everybody, Once,
        "The response time is measured from it.",
        "响应时间由此起算。";
    Request "request" "服务类别" "kind of request" Shape::OneOf(REQUESTS), Everybody, OfficeFirst,
        "The office books the request; a technician who finds another one says so.",
        "由办公室登记；维修人员发现不同时由其说明。";
    Language "language" "沟通语言" "language" Shape::OneOf(LANGUAGES), Everybody, LastWriter,
        "A wrong guess costs a sentence, not money.",
        "猜错只费一句话，不费钱。";
    CustomerName "customer_name" "用户姓名" "customer's name" Shape::Words(200), Everybody, TechnicianFirst,
        "He who stands before the customer hears the name right.",
        "站在用户面前的人听得最准。";
    CustomerPhone "customer_phone" "用户电话" "customer's telephone" Shape::Words(40), Everybody, TechnicianFirst,
        "The number that was just dialled at the door is the one that works.",
        "刚在门口拨通的号码才是对的。";
    CustomerAddress "customer_address" "用户地址" "customer's address" Shape::Words(300), Everybody, TechnicianFirst,
        "Where the technician stands is where the unit is.",
        "维修人员所到之处即产品所在之处。";
    Area "area" "服务区域" "area" Shape::OneOf(AREAS), Office, OfficeFirst,
        "It decides the time to be on site, which the office answers for.",
        "决定到场时限，由办公室负责。";
    PriorityHours "priority_hours" "响应时限（小时）" "response due (hours)" Shape::Number(PRIORITIES), Everybody, MostUrgent,
        "An urgent fault, once seen as one, is not made ordinary by a merge.",
        "一旦判为紧急，不因合并而变为普通。";
    Assignee "assignee" "维修人员" "technician" Shape::Words(80), Office, OfficeFirst,
        "Only the office hands out jobs.",
        "只有办公室派工。";
    Appointment "appointment" "预约时间" "appointment" Shape::Window, Everybody, OfficeFirst,
        "The office spoke with the customer last; never by luck of an operation count.",
        "办公室最后与用户商定；绝不凭操作数的运气。";
    OfficeNote "office_note" "派工说明" "office's note" Shape::Words(1000), Office, OfficeFirst,
        "It is the office's word to the technician.",
        "这是办公室对维修人员的交代。";
    UnitKind "unit_kind" "产品类别" "kind of appliance" Shape::Words(40), Everybody, TechnicianFirst,
        "Read off the unit itself.",
        "从实物上读出。";
    UnitModel "unit_model" "产品型号" "model" Shape::Words(80), Everybody, TechnicianFirst,
        "Read off the nameplate.",
        "从铭牌上读出。";
    UnitSerial "unit_serial" "机身编号" "serial number" Shape::Words(80), Everybody, TechnicianFirst,
        "Read off the nameplate; warranty and second repairs hang on it.",
        "从铭牌上读出；保修与返修以此为据。";
    PurchasedOn "purchased_on" "购机日期" "date of invoice" Shape::Date, Everybody, TechnicianFirst,
        "Read off the invoice that the customer shows.",
        "从用户出示的发票上读出。";
    PayerClass "payer_class" "付费类别" "who pays" Shape::OneOf(PAYER_CLASSES), Everybody, OfficeFirst,
        "The office answers to the maker for every warranty claim.",
        "每笔三包费用由办公室向厂家负责。";
    OpenedByOutsiders "opened_by_outsiders" "他人拆修" "opened by outsiders" Shape::YesNo, Technician, TechnicianFirst,
        "Only who opens the unit can see it.",
        "只有拆开产品的人看得到。";
    FaultCode "fault_code" "故障代码" "fault code" Shape::Words(40), Everybody, TechnicianFirst,
        "The diagnosis is made at the unit.",
        "诊断在产品旁作出。";
    Lead "lead" "临时负责人" "lead" Shape::Words(80), Everybody, OfficeFirst,
        "Who answers for a job of several is named by the office, or by themselves until it does.",
        "多人作业由谁负责由办公室指定；未指定时由现场自定。";
    Reception "reception" "受理方式" "where the unit is seen" Shape::OneOf(RECEPTIONS), Everybody, TechnicianFirst,
        "Who takes the unit in sees where it is.",
        "接机的人知道机器在哪里。";
    Exclusion "exclusion" "三包除外原因" "why not under warranty" Shape::OneOf(EXCLUSIONS), Everybody, TechnicianFirst,
        "Traces of misuse, an altered date, the mark of seconds: seen by who stands before the unit.",
        "使用不当的痕迹、涂改的日期、处理品标记，站在产品前的人看得到。";
    SecondRepairContest "second_repair_contest" "返修异议" "contest of the second repair" Shape::Words(400), Everybody, OfficeFirst,
        "Who is charged with it may object; whether it counts is the office's to say.",
        "被计返修者可提出异议，是否计入由办公室认定。";
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_field_has_its_row_at_its_own_place_and_a_key_of_its_own() {
        for (place, rule) in FIELDS.iter().enumerate() {
            assert_eq!(rule.field as usize, place, "{:?}", rule.field);
            assert_eq!(Field::from_key(rule.key), Some(rule.field));
        }
        assert_eq!(
            FIELDS.len(),
            Field::SecondRepairContest as usize + 1,
            "SecondRepairContest is the last field"
        );
        let keys: BTreeSet<_> = FIELDS.iter().map(|rule| rule.key).collect();
        assert_eq!(keys.len(), FIELDS.len());
    }

    #[test]
    fn what_decides_money_schedule_or_rights_never_falls_to_the_last_writer() {
        for field in [
            Field::Assignee,
            Field::Appointment,
            Field::PayerClass,
            Field::PurchasedOn,
            Field::Exclusion,
        ] {
            assert!(field.rule().merge.shows_clash(), "{field:?}");
        }
    }
}
