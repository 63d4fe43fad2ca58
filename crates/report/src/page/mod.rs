//! Pages before they are drawn: marks at their places, and the structure that a screen reader follows.
//!
//! [`Flow`] puts bands under each other and begins new pages; the PDF writer of [`crate::paint`] draws the result.
//! Lengths are points, from the upper left corner.

mod band;
mod flow;

use crate::{
    settings::Logo,
    typeset::{Ink, Line},
};

pub(crate) use band::{Align, Band, Cell, stack};
pub(crate) use flow::Flow;

/// A4.
pub(crate) const PAGE_WIDTH: f32 = 595.276;
/// A4.
pub(crate) const PAGE_HEIGHT: f32 = 841.89;
/// Left edge of what is printed.
pub(crate) const LEFT: f32 = 51.0;
/// Width of what is printed.
pub(crate) const WIDTH: f32 = PAGE_WIDTH - 2.0 * LEFT;
/// Right edge of what is printed.
pub(crate) const RIGHT: f32 = LEFT + WIDTH;

/// A node of the structure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct NodeId(usize);

/// What a node is to a reader.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Role {
    Root,
    /// A heading of the level with its words.
    Heading(u16, String),
    Paragraph,
    Table,
    Row,
    /// A column's head.
    ColumnHead,
    Data,
    /// A picture with the words that stand for it.
    Figure(String),
}

/// Something inside a node.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Inside {
    Node(NodeId),
    /// The mark of this number on the page of this number.
    Mark {
        page: usize,
        mark: usize,
    },
}

/// The order in which a copy is read.
#[derive(Debug)]
pub(crate) struct Structure {
    nodes: Vec<(Role, Vec<Inside>)>,
}

impl Structure {
    pub(crate) const ROOT: NodeId = NodeId(0);

    fn new() -> Self {
        Self {
            nodes: vec![(Role::Root, Vec::new())],
        }
    }

    /// A new last node inside another.
    pub(crate) fn add(&mut self, parent: NodeId, role: Role) -> NodeId {
        let node = NodeId(self.nodes.len());
        self.nodes.push((role, Vec::new()));
        self.put(parent, Inside::Node(node));
        node
    }

    fn put(&mut self, parent: NodeId, inside: Inside) {
        if let Some((_, children)) = self.nodes.get_mut(parent.0) {
            children.push(inside);
        }
    }

    /// A node's role and what is inside, in the order of reading.
    pub(crate) fn node(&self, node: NodeId) -> Option<(&Role, &[Inside])> {
        self.nodes
            .get(node.0)
            .map(|(role, inside)| (role, inside.as_slice()))
    }
}

/// Whose part of the page a mark is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Owner {
    /// Read in its node.
    Node(NodeId),
    /// Repeated or of no meaning: left out when read aloud.
    Header,
    /// At the foot.
    Footer,
    /// Lines and grounds.
    Ornament,
}

/// Something drawn as one.
#[derive(Debug)]
pub(crate) struct Mark {
    pub(crate) owner: Owner,
    pub(crate) shapes: Vec<Shape>,
}

/// What is drawn.
#[derive(Debug, Clone)]
pub(crate) enum Shape {
    /// A line of text, from the left end of its baseline.
    Text { line: Line, x: f32, y: f32 },
    /// Filled rectangles (x, y, width, height).
    Boxes { boxes: Vec<[f32; 4]>, ink: Ground },
    /// A pen's way with round ends.
    Stroke { points: Vec<(f32, f32)>, width: f32 },
    /// A picture.
    Picture {
        logo: Logo,
        x: f32,
        y: f32,
        height: f32,
    },
}

impl Shape {
    /// The same at another place.
    pub(crate) fn moved(self, right: f32, down: f32) -> Self {
        match self {
            Self::Text { line, x, y } => Self::Text {
                line,
                x: x + right,
                y: y + down,
            },
            Self::Stroke { points, width } => Self::Stroke {
                points: points
                    .into_iter()
                    .map(|(x, y)| (x + right, y + down))
                    .collect(),
                width,
            },
            Self::Boxes { boxes, ink } => Self::Boxes {
                boxes: boxes
                    .into_iter()
                    .map(|[x, y, width, height]| [x + right, y + down, width, height])
                    .collect(),
                ink,
            },
            Self::Picture { logo, x, y, height } => Self::Picture {
                logo,
                x: x + right,
                y: y + down,
                height,
            },
        }
    }
}

/// What fills a box.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ground {
    Ink(Ink),
    /// A thin line.
    Rule,
    /// Behind the head of a table.
    Tint,
}

/// All pages.
#[derive(Debug)]
pub(crate) struct Pages {
    pub(crate) pages: Vec<Vec<Mark>>,
    pub(crate) structure: Structure,
    /// Headings with their page and place, for the outline.
    pub(crate) headings: Vec<(String, usize, f32)>,
}
