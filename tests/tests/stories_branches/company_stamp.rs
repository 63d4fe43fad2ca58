//! 单位用户盖章验收：照片、姓名、职务。 A company stamps instead of signing: photo, name and post.

use doorstep_evidence::digest::Digest;
use serde_json::json;

use crate::{Story, door::*};

const PHOTO: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/stamp.png");
const PHOTO_BYTES: &[u8] = include_bytes!("../../assets/stamp.png");

pub(crate) fn story() -> Story {
    Story {
        lines: [
            vec![opened()],
            up_to_the_quote(),
            changed_the_motor(),
            vec![
                repaired(),
                tested(),
                advised(),
                line("photo.take", json!({ "stage": "stamp", "path": PHOTO })),
                line(
                    "sign.off",
                    json!({ "signer": "赵敏", "relation": "company", "opinion": "按时修好", "score": 5,
                            "stamp": { "photo": Digest::of(PHOTO_BYTES).to_string(), "name": "赵敏", "post": "行政主管" } }),
                ),
                paid(20_000),
                reported(),
            ],
        ]
        .concat(),
        ends: ("reported", "done"),
        findings: &[],
    }
}
