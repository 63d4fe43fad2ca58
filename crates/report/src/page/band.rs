//! A band: cells side by side, each a column of lines. Paragraphs, rows of a table and facts are all bands.

use super::NodeId;
use crate::typeset::Line;

/// On which side of its cell a line stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Align {
    Start,
    End,
}

/// Lines under each other.
#[derive(Debug, Clone)]
pub(crate) struct Cell {
    /// Left edge on the page.
    pub(crate) x: f32,
    pub(crate) width: f32,
    pub(crate) align: Align,
    pub(crate) lines: Vec<Line>,
    pub(crate) node: NodeId,
}

impl Cell {
    fn height(&self) -> f32 {
        stack(&self.lines)
    }

    /// Takes the first lines that fit into a height.
    fn take(&mut self, height: f32) -> Self {
        let mut used = 0.0;
        let fits = self
            .lines
            .iter()
            .take_while(|line| {
                used += line.style.leading;
                used <= height + 0.01
            })
            .count();
        let rest = self.lines.split_off(fits);
        Self {
            lines: std::mem::replace(&mut self.lines, rest),
            ..*self
        }
    }
}

/// The height of lines under each other.
pub(crate) fn stack(lines: &[Line]) -> f32 {
    lines.iter().map(|line| line.style.leading).sum()
}

/// Cells side by side.
#[derive(Debug, Clone)]
pub(crate) struct Band {
    pub(crate) cells: Vec<Cell>,
    /// Blank above and below the lines.
    pub(crate) padding: f32,
    /// A thin line below.
    pub(crate) ruled: bool,
    /// A tinted ground.
    pub(crate) tinted: bool,
}

impl Band {
    pub(crate) fn plain(cells: Vec<Cell>, padding: f32) -> Self {
        Self {
            cells,
            padding,
            ruled: false,
            tinted: false,
        }
    }

    pub(crate) fn height(&self) -> f32 {
        2.0 * self.padding + self.cells.iter().map(Cell::height).fold(0.0, f32::max)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.cells.iter().all(|cell| cell.lines.is_empty())
    }

    /// Takes as many lines of each cell as fit into a height; the rest stays.
    pub(crate) fn take(&mut self, height: f32) -> Self {
        let inner = height - 2.0 * self.padding;
        Self {
            cells: self.cells.iter_mut().map(|cell| cell.take(inner)).collect(),
            ruled: false,
            ..*self
        }
    }
}
