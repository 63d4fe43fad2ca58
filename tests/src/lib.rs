//! Stories across devices and the real server.
