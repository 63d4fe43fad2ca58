//! From a claimed moment to the corrected one, and what is shown of a wrong clock.

use super::super::corrected::*;
use super::*;

const MINUTE_MS: i64 = 60_000;

fn claim(claimed: &str, server: Option<&str>, elapsed_ms: Option<i64>) -> Claim {
    Claim {
        claimed: moment(claimed),
        last_server: server.map(|server| moment(server).to_utc()),
        elapsed_ms,
    }
}

/// The corrected moment, what it rests on, and how many minutes the device was ahead; `shown` if somebody should look.
fn worth(claimed: &str, server: &str, elapsed: Option<i64>) -> String {
    let server = Some(server).filter(|server| !server.is_empty());
    let found = claim(claimed, server, elapsed.map(|minutes| minutes * MINUTE_MS)).corrected();
    let offset = moment(claimed).offset().to_owned();
    assert_eq!(*found.at.offset(), offset, "the customer's calendar stays");
    let shown = if found.finding().is_some() {
        " · shown"
    } else {
        ""
    };
    let (at, ahead) = (found.at.format("%d %H:%M"), found.ahead.num_minutes());
    format!("{at} · {} · {ahead:+}{shown}", found.basis.code())
}

#[test]
fn what_a_claim_is_worth() {
    /// The situation, the claim, the server's last time, minutes since then => what it is worth.
    macro_rules! table {
        ($($situation:literal $claimed:literal $server:literal $elapsed:expr => $says:literal;)*) => {
            $(assert_eq!(worth($claimed, $server, $elapsed), $says, "{}", $situation);)*
        };
    }
    table! {
        "a good clock" "23 10:30" "23 10:00" Some(30) => "23 10:30 · server · +0";
        "an hour fast" "23 11:30" "23 10:00" Some(30) => "23 10:30 · server · +60 · shown";
        "an hour slow" "23 09:30" "23 10:00" Some(30) => "23 10:30 · server · -60 · shown";
        "two minutes are nothing" "23 10:32" "23 10:00" Some(30) => "23 10:30 · server · +2";
        "three are shown" "23 10:33" "23 10:00" Some(30) => "23 10:30 · server · +3 · shown";
        "three slow too" "23 10:27" "23 10:00" Some(30) => "23 10:30 · server · -3 · shown";
        "38 days ahead" "12-31 10:30" "23 10:00" Some(30) => "23 10:30 · server · +54720 · shown";
        "started anew since, later than the server" "23 15:00" "23 10:00" None => "23 15:00 · claim · +0";
        "started anew since, before the server" "23 09:00" "23 10:00" None => "23 10:00 · floor · -60 · shown";
        "started anew since, a minute before" "23 09:59" "23 10:00" None => "23 10:00 · floor · -1";
        "started anew since, at the same moment" "23 10:00" "23 10:00" None => "23 10:00 · claim · +0";
        "the server was never heard" "23 09:00" "" None => "23 09:00 · claim_alone · +0";
        "elapsed since nothing" "23 09:00" "" Some(30) => "23 09:00 · claim_alone · +0";
    }
}

#[test]
fn a_clock_that_was_set_is_seen_between_two_claims() {
    // Minutes since the server's time of 10:00 and the claim, earlier and later; minutes that it was set.
    for (situation, earlier, later, jumped) in [
        (
            "it went on",
            ("23 10:10", Some(10)),
            ("23 10:40", Some(40)),
            None,
        ),
        (
            "set an hour ahead",
            ("23 10:10", Some(10)),
            ("23 11:40", Some(40)),
            Some(60),
        ),
        (
            "set an hour back",
            ("23 10:10", Some(10)),
            ("23 09:40", Some(40)),
            Some(-60),
        ),
        (
            "wrong, but not touched",
            ("23 12:10", Some(10)),
            ("23 12:40", Some(40)),
            None,
        ),
        (
            "two minutes are nothing",
            ("23 10:10", Some(10)),
            ("23 10:42", Some(40)),
            None,
        ),
        (
            "three are shown",
            ("23 10:10", Some(10)),
            ("23 10:43", Some(40)),
            Some(3),
        ),
        (
            "over a start nothing is known of what passed",
            ("23 10:10", Some(10)),
            ("23 15:00", None),
            None,
        ),
        (
            "over a start it went back",
            ("23 10:10", Some(10)),
            ("23 09:10", None),
            Some(-60),
        ),
    ] {
        let read = |(claimed, elapsed): (&str, Option<i64>)| {
            claim(
                claimed,
                Some("23 10:00"),
                elapsed.map(|minutes| minutes * MINUTE_MS),
            )
        };
        let found = read(later).jumped_since(&read(earlier));
        let expected = jumped.map(|minutes| ClockFinding::Jumped {
            by: TimeDelta::minutes(minutes),
        });
        assert_eq!(found, expected, "{situation}");
    }
}

#[test]
fn another_contact_between_two_claims_is_no_jump_of_the_counter() {
    let earlier = claim("23 10:50", Some("23 10:00"), Some(50 * MINUTE_MS));
    let later = claim("23 11:05", Some("23 11:00"), Some(5 * MINUTE_MS));
    assert_eq!(later.jumped_since(&earlier), None);
}

#[test]
fn extreme_counters_neither_panic_nor_decide() {
    let found = claim("23 10:00", Some("23 10:00"), Some(i64::MAX)).corrected();
    assert_ne!(
        found.basis,
        Basis::Server,
        "a counter beyond the calendar is none"
    );
    let earlier = claim("23 10:00", Some("23 10:00"), Some(i64::MIN));
    let later = claim("23 10:00", Some("23 10:00"), Some(i64::MAX));
    assert_eq!(later.jumped_since(&earlier), None);
    let earlier = claim("23 11:00", Some("23 10:00"), Some(0));
    assert_eq!(later.jumped_since(&earlier), None);
}

#[test]
fn a_wrong_clock_is_said_in_both_languages() {
    let fast = ClockFinding::Wrong {
        ahead: TimeDelta::minutes(61),
    };
    assert_eq!(
        (fast.code(), fast.words().chinese.as_str()),
        ("clock_wrong", "设备时钟快 61 分钟")
    );
    assert_eq!(
        fast.words().english,
        "the device's clock was 61 minutes fast"
    );
    let back = ClockFinding::Jumped {
        by: TimeDelta::minutes(-5),
    };
    assert_eq!(
        (back.code(), back.words().chinese.as_str()),
        ("clock_jumped", "设备时钟被拨慢 5 分钟")
    );
    assert_eq!(
        back.words().english,
        "the device's clock was set 5 minutes back"
    );
}
