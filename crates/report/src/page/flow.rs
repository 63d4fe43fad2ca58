//! Bands flow down the page and over to the next one.

use super::{
    Align, Band, Ground, Inside, LEFT, Mark, NodeId, Owner, PAGE_HEIGHT, Pages, Shape, Structure,
    WIDTH,
};

/// Where the first band of a later page begins.
const TOP: f32 = 64.0;
/// Where the last band of a page ends at the latest.
const BOTTOM: f32 = PAGE_HEIGHT - 56.0;
/// A band of up to this height is not broken but moved to the next page whole.
const KEPT_WHOLE: f32 = 150.0;
/// Of a broken band at least this much stands before the break.
const BROKEN_MIN: f32 = 36.0;
/// Thickness of a thin line.
const HAIRLINE: f32 = 0.6;

/// Bands under each other.
pub(crate) struct Flow {
    pages: Pages,
    marks: Vec<Mark>,
    y: f32,
    /// The head of the table that is being set: drawn again on each new page.
    repeated: Option<Band>,
}

impl Flow {
    /// Begins on the first page at a height.
    pub(crate) fn new(y: f32) -> Self {
        Self {
            pages: Pages {
                pages: Vec::new(),
                structure: Structure::new(),
                headings: Vec::new(),
            },
            marks: Vec::new(),
            y,
            repeated: None,
        }
    }

    /// The structure, to add nodes.
    pub(crate) fn structure(&mut self) -> &mut Structure {
        &mut self.pages.structure
    }

    /// Goes down, unless a page has just begun.
    pub(crate) fn space(&mut self, height: f32) {
        if self.y > TOP {
            self.y += height;
        }
    }

    /// Begins a new page unless this much is left on this one.
    pub(crate) fn keep(&mut self, height: f32) {
        if self.y + height > BOTTOM && self.y > TOP {
            self.turn();
        }
    }

    /// Notes a heading that will stand here.
    pub(crate) fn note_heading(&mut self, words: &str) {
        let page = self.pages.pages.len();
        self.pages.headings.push((words.to_owned(), page, self.y));
    }

    /// From here on, each new page begins with this band.
    pub(crate) fn repeat(&mut self, head: Option<Band>) {
        self.repeated = head;
    }

    /// Sets a band; one that is too tall for the page goes on on the next.
    pub(crate) fn set(&mut self, mut band: Band) {
        loop {
            let height = band.height();
            if self.y + height <= BOTTOM {
                self.draw(&band);
                return;
            }
            let left = BOTTOM - self.y;
            let head = self.repeated.as_ref().map_or(0.0, Band::height);
            if height <= KEPT_WHOLE.min(BOTTOM - TOP - head)
                || left < BROKEN_MIN + 2.0 * band.padding
            {
                self.turn();
                continue;
            }
            let part = band.take(left);
            self.draw(&part);
            if band.is_empty() {
                return;
            }
            self.turn();
        }
    }

    /// Sets something that is not made of lines; `draw` gets its upper edge.
    pub(crate) fn set_block(&mut self, height: f32, draw: impl FnOnce(f32) -> Vec<Mark>) {
        self.keep(height);
        for mark in draw(self.y) {
            self.put(mark);
        }
        self.y += height;
    }

    /// Puts a mark on this page.
    pub(crate) fn put(&mut self, mark: Mark) {
        if let Owner::Node(node) = mark.owner {
            let inside = Inside::Mark {
                page: self.pages.pages.len(),
                mark: self.marks.len(),
            };
            self.pages.structure.put(node, inside);
        }
        self.marks.push(mark);
    }

    /// The pages, complete.
    pub(crate) fn finish(mut self) -> Pages {
        self.pages.pages.push(std::mem::take(&mut self.marks));
        self.pages
    }

    fn turn(&mut self) {
        self.pages.pages.push(std::mem::take(&mut self.marks));
        self.y = TOP;
        if let Some(head) = self.repeated.clone() {
            self.draw_as(&head, |_| Owner::Header);
        }
    }

    fn draw(&mut self, band: &Band) {
        self.draw_as(band, Owner::Node);
    }

    fn draw_as(&mut self, band: &Band, owner: impl Fn(NodeId) -> Owner) {
        let height = band.height();
        let ornament = |y, height, ink| Mark {
            owner: Owner::Ornament,
            shapes: vec![Shape::Boxes {
                boxes: vec![[LEFT, y, WIDTH, height]],
                ink,
            }],
        };
        if band.tinted {
            self.put(ornament(self.y, height, Ground::Tint));
        }
        for cell in &band.cells {
            let mut y = self.y + band.padding;
            let mut shapes = Vec::with_capacity(cell.lines.len());
            for line in &cell.lines {
                let style = line.style;
                let x = match cell.align {
                    Align::Start => cell.x,
                    Align::End => cell.x + cell.width - line.width,
                };
                let baseline = y + style.baseline();
                y += style.leading;
                if !line.text.is_empty() {
                    shapes.push(Shape::Text {
                        line: line.clone(),
                        x,
                        y: baseline,
                    });
                }
            }
            if !shapes.is_empty() {
                self.put(Mark {
                    owner: owner(cell.node),
                    shapes,
                });
            }
        }
        self.y += height;
        if band.ruled {
            self.put(ornament(self.y - HAIRLINE, HAIRLINE, Ground::Rule));
        }
    }
}
