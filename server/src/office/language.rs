//! The language of a page: asked for with `?lang=`, remembered in a cookie, else what the browser prefers.

use axum::http::{HeaderMap, HeaderValue, Uri, header};
use doorstep_words::Language;

/// The cookie that remembers the choice. It says nothing about anybody, so it needs no protection.
const COOKIE: &str = "doorstep_lang";

pub(super) const fn other(language: Language) -> Language {
    match language {
        Language::Chinese => Language::English,
        Language::English => Language::Chinese,
    }
}

/// This very page in another language.
pub(super) fn page_in(language: Language, address: &Uri) -> String {
    let query = address.query().unwrap_or_default();
    let path = format!("{}?", address.path());
    let start = path.len();
    let mut link = form_urlencoded::Serializer::for_suffix(path, start);
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        if name != "lang" {
            link.append_pair(&name, &value);
        }
    }
    link.append_pair("lang", language.tag());
    link.finish()
}

/// From `lang=` of a query.
pub(super) fn asked_for(query: Option<&str>) -> Option<Language> {
    form_urlencoded::parse(query?.as_bytes())
        .filter(|(name, _)| name == "lang")
        .find_map(|(_, value)| Language::of_tag(&value))
}

/// What the browser remembers or prefers. Where it says neither, Chinese: most offices are in China.
pub(super) fn preferred(headers: &HeaderMap) -> Language {
    remembered(headers)
        .or_else(|| accepted(headers))
        .unwrap_or(Language::Chinese)
}

/// The cookie that remembers a language for a year.
pub(super) fn cookie(language: Language) -> HeaderValue {
    HeaderValue::from_static(match language {
        Language::Chinese => "doorstep_lang=zh-CN; Path=/; Max-Age=31536000; SameSite=Lax",
        Language::English => "doorstep_lang=en; Path=/; Max-Age=31536000; SameSite=Lax",
    })
}

fn remembered(headers: &HeaderMap) -> Option<Language> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|cookies| cookies.to_str().ok())
        .flat_map(|cookies| cookies.split(';'))
        .filter_map(|cookie| cookie.trim().split_once('='))
        .find(|(name, _)| *name == COOKIE)
        .and_then(|(_, value)| Language::of_tag(value))
}

/// The first of the languages with the highest quality (RFC 9110, section 12.5.4).
fn accepted(headers: &HeaderMap) -> Option<Language> {
    let wanted = headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok()?;
    let mut best: Option<(u32, Language)> = None;
    for range in wanted.split(',') {
        let (tag, parameters) = range.split_once(';').unwrap_or((range, ""));
        let thousandths = quality(parameters);
        let better = best.is_none_or(|(standing, _)| thousandths > standing);
        if let Some(language) = Language::of_tag(tag)
            && thousandths > 0
            && better
        {
            best = Some((thousandths, language));
        }
    }
    best.map(|(_, language)| language)
}

/// `q=0.8` as 800; without it 1000.
fn quality(parameters: &str) -> u32 {
    let Some(text) = parameters.trim().strip_prefix("q=") else {
        return 1000;
    };
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    if whole != "0" {
        return 1000;
    }
    let digits = fraction.chars().chain("000".chars()).take(3);
    digits.fold(0, |sum, digit| {
        sum * 10 + digit.to_digit(10).unwrap_or_default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(name: header::HeaderName, value: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(name, HeaderValue::from_static(value))])
    }

    #[test]
    fn a_browser_is_spoken_to_in_the_language_it_likes_best() {
        for (accept, expected) in [
            ("zh-CN,zh;q=0.9,en;q=0.8", Language::Chinese),
            ("en-GB,en;q=0.9,zh-CN;q=0.8", Language::English),
            ("de, en;q=0.3, zh;q=0.7", Language::Chinese),
            ("zh;q=0, en;q=0.001", Language::English),
            ("de-DE, fr", Language::Chinese),
            ("", Language::Chinese),
        ] {
            let headers = with(header::ACCEPT_LANGUAGE, accept);
            assert_eq!(preferred(&headers), expected, "{accept}");
        }
    }

    #[test]
    fn the_cookie_counts_more_and_the_query_most() {
        let mut headers = with(header::ACCEPT_LANGUAGE, "zh");
        let cookie = HeaderValue::from_static("doorstep=x; doorstep_lang=en");
        headers.insert(header::COOKIE, cookie);
        assert_eq!(preferred(&headers), Language::English);
        assert_eq!(asked_for(Some("q=a&lang=zh-CN")), Some(Language::Chinese));
        assert_eq!(asked_for(Some("lang=fr")), None);
    }
}
