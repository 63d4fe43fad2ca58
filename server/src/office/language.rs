//! The language of a page: asked for with `?lang=`, remembered in a cookie, else what the browser prefers.

use axum::http::{HeaderMap, HeaderValue, Uri, header};

/// The cookie that remembers the choice. It says nothing about anybody, so it needs no protection.
const COOKIE: &str = "doorstep_lang";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Language {
    Chinese,
    English,
}

impl Language {
    /// The words for this language.
    pub(super) const fn say<'w>(self, chinese: &'w str, english: &'w str) -> &'w str {
        match self {
            Self::Chinese => chinese,
            Self::English => english,
        }
    }

    /// As HTML, cookies and links write it.
    pub(super) const fn code(self) -> &'static str {
        self.say("zh-CN", "en")
    }

    pub(super) const fn other(self) -> Self {
        match self {
            Self::Chinese => Self::English,
            Self::English => Self::Chinese,
        }
    }

    /// This very page in the other language.
    pub(super) fn other_page(self, address: &Uri) -> String {
        let query = address.query().unwrap_or_default();
        let path = format!("{}?", address.path());
        let start = path.len();
        let mut link = form_urlencoded::Serializer::for_suffix(path, start);
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            if name != "lang" {
                link.append_pair(&name, &value);
            }
        }
        link.append_pair("lang", self.other().code());
        link.finish()
    }

    /// From `lang=` of a query.
    pub(super) fn asked_for(query: Option<&str>) -> Option<Self> {
        form_urlencoded::parse(query?.as_bytes())
            .filter(|(name, _)| name == "lang")
            .find_map(|(_, value)| Self::of_tag(&value))
    }

    /// What the browser remembers or prefers. Where it says neither, Chinese: most offices are in China.
    pub(super) fn preferred(headers: &HeaderMap) -> Self {
        remembered(headers)
            .or_else(|| accepted(headers))
            .unwrap_or(Self::Chinese)
    }

    /// The cookie that remembers this language for a year.
    pub(super) fn cookie(self) -> HeaderValue {
        HeaderValue::from_static(match self {
            Self::Chinese => "doorstep_lang=zh-CN; Path=/; Max-Age=31536000; SameSite=Lax",
            Self::English => "doorstep_lang=en; Path=/; Max-Age=31536000; SameSite=Lax",
        })
    }

    fn of_tag(tag: &str) -> Option<Self> {
        let primary = tag.trim().split('-').next().unwrap_or_default();
        if primary.eq_ignore_ascii_case("zh") {
            Some(Self::Chinese)
        } else if primary.eq_ignore_ascii_case("en") {
            Some(Self::English)
        } else {
            None
        }
    }
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
            assert_eq!(Language::preferred(&headers), expected, "{accept}");
        }
    }

    #[test]
    fn the_cookie_counts_more_and_the_query_most() {
        let mut headers = with(header::ACCEPT_LANGUAGE, "zh");
        let cookie = HeaderValue::from_static("doorstep=x; doorstep_lang=en");
        headers.insert(header::COOKIE, cookie);
        assert_eq!(Language::preferred(&headers), Language::English);
        assert_eq!(
            Language::asked_for(Some("q=a&lang=zh-CN")),
            Some(Language::Chinese)
        );
        assert_eq!(Language::asked_for(Some("lang=fr")), None);
    }
}
