//! What stands on every page: number of pages, record number and digest at the foot, the title above later pages.

use doorstep_words::Say;

use super::head::title_of;
use crate::{
    font::Face,
    page::{Ground, LEFT, Mark, Owner, PAGE_HEIGHT, RIGHT, Shape, WIDTH},
    render::CopySource,
    typeset::{Ink, Style},
    words,
};

const FOOT: Style = Style::new(7.5, 11.0, Ink::Quiet);
const LINE_Y: f32 = PAGE_HEIGHT - 46.0;

/// Adds heads and feet to all pages.
pub(super) fn add(face: &Face, source: &CopySource, pages: &mut [Vec<Mark>]) {
    let count = pages.len();
    for (marks, page) in pages.iter_mut().zip(1..) {
        marks.push(rule(LINE_Y));
        let number = words::PageOf {
            page: &page,
            pages: &count,
        }
        .say(source.form.language)
        .into_owned();
        marks.push(foot(face, source, &number));
        if page > 1 {
            marks.push(rule(50.0));
            marks.push(head(face, source));
        }
    }
}

fn rule(y: f32) -> Mark {
    Mark {
        owner: Owner::Ornament,
        shapes: vec![Shape::Boxes {
            boxes: vec![[LEFT, y, WIDTH, 0.6]],
            ink: Ground::Rule,
        }],
    }
}

fn foot(face: &Face, source: &CopySource, number: &str) -> Mark {
    let shown = &source.statement.shown;
    let language = source.form.language;
    let digest: String = source.digest().to_string().chars().take(16).collect();
    let record = format!("{} {}　{digest}", language.say(words::NUMBER), shown.number);
    let mut shapes = Vec::new();
    let page = face.one_line(number, FOOT, 120.0);
    let page_width = page.as_ref().map_or(0.0, |line| line.width);
    shapes.extend(page.map(|line| Shape::Text {
        x: RIGHT - line.width,
        y: LINE_Y + 13.0,
        line,
    }));
    let left = [record, source.form.settings.footer.clone()];
    for (text, y) in left.iter().zip([13.0, 24.0]) {
        let line = face.one_line(text, FOOT, WIDTH - page_width - 20.0);
        shapes.extend(line.map(|line| Shape::Text {
            x: LEFT,
            y: LINE_Y + y,
            line,
        }));
    }
    Mark {
        owner: Owner::Footer,
        shapes,
    }
}

fn head(face: &Face, source: &CopySource) -> Mark {
    let language = source.form.language;
    let title = language.say(title_of(source.statement.purpose));
    let text = format!("{title}　{}", language.say(words::CUSTOMERS_COPY));
    let left = face.one_line(&text, FOOT, WIDTH / 2.0);
    let number = face.one_line(&source.statement.shown.number, FOOT, WIDTH / 2.0);
    let mut shapes = Vec::new();
    shapes.extend(left.map(|line| Shape::Text {
        x: LEFT,
        y: 44.0,
        line,
    }));
    shapes.extend(number.map(|line| Shape::Text {
        x: RIGHT - line.width,
        y: 44.0,
        line,
    }));
    Mark {
        owner: Owner::Header,
        shapes,
    }
}
