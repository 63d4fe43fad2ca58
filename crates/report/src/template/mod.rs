//! What stands on a copy, in which order: one template for all purposes, whose sections follow from the statement.

mod charges;
mod foot;
mod head;
mod ink;
mod options;
mod paper;
mod parts;
mod signing;
mod unit;

use doorstep_domain::record::SignPurpose;
use doorstep_words::Phrase;

pub(crate) use head::title_of;

use crate::{
    Language,
    font::Face,
    page::{Align, Band, Cell, Flow, LEFT, NodeId, Pages, RIGHT, Role, Structure, WIDTH, stack},
    render::CopySource,
    settings::Section,
    typeset::{Ink, Line, Style},
    words,
};

const TITLE: Style = Style::new(19.0, 27.0, Ink::Text).heavy();
const HEADING: Style = Style::new(10.5, 16.0, Ink::Accent).heavy();
const BODY: Style = Style::new(9.2, 14.0, Ink::Text);
const STRONG: Style = BODY.heavy();
const LABEL: Style = Style::new(8.2, 14.0, Ink::Quiet);
const COLUMN_HEAD: Style = Style::new(8.0, 12.0, Ink::Quiet).heavy();
const SMALL: Style = Style::new(7.2, 10.5, Ink::Quiet);

/// Blank above and below the text of a row.
const ROW_PADDING: f32 = 2.6;
/// Blank before a section.
const SECTION_GAP: f32 = 10.0;
/// Blank above and below the head of a table.
const HEAD_PADDING: f32 = 2.5;
/// What must fit below a heading for it to stand there.
const BELOW_HEADING: f32 = 44.0;
/// A table of up to this height is not torn apart.
const KEPT_TABLE: f32 = 180.0;
/// From the edge of a table to its text.
const EDGE: f32 = 4.0;
/// Width of a label before its text.
const LABEL_WIDTH: f32 = 72.0;

/// Sets a copy.
pub(crate) struct Template<'a> {
    face: &'a Face,
    source: &'a CopySource,
    flow: Flow,
}

/// A column of a table.
struct Column {
    x: f32,
    width: f32,
    align: Align,
    head: Phrase,
}

/// Lays out the pages of a copy.
pub(crate) fn lay_out(face: &Face, source: &CopySource) -> Pages {
    let mut template = Template {
        face,
        source,
        flow: Flow::new(head::TOP),
    };
    template.head();
    template.unit();
    // A receipt is about the money, a paper about its own matter; what was done stands in the copy of the acceptance.
    if source.statement.signing.paper.is_some() {
        template.paper();
    } else if source.statement.purpose == SignPurpose::PaymentReceipt {
        template.receipt();
        template.charges();
    } else {
        template.fault();
        template.parts();
        template.tests();
        template.charges();
        template.receipt();
    }
    template.signing();
    if template.shows(Section::Proof) {
        template.proof();
    }
    let mut pages = template.flow.finish();
    foot::add(face, source, &mut pages.pages);
    pages
}

impl Template<'_> {
    const fn language(&self) -> Language {
        self.source.form.language
    }

    const fn say(&self, word: Phrase) -> &'static str {
        self.language().say(word)
    }

    fn shows(&self, section: Section) -> bool {
        self.source.form.settings.shows(section)
    }

    fn lines(&self, text: &str, style: Style, width: f32) -> Vec<Line> {
        self.face.lines(text, style, width)
    }

    fn add_node(&mut self, parent: NodeId, role: Role) -> NodeId {
        self.flow.structure().add(parent, role)
    }

    /// A section's heading, on the page where this much of the section has room, too.
    fn heading(&mut self, word: Phrase, below: f32) {
        let words = self.say(word);
        self.flow.space(SECTION_GAP);
        self.flow.keep(HEADING.leading + 8.0 + below);
        self.flow.note_heading(words);
        let node = self.add_node(Structure::ROOT, Role::Heading(2, words.to_owned()));
        let lines = self.lines(words, HEADING, WIDTH);
        self.flow
            .set(Band::plain(vec![cell(LEFT, WIDTH, lines, node)], 1.5));
        self.flow.space(1.5);
    }

    /// Facts side by side, two to a line: a label and what it is. What is empty is left out.
    fn facts(&mut self, facts: &[(Phrase, &str)]) {
        let there: Vec<_> = facts
            .iter()
            .filter(|(_, text)| !text.trim().is_empty())
            .collect();
        let half = WIDTH / 2.0;
        for pair in there.chunks(2) {
            let mut cells = Vec::new();
            for ((word, text), x) in pair.iter().zip([LEFT, LEFT + half]) {
                cells.extend(self.labelled(*word, text, x, half - 10.0));
            }
            self.flow.set(Band::plain(cells, 1.0));
        }
    }

    /// A label and its text over the whole width. Nothing, if the text is empty.
    fn fact(&mut self, word: Phrase, text: &str) {
        if !text.trim().is_empty() {
            let cells = self.labelled(word, text, LEFT, WIDTH);
            self.flow.set(Band::plain(cells.into(), 1.0));
        }
    }

    fn labelled(&mut self, word: Phrase, text: &str, x: f32, width: f32) -> [Cell; 2] {
        let node = self.add_node(Structure::ROOT, Role::Paragraph);
        let label = self.lines(self.say(word), LABEL, LABEL_WIDTH - 6.0);
        let text = self.lines(text, BODY, width - LABEL_WIDTH);
        [
            cell(x, LABEL_WIDTH, label, node),
            cell(x + LABEL_WIDTH, width - LABEL_WIDTH, text, node),
        ]
    }

    /// A section that is a table. Its head stands again on each page; a cell is its lines. What comes `after` the last
    /// row, of this height, stands on the row's page.
    fn table(
        &mut self,
        heading: Phrase,
        columns: &[Column],
        rows: Vec<Vec<Vec<Line>>>,
        after: f32,
    ) {
        let height = |row: &Vec<Vec<Line>>| {
            let tallest = row.iter().map(|lines| stack(lines)).fold(0.0, f32::max);
            tallest.max(BODY.leading) + 2.0 * ROW_PADDING
        };
        let head_height = COLUMN_HEAD.leading + 2.0 * HEAD_PADDING;
        let whole = head_height + rows.iter().map(height).sum::<f32>();
        // A small table is not torn apart; a large one begins where two of its rows have room.
        let begun = head_height + rows.iter().take(2).map(height).sum::<f32>();
        let needed = if whole <= KEPT_TABLE {
            whole
        } else {
            begun.min(KEPT_TABLE)
        };
        self.heading(heading, needed);
        let table = self.add_node(Structure::ROOT, Role::Table);
        let row = self.add_node(table, Role::Row);
        let mut heads = Vec::new();
        for column in columns {
            let node = self.add_node(row, Role::ColumnHead);
            let lines = self.lines(self.say(column.head), COLUMN_HEAD, column.width);
            heads.push(column.cell(lines, node));
        }
        let mut head = Band::plain(heads, HEAD_PADDING);
        head.tinted = true;
        self.flow.set(head.clone());
        self.flow.repeat(Some(head));
        // No row stands alone on the last page, nor what comes after without one.
        let end = rows.iter().rev().take(2).map(height).sum::<f32>() + after;
        let kept = rows.len().saturating_sub(2);
        for (place, lines) in rows.into_iter().enumerate() {
            if place == kept && end <= KEPT_TABLE + after {
                self.flow.keep(end);
            }
            let row = self.add_node(table, Role::Row);
            let mut cells = Vec::new();
            for (column, mut lines) in columns.iter().zip(lines) {
                if lines.is_empty() {
                    // A cell without anything in it would be left out of the structure, and the row lack a column.
                    lines = self.lines(self.say(words::NOTHING), LABEL, column.width);
                }
                let node = self.add_node(row, Role::Data);
                cells.push(column.cell(lines, node));
            }
            let mut band = Band::plain(cells, ROW_PADDING);
            band.ruled = true;
            self.flow.set(band);
        }
        self.flow.repeat(None);
    }
}

impl Column {
    fn cell(&self, lines: Vec<Line>, node: NodeId) -> Cell {
        Cell {
            x: self.x,
            width: self.width,
            align: self.align,
            lines,
            node,
        }
    }
}

/// Columns one after the other over the whole width, from their shares.
fn columns(shares: &[(f32, Align, Phrase)]) -> Vec<Column> {
    const GUTTER: f32 = 14.0;
    let whole: f32 = shares.iter().map(|(share, ..)| share).sum();
    #[allow(clippy::cast_precision_loss)] // a handful of columns
    let free = WIDTH - 2.0 * EDGE - GUTTER * (shares.len().saturating_sub(1)) as f32;
    let mut x = LEFT + EDGE;
    shares
        .iter()
        .map(|(share, align, head)| {
            let width = free * share / whole;
            let column = Column {
                x,
                width,
                align: *align,
                head: *head,
            };
            x += width + GUTTER;
            column
        })
        .collect()
}

fn cell(x: f32, width: f32, lines: Vec<Line>, node: NodeId) -> Cell {
    Cell {
        x,
        width,
        align: Align::Start,
        lines,
        node,
    }
}

/// A cell whose lines end where those of a table's last column end.
fn right_cell(width: f32, lines: Vec<Line>, node: NodeId) -> Cell {
    Cell {
        x: RIGHT - EDGE - width,
        width,
        align: Align::End,
        lines,
        node,
    }
}

/// A word of the domain's at the beginning of a cell: English begins with a capital there.
fn begun(word: &str) -> String {
    let mut characters = word.chars();
    let first = characters.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(characters).collect()
}

/// Texts one after the other with a blank between, without the empty ones.
fn joined(texts: &[&str], between: &str) -> String {
    texts
        .iter()
        .filter(|text| !text.trim().is_empty())
        .copied()
        .collect::<Vec<_>>()
        .join(between)
}
