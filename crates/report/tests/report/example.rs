//! An organisation, a device and the statements that its customers signed.

use chrono::{DateTime, FixedOffset, TimeDelta, Utc};
use doorstep_domain::{
    ids::{EntryId, PersonId, RecordId},
    quote::{Choice, LineKind, Payer, QuoteLine},
    record::{Relation, SignPurpose, Stamp},
};
use doorstep_evidence::{
    certificate::{Authority, DeviceCertificate, Issue, Validity, certificate_request},
    jws::{Jws, seal},
    statement::{
        Ink, Moment, Paper, Receipt, STATEMENT_VERSION, Shown, ShownChange, ShownCustomer,
        ShownFigures, ShownOption, ShownPart, ShownQuote, ShownRevision, ShownTest, ShownUnit,
        Signing, Statement, StrokePoint, Sum,
    },
    vault::{DeviceVault as _, SoftwareVault},
};
use doorstep_report::{Company, CopySource, Form, Language, Logo, Settings, sign};
use serde::Deserialize;

pub(crate) fn at() -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339("2026-11-23T17:05:00+08:00").unwrap()
}

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_772_000_000, 0).unwrap()
}

pub(crate) fn authority() -> Authority {
    Authority::create([3; 32], "便民家电维修服务有限公司", now(), [9; 16]).unwrap()
}

pub(crate) fn vault(seed: u8) -> SoftwareVault {
    SoftwareVault::generate([seed; 32]).unwrap()
}

pub(crate) fn certificate(vault: &SoftwareVault) -> DeviceCertificate {
    let request = certificate_request(vault, "phone").unwrap();
    let issue = Issue {
        person: PersonId("zhang.wei".into()),
        device_name: "张工的手机".into(),
        role: "technician".into(),
        validity: Validity {
            not_before: now(),
            not_after: now() + TimeDelta::days(730),
        },
        serial: [5; 16],
    };
    DeviceCertificate::parse(&authority().issue(&request, &issue).unwrap()).unwrap()
}

#[derive(Deserialize)]
struct Signature {
    strokes: Vec<Vec<StrokePoint>>,
}

#[derive(Deserialize)]
struct Signatures {
    signatures: Vec<Signature>,
}

/// A customer's hand, with pressure.
pub(crate) fn ink() -> Ink {
    let json = include_str!("../../../cli/sample/signatures.json");
    let signatures: Signatures = serde_json::from_str(json).unwrap();
    Ink {
        strokes: signatures.signatures.into_iter().next().unwrap().strokes,
    }
}

fn line(
    (kind, code, name): (LineKind, &str, &str),
    (quantity, price): (i64, i64),
    (payer, rule): (Payer, &str),
) -> QuoteLine {
    QuoteLine {
        discount_minor: 0,
        kind,
        code: code.into(),
        name: name.into(),
        quantity,
        unit_price_minor: price,
        amount_minor: price * quantity,
        payer,
        rule: rule.into(),
        decided_by: None,
        override_reason: None,
    }
}

fn part(part: &str, name: &str, serial: &str, warranty_months: Option<i64>) -> ShownPart {
    ShownPart {
        part: part.into(),
        name: name.into(),
        serial: serial.into(),
        quantity: 1,
        warranty_months,
    }
}

fn test(name: &str, result: &str, passed: bool) -> ShownTest {
    ShownTest {
        limits: None,
        name: name.into(),
        result: result.into(),
        passed,
    }
}

fn quote() -> ShownQuote {
    let lines = vec![
        line(
            (LineKind::Other, "TR-01", "上门服务费"),
            (1, 3_000),
            (Payer::Customer, "保外，按价目表 2026-03"),
        ),
        line(
            (LineKind::Labour, "LB-12", "更换压缩机启动器"),
            (1, 8_000),
            (Payer::Customer, "保外，按价目表 2026-03"),
        ),
        line(
            (LineKind::Part, "RF-103", "压缩机启动器 PTC"),
            (1, 4_500),
            (Payer::Customer, "整机保修于 2025-03-01 到期"),
        ),
        line(
            (LineKind::Part, "RF-221", "风机电机（冷藏室）"),
            (1, 16_800),
            (Payer::Warranty, "电机三包 36 个月，至 2027-04-12"),
        ),
    ];
    ShownQuote {
        choice: None,
        others: Vec::new(),
        replaces: None,
        revision: 2,
        currency: "CNY".into(),
        total_minor: lines.iter().map(|line| line.amount_minor).sum(),
        customer_pays_minor: 15_500,
        lines,
    }
}

fn shown() -> Shown {
    Shown {
        number: "261123-A1-0007".into(),
        customer: ShownCustomer {
            name: "王小川".into(),
            phone: "139-0000-1001".into(),
            address: "云州市河东区松风路 18 号翠园小区 6 栋 2 单元 1103 室".into(),
        },
        unit: ShownUnit {
            kind: "电冰箱".into(),
            model: "BCD-258WTPZM".into(),
            serial: "YLRF2604000312".into(),
            purchased_on: "2024-03-02".into(),
        },
        symptom: "不制冷，压缩机反复“咔哒”声后停机；冷藏室灯亮，温度显示 14 °C。".into(),
        cause: "压缩机启动器（PTC）烧坏，冷藏室风机电机轴承卡滞。".into(),
        work: "断电、放水；更换启动器和风机电机；清理冷凝器灰尘；通电运行 40 分钟，电流 0.9 A，冷藏室降至 4.5 °C。\n已告知：每半年清理一次冷凝器。".into(),
        fitted: vec![
            part("RF-103", "压缩机启动器 PTC", "PTC26100041877", Some(36)),
            part("RF-221", "风机电机（冷藏室）", "FM2609-00418", Some(36)),
        ],
        removed: vec![
            part("RF-103", "压缩机启动器 PTC", "", None),
            part("RF-221", "风机电机（冷藏室）", "FM2404-11873", None),
        ],
        tests: vec![
            test("冷藏室温度（30 分钟）", "4.5 °C（限值 2–8 °C）", true),
            test("冷冻室温度", "-18.2 °C（限值 ≤ -18 °C）", true),
            test("运行电流", "0.9 A（限值 ≤ 1.3 A）", true),
            test("绝缘电阻", "> 20 MΩ", true),
            test("门封", "无漏风", true),
        ],
        cannot_repair: None,
        quote: Some(quote()),
    }
}

/// The customer of the example accepts the work.
pub(crate) fn acceptance() -> Statement {
    Statement {
        version: STATEMENT_VERSION,
        purpose: SignPurpose::WorkAcceptance,
        record: RecordId::from_slice(&[7; 16]).unwrap(),
        device: vault(7).public_key().unwrap().device_id(),
        technician: PersonId("zhang.wei".into()),
        shown: shown(),
        offer: None,
        choice: None,
        signing: Signing {
            signer: "王小川".into(),
            relation: Relation::Customer,
            consent: "我已查看以上维修内容、更换的配件和费用，机器已当面试机，运行正常，同意验收。"
                .into(),
            opinion: Some("师傅很准时，讲解清楚，冰箱现在很安静。".into()),
            score: Some(5),
            refusal_reason: None,
            receipt: None,
            stamp: None,
            consent_source: None,
            paper: None,
            ink: Some(ink()),
        },
        place: "31.2304, 121.4737（±12 m）".into(),
        moment: Moment {
            device_time: "2026-11-23T17:04:12+08:00".into(),
            last_server_time_ms: Some(1_795_000_000_000),
            elapsed_since_ms: Some(5_400_000),
            counter: 12,
            previous: None,
        },
        heads: vec!["0".repeat(64)],
        nonce: "ab".repeat(16),
    }
}

/// A visit with many lines, parts and tests, and a long story.
pub(crate) fn long_acceptance() -> Statement {
    let mut statement = acceptance();
    let shown = &mut statement.shown;
    shown.number = "261123-A1-0008".into();
    let quote = shown.quote.as_mut().unwrap();
    for number in 1..=12 {
        quote.lines.push(line(
            (
                LineKind::Part,
                &format!("KX-{number:03}"),
                &format!("中央空调末端滤网（第 {number} 台）"),
            ),
            (2, 1_250 + number),
            (Payer::Contract, "合同 HT-2026-118，第 4 条"),
        ));
    }
    quote.total_minor = quote.lines.iter().map(|line| line.amount_minor).sum();
    for number in 1..=10 {
        shown.fitted.push(part(
            &format!("KX-{number:03}"),
            "中央空调末端滤网 600×600",
            &format!("LW2611{number:05}"),
            Some(12),
        ));
        shown.tests.push(test(
            &format!("末端 {number} 出风温差"),
            "9.8 K（限值 ≥ 8 K）",
            number != 9,
        ));
    }
    shown.work =
        "逐台拆洗末端滤网，更换老化滤网；测量各末端进出风温差；清理冷凝水盘并试排水。".repeat(12);
    statement
}

pub(crate) fn quote_acceptance() -> Statement {
    let mut statement = acceptance();
    statement.purpose = SignPurpose::QuoteAcceptance;
    statement.offer = Some(EntryId::from_slice(&[1; 16]).unwrap());
    let shown = &mut statement.shown;
    shown.work = String::new();
    shown.fitted.clear();
    shown.removed.clear();
    shown.tests.clear();
    statement.signing.opinion = None;
    statement.signing.score = None;
    statement.signing.consent = "我同意按以上报价维修。未经我再次同意，不增加项目和费用。".into();
    statement
}

/// The customer takes one of three options of a revision.
pub(crate) fn revised_options() -> Statement {
    let mut statement = quote_acceptance();
    statement.choice = Some(Choice::Repair);
    let quote = statement.shown.quote.as_mut().unwrap();
    quote.choice = Some(Choice::Repair);
    let unit = line(
        (LineKind::Part, "UNIT-1", "整机更换"),
        (1, 199_900),
        (Payer::Customer, "保外，按价目表 2026-03"),
    );
    quote.others = vec![
        ShownOption {
            choice: Choice::Replace,
            lines: vec![unit],
            total_minor: 199_900,
            customer_pays_minor: 199_900,
        },
        ShownOption {
            choice: Choice::Leave,
            lines: Vec::new(),
            total_minor: 0,
            customer_pays_minor: 0,
        },
    ];
    let discounted = &mut quote.lines[1];
    discounted.discount_minor = 500;
    discounted.amount_minor -= 500;
    quote.total_minor -= 500;
    quote.customer_pays_minor -= 500;
    let figures = |quantity: i64, amount_minor: i64| ShownFigures {
        quantity,
        amount_minor,
        payer: Payer::Customer,
    };
    quote.replaces = Some(ShownRevision {
        revision: 1,
        total_minor: Some(27_300),
        lines: vec![
            ShownChange {
                name: "压缩机启动器 PTC".into(),
                old: None,
                new: Some(figures(1, 4_500)),
            },
            ShownChange {
                name: "冷凝器清洗".into(),
                old: Some(figures(2, 6_000)),
                new: None,
            },
        ],
    });
    statement
}

pub(crate) fn receipt() -> Statement {
    let mut statement = acceptance();
    statement.purpose = SignPurpose::PaymentReceipt;
    statement.signing.opinion = None;
    statement.signing.score = None;
    statement.signing.consent = "以上款项已当面付清。".into();
    statement.signing.receipt = Some(Receipt {
        method: "wechat".into(),
        amount_minor: 15_500,
        currency: "CNY".into(),
        number: "R-A1-0019".into(),
    });
    statement
}

pub(crate) fn refusal() -> Statement {
    let mut statement = acceptance();
    statement.purpose = SignPurpose::Refusal;
    statement.signing.opinion = None;
    statement.signing.score = None;
    statement.signing.ink = None;
    statement.signing.consent = "用户拒绝签字，原因记录如下。".into();
    statement.signing.refusal_reason = Some("用户认为噪声仍然偏大，要求再观察两天。".into());
    statement
}

/// A unit that goes to the workshop.
pub(crate) fn custody() -> Statement {
    let mut statement = acceptance();
    statement.purpose = SignPurpose::CustodyReceipt;
    statement.signing.opinion = None;
    statement.signing.score = None;
    statement.signing.consent = "本人将上述机器及附件交由维修方送修，外观如所记。".into();
    statement.signing.paper = Some(Paper::Handover {
        number: "261123-A1-0020".into(),
        model: "BCD-258WTPZM".into(),
        serial: "YLRF2604000312".into(),
        accessories: vec!["抽屉两个".into(), "遥控器".into()],
        condition: "右侧有一处划痕，门封完好".into(),
        promised_on: "2026-11-30".into(),
    });
    statement
}

/// A crisis that ends in an agreement.
pub(crate) fn agreement() -> Statement {
    let mut statement = acceptance();
    statement.purpose = SignPurpose::Agreement;
    statement.signing.opinion = None;
    statement.signing.score = None;
    statement.signing.consent = "双方自愿达成上述协议并共同遵守。".into();
    statement.signing.paper = Some(Paper::Agreement {
        terms: "漏水损坏地板，一次性补偿陆佰元，双方再无争议。".into(),
        amount: Some(Sum {
            minor: 60_000,
            currency: "CNY".into(),
        }),
    });
    statement
}

/// A company accepts with its stamp.
pub(crate) fn stamped() -> Statement {
    let mut statement = acceptance();
    statement.signing.ink = None;
    statement.signing.relation = Relation::Company;
    statement.signing.stamp = Some(Stamp {
        photo: "5e".repeat(32),
        name: "赵敏".into(),
        post: "行政主管".into(),
    });
    statement
}

/// A company head with a picture.
pub(crate) fn settings() -> Settings {
    Settings {
        company: Company {
            name: "便民家电维修服务有限公司".into(),
            address: "云州市河东区春和路 66 号便民大厦 2 楼".into(),
            phone: "400-000-1234".into(),
            logo: Some(Logo::from_png(include_bytes!("logo.png").to_vec()).unwrap()),
        },
        footer:
            "服务热线 400-000-1234，每日 8:00–20:00；本次维修所换配件自签字之日起按上列期限质保。"
                .into(),
        ..Settings::default()
    }
}

pub(crate) fn sealed(statement: &Statement) -> Jws {
    let vault = vault(7);
    let payload = statement.to_payload().unwrap();
    let jws = seal(&payload, &vault, certificate(&vault).der()).unwrap();
    Jws::parse(&jws).unwrap()
}

pub(crate) fn source(statement: &Statement, language: Language) -> CopySource {
    source_in(statement, Form::new(language, settings()))
}

pub(crate) fn source_in(statement: &Statement, form: Form) -> CopySource {
    CopySource::new(sealed(statement), form, Some(authority().certificate())).unwrap()
}

/// A copy as the customer gets it.
pub(crate) fn copy(statement: &Statement, language: Language) -> Vec<u8> {
    let vault = vault(7);
    let pages = source(statement, language).render().unwrap();
    sign(pages, &vault, &certificate(&vault), at()).unwrap()
}
