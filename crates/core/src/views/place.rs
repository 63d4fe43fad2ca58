//! What reads otherwise than it was signed, in words: `fitted.0.serial` is the serial number of the first part fitted.

use doorstep_domain::{
    money::{Currency, Money},
    quote::{Choice, LineKind, Payer},
    record::{Field, TextName},
};
use serde::Serialize;

use super::Words;

/// What stands at a place of a statement, as a screen shows it; empty in both languages where nothing does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ShownView {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

impl ShownView {
    /// A value as a statement flattens it; its sums are of the quote's currency.
    pub(super) fn at(path: &str, value: &str, currency: Option<Currency>) -> Self {
        let last = path.rsplit('.').next().unwrap_or_default();
        let sum = value.parse().ok().zip(currency);
        let said = |found: Option<(&str, &str)>| {
            let (chinese, english) = found.unwrap_or((value, value));
            (chinese.to_owned(), english.to_owned())
        };
        let (zh, en) = match (last, value, sum) {
            ("passed", "true", _) => said(Some(("合格", "in order"))),
            ("passed", "false", _) => said(Some(("不合格", "not in order"))),
            ("kind", ..) => {
                let kind = LineKind::ALL.iter().find(|kind| kind.code() == value);
                said(kind.map(|kind| (kind.chinese(), kind.english())))
            }
            ("payer", ..) => {
                let payer = Payer::ALL.iter().find(|payer| payer.code() == value);
                said(payer.map(|payer| (payer.chinese(), payer.english())))
            }
            ("choice", ..) => {
                let choice = Choice::ALL.iter().find(|choice| choice.code() == value);
                said(choice.map(|choice| (choice.chinese(), choice.english())))
            }
            (last, _, Some((minor, currency))) if last.ends_with("_minor") => {
                let text = Money { minor, currency }.to_string();
                (text.clone(), text)
            }
            _ => said(None),
        };
        Self { zh, en }
    }
}

/// A path of a statement in words.
pub(super) fn place_words(path: &str) -> Words {
    let field = match path {
        "unit.purchased_on" => Field::from_key("purchased_on"),
        path => Field::from_key(&path.replace('.', "_")),
    };
    if let Some(field) = field {
        return Words::new(path, field.rule().chinese, field.rule().english);
    }
    let each = path.split('.').map(part_words);
    let (chinese, english): (Vec<_>, Vec<_>) = each.unzip();
    Words::new(path, &chinese.join(" · "), &english.join(" · "))
}

/// The words of one part of a path; of one that is not known here, that it is another one.
fn part_words(part: &str) -> (String, String) {
    if let Some(place) = part
        .parse::<usize>()
        .ok()
        .and_then(|place| place.checked_add(1))
    {
        return (format!("第 {place} 项"), format!("no. {place}"));
    }
    if let Some(text) = TextName::from_key(part) {
        return (text.chinese().to_owned(), text.english().to_owned());
    }
    let (chinese, english) = match part {
        "fitted" => ("装用配件", "part fitted"),
        "removed" => ("拆下旧件", "part removed"),
        "tests" => ("试机", "test"),
        "cannot_repair" => ("现场无法修复", "cannot be repaired on site"),
        "quote" => ("报价", "quote"),
        "others" => ("其他方案", "other option"),
        "lines" => ("行", "line"),
        "part" | "code" => ("编码", "code"),
        "name" => ("名称", "name"),
        "serial" => ("序列号", "serial number"),
        "quantity" => ("数量", "quantity"),
        "warranty_months" => ("保修（月）", "warranty (months)"),
        "result" => ("结果", "result"),
        "passed" => ("判定", "verdict"),
        "limits" => ("合格范围", "limits"),
        "revision" => ("版本", "revision"),
        "currency" => ("币种", "currency"),
        "choice" => ("方案", "option"),
        "kind" => ("类别", "kind"),
        "unit_price_minor" => ("单价", "unit price"),
        "discount_minor" => ("优惠", "let off"),
        "amount_minor" => ("金额", "amount"),
        "payer" => ("付费方", "who pays"),
        "rule" | "decided_by" => ("依据", "rule"),
        "override_reason" => ("指定付费方的原因", "why another payer"),
        "total_minor" => ("合计", "total"),
        "customer_pays_minor" => ("用户应付", "the customer pays"),
        _ => ("其他", "other"),
    };
    (chinese.to_owned(), english.to_owned())
}
