//! A copy is made, signed and read back.

use std::{fs, path::PathBuf};

use doorstep_report::{CopyVerdict, Language, verify};

use crate::example::{
    acceptance, authority, copy, long_acceptance, quote_acceptance, receipt, refusal,
};

#[test]
fn a_copy_is_read_back_unchanged_and_other_tools_find_it_on_disk() {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("report");
    fs::create_dir_all(&folder).unwrap();
    let trust = authority().certificate().to_pem().unwrap();
    fs::write(folder.join("organisation.pem"), trust).unwrap();
    let statements = [
        ("work", acceptance()),
        ("long", long_acceptance()),
        ("quote", quote_acceptance()),
        ("receipt", receipt()),
        ("refusal", refusal()),
    ];
    for (name, statement) in statements {
        for language in Language::ALL {
            let file = copy(&statement, language);
            fs::write(folder.join(format!("{name}-{}.pdf", language.tag())), &file).unwrap();
            let verdict = verify(&file, Some(authority().certificate()));
            let CopyVerdict::Unchanged { opened, .. } = verdict else {
                panic!("{name} {language:?}: {verdict:?}");
            };
            assert_eq!(opened.statement, statement);
            assert!(file.len() <= 300 * 1024, "{name}: {} bytes", file.len());
            assert_eq!(verify(&file, None).code(), "unknown_device");
        }
    }
}
