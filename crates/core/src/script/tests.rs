//! Stories through lines.
