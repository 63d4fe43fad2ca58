//! Reading lines of a stranger: bounded, so that one endless line costs a few megabytes and one answer.

use std::io::{self, BufRead};

use doorstep_core::script::LINE_BYTES_MAX;

/// One line as it came.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Input {
    /// Without its line break.
    Line(Vec<u8>),
    /// Longer than a line may be; it was skipped.
    TooLong,
}

/// The next line; none at the end.
pub(super) fn next_line(reader: &mut impl BufRead) -> io::Result<Option<Input>> {
    let mut line = Vec::new();
    let mut too_long = false;
    let mut anything = false;
    loop {
        let available = match reader.fill_buf() {
            Ok(available) => available,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        if available.is_empty() {
            break;
        }
        anything = true;
        let end = available.iter().position(|byte| *byte == b'\n');
        let (piece, _) = available.split_at(end.unwrap_or(available.len()));
        if line.len() + piece.len() > LINE_BYTES_MAX {
            too_long = true;
            line = Vec::new();
        } else if !too_long {
            line.extend_from_slice(piece);
        }
        let read = end.map_or(available.len(), |end| end + 1);
        reader.consume(read);
        if end.is_some() {
            break;
        }
    }
    Ok(match (anything, too_long) {
        (false, _) => None,
        (true, true) => Some(Input::TooLong),
        (true, false) => Some(Input::Line(line)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_come_one_by_one_and_an_endless_one_is_skipped_whole() {
        let mut text = b"first\n\nthird\r\n".to_vec();
        text.extend(vec![b'x'; 3 * LINE_BYTES_MAX]);
        text.extend(b"\nafter\nlast without a break");
        let mut reader = io::BufReader::with_capacity(1_000, text.as_slice());
        let mut next = || next_line(&mut reader).unwrap();
        let line = |text: &[u8]| Some(Input::Line(text.to_vec()));
        assert_eq!(next(), line(b"first"));
        assert_eq!(next(), line(b""));
        assert_eq!(next(), line(b"third\r"));
        assert_eq!(next(), Some(Input::TooLong));
        assert_eq!(next(), line(b"after"));
        assert_eq!(next(), line(b"last without a break"));
        assert_eq!(next(), None);
    }
}
