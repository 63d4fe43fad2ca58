//! What is printed fits on 80 columns, in both languages, and has colours only where they are seen.

use std::fs;

use unicode_width::UnicodeWidthStr as _;

use crate::{
    stage::{Stage, program, run},
    statement::Phone,
};

/// Lines wider than a screen, other than those with a link or a path, which are copied whole.
fn too_wide(text: &str) -> Vec<&str> {
    text.lines()
        .filter(|line| line.width() > 80 && !line.contains('/'))
        .collect()
}

#[test]
fn everything_fits_on_eighty_columns_in_both_languages() {
    let (stage, numbers) = Stage::office_at_work();
    stage.done(&[
        "person",
        "add",
        "--code",
        "t-ouyang-with-a-long-code",
        "--name",
        &"欧阳".repeat(20),
    ]);
    stage.done(&[
        "set",
        &numbers[2],
        "customer_name",
        &"很长的公司名称".repeat(20),
    ]);
    stage.done(&["assign", &numbers[2], "t-ouyang-with-a-long-code"]);
    let phone = Phone::of(&stage);
    let file = stage.write("good.jws", phone.seal(&phone.accepted(&stage, &numbers[2])));
    let trust = stage.text("office/organisation.pem");
    let data = stage.text("office");
    let admin: [&[&str]; 9] = [
        &["person", "list"],
        &["device", "list"],
        &["device", "invite", "--person", "t-zhang"],
        &["records", "list"],
        &["quarantine", "list"],
        &["set", &numbers[0], "appointment", "tomorrow"],
        &["set", &numbers[0], "colour", "red"],
        &["catalogue", "import", &stage.text("sample")],
        &["restore", "nowhere"],
    ];
    for language in ["zh-CN", "en"] {
        for words in admin {
            let said = run(&[&["admin", "--data", &data, "--lang", language], words].concat());
            for text in [&said.out, &said.error] {
                assert_eq!(
                    too_wide(text),
                    Vec::<&str>::new(),
                    "{words:?} in {language}"
                );
            }
            let words_are_chinese = format!("{}{}", said.out, said.error)
                .contains(|c: char| ('一'..='鿿').contains(&c));
            assert!(
                words_are_chinese || language == "en",
                "{words:?}: {}{}",
                said.out,
                said.error
            );
        }
        for words in [
            &["verify", &file][..],
            &["verify", &file, "--trust", &trust],
        ] {
            let said = run(&[words, &["--lang", language]].concat());
            assert_eq!(
                too_wide(&said.out),
                Vec::<&str>::new(),
                "{words:?} in {language}"
            );
        }
    }
}

#[test]
fn every_command_explains_itself_on_eighty_columns() {
    let mut waiting: Vec<Vec<String>> = vec![Vec::new()];
    let mut seen = 0;
    while let Some(words) = waiting.pop() {
        let said = program().args(&words).arg("--help").output().unwrap();
        let text = String::from_utf8(said.stdout).unwrap();
        assert!(said.status.success(), "{words:?}");
        assert_eq!(too_wide(&text), Vec::<&str>::new(), "{words:?}");
        seen += 1;
        let commands = text
            .lines()
            .skip_while(|line| *line != "Commands:")
            .skip(1)
            .take_while(|line| !line.is_empty());
        for command in commands.filter(|line| line.starts_with("  ") && !line.starts_with("   ")) {
            let name = command.split_whitespace().next().unwrap();
            if name != "help" {
                waiting.push([words.as_slice(), &[name.to_owned()]].concat());
            }
        }
    }
    assert!(seen > 30, "{seen} commands were found");
}

#[test]
fn colours_are_shown_only_where_they_are_seen() {
    let stage = Stage::office();
    let phone = Phone::of(&stage);
    stage.done(&["intake", "import", &stage.text("sample/intakes.csv")]);
    let number = stage.records()[0]["number"].as_str().unwrap().to_owned();
    let file = stage.write("good.jws", phone.seal(&phone.accepted(&stage, &number)));
    let verify = |variables: &[(&str, &str)]| {
        let output = program()
            .args(["verify", &file])
            .envs(variables.iter().copied())
            .output()
            .unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    assert!(!verify(&[]).contains('\u{1b}'), "a pipe is no terminal");
    assert!(verify(&[("CLICOLOR_FORCE", "1")]).contains("\u{1b}["));
    assert!(!verify(&[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]).contains('\u{1b}'));
}

#[test]
fn the_language_is_the_systems_or_the_one_that_is_asked_for() {
    let stage = Stage::office();
    let data = stage.text("office");
    let list = |locale: &str, words: &[&str]| {
        let output = program()
            .args(["admin", "--data", &data, "quarantine", "list"])
            .args(words)
            .env("LC_ALL", locale)
            .output()
            .unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    assert_eq!(list("zh_CN.UTF-8", &[]), "隔离区为空。\n");
    assert_eq!(list("de_DE.UTF-8", &[]), "The quarantine is empty.\n");
    assert_eq!(
        list("zh_CN.UTF-8", &["--lang", "en"]),
        "The quarantine is empty.\n"
    );
    assert_eq!(list("C", &["--lang", "zh-CN"]), "隔离区为空。\n");
    assert!(fs::exists(&data).unwrap());
}
