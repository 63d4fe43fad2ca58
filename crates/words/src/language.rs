//! The languages of the product.

use serde::{Deserialize, Serialize};

use crate::Phrase;

/// A language of the product.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Language {
    /// 简体中文
    #[serde(rename = "zh-CN")]
    Chinese,
    /// English
    #[serde(rename = "en")]
    English,
}

impl Language {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Chinese, Self::English];

    /// The language's tag (BCP 47), which is also its folder in the home.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Chinese => "zh-CN",
            Self::English => "en",
        }
    }

    /// The language of a tag such as `zh-CN`, `ZH` or `en-GB`; nothing for another language.
    #[must_use]
    pub fn of_tag(tag: &str) -> Option<Self> {
        let primary = tag.trim().split(['-', '_', '.']).next().unwrap_or_default();
        if primary.eq_ignore_ascii_case("zh") {
            Some(Self::Chinese)
        } else if primary.eq_ignore_ascii_case("en") {
            Some(Self::English)
        } else {
            None
        }
    }

    /// The language that a customer is spoken to in, by the record's word for it: where it says nothing, Chinese.
    #[must_use]
    pub fn of_customer(tag: &str) -> Self {
        Self::of_tag(tag).unwrap_or(Self::Chinese)
    }

    /// A phrase in this language.
    #[must_use]
    pub const fn say(self, phrase: Phrase) -> &'static str {
        self.pick(phrase.chinese, phrase.english)
    }

    /// The one of two: for names that come in both languages from data, such as the catalogue's.
    #[must_use]
    pub const fn pick<'w>(self, chinese: &'w str, english: &'w str) -> &'w str {
        match self {
            Self::Chinese => chinese,
            Self::English => english,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_known_by_its_primary_language() {
        for (tag, language) in [
            ("zh-CN", Some(Language::Chinese)),
            ("zh_TW.UTF-8", Some(Language::Chinese)),
            ("ZH", Some(Language::Chinese)),
            (" en-US", Some(Language::English)),
            ("de", None),
            ("zhx", None),
            ("", None),
        ] {
            assert_eq!(Language::of_tag(tag), language, "{tag}");
        }
        for language in Language::ALL {
            assert_eq!(Language::of_tag(language.tag()), Some(language));
        }
    }
}
