//! Nothing is tested here: it serves the pages with made-up data, for people who want to look at them.
