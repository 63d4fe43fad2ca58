//! No name is ever refused: whatever somebody is called or has written, there is a copy of it.

use doorstep_evidence::statement::Statement;
use doorstep_report::{CopyVerdict, Language, verify};
use proptest::prelude::*;

use crate::{
    example::{acceptance, authority, copy, long_acceptance, quote_acceptance, receipt, refusal},
    text,
};

/// Puts a text wherever a person can write one.
fn everywhere(mut statement: Statement, text: &str) -> Statement {
    let shown = &mut statement.shown;
    for field in [
        &mut shown.number,
        &mut shown.customer.name,
        &mut shown.customer.phone,
        &mut shown.customer.address,
        &mut shown.unit.kind,
        &mut shown.unit.model,
        &mut shown.unit.serial,
        &mut shown.unit.purchased_on,
        &mut shown.symptom,
        &mut shown.cause,
        &mut shown.work,
        &mut statement.signing.signer,
        &mut statement.signing.consent,
        &mut statement.place,
        &mut statement.technician.0,
        &mut statement.moment.device_time,
    ] {
        *field = text.to_owned();
    }
    for part in shown.fitted.iter_mut().chain(&mut shown.removed) {
        part.part = text.to_owned();
        part.name = text.to_owned();
        part.serial = text.to_owned();
    }
    for test in &mut shown.tests {
        test.name = text.to_owned();
        test.result = text.to_owned();
    }
    if let Some(quote) = &mut shown.quote {
        quote.currency = text.to_owned();
        for line in &mut quote.lines {
            line.code = text.to_owned();
            line.name = text.to_owned();
            line.rule = text.to_owned();
        }
    }
    if let Some(receipt) = &mut statement.signing.receipt {
        receipt.number = text.to_owned();
        receipt.method = text.to_owned();
        receipt.currency = text.to_owned();
    }
    let told = [
        &mut statement.signing.opinion,
        &mut statement.signing.refusal_reason,
    ];
    for told in told.into_iter().flatten() {
        *told = text.to_owned();
    }
    statement
}

fn is_copied(statement: &Statement) {
    for language in Language::ALL {
        let verdict = verify(&copy(statement, language), Some(authority().certificate()));
        assert!(
            matches!(verdict, CopyVerdict::Unchanged { .. }),
            "{verdict:?}"
        );
    }
}

#[test]
fn strange_names_are_printed_with_what_the_font_lacks_as_code_points() {
    for (name, printed) in [
        ("王😀川", "王□U+1F600川"),
        ("𠮷田", "𠮷田"),
        ("שלום", "□U+05E9□U+05DC□U+05D5□U+05DD"),
        ("a\u{202e}b", "a□U+202Eb"),
        ("\u{0}\u{7}\u{feff}", "□U+0000□U+0007□U+FEFF"),
        (
            "<b>&amp;</b> (\\) %PDF endstream",
            "<b>&amp;</b> (\\) %PDF endstream",
        ),
    ] {
        let statement = everywhere(acceptance(), name);
        is_copied(&statement);
        let page = text::of(&copy(&statement, Language::Chinese)).replace('\n', "");
        assert!(page.contains(printed), "{printed}");
    }
}

#[test]
fn no_text_at_all_is_copied() {
    for text in ["", " ", "\n\n\n"] {
        for statement in [acceptance(), receipt(), refusal()] {
            is_copied(&everywhere(statement, text));
        }
    }
}

#[test]
fn ten_thousand_characters_are_copied_whole() {
    let long = "逐台拆洗末端滤网，更换老化滤网。".repeat(625);
    let word = "W".repeat(10_000);
    let lines = "一\n".repeat(5_000);
    let boxes = "😀".repeat(10_000);
    for (text, needle, count) in [
        (&long, "逐", 625),
        (&word, "W", 10_000),
        (&lines, "一", 5_000),
        (&boxes, "□", 10_000),
    ] {
        let mut statement = refusal();
        let shown = &mut statement.shown;
        shown.number.clone_from(text);
        shown.tests[0].result.clone_from(text);
        shown.quote.as_mut().unwrap().lines[0].rule.clone_from(text);
        statement.signing.signer.clone_from(text);
        let file = copy(&statement, Language::Chinese);
        let verdict = verify(&file, Some(authority().certificate()));
        assert!(
            matches!(verdict, CopyVerdict::Unchanged { .. }),
            "{verdict:?}"
        );
        // Four places, one of them the number, whose line in the head is whole, too.
        let page = text::of(&file).replace('\n', "");
        assert!(page.matches(needle).count() >= 4 * count, "{needle}");
    }
}

#[test]
fn amounts_and_strokes_at_the_end_of_their_range_are_copied() {
    let mut statement = receipt();
    let quote = statement.shown.quote.as_mut().unwrap();
    let most = doorstep_evidence::canonical::MAX_INTEGER.cast_signed();
    for line in &mut quote.lines {
        line.quantity = most;
        line.unit_price_minor = -most;
        line.amount_minor = most;
    }
    quote.total_minor = -most;
    quote.customer_pays_minor = most;
    quote.revision = most;
    statement.signing.receipt.as_mut().unwrap().amount_minor = -most;
    statement.signing.score = Some(most);
    let strokes = &mut statement.signing.ink.as_mut().unwrap().strokes;
    strokes[0][0].x = i32::MIN;
    strokes[0][1].y = i32::MAX;
    strokes.push(Vec::new());
    strokes.push(vec![strokes[0][2]]);
    // A dot at the end, later than all before it.
    let last = strokes
        .iter()
        .flatten()
        .map(|point| point.t_ms)
        .max()
        .unwrap();
    strokes.last_mut().unwrap()[0].t_ms = last;
    is_copied(&statement);
}

#[test]
fn every_character_of_gbk_is_printed_but_one() {
    let page_of = |symptom: &str| {
        let mut statement = quote_acceptance();
        statement.shown.symptom = symptom.to_owned();
        text::of(&copy(&statement, Language::Chinese)).replace('\n', "")
    };
    // GBK's han: the block up to U+9FA5 and 21 characters of the compatibility block.
    let block: String = ('\u{4e00}'..='\u{9fa5}').collect();
    let page = page_of(&block);
    assert!(!page.contains('□'));
    let printed: std::collections::BTreeSet<char> = page.chars().collect();
    let missing = block
        .chars()
        .filter(|character| !printed.contains(character))
        .count();
    // This reader of text stumbles over one entry of a font that large; poppler reads them all.
    assert!(missing <= 1, "{missing}");
    let compatible = "\u{f92c}\u{f979}\u{f995}\u{f9e7}\u{f9f1}\u{fa0c}\u{fa0d}\u{fa0e}\u{fa0f}\u{fa11}\u{fa13}\
        \u{fa14}\u{fa18}\u{fa1f}\u{fa20}\u{fa21}\u{fa23}\u{fa24}\u{fa27}\u{fa28}\u{fa29}";
    assert!(!page_of(compatible).contains('□'));
    let signs = "、。·ˉˇ¨〃々—～‖…‘’“”〔〕〈〉《》「」『』〖〗【】±×÷∶∧∨∑∏∪∩∈∷√⊥∥∠⌒⊙∫∮≡≌≈∽∝≠≮≯≤≥∞∵∴♂♀°′″℃＄¤￠￡‰§№☆★\
        ○●◎◇◆□■△▲※→←↑↓〓⒈①⑴㈠Ⅰ！＃Ａｚあンアヶαωаяāǜㄅㄩ─╋︵︶﹉㎡㏄㊣ⅹ￢￤";
    let page = page_of(signs);
    assert_eq!(page.matches("U+").count(), 0, "{page}");
    assert!(
        page_of("≒").contains("□U+2252"),
        "the one sign that the font lacks"
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_written_there_is_a_copy(text in any::<String>(), which in 0_usize..4) {
        let statement = [acceptance, quote_acceptance, receipt, refusal][which]();
        is_copied(&everywhere(statement, &text));
    }
}

#[test]
fn a_long_copy_in_strange_words_is_a_copy() {
    is_copied(&everywhere(long_acceptance(), "Ω😀 “测试”\u{2028}—…%\\"));
}
