//! The code and the sentences of every finding.

use super::Finding;

impl Finding {
    /// Code, Chinese, English.
    #[allow(clippy::too_many_lines)] // a table: one row a finding
    pub(super) const fn words(&self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::SignedBeforeTest { .. } => (
                "signed_before_test",
                "试机之前已签字",
                "signed before the test",
            ),
            Self::SignedBeforeRepair { .. } => (
                "signed_before_repair",
                "维修完成之前已签字",
                "signed before the repair was done",
            ),
            Self::FittedWithoutAcceptedQuote { .. } => (
                "fitted_without_accepted_quote",
                "未经接受报价即装用配件",
                "part fitted without an accepted quote",
            ),
            Self::FittedBeyondQuote { .. } => (
                "fitted_beyond_quote",
                "装用了报价以外的配件",
                "part fitted beyond the accepted quote",
            ),
            Self::OldPartMissing { .. } => {
                ("old_part_missing", "旧件未登记留存", "old part not kept")
            }
            Self::ParallelQuotes { .. } => (
                "parallel_quotes",
                "存在并行报价",
                "quotes stand beside each other",
            ),
            Self::PaidMoreThanQuoted { .. } => (
                "paid_more_than_quoted",
                "收款超过报价",
                "more was collected than quoted",
            ),
            Self::RefundedMoreThanPaid { .. } => (
                "refunded_more_than_paid",
                "退款超过收款",
                "more was given back than was paid",
            ),
            Self::PaidWithoutReceipt { .. } => (
                "paid_without_receipt",
                "收款没有收据号",
                "a payment without a receipt",
            ),
            Self::InvoiceUnaddressed { .. } => (
                "invoice_unaddressed",
                "开票后付，但未登记发票抬头",
                "to be invoiced, and nobody knows to whom",
            ),
            Self::HandedInOtherwise { .. } => (
                "handed_in_otherwise",
                "上交现金与收款不符",
                "the cash handed in is not what was taken",
            ),
            Self::WorkAfterCancellation => (
                "work_after_cancellation",
                "已取消的维修单上有维修",
                "work on a cancelled record",
            ),
            Self::TestFailed { .. } => ("test_failed", "试机未通过", "the test was not in order"),
            Self::TestWithoutCustomer { .. } => (
                "test_without_customer",
                "试机时用户不在场",
                "tested without the customer",
            ),
            Self::DiagnosisIncomplete => (
                "diagnosis_incomplete",
                "四步诊断不全",
                "the four diagnosis steps are not all there",
            ),
            Self::SignedTwice { .. } => (
                "signed_twice",
                "重复验收签字",
                "two acceptances of the work",
            ),
            Self::SignedWithoutUnit { .. } => (
                "signed_without_unit",
                "机器未归还即已签字",
                "signed while the unit was away",
            ),
            Self::SealedByAnother { .. } => (
                "sealed_by_another",
                "签单或汇报者不是临时负责人",
                "sealed or reported by another than the lead",
            ),
            Self::OutsideAreaUnapproved => (
                "outside_area_unapproved",
                "区域外上门未获批准",
                "visit outside the area without approval",
            ),
            Self::ApprovalUnconfirmed { .. } => (
                "approval_unconfirmed",
                "电话同意尚未确认",
                "agreed by telephone, not confirmed",
            ),
            Self::HandedBackIncomplete { .. } => (
                "handed_back_incomplete",
                "归还时有缺件",
                "something was missing on return",
            ),
            Self::LoanerOut { .. } => ("loaner_out", "替补机尚未收回", "the loaner is still out"),
            Self::CompensationOpen { .. } => (
                "compensation_open",
                "赔偿尚未付清",
                "a compensation is not settled",
            ),
            Self::InsurerNotTold { .. } => (
                "insurer_not_told",
                "五百元以上尚未报保险",
                "the insurer was not told",
            ),
            Self::DiscountUnapproved { .. } => (
                "discount_unapproved",
                "优惠超过权限且未获批准",
                "discount beyond the limit without approval",
            ),
            Self::TwoOptionsAccepted { .. } => (
                "two_options_accepted",
                "同一报价接受了两个方案",
                "two options of one offer were accepted",
            ),
            Self::WorkBeyondQuote { .. } => (
                "work_beyond_quote",
                "所做维修不在已接受的报价内",
                "work beyond the accepted quote",
            ),
            Self::TestOutsideLimits { .. } => (
                "test_outside_limits",
                "试机结果超出标准范围",
                "a test result is outside its limits",
            ),
            Self::ClockWrong { .. } => (
                "clock_wrong",
                "设备时钟不准",
                "the device's clock was wrong",
            ),
            Self::ClockJumped { .. } => (
                "clock_jumped",
                "设备时钟被拨动",
                "the device's clock was set",
            ),
            Self::SignatureTakenBack { .. } => (
                "signature_taken_back",
                "签字记录被作废",
                "a signature was taken back",
            ),
        }
    }
}
