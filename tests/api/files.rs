//! Paper copies that patients upload, and files of entries (RES-8, IDV-2, SEC-2, SEC-4, REC-11).

use std::io::Cursor;
use std::path::{Path, PathBuf};

use backend::access::{Hiding, Target, hide};
use backend::files::{Checked, check, sweep};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use image::{DynamicImage, GrayImage, ImageFormat, Luma, RgbImage};
use poem::Body;
use poem::http::{HeaderMap, StatusCode};
use serde_json::{Value, json};
use shared::access::model::{Ground, Level, Role, Section};
use shared::contract::{Code, FieldReason, Problem};
use shared::files::api::{AddDocument, file_url};
use shared::files::model::{
    DocumentFacts, FileType, KeptDocument, NewDocument, NewFile, PaperKind,
};
use shared::id::{EntryId, PatientId};
use shared::interop::fhir::json::Json;
use shared::interop::fhir::write::write;
use shared::record::api::{EntryAct, EntryQuery, FindEntry, RemoveOwn, SearchEntries};
use shared::record::model::{Content, SourceKind};
use shared::record::own::SeenEntry;
use tests::{Person, TestApp, on_both};
use time::Duration;
use time::macros::{date, datetime};
use uuid::Uuid;

use super::interop::blood_message;

/// Lines as of print, sharp and light.
fn page(width: u32, height: u32) -> GrayImage {
    GrayImage::from_fn(width, height, |x, y| {
        Luma([if x / 4 % 3 == 0 && y / 6 % 2 == 0 { 20 } else { 235 }])
    })
}

fn picture(image: GrayImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Vec::new();
    DynamicImage::ImageLuma8(image).write_to(&mut Cursor::new(&mut bytes), format).unwrap();
    bytes
}

pub fn png() -> Vec<u8> {
    picture(page(1240, 1754), ImageFormat::Png)
}

fn jpeg() -> Vec<u8> {
    picture(page(1240, 1754), ImageFormat::Jpeg)
}

/// One empty page; more in the catalogue, more objects from number 4 on, more in the trailer.
pub fn pdf_with(catalogue: &str, objects: &[&str], trailer: &str) -> Vec<u8> {
    let mut all = vec![
        format!("<< /Type /Catalog /Pages 2 0 R {catalogue} >>"),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>".to_owned(),
    ];
    all.extend(objects.iter().map(|object| (*object).to_owned()));
    tests::pdf::write(&all, trailer)
}

pub fn pdf() -> Vec<u8> {
    pdf_with("", &[], "")
}

fn facts() -> DocumentFacts {
    DocumentFacts {
        title: "Анализ из Твери".into(),
        kind: PaperKind::Results,
        date: date!(2026 - 11 - 20),
        comment: "Сдавала в отпуске".into(),
    }
}

pub fn document(patient: PatientId, n: u128, files: &[(&str, &[u8])]) -> AddDocument {
    let files = files
        .iter()
        .map(|(name, bytes)| NewFile { name: (*name).to_owned(), data: STANDARD.encode(bytes) });
    let (facts, files, key) = (facts(), files.collect(), Uuid::from_u128(n));
    AddDocument { patient, body: NewDocument { facts, files, key } }
}

pub async fn upload(anna: &Person<'_>, patient: PatientId, n: u128) -> KeptDocument {
    anna.call(document(patient, n, &[("анализ крови.png", &png())])).await.unwrap()
}

pub async fn open(
    test: &TestApp,
    person: &Person<'_>,
    patient: PatientId,
    entry: EntryId,
    number: u32,
) -> (StatusCode, HeaderMap, Vec<u8>) {
    let url = file_url(patient, entry, number);
    test.send_raw("GET", &url, Body::empty(), Some(&person.token)).await
}

pub async fn refused(
    test: &TestApp,
    person: &Person<'_>,
    patient: PatientId,
    entry: EntryId,
    number: u32,
) -> Code {
    let (status, _, bytes) = open(test, person, patient, entry, number).await;
    let problem: Problem = serde_json::from_slice(&bytes).unwrap();
    assert_eq!(status.as_u16(), problem.status);
    problem.code
}

/// Makes a good document a bad one.
type Spoil = Box<dyn Fn(&mut NewDocument)>;

/// Everything that lies in the folder of files.
fn objects(test: &TestApp) -> Vec<PathBuf> {
    files_below(&test.folder().join("files"))
}

pub fn files_below(folder: &Path) -> Vec<PathBuf> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() { walk(&path, found) } else { found.push(path) }
        }
    }
    let mut found = Vec::new();
    walk(folder, &mut found);
    found
}

pub fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

#[test]
fn what_is_whole_and_readable_may_be_kept() {
    let kept = |kind| Ok(Checked { kind, warning: None });
    assert_eq!(check(&pdf()), kept(FileType::Pdf));
    assert_eq!(check(&png()), kept(FileType::Png));
    assert_eq!(check(&jpeg()), kept(FileType::Jpeg));
    // As it comes through a messenger.
    assert_eq!(check(&picture(page(1280, 960), ImageFormat::Jpeg)), kept(FileType::Jpeg));
    // A link, a form without scripts and where the reader begins do nobody harm.
    let link = "<< /Type /Annot /Subtype /Link /A << /S /URI /URI (https://example.org) >> >>";
    let tame = pdf_with("/OpenAction [3 0 R /Fit] /AcroForm << /Fields [] >>", &[link], "");
    assert_eq!(check(&tame), kept(FileType::Pdf));
}

#[test]
fn each_refusal_has_its_own_reason() {
    let (whole_png, whole_jpeg) = (png(), jpeg());
    let bomb = picture(GrayImage::new(10_000, 5_001), ImageFormat::Png);
    let mut large = pdf();
    large.resize((5 << 20) + 1, b' ');
    for (bytes, reason) in [
        (Vec::new(), FieldReason::FileEmpty),
        (large, FieldReason::FileTooLarge),
        (b"PK\x03\x04 a document of Word".to_vec(), FieldReason::FileFormat),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>".to_vec(), FieldReason::FileFormat),
        (whole_png[..whole_png.len() / 2].to_vec(), FieldReason::FileBroken),
        (whole_jpeg[..whole_jpeg.len() / 2].to_vec(), FieldReason::FileBroken),
        (b"\xFF\xD8\xFF\xE0 no picture".to_vec(), FieldReason::FileBroken),
        (picture(page(800, 700), ImageFormat::Png), FieldReason::ImageSmall),
        (picture(page(3_000, 400), ImageFormat::Png), FieldReason::ImageSmall),
        (bomb, FieldReason::ImageLarge),
        (pdf()[..60].to_vec(), FieldReason::FileBroken),
        (b"%PDF-1.7\nnothing of a kind\n%%EOF\n".to_vec(), FieldReason::FileBroken),
    ] {
        assert_eq!(check(&bytes), Err(reason), "{} bytes", bytes.len());
    }
}

#[test]
fn a_poor_picture_is_kept_with_a_warning() {
    let warned = |image: GrayImage| check(&picture(image, ImageFormat::Png)).unwrap().warning;
    let dark = GrayImage::from_fn(1240, 1754, |x, y| {
        Luma([if (x / 4 + y / 6) % 2 == 0 { 5 } else { 40 }])
    });
    assert_eq!(warned(dark), Some(FieldReason::ImageDark));
    // Nothing but a slow change of light.
    let blurred =
        GrayImage::from_fn(1240, 1754, |x, _| Luma([u8::try_from(100 + x / 10).unwrap()]));
    assert_eq!(warned(blurred), Some(FieldReason::ImageBlurred));
    let colours = RgbImage::from_fn(1240, 1754, |x, y| {
        image::Rgb([
            if x / 4 % 2 == 0 { 200 } else { 90 },
            if y / 6 % 2 == 0 { 220 } else { 30 },
            128,
        ])
    });
    let mut bytes = Vec::new();
    DynamicImage::ImageRgb8(colours)
        .write_to(&mut Cursor::new(&mut bytes), ImageFormat::Jpeg)
        .unwrap();
    assert_eq!(check(&bytes).unwrap().warning, None);
}

/// Also where only a stream of objects holds it, or its name is written with escapes.
#[test]
fn a_pdf_that_runs_or_hides_something_is_refused() {
    let in_stream = |object: &str| {
        let content = format!("9 0 {object}");
        format!(
            "<< /Type /ObjStm /N 1 /First 4 /Length {} >>\nstream\n{content}\nendstream",
            content.len()
        )
    };
    for (catalogue, object) in [
        ("/OpenAction 4 0 R", "<< /S /JavaScript /JS (app.alert) >>".to_owned()),
        ("/OpenAction 4 0 R", "<< /S /J#61vaScript /J#53 (app.alert) >>".to_owned()),
        ("/OpenAction << /S /Launch /F (x.exe) >>", "null".to_owned()),
        ("/AA << /WC 4 0 R >>", "<< /S /GoTo >>".to_owned()),
        ("/AcroForm << /Fields [] /XFA 4 0 R >>", "()".to_owned()),
        ("", "<< /Type /Filespec /EF << /F 5 0 R >> >>".to_owned()),
        ("/Names << /EmbeddedFiles 4 0 R >>", "<< >>".to_owned()),
        ("", "<< /Type /Annot /Subtype /RichMedia >>".to_owned()),
        ("", "[ [ << /Type /Annot /A << /S /SubmitForm >> >> ] ]".to_owned()),
        ("", in_stream("<< /S /Launch /F (x.exe) >>")),
        ("", in_stream("<< /S /L#61unch /F (x.exe) >>")),
    ] {
        let file = pdf_with(catalogue, &[&object], "");
        assert_eq!(check(&file), Err(FieldReason::PdfActive), "{catalogue} {object}");
    }
    let lock = "<< /Filter /Standard /V 1 /R 2 /O (oooooooooooooooooooooooooooooooo) /U (uuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuu) /P -4 >>";
    let locked = pdf_with("", &[lock], "/Encrypt 4 0 R /ID [(a) (a)]");
    assert_eq!(check(&locked), Err(FieldReason::PdfEncrypted));
}

on_both! {
    /// RES-8, SEC-2: what is uploaded is in the card, marked as the patient's, sealed where it lies,
    /// and comes back byte for byte.
    async fn a_paper_is_kept_sealed_and_given_back(on) {
        let test = TestApp::start(on).await;
        let (patient, anna) = test.patient(1).await;
        let files: [(&str, Vec<u8>, &str); 3] = [
            ("C:\\Мои\\анализ крови.png", png(), "image/png"),
            ("photo.jpeg", jpeg(), "image/jpeg"),
            ("scan", pdf(), "application/pdf"),
        ];
        let sent: Vec<_> = files.iter().map(|(name, bytes, _)| (*name, bytes.as_slice())).collect();
        let KeptDocument { entry, warnings } = anna.call(document(patient, 5, &sent)).await.unwrap();
        assert_eq!(warnings, []);
        assert_eq!((entry.section, entry.source.kind, entry.version), (Section::Documents, SourceKind::SelfReported, 1));
        assert_eq!(entry.occurred_at, datetime!(2026-11-20 09:00 UTC));
        let Content::DocumentReference(kept) = &entry.content else { panic!("{entry:?}") };
        assert_eq!((kept.title.as_str(), kept.comment.as_deref()), ("Анализ из Твери", Some("Сдавала в отпуске")));
        assert_eq!(kept.category.as_deref().and_then(PaperKind::of), Some(PaperKind::Results));

        let found = anna.call(FindEntry { patient, entry: entry.id }).await.unwrap();
        assert!(found.may(EntryAct::Remove) && !found.may(EntryAct::Edit));
        let names: Vec<_> = found.files.iter().map(|file| (file.number, file.name.as_str(), file.is_here)).collect();
        assert_eq!(names, [(1, "анализ крови.png", true), (2, "photo.jpeg", true), (3, "scan", true)]);
        let lines = test.journal(patient.0).await.len();
        for ((_, bytes, kind), number) in files.iter().zip(1..) {
            let (status, headers, given) = open(&test, &anna, patient, entry.id, number).await;
            assert_eq!((status, &given), (StatusCode::OK, bytes));
            assert_eq!(headers["content-type"], *kind);
            assert_eq!(headers["x-content-type-options"], "nosniff");
            assert_eq!(headers["content-security-policy"], "sandbox; default-src 'none'");
            assert_eq!(headers["cache-control"], "no-store");
            assert!(headers["content-disposition"].to_str().unwrap().starts_with("attachment; "));
        }
        let (_, headers, _) = open(&test, &anna, patient, entry.id, 1).await;
        let name = headers["content-disposition"].to_str().unwrap();
        assert!(name.contains("filename=\"______ _____.png\"") && name.contains("filename*=UTF-8''%D0%B0"), "{name}");
        assert_eq!(test.journal(patient.0).await.len(), lines + 4);
        for number in [0, 4, u32::MAX] {
            assert_eq!(refused(&test, &anna, patient, entry.id, number).await, Code::NotFound);
        }

        let words = |words: &str| SearchEntries { patient, body: EntryQuery { words: Some(words.into()), ..EntryQuery::default() } };
        for found in ["отпуск", "тверь", "результаты", "photo"] {
            assert_eq!(anna.call(words(found)).await.unwrap().total, 1, "{found}");
        }
        let stored = objects(&test);
        assert_eq!(stored.len(), 3);
        for path in stored {
            let bytes = std::fs::read(&path).unwrap();
            assert!(files.iter().all(|(_, plain, _)| !holds(&bytes, &plain[..32])), "{path:?}");
        }
        for (table, secret) in [("file", "анализ крови"), ("file", "image/png"), ("entry", "Твери"), ("entry", "photo")] {
            assert!(!test.holds(table, secret).await, "{secret} in {table}");
        }
        assert_eq!(test.verify().await.findings, []);
    }

    /// INT-2: it goes out as a DocumentReference that follows FHIR's rules.
    async fn a_paper_goes_out_over_fhir(on) {
        let test = TestApp::start(on).await;
        let (patient, anna) = test.patient(1).await;
        let KeptDocument { entry, .. } = upload(&anna, patient, 5).await;
        let program = test.program("ЛИС", "system/*.cruds").await;
        let (status, given) = program.fhir("GET", &format!("/DocumentReference/{}", entry.id), &Value::Null).await;
        assert_eq!(status, StatusCode::OK, "{given}");
        let attachment = &given["content"][0]["attachment"];
        assert_eq!((&attachment["title"], &attachment["contentType"]), (&json!("Анализ из Твери"), &json!("image/png")));
        assert_eq!((&given["description"], &given["type"]["text"]), (&json!("Сдавала в отпуске"), &json!("Результаты анализов")));
        let text = write(&entry, patient).to_string();
        let issues = shared::interop::fhir::validate::check(&Json::parse(&text).unwrap(), "DocumentReference");
        assert!(issues.is_empty(), "{issues:?}");
    }

    async fn the_same_key_keeps_one(on) {
        let test = TestApp::start(on).await;
        let (patient, anna) = test.patient(1).await;
        let first = upload(&anna, patient, 5).await;
        assert_eq!(upload(&anna, patient, 5).await, first, "sent twice");
        let other = anna.call(document(patient, 5, &[("анализ крови.png", &pdf())])).await.unwrap_err();
        assert_eq!(other.code, Code::Conflict);
        let again = (0..4).map(|_| anna.call(document(patient, 6, &[("a.pdf", &pdf())])));
        let again = futures_util::future::join_all(again).await;
        assert!(again.iter().any(Result::is_ok));
        // What came in vain is deleted.
        assert_eq!(objects(&test).len(), 2);
        let (status, _, bytes) = open(&test, &anna, patient, first.entry.id, 1).await;
        assert_eq!((status, bytes), (StatusCode::OK, png()));
    }

    /// What cannot be kept leaves nothing, and everything wrong is told at once.
    async fn what_is_refused_leaves_nothing(on) {
        let test = TestApp::start(on).await;
        let (patient, anna) = test.patient(1).await;
        let lines = test.journal(patient.0).await.len();
        let (good, mut large) = (pdf(), pdf());
        large.resize((5 << 20) + 1, b' ');
        let reasons = async |call: AddDocument| {
            let problem = anna.call(call).await.unwrap_err();
            let fields: Vec<_> = problem.fields.iter().map(|it| (it.field.clone(), it.reason)).collect();
            (problem.code, problem.status, fields)
        };
        let field = |name: &str, reason| (name.to_owned(), reason);
        let call = document(patient, 5, &[("a.pdf", &good), ("b.png", b"GIF89a"), ("c.pdf", b"")]);
        let expected = vec![field("files.1", FieldReason::FileFormat), field("files.2", FieldReason::FileEmpty)];
        assert_eq!(reasons(call).await, (Code::Invalid, 400, expected));
        let call = document(patient, 5, &[("a.pdf", &good), ("b.pdf", &large)]);
        let expected = vec![field("files.1", FieldReason::FileTooLarge)];
        assert_eq!(reasons(call).await, (Code::FileTooLarge, 413, expected));
        let near = vec![b' '; 5 << 20];
        let many: Vec<(&str, &[u8])> = (0..5).map(|_| ("a.pdf", near.as_slice())).collect();
        let problem = anna.call(document(patient, 5, &many)).await.unwrap_err();
        assert!(matches!(problem.code, Code::Invalid | Code::TooLarge), "{problem:?}");
        let mut call = document(patient, 5, &[("a.pdf", &good)]);
        call.body.files[0].data.push('!');
        assert_eq!(reasons(call).await, (Code::Invalid, 400, vec![field("files.0", FieldReason::FileBroken)]));

        let spoilt: [(Spoil, &str, FieldReason); 7] = [
            (Box::new(|body| body.facts.title = " ".into()), "title", FieldReason::Required),
            (Box::new(|body| body.facts.date = date!(2026 - 12 - 02)), "date", FieldReason::InFuture),
            (Box::new(|body| body.facts.date = date!(1980 - 05 - 16)), "date", FieldReason::BeforeBirth),
            (Box::new(|body| body.facts.comment = "ё".repeat(4_001)), "comment", FieldReason::TooLong),
            (Box::new(|body| body.files.clear()), "files", FieldReason::FileMissing),
            (Box::new(|body| body.files = vec![body.files[0].clone(); 11]), "files", FieldReason::TooManyFiles),
            (Box::new(|body| body.key = Uuid::nil()), "key", FieldReason::Required),
        ];
        for (change, name, reason) in spoilt {
            let mut call = document(patient, 5, &[("a.pdf", &good)]);
            change(&mut call.body);
            assert_eq!(reasons(call).await, (Code::Invalid, 400, vec![field(name, reason)]));
        }
        assert_eq!((test.journal(patient.0).await.len(), objects(&test), test.dump("file").await), (lines, vec![], String::new()));
    }

    /// SEC-4: what was altered, exchanged or lost is told, and no byte of it is given.
    async fn a_damaged_file_is_not_given(on) {
        let test = TestApp::start(on).await;
        let (patient, anna) = test.patient(1).await;
        let (first, second) = (upload(&anna, patient, 5).await, upload(&anna, patient, 6).await);
        let paths = objects(&test);
        let (a, b) = (std::fs::read(&paths[0]).unwrap(), std::fs::read(&paths[1]).unwrap());
        for (to_first, to_second) in [(b.clone(), a.clone()), (vec![], a[..100].to_vec())] {
            std::fs::write(&paths[0], to_first).unwrap();
            std::fs::write(&paths[1], to_second).unwrap();
            for entry in [&first.entry, &second.entry] {
                assert_eq!(refused(&test, &anna, patient, entry.id, 1).await, Code::FileDamaged);
            }
        }
        std::fs::remove_file(&paths[0]).unwrap();
        std::fs::remove_file(&paths[1]).unwrap();
        assert_eq!(refused(&test, &anna, patient, first.entry.id, 1).await, Code::FileDamaged);
        let lines = test.journal(patient.0).await;
        let told = lines.iter().filter(|line| line.what == backend::audit::What::FileDamaged);
        assert_eq!(told.filter(|line| line.object == Some(first.entry.id.0)).count(), 3);
        std::fs::write(&paths[0], a).unwrap();
        std::fs::write(&paths[1], b).unwrap();
        assert_eq!(open(&test, &anna, patient, first.entry.id, 1).await.0, StatusCode::OK);
    }

    /// ACL-2, ACL-4: who may not read the entry opens no file of it; what was taken back is the
    /// patient's alone.
    async fn who_opens_files(on) {
        let test = TestApp::start(on).await;
        let (patient, anna) = test.patient(1).await;
        let KeptDocument { entry, .. } = upload(&anna, patient, 5).await;
        let doctor = test.person(100, Role::Doctor).await;
        let narrow = test.person(101, Role::Doctor).await;
        let kept_out = test.person(102, Role::Doctor).await;
        let limited = test.person(103, Role::Patient).await;
        for (person, ground, level, sections) in [
            (&doctor, Ground::Treatment, Level::Full, Section::ALL),
            (&narrow, Ground::Grant, Level::Full, &[Section::Results, Section::Visits][..]),
            (&kept_out, Ground::Treatment, Level::Full, Section::ALL),
            (&limited, Ground::Representative, Level::Limited, Section::ALL),
        ] {
            test.open_card(patient, person.grantee(), ground, level, sections).await;
        }
        let hiding = Hiding::new(Target::Entry(entry.id), vec![kept_out.account]);
        let now = backend::app::micros(tests::NOW);
        let key = test.key_of(patient).await;
        hide(test.raw().await.write(), &key, Uuid::from_u128(77), patient, &hiding, now).await.unwrap();
        assert_eq!(open(&test, &doctor, patient, entry.id, 1).await.0, StatusCode::OK);
        for person in [&narrow, &kept_out, &limited] {
            assert_eq!(refused(&test, person, patient, entry.id, 1).await, Code::NotFound);
            let add = document(patient, 6, &[("a.pdf", &pdf())]);
            assert_eq!(person.call(add).await.unwrap_err().code, Code::NotFound);
        }
        // Another card's address leads to nothing of this one.
        let (other, olga) = test.patient(2).await;
        assert_eq!(refused(&test, &olga, other, entry.id, 1).await, Code::NotFound);

        let removed = anna.call(RemoveOwn { patient, entry: entry.id, body: SeenEntry { version: 1 } }).await.unwrap();
        assert!(removed.withdrawn);
        assert_eq!(refused(&test, &doctor, patient, entry.id, 1).await, Code::NotFound);
        assert_eq!(doctor.call(FindEntry { patient, entry: entry.id }).await.unwrap().files, []);
        assert_eq!(open(&test, &anna, patient, entry.id, 1).await.0, StatusCode::OK);
        assert_eq!(anna.call(FindEntry { patient, entry: entry.id }).await.unwrap().files.len(), 1);
    }

    /// What came in with a report or a document opens too; what its sender kept is told.
    async fn files_of_others_are_opened(on) {
        let test = TestApp::start(on).await;
        let program = test.program("ЛИС", "system/*.cruds").await;
        let urn = |n: u128| format!("urn:uuid:{}", Uuid::from_u128(n));
        let (patient, report, paper) = (PatientId(Uuid::from_u128(0xF001)), EntryId(Uuid::from_u128(0xF002)), EntryId(Uuid::from_u128(0xF003)));
        let entry = |n: u128, resource: Value| {
            let kind = resource["resourceType"].clone();
            json!({ "fullUrl": urn(n), "resource": resource, "request": { "method": "POST", "url": kind } })
        };
        let bundle = json!({ "resourceType": "Bundle", "type": "transaction", "entry": [
            entry(0xF001, json!({
                "resourceType": "Patient",
                "identifier": [{ "system": "urn:oid:1.2.643.100.3", "value": "112-233-445 95" }],
                "name": [{ "use": "official", "family": "Королёва", "given": ["Анна"] }],
                "gender": "female", "birthDate": "1985-03-12",
            })),
            entry(0xF002, json!({
                "resourceType": "DiagnosticReport", "status": "final", "code": { "text": "Анализ крови" },
                "subject": { "reference": urn(0xF001) }, "effectiveDateTime": "2026-03-01",
                "presentedForm": [
                    { "contentType": "text/html", "title": "Бланк", "data": STANDARD.encode("<script>alert(1)</script>") },
                    { "contentType": "application/pdf", "url": "https://clinic.example/1.pdf" },
                ],
            })),
            entry(0xF003, json!({
                "resourceType": "DocumentReference", "status": "current", "subject": { "reference": urn(0xF001) },
                "content": [{ "attachment": { "contentType": "application/pdf", "title": "Выписка", "data": STANDARD.encode(pdf()) } }],
            })),
        ]});
        let (status, reply) = program.fhir("POST", "", &bundle).await;
        assert_eq!(status, StatusCode::OK, "{reply}");
        let doctor = test.person(7, Role::Doctor).await;
        test.open_card(patient, doctor.grantee(), Ground::Treatment, Level::Full, Section::ALL).await;
        let files = doctor.call(FindEntry { patient, entry: report }).await.unwrap().files;
        let told: Vec<_> = files.iter().map(|file| (file.name.as_str(), file.is_here)).collect();
        assert_eq!(told, [("Бланк", true), ("Анализ крови", false)]);
        // Whatever it is called, what is of no kind known here is bytes only.
        let (status, headers, bytes) = open(&test, &doctor, patient, report, 1).await;
        assert_eq!((status, bytes.as_slice()), (StatusCode::OK, &b"<script>alert(1)</script>"[..]));
        assert_eq!(headers["content-type"], "application/octet-stream");
        assert_eq!(refused(&test, &doctor, patient, report, 2).await, Code::FileElsewhere);
        assert_eq!(refused(&test, &doctor, patient, report, 3).await, Code::NotFound);
        let (_, headers, bytes) = open(&test, &doctor, patient, paper, 1).await;
        assert_eq!((bytes, headers["content-type"].to_str().unwrap()), (pdf(), "application/pdf"));
    }

    /// INT-7: the form a laboratory sends inside a message.
    async fn the_form_of_a_laboratory_is_opened(on) {
        let test = TestApp::start(on).await;
        let (patient, anna) = test.patient(1).await;
        test.laboratory(1).await;
        let port = test.mllp().await;
        port.send(&blood_message()).await;
        let found = anna.call(crate::record::all(patient)).await.unwrap().entries;
        let report = found.iter().find(|entry| matches!(entry.content, Content::DiagnosticReport(_))).unwrap();
        let files = anna.call(FindEntry { patient, entry: report.id }).await.unwrap().files;
        assert_eq!((files.len(), files[0].name.as_str()), (1, "Бланк"));
        let (status, headers, bytes) = open(&test, &anna, patient, report.id, 1).await;
        assert_eq!((status, bytes.as_slice()), (StatusCode::OK, &b"%PDF-1.4\n"[..]));
        assert_eq!(headers["content-type"], "application/pdf");
    }

    /// What a crash left behind goes a day later; what a row names stays.
    async fn what_nothing_names_is_swept_away(on) {
        let test = TestApp::start(on).await;
        let (patient, anna) = test.patient(1).await;
        upload(&anna, patient, 5).await;
        let kept = objects(&test);
        let folder = test.folder().join("files/0c");
        std::fs::create_dir_all(&folder).unwrap();
        let orphan = folder.join(Uuid::from_u128(0x0C << 120).simple().to_string());
        std::fs::write(&orphan, "sealed").unwrap();
        let fresh = folder.join(Uuid::from_u128((0x0C << 120) + 1).simple().to_string());
        std::fs::write(&fresh, "sealed").unwrap();
        let set = |path: &Path, at: time::OffsetDateTime| {
            let file = std::fs::File::options().write(true).open(path).unwrap();
            file.set_modified(at.into()).unwrap();
        };
        set(&orphan, tests::NOW - Duration::days(3));
        set(&fresh, tests::NOW + Duration::days(1));
        set(&kept[0], tests::NOW - Duration::days(3));
        for _ in 0..24 {
            sweep(&test.app).await.unwrap();
            test.clock.forward(Duration::HOUR);
        }
        assert!(!orphan.exists() && fresh.exists() && kept[0].exists());
    }
}
