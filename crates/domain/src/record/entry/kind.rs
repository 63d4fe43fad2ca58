//! The kinds of entries, each with its code and its names.

use super::What;

macro_rules! entry_kinds {
    ($($variant:ident $code:literal $chinese:literal $english:literal;)*) => {
        /// The kind of an entry, without its contents.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum EntryKind { $(#[doc = $english] $variant,)* }

        impl EntryKind {
            /// All kinds.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The word that stands as `kind` in the JSON.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)* }
            }

            /// The Chinese name, as it stands in lists.
            #[must_use]
            pub const fn chinese(self) -> &'static str {
                match self { $(Self::$variant => $chinese,)* }
            }

            /// The English name, as it stands in lists.
            #[must_use]
            pub const fn english(self) -> &'static str {
                match self { $(Self::$variant => $english,)* }
            }
        }

        impl What {
            /// The kind of what happened.
            #[must_use]
            pub const fn kind(&self) -> EntryKind {
                match self { $(Self::$variant { .. } => EntryKind::$variant,)* }
            }
        }
    };
}

entry_kinds! {
    Call "call" "电话联系" "call";
    Visit "visit" "到达检查" "arrival";
    DiagnosisStep "diagnosis_step" "诊断" "diagnosis";
    QuoteOffered "quote_offered" "报价" "quote offered";
    QuoteAccepted "quote_accepted" "接受报价" "quote accepted";
    QuoteDeclined "quote_declined" "拒绝报价" "quote declined";
    PartFitted "part_fitted" "装用配件" "part fitted";
    PartRemoved "part_removed" "拆下旧件" "part removed";
    RepairDone "repair_done" "维修完成" "repair done";
    CannotRepair "cannot_repair" "现场无法修复" "cannot be repaired on site";
    TestResult "test_result" "全功能试机" "full-function test";
    AdviceGiven "advice_given" "保养说明" "care advice";
    SignOff "sign_off" "验收签字" "acceptance signed";
    SignRefused "sign_refused" "拒绝签字" "signature refused";
    Payment "payment" "收款" "payment";
    Report "report" "汇报" "report to the office";
    Cancelled "cancelled" "取消" "cancelled";
    Void "void" "作废" "void";
    Settled "settled" "冲突确认" "clash settled";
    CustomerAbsent "customer_absent" "用户不在家" "customer absent";
    CustodyTaken "custody_taken" "取机送修" "unit taken into custody";
    CustodyReturned "custody_returned" "归还机器" "unit returned";
    LoanerLent "loaner_lent" "借出替补机" "loaner lent";
    LoanerReturned "loaner_returned" "收回替补机" "loaner returned";
    ApprovalAsked "approval_asked" "请示" "approval asked";
    ApprovalDecided "approval_decided" "批复" "approval decided";
    NotSatisfied "not_satisfied" "用户不满意" "customer not satisfied";
    ComplaintTaken "complaint_taken" "投诉登记" "complaint taken";
    ConsentGiven "consent_given" "征得同意" "consent given";
    DamageRecorded "damage_recorded" "损坏登记" "damage recorded";
    CompensationPaid "compensation_paid" "赔偿" "compensation paid";
    AgreementSigned "agreement_signed" "签订协议" "agreement signed";
    InsurerTold "insurer_told" "报保险" "insurer told";
    PaymentRefunded "payment_refunded" "退款" "payment refunded";
    InvoiceAsked "invoice_asked" "开票申请" "invoice asked for";
    CashHandedIn "cash_handed_in" "上交现金" "cash handed in";
    FileAdded "file_added" "照片与文件" "photo or file";
    PassedOn "passed_on" "转交" "passed on";
}
