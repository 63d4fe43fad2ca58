//! Money at the door, as tables that read beside domain.md ("Payment: only what the accepted quote says. Collected on
//! site with a receipt, or invoiced"). The accepted quote is ¥120.00.

use crate::{
    course::{
        Finding, Refusal, ToDo, before_leaving,
        cash::{held, in_hand},
        may_do,
    },
    ids::{EntryId, PersonId},
    money::{Currency, Money},
    record::{CashHandedIn, InvoiceAsked, PaymentRefunded, What},
    story::{self, Story, yuan},
    van::OldPartPapers,
};

/// What is done with money.
#[derive(Debug, Clone, Copy)]
enum Do {
    /// So many fen by a method.
    Pay(&'static str, i64),
    /// So many cents of another currency, in cash.
    PayDollars(i64),
    /// So many fen of the first payment are given back by a method.
    Refund(&'static str, i64),
    /// The first payment is taken back as recorded wrongly.
    Void,
    /// To whom the invoice is made out is written down.
    Invoice,
    /// A compensation of so many fen is paid in cash for a damage of as many.
    Compensate(i64),
    /// All the cash in hand is handed in.
    HandIn,
    /// A revision of ¥150.00 is offered and accepted.
    Revise,
}

use Do::*;

fn first_payment(story: &Story) -> EntryId {
    story.facts().account.payments[0].entry
}

fn what(story: &mut Story, act: Do) -> What {
    let acceptance = story.quotes().accepted().expect("accepted").acceptance;
    match act {
        Pay(method, minor) => paid(method, yuan(minor), acceptance),
        PayDollars(minor) => {
            let currency = Currency::Hkd;
            paid("cash", Money { minor, currency }, acceptance)
        }
        Refund(method, minor) => What::PaymentRefunded(PaymentRefunded {
            payment: first_payment(story),
            method: method.into(),
            amount: yuan(minor),
            receipt: "R-2".into(),
            reason: "多收".into(),
        }),
        Void => story::void(first_payment(story)),
        Invoice => What::InvoiceAsked(invoice()),
        Compensate(minor) => {
            let claim = story.does(story::damaged(minor));
            story::compensated(claim, minor)
        }
        HandIn => {
            let pieces = in_hand(&story.record);
            let minor = pieces.iter().map(|piece| piece.amount.minor).sum();
            What::CashHandedIn(CashHandedIn {
                slip: "S-1".into(),
                covers: pieces.iter().map(|piece| piece.entry).collect(),
                amount: yuan(minor),
            })
        }
        Revise => {
            let standing = story.quotes().standing().expect("an offer").offer;
            let mut lines = story::pump_lines();
            lines[1].unit_price_minor = 7_000;
            lines[1].amount_minor = 7_000;
            let offer = story.does(story::offer(2, Some(standing), lines));
            story::accepts(offer)
        }
    }
}

fn paid(method: &str, amount: Money, acceptance: EntryId) -> What {
    What::Payment {
        method: method.into(),
        amount,
        receipt: "R-1".into(),
        acceptance,
        statement: String::new(),
    }
}

fn invoice() -> InvoiceAsked {
    InvoiceAsked {
        title: "样例餐饮有限公司".into(),
        tax_number: "91510100MA6XXXXX1A".into(),
        email: "finance@example.com".into(),
        phone: String::new(),
    }
}

/// What the last of the acts is answered, and what stands then: owed, collected, to be invoiced, cash in hand.
fn says(acts: &[Do]) -> String {
    let mut story = Story::accepted();
    let (last, before) = acts.split_last().expect("an act");
    for act in before {
        let what = what(&mut story, *act);
        story.does(what);
    }
    let what = what(&mut story, *last);
    if let Err(refusal) = story.asks(&what) {
        return refusal.code().to_owned();
    }
    story.does(what);
    let facts = story.facts();
    let cash: i64 = held(&story.record).iter().map(|held| held.minor).sum();
    format!(
        "owed {} · taken {} · invoice {} · cash {cash}",
        facts.owed_minor(),
        facts.account.collected_minor(),
        facts.account.invoiced_minor()
    )
}

#[test]
fn what_may_be_collected_and_what_then_stands() {
    /// The situation, what is done (¥120.00 are due) => the refusal of the last act, or what then stands, in fen.
    macro_rules! table {
        ($($situation:literal [$($act:expr),*] => $says:literal;)*) => {
            $(assert_eq!(says(&[$($act),*]), $says, "{}", $situation);)*
        };
    }
    table! {
        "all in cash" [Pay("cash", 12_000)] => "owed 0 · taken 12000 · invoice 0 · cash 12000";
        "all by card" [Pay("card", 12_000)] => "owed 0 · taken 12000 · invoice 0 · cash 0";
        "all by bank transfer" [Pay("transfer", 12_000)] => "owed 0 · taken 12000 · invoice 0 · cash 0";
        "all by a code" [Pay("wechat", 12_000)] => "owed 0 · taken 12000 · invoice 0 · cash 0";
        "by the other code" [Pay("alipay", 12_000)] => "owed 0 · taken 12000 · invoice 0 · cash 0";
        "a part" [Pay("cash", 5_000)] => "owed 7000 · taken 5000 · invoice 0 · cash 5000";
        "a part and the rest" [Pay("cash", 5_000), Pay("wechat", 7_000)] => "owed 0 · taken 12000 · invoice 0 · cash 5000";
        "a part and more than the rest" [Pay("cash", 5_000), Pay("cash", 7_001)] => "more_than_quoted";
        "a fen too much" [Pay("cash", 12_001)] => "more_than_quoted";
        "twice" [Pay("cash", 12_000), Pay("cash", 12_000)] => "more_than_quoted";
        "nothing is left to pay" [Pay("cash", 12_000), Pay("cash", 1)] => "more_than_quoted";
        "another currency" [PayDollars(12_000)] => "more_than_quoted";
        "to be invoiced" [Pay("invoice", 12_000)] => "owed 0 · taken 0 · invoice 12000 · cash 0";
        "a part in cash, the rest invoiced" [Pay("cash", 2_000), Pay("invoice", 10_000)] => "owed 0 · taken 2000 · invoice 10000 · cash 2000";
        "invoiced, and paid all the same" [Pay("invoice", 12_000), Pay("cash", 12_000)] => "more_than_quoted";
        "the address of the invoice changes no sum" [Pay("invoice", 12_000), Invoice] => "owed 0 · taken 0 · invoice 12000 · cash 0";
        "an invoice for what was paid in cash" [Pay("cash", 12_000), Invoice] => "owed 0 · taken 12000 · invoice 0 · cash 12000";
        "given back in cash" [Pay("cash", 12_000), Refund("cash", 2_000)] => "owed 2000 · taken 10000 · invoice 0 · cash 10000";
        "given back by a code, paid in cash" [Pay("cash", 12_000), Refund("wechat", 2_000)] => "owed 2000 · taken 10000 · invoice 0 · cash 12000";
        "given back in cash, paid by card" [Pay("card", 12_000), Refund("cash", 2_000)] => "owed 2000 · taken 10000 · invoice 0 · cash -2000";
        "more given back than paid" [Pay("cash", 5_000), Refund("cash", 5_001)] => "more_than_paid";
        "given back twice" [Pay("cash", 5_000), Refund("cash", 3_000), Refund("cash", 2_001)] => "more_than_paid";
        "given back whole and paid another way" [Pay("cash", 12_000), Refund("cash", 12_000), Pay("wechat", 12_000)] => "owed 0 · taken 12000 · invoice 0 · cash 0";
        "the invoice is made smaller" [Pay("invoice", 12_000), Refund("invoice", 12_000), Pay("cash", 12_000)] => "owed 0 · taken 12000 · invoice 0 · cash 12000";
        "recorded wrongly" [Pay("cash", 5_000), Void] => "owed 12000 · taken 0 · invoice 0 · cash 0";
        "recorded wrongly and anew" [Pay("cash", 5_000), Void, Pay("cash", 12_000)] => "owed 0 · taken 12000 · invoice 0 · cash 12000";
        "a revision: the difference is owed" [Pay("cash", 12_000), Revise] => "owed 3000 · taken 12000 · invoice 0 · cash 12000";
        "a revision, and the difference paid" [Pay("cash", 12_000), Revise, Pay("cash", 3_000)] => "owed 0 · taken 15000 · invoice 0 · cash 15000";
        "a compensation comes out of the cash" [Pay("cash", 12_000), Compensate(3_000)] => "owed 0 · taken 12000 · invoice 0 · cash 9000";
        "a compensation before anything was taken" [Compensate(3_000)] => "owed 12000 · taken 0 · invoice 0 · cash -3000";
        "handed in" [Pay("cash", 12_000), HandIn] => "owed 0 · taken 12000 · invoice 0 · cash 0";
        "handed in, and a part comes after" [Pay("cash", 5_000), HandIn, Pay("cash", 7_000)] => "owed 0 · taken 12000 · invoice 0 · cash 7000";
        "handed in, and given back in cash after" [Pay("cash", 12_000), HandIn, Refund("cash", 2_000)] => "owed 2000 · taken 10000 · invoice 0 · cash -2000";
    }
}

#[test]
fn without_an_accepted_quote_nothing_is_collected() {
    let mut story = Story::repair();
    for act in [story::arrive, story::diagnose, story::quote] {
        act(&mut story);
    }
    let early = paid("cash", yuan(1), story::entry_id(1));
    assert_eq!(story.asks(&early), Err(Refusal::NoAcceptedQuote));
}

#[test]
fn cash_is_handed_in_once_and_by_who_took_it() {
    let mut story = Story::accepted();
    let pay = what(&mut story, Pay("cash", 12_000));
    story.does(pay);
    let hand_in = what(&mut story, HandIn);
    let (zhang, wang) = (PersonId("t-zhang".into()), PersonId("t-wang".into()));
    let asks = |story: &Story, by: &PersonId| may_do(&story.record, by, &hand_in);
    assert_eq!(asks(&story, &wang), Err(Refusal::NotInHand));
    assert_eq!(asks(&story, &zhang), Ok(()));
    story.does(hand_in.clone());
    assert_eq!(asks(&story, &zhang), Err(Refusal::NotInHand));
    // Phone and tablet both wrote it while apart: it is the same cash.
    story.happens(hand_in);
    assert_eq!(held(&story.record), []);
    assert_eq!(story.findings(), []);
}

#[test]
fn what_was_made_apart_is_kept_and_shown() {
    let mut story = Story::accepted();
    let pay = what(&mut story, Pay("cash", 10_000));
    let payment = story.does(pay);
    let refund = what(&mut story, Refund("cash", 6_000));
    let first = story.happens(refund.clone());
    let second = story.happens(refund);
    assert_eq!(
        story.findings(),
        [
            Finding::RefundedMoreThanPaid { refund: first },
            Finding::RefundedMoreThanPaid { refund: second }
        ]
    );
    assert_eq!(story.facts().owed_minor(), 12_000, "never more than is due");
    let handed_in = story.happens(What::CashHandedIn(CashHandedIn {
        slip: "S-2".into(),
        covers: vec![payment],
        amount: yuan(9_000),
    }));
    assert!(
        story
            .findings()
            .contains(&Finding::HandedInOtherwise { handed_in })
    );
}

#[test]
fn a_payment_without_a_receipt_and_an_invoice_without_an_address_are_shown() {
    let mut story = Story::accepted();
    let What::Payment {
        method,
        amount,
        acceptance,
        ..
    } = what(&mut story, Pay("cash", 2_000))
    else {
        panic!("a payment");
    };
    let payment = story.does(What::Payment {
        method,
        amount,
        receipt: " ".into(),
        acceptance,
        statement: String::new(),
    });
    assert_eq!(story.findings(), [Finding::PaidWithoutReceipt { payment }]);
    story.does(story::void(payment));
    let by_invoice = what(&mut story, Pay("invoice", 12_000));
    let payment = story.does(by_invoice);
    assert_eq!(story.findings(), [Finding::InvoiceUnaddressed { payment }]);
    let asked = what(&mut story, Invoice);
    story.does(asked);
    assert_eq!(story.findings(), []);
}

#[test]
fn to_whom_an_invoice_is_made_out_has_a_shape() {
    let with = |change: fn(&mut InvoiceAsked)| {
        let mut asked = invoice();
        change(&mut asked);
        story::entry(What::InvoiceAsked(asked)).check().is_ok()
    };
    /// What is changed in a good one => whether it may stand.
    macro_rules! table {
        ($($situation:literal $change:expr => $fits:literal;)*) => {
            $(assert_eq!(with($change), $fits, "{}", $situation);)*
        };
    }
    table! {
        "a company with its number" |_| {} => true;
        "no title" |asked| asked.title = " ".into() => false;
        "a private person" |asked| asked.tax_number.clear() => true;
        "fifteen digits" |asked| asked.tax_number = "510100123456789".into() => true;
        "twenty digits" |asked| asked.tax_number = "51010012345678901234".into() => true;
        "a digit too few" |asked| asked.tax_number = "91510100MA6XXXXX1".replace('1', "") => false;
        "small letters" |asked| asked.tax_number = "91510100ma6xxxxx1a".into() => false;
        "no e-mail and no telephone" |asked| asked.email.clear() => false;
        "by telephone" |asked| { asked.email.clear(); asked.phone = "139-0000-1001".into(); } => true;
        "an e-mail without a host" |asked| asked.email = "finance@".into() => false;
        "an e-mail without a dot" |asked| asked.email = "finance@example".into() => false;
        "an e-mail with two at" |asked| asked.email = "a@b@example.com".into() => false;
        "an e-mail with a blank" |asked| asked.email = "fin ance@example.com".into() => false;
        "a telephone of words" |asked| asked.phone = "call me".into() => false;
    }
}

fn codes(story: &Story) -> Vec<&'static str> {
    let (technician, papers) = (PersonId("t-zhang".into()), OldPartPapers::default());
    let parts = crate::course::OldPart::still_with(&technician, &story.record, &papers);
    before_leaving(&story.record, parts)
        .iter()
        .filter(|to_do| to_do.is_must() || matches!(to_do, ToDo::TakeOldPart(_)))
        .map(ToDo::code)
        .collect()
}

#[test]
fn may_i_leave() {
    /// The situation, what was done to a repair that was taken in whole => what is still to be done.
    macro_rules! table {
        ($($situation:literal [$($act:expr),*] => $says:expr;)*) => {$(
            let mut story = Story::repair();
            for act in [$($act as fn(&mut Story)),*] {
                act(&mut story);
            }
            assert_eq!(codes(&story).join(" "), $says, "{}", $situation);
        )*};
    }
    use story::*;
    fn not_home(story: &mut Story) {
        story.does(absent());
    }
    fn lend(story: &mut Story) {
        story.does(loaner_lent());
    }
    table! {
        "before the signature" [arrive, diagnose, quote, accept, repair, test, advise] => "fill fill collect take_old_part report";
        "signed, not paid" [arrive, diagnose, quote, accept, repair, test, advise, sign] => "collect take_old_part report";
        "paid, not reported" [arrive, diagnose, quote, accept, repair, test, advise, sign, pay] => "take_old_part report";
        "all done: only the old part is thought of" [arrive, diagnose, quote, accept, repair, test, advise, sign, pay, report] => "take_old_part";
        "a loaner still stands there" [arrive, diagnose, quote, accept, lend, finish, test, advise, sign, pay] => "take_loaner_back report";
        "declined: nothing to collect" [arrive, diagnose, quote, decline] => "report";
        "cannot be repaired: nothing to collect, something to sign" [arrive, diagnose, quote, accept, cannot] => "fill fill report";
        "nobody at home" [assign, call, not_home] => "report";
        "nobody at home, and reported" [assign, call, not_home, report] => "";
        "called off" [arrive, cancel] => "report";
        "called off, and reported" [arrive, cancel, report] => "";
    }
}
