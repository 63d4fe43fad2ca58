//! The attack catalogue of the gate, and what honest devices make.
//!
//! [`world`] has the people, their devices and a server that keeps one record; [`chunk`] takes an honest change apart
//! and puts it together again as something else.

mod authorship;
mod beginning;
mod chunk;
mod claims;
mod corpus;
mod document;
mod honest;
mod line;
mod mutation;
mod push;
mod quiet;
mod random;
mod references;
mod rights;
mod size;
mod van;
mod world;
mod write_once;
