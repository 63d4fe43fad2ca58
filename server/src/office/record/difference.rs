//! What changed in a text, shortened to the place where it changed.

use maud::{Markup, html};

use crate::office::told::seen;

/// Characters shown before and after the place.
const AROUND: usize = 16;

/// A text before and after, cut into what stayed and what did not.
#[derive(Debug, PartialEq, Eq)]
struct Cut<'t> {
    before: &'t str,
    gone: &'t str,
    come: &'t str,
    after: &'t str,
}

/// The difference of two texts: what is gone struck out, what has come underlined.
pub(super) fn difference(old: &str, new: &str) -> Markup {
    let cut = cut(old, new);
    let (before, is_cut_before) = last_of(cut.before);
    let (after, is_cut_after) = first_of(cut.after);
    html! {
        span.diff dir="auto" {
            @if is_cut_before { "…" }
            (seen(before))
            @if !cut.gone.is_empty() { del { (seen(cut.gone)) } }
            @if !cut.come.is_empty() { ins { (seen(cut.come)) } }
            (seen(after))
            @if is_cut_after { "…" }
        }
    }
}

fn cut<'t>(old: &'t str, new: &'t str) -> Cut<'t> {
    let same: usize = old
        .chars()
        .zip(new.chars())
        .take_while(|(old, new)| old == new)
        .map(|(character, _)| character.len_utf8())
        .sum();
    let (before, old) = old.split_at_checked(same).unwrap_or(("", old));
    let (_, new) = new.split_at_checked(same).unwrap_or(("", new));
    let same: usize = old
        .chars()
        .rev()
        .zip(new.chars().rev())
        .take_while(|(old, new)| old == new)
        .map(|(character, _)| character.len_utf8())
        .sum();
    let (gone, after) = old.split_at_checked(old.len() - same).unwrap_or((old, ""));
    let (come, _) = new.split_at_checked(new.len() - same).unwrap_or((new, ""));
    Cut {
        before,
        gone,
        come,
        after,
    }
}

fn last_of(text: &str) -> (&str, bool) {
    match text.char_indices().rev().nth(AROUND) {
        Some((at, cut)) => (text.get(at + cut.len_utf8()..).unwrap_or_default(), true),
        None => (text, false),
    }
}

fn first_of(text: &str) -> (&str, bool) {
    match text.char_indices().nth(AROUND) {
        Some((at, _)) => (text.get(..at).unwrap_or_default(), true),
        None => (text, false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_place_that_changed_is_shown() {
        let expected = Cut {
            before: "更换",
            gone: "排水",
            come: "进水",
            after: "泵",
        };
        // The common character stays outside of the cut on the side where it is found first.
        assert_eq!(cut("更换排水泵", "更换进水泵").after, "水泵");
        assert_eq!(cut("更换排水泵", "更换进气泵").gone, "排水");
        assert_eq!(expected.before, cut("更换排水泵", "更换进水泵").before);
        assert_eq!(
            difference("更换排水泵", "更换进水泵").into_string(),
            "<span class=\"diff\" dir=\"auto\">更换<del>排</del><ins>进</ins>水泵</span>"
        );
    }

    #[test]
    fn repeated_characters_are_counted_once() {
        assert_eq!(
            cut("aaa", "aa"),
            Cut {
                before: "aa",
                gone: "a",
                come: "",
                after: ""
            }
        );
        assert_eq!(
            cut("", "冷藏室有水"),
            Cut {
                before: "",
                gone: "",
                come: "冷藏室有水",
                after: ""
            }
        );
        assert_eq!(cut("一", "一").gone, "");
    }

    #[test]
    fn long_texts_are_shortened_around_the_place() {
        let (old, new) = (
            format!("{}坏{}", "前".repeat(90), "后".repeat(90)),
            format!("{}好{}", "前".repeat(90), "后".repeat(90)),
        );
        let shown = difference(&old, &new).into_string();
        let around = |c: &str| c.repeat(AROUND);
        assert_eq!(
            shown,
            format!(
                "<span class=\"diff\" dir=\"auto\">…{}<del>坏</del><ins>好</ins>{}…</span>",
                around("前"),
                around("后")
            )
        );
    }
}
