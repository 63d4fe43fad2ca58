//! Every word that a copy says by itself, in both languages: what the customer and the technician wrote stays as it is.

use serde::{Deserialize, Serialize};

/// The language of a copy's labels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Language {
    /// 简体中文
    #[serde(rename = "zh-CN")]
    Chinese,
    /// English
    #[serde(rename = "en")]
    English,
}

impl Language {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Chinese, Self::English];

    /// The language's tag (BCP 47).
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Chinese => "zh-CN",
            Self::English => "en",
        }
    }

    /// The one of two words.
    pub(crate) const fn pick(self, chinese: &'static str, english: &'static str) -> &'static str {
        match self {
            Self::Chinese => chinese,
            Self::English => english,
        }
    }
}

/// One list of keys with their words, so that a key without a language does not compile.
macro_rules! words {
    ($($key:ident $code:literal $chinese:literal $english:literal;)*) => {
        /// The key of something that the copy says.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum Word { $($key),* }

        impl Word {
            #[cfg(test)]
            pub(crate) const ALL: &[Self] = &[$(Self::$key),*];

            /// The key's name, stable.
            #[cfg(test)]
            pub(crate) const fn code(self) -> &'static str {
                match self { $(Self::$key => $code),* }
            }

            /// The words in a language.
            pub(crate) const fn of(self, language: Language) -> &'static str {
                match self { $(Self::$key => language.pick($chinese, $english)),* }
            }
        }
    };
}

words! {
    TitleWork "title.work" "服务报告" "Service report";
    TitleQuote "title.quote" "维修报价单" "Accepted quote";
    TitleRefusal "title.refusal" "拒绝签字记录" "Refusal to sign";
    TitleReceipt "title.receipt" "收款凭据" "Payment receipt";
    TitleCustody "title.custody" "取机收据" "Receipt for the unit";
    TitleCustodyReturn "title.custody_return" "还机签收单" "Return of the unit";
    TitleLoaner "title.loaner" "替补机借用单" "Receipt for the loaner";
    TitleLoanerReturn "title.loaner_return" "替补机归还单" "Return of the loaner";
    TitleDamage "title.damage" "损坏确认单" "Acknowledgement of damage";
    TitleCompensation "title.compensation" "赔偿收条" "Receipt for compensation";
    TitleAgreement "title.agreement" "协议书" "Agreement";
    CustomersCopy "copy" "用户联" "Customer's copy";

    Number "number" "维修单号" "Record no.";
    Date "date" "签字时间" "Signed at";
    Telephone "telephone" "电话" "Tel.";
    CodeForVerification "code" "核验码" "Verification code";

    CustomerAndUnit "section.unit" "用户与产品" "Customer and appliance";
    Customer "customer" "用户" "Customer";
    Address "address" "地址" "Address";
    UnitKind "unit.kind" "产品" "Appliance";
    UnitModel "unit.model" "型号" "Model";
    UnitSerial "unit.serial" "机身编号" "Serial no.";
    PurchasedOn "unit.purchased" "购机日期" "Purchased on";

    Fault "section.fault" "故障与维修" "Fault and repair";
    Symptom "symptom" "故障现象" "Symptom";
    Cause "cause" "故障原因" "Cause";
    Work "work" "维修过程" "Work done";
    CannotRepair "cannot_repair" "现场无法修复" "Not repaired";

    Parts "section.parts" "更换配件" "Parts changed";
    PartChange "part.change" "更换" "Change";
    Fitted "part.fitted" "换上" "Fitted";
    Removed "part.removed" "换下" "Removed";
    Part "part" "配件" "Part";
    PartCode "part.code" "编码" "Code";
    PartSerial "part.serial" "序列号" "Serial no.";
    Quantity "quantity" "数量" "Qty";
    PartWarranty "part.warranty" "质保" "Warranty";

    Tests "section.tests" "全功能试机" "Full-function test";
    TestItem "test.item" "项目" "Item";
    TestResult "test.result" "结果" "Result";
    TestVerdict "test.verdict" "结论" "Verdict";
    Passed "test.passed" "合格" "Passed";
    Failed "test.failed" "不合格" "Failed";

    Charges "section.quote" "费用" "Charges";
    OptionTaken "quote.taken" "所选方案" "Option taken";
    OptionOther "quote.other" "未选方案" "Not taken";
    RevisionOf "quote.revision" "与上一版的差别" "Changes against the earlier quote";
    LineAdded "quote.added" "新增" "Added";
    LineRemoved "quote.removed" "删除" "Removed";
    LineChanged "quote.changed" "更改" "Changed";
    TotalBefore "quote.before" "合计变化" "Totals";
    Discount "line.discount" "优惠 " "off ";
    Limits "test.limits" "标准 " "Limits ";
    LineName "line.name" "收费项目" "Description";
    UnitPrice "line.price" "单价" "Unit price";
    Amount "line.amount" "金额" "Amount";
    PaidBy "line.payer" "由谁付费 / 依据" "Paid by / rule";
    Total "total" "合计" "Total";
    PaidByOthers "total.others" "三包及合同承担" "Covered by warranty or contract";
    CustomerPays "total.customer" "用户应付" "Customer pays";
    InCapitals "total.capitals" "大写：" "In Chinese capitals: ";

    Receipt "section.receipt" "收款" "Payment";
    ReceiptNumber "receipt.number" "收据编号" "Receipt no.";
    ReceiptMethod "receipt.method" "付款方式" "Method";
    ReceiptAmount "receipt.amount" "实收金额" "Amount received";

    Particulars "section.paper" "所列事项" "Particulars";
    PromisedOn "paper.promised" "约定归还" "Promised for";
    Accessories "paper.accessories" "附件" "Accessories";
    AllThere "paper.complete" "齐全" "All there";
    SomethingMissing "paper.incomplete" "有缺件" "Something is missing";
    Condition "paper.condition" "外观" "Condition";
    DamagedThing "paper.thing" "损坏物品" "Damaged";
    HowItHappened "paper.how" "经过" "How";
    DamagePrice "paper.price" "赔偿金额" "Compensation";
    CompensationFor "paper.cause" "赔偿事由" "For";
    Terms "paper.terms" "协议内容" "Terms";
    AgreedAmount "paper.agreed" "协议金额" "Agreed amount";

    OpinionAndSignature "section.signature" "用户意见与签字" "Opinion and signature";
    SignatureOnly "section.signature_only" "用户签字" "Signature";
    RefusalSection "section.refusal" "拒绝签字" "Refusal to sign";
    Score "score" "满意度" "Satisfaction";
    Opinion "opinion" "用户意见" "Opinion";
    RefusalReason "refusal.reason" "拒签原因" "Reason";
    NotSigned "refusal.not_signed" "用户未签字" "Not signed by the customer";
    Signer "signer" "签字人" "Signed by";
    Stamped "stamp" "单位盖章" "Company stamp";
    StampPost "stamp.post" "职务" "Post";
    StampPhoto "stamp.photo" "印章照片" "Photo of the stamp";
    PersonAsked "refusal.person" "当事人" "Person asked";
    Relation "relation" "与用户关系" "Relation";
    Technician "technician" "维修人员" "Technician";
    Device "device" "设备" "Device";
    Place "place" "地点" "Place";
    Nothing "nothing" "—" "—";

    ProofText "proof.text"
        "本文件含有签字当时封存的凭证，并由封存设备对整份文件作了数字签名；任何改动都能被发现。它证明内容自签字起未改动、由哪台设备在何时（以该设备时钟为准）封存，不证明是谁握的笔。无需联网即可核验：doorstep verify --trust organisation.pem 本文件。"
        "This file carries the statement as sealed at the signing, and the device that sealed it has signed the whole file: any change shows. It proves that the contents are as signed, by which device and at what time by its clock; it does not prove who held the pen. It can be checked without a network: doorstep verify --trust organisation.pem FILE.";
    Fingerprint "proof.digest" "凭证摘要" "Statement digest";

    AttachedStatement "attached.statement" "签字凭证（JWS）" "Sealed statement (JWS)";
    AttachedCertificates "attached.certificates" "设备证书" "Certificates of the device";
    AttachedForm "attached.form" "版式设置" "Form of the copy";
}

/// The page's number of all pages.
pub(crate) fn page_of(language: Language, page: usize, pages: usize) -> String {
    match language {
        Language::Chinese => format!("第 {page} 页 / 共 {pages} 页"),
        Language::English => format!("Page {page} of {pages}"),
    }
}

/// A part's warranty.
pub(crate) fn months(language: Language, months: i64) -> String {
    match language {
        Language::Chinese => format!("{months} 个月"),
        Language::English => format!("{months} months"),
    }
}

/// Which revision of the quote, by which price list it was made is in the statement's lines.
pub(crate) fn revision(language: Language, revision: i64) -> String {
    match language {
        Language::Chinese => format!("报价第 {revision} 版"),
        Language::English => format!("Quote revision {revision}"),
    }
}

/// What a screen reader says of the signature.
pub(crate) fn signature_of(language: Language, signer: &str) -> String {
    match language {
        Language::Chinese => format!("{signer}的手写签字"),
        Language::English => format!("Handwritten signature of {signer}"),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::font::Face;

    #[test]
    fn every_key_speaks_both_languages_and_the_font_has_every_letter() {
        let is_han = |character: char| ('\u{4e00}'..='\u{9fff}').contains(&character);
        for word in Word::ALL {
            let (chinese, english) = (word.of(Language::Chinese), word.of(Language::English));
            let without_letters = *word == Word::Nothing;
            assert!(chinese.contains(is_han) || without_letters, "{word:?}");
            assert!(!english.is_empty() && !english.contains(is_han), "{word:?}");
            for text in [chinese, english] {
                assert_eq!(Face::get().unwrap().printable(text), text, "{word:?}");
            }
        }
    }

    #[test]
    fn no_two_keys_have_one_name() {
        let codes: BTreeSet<_> = Word::ALL.iter().map(|word| word.code()).collect();
        assert_eq!(codes.len(), Word::ALL.len());
    }
}
