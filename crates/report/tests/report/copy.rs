//! A copy is made, signed and read back.

use std::{fs, path::PathBuf, time::Instant};

use doorstep_domain::record::SignPurpose;
use doorstep_evidence::statement::Statement;
use doorstep_report::{
    CopySource, CopyVerdict, Form, Language, Section, SignError, read, read::Pages, sign, verify,
};

use crate::{
    example::{
        acceptance, agreement, at, authority, certificate, copy, custody, long_acceptance,
        quote_acceptance, receipt, refusal, revised_options, sealed, settings, source, stamped,
        vault,
    },
    text,
};

/// A visit to somebody whose name and words the font cannot all print.
fn strange() -> Statement {
    let mut statement = acceptance();
    let shown = &mut statement.shown;
    shown.customer.name = "王小川 😀 שלום \u{202e}x".into();
    shown.cause = "𠮷 \u{7} \u{e000} ﷽".into();
    shown.tests[0].result.clear();
    statement.signing.signer = "王😀川\u{200d}".repeat(40);
    statement.signing.opinion = Some("👍".repeat(300));
    statement
}

fn all() -> [(&'static str, Statement); 10] {
    [
        ("strange", strange()),
        ("work", acceptance()),
        ("long", long_acceptance()),
        ("quote", quote_acceptance()),
        ("options", revised_options()),
        ("receipt", receipt()),
        ("refusal", refusal()),
        ("custody", custody()),
        ("agreement", agreement()),
        ("stamped", stamped()),
    ]
}

#[test]
fn a_copy_is_read_back_unchanged_and_other_tools_find_it_on_disk() {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("report");
    fs::create_dir_all(&folder).unwrap();
    let trust = authority().certificate().to_pem().unwrap();
    fs::write(folder.join("organisation.pem"), trust).unwrap();
    for (name, statement) in all() {
        for language in Language::ALL {
            let file = copy(&statement, language);
            fs::write(folder.join(format!("{name}-{}.pdf", language.tag())), &file).unwrap();
            let verdict = verify(&file, Some(authority().certificate()));
            let CopyVerdict::Unchanged { opened, pages } = verdict else {
                panic!("{name} {language:?}: {verdict:?}");
            };
            assert_eq!(opened.statement, statement);
            assert_eq!(pages, Pages::Same);
            assert!(file.len() <= 300 * 1024, "{name}: {} bytes", file.len());
            assert_eq!(verify(&file, None).code(), "unknown_device");
            assert_eq!(
                read(&file).unwrap().jws.digest(),
                sealed(&statement).digest()
            );
        }
    }
}

#[test]
fn the_customer_finds_what_he_took_what_else_stood_there_and_what_was_changed() {
    let mut statement = revised_options();
    statement.shown.tests = acceptance().shown.tests;
    statement.shown.tests[0].limits = Some("2.0 … 8.0 °C".into());
    for (language, words) in [
        (
            Language::Chinese,
            [
                "所选方案",
                "未选方案",
                "整机更换 × 1 ¥1,999.00",
                "暂不处理",
                "优惠 ¥5.00",
                "与上一版的差别",
                "压缩机启动器 PTC",
                "新增",
                "删除",
                "冷凝器清洗",
                "¥273.00 → ¥318.00",
                "标准 2.0 … 8.0 °C",
            ],
        ),
        (
            Language::English,
            [
                "Option taken",
                "Not taken",
                "Replace",
                "Leave as it is",
                "off ¥5.00",
                "Changes against the earlier quote",
                "Added",
                "Removed",
                "¥60.00",
                "the customer",
                "Totals",
                "Limits 2.0 … 8.0 °C",
            ],
        ),
    ] {
        let page = text::of(&copy(&statement, language));
        for words in words {
            assert!(page.contains(words), "{words} in {page}");
        }
    }
}

#[test]
fn the_customer_finds_on_the_page_what_he_signed() {
    let page = text::of(&copy(&acceptance(), Language::Chinese));
    for words in [
        "便民家电维修服务有限公司",
        "服务报告",
        "用户联",
        "261123-A1-0007",
        "王小川",
        "YLRF2604000312",
        "更换启动器和风机电机",
        "PTC26100041877",
        "36 个月",
        "-18.2 °C（限值 ≤ -18 °C）",
        "三包免费",
        "电机三包 36 个月，至 2027-04-12",
        "¥323.00",
        "¥155.00",
        "人民币壹佰伍拾伍元整",
        "师傅很准时",
        "★★★★★ 5/5",
        "同意验收",
        "用户本人",
        "第 1 页 / 共 2 页",
    ] {
        assert!(page.contains(words), "{words} is not on the page:\n{page}");
    }
}

#[test]
fn each_purpose_has_its_title_and_its_own_sections() {
    for (name, statement) in all() {
        let page = text::of(&copy(&statement, Language::English));
        let (title, own) = match statement.purpose {
            SignPurpose::WorkAcceptance => ("Service report", "Opinion and signature"),
            SignPurpose::QuoteAcceptance => ("Accepted quote", "Charges"),
            SignPurpose::PaymentReceipt => ("Payment receipt", "R-A1-0019"),
            SignPurpose::Refusal => ("Refusal to sign", "要求再观察两天"),
            SignPurpose::CustodyReceipt => ("Receipt for the unit", "2026-11-30"),
            SignPurpose::Agreement => ("Agreement", "人民币陆佰元整"),
            other => panic!("{name}: no copy of {other:?} was made"),
        };
        assert!(
            page.contains(title) && page.contains(own),
            "{name}:\n{page}"
        );
        if let Some(stamp) = &statement.signing.stamp {
            assert!(page.contains("Company stamp") && page.contains(&stamp.post));
        }
        let tested = page.contains("Full-function test");
        let after_work = matches!(
            statement.purpose,
            SignPurpose::WorkAcceptance | SignPurpose::Refusal
        );
        assert_eq!(tested, after_work, "{name}");
    }
}

#[test]
fn a_section_that_is_left_out_is_not_there_and_the_number_and_the_amount_always_are() {
    let mut settings = settings();
    settings.without = Section::ALL.into();
    let form = Form::new(Language::English, settings);
    let copy = CopySource::new(sealed(&acceptance()), form, None).unwrap();
    let page = text::of(&copy.render().unwrap());
    for left_out in [
        "Fault and repair",
        "Parts changed",
        "Full-function test",
        "Satisfaction",
        "doorstep verify",
    ] {
        assert!(!page.contains(left_out), "{left_out}");
    }
    for kept in ["261123-A1-0007", "¥155.00", "Signed by", "王小川"] {
        assert!(page.contains(kept), "{kept}");
    }
}

#[test]
fn a_table_over_several_pages_has_its_head_on_each() {
    let pdf = copy(&long_acceptance(), Language::English);
    let heads = text::of(&pdf).matches("Unit price").count();
    assert!(text::pages(&pdf) >= 3);
    assert!(heads >= 2, "{heads} heads");
}

#[test]
fn only_the_device_that_sealed_a_statement_signs_its_copy() {
    let pages = source(&acceptance(), Language::Chinese).render().unwrap();
    let error = sign(pages, &vault(8), &certificate(&vault(7)), at());
    assert!(matches!(error, Err(SignError::OtherKey)));
}

#[test]
fn how_long_a_copy_takes() {
    let timed = |what: &str, work: &mut dyn FnMut()| {
        let mut times: Vec<_> = (0..9)
            .map(|_| {
                let start = Instant::now();
                work();
                start.elapsed().as_secs_f64() * 1_000.0
            })
            .collect();
        let first = times[0];
        times.sort_by(f64::total_cmp);
        println!("{what}: first {first:.1} ms, median {:.1} ms", times[4]);
    };
    let source = source(&acceptance(), Language::Chinese);
    timed("render", &mut || drop(source.render().unwrap()));
    timed("render and sign", &mut || {
        drop(copy(&acceptance(), Language::Chinese))
    });
    timed("three pages", &mut || {
        drop(copy(&long_acceptance(), Language::Chinese))
    });
    let file = copy(&acceptance(), Language::Chinese);
    println!("{} bytes", file.len());
    timed("verify", &mut || drop(verify(&file, None)));
}
