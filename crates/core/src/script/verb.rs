//! The verbs: each with the type its members are read into, what it is, and an example that a test reads.

use doorstep_words::{Phrase, script::verb as words};
use schemars::{JsonSchema, Schema, generate::SchemaSettings};
use serde_json::Value;

use super::{
    Members,
    answer::NotDone,
    ask::{self, AskList, AskRecord, AskSearch, AskStatus, AskVerify},
    ask_library::{self, AskDocument, AskLibrary},
    copy::{self, AskCopy},
    exchange::{self, AskHandOver, AskOffer, AskTakeOver},
    files::{self, AskFile, AskFiles, AskSendFiles, AskWifiOnly},
    money::{self, AskCash},
    sync::AskSync,
    van::{self, AskStock},
};
use crate::{
    Device, Moved,
    approvals::AskApproval,
    complaints::{
        NotSatisfied, PayCompensation, RecordDamage, SignAgreement, TakeComplaint, TellInsurer,
    },
    custody::{LendLoaner, ReturnUnit, TakeLoanerBack, TakeUnit},
    files::TakeFile,
    parts::{FitPart, RemovePart},
    payments::{AskInvoice, HandInCash, RefundPayment, TakePayment},
    quotes::{self, AcceptQuote, DeclineQuote, DraftQuote, OfferQuote},
    records::{
        Call, CancelRecord, Done, MergeRecord, OpenRecord, SendReport, SettleConflict, TypeText,
        UseCase, VoidEntry, WriteField,
    },
    repairs::{CannotRepair, GiveAdvice, RecordTest, RepairDone},
    signatures::{RefuseToSign, SignOff},
    van::{
        Confirm, Count, ExplainDifference, HandOver, MovePieces, Requisition, ReturnNew, ReturnOld,
        TakeBack, TakeOver,
    },
    visits::{Arrive, CustomerAbsent, DiagnoseStep, GiveConsent, WriteCause},
};

/// One verb.
pub struct Verb {
    /// Its name, `noun.verb`; never renamed.
    pub name: &'static str,
    /// What it is for.
    pub what: Phrase,
    /// A line that does it, as JSON.
    pub example: &'static str,
    pub(super) run: Run,
    schema: fn() -> Schema,
}

#[derive(Clone, Copy)]
pub(super) enum Run {
    Change(fn(&Device, Members) -> Result<Done, NotDone>),
    Move(fn(&Device, Members) -> Result<Moved, NotDone>),
    Read(fn(&Device, Members) -> Result<Value, NotDone>),
    Sync,
    SendFiles,
    FetchFile,
}

impl Verb {
    /// It writes, and is answered with the record or the van as it is after that.
    #[must_use]
    pub const fn changes(&self) -> bool {
        matches!(self.run, Run::Change(_) | Run::Move(_))
    }

    /// Its members as JSON Schema (draft 2020-12), without `do`, `view` and `ref`, which every verb takes.
    #[must_use]
    pub fn schema(&self) -> Schema {
        (self.schema)()
    }
}

fn schema_of<T: JsonSchema>() -> Schema {
    let settings =
        SchemaSettings::draft2020_12().with(|settings| settings.inline_subschemas = true);
    settings.into_generator().into_root_schema_for::<T>()
}

fn perform<U: UseCase + serde::de::DeserializeOwned>(
    device: &Device,
    members: Members,
) -> Result<Done, NotDone> {
    Ok(device.perform(&members.read::<U>()?)?)
}

fn merge(device: &Device, members: Members) -> Result<Done, NotDone> {
    Ok(device.merge_record(&members.read::<MergeRecord>()?)?)
}

fn offer(device: &Device, members: Members) -> Result<Done, NotDone> {
    Ok(quotes::offer(device, members.read::<OfferQuote>()?)?)
}

fn move_pieces<U: MovePieces + serde::de::DeserializeOwned>(
    device: &Device,
    members: Members,
) -> Result<Moved, NotDone> {
    Ok(device.move_pieces(&members.read::<U>()?)?)
}

fn open(device: &Device, members: Members) -> Result<Done, NotDone> {
    Ok(device.open_record(&members.read::<OpenRecord>()?)?)
}

macro_rules! verbs {
    ($($name:literal $members:ty, $run:expr, $what:path, $example:literal;)*) => {
        /// All verbs, in the order of a visit.
        pub static VERBS: &[Verb] = &[$(Verb {
            name: $name,
            what: $what,
            example: $example,
            run: $run,
            schema: schema_of::<$members>,
        }),*];
    };
}

verbs! {
    "record.open" OpenRecord, Run::Change(open),
        words::RECORD_OPEN,
        r#"{"do":"record.open","customer":{"name":"王小川","phone":"139-0000-1001","address":"样例市青禾区松风路 18 号"},"unit":{"kind":"refrigerator","model":"YL-BCD326F"},"symptom":"冷藏室不凉"}"#;
    "record.field" WriteField, Run::Change(perform::<WriteField>),
        words::RECORD_FIELD,
        r#"{"do":"record.field","record":"261123-7K3Q-1","field":"customer_phone","value":"139-0000-1002"}"#;
    "record.text" TypeText, Run::Change(perform::<TypeText>),
        words::RECORD_TEXT,
        r#"{"do":"record.text","record":"261123-7K3Q-1","text":"symptom","append":"冷藏室后壁有水珠"}"#;
    "record.call" Call, Run::Change(perform::<Call>),
        words::RECORD_CALL,
        r#"{"do":"record.call","record":"261123-7K3Q-1","outcome":"confirmed","note":"二十分钟后到"}"#;
    "visit.arrive" Arrive, Run::Change(perform::<Arrive>),
        words::VISIT_ARRIVE,
        r#"{"do":"visit.arrive","record":"261123-7K3Q-1","place":"30.66,104.06","badge_shown":true,"unit_matches":true,"proof_of_purchase_seen":true,"opened_by_outsiders":false,"serial":"YLRF2604000312","purchased_on":"2026-05-02"}"#;
    "visit.absent" CustomerAbsent, Run::Change(perform::<CustomerAbsent>),
        words::VISIT_ABSENT,
        r#"{"do":"visit.absent","record":"261123-7K3Q-1","note":"敲门无人应，已电话","card_left":true}"#;
    "consent.give" GiveConsent, Run::Change(perform::<GiveConsent>),
        words::CONSENT_GIVE,
        r#"{"do":"consent.give","record":"261123-7K3Q-1","to":"move_furniture","words":"移开灶台右侧橱柜","given_by":"王小川"}"#;
    "diagnosis.step" DiagnoseStep, Run::Change(perform::<DiagnoseStep>),
        words::DIAGNOSIS_STEP,
        r#"{"do":"diagnosis.step","record":"261123-7K3Q-1","step":"measure","finding":"风门电机不通","measurements":[{"name":"绕组电阻","value":"-0.5","unit":"Ω"}]}"#;
    "diagnosis.cause" WriteCause, Run::Change(perform::<WriteCause>),
        words::DIAGNOSIS_CAUSE,
        r#"{"do":"diagnosis.cause","record":"261123-7K3Q-1","text":"风门电机绕组开路，风门不开","fault_code":"RF-F07"}"#;
    "quote.draft" DraftQuote, Run::Read(|device, members| ask::draft(device, members.read()?)),
        words::QUOTE_DRAFT,
        r#"{"do":"quote.draft","record":"261123-7K3Q-1","options":[{"choice":"repair","lines":[{"code":"RF-109","discount_minor":600}]},{"choice":"leave","lines":[{"code":"VISIT-CITY"}]}]}"#;
    "quote.offer" OfferQuote, Run::Change(offer),
        words::QUOTE_OFFER,
        r#"{"do":"quote.offer","record":"261123-7K3Q-1","lines":[{"code":"RF-109","quantity":1},{"kind":"other","name":"搬运费","unit_price_minor":5000,"quantity":1}]}"#;
    "quote.accept" AcceptQuote, Run::Change(perform::<AcceptQuote>),
        words::QUOTE_ACCEPT,
        r#"{"do":"quote.accept","record":"261123-7K3Q-1","signer":"王小川","relation":"customer","strokes":[[{"x":689,"y":399,"t_ms":0,"pressure":244},{"x":884,"y":425,"t_ms":8,"pressure":456}]]}"#;
    "quote.decline" DeclineQuote, Run::Change(perform::<DeclineQuote>),
        words::QUOTE_DECLINE,
        r#"{"do":"quote.decline","record":"261123-7K3Q-1","reason":"准备换新机"}"#;
    "part.fit" FitPart, Run::Change(perform::<FitPart>),
        words::PART_FIT,
        r#"{"do":"part.fit","record":"261123-7K3Q-1","part":"RF-109","quantity":1}"#;
    "part.remove" RemovePart, Run::Change(perform::<RemovePart>),
        words::PART_REMOVE,
        r#"{"do":"part.remove","record":"261123-7K3Q-1","part":"RF-109","quantity":1}"#;
    "repair.done" RepairDone, Run::Change(perform::<RepairDone>),
        words::REPAIR_DONE,
        r#"{"do":"repair.done","record":"261123-7K3Q-1","works":true,"work":"更换风门电机，清理风道结冰"}"#;
    "repair.cannot" CannotRepair, Run::Change(perform::<CannotRepair>),
        words::REPAIR_CANNOT,
        r#"{"do":"repair.cannot","record":"261123-7K3Q-1","reason":"内胆漏，需返厂","plan":"明日取机，三个工作日内修复"}"#;
    "custody.take" TakeUnit, Run::Change(perform::<TakeUnit>),
        words::CUSTODY_TAKE,
        r#"{"do":"custody.take","record":"261123-7K3Q-1","accessories":["遥控器"],"condition":"右侧有一处划痕","promised_on":"2026-11-30","signer":"王小川","relation":"customer","strokes":[[{"x":689,"y":399,"t_ms":0,"pressure":244},{"x":884,"y":425,"t_ms":8,"pressure":456}]]}"#;
    "loaner.lend" LendLoaner, Run::Change(perform::<LendLoaner>),
        words::LOANER_LEND,
        r#"{"do":"loaner.lend","record":"261123-7K3Q-1","model":"YL-BCD210","serial":"LOAN-0007","condition":"九成新","signer":"王小川","relation":"customer","strokes":[[{"x":689,"y":399,"t_ms":0,"pressure":244},{"x":884,"y":425,"t_ms":8,"pressure":456}]]}"#;
    "custody.return" ReturnUnit, Run::Change(perform::<ReturnUnit>),
        words::CUSTODY_RETURN,
        r#"{"do":"custody.return","record":"261123-7K3Q-1","condition":"完好","complete":true,"signer":"王小川","relation":"customer","strokes":[[{"x":689,"y":399,"t_ms":0,"pressure":244},{"x":884,"y":425,"t_ms":8,"pressure":456}]]}"#;
    "loaner.return" TakeLoanerBack, Run::Change(perform::<TakeLoanerBack>),
        words::LOANER_RETURN,
        r#"{"do":"loaner.return","record":"261123-7K3Q-1","condition":"完好","complete":true,"signer":"王小川","relation":"customer","strokes":[[{"x":689,"y":399,"t_ms":0,"pressure":244},{"x":884,"y":425,"t_ms":8,"pressure":456}]]}"#;
    "test.record" RecordTest, Run::Change(perform::<RecordTest>),
        words::TEST_RECORD,
        r#"{"do":"test.record","record":"261123-7K3Q-1","items":[{"name":"冷藏室温度","result":"4.5 °C","passed":true}],"customer_present":true}"#;
    "advice.give" GiveAdvice, Run::Change(perform::<GiveAdvice>),
        words::ADVICE_GIVE,
        r#"{"do":"advice.give","record":"261123-7K3Q-1","text":"热食放凉再入箱","site_tidied":true}"#;
    "sign.off" SignOff, Run::Change(perform::<SignOff>),
        words::SIGN_OFF,
        r#"{"do":"sign.off","record":"261123-7K3Q-1","signer":"王小川","relation":"customer","opinion":"服务很好","score":5,"strokes":[[{"x":689,"y":399,"t_ms":0,"pressure":244},{"x":884,"y":425,"t_ms":8,"pressure":456}]]}"#;
    "sign.refuse" RefuseToSign, Run::Change(perform::<RefuseToSign>),
        words::SIGN_REFUSE,
        r#"{"do":"sign.refuse","record":"261123-7K3Q-1","reason":"要等家人回来"}"#;
    "payment.take" TakePayment, Run::Change(perform::<TakePayment>),
        words::PAYMENT_TAKE,
        r#"{"do":"payment.take","record":"261123-7K3Q-1","method":"wechat","amount_minor":5000,"receipt":"R-0001"}"#;
    "payment.refund" RefundPayment, Run::Change(perform::<RefundPayment>),
        words::PAYMENT_REFUND,
        r#"{"do":"payment.refund","record":"261123-7K3Q-1","payment":"0192f0c1-2345-7abc-8def-0123456789ab","method":"cash","amount_minor":2000,"reason":"多收"}"#;
    "invoice.ask" AskInvoice, Run::Change(perform::<AskInvoice>),
        words::INVOICE_ASK,
        r#"{"do":"invoice.ask","record":"261123-7K3Q-1","title":"样例餐饮有限公司","tax_number":"91510100MA6XXXXX1A","email":"finance@example.com"}"#;
    "cash.hand_in" HandInCash, Run::Read(|device, members| money::hand_in(device, members.read()?)),
        words::CASH_HAND_IN,
        r#"{"do":"cash.hand_in","slip":"S-0001"}"#;
    "leave" AskRecord, Run::Read(|device, members| money::leave(device, members.read()?)),
        words::LEAVE,
        r#"{"do":"leave","record":"261123-7K3Q-1"}"#;
    "report.send" SendReport, Run::Change(perform::<SendReport>),
        words::REPORT_SEND,
        r#"{"do":"report.send","record":"261123-7K3Q-1","note":"已修复，旧件随车带回"}"#;
    "approval.ask" AskApproval, Run::Change(perform::<AskApproval>),
        words::APPROVAL_ASK,
        r#"{"do":"approval.ask","record":"261123-7K3Q-1","matter":"extension","wanted":"延至周五上门","until":"2026-11-27","reason":"主板周四到货"}"#;
    "customer.not_satisfied" NotSatisfied, Run::Change(perform::<NotSatisfied>),
        words::CUSTOMER_NOT_SATISFIED,
        r#"{"do":"customer.not_satisfied","record":"261123-7K3Q-1","reason":"仍有异响"}"#;
    "complaint.take" TakeComplaint, Run::Change(perform::<TakeComplaint>),
        words::COMPLAINT_TAKE,
        r#"{"do":"complaint.take","record":"261123-7K3Q-1","gravity":"ordinary","about":"修了两次仍有异响","wish":"换机"}"#;
    "damage.record" RecordDamage, Run::Change(perform::<RecordDamage>),
        words::DAMAGE_RECORD,
        r#"{"do":"damage.record","record":"261123-7K3Q-1","thing":"地砖一块","how":"移机时滑落","price_minor":8000,"signer":"王小川","relation":"customer","strokes":[[{"x":689,"y":399,"t_ms":0,"pressure":244},{"x":884,"y":425,"t_ms":8,"pressure":456}]]}"#;
    "compensation.pay" PayCompensation, Run::Change(perform::<PayCompensation>),
        words::COMPENSATION_PAY,
        r#"{"do":"compensation.pay","record":"261123-7K3Q-1","claim":"0192f0c1-2345-7abc-8def-0123456789ab","amount_minor":8000,"method":"cash","signer":"王小川","relation":"customer","strokes":[[{"x":689,"y":399,"t_ms":0,"pressure":244},{"x":884,"y":425,"t_ms":8,"pressure":456}]]}"#;
    "agreement.sign" SignAgreement, Run::Change(perform::<SignAgreement>),
        words::AGREEMENT_SIGN,
        r#"{"do":"agreement.sign","record":"261123-7K3Q-1","terms":"一次性补偿六百元，双方再无争议","amount_minor":60000,"signer":"王小川","relation":"customer","strokes":[[{"x":689,"y":399,"t_ms":0,"pressure":244},{"x":884,"y":425,"t_ms":8,"pressure":456}]]}"#;
    "insurer.tell" TellInsurer, Run::Change(perform::<TellInsurer>),
        words::INSURER_TELL,
        r#"{"do":"insurer.tell","record":"261123-7K3Q-1","claim":"0192f0c1-2345-7abc-8def-0123456789ab","number":"PA-2026-1"}"#;
    "record.cancel" CancelRecord, Run::Change(perform::<CancelRecord>),
        words::RECORD_CANCEL,
        r#"{"do":"record.cancel","record":"261123-7K3Q-1","reason":"用户已自行解决"}"#;
    "record.merge" MergeRecord, Run::Change(merge),
        words::RECORD_MERGE,
        r#"{"do":"record.merge","record":"261123-7K3Q-2","into":"261123-7K3Q-1","reason":"同一次报修开了两张单"}"#;
    "entry.void" VoidEntry, Run::Change(perform::<VoidEntry>),
        words::ENTRY_VOID,
        r#"{"do":"entry.void","record":"261123-7K3Q-1","entry":"0192f0c1-2345-7abc-8def-0123456789ab","reason":"登记错误"}"#;
    "conflict.settle" SettleConflict, Run::Change(perform::<SettleConflict>),
        words::CONFLICT_SETTLE,
        r#"{"do":"conflict.settle","record":"261123-7K3Q-1","field":"customer_phone","value":"139-0000-1002","reason":"已拨通"}"#;
    "photo.take" TakeFile, Run::Change(|device, members| files::take(device, &members.read()?)),
        words::PHOTO_TAKE,
        r#"{"do":"photo.take","record":"261123-7K3Q-1","stage":"nameplate","caption":"铭牌","path":"nameplate.jpg"}"#;
    "files.list" AskFiles, Run::Read(|device, members| files::list(device, members.read()?)),
        words::FILES_LIST,
        r#"{"do":"files.list"}"#;
    "files.wifi_only" AskWifiOnly, Run::Read(|device, members| files::wifi_only(device, &members.read()?)),
        words::FILES_WIFI_ONLY,
        r#"{"do":"files.wifi_only","on":true}"#;
    "files.send" AskSendFiles, Run::SendFiles,
        words::FILES_SEND,
        r#"{"do":"files.send","metered":false}"#;
    "files.fetch" AskFile, Run::FetchFile,
        words::FILES_FETCH,
        r#"{"do":"files.fetch","record":"261123-7K3Q-1","digest":"5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e","out":"fault.jpg"}"#;
    "van.requisition" Requisition, Run::Move(move_pieces::<Requisition>),
        words::VAN_REQUISITION,
        r#"{"do":"van.requisition","part":"RF-109","quantity":4,"note":"周末值班"}"#;
    "van.confirm" Confirm, Run::Move(move_pieces::<Confirm>),
        words::VAN_CONFIRM,
        r#"{"do":"van.confirm","entry":"0192f0c1-2345-7abc-8def-0123456789ab","quantity":3}"#;
    "van.hand_over" HandOver, Run::Move(move_pieces::<HandOver>),
        words::VAN_HAND_OVER,
        r#"{"do":"van.hand_over","part":"RF-109","quantity":1,"to":"t-wang"}"#;
    "van.take_over" TakeOver, Run::Move(move_pieces::<TakeOver>),
        words::VAN_TAKE_OVER,
        r#"{"do":"van.take_over","transfer":"456789AB","from":"t-wang","part":"RF-109","quantity":1}"#;
    "van.return_new" ReturnNew, Run::Move(move_pieces::<ReturnNew>),
        words::VAN_RETURN_NEW,
        r#"{"do":"van.return_new","part":"RF-109","quantity":1}"#;
    "van.return_old" ReturnOld, Run::Move(move_pieces::<ReturnOld>),
        words::VAN_RETURN_OLD,
        r#"{"do":"van.return_old","removal":"0192f0c1-2345-7abc-8def-0123456789ab"}"#;
    "van.count" Count, Run::Move(move_pieces::<Count>),
        words::VAN_COUNT,
        r#"{"do":"van.count","part":"RF-109","quantity":3}"#;
    "van.explain" ExplainDifference, Run::Move(move_pieces::<ExplainDifference>),
        words::VAN_EXPLAIN,
        r#"{"do":"van.explain","count":"0192f0c1-2345-7abc-8def-0123456789ab","reason":"运输破损一件，已拍照"}"#;
    "van.void" TakeBack, Run::Move(move_pieces::<TakeBack>),
        words::VAN_VOID,
        r#"{"do":"van.void","entry":"0192f0c1-2345-7abc-8def-0123456789ab","reason":"登记错误"}"#;
    "van.stock" AskStock, Run::Read(|device, members| van::stock(device, members.read()?)),
        words::VAN_STOCK,
        r#"{"do":"van.stock","month":"2026-11"}"#;
    "van.old_parts" AskStock, Run::Read(|device, members| van::old_parts(device, members.read()?)),
        words::VAN_OLD_PARTS,
        r#"{"do":"van.old_parts"}"#;
    "list" AskList, Run::Read(|device, members| ask::list(device, members.read()?)),
        words::LIST,
        r#"{"do":"list","status":["assigned","on_site"],"limit":20}"#;
    "search" AskSearch, Run::Read(|device, members| ask::search(device, members.read()?)),
        words::SEARCH,
        r#"{"do":"search","text":"松风路"}"#;
    "show" AskRecord, Run::Read(|device, members| ask::show(device, members.read()?)),
        words::SHOW,
        r#"{"do":"show","record":"261123-7K3Q-1"}"#;
    "history" AskRecord, Run::Read(|device, members| ask::history(device, members.read()?)),
        words::HISTORY,
        r#"{"do":"history","record":"261123-7K3Q-1"}"#;
    "record.fetch" AskRecord, Run::Read(|device, members| ask::fetch(device, members.read()?)),
        words::RECORD_FETCH,
        r#"{"do":"record.fetch","record":"261123-7K3Q-1"}"#;
    "verify" AskVerify, Run::Read(|device, members| ask::verify(device, members.read()?)),
        words::VERIFY,
        r#"{"do":"verify","record":"261123-7K3Q-1"}"#;
    "library.search" AskLibrary, Run::Read(|device, members| ask_library::search(device, members.read()?)),
        words::LIBRARY_SEARCH,
        r#"{"do":"library.search","text":"风门 结冰","kind":"refrigerator"}"#;
    "library.show" AskDocument, Run::Read(|device, members| ask_library::show(device, members.read()?)),
        words::LIBRARY_SHOW,
        r#"{"do":"library.show","document":"HC-RF-01"}"#;
    "copy.make" AskCopy, Run::Read(|device, members| copy::make(device, members.read()?)),
        words::COPY_MAKE,
        r#"{"do":"copy.make","record":"261123-7K3Q-1","out":"261123-7K3Q-1.pdf"}"#;
    "cash" AskCash, Run::Read(|device, members| money::cash(device, members.read()?)),
        words::CASH,
        r#"{"do":"cash"}"#;
    "exchange.offer" AskOffer, Run::Read(|device, members| exchange::offer(device, members.read()?)),
        words::EXCHANGE_OFFER,
        r#"{"do":"exchange.offer"}"#;
    "exchange.hand_over" AskHandOver, Run::Read(|device, members| exchange::hand_over(device, members.read()?)),
        words::EXCHANGE_HAND_OVER,
        r#"{"do":"exchange.hand_over","offer":"doorstep-offer:hFgB","records":["261123-7K3Q-1"],"reason":"临时支援东区，由王工继续","out":"for-wang.doorstep"}"#;
    "exchange.take_over" AskTakeOver, Run::Read(|device, members| exchange::take_over(device, members.read()?)),
        words::EXCHANGE_TAKE_OVER,
        r#"{"do":"exchange.take_over","file":"for-wang.doorstep"}"#;
    "status" AskStatus, Run::Read(|device, members| ask::status(device, members.read()?)),
        words::STATUS,
        r#"{"do":"status"}"#;
    "size" AskStatus, Run::Read(|device, members| ask::size(device, members.read()?)),
        words::SIZE,
        r#"{"do":"size"}"#;
    "attention" AskStatus, Run::Read(|device, members| ask::attention(device, members.read()?)),
        words::ATTENTION,
        r#"{"do":"attention"}"#;
    "attention.seen" AskRecord, Run::Read(|device, members| ask::attention_seen(device, members.read()?)),
        words::ATTENTION_SEEN,
        r#"{"do":"attention.seen","record":"261123-7K3Q-1"}"#;
    "sync" AskSync, Run::Sync,
        words::SYNC,
        r#"{"do":"sync"}"#;
}
