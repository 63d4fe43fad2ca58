//! How much may be let off: by the role's limit, beyond it only with the office's approval.

use super::*;
use crate::{
    course::{Finding, Refusal},
    record::{ApprovalAsked, ApprovalDecided, Matter, What},
};

#[test]
fn a_discount_is_judged_by_its_limit_and_what_was_approved() {
    use DiscountVerdict::{Approved, Beyond, None as Nothing, Within};
    // off, of, limit %, approved %
    for (off, full, limit, approved, expected) in [
        (0, 10_000, 10, None, Nothing),
        (0, 0, 0, None, Nothing),
        (1, 10_000, 10, None, Within),
        (1_000, 10_000, 10, None, Within),
        (1_001, 10_000, 10, None, Beyond),
        (1_001, 10_000, 30, None, Within),
        (3_000, 10_000, 30, None, Within),
        (3_001, 10_000, 30, None, Beyond),
        (1, 10_000, 0, None, Beyond),
        (1_001, 10_000, 10, Some(20), Approved),
        (2_000, 10_000, 10, Some(20), Approved),
        (2_001, 10_000, 10, Some(20), Beyond),
        // An approval below the limit takes nothing away.
        (1_000, 10_000, 10, Some(5), Within),
        (10_000, 10_000, 10, Some(100), Approved),
        // Nobody can let off more than all of it, whatever a limit says.
        (10_001, 10_000, 200, Some(200), Beyond),
        // Not by rounding: 10 % of ¥0.99 is 9.9 fen.
        (9, 99, 10, None, Within),
        (10, 99, 10, None, Beyond),
        (i64::MAX, i64::MAX, 99, None, Beyond),
        (i64::MAX, i64::MAX, 100, None, Within),
    ] {
        assert_eq!(
            judge_discount(off, full, limit, approved),
            expected,
            "{off} of {full}, {limit} %, {approved:?}"
        );
    }
}

/// A pump for ¥80 and its labour for ¥40, and so much let off the labour.
fn less(off: i64, payer: Payer) -> Quote {
    let mut lines = story::pump_lines();
    lines[1].discount_minor = off;
    lines[1].amount_minor -= off;
    lines[1].payer = payer;
    Quote {
        discount_limit_percent: Some(10),
        ..quote(lines)
    }
}

fn asked(percent: Option<i64>, agreed_by_phone: &str) -> What {
    What::ApprovalAsked(ApprovalAsked {
        matter: Matter::Discount,
        wanted: "优惠".into(),
        until: String::new(),
        percent,
        reason: "老用户".into(),
        agreed_by_phone: agreed_by_phone.into(),
    })
}

#[test]
fn beyond_the_limit_nothing_is_offered_before_somebody_agreed() {
    let beyond = Err(Refusal::DiscountUnapproved);
    for (off, approval, expected) in [
        (1_200, None, Ok(())),
        (1_201, None, beyond),
        // Asked and not answered is not agreed.
        (2_400, Some((Some(20), "")), beyond),
        (2_400, Some((Some(20), "李主管")), Ok(())),
        (2_401, Some((Some(20), "李主管")), beyond),
        (4_000, Some((None, "李主管")), Ok(())),
    ] {
        let mut story = to_quote();
        if let Some((percent, by)) = approval {
            story.does(asked(percent, by));
        }
        let offer = What::QuoteOffered {
            quote: less(off, Payer::Customer),
        };
        assert_eq!(story.asks(&offer), expected, "{off} {approval:?}");
    }
}

#[test]
fn what_somebody_else_pays_is_not_let_off_to_the_customer() {
    let (off, full) = less(4_000, Payer::Warranty)
        .bill(None)
        .expect("one way")
        .discount();
    assert_eq!((off, full), (0, 8_000));
}

#[test]
fn a_discount_that_the_office_refuses_afterwards_is_a_finding() {
    let mut story = to_quote();
    let request = story.does(asked(Some(20), "李主管"));
    let quote = less(2_400, Payer::Customer);
    let offer = story.does(What::QuoteOffered { quote });
    assert_eq!(story.findings(), [Finding::ApprovalUnconfirmed { request }]);
    story.does(What::ApprovalDecided(ApprovalDecided {
        request,
        granted: false,
        note: "不同意".into(),
    }));
    assert_eq!(story.findings(), [Finding::DiscountUnapproved { offer }]);
    // Replaced before anybody took it, it costs nobody anything.
    story.does(story::offer(2, Some(offer), story::pump_lines()));
    assert_eq!(story.findings(), []);
}

#[test]
fn a_discount_is_part_of_the_amount_and_never_more_than_the_price() {
    let with = |off: i64, amount: i64, limit: Option<i64>| {
        let mut line = pump(1, 8_000, amount, Payer::Customer);
        line.discount_minor = off;
        Quote {
            discount_limit_percent: limit,
            ..quote(vec![line])
        }
        .check()
    };
    for (off, amount, limit, expected) in [
        (800, 7_200, Some(10), Ok(())),
        (8_000, 0, Some(10), Ok(())),
        (800, 8_000, Some(10), Err(BadQuote::Amount(1))),
        (8_001, -1, Some(10), Err(BadQuote::Discount(1))),
        (-1, 8_001, Some(10), Err(BadQuote::Discount(1))),
        (800, 7_200, None, Err(BadQuote::Discount(1))),
    ] {
        assert_eq!(with(off, amount, limit), expected, "{off} {amount}");
    }
}
