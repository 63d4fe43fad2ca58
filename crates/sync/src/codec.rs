//! Messages as bytes: CBOR under zstd, read under a bound.

use std::io::Read as _;

use minicbor::{Decode, Encode, data::Type};

use crate::limits::{MESSAGE_BYTES_MAX, MESSAGE_ITEMS_MAX};

/// zstd's level: at 3 a push of 1 000 changes takes a millisecond; higher levels win under 3 % on such data.
const LEVEL: i32 = 3;

/// The media type of requests and answers.
pub const MEDIA_TYPE: &str = "application/vnd.doorstep.sync+cbor";

/// What an item of a message takes in memory beside its own bytes, at most: a byte string in a list of such.
const ITEM_BYTES: usize = 64;
/// The most memory that [`decode`] takes, and what is left of it while the message is held.
pub const DECODING_BYTES_MAX: usize = MESSAGE_BYTES_MAX + HELD_BYTES_MAX;
const HELD_BYTES_MAX: usize = MESSAGE_BYTES_MAX + MESSAGE_ITEMS_MAX * ITEM_BYTES;

/// Why bytes are not a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CodecError {
    /// Not zstd.
    #[error("the message cannot be decompressed")]
    Compression,
    /// Longer than a message may be once decompressed, or of more parts.
    #[error("the message is too large")]
    TooLarge,
    /// Not CBOR of this message.
    #[error("the message cannot be decoded")]
    Malformed,
    /// The message could not be written.
    #[error("the message cannot be encoded")]
    Encode,
}

/// Writes a message.
///
/// # Errors
/// [`CodecError::Encode`].
pub fn encode<M: Encode<()>>(message: &M) -> Result<Vec<u8>, CodecError> {
    let plain = minicbor::to_vec(message).map_err(|_| CodecError::Encode)?;
    zstd::stream::encode_all(plain.as_slice(), LEVEL).map_err(|_| CodecError::Encode)
}

/// Reads a message. Never takes more memory than [`DECODING_BYTES_MAX`], whatever the bytes claim.
///
/// # Errors
/// [`CodecError`].
pub fn decode<M: for<'b> Decode<'b, ()>>(bytes: &[u8]) -> Result<M, CodecError> {
    decode_weighed(bytes).map(|(message, _)| message)
}

/// As [`decode`]; also how many bytes of memory the message takes at most.
///
/// # Errors
/// [`CodecError`].
pub fn decode_weighed<M: for<'b> Decode<'b, ()>>(bytes: &[u8]) -> Result<(M, usize), CodecError> {
    let plain = decompress(bytes)?;
    let items = count_items(&plain)?;
    let mut decoder = minicbor::Decoder::new(&plain);
    let message = decoder.decode().map_err(|_| CodecError::Malformed)?;
    if decoder.position() == plain.len() {
        Ok((message, plain.len() + items * ITEM_BYTES))
    } else {
        Err(CodecError::Malformed)
    }
}

/// How many items a message has, counted before anything is made of them: sixteen million empty byte strings are as
/// many bytes on the wire, before compression, and half a gigabyte as a list.
fn count_items(plain: &[u8]) -> Result<usize, CodecError> {
    let mut items = 0;
    let mut decoder = minicbor::Decoder::new(plain);
    while decoder.position() < plain.len() {
        pass_one(&mut decoder).map_err(|_| CodecError::Malformed)?;
        items += 1;
        if items > MESSAGE_ITEMS_MAX {
            return Err(CodecError::TooLarge);
        }
    }
    Ok(items)
}

/// Goes on by one item: into a list or a map, not over it.
fn pass_one(decoder: &mut minicbor::Decoder<'_>) -> Result<(), minicbor::decode::Error> {
    match decoder.datatype()? {
        Type::Array | Type::ArrayIndef => decoder.array().map(drop),
        Type::Map | Type::MapIndef => decoder.map().map(drop),
        Type::Tag => decoder.tag().map(drop),
        Type::Break => {
            decoder.set_position(decoder.position() + 1);
            Ok(())
        }
        _ => decoder.skip(),
    }
}

fn decompress(bytes: &[u8]) -> Result<Vec<u8>, CodecError> {
    let mut decoder = zstd::stream::Decoder::new(bytes).map_err(|_| CodecError::Compression)?;
    // 8 MiB of window is what level 3 uses at most; a frame that asks for more is hostile.
    decoder
        .window_log_max(23)
        .map_err(|_| CodecError::Compression)?;
    let mut plain = Vec::new();
    let limit = MESSAGE_BYTES_MAX as u64;
    let read = decoder
        .take(limit + 1)
        .read_to_end(&mut plain)
        .map_err(|_| CodecError::Compression)?;
    if read as u64 > limit {
        Err(CodecError::TooLarge)
    } else {
        Ok(plain)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::Request;

    #[test]
    fn a_message_is_read_back_as_it_was_written() {
        let request = Request {
            protocol: 1,
            want_bytes: 7,
            ..Request::default()
        };
        assert_eq!(decode::<Request>(&encode(&request).unwrap()), Ok(request));
    }

    #[test]
    fn a_bomb_is_refused_before_it_unfolds() {
        let bomb = zstd::stream::encode_all(std::io::repeat(0).take(1 << 30), 3).unwrap();
        assert!(bomb.len() < 200_000);
        assert_eq!(decode::<Request>(&bomb), Err(CodecError::TooLarge));
    }

    #[test]
    fn a_list_of_very_many_very_small_things_is_not_made() {
        let of_empty_strings = |count: u32| {
            let list = [
                &[0x9a][..],
                &count.to_be_bytes(),
                &vec![0x40; count as usize],
            ];
            // Protocol, schema, cursor, continuation, documents, statements; certificates; bytes wanted.
            let before = [0x88, 1, 1, 0xf6, 0xf6, 0x80, 0x80];
            let message = [&before[..], &list.concat(), &[0]];
            zstd::stream::encode_all(message.concat().as_slice(), 3).unwrap()
        };
        let (request, weight) = decode_weighed::<Request>(&of_empty_strings(1_000)).unwrap();
        assert_eq!(request.certificates.len(), 1_000);
        assert!((24_000..100_000).contains(&weight), "{weight}");
        let bomb = of_empty_strings(16_000_000);
        assert!(bomb.len() < 2_000, "{}", bomb.len());
        assert_eq!(decode::<Request>(&bomb), Err(CodecError::TooLarge));
    }

    #[test]
    fn damaged_bytes_are_an_error_and_never_a_panic() {
        let whole = encode(&Request {
            protocol: 1,
            ..Request::default()
        })
        .unwrap();
        for end in 0..whole.len() {
            assert!(decode::<Request>(&whole[..end]).is_err(), "cut at {end}");
        }
        for place in 0..whole.len() {
            let mut flipped = whole.clone();
            flipped[place] ^= 0x55;
            let _ = decode::<Request>(&flipped);
        }
        // An array that claims to have 2^60 members does not reserve them.
        let claims =
            zstd::stream::encode_all([0x9b, 0x10, 0, 0, 0, 0, 0, 0, 0].as_slice(), 3).unwrap();
        assert_eq!(decode::<Request>(&claims), Err(CodecError::Malformed));
    }
}
