//! The chains beside domain.md, "Complaints".

use super::*;

#[test]
fn each_chain_passes_its_posts_in_their_order() {
    use Post as P;
    for (chain, posts) in [
        (Chain::Customer, vec![P::Supervisor, P::Centre]),
        (
            Chain::Dealer,
            vec![P::SalesOffice, P::Centre, P::DeputyDirector],
        ),
        (
            Chain::Batch,
            vec![P::Quality, P::Centre, P::Factory, P::DeputyDirector],
        ),
        (Chain::Exchange, vec![P::Centre]),
    ] {
        let mut said = Vec::new();
        for (place, post) in posts.iter().copied().enumerate() {
            let standing = Standing::of(chain, &said);
            assert_eq!(standing, Standing::Waits { post, place }, "{chain:?}");
            assert_eq!(standing.may_say().contains(&Word::SentBack), place > 0);
            said.push(Word::Agreed);
        }
        assert_eq!(Standing::of(chain, &said), Standing::Granted, "{chain:?}");
    }
}

#[test]
fn what_is_said_moves_the_turn() {
    use Word::{Agreed, Refused, SentBack};
    /// What was said of a dealer's complaint => who is next.
    macro_rules! table {
        ($($said:expr => $next:expr;)*) => {
            $(assert_eq!(Standing::of(Chain::Dealer, &$said).next(), $next, "{:?}", $said);)*
        };
    }
    table! {
        [] as [Word; 0] => Some(Post::SalesOffice);
        [Agreed] => Some(Post::Centre);
        [Agreed, SentBack] => Some(Post::SalesOffice);
        [Agreed, SentBack, Agreed] => Some(Post::Centre);
        [Agreed, Agreed, SentBack] => Some(Post::Centre);
        [Agreed, Agreed, SentBack, SentBack] => Some(Post::SalesOffice);
        // Nobody stands before the first.
        [SentBack] => Some(Post::SalesOffice);
        [Refused] => None;
        [Agreed, Refused, Agreed] => None;
        [Agreed, Agreed, Agreed] => None;
    }
    let ended = [Agreed, Agreed, Agreed, SentBack];
    assert_eq!(Standing::of(Chain::Dealer, &ended), Standing::Granted);
    assert_eq!(
        Standing::of(Chain::Dealer, &[Agreed, Refused, Agreed]),
        Standing::Refused
    );
    assert!(Standing::Granted.may_say().is_empty() && Standing::Refused.may_say().is_empty());
}

#[test]
fn an_answer_is_due_in_seven_days_and_a_no_says_why() {
    let asked: NaiveDate = "2026-11-23".parse().expect("a day");
    let due = Chain::Customer.due_on(asked).expect("a day");
    assert_eq!(due.to_string(), "2026-11-30");
    assert_eq!(Chain::Batch.due_on(NaiveDate::MAX), None);
    let reasons: Vec<bool> = Word::ALL.iter().map(|word| word.needs_reason()).collect();
    assert_eq!(reasons, [false, true, true]);
}
