//! The head of the first page: company, code for the verifier, title, number.

use chrono::DateTime;
use doorstep_domain::record::SignPurpose;

use super::{LABEL, SMALL, TITLE, Template, cell, joined, right_cell};
use crate::{
    page::{Align, Band, Cell, Ground, LEFT, Mark, Owner, RIGHT, Role, Shape, Structure, WIDTH},
    settings::Logo,
    typeset::{Ink, Style},
    words::{Word, revision},
};

/// Where the first page begins.
pub(super) const TOP: f32 = 36.0;

const COMPANY: Style = Style::new(13.0, 19.0, Ink::Accent).heavy();
const COMPANY_LINE: Style = Style::new(8.5, 13.0, Ink::Quiet);
const COPY_MARK: Style = Style::new(10.5, 27.0, Ink::Accent).heavy();
/// Side of the code.
const CODE_SIDE: f32 = 68.0;
const LOGO_HEIGHT: f32 = 40.0;
const LOGO_WIDTH_MAX: f32 = 120.0;
/// Height of company and code.
const HEIGHT: f32 = 84.0;

impl Template<'_> {
    pub(super) fn head(&mut self) {
        self.company_and_code();
        self.flow.set_block(6.0, |y| {
            vec![Mark {
                owner: Owner::Ornament,
                shapes: vec![Shape::Boxes {
                    boxes: vec![[LEFT, y, WIDTH, 1.4]],
                    ink: Ground::Ink(Ink::Accent),
                }],
            }]
        });
        self.title();
        self.number();
    }

    fn company_and_code(&mut self) {
        let company = &self.source.form.settings.company;
        let name = if company.name.trim().is_empty() {
            self.source.jws.certificate().organisation()
        } else {
            &company.name
        };
        let phone = if company.phone.trim().is_empty() {
            String::new()
        } else {
            format!("{} {}", self.say(Word::Telephone), company.phone)
        };
        let logo = company.logo.as_ref();
        let logo_width = logo.map_or(0.0, |logo| width_of(logo).0 + 12.0);
        let width = WIDTH - CODE_SIDE - 24.0 - logo_width;
        let mut lines = self.lines(name, COMPANY, width);
        lines.truncate(2);
        let mut small = self.lines(&company.address, COMPANY_LINE, width);
        small.extend(self.lines(&phone, COMPANY_LINE, width));
        lines.extend(small);
        // A head is no place for a novel: what is longer is cut.
        let mut used = 0.0;
        lines.retain(|line| {
            used += line.style.leading;
            used <= HEIGHT
        });
        let node = self.add_node(Structure::ROOT, Role::Paragraph);
        let code = self.say(Word::CodeForVerification);
        let picture = self.add_node(Structure::ROOT, Role::Figure(code.to_owned()));
        let logo_node = logo.map(|_| {
            let words = self.face.printable(name).chars().take(100).collect();
            self.add_node(Structure::ROOT, Role::Figure(words))
        });
        let mut y_text = 0.0;
        let mut shapes = Vec::new();
        for line in lines {
            let style = line.style;
            shapes.push((line, y_text + style.leading / 2.0 + style.size * 0.36));
            y_text += style.leading;
        }
        let below = self.face.one_line(code, SMALL, CODE_SIDE);
        let boxes = self.source.code_boxes(CODE_SIDE);
        let logo = logo.cloned();
        self.flow.set_block(HEIGHT, move |y| {
            let mut marks = Vec::new();
            if let (Some(logo), Some(node)) = (logo, logo_node) {
                let (_, height) = width_of(&logo);
                marks.push(Mark {
                    owner: Owner::Node(node),
                    shapes: vec![Shape::Picture {
                        logo,
                        x: LEFT,
                        y: y + 2.0,
                        height,
                    }],
                });
            }
            let texts = shapes.into_iter().map(|(line, baseline)| Shape::Text {
                line,
                x: LEFT + logo_width,
                y: y + baseline,
            });
            marks.push(Mark {
                owner: Owner::Node(node),
                shapes: texts.collect(),
            });
            let left = RIGHT - CODE_SIDE;
            let moved = |[x, top, width, height]: [f32; 4]| [x + left, top + y, width, height];
            let mut code = vec![Shape::Boxes {
                boxes: boxes.into_iter().map(moved).collect(),
                ink: Ground::Ink(Ink::Text),
            }];
            code.extend(below.map(|line| Shape::Text {
                x: left + (CODE_SIDE - line.width) / 2.0,
                y: y + CODE_SIDE + 9.0,
                line,
            }));
            marks.push(Mark {
                owner: Owner::Node(picture),
                shapes: code,
            });
            marks.retain(|mark| !mark.shapes.is_empty());
            marks
        });
    }

    fn title(&mut self) {
        let title = self.say(title_of(self.source.statement.purpose));
        self.flow.note_heading(title);
        let node = self.add_node(Structure::ROOT, Role::Heading(1, title.to_owned()));
        let lines = self.lines(title, TITLE, WIDTH - 130.0);
        let mark = self.add_node(Structure::ROOT, Role::Paragraph);
        let copy = self.lines(self.say(Word::CustomersCopy), COPY_MARK, 120.0);
        let copy = Cell {
            x: RIGHT - 120.0,
            ..right_cell(120.0, copy, mark)
        };
        let title = cell(LEFT, WIDTH - 130.0, lines, node);
        self.flow.set(Band::plain(vec![title, copy], 2.0));
    }

    fn number(&mut self) {
        let statement = &self.source.statement;
        let language = self.language();
        let quote = statement.shown.quote.as_ref();
        let revision = quote.map_or_else(String::new, |quote| revision(language, quote.revision));
        let words = joined(
            &[
                &format!("{} {}", self.say(Word::Number), statement.shown.number),
                &format!(
                    "{} {}",
                    self.say(Word::Date),
                    moment(&statement.moment.device_time)
                ),
                &revision,
            ],
            "　",
        );
        let node = self.add_node(Structure::ROOT, Role::Paragraph);
        let lines = self.lines(&words, LABEL, WIDTH);
        let cells = vec![Cell {
            align: Align::Start,
            ..cell(LEFT, WIDTH, lines, node)
        }];
        self.flow.set(Band::plain(cells, 0.0));
    }
}

/// Width and height of the logo on the page.
fn width_of(logo: &Logo) -> (f32, f32) {
    let width = (LOGO_HEIGHT * logo.aspect()).min(LOGO_WIDTH_MAX);
    (width, (width / logo.aspect()).min(LOGO_HEIGHT))
}

pub(crate) const fn title_of(purpose: SignPurpose) -> Word {
    match purpose {
        SignPurpose::WorkAcceptance => Word::TitleWork,
        SignPurpose::QuoteAcceptance => Word::TitleQuote,
        SignPurpose::Refusal => Word::TitleRefusal,
        SignPurpose::PaymentReceipt => Word::TitleReceipt,
    }
}

/// A device's time as people read it: `2026-11-23 17:05 (+08:00)`. What is no time stays as it is.
pub(super) fn moment(text: &str) -> String {
    DateTime::parse_from_rfc3339(text).map_or_else(
        |_| text.to_owned(),
        |time| time.format("%Y-%m-%d %H:%M (%:z)").to_string(),
    )
}
