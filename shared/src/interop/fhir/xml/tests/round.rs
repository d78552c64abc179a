//! JSON to XML and back.

use super::*;

/// Written and read again, a resource is what it was.
pub(super) fn check_round(text: &str) {
    let resource = Json::parse(text).unwrap();
    let issues = check(&resource, "it");
    assert!(issues.is_empty(), "{issues:?}");
    let document = write(&resource);
    let again = parse(&document).unwrap_or_else(|error| panic!("{error}\n{document}"));
    assert_eq!(canonical(&again).to_string(), canonical(&resource).to_string(), "{document}");
}

#[test]
fn a_patient_with_companions_and_a_narrative() {
    check_round(
        r#"{"resourceType":"Patient","id":"p","meta":{"profile":["urn:a","urn:b"]},"language":"ru",
        "text":{"status":"generated","div":"<div xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"ru\"><h1>Иванова &amp; К°</h1><table><tr><td>1 &lt; 2</td><td colspan=\"2\">a > b</td></tr></table><p></p><br/></div>"},
        "contained":[{"resourceType":"Organization","id":"o","name":"Больница № 1"}],
        "extension":[{"id":"e","url":"urn:outer","extension":[{"url":"inner","valueBoolean":true},{"url":"b","valueDecimal":0.50}]}],
        "managingOrganization":{"reference":"\u0023o"},
        "birthDate":"1980-02-29","_birthDate":{"extension":[{"url":"http://hl7.org/fhir/StructureDefinition/patient-birthTime","valueDateTime":"1980-02-29T14:35:45-05:00"}]},
        "_gender":{"id":"g","extension":[{"url":"urn:why","valueCode":"unknown"}]},
        "name":[{"id":"n","given":["Анна",null,"Мария"],"_given":[{"id":"1"},{"extension":[{"url":"urn:x","valueString":"a\nb\tc\r <\"&'>"}]},null],"family":" Ива нова "}],
        "communication":[{"language":{"text":"русский"},"preferred":false}],
        "photo":[{"data":"AAAA\r\nBBBB"}],
        "multipleBirthInteger":-3}"#,
    );
}

#[test]
fn an_observation_keeps_its_digits() {
    check_round(
        r#"{"resourceType":"Observation","status":"final","code":{"coding":[{"system":"http://loinc.org","code":"85354-9"}]},
        "effectivePeriod":{"start":"2024"},"issued":"2024-02-29T10:00:00.000+03:00",
        "component":[{"code":{"text":"а"},"valueQuantity":{"value":1.00,"unit":"мм рт. ст."}},
        {"code":{"text":"б"},"valueQuantity":{"value":-0.0e10}},{"code":{"text":"в"},"valueSampledData":{"origin":{"value":1E+2},"period":10.0,"dimensions":1,"data":"1 2 E"}}],
        "referenceRange":[{"low":{"value":0.10},"text":"😀"}]}"#,
    );
}

#[test]
fn resources_in_resources() {
    check_round(
        r#"{"resourceType":"Bundle","type":"transaction","total":0,"link":[{"relation":"self","url":"urn:x"}],
        "entry":[{"fullUrl":"urn:uuid:7b3f4b1e-0000-4000-8000-000000000000","resource":{"resourceType":"Basic","code":{"text":"a"}},"request":{"method":"POST","url":"Basic"}},
        {"resource":{"resourceType":"Bundle","type":"collection","entry":[{"resource":{"resourceType":"Parameters","parameter":[{"name":"a","resource":{"resourceType":"Binary","contentType":"text/plain","data":"QQ=="}},{"name":"b","part":[{"name":"c","valueUri":"urn:a?b&c"}]}]}}]},"request":{"method":"POST","url":"Bundle"}}]}"#,
    );
}

#[test]
fn what_came_of_an_entry_is_a_resource() {
    let text = r#"{"resourceType":"Bundle","entry":[{"response":{"status":"200",
        "outcome":{"resourceType":"OperationOutcome","issue":[{"expression":["a","b"]}]}}}]}"#;
    let document = write(&Json::parse(text).unwrap());
    assert!(document.contains("<outcome><OperationOutcome><issue>"), "{document}");
    assert_eq!(parse(&document).unwrap(), Json::parse(text).unwrap());
}

#[test]
fn items_in_items() {
    check_round(
        r#"{"resourceType":"Questionnaire","status":"draft","subjectType":["Patient"],"_subjectType":[{"id":"s"}],
        "item":[{"linkId":"1","type":"group","item":[{"linkId":"1.1","type":"choice","required":true,
        "enableWhen":[{"question":"1","operator":"=","answerDecimal":10.00}],
        "answerOption":[{"valueCoding":{"code":"a"},"initialSelected":true},{"valueInteger":0},{"valueReference":{"reference":"Patient/1"}}],
        "item":[{"linkId":"1.1.1","type":"display","text":"Ёлка"}]}]}]}"#,
    );
}

#[test]
fn elements_come_in_the_order_of_the_standard() {
    let resource = Json::parse(
        r#"{"gender":"female","_active":{"id":"a"},"name":[{"family":"Б","use":"usual"}],"id":"p","resourceType":"Patient","active":true}"#,
    );
    assert_eq!(
        write(&resource.unwrap()),
        concat!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n",
            r#"<Patient xmlns="http://hl7.org/fhir"><id value="p"/><active value="true" id="a"/>"#,
            r#"<name><use value="usual"/><family value="Б"/></name><gender value="female"/></Patient>"#
        )
    );
}

#[test]
fn what_xml_cannot_say_is_left_out_or_replaced() {
    for (members, expected) in [
        (r#""colour":"a","_name":[{"id":"a"}],"link":1"#, "{\"resourceType\":\"Patient\"}"),
        (r#""gender":{"a":1},"birthDate":null,"_birthDate":{}"#, "{\"resourceType\":\"Patient\"}"),
        (
            r#""gender":"a\u0000\u0008\ufffeb""#,
            "{\"resourceType\":\"Patient\",\"gender\":\"a\u{fffd}\u{fffd}\u{fffd}b\"}",
        ),
        (
            r#""text":{"div":"<div><p>a</div>\u0001"}"#,
            concat!(
                r#"{"resourceType":"Patient","text":{"div":"<div xmlns=\"http://www.w3.org/1999/xhtml\">"#,
                "&lt;div&gt;&lt;p&gt;a&lt;/div&gt;\u{fffd}</div>\"}}"
            ),
        ),
        (
            r#""text":{"div":" <div title='1'>a</div>\n"}"#,
            concat!(
                r#"{"resourceType":"Patient","text":{"div":"#,
                r#""<div xmlns=\"http://www.w3.org/1999/xhtml\" title=\"1\">a</div>"}}"#
            ),
        ),
    ] {
        let text = format!(r#"{{"resourceType":"Patient",{members}}}"#);
        assert_eq!(json(&write(&Json::parse(&text).unwrap())), expected);
    }
    for text in ["1", "{}", r#"{"resourceType":"Ship<"}"#] {
        assert!(
            write(&Json::parse(text).unwrap())
                .ends_with(r#"<Resource xmlns="http://hl7.org/fhir"/>"#)
        );
    }
}
