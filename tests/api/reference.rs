//! Reference lists: loaded from the official files, searched by code and by words (ADM-1, REC-6).

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use backend::audit::What;
use backend::reference::{self, Did, How, LoadError, Loaded};
use proptest::prelude::*;
use shared::access::model::Role;
use shared::contract::Code;
use shared::interop::hl7::Charset;
use shared::reference::api::{BUILT_IN, ListReferences, SearchReference};
use shared::reference::model::{FoundReference, ReferenceList};
use tests::process::{Server, run};
use tests::{Person, TestApp, on_both};
use uuid::Uuid;

/// The official files, where they lie beside the checkout.
const PLACE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/data/refdata");

const ICD: &str = "ID;REC_CODE;MKB_CODE;MKB_NAME;ID_PARENT;ADDL_CODE;ACTUAL;DATE\n\
1;09;\"IX\";\"БОЛЕЗНИ СИСТЕМЫ КРОВООБРАЩЕНИЯ\";;;1;\n\
2;0903;\"I10-I15\";\"БОЛЕЗНИ, ХАРАКТЕРИЗУЮЩИЕСЯ ПОВЫШЕННЫМ КРОВЯНЫМ ДАВЛЕНИЕМ\";1;;1;\n\
3;\"0903I10\";\"I10\";\"Эссенциальная [первичная] гипертензия\";2;;1;\n\
4;\"1101K141\";\"K14.1\";\"\"\"Географический\"\" язык и жёлтый налёт\";1;;1;\n\
5;\"0110A90\";\"A90\";\"Лихорадка денге\";1;;0;\"07.10.2020\"\n";

const MEDICINES: &str = r#"{"_meta": "ГРЛС grls2026-06-02-1.zip"}
{"name": "Метформин", "type": "mnn", "statuses": ["active"]}
{"name": "Глюкофаж", "type": "trade", "statuses": ["active"], "mnn": "Метформин", "reg_numbers": ["П N014600/01"]}
{"name": "Старый", "type": "both", "statuses": ["expired"], "mnn": "Старый", "reg_numbers": []}
"#;

const TESTS: &str = r#"{"_meta": "ФСЛИ"}
{"name": "Гемоглобин", "synonyms": ["HGB"], "units": ["г/л"], "group": "Гематология"}
"#;

const UNITS: &str = r#"<?xml version="1.0" encoding="ascii"?>
<root xmlns="http://unitsofmeasure.org/ucum-essence" version="2.2">
   <prefix Code="k" CODE="K"><name>kilo</name></prefix>
   <base-unit Code="m" CODE="M" dim="L">
      <name>meter</name>
      <printSymbol>m</printSymbol>
      <property>length</property>
   </base-unit>
   <unit Code="%" CODE="%"><name>percent</name><printSymbol>%</printSymbol><value Unit="1" value="1">1 &#215; <sup>2</sup></value></unit>
</root>"#;

fn sample(list: ReferenceList) -> &'static str {
    match list {
        ReferenceList::Icd10 => ICD,
        ReferenceList::Medicines => MEDICINES,
        ReferenceList::LaboratoryTests => TESTS,
        ReferenceList::Units => UNITS,
    }
}

fn official(list: ReferenceList) -> Option<PathBuf> {
    let name = match list {
        ReferenceList::Icd10 => "mkb10/1.2.643.5.1.13.13.11.1005_2.27.csv",
        ReferenceList::Medicines => "drugs/registry.jsonl.gz",
        ReferenceList::LaboratoryTests => "fsli-analytes/registry.jsonl.gz",
        ReferenceList::Units => "ucum/ucum-essence.xml",
    };
    let path = Path::new(PLACE).join(name);
    if path.is_file() {
        return Some(path);
    }
    println!("skipped: ../shared/data/refdata/{name} is not there");
    None
}

/// What another program makes of a file: `gzip -dc` and the like.
fn piped(arguments: &[&str], bytes: &[u8]) -> Vec<u8> {
    let mut child = Command::new("gzip")
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    let bytes = bytes.to_vec();
    let writer = std::thread::spawn(move || input.write_all(&bytes).unwrap());
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    assert!(output.status.success());
    output.stdout
}

/// Terms of a file, counted without reading it.
fn count_lines(list: ReferenceList, path: &Path) -> usize {
    let bytes = std::fs::read(path).unwrap();
    let packed = path.extension().is_some_and(|extension| extension == "gz");
    let bytes = if packed { piped(&["-dc"], &bytes) } else { bytes };
    let text = String::from_utf8(bytes).unwrap();
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    match list {
        ReferenceList::Units => {
            lines.filter(|line| line.contains("<unit ") || line.contains("<base-unit ")).count()
        }
        // The header, or what says of what it is an extract.
        _ => lines.count() - 1,
    }
}

fn version(number: &str) -> How {
    How { version: Some(number.into()), smaller: false }
}

async fn load(
    test: &TestApp,
    list: ReferenceList,
    path: &Path,
    how: &How,
) -> Result<Loaded, LoadError> {
    reference::load(&test.app, list, path, how, &|_, _| {}).await
}

async fn load_text(
    test: &TestApp,
    list: ReferenceList,
    bytes: &[u8],
    how: &How,
) -> Result<Loaded, LoadError> {
    let path = test.folder().join("list.txt");
    std::fs::write(&path, bytes).unwrap();
    load(test, list, &path, how).await
}

async fn search(person: &Person<'_>, list: ReferenceList, words: &str) -> FoundReference {
    let words = Some(words.into());
    person.call(SearchReference { list, words, version: None, limit: Some(50) }).await.unwrap()
}

async fn codes(person: &Person<'_>, list: ReferenceList, words: &str) -> Vec<String> {
    let items = search(person, list, words).await.items;
    items.into_iter().map(|item| item.code.unwrap_or(item.display)).collect()
}

/// Everything that is kept, to be compared.
async fn kept(test: &TestApp) -> (String, String) {
    (test.dump("reference_list").await, test.dump("reference_item").await)
}

/// What is wrong, in which list, the file, and the line and column that are named.
type Broken = (&'static str, ReferenceList, Vec<u8>, usize, Option<usize>);

on_both! {
    /// Before anything was loaded a small set answers, and says that it is one.
    async fn a_small_set_answers_before_anything_is_loaded(on) {
        let test = TestApp::start(on).await;
        let doctor = test.person(1, Role::Doctor).await;
        let found = search(&doctor, ReferenceList::Icd10, "i10").await;
        assert_eq!((found.built_in, found.version.as_str()), (true, BUILT_IN));
        assert_eq!(found.items[0].code.as_deref(), Some("I10"));
        // «А» and «Е» as they are typed with a Russian keyboard.
        assert!(codes(&doctor, ReferenceList::Icd10, "Е11.9").await.contains(&"E11.9".to_owned()));
        for words in ["гипертензия", "ГИПЕРТЕНЗИИ", "первичной гипертензией", "гипертенз", "essential hypertension"] {
            let found = codes(&doctor, ReferenceList::Icd10, words).await;
            assert!(found.contains(&"I10".to_owned()), "{words}: {found:?}");
        }
        let medicines = search(&doctor, ReferenceList::Medicines, "метформина").await.items;
        assert_eq!(medicines[0].display, "Метформин");
        assert!(medicines[0].details.forms.iter().any(|form| form.contains("500 мг")));
        assert_eq!(codes(&doctor, ReferenceList::LaboratoryTests, "гемоглобин").await[0], "718-7");
        assert!(codes(&doctor, ReferenceList::Units, "ммоль/л").await.contains(&"mmol/L".to_owned()));
        assert!(codes(&doctor, ReferenceList::Units, "mmol").await.contains(&"mmol/L".to_owned()));
        assert!(codes(&doctor, ReferenceList::Icd10, "такого слова нет").await.is_empty());

        let versions = doctor.call(ListReferences {}).await.unwrap();
        assert_eq!(versions.iter().map(|version| version.list).collect::<Vec<_>>(), ReferenceList::ALL);
        assert!(versions.iter().all(|version| version.built_in && version.is_current && version.items > 20));

        let first = SearchReference { list: ReferenceList::Units, words: None, version: None, limit: None };
        assert_eq!(doctor.call(first.clone()).await.unwrap().items.len(), 20);
        for limit in [0, 51] {
            let problem = doctor.call(SearchReference { limit: Some(limit), ..first.clone() }).await.unwrap_err();
            assert_eq!(problem.fields[0].field, "limit");
        }
        let long = SearchReference { words: Some("я".repeat(201)), ..first.clone() };
        assert_eq!(doctor.call(long).await.unwrap_err().fields[0].field, "words");
        for absent in ["7", "\0", "'"] {
            let other = SearchReference { version: Some(absent.into()), ..first.clone() };
            assert_eq!(doctor.call(other).await.unwrap_err().code, Code::NotFound, "{absent:?}");
        }
    }

    /// Every official file, whole.
    async fn the_official_files_are_read(on) {
        let test = TestApp::start(on).await;
        let doctor = test.person(1, Role::Doctor).await;
        for list in ReferenceList::ALL {
            let Some(path) = official(*list) else { continue };
            let how = if *list == ReferenceList::LaboratoryTests { version("1") } else { How::default() };
            let loaded = load(&test, *list, &path, &how).await.unwrap();
            let (items, lines) = (usize::try_from(loaded.version.items).unwrap(), count_lines(*list, &path));
            if *list == ReferenceList::Units {
                // With those that are put together already.
                assert!((lines..lines + 100).contains(&items), "{items} of {lines}");
            } else {
                assert_eq!(items, lines, "{list}");
            }
            assert_eq!(loaded.did, Did::Loaded);
            let (number, words, wanted) = match list {
                ReferenceList::Icd10 => ("2.27", "гипертензии", "I10"),
                ReferenceList::Medicines => ("2026-06-02-1", "метформина", "Метформин"),
                ReferenceList::LaboratoryTests => ("1", "гемоглобина", "Гемоглобин"),
                ReferenceList::Units => ("2.2", "mmol/L", "mmol/L"),
            };
            let found = search(&doctor, *list, words).await;
            assert_eq!((found.version.as_str(), found.built_in), (number, false));
            let found = codes(&doctor, *list, words).await;
            assert!(found.contains(&wanted.to_owned()), "{words}: {found:?}");
            if *list != ReferenceList::Icd10 {
                // What is named so comes before what is only told of so.
                assert_eq!(found[0], wanted, "{words}: {found:?}");
            }
            let again = load(&test, *list, &path, &how).await.unwrap();
            assert_eq!((again.did, again.version), (Did::Unchanged, loaded.version));
        }
        if official(ReferenceList::Icd10).is_some() {
            assert_eq!(codes(&doctor, ReferenceList::Icd10, "I10").await[0], "I10");
            assert!(codes(&doctor, ReferenceList::Icd10, "E11").await.contains(&"E11.9".to_owned()));
            let found = search(&doctor, ReferenceList::Icd10, "кленового сиропа").await.items;
            assert_eq!(found[0].display, "Болезнь \"кленового сиропа\"");
            assert_eq!(found[0].parent.as_deref(), Some("E71"));
        }
        assert!(test.verify().await.findings.is_empty());
    }

    /// What a file says of a term is found again; what is no longer used comes last.
    async fn terms_are_kept_as_the_file_has_them(on) {
        let test = TestApp::start(on).await;
        let doctor = test.person(1, Role::Doctor).await;
        for list in ReferenceList::ALL {
            load_text(&test, *list, sample(*list).as_bytes(), &version("1")).await.unwrap();
        }
        let found = search(&doctor, ReferenceList::Icd10, "желтого").await.items;
        assert_eq!((found[0].code.as_deref(), found[0].display.as_str()), (Some("K14.1"), "\"Географический\" язык и жёлтый налёт"));
        assert!(search(&doctor, ReferenceList::Icd10, "a90").await.items[0].obsolete);
        assert_eq!(codes(&doctor, ReferenceList::Icd10, "I10").await, ["I10", "I10-I15"]);
        // Signs that mean something to the database mean themselves.
        for words in ["_10", "I_0", "!", "\0%"] {
            assert!(codes(&doctor, ReferenceList::Icd10, words).await.is_empty(), "{words}");
        }
        assert_eq!(codes(&doctor, ReferenceList::Units, "%").await, ["%"]);
        assert_eq!(codes(&doctor, ReferenceList::Medicines, "метформин").await, ["Метформин", "Глюкофаж"]);
        let trade = &search(&doctor, ReferenceList::Medicines, "глюкофаж").await.items[0];
        assert_eq!((trade.parent.as_deref(), trade.details.numbers.as_slice()), (Some("Метформин"), ["П N014600/01".to_owned()].as_slice()));
        assert!(search(&doctor, ReferenceList::Medicines, "старый").await.items[0].obsolete);
        let analyte = &search(&doctor, ReferenceList::LaboratoryTests, "hgb").await.items[0];
        assert_eq!((analyte.display.as_str(), analyte.details.units.as_slice()), ("Гемоглобин", ["г/л".to_owned()].as_slice()));
        let unit = &search(&doctor, ReferenceList::Units, "meter").await.items[0];
        assert_eq!((unit.code.as_deref(), unit.details.group.as_deref(), unit.details.names.len()), (Some("m"), Some("length"), 0));
    }

    /// A version stays readable by its number; the same file changes nothing.
    async fn versions_stay_readable(on) {
        let test = TestApp::start(on).await;
        let doctor = test.person(1, Role::Doctor).await;
        let list = ReferenceList::Icd10;
        let newer = ICD.replace("Лихорадка денге", "Лихорадка Денге новая");
        let refused = load_text(&test, list, ICD.as_bytes(), &How::default()).await;
        assert!(matches!(refused, Err(LoadError::NoVersion)), "{refused:?}");
        for number in ["", "a b", BUILT_IN] {
            let refused = load_text(&test, list, ICD.as_bytes(), &version(number)).await;
            assert!(matches!(refused, Err(LoadError::Version)), "{number} {refused:?}");
        }
        assert_eq!(load_text(&test, list, ICD.as_bytes(), &version("1")).await.unwrap().did, Did::Loaded);
        assert_eq!(load_text(&test, list, newer.as_bytes(), &version("2")).await.unwrap().did, Did::Loaded);
        let before = kept(&test).await;
        assert_eq!(load_text(&test, list, newer.as_bytes(), &version("2")).await.unwrap().did, Did::Unchanged);
        let refused = load_text(&test, list, ICD.as_bytes(), &version("2")).await;
        assert!(matches!(refused, Err(LoadError::Taken(_))), "{refused:?}");
        assert_eq!(kept(&test).await, before);

        let name = async |number: Option<&str>| {
            let call = SearchReference { list, words: Some("A90".into()), version: number.map(str::to_owned), limit: None };
            let found = doctor.call(call).await.unwrap();
            (found.version, found.items[0].display.clone())
        };
        assert_eq!(name(None).await, ("2".to_owned(), "Лихорадка Денге новая".to_owned()));
        assert_eq!(name(Some("1")).await, ("1".to_owned(), "Лихорадка денге".to_owned()));
        // The one before, loaded again, is searched again.
        assert_eq!(load_text(&test, list, ICD.as_bytes(), &version("1")).await.unwrap().did, Did::MadeCurrent);
        assert_eq!(name(None).await.0, "1");
        let versions = doctor.call(ListReferences {}).await.unwrap();
        let of_icd: Vec<_> = versions.iter().filter(|version| version.list == list).map(|version| (version.version.as_str(), version.is_current)).collect();
        assert_eq!(of_icd, [("2", false), ("1", true)]);

        // A file that lost most of its lines is no new version, unless somebody says that it is.
        let (cut, _) = ICD.split_at(ICD.find("\n2;").unwrap());
        let refused = load_text(&test, list, cut.as_bytes(), &version("3")).await;
        assert!(matches!(refused, Err(LoadError::Smaller { before: 5, now: 1 })), "{refused:?}");
        let how = How { smaller: true, ..version("3") };
        assert_eq!(load_text(&test, list, cut.as_bytes(), &how).await.unwrap().version.items, 1);

        let lines = test.journal(Uuid::from_u128(1)).await;
        assert_eq!(lines.iter().filter(|line| line.what == What::ReferenceLoaded(list)).count(), 4);
        assert!(test.verify().await.findings.is_empty());
    }

    /// A file that is not what it should be changes nothing, and the operator learns where it is wrong.
    async fn a_broken_file_changes_nothing(on) {
        let test = TestApp::start(on).await;
        for list in ReferenceList::ALL {
            load_text(&test, *list, sample(*list).as_bytes(), &version("1")).await.unwrap();
        }
        let before = kept(&test).await;
        let with = |line: &str| format!("{ICD}{line}\n").into_bytes();
        let windows = Charset::named("WINDOWS-1251").unwrap().encode(ICD);
        let packed = piped(&["-c"], MEDICINES.as_bytes());
        let (icd, medicines, tests, units) = (ReferenceList::Icd10, ReferenceList::Medicines, ReferenceList::LaboratoryTests, ReferenceList::Units);
        let broken: [Broken; 19] = [
            ("empty", icd, vec![], 1, Some(1)),
            ("another encoding", icd, windows, 2, Some(12)),
            ("cut in a cell", icd, ICD.as_bytes()[..ICD.len() - 5].to_vec(), 6, Some(42)),
            ("a huge line", icd, with(&format!("6;{}", "x".repeat(70_000))), 7, Some(65_537)),
            ("another column", icd, ICD.replace("MKB_NAME", "NAME").into_bytes(), 1, Some(22)),
            ("only the header", icd, ICD.lines().next().unwrap().as_bytes().to_vec(), 1, None),
            ("too few cells", icd, with("6;a;\"B00\""), 7, Some(10)),
            ("no such parent", icd, with("6;a;\"B00\";\"x\";99;;1;"), 7, Some(15)),
            ("a code twice", icd, with("6;a;\"I10\";\"x\";;;1;"), 7, None),
            ("no name", icd, with("6;a;\"B00\";\"\";;;1;"), 7, Some(11)),
            ("a zero", icd, with("6;a;\"B00\";\"\0\";;;1;"), 7, Some(12)),
            ("another list", icd, MEDICINES.as_bytes().to_vec(), 1, None),
            ("another list", tests, MEDICINES.as_bytes().to_vec(), 2, None),
            ("cut in an object", medicines, MEDICINES.as_bytes()[..MEDICINES.len() - 9].to_vec(), 4, None),
            ("a zero in JSON", medicines, MEDICINES.replace("Глюкофаж", "\\u0000").into_bytes(), 3, None),
            ("a packed file cut", medicines, packed[..packed.len() - 9].to_vec(), 1, None),
            ("a unit without a code", units, UNITS.replace("unit Code=\"%\"", "unit").into_bytes(), 9, None),
            ("cut in an element", units, UNITS.as_bytes()[..UNITS.len() - 60].to_vec(), 9, None),
            ("another document", units, b"<html></html>".to_vec(), 1, None),
        ];
        for (what, list, bytes, line, column) in broken {
            match load_text(&test, list, &bytes, &version("2")).await {
                Err(LoadError::Content { error, .. }) => {
                    // What is packed is broken wherever it could not be unpacked.
                    if what != "a packed file cut" {
                        assert_eq!(error.line, line, "{what}: {error}");
                    }
                    assert!(column.is_none_or(|column| column == error.column), "{what}: {error}");
                    assert!(error.to_string().starts_with(&format!("line {}, column ", error.line)));
                }
                other => panic!("{what}: {other:?}"),
            }
        }
        let absent = load(&test, icd, Path::new("/nowhere/at/all"), &version("2")).await;
        assert!(matches!(absent, Err(LoadError::File { .. })), "{absent:?}");
        let folder = load(&test, icd, test.folder(), &version("2")).await;
        assert!(matches!(folder, Err(LoadError::File { .. })), "{folder:?}");
        assert_eq!(kept(&test).await, before);
    }
}

/// The operator's own command, beside a running server.
#[tokio::test(flavor = "multi_thread")]
async fn an_operator_loads_a_list_beside_a_running_server() {
    let folder = tempfile::tempdir().unwrap();
    let _server = Server::start(folder.path(), &[], &[]).await;
    let path = folder.path().join("units.xml");
    let path = path.to_str().unwrap();
    let says = |arguments: &[&str]| {
        let output = run(folder.path(), &[], arguments);
        let said = [output.stdout, output.stderr].concat();
        (output.status.success(), String::from_utf8(said).unwrap())
    };
    std::fs::write(path, UNITS).unwrap();
    for told in ["is loaded", "nothing was changed"] {
        let (is_done, said) = says(&["reference", "load", "units", path]);
        assert!(is_done && said.contains("units 2.2, ") && said.contains(told), "{said}");
    }
    std::fs::write(path, "<html>").unwrap();
    let (is_done, said) = says(&["reference", "load", "units", path, "--version", "3"]);
    assert!(!is_done && said.contains("units.xml: line 1, column "), "{said}");
    let (is_done, said) = says(&["reference", "list"]);
    assert!(is_done && said.contains("* units  2.2  ") && !said.contains("units  3"), "{said}");
    assert!(said.contains(&format!("* icd10  {BUILT_IN}  ")), "{said}");
    let (is_done, said) = says(&["reference", "load", "plants", path]);
    assert!(!is_done && said.contains("plants"), "{said}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_make_the_readers_panic(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        for list in ReferenceList::ALL {
            let _ = reference::read(*list, &bytes);
            let _ = reference::read(*list, &[[0x1F, 0x8B, 8, 0].as_slice(), &bytes].concat());
        }
    }

    /// A right file with something else in the midst of it.
    #[test]
    fn nothing_in_a_file_makes_the_readers_panic(
        at in 0usize..2_000,
        gone in 0usize..40,
        put in "[;\"<>/&{}\\[\\]\\\\:,a-zа-я0-9\n ]{0,20}",
    ) {
        for list in ReferenceList::ALL {
            let mut bytes = sample(*list).as_bytes().to_vec();
            let at = at % bytes.len();
            let end = (at + gone).min(bytes.len());
            drop(bytes.splice(at..end, put.bytes()));
            if let Ok(file) = reference::read(*list, &bytes) {
                prop_assert!(file.items.iter().all(|item| !item.display.is_empty()));
            }
        }
    }
}
