//! Pages of PDFs, drawn at the server to be looked at (RES-8).

use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use poem::Body;
use poem::http::{HeaderMap, StatusCode};
use serde_json::{Value, json};
use shared::access::model::{Ground, Level, Role, Section};
use shared::contract::{Code, FieldReason, Problem};
use shared::files::api::{ListFilePages, file_url, page_url};
use shared::files::model::FilePage;
use shared::id::{EntryId, PatientId};
use tests::pdf::{pages, stream, write};
use tests::{On, Person, TestApp, on_both};
use uuid::Uuid;

use super::files::{document, pdf, pdf_with, png};

/// What the address of a page gives.
async fn look(test: &TestApp, who: &Person<'_>, url: &str) -> (StatusCode, HeaderMap, Vec<u8>) {
    test.send_raw("GET", url, Body::empty(), Some(&who.token)).await
}

async fn refused(test: &TestApp, who: &Person<'_>, url: &str) -> Problem {
    let (status, _, bytes) = look(test, who, url).await;
    let problem: Problem = serde_json::from_slice(&bytes).unwrap();
    assert_eq!(status.as_u16(), problem.status);
    problem
}

/// A document from another system with these files, each of which calls itself a PDF.
async fn sent(test: &TestApp, files: &[Vec<u8>]) -> (PatientId, EntryId) {
    let program = test.program("ЛИС", "system/*.cruds").await;
    let urn = |n: u128| format!("urn:uuid:{}", Uuid::from_u128(n));
    let content: Vec<Value> = files
        .iter()
        .map(|bytes| {
            json!({ "attachment": { "contentType": "application/pdf", "data": STANDARD.encode(bytes) } })
        })
        .collect();
    let entry = |n: u128, kind: &str, resource: Value| json!({ "fullUrl": urn(n), "resource": resource, "request": { "method": "POST", "url": kind } });
    let bundle = json!({ "resourceType": "Bundle", "type": "transaction", "entry": [
        entry(0xF001, "Patient", json!({
            "resourceType": "Patient",
            "identifier": [{ "system": "urn:oid:1.2.643.100.3", "value": "112-233-445 95" }],
            "name": [{ "use": "official", "family": "Королёва", "given": ["Анна"] }],
            "gender": "female", "birthDate": "1985-03-12",
        })),
        entry(0xF003, "DocumentReference", json!({
            "resourceType": "DocumentReference", "status": "current",
            "subject": { "reference": urn(0xF001) }, "content": content,
        })),
    ]});
    let (status, reply) = program.fhir("POST", "", &bundle).await;
    assert_eq!(status, StatusCode::OK, "{reply}");
    (PatientId(Uuid::from_u128(0xF001)), EntryId(Uuid::from_u128(0xF003)))
}

on_both! {
    /// RES-8: each page as a picture of the width asked for, which no cache keeps; each look is in
    /// the journal.
    async fn pages_are_drawn_one_by_one(on) {
        let test = TestApp::start(on).await;
        let (patient, anna) = test.patient(1).await;
        let two = pages(&[(595, 842), (842, 595)]);
        let files: [(&str, &[u8]); 2] = [("выписка.pdf", &two), ("фото.png", &png())];
        let entry = anna.call(document(patient, 5, &files)).await.unwrap().entry.id;
        let lines = test.journal(patient.0).await.len();
        let listed = anna.call(ListFilePages { patient, entry, number: 1 }).await.unwrap();
        assert_eq!(listed.pages, [FilePage { width: 595, height: 842 }, FilePage { width: 842, height: 595 }]);
        let file = file_url(patient, entry, 1);
        for (url, (width, height)) in [
            (page_url(&file, 1, 800), (800, 1132)),
            (page_url(&file, 2, 1200), (1200, 848)),
            (format!("{file}/pages/1"), (1200, 1698)),
        ] {
            let (status, headers, bytes) = look(&test, &anna, &url).await;
            assert_eq!((status, headers["content-type"].to_str().unwrap()), (StatusCode::OK, "image/png"), "{url}");
            assert_eq!(headers["cache-control"], "no-store");
            assert_eq!(headers["x-content-type-options"], "nosniff");
            assert_eq!(headers["content-security-policy"], "sandbox; default-src 'none'");
            let drawn = image::load_from_memory(&bytes).unwrap().to_luma8();
            assert_eq!(drawn.dimensions(), (width, height), "{url}");
            let at = |x: u32, y: u32| drawn.get_pixel(width * x / 4, height * y / 4).0[0];
            assert_eq!((at(1, 3), at(3, 3), at(1, 1), at(3, 1)), (0, 255, 255, 255), "{url}");
        }
        assert_eq!(test.journal(patient.0).await.len(), lines + 4);

        for absent in [page_url(&file, 0, 800), page_url(&file, 3, 800), page_url(&file_url(patient, entry, 3), 1, 800)] {
            assert_eq!(refused(&test, &anna, &absent).await.code, Code::NotFound, "{absent}");
        }
        for width in [0, 799, 1000, 10_000, u32::MAX] {
            let problem = refused(&test, &anna, &page_url(&file, 1, width)).await;
            assert_eq!((problem.status, problem.code), (400, Code::Invalid), "{width}");
            assert_eq!((problem.fields[0].field.as_str(), problem.fields[0].reason), ("width", FieldReason::OutOfRange));
        }
        // A picture has no pages.
        let picture = file_url(patient, entry, 2);
        assert_eq!(refused(&test, &anna, &page_url(&picture, 1, 800)).await.code, Code::FileUndrawable);
        let call = ListFilePages { patient, entry, number: 2 };
        assert_eq!(anna.call(call).await.unwrap_err().code, Code::FileUndrawable);

        // ACL-2: who may not open the file sees no page of it.
        let stranger = test.person(100, Role::Doctor).await;
        let narrow = test.person(101, Role::Doctor).await;
        let sections = &[Section::Results, Section::Visits];
        test.open_card(patient, narrow.grantee(), Ground::Grant, Level::Full, sections).await;
        for person in [&stranger, &narrow] {
            assert_eq!(refused(&test, person, &page_url(&file, 1, 800)).await.code, Code::NotFound);
            let call = ListFilePages { patient, entry, number: 1 };
            assert_eq!(person.call(call).await.unwrap_err().code, Code::NotFound);
        }
    }

    /// What is locked, cut or no PDF at all can only be saved, as it came.
    async fn what_cannot_be_drawn_can_still_be_saved(on) {
        let test = TestApp::start(on).await;
        let lock = "<< /Filter /Standard /V 1 /R 2 /O (oooooooooooooooooooooooooooooooo) /U (uuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuu) /P -4 >>";
        let locked = pdf_with("", &[lock], "/Encrypt 4 0 R /ID [(a) (a)]");
        let files = [locked, pdf()[..60].to_vec(), png(), b"%PDF-1.7\nnothing of a kind\n%%EOF\n".to_vec()];
        let (patient, entry) = sent(&test, &files).await;
        let doctor = test.person(7, Role::Doctor).await;
        test.open_card(patient, doctor.grantee(), Ground::Treatment, Level::Full, Section::ALL).await;
        for (bytes, number) in files.iter().zip(1..) {
            let call = ListFilePages { patient, entry, number };
            assert_eq!(doctor.call(call).await.unwrap_err().code, Code::FileUndrawable, "{number}");
            let file = file_url(patient, entry, number);
            assert_eq!(refused(&test, &doctor, &page_url(&file, 1, 800)).await.code, Code::FileUndrawable, "{number}");
            let (status, _, given) = look(&test, &doctor, &file).await;
            assert_eq!((status, &given), (StatusCode::OK, bytes), "{number}");
        }
    }
}

/// SEC-6: a PDF made to do harm harms only the process that draws it: the server goes on, and soon
/// draws for others.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_pdf_made_to_do_harm_stops_nobody() {
    let test = TestApp::start(On::Sqlite).await;
    let catalogue = || "<< /Type /Catalog /Pages 2 0 R >>".to_owned();
    // Pages that hold themselves: whoever follows them never comes to the end.
    let endless =
        write(&[catalogue(), "<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>".to_owned()], "");
    // A drawing of ten drawings, each of ten, thirty times over.
    let mut nested = vec![
        catalogue(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R \
         /Resources << /XObject << /F 5 0 R >> >> >>"
            .to_owned(),
        stream("", "/F Do"),
    ];
    for n in 6..36 {
        let form = format!(
            "/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /XObject << /F {n} 0 R >> >>"
        );
        nested.push(stream(&form, &"/F Do ".repeat(10)));
    }
    nested.push(stream("/Type /XObject /Subtype /Form /BBox [0 0 595 842]", "0 0 9 9 re f"));
    let files = [endless, write(&nested, ""), pages(&[(595, 842)])];
    let (patient, entry) = sent(&test, &files).await;
    let doctor = test.person(7, Role::Doctor).await;
    test.open_card(patient, doctor.grantee(), Ground::Treatment, Level::Full, Section::ALL).await;
    let page = |number: u32| page_url(&file_url(patient, entry, number), 1, 800);
    let began = Instant::now();
    let (first, second) = (page(1), page(2));
    let (first, second) =
        tokio::join!(refused(&test, &doctor, &first), refused(&test, &doctor, &second));
    assert_eq!((first.code, second.code), (Code::FileUndrawable, Code::FileUndrawable));
    let (status, _, bytes) = look(&test, &doctor, &page(3)).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(image::load_from_memory(&bytes).unwrap().width(), 800);
    assert!(began.elapsed() < Duration::from_secs(25), "{:?}", began.elapsed());
}
