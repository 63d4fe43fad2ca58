//! The text of a PDF as a reader would copy it, page by page.

use lopdf::Document;

/// The text of all pages, one line of text a line.
pub(crate) fn of(pdf: &[u8]) -> String {
    let document = Document::load_mem(pdf).unwrap();
    let pages: Vec<u32> = document.get_pages().keys().copied().collect();
    document.extract_text(&pages).unwrap()
}

/// How many pages there are.
pub(crate) fn pages(pdf: &[u8]) -> usize {
    Document::load_mem(pdf).unwrap().get_pages().len()
}
