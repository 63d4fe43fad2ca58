//! Stories told in lines, as a program at the other end of a pipe sees them.

mod clashes;
mod copies;
mod day;
mod documentation;
mod examples;
mod hostile_lines;
mod leaving;
mod manuals;
mod options;
mod refusals;
mod signing;
mod van;
mod who_pays;
