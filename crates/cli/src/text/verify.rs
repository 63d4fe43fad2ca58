//! What `doorstep verify` says.

use doorstep_report::Fault;

use super::{Sentence, sentences};

sentences! {
    /// Names of what was signed, before the colon.
    Label {
        Purpose {} "签字事由" "signed for";
        Number {} "维修单号" "record";
        Customer {} "用户" "customer";
        Unit {} "产品" "unit";
        Symptom {} "故障现象" "symptom";
        Cause {} "故障原因" "cause";
        Work {} "维修过程" "work done";
        CannotRepair {} "现场无法修复" "cannot repair";
        Fitted {} "换上备件" "fitted";
        Removed {} "换下旧件" "removed";
        Tests {} "试机" "tests";
        Quote {} "报价" "quote";
        Total {} "合计" "total";
        CustomerPays {} "用户应付" "customer pays";
        Receipt {} "收款" "payment";
        Signer {} "签字人" "signed by";
        Consent {} "确认语" "consent";
        Opinion {} "用户意见" "opinion";
        Score {} "满意度" "score";
        Refusal {} "拒签原因" "refusal";
        Time {} "时间" "time";
        Device {} "设备" "device";
        Organisation {} "机构" "organisation";
        Digest {} "摘要" "digest";
    }
}

sentences! {
    /// What `doorstep verify` says.
    VerifyText {
        Revision { revision: i64, lines: usize } "第 {revision} 版，{lines} 行" "revision {revision}, {lines} lines";
        Passed { passed: usize, of: usize } "{of} 项中 {passed} 项合格" "{passed} of {of} passed";
        ClaimedTime { time: String } "{time}（该设备时钟所示）" "{time} by the device's clock";
        OfDevice { name: String, person: String } "“{name}”，{person}" "{name}, of {person}";
        BelievedOrganisation { name: String } "{name}" "{name}";
        ClaimedOrganisation { name: String } "自称“{name}”，未经证实" "claims to be {name}; not proved";
        Was { what: String, signed: String, now: String }
            "{what}：签字时“{signed}”，现为“{now}”"
            "{what}: signed as \"{signed}\", now \"{now}\"";
        Nothing {} "（无）" "(nothing)";
        MeansUnchanged {}
            "证明：以下内容自签字起一字未改，由该机构的这台设备封存。不证明：是谁握的笔；时间以该设备时钟为准。"
            "Proves: this is word for word what was signed, sealed by this device of this organisation. Does not prove: who held the pen; the time is by the device's clock.";
        MeansChanged {}
            "证明：以下签字内容本身完好；但维修单此后有改动，改动部分未经用户签字。"
            "Proves: what was signed is intact; but the record has been changed since, and nobody has signed the changes.";
        MeansCopyChanged {}
            "此文件不再是当初的用户联：不要相信页面上印的内容。其中所附的签字凭证本身完好，内容如下。"
            "This file is no longer the copy that was made: do not believe what its pages show. The sealed statement inside is intact, and says what follows.";
        PagesCompared {}
            "页面已按所附凭证重新生成并比对：一致。"
            "The pages were made again from the statement inside and compared: the same.";
        PagesNotCompared {}
            "页面由另一版本的程序生成，未重新生成比对；整份文件的签名有效。"
            "The pages are of another version's form and were not made again; the signature over the whole file fits.";
        MeansBroken {}
            "此文件不能证明任何事：内容与封印不符，或文件不完整。请向机构索取原件。"
            "This file proves nothing: its contents do not fit the seal, or it is not whole. Ask the organisation for the original.";
        MeansUnknownUntrusted {}
            "封印完好，但未给出可信任的机构证书，无法得知是谁的设备。请用 --trust organisation.pem 再试。"
            "The seal fits, but no organisation was given to trust, so nobody knows whose device this is. Try again with --trust organisation.pem.";
        MeansUnknownForeign {}
            "封印完好，但不是受信任机构的设备所为。以下内容未经证实。"
            "The seal fits, but no device of the trusted organisation made it. Nothing below is proved.";
        NotCompared {} "未与维修单比对（--record）。" "Not compared with the record (--record).";
        Because { why: String } "原因：{why}" "Because {why}.";
    }
}

sentences! {
    /// Why a statement is broken.
    BrokenBecause {
        NotWhole {} "文件不是完整的签字凭证" "the file is not a whole sealed statement";
        SealDoesNotFit {} "内容与封印不符" "the contents do not fit the seal";
        NotAStatement {} "所封内容不是签字凭证" "what was sealed is not a statement";
        OtherDevice {} "所写设备与证书上的设备不同" "it names another device than its certificate";
    }
}

/// Why a file proves nothing.
#[derive(Debug, Clone)]
pub(crate) enum Why {
    /// As a statement by itself.
    Statement(BrokenBecause),
    /// As a customer's copy.
    Copy(Fault),
}

impl Sentence for Why {
    fn chinese(&self) -> String {
        match self {
            Self::Statement(because) => because.chinese(),
            Self::Copy(fault) => fault.chinese().to_owned(),
        }
    }

    fn english(&self) -> String {
        match self {
            Self::Statement(because) => because.english(),
            Self::Copy(fault) => fault.to_string(),
        }
    }
}
