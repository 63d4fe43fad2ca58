//! What stands around every page: its head, the way to the other pages, and the pages that say why there is none.

use axum::http::Uri;
use maud::{DOCTYPE, Markup, html};
use rusqlite::Connection;

use super::{
    assets::{SCRIPT_ADDRESS, STYLE_ADDRESS},
    language::Language,
    told::{told, told_plain},
    visitor::Visitor,
};
use crate::log;

/// Which of the pages one is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Records,
    Devices,
    Quarantine,
}

/// What the frame says of the organisation at the moment of the page.
pub(super) struct Surroundings {
    organisation: String,
    quarantined: i64,
    head: i64,
}

impl Surroundings {
    pub(super) fn read(connection: &Connection) -> rusqlite::Result<Self> {
        let organisation = connection
            .prepare_cached("SELECT name FROM organisation")?
            .query_row([], |row| row.get(0))?;
        let quarantined = connection
            .prepare_cached("SELECT count(*) FROM quarantine")?
            .query_row([], |row| row.get(0))?;
        let head = log::head(connection)?.map_or(0, |head| head.seq);
        Ok(Self {
            organisation,
            quarantined,
            head,
        })
    }

    /// The part of a page that the script fetches again from `address` whenever the log moves past this moment.
    pub(super) fn live(&self, address: &str, content: &Markup) -> Markup {
        html! { div #live data-live=(address) data-head=(self.head) { (content) } }
    }
}

/// A whole page.
pub(super) fn page(
    visitor: &Visitor,
    surroundings: &Surroundings,
    place: Place,
    title: &str,
    content: &Markup,
) -> Markup {
    let language = visitor.language;
    let title = format!("{title} · {}", surroundings.organisation);
    let body = html! {
        a.skip href="#content" { (language.say("跳到正文", "Skip to the content")) }
        header.bar {
            a.brand href="/" { (told(&surroundings.organisation)) }
            nav aria-label=(language.say("页面", "Pages")) { (ways(language, surroundings, place)) }
            div.tools {
                span #live-state role="status" hidden
                    data-live-words=(language.say("实时更新", "Live"))
                    data-updated-words=(language.say("已更新", "Updated"))
                    data-lost-words=(language.say("连接中断，请刷新", "Connection lost: reload")) {}
                (other_language(language, &visitor.address))
                form action="/logout" method="post" {
                    button type="submit" { (language.say("退出", "Log out")) }
                }
            }
        }
        main #content tabindex="-1" { (content) }
    };
    document(language, &title, &body)
}

fn ways(language: Language, surroundings: &Surroundings, place: Place) -> Markup {
    let current = |here: Place| (here == place).then_some("page");
    html! {
        a href="/" aria-current=[current(Place::Records)] { (language.say("维修单", "Records")) }
        a href="/devices" aria-current=[current(Place::Devices)] { (language.say("设备", "Devices")) }
        a href="/quarantine" aria-current=[current(Place::Quarantine)] {
            (language.say("隔离区", "Quarantine"))
            @if surroundings.quarantined > 0 {
                span.count { (surroundings.quarantined) }
            }
        }
    }
}

/// For who is not logged in.
pub(super) fn log_in(language: Language, address: &Uri) -> Markup {
    let words = language.say(
        "请用办公室给的一次性链接登录。链接一小时内有效，只能用一次；过期请向办公室另要一个。",
        "Log in with a one-time link from the office. A link works once and within an hour; ask for another one if it has expired.",
    );
    let title = language.say("请先登录", "Please log in");
    notice(language, address, title, words, None)
}

/// For who follows a login link that is none any more. He may be logged in all the same.
pub(super) fn link_used(language: Language, address: &Uri) -> Markup {
    let words = language.say(
        "这个登录链接已用过、已过期，或从未发出。若刚才已登录，可直接打开列表；否则请向办公室另要一个。",
        "This login link was used, has expired, or was never given out. If you have just logged in, go to the list; else ask the office for another link.",
    );
    let title = language.say("链接无效", "This link is not valid");
    notice(language, address, title, words, Some(to_the_list(language)))
}

/// For what does not exist.
pub(super) fn nothing_here(language: Language, address: &Uri) -> Markup {
    let words = language.say(
        "没有这张维修单，或者地址有误。",
        "There is no such record, or the address is wrong.",
    );
    let title = language.say("没有这一页", "There is nothing here");
    notice(language, address, title, words, Some(to_the_list(language)))
}

/// For what failed inside the server.
pub(super) fn went_wrong(language: Language, address: &Uri) -> Markup {
    let words = language.say(
        "服务器暂时无法完成，请稍后再试。没有任何数据因此丢失。",
        "The server could not do this just now; try again later. No data was lost by it.",
    );
    let title = language.say("出错了", "Something went wrong");
    notice(language, address, title, words, Some(to_the_list(language)))
}

fn to_the_list(language: Language) -> Markup {
    html! { p { a href="/" { (language.say("回到维修单列表", "To the list of records")) } } }
}

fn notice(
    language: Language,
    address: &Uri,
    title: &str,
    words: &str,
    way_on: Option<Markup>,
) -> Markup {
    let body = html! {
        main #content.notice {
            h1 { (title) }
            p { (words) }
            @if let Some(way_on) = way_on { (way_on) }
            p { (other_language(language, address)) }
        }
    };
    document(language, title, &body)
}

/// The link to the same page in the other language, in that language.
fn other_language(language: Language, address: &Uri) -> Markup {
    let other = language.other();
    html! {
        a href=(language.other_page(address)) lang=(other.code()) hreflang=(other.code()) {
            (other.say("中文", "English"))
        }
    }
}

fn document(language: Language, title: &str, body: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang=(language.code()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (told_plain(title)) }
                // Without a picture of our own browsers would ask for one.
                link rel="icon" href="data:,";
                link rel="stylesheet" href=(*STYLE_ADDRESS);
                script src=(*SCRIPT_ADDRESS) defer {}
            }
            body { (body) }
        }
    }
}
