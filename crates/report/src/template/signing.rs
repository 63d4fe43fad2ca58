//! Opinion, consent, signature, and what all of it proves.

use doorstep_words::Say;

use super::{BODY, LABEL, SECTION_GAP, SMALL, STRONG, Template, begun, cell, head::moment, ink};
use crate::{
    page::{Band, Ground, LEFT, Mark, Owner, Role, Shape, Structure, WIDTH},
    settings::Section,
    typeset::{Ink, Style},
    words,
};

/// The pad on the page.
const PAD_WIDTH: f32 = 214.0;
const PAD_HEIGHT: f32 = 84.0;
/// Label, text and lines of a fact beside the pad.
const SIGNER_LABEL: f32 = 62.0;
const SIGNER_WIDTH: f32 = WIDTH - PAD_WIDTH - 20.0 - SIGNER_LABEL;
const SIGNER_LINES_MAX: usize = 2;
const CONSENT: Style = Style::new(9.2, 14.5, Ink::Text);
const REFUSED: Style = Style::new(10.0, 16.0, Ink::Alarm).heavy();

impl Template<'_> {
    pub(super) fn signing(&mut self) {
        let signing = &self.source.statement.signing;
        let opinion = signing.opinion.as_deref().unwrap_or_default();
        let has_opinion = !opinion.trim().is_empty() || signing.score.is_some();
        let heading = if signing.refusal_reason.is_some() {
            words::REFUSAL_SECTION
        } else if has_opinion && self.shows(Section::Opinion) {
            words::OPINION_AND_SIGNATURE
        } else {
            words::SIGNATURE_ONLY
        };
        self.heading(heading, PAD_HEIGHT + 60.0);
        if self.shows(Section::Opinion) {
            let score = signing.score.map_or_else(String::new, stars);
            self.fact(words::SCORE, &score);
            self.fact(words::OPINION, opinion);
        }
        self.fact(
            words::REFUSAL_REASON,
            signing.refusal_reason.as_deref().unwrap_or_default(),
        );
        self.consent();
        self.pad_and_signer();
        // By its digest whoever has the photo can tell that it is this one.
        if let Some(stamp) = &self.source.statement.signing.stamp {
            self.fact(words::STAMP_PHOTO, &format!("SHA-256 {}", stamp.photo));
        }
        // Beside the pad there is room for two lines; what is longer stands below it whole.
        let statement = &self.source.statement;
        for (word, text) in [
            (words::SIGNER, &statement.signing.signer),
            (words::PLACE, &statement.place),
        ] {
            if self.lines(text, STRONG, SIGNER_WIDTH).len() > SIGNER_LINES_MAX {
                self.fact(word, text);
            }
        }
    }

    fn consent(&mut self) {
        let node = self.add_node(Structure::ROOT, Role::Paragraph);
        let lines = self.lines(&self.source.statement.signing.consent, CONSENT, WIDTH);
        self.flow.space(3.0);
        self.flow
            .set(Band::plain(vec![cell(LEFT, WIDTH, lines, node)], 2.0));
        self.flow.space(3.0);
    }

    fn pad_and_signer(&mut self) {
        let statement = &self.source.statement;
        let signing = &statement.signing;
        let language = self.language();
        let name: String = self
            .face
            .printable(&signing.signer)
            .chars()
            .take(100)
            .collect();
        let (role, words) = if signing.ink.is_some() {
            let words = words::SignatureOf { signer: &name }
                .say(language)
                .into_owned();
            (Role::Figure(words), None)
        } else {
            let (word, style) = if signing.stamp.is_some() {
                (words::STAMPED, STRONG)
            } else {
                (words::NOT_SIGNED, REFUSED)
            };
            let words = self.lines(self.say(word), style, PAD_WIDTH - 20.0);
            (Role::Paragraph, words.into_iter().next())
        };
        let pad = self.add_node(Structure::ROOT, role);
        let mut shapes = signing
            .ink
            .as_ref()
            .map_or_else(Vec::new, |ink| ink::strokes(ink, PAD_WIDTH, PAD_HEIGHT));
        shapes.extend(words.map(|line| Shape::Text {
            x: (PAD_WIDTH - line.width) / 2.0,
            y: PAD_HEIGHT / 2.0 + 4.0,
            line,
        }));
        let facts = self.signer_facts();
        let height = PAD_HEIGHT.max(facts.iter().map(|(_, y)| *y).fold(0.0, f32::max)) + 6.0;
        self.flow.set_block(height, move |y| {
            let mut marks = vec![
                Mark {
                    owner: Owner::Ornament,
                    shapes: vec![frame(y)],
                },
                Mark {
                    owner: Owner::Node(pad),
                    shapes: shapes
                        .into_iter()
                        .map(|shape| shape.moved(LEFT, y))
                        .collect(),
                },
            ];
            marks.extend(facts.into_iter().map(|(mut mark, _)| {
                mark.shapes = mark
                    .shapes
                    .into_iter()
                    .map(|shape| shape.moved(0.0, y))
                    .collect();
                mark
            }));
            marks.retain(|mark| !mark.shapes.is_empty());
            marks
        });
    }

    /// Who signed, where and on which device, beside the pad: marks with their lower ends.
    fn signer_facts(&mut self) -> Vec<(Mark, f32)> {
        let statement = &self.source.statement;
        let language = self.language();
        let relation = statement.signing.relation;
        let certificate = self.source.jws.certificate();
        let stamp = statement.signing.stamp.as_ref();
        let who = if statement.signing.ink.is_some() || stamp.is_some() {
            words::SIGNER
        } else {
            words::PERSON_ASKED
        };
        let facts = [
            (who, statement.signing.signer.clone(), STRONG),
            (words::RELATION, begun(language.say(relation.words())), BODY),
            (
                words::STAMP_POST,
                stamp.map_or_else(String::new, |stamp| stamp.post.clone()),
                BODY,
            ),
            (words::DATE, moment(&statement.moment.device_time), BODY),
            (words::PLACE, statement.place.clone(), BODY),
            (words::TECHNICIAN, statement.technician.0.clone(), BODY),
            (words::DEVICE, certificate.device_name().to_owned(), BODY),
        ];
        let x = LEFT + PAD_WIDTH + 20.0;
        let mut y = 0.0;
        let mut marks = Vec::new();
        for (word, text, style) in facts {
            let lines = self.lines(&text, style, SIGNER_WIDTH);
            if lines.is_empty() {
                continue;
            }
            let node = self.add_node(Structure::ROOT, Role::Paragraph);
            let label = self
                .face
                .one_line(self.say(word), LABEL, SIGNER_LABEL - 4.0);
            let mut shapes: Vec<_> = label
                .into_iter()
                .map(|line| Shape::Text {
                    x,
                    y: y + line.style.baseline(),
                    line,
                })
                .collect();
            for line in lines.into_iter().take(SIGNER_LINES_MAX) {
                shapes.push(Shape::Text {
                    x: x + SIGNER_LABEL,
                    y: y + style.baseline(),
                    line,
                });
                y += style.leading;
            }
            let owner = Owner::Node(node);
            marks.push((Mark { owner, shapes }, y));
        }
        marks
    }

    /// What the copy proves and how that is checked: a note, not a section.
    pub(super) fn proof(&mut self) {
        self.flow.space(SECTION_GAP);
        self.flow.keep(4.0 * SMALL.leading);
        for text in [
            self.say(words::PROOF_TEXT).to_owned(),
            format!("{} {}", self.say(words::FINGERPRINT), self.source.digest()),
        ] {
            let node = self.add_node(Structure::ROOT, Role::Paragraph);
            let lines = self.lines(&text, SMALL, WIDTH);
            self.flow
                .set(Band::plain(vec![cell(LEFT, WIDTH, lines, node)], 0.5));
        }
    }
}

/// `★★★★☆ 4/5`
fn stars(score: i64) -> String {
    let full = usize::try_from(score).unwrap_or_default().min(5);
    format!("{}{} {score}/5", "★".repeat(full), "☆".repeat(5 - full))
}

fn frame(y: f32) -> Shape {
    const THIN: f32 = 0.6;
    Shape::Boxes {
        boxes: vec![
            [LEFT, y, PAD_WIDTH, THIN],
            [LEFT, y + PAD_HEIGHT - THIN, PAD_WIDTH, THIN],
            [LEFT, y, THIN, PAD_HEIGHT],
            [LEFT + PAD_WIDTH - THIN, y, THIN, PAD_HEIGHT],
        ],
        ink: Ground::Rule,
    }
}
