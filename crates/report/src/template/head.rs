//! The head of the first page: company, code for the verifier, title, number.

use chrono::DateTime;
use doorstep_domain::record::SignPurpose;
use doorstep_words::{Phrase, Say};

use super::{LABEL, SMALL, TITLE, Template, cell, joined, right_cell};
use crate::{
    page::{Align, Band, Cell, Ground, LEFT, Mark, Owner, RIGHT, Role, Shape, Structure, WIDTH},
    settings::Logo,
    typeset::{Ink, Style},
    words,
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
        let settings = &self.source.form.settings;
        let logo = settings.company.logo.clone();
        let logo_width = logo.as_ref().map_or(0.0, |logo| size_of(logo).0 + 12.0);
        let texts = self.company(LEFT + logo_width, WIDTH - CODE_SIDE - 24.0 - logo_width);
        let node = self.add_node(Structure::ROOT, Role::Paragraph);
        let mut marks = vec![(node, texts)];
        if let Some(logo) = logo {
            let words = self.face.printable(self.company_name());
            let words = words.chars().take(100).collect();
            let node = self.add_node(Structure::ROOT, Role::Figure(words));
            let (_, height) = size_of(&logo);
            let picture = Shape::Picture {
                logo,
                x: LEFT,
                y: 2.0,
                height,
            };
            marks.push((node, vec![picture]));
        }
        let words = self.say(words::CODE_FOR_VERIFICATION);
        let node = self.add_node(Structure::ROOT, Role::Figure(words.to_owned()));
        marks.push((node, self.code(words)));
        self.flow.set_block(HEIGHT, move |y| {
            let place = |(node, shapes): (_, Vec<Shape>)| Mark {
                owner: Owner::Node(node),
                shapes: shapes
                    .into_iter()
                    .map(|shape| shape.moved(0.0, y))
                    .collect(),
            };
            let mut marks: Vec<_> = marks.into_iter().map(place).collect();
            marks.retain(|mark| !mark.shapes.is_empty());
            marks
        });
    }

    fn company_name(&self) -> &str {
        let name = &self.source.form.settings.company.name;
        if name.trim().is_empty() {
            self.source.jws.certificate().organisation()
        } else {
            name
        }
    }

    /// Name, address and telephone, from the upper edge.
    fn company(&self, x: f32, width: f32) -> Vec<Shape> {
        let company = &self.source.form.settings.company;
        let phone = if company.phone.trim().is_empty() {
            String::new()
        } else {
            format!("{} {}", self.say(words::TELEPHONE), company.phone)
        };
        let mut lines = self.lines(self.company_name(), COMPANY, width);
        lines.truncate(2);
        lines.extend(self.lines(&company.address, COMPANY_LINE, width));
        lines.extend(self.lines(&phone, COMPANY_LINE, width));
        let mut y = 0.0;
        let mut shapes = Vec::new();
        for line in lines {
            let style = line.style;
            // A head is no place for a novel: what is longer is cut.
            if y + style.leading > HEIGHT {
                break;
            }
            shapes.push(Shape::Text {
                x,
                y: y + style.baseline(),
                line,
            });
            y += style.leading;
        }
        shapes
    }

    /// The code with its name below, from the upper edge.
    fn code(&self, words: &str) -> Vec<Shape> {
        let left = RIGHT - CODE_SIDE;
        let boxes = self.source.code_boxes(CODE_SIDE);
        let boxes = Shape::Boxes {
            boxes,
            ink: Ground::Ink(Ink::Text),
        };
        let below = self.face.one_line(words, SMALL, CODE_SIDE);
        let below = below.map(|line| Shape::Text {
            x: left + (CODE_SIDE - line.width) / 2.0,
            y: CODE_SIDE + 12.0,
            line,
        });
        std::iter::once(boxes.moved(left, 0.0))
            .chain(below)
            .collect()
    }

    fn title(&mut self) {
        let title = self.say(title_of(self.source.statement.purpose));
        self.flow.note_heading(title);
        let node = self.add_node(Structure::ROOT, Role::Heading(1, title.to_owned()));
        let lines = self.lines(title, TITLE, WIDTH - 130.0);
        let mark = self.add_node(Structure::ROOT, Role::Paragraph);
        let copy = self.lines(self.say(words::CUSTOMERS_COPY), COPY_MARK, 120.0);
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
        let revision = quote.map_or_else(String::new, |quote| {
            words::Revision {
                revision: &quote.revision,
            }
            .say(language)
            .into_owned()
        });
        let words = joined(
            &[
                &format!("{} {}", self.say(words::NUMBER), statement.shown.number),
                &format!(
                    "{} {}",
                    self.say(words::DATE),
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
fn size_of(logo: &Logo) -> (f32, f32) {
    let width = (LOGO_HEIGHT * logo.aspect()).min(LOGO_WIDTH_MAX);
    (width, (width / logo.aspect()).min(LOGO_HEIGHT))
}

pub(crate) const fn title_of(purpose: SignPurpose) -> Phrase {
    match purpose {
        SignPurpose::WorkAcceptance => words::TITLE_WORK,
        SignPurpose::QuoteAcceptance => words::TITLE_QUOTE,
        SignPurpose::Refusal => words::TITLE_REFUSAL,
        SignPurpose::PaymentReceipt => words::TITLE_RECEIPT,
        SignPurpose::CustodyReceipt => words::TITLE_CUSTODY,
        SignPurpose::CustodyReturn => words::TITLE_CUSTODY_RETURN,
        SignPurpose::LoanerReceipt => words::TITLE_LOANER,
        SignPurpose::LoanerReturn => words::TITLE_LOANER_RETURN,
        SignPurpose::DamageAcknowledgement => words::TITLE_DAMAGE,
        SignPurpose::CompensationReceipt => words::TITLE_COMPENSATION,
        SignPurpose::Agreement => words::TITLE_AGREEMENT,
    }
}

/// A device's time as people read it: `2026-11-23 17:05 (+08:00)`. What is no time stays as it is.
pub(super) fn moment(text: &str) -> String {
    DateTime::parse_from_rfc3339(text).map_or_else(
        |_| text.to_owned(),
        |time| time.format("%Y-%m-%d %H:%M (%:z)").to_string(),
    )
}
