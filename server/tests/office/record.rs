//! One record whole: what was signed and what became of it, clashes, history, hostile words, files.

use axum::http::{StatusCode, header};
use doorstep_domain::record::{Field, FieldValue, SignPurpose, TextName, What};
use doorstep_evidence::{jws::Jws, statement::Statement};
use doorstep_replica::{Edit, Roster, TextEdit};

use crate::{
    device::Pad,
    shop::{Page, Shop, words_of},
    visit,
};

/// The words between a heading's anchor and the next section.
fn section(page: &Page, id: &str) -> String {
    let html = page.html();
    assert_eq!(page.status, StatusCode::OK);
    let start = html
        .find(&format!("<h2 id=\"{id}\""))
        .unwrap_or_else(|| panic!("no section {id}"));
    let rest = &html[start..];
    words_of(&rest[..rest.find("</section>").expect("the section ends")])
}

#[tokio::test]
async fn a_record_is_shown_whole_in_reading_order() {
    let shop = Shop::open().await;
    let record = shop.intake("D1-20261123-001", &[]).await;
    let mut phone = shop.device("t-zhang", "张工的手机", 1).await;
    phone.read(&shop).await;
    visit::whole(&mut phone, record, &Pad::of("王秀英"));
    shop.clock.move_by(90);
    phone.hand_over(&shop).await;

    let page = shop.get(&format!("/records/{record}")).await;
    assert_eq!(page.status, StatusCode::OK);
    let words = page.words();
    let in_order = [
        "D1-20261123-001",
        "■ 已汇报",
        "王秀英",
        "YLWM2405000001",
        "洗到一半不排水，有糊味",
        "排水泵烧毁",
        "用户已确认：用户在家，电梯停用",
        "绕组电阻 999999 Ω",
        "第 1 版",
        "整机购买已超过 12 个月，按价目表",
        "三包免费",
        "¥201.00",
        "用户应付 ¥156.00",
        "用户已接受",
        "PP26110087",
        "进水到标线用时",
        "应付 ¥156.00 ，尚欠 ¥0.00",
        "微信支付",
        "它不能证明：执笔的是谁",
        "接受报价 ✔ 签字后未改动",
        "质量验收 ✔ 签字后未改动",
        "师傅很细心",
        "没有冲突",
        "没有异常",
    ];
    let mut rest = words.as_str();
    for expected in in_order {
        let at = rest
            .find(expected)
            .unwrap_or_else(|| panic!("“{expected}” is not there, or not in its place"));
        rest = &rest[at..];
    }
    // The same page by its number, in English, from the same data.
    let english = shop
        .get_in_english("/records/D1-20261123-001")
        .await
        .words();
    for expected in [
        "Customer",
        "Accepted by the customer",
        "Still owed",
        "✔ unchanged since signing",
        "It does not prove who held the pen.",
    ] {
        assert!(
            english.to_lowercase().contains(&expected.to_lowercase()),
            "{expected}"
        );
    }
}

#[tokio::test]
async fn what_was_changed_after_the_signature_is_shown_with_who_and_when() {
    let mut shop = Shop::open().await;
    let record = shop.intake("D1-20261123-001", &[]).await;
    let mut phone = shop.device("t-zhang", "张工的手机", 1).await;
    phone.read(&shop).await;
    let visit = visit::whole(&mut phone, record, &Pad::of("王秀英"));
    phone.hand_over(&shop).await;

    // A day later the technician changes what he wrote, and takes back the part; the office corrects the serial.
    phone.minutes_pass(24 * 60);
    phone.write(record, TextName::Work, "更换排水泵与门封，清理滤网与管路");
    phone.happens(
        record,
        What::Void {
            entry: visit.fitted,
            reason: "型号记错".to_owned(),
        },
    );
    shop.clock.move_by(26 * 60);
    shop.log_in().await;
    phone.hand_over(&shop).await;
    shop.edit(
        record,
        vec![Edit::Field(Field::UnitSerial, "YLWM2405999999".into())],
    )
    .await;

    let page = shop.get(&format!("/records/{record}")).await;
    let signatures = section(&page, "signatures");
    assert!(
        signatures.contains("质量验收 ✎ 签字后有改动"),
        "{signatures}"
    );
    assert!(signatures.contains("签字后有改动；须请用户重新验收。"));
    // Field, signed value, value now, who, when.
    let serial = signatures.find("机身编号 YLWM2405000001 YLWM2405999999 办公室 2026-11-24 11:00");
    assert!(serial.is_some(), "{signatures}");
    let work = "维修过程 更换排水泵，清理滤网与管路 更换排水泵 与门封 ，清理滤网与管路 张伟 · 张工的手机 2026-11-24 10:";
    assert!(signatures.contains(work), "{signatures}");
    let part = "装用配件 · 第 1 名称 排水泵 编码 WM-103 数量 1 序列号 PP26110087 保修（月） 36 （无） 张伟 · 张工的手机 2026-11-24 10:";
    assert!(signatures.contains(part), "{signatures}");
    // The quote was accepted before the work: of these only the serial number was before the customer then.
    let (quote, work) = signatures.split_once("质量验收").expect("both statements");
    assert!(quote.contains("机身编号") && !quote.contains("维修过程"));
    assert!(work.contains("维修过程"));
    assert!(!page.words().contains("⇄"), "nothing clashes");
    // The list says so, too.
    assert!(shop.get("/").await.words().contains("✎ 签字后有改动"));
}

#[tokio::test]
async fn a_statement_that_was_tampered_with_in_the_database_is_broken() {
    let shop = Shop::open().await;
    let record = shop.intake("D1-20261123-001", &[]).await;
    let mut phone = shop.device("t-zhang", "张工的手机", 1).await;
    phone.read(&shop).await;
    visit::whole(&mut phone, record, &Pad::of("王秀英"));
    phone.hand_over(&shop).await;
    shop.state
        .writer()
        .submit(|transaction| {
            // The last character but a few of the seal.
            transaction.execute(
                "UPDATE evidence SET jws = substr(jws, 1, length(jws) - 9) || 'AAAAAAAAA' WHERE purpose = 'work_acceptance'",
                [],
            )?;
            Ok::<_, AnyError>(())
        })
        .await
        .expect("somebody has the database");
    let page = shop.get(&format!("/records/{record}")).await;
    assert!(section(&page, "signatures").contains("质量验收 ✖ 凭证已损坏或被篡改"));
}

#[derive(Debug, thiserror::Error)]
enum AnyError {
    #[error("statement")]
    Statement(#[from] rusqlite::Error),
    #[error("write")]
    Write(#[from] doorstep_server::writer::WriteError),
}

#[tokio::test]
async fn a_clash_shows_both_values_and_the_rule_and_what_holds() {
    let shop = Shop::open().await;
    let record = shop.intake("D1-20261123-001", &[]).await;
    let mut phone = shop.device("t-zhang", "张工的手机", 1).await;
    phone.read(&shop).await;
    // While the phone is in a basement, the office moves the appointment; at the door another time is agreed.
    phone.minutes_pass(30);
    phone.set(
        record,
        Field::Appointment,
        "2026-11-23T18:00:00+08:00/2026-11-23T20:00:00+08:00",
    );
    phone.set(record, Field::CustomerPhone, "139-0000-0002");
    shop.clock.move_by(10);
    let moved = "2026-11-25T09:00:00+08:00/2026-11-25T11:00:00+08:00";
    shop.edit(record, vec![Edit::Field(Field::Appointment, moved.into())])
        .await;
    shop.edit(
        record,
        vec![Edit::Field(Field::CustomerPhone, "139-0000-0003".into())],
    )
    .await;
    shop.clock.move_by(120);
    phone.hand_over(&shop).await;

    let page = shop.get(&format!("/records/{record}")).await;
    let clashes = section(&page, "conflicts");
    for expected in [
        "2026-11-25 09:00–11:00 +08:00 办公室 2026-11-23 09:10",
        "2026-11-23 18:00–20:00 +08:00 张伟 · 张工的手机 维修人员 2026-11-23 09:30",
        "规则： 以办公室的值为准，待人确认",
        "办公室最后与用户商定；绝不凭操作数的运气。",
        "139-0000-0002 张伟 · 张工的手机",
        "规则： 以现场维修人员的值为准，待人确认",
    ] {
        assert!(
            clashes.contains(expected),
            "“{expected}” is not in: {clashes}"
        );
    }
    // What holds is marked in its own row, and stands among the customer's data.
    let office = clashes
        .find("2026-11-25 09:00")
        .expect("the office's value");
    let holds = clashes[office..]
        .find("以此为准")
        .expect("one of the values holds");
    let kept = clashes[office..].find("保留，未采用");
    assert!(kept.is_none_or(|kept| holds < kept), "{clashes}");
    assert!(section(&page, "customer").contains("139-0000-0002 ⇄ 冲突"));
    let list = shop.get("/?queue=conflicts").await.words();
    assert!(list.contains("⇄ 2 处冲突"), "{list}");
    let english = shop.get_in_english(&format!("/records/{record}")).await;
    assert!(
        section(&english, "conflicts").contains("the office's value, until somebody settles it")
    );
}

#[tokio::test]
async fn the_history_tells_every_change_newest_first_with_old_and_new() {
    let shop = Shop::open().await;
    let record = shop.intake("D1-20261123-001", &[]).await;
    let mut phone = shop.device("t-zhang", "张工的手机", 1).await;
    phone.read(&shop).await;
    phone.minutes_pass(5);
    phone.set(record, Field::CustomerName, "王秀瑛");
    phone.minutes_pass(1);
    phone.write(record, TextName::Symptom, "昨晚起洗到一半不排水，有糊味");
    shop.clock.move_by(180);
    phone.hand_over(&shop).await;

    let history = section(&shop.get(&format!("/records/{record}")).await, "history");
    let symptom = "张伟 · 张工的手机 · 2026-11-23 09:06 +08:00 · 收到 2026-11-23 04:00 UTC 故障现象 昨晚起 洗到一半不排水，有糊味";
    let name = "张伟 · 张工的手机 · 2026-11-23 09:05 +08:00 · 收到 2026-11-23 04:00 UTC 用户姓名 王秀英 → 王秀瑛";
    let opened = "办公室 · 2026-11-23 09:00 +08:00 · 收到 2026-11-23 01:00 UTC";
    let at = |words: &str| {
        history
            .find(words)
            .unwrap_or_else(|| panic!("“{words}” is not in: {history}"))
    };
    assert!(at(symptom) < at(name) && at(name) < at(opened));
    assert!(
        history.contains("维修单号 D1-20261123-001"),
        "what the office wrote at the telephone is there: {history}"
    );
}

#[tokio::test]
async fn hostile_words_stay_words() {
    let shop = Shop::open().await;
    let name = "<script>alert(1)</script>\"'&";
    let record = shop
        .intake(
            "\"><img src=x onerror=alert(2)>",
            &[(Field::CustomerName, name)],
        )
        .await;
    // A device's name and a signer's may hold marks that no field may: they reorder what stands beside them.
    let mut phone = shop.device("t-zhang", "手机\u{202e}gnp.exe", 1).await;
    phone.read(&shop).await;
    phone.write(
        record,
        TextName::Symptom,
        "</div><script src=//evil.example></script>\n第二行",
    );
    let signer = "王\u{2066}</title><script>";
    phone.seal(record, SignPurpose::WorkAcceptance, None, &Pad::of(signer));
    phone.hand_over(&shop).await;

    for path in [
        format!("/records/{record}"),
        "/".to_owned(),
        "/devices".to_owned(),
        "/?q=%3Cscript%3E".to_owned(),
    ] {
        let page = shop.get(&path).await;
        let html = page.html();
        assert_eq!(
            html.matches("<script").count(),
            1,
            "only our own script on {path}"
        );
        assert!(!html.contains("<img"), "{path}");
        let unseen = |character: char| matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        assert!(!html.chars().any(unseen), "{path}");
        let policy = page.headers[header::CONTENT_SECURITY_POLICY]
            .to_str()
            .expect("text");
        assert!(
            policy.contains("script-src 'self'") && !policy.contains("unsafe"),
            "{policy}"
        );
        assert!(
            !html.contains(" style=") && !html.contains(" onclick="),
            "nothing inline on {path}"
        );
    }
    let page = shop.get(&format!("/records/{record}")).await.words();
    assert!(page.contains(name), "the name reads as it was written");
    assert!(page.contains("手机 U+202E gnp.exe"), "{page}");
    assert!(page.contains("U+2066"));
}

#[tokio::test]
async fn a_statement_and_the_record_can_be_taken_away_and_checked_elsewhere() {
    let shop = Shop::open().await;
    let record = shop.intake("D1-20261123-001", &[]).await;
    let mut phone = shop.device("t-zhang", "张工的手机", 1).await;
    phone.read(&shop).await;
    let visit = visit::whole(&mut phone, record, &Pad::of("王秀英"));
    phone.hand_over(&shop).await;

    let link = format!("/records/{record}/statements/{}.jws", visit.acceptance);
    assert!(
        shop.get(&format!("/records/{record}"))
            .await
            .html()
            .contains(&format!("href=\"{link}\""))
    );
    let file = shop.get(&link).await;
    assert_eq!(file.headers[header::CONTENT_TYPE], "application/jose");
    let jws = Jws::parse(&file.html()).expect("the compact form");
    jws.verify_signature().expect("as it was sealed");
    assert_eq!(jws.digest(), visit.acceptance);
    let statement = Statement::from_payload(jws.payload()).expect("a statement");
    assert_eq!(statement.signing.signer, "王秀英");

    let taken_away = shop.file(record).await.record(&Roster::default());
    assert_eq!(taken_away.words(Field::Number), "D1-20261123-001");
    assert_eq!(
        taken_away.text(TextName::Work),
        "更换排水泵，清理滤网与管路"
    );
}

#[tokio::test]
async fn the_signature_is_a_picture_drawn_wider_where_the_pen_pressed() {
    let shop = Shop::open().await;
    let record = shop.intake("D1-20261123-001", &[]).await;
    let mut phone = shop.device("t-zhang", "张工的手机", 1).await;
    phone.read(&shop).await;
    phone.sign_off(record, &Pad::of("王秀英"));
    phone.hand_over(&shop).await;
    let html = shop.get(&format!("/records/{record}")).await.html();
    let start = html.find("<svg class=\"ink\"").expect("a picture");
    let picture = &html[start..start + html[start..].find("</svg>").expect("its end")];
    assert!(picture.contains("aria-label=\"质量验收：王秀英\""));
    let widths: std::collections::BTreeSet<&str> = picture
        .split("stroke-width=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect();
    assert!(widths.len() >= 3, "{widths:?}");
}

#[tokio::test]
async fn an_acceptance_whose_statement_has_not_come_says_so() {
    let shop = Shop::open().await;
    let record = shop.intake("D1-20261123-001", &[]).await;
    let mut phone = shop.device("t-zhang", "张工的手机", 1).await;
    phone.read(&shop).await;
    phone.happens(
        record,
        What::SignRefused {
            statement: "c".repeat(64),
            reason: "嫌贵".to_owned(),
        },
    );
    phone.hand_over(&shop).await;
    let page = shop.get(&format!("/records/{record}")).await;
    assert!(section(&page, "signatures").contains("拒绝签字 … 凭证尚未到达 嫌贵"));
    assert!(page.words().contains("尚无验收签字"));
}

#[tokio::test]
async fn what_does_not_exist_is_not_found() {
    let shop = Shop::open().await;
    let record = shop.intake("D1-20261123-001", &[]).await;
    let no_digest = "0".repeat(64);
    for path in [
        "/records/0192f0c1-2345-7abc-8def-0123456789ab".to_owned(),
        "/records/D9-1".to_owned(),
        "/records/%00".to_owned(),
        "/records/D9-1.automerge".to_owned(),
        format!("/records/{record}/statements/{no_digest}.jws"),
        format!("/records/{record}/statements/{no_digest}"),
        format!("/records/{record}/statements/x.jws"),
    ] {
        let page = shop.get(&path).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{path}");
        assert!(page.words().contains("没有这一页"), "{path}");
    }
}

#[tokio::test]
async fn a_number_that_two_records_claim_leads_to_both() {
    let shop = Shop::open().await;
    let first = shop.intake("D1-20261123-001", &[]).await;
    shop.intake("D1-20261123-001", &[]).await;
    // A record whose number is another record's id hides nothing.
    shop.intake(&first.to_string(), &[]).await;
    let answer = shop.get("/records/D1-20261123-001").await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    let list = shop
        .get(answer.headers[header::LOCATION].to_str().expect("text"))
        .await;
    assert_eq!(list.html().matches("class=\"record\"").count(), 2);
    let page = shop.get(&format!("/records/{first}")).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.words().contains("D1-20261123-001"));
}

#[tokio::test]
async fn what_lacks_and_what_is_irregular_is_named() {
    let shop = Shop::open().await;
    let record = shop
        .intake("D1-20261123-001", &[(Field::UnitSerial, "")])
        .await;
    let mut phone = shop.device("t-zhang", "张工的手机", 1).await;
    phone.read(&shop).await;
    phone.edit(
        record,
        &[Edit::Field(
            Field::OpenedByOutsiders,
            FieldValue::YesNo(true),
        )],
    );
    let fitted = phone.happens(
        record,
        What::PartFitted {
            part: "WM-103".to_owned(),
            name: "排水泵".to_owned(),
            serial: String::new(),
            quantity: 1,
            warranty_months: 36,
        },
    );
    phone.edit(
        record,
        &[Edit::Text(
            TextName::Work,
            TextEdit::Append("先装上再说".to_owned()),
        )],
    );
    phone.hand_over(&shop).await;
    let page = shop.get(&format!("/records/{record}")).await;
    assert!(section(&page, "findings").contains("未经接受报价即装用配件"));
    assert!(page.html().contains(&format!("href=\"#e-{fitted}\"")));
    assert_eq!(
        page.html().matches(&format!("id=\"e-{fitted}\"")).count(),
        1
    );
    let lacks = section(&page, "lacks");
    assert!(
        lacks.contains("机身编号、到达检查、故障原因、已接受的报价、试机结果、用户签字、用户意见"),
        "{lacks}"
    );
    assert!(section(&page, "unit").contains("他人拆修 是"));
}
