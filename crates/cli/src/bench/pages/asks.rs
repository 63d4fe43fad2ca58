//! The pages that are asked for: one line each.

use doorstep_domain::course::Status;

use super::known::Known;

/// What a list or a record's page may take.
const PAGE_MS: u64 = 100;
/// What a report may take.
const REPORT_MS: u64 = 1_000;
/// The years of the sample history.
const YEARS: &str = "from=2023-01-01&to=2026-12-31";

/// Which address a turn asks for.
type Path = Box<dyn Fn(&Known, usize) -> String>;

/// A page; each turn may ask for another one of its kind.
pub(super) struct Ask {
    pub(super) name: String,
    pub(super) limit_ms: u64,
    pub(super) path: Path,
}

fn page(name: &str, path: impl Fn(&Known, usize) -> String + 'static) -> Ask {
    Ask {
        name: name.to_owned(),
        limit_ms: PAGE_MS,
        path: Box::new(path),
    }
}

fn report(name: &str, address: &str) -> Ask {
    let address = address.to_owned();
    Ask {
        limit_ms: REPORT_MS,
        ..page(name, move |_, _| address.clone())
    }
}

/// Every page with a limit. A new page is one line here.
pub(super) fn all() -> Vec<Ask> {
    let queues = Status::ALL.iter().map(|status| status.code());
    let queues = queues.chain([
        "today",
        "soon",
        "late",
        "conflicts",
        "findings",
        "signatures",
    ]);
    let mut asks = lists();
    asks.extend(pages());
    asks.extend(reports());
    asks.extend(queues.map(|queue| {
        let path = format!("/?queue={queue}");
        page(&format!("queue {queue}"), move |_, _| path.clone())
    }));
    asks
}

/// The list, searches in it, and a record.
fn lists() -> Vec<Ask> {
    vec![
        page("list", |_, _| "/".to_owned()),
        page("list, a page within", |known, turn| known.after(turn)),
        page("list, the last page", |known, _| known.last_page()),
        page("search, a name", |known, turn| search(known.name(turn))),
        page("search, a surname", |known, turn| {
            search(known.surname(turn))
        }),
        page("search, part of a phone number", |known, turn| {
            search(known.digits(turn))
        }),
        page("search, digits of every phone number", |_, _| {
            search("139-0000")
        }),
        page("search, a street", |_, _| search("松风路")),
        page("search, a serial number", |known, turn| {
            search(known.serial(turn))
        }),
        page("search, nothing", |_, _| search("没有这样的词")),
        page("record", |known, turn| {
            format!("/records/{}", known.record(turn))
        }),
    ]
}

/// The other pages.
fn pages() -> Vec<Ask> {
    vec![
        page("board", |_, turn| {
            format!("/board?day=2026-10-{:02}", turn % 28 + 1)
        }),
        page("board, who could go", |known, turn| {
            format!("/board/records/{}", known.record(turn))
        }),
        page("questions", |_, _| "/questions".to_owned()),
        page("call-backs", |_, _| "/call-backs".to_owned()),
        page("complaints", |_, _| "/complaints".to_owned()),
        page("workshop", |_, _| "/workshop".to_owned()),
        page("devices", |_, _| "/devices".to_owned()),
        page("quarantine", |_, _| "/quarantine".to_owned()),
        page("audit", |_, _| "/audit".to_owned()),
        page("parts, the vans", |_, _| "/parts/balance".to_owned()),
        page("parts, requisitions", |_, _| {
            "/parts/requisitions".to_owned()
        }),
        page("parts, returns", |_, _| "/parts/returns".to_owned()),
        page("parts, old parts", |_, _| "/parts/old-parts".to_owned()),
        page("parts, the store", |_, _| "/parts/stock".to_owned()),
        page("parts, claims", |_, _| "/parts/claims".to_owned()),
        page("receipts of a month", |_, _| {
            "/money/receipts?month=2026-10".to_owned()
        }),
        page("cash and slips to count", |_, _| "/money/cash".to_owned()),
        page("every slip", |_, _| "/money/cash?all=1".to_owned()),
        page("invoices", |_, _| "/money/invoices".to_owned()),
        page("expenses", |_, _| "/expenses".to_owned()),
        page("tools", |_, _| "/tools".to_owned()),
        page("quality notices", |_, _| {
            "/quality/notices?show=all".to_owned()
        }),
        page("checks", |_, _| "/quality/checks".to_owned()),
        page("reviews", |_, _| "/reviews".to_owned()),
        page("reviews, the archive", |_, _| {
            "/reviews?show=archived".to_owned()
        }),
    ]
}

/// What is added up.
fn reports() -> Vec<Ask> {
    vec![
        report("report, all rates", &format!("/rates?{YEARS}")),
        report("report, one rate", &format!("/rates/solved?{YEARS}")),
        report(
            "report, records behind a rate",
            &format!("/rates/solved/records?{YEARS}"),
        ),
        report("report, quality", "/quality"),
        report("report, a month's quality", "/quality/report?month=2026-10"),
        report(
            "report, second repairs",
            &format!("/quality/second-repairs?{YEARS}"),
        ),
    ]
}

fn search(words: &str) -> String {
    let mut encoded = String::from("/?q=");
    for byte in words.bytes() {
        encoded.push_str(&format!("%{byte:02X}"));
    }
    encoded
}
