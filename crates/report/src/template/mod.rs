//! What stands on a copy, in which order: one template for all purposes, whose sections follow from the statement.

mod charges;
mod foot;
mod head;
mod ink;
mod parts;
mod signing;
mod unit;

use doorstep_domain::record::SignPurpose;

pub(crate) use head::title_of;

use crate::{
    font::Face,
    page::{Align, Band, Cell, Flow, LEFT, NodeId, Pages, RIGHT, Role, Structure, WIDTH},
    render::CopySource,
    settings::Section,
    typeset::{Ink, Line, Style},
    words::{Language, Word},
};

const TITLE: Style = Style::new(20.0, 30.0, Ink::Text).heavy();
const HEADING: Style = Style::new(11.0, 18.0, Ink::Accent).heavy();
const BODY: Style = Style::new(9.5, 15.0, Ink::Text);
const STRONG: Style = BODY.heavy();
const LABEL: Style = Style::new(8.5, 15.0, Ink::Quiet);
const COLUMN_HEAD: Style = Style::new(8.5, 14.0, Ink::Quiet).heavy();
const SMALL: Style = Style::new(7.5, 11.5, Ink::Quiet);

/// Blank above and below the text of a row.
const ROW_PADDING: f32 = 3.5;
/// Blank before a section.
const SECTION_GAP: f32 = 13.0;
/// What must fit below a heading for it to stand there.
const BELOW_HEADING: f32 = 52.0;
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
    head: Word,
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
    let purpose = source.statement.purpose;
    if purpose == SignPurpose::PaymentReceipt {
        template.receipt();
    }
    if template.shows(Section::Fault) {
        template.fault();
    }
    if template.shows(Section::Fitted) {
        template.parts(Word::PartsFitted, &source.statement.shown.fitted);
    }
    if template.shows(Section::Removed) {
        template.parts(Word::PartsRemoved, &source.statement.shown.removed);
    }
    if template.shows(Section::Tests) {
        template.tests();
    }
    template.charges();
    if purpose != SignPurpose::PaymentReceipt {
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

    const fn say(&self, word: Word) -> &'static str {
        word.of(self.language())
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

    /// A section's heading.
    fn heading(&mut self, word: Word) {
        let words = self.say(word);
        self.flow.space(SECTION_GAP);
        self.flow.keep(HEADING.leading + BELOW_HEADING);
        self.flow.note_heading(words);
        let node = self.add_node(Structure::ROOT, Role::Heading(2, words.to_owned()));
        let lines = self.lines(words, HEADING, WIDTH);
        let mut band = Band::plain(vec![cell(LEFT, WIDTH, lines, node)], 2.0);
        band.ruled = true;
        self.flow.set(band);
        self.flow.space(4.0);
    }

    /// Facts side by side, two to a line: a label and what it is. What is empty is left out.
    fn facts(&mut self, facts: &[(Word, &str)]) {
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
    fn fact(&mut self, word: Word, text: &str) {
        if !text.trim().is_empty() {
            let cells = self.labelled(word, text, LEFT, WIDTH);
            self.flow.set(Band::plain(cells.into(), 1.0));
        }
    }

    fn labelled(&mut self, word: Word, text: &str, x: f32, width: f32) -> [Cell; 2] {
        let node = self.add_node(Structure::ROOT, Role::Paragraph);
        let label = self.lines(self.say(word), LABEL, LABEL_WIDTH - 6.0);
        let text = self.lines(text, BODY, width - LABEL_WIDTH);
        [
            cell(x, LABEL_WIDTH, label, node),
            cell(x + LABEL_WIDTH, width - LABEL_WIDTH, text, node),
        ]
    }

    /// A table whose head stands again on each page; a cell is its lines.
    fn table(&mut self, columns: &[Column], rows: Vec<Vec<Vec<Line>>>) {
        let table = self.add_node(Structure::ROOT, Role::Table);
        let row = self.add_node(table, Role::Row);
        let mut heads = Vec::new();
        for column in columns {
            let node = self.add_node(row, Role::ColumnHead);
            let lines = self.lines(self.say(column.head), COLUMN_HEAD, column.width);
            heads.push(column.cell(lines, node));
        }
        let mut head = Band::plain(heads, 3.0);
        head.tinted = true;
        let first = rows.first().map_or(0.0, |row| {
            row.iter()
                .map(|lines| crate::page::stack(lines))
                .fold(0.0, f32::max)
        });
        self.flow
            .keep(head.height() + first.min(120.0) + 2.0 * ROW_PADDING);
        self.flow.set(head.clone());
        self.flow.repeat(Some(head));
        for lines in rows {
            let row = self.add_node(table, Role::Row);
            let mut cells = Vec::new();
            for (column, mut lines) in columns.iter().zip(lines) {
                if lines.is_empty() {
                    // A cell without anything in it would be left out of the structure, and the row lack a column.
                    lines = self.lines(self.say(Word::Nothing), LABEL, column.width);
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
fn columns(shares: &[(f32, Align, Word)]) -> Vec<Column> {
    const GUTTER: f32 = 10.0;
    const EDGE: f32 = 4.0;
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

/// A cell whose lines end at the right edge.
fn right_cell(width: f32, lines: Vec<Line>, node: NodeId) -> Cell {
    Cell {
        x: RIGHT - width,
        width,
        align: Align::End,
        lines,
        node,
    }
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
