use std::collections::BTreeMap;

use rusqlite::Connection;

use super::{
    CatalogueError, FILES, Sources, newest, parse, parse_consents, parse_library, publish,
};
use crate::{
    csv_file::{CsvError, Wrong},
    example::Office,
    log,
};

fn files() -> BTreeMap<&'static str, String> {
    let file = |name: &'static str, text: &str| (name, text.to_owned());
    BTreeMap::from([
        file(
            "kinds.csv",
            "kind,name_zh,name_en,whole_unit_months\nrefrigerator,冰箱,Refrigerator,12\n",
        ),
        file(
            "models.csv",
            "model,kind,brand_zh,brand_en,name_zh,name_en\nYL-1,refrigerator,样例,Sample,双门,two-door\n",
        ),
        file(
            "parts.csv",
            "part,kind,name_zh,name_en,price_minor,currency,warranty_months,has_serial,component\n\
             RF-101,refrigerator,压缩机,Compressor,42000,CNY,36,yes,compressor\n",
        ),
        file(
            "warranty.csv",
            "kind,component,months\nrefrigerator,compressor,36\n",
        ),
        file(
            "faults.csv",
            "fault,kind,symptom_zh,symptom_en,cause_zh,cause_en,part\nRF-F01,refrigerator,不冷,Warm,烧坏,Burnt,RF-101\n",
        ),
        file(
            "labour.csv",
            "labour,kind,name_zh,name_en,price_minor,currency\nVISIT,*,上门,Call-out,3000,CNY\n",
        ),
        file(
            "tests.csv",
            "kind,item,name_zh,name_en,unit,minimum,maximum\nrefrigerator,run,运转,Runs,,,\n\
             refrigerator,cold,温度,Temperature,°C,-24.0,8\n",
        ),
    ])
}

fn sources(files: &BTreeMap<&'static str, String>) -> Sources {
    files
        .iter()
        .map(|(name, text)| (*name, text.clone().into_bytes()))
        .collect()
}

/// The faults of the files after one replacement in one of them.
fn faults(name: &'static str, from: &str, to: &str) -> Vec<(String, u64, String, Wrong)> {
    let mut files = files();
    let text = files.get_mut(name).map(|text| {
        let changed = text.replace(from, to);
        assert_ne!(*text, changed, "{from} is in {name}");
        *text = changed;
    });
    assert!(text.is_some(), "{name}");
    match parse(&sources(&files)) {
        Ok(_) => Vec::new(),
        Err(CsvError::Rows(faults)) => faults
            .kept()
            .iter()
            .map(|fault| {
                (
                    fault.file.clone(),
                    fault.line,
                    fault.column.clone(),
                    fault.wrong,
                )
            })
            .collect(),
        Err(other) => vec![(other.to_string(), 0, String::new(), Wrong::NoRows)],
    }
}

#[test]
fn a_good_catalogue_is_read_whole() {
    assert_eq!(files().into_keys().collect::<Vec<_>>(), {
        let mut names = FILES.to_vec();
        names.sort_unstable();
        names
    });
    let catalogue = parse(&sources(&files())).unwrap();
    assert_eq!(
        catalogue.priced("RF-101").unwrap().price.to_string(),
        "¥420.00"
    );
    assert_eq!(
        catalogue.component_months("refrigerator", "compressor"),
        Some(36)
    );
    assert_eq!(catalogue.test_sheet("refrigerator").count(), 2);
}

#[test]
fn a_wrong_cell_is_told_with_its_file_its_line_and_its_column() {
    let cases = [
        (
            "parts.csv",
            "42000",
            "420.00",
            "price_minor",
            Wrong::NotANumber,
        ),
        ("parts.csv", "42000", "-1", "price_minor", Wrong::NotANumber),
        (
            "parts.csv",
            "42000",
            "9223372036854775808",
            "price_minor",
            Wrong::NotANumber,
        ),
        ("parts.csv", "CNY", "EUR", "currency", Wrong::NotAllowed),
        ("parts.csv", "yes", "maybe", "has_serial", Wrong::NotYesNo),
        (
            "parts.csv",
            "yes,compressor",
            "yes,fan",
            "component",
            Wrong::UnknownCode,
        ),
        (
            "parts.csv",
            "RF-101,refrigerator",
            "RF-101,kettle",
            "kind",
            Wrong::UnknownCode,
        ),
        (
            "parts.csv",
            "RF-101,refrigerator",
            "RF-101,*",
            "kind",
            Wrong::UnknownCode,
        ),
        ("parts.csv", "压缩机", "", "name_zh", Wrong::Empty),
        (
            "parts.csv",
            "压缩机",
            "压\u{7}缩机",
            "name_zh",
            Wrong::NotPlain,
        ),
        ("faults.csv", "RF-101", "RF-999", "part", Wrong::UnknownCode),
        ("labour.csv", "VISIT", "RF-101", "labour", Wrong::Twice),
        ("kinds.csv", "refrigerator", "*", "kind", Wrong::NotAllowed),
    ];
    for (file, from, to, column, wrong) in cases {
        let found = faults(file, from, to);
        let expected = (file.to_owned(), 2, column.to_owned(), wrong);
        assert!(found.contains(&expected), "{file} {from} → {to}: {found:?}");
    }
    let third = |column: &str, wrong| vec![("tests.csv".to_owned(), 3, column.to_owned(), wrong)];
    assert_eq!(
        faults("tests.csv", "-24.0", "cold"),
        third("minimum", Wrong::NotANumber)
    );
    assert_eq!(faults("tests.csv", "°C", ""), third("unit", Wrong::Empty));
    assert_eq!(
        faults("tests.csv", "cold", "run"),
        third("item", Wrong::Twice)
    );
}

#[test]
fn all_files_are_read_before_anything_is_refused() {
    let mut files = files();
    files.insert("labour.csv", "labour\n".to_owned());
    files.insert("tests.csv", String::new());
    let Err(CsvError::Rows(faults)) = parse(&sources(&files)) else {
        panic!("it was read")
    };
    let named: Vec<&str> = faults
        .kept()
        .iter()
        .map(|fault| fault.file.as_str())
        .collect();
    assert!(
        named.contains(&"labour.csv") && named.contains(&"tests.csv"),
        "{named:?}"
    );
}

#[tokio::test]
async fn each_new_catalogue_is_the_next_version_and_devices_are_told_once() {
    let office = Office::open().await;
    let organisation = office.state.organisation();
    let catalogue = parse(&sources(&files())).unwrap();
    let head =
        |connection: &Connection| Ok::<_, CatalogueError>(log::head(connection)?.unwrap().seq);
    let before = organisation.store().read(head).await.unwrap();

    let first = publish(organisation, catalogue.clone()).await.unwrap();
    assert_eq!((first.version, first.is_new), (1, true));
    assert_eq!(organisation.store().read(head).await.unwrap(), before + 1);

    let again = publish(organisation, catalogue.clone()).await.unwrap();
    assert_eq!((again.version, again.is_new), (1, false));
    assert_eq!(
        organisation.store().read(head).await.unwrap(),
        before + 1,
        "nobody is woken for nothing"
    );

    let mut dearer = catalogue;
    dearer.labour.get_mut("VISIT").unwrap().price_minor = 3500;
    let second = publish(organisation, dearer.clone()).await.unwrap();
    assert_eq!((second.version, second.is_new), (2, true));
    let stored = organisation.store().read(newest).await.unwrap().unwrap();
    dearer.version = 2;
    assert_eq!(stored, dearer);
}

/// What the office may add to the prices.
fn texts() -> BTreeMap<&'static str, String> {
    let file = |name: &'static str, text: &str| (name, text.to_owned());
    let mut files = files();
    files.extend([
        file(
            "discounts.csv",
            "role,percent\ntechnician,10\noffice,30\n",
        ),
        file(
            "consents.csv",
            "consent,language,version,sentence\nquote_acceptance,zh-CN,1,同意\nquote_acceptance,en,1,Agreed\ndrill,en,2,Agreed\n",
        ),
        file(
            "manuals.csv",
            "manual,kind,model,faults,title_zh,title_en,heading_zh,heading_en,text_zh,text_en\n\
             TM-1,refrigerator,,RF-F01,风门,Damper,拆,Out,拧下,Unscrew\n\
             TM-1,refrigerator,,RF-F01,风门,Damper,装,In,拧上,Screw\n",
        ),
        file(
            "hard_cases.csv",
            "case,kind,model,fault,title_zh,title_en,symptom_zh,symptom_en,cause_zh,cause_en,remedy_zh,remedy_en\n\
             HC-1,refrigerator,YL-1,RF-F01,结冰,Ice,不冷,Warm,漏气,Gap,密封,Sealed\n",
        ),
    ]);
    files
}

#[test]
fn texts_are_read_beside_the_prices_and_a_folder_may_do_without() {
    let sources = sources(&texts());
    let catalogue = parse(&sources).unwrap();
    assert_eq!(catalogue.discounts["technician"].percent, 10);
    let library = parse_library(&sources, &catalogue).unwrap().unwrap();
    let sections: Vec<usize> = library
        .documents
        .iter()
        .map(|document| document.sections.len())
        .collect();
    assert_eq!(sections, [2, 3]);
    let consents = parse_consents(&sources).unwrap().unwrap();
    assert_eq!(consents.sentences.len(), 3);

    let bare = super::tests::sources(&files());
    let catalogue = parse(&bare).unwrap();
    assert!(catalogue.discounts.is_empty());
    assert_eq!(parse_library(&bare, &catalogue).unwrap(), None);
    assert_eq!(parse_consents(&bare).unwrap(), None);
}

/// A file with one replacement in it, and what is then wrong in which column.
const WRONG_TEXTS: [(&str, &str, &str, &str, Wrong); 13] = [
    (
        "discounts.csv",
        "technician",
        "cleaner",
        "role",
        Wrong::UnknownCode,
    ),
    ("discounts.csv", ",10", ",101", "percent", Wrong::NotAllowed),
    (
        "discounts.csv",
        "office",
        "technician",
        "role",
        Wrong::Twice,
    ),
    (
        "consents.csv",
        "drill",
        "dril",
        "consent",
        Wrong::UnknownCode,
    ),
    (
        "consents.csv",
        ",en,1",
        ",fr,1",
        "language",
        Wrong::UnknownCode,
    ),
    ("consents.csv", "en,2", "en,0", "version", Wrong::NotAllowed),
    (
        "consents.csv",
        "drill,en",
        "quote_acceptance,en",
        "consent",
        Wrong::Twice,
    ),
    (
        "manuals.csv",
        "RF-F01,风门,Damper,装",
        "RF-F9,风门,Damper,装",
        "faults",
        Wrong::UnknownCode,
    ),
    (
        "manuals.csv",
        "Damper,装",
        "Door,装",
        "manual",
        Wrong::Twice,
    ),
    (
        "hard_cases.csv",
        "YL-1",
        "YL-9",
        "model",
        Wrong::UnknownCode,
    ),
    (
        "hard_cases.csv",
        "refrigerator",
        "kettle",
        "kind",
        Wrong::UnknownCode,
    ),
    ("hard_cases.csv", "HC-1", "TM-1", "case", Wrong::Twice),
    ("hard_cases.csv", "Sealed", "", "remedy_en", Wrong::Empty),
];

#[test]
fn a_text_that_names_what_is_not_there_is_refused() {
    for (file, from, to, column, wrong) in WRONG_TEXTS {
        let mut files = texts();
        let text = files.get_mut(file).unwrap();
        assert!(text.contains(from), "{from} is in {file}");
        *text = text.replace(from, to);
        let sources = sources(&files);
        let told = |refused: Result<(), CsvError>| match refused {
            Err(CsvError::Rows(faults)) => faults
                .kept()
                .iter()
                .map(|fault| (fault.file.clone(), fault.column.clone(), fault.wrong))
                .collect(),
            _ => Vec::new(),
        };
        let mut found = told(parse(&sources).map(drop));
        found.extend(told(parse_consents(&sources).map(drop)));
        let catalogue = parse(&super::tests::sources(&super::tests::files())).unwrap();
        found.extend(told(parse_library(&sources, &catalogue).map(drop)));
        assert!(
            found.contains(&(file.to_owned(), column.to_owned(), wrong)),
            "{file} {from} → {to}: {found:?}"
        );
    }
}
