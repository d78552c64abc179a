//! Results of one patient, as FHIR resources: a report for each order, an observation for
//! each value. Ids are made from what the laboratory calls the order and the test, so that a
//! correction is a new version of what was there, and the same message changes nothing.

use std::collections::HashMap;

use shared::interop::fhir::json::{Json, present as map};
use shared::interop::hl7::{
    Coded, Comparator, EntityId, Header, Moment, Observation, ObxValue, Order, PatientResults,
    Precision, Role, RunKind, Specimen, Under,
};
use time::UtcOffset;
use time::format_description::well_known::Rfc3339;
use uuid::Uuid;

use super::codes;

/// What is known beside the message.
pub struct Context<'c> {
    pub patient: Uuid,
    pub laboratory: &'c str,
    /// The URI of codes that are the laboratory's own.
    pub local_system: &'c str,
    pub offset: UtcOffset,
    /// The id of what the laboratory calls so.
    pub id: &'c dyn Fn(&str) -> Uuid,
    /// LOINC of a local code.
    pub loinc: &'c HashMap<(String, String), Option<String>>,
    pub encounter: Option<Uuid>,
    /// The order's number → the referral it answers.
    pub requests: &'c HashMap<String, Uuid>,
    pub header: &'c Header,
}

/// A resource and its id.
pub struct Made {
    pub kind: &'static str,
    pub id: Uuid,
    pub resource: Json<'static>,
}

/// All resources of one patient's orders; control and calibration runs are left out.
pub fn resources(results: &PatientResults, context: &Context<'_>) -> Vec<Made> {
    let mut made = Vec::new();
    let mut beside: Vec<&Observation> = results.observations.iter().collect();
    for order in results.orders.iter().filter(|order| order.kind == RunKind::Patient) {
        let writer = Writer { order, context, key: order_key(order, context.header) };
        made.extend(writer.write(&std::mem::take(&mut beside)));
    }
    made
}

/// The numbers an order is known by.
pub fn numbers(order: &Order) -> impl Iterator<Item = &EntityId> {
    order.placer.iter().chain(&order.filler)
}

/// What tells this order apart from all others of the laboratory. Analysers count places in a rack,
/// so that one number alone comes again: then the time it was taken belongs to it.
fn order_key(order: &Order, header: &Header) -> String {
    let of = |id: Option<&EntityId>| id.map_or("", |id| id.id.as_str()).to_owned();
    let (placer, filler) = (of(order.placer.as_ref()), of(order.filler.as_ref()));
    let service = order.service.as_ref().map_or("", |code| name_of(code)).to_owned();
    let mut parts = vec![placer, filler, service];
    if parts.iter().take(2).any(String::is_empty) {
        let taken = order.taken().map_or(header.control_id.as_str(), |moment| moment.raw.as_str());
        let tube = order.specimens.first().and_then(|specimen| {
            [&specimen.container, &specimen.filler_id, &specimen.placer_id]
                .into_iter()
                .find_map(|id| id.as_ref())
        });
        parts.extend([taken.to_owned(), of(tube)]);
    }
    parts.join("|")
}

fn name_of(code: &Coded) -> &str {
    code.code.as_deref().or(code.label()).unwrap_or_default()
}

pub fn text(value: impl Into<String>) -> Json<'static> {
    Json::str(value.into())
}

fn list(items: Vec<Json<'static>>) -> Option<Json<'static>> {
    (!items.is_empty()).then_some(Json::Array(items))
}

fn one(item: Option<Json<'static>>) -> Option<Json<'static>> {
    item.map(|item| Json::Array(vec![item]))
}

fn display(words: Option<&str>) -> Option<Json<'static>> {
    words
        .filter(|words| !words.trim().is_empty())
        .map(|words| map([("display", Some(text(words)))]))
}

fn reference(kind: &str, id: Uuid) -> Json<'static> {
    map([("reference", Some(text(format!("{kind}/{id}"))))])
}

struct Writer<'w> {
    order: &'w Order,
    context: &'w Context<'w>,
    key: String,
}

impl Writer<'_> {
    fn write(&self, beside: &[&Observation]) -> Vec<Made> {
        let mut made = Vec::new();
        let (mut results, mut contained, mut forms) = (Vec::new(), Vec::new(), Vec::new());
        let mut statuses = Vec::new();
        let mut times: HashMap<String, usize> = HashMap::new();
        for observation in self.order.observations.iter().chain(beside.iter().copied()) {
            let name = observation.code.as_ref().map_or("", |code| name_of(code));
            let key = format!("{name}|{}", observation.sub_id.as_deref().unwrap_or_default());
            let nth = times.entry(key.clone()).or_default();
            *nth += 1;
            let id = (self.context.id)(&format!("{}|{key}|{nth}", self.key));
            forms.extend(observation.values.iter().filter_map(|value| form(value, observation)));
            let is_result = observation.role == Role::Result && observation.under == Under::Order;
            if is_result {
                statuses.push(codes::observation_status(observation, self.order));
                results.push(reference("Observation", id));
                let resource = self.observation(observation, Some(id));
                made.push(Made { kind: "Observation", id, resource });
            } else {
                // About the run, the tube or the patient at that moment: kept with the report.
                results.push(map([("reference", Some(text(format!("#{id}"))))]));
                contained.push(self.observation(observation, Some(id)));
            }
        }
        let id = (self.context.id)(&format!("{}|report", self.key));
        let status = codes::report_status(self.order, &statuses);
        let resource = self.report(id, status, results, contained, forms);
        made.push(Made { kind: "DiagnosticReport", id, resource });
        made
    }

    fn subject(&self) -> Json<'static> {
        reference("Patient", self.context.patient)
    }

    fn encounter(&self) -> Option<Json<'static>> {
        self.context.encounter.map(|id| reference("Encounter", id))
    }

    fn laboratory(&self, words: Option<&str>) -> Json<'static> {
        let words = words.unwrap_or(self.context.laboratory);
        map([("type", Some(text("Organization"))), ("display", Some(text(words)))])
    }

    fn report(
        &self,
        id: Uuid,
        status: &str,
        results: Vec<Json<'static>>,
        contained: Vec<Json<'static>>,
        forms: Vec<Json<'static>>,
    ) -> Json<'static> {
        let order = self.order;
        let identifiers = numbers(order).map(|number| {
            map([
                ("system", number_system(number).map(text)),
                ("value", Some(text(number.id.as_str()))),
            ])
        });
        let based_on = numbers(order)
            .find_map(|number| self.context.requests.get(&number.id))
            .map(|id| reference("ServiceRequest", *id));
        let section = order.section.as_deref().filter(|code| !code.is_empty()).map(|code| {
            let system = "http://terminology.hl7.org/CodeSystem/v2-0074";
            let coding = map([("system", Some(text(system))), ("code", Some(text(code)))]);
            map([("coding", Some(Json::Array(vec![coding])))])
        });
        let notes: Vec<&str> = order.notes.iter().map(|note| note.text.as_str()).collect();
        let interpreter = order.interpreter.as_ref().map(|person| full_name(&person.name));
        let service = order.service.as_ref().and_then(|code| self.concept(code));
        let named = || map([("text", Some(text("Лабораторное исследование")))]);
        map([
            ("resourceType", Some(text("DiagnosticReport"))),
            ("id", Some(text(id.to_string()))),
            ("contained", list(contained)),
            ("identifier", list(identifiers.collect())),
            ("basedOn", one(based_on)),
            ("status", Some(text(status))),
            ("category", one(section)),
            ("code", Some(service.unwrap_or_else(named))),
            ("subject", Some(self.subject())),
            ("encounter", self.encounter()),
            ("effectiveDateTime", order.taken().and_then(|moment| self.moment(moment))),
            ("issued", order.reported.as_ref().and_then(|moment| self.instant(moment))),
            ("performer", Some(Json::Array(vec![self.laboratory(None)]))),
            ("resultsInterpreter", one(display(interpreter.as_deref()))),
            ("specimen", one(self.specimen())),
            ("result", list(results)),
            ("conclusion", (!notes.is_empty()).then(|| text(notes.join("\n")))),
            ("presentedForm", list(forms)),
        ])
    }

    fn specimen(&self) -> Option<Json<'static>> {
        let specimen: &Specimen = self.order.specimens.first()?;
        display(specimen.kind.as_ref().and_then(Coded::label))
    }

    fn observation(&self, of: &Observation, id: Option<Uuid>) -> Json<'static> {
        let status = codes::observation_status(of, self.order);
        let category = map([
            ("system", Some(text("http://terminology.hl7.org/CodeSystem/observation-category"))),
            ("code", Some(text("laboratory"))),
        ]);
        let category = map([("coding", Some(Json::Array(vec![category])))]);
        let code = of.code.as_ref().and_then(|code| self.concept(code));
        let notes = of.notes.iter().map(|note| map([("text", Some(text(note.text.as_str())))]));
        let taken = of.observed.as_ref().or_else(|| self.order.taken());
        let method = of.method.as_ref().and_then(|method| self.concept(method));
        let device = of.equipment.first().map(|device| device.id.as_str());
        let performer = of.performer.as_ref().and_then(|laboratory| laboratory.name.as_deref());
        let mut members = vec![
            ("resourceType", Some(text("Observation"))),
            ("id", id.map(|id| text(id.to_string()))),
            ("status", Some(text(status))),
            ("category", Some(Json::Array(vec![category]))),
            ("code", Some(code.unwrap_or_else(|| map([("text", Some(text("?")))])))),
            ("subject", Some(self.subject())),
            ("encounter", self.encounter()),
            ("effectiveDateTime", taken.and_then(|moment| self.moment(moment))),
            ("issued", of.analysed.as_ref().and_then(|moment| self.instant(moment))),
            ("performer", Some(Json::Array(vec![self.laboratory(performer)]))),
        ];
        members.extend(self.value(of));
        members.extend([
            ("interpretation", list(of.flags.iter().map(|flag| interpretation(flag)).collect())),
            ("note", list(notes.collect())),
            ("method", method),
            ("specimen", self.specimen()),
            ("device", display(device)),
            ("referenceRange", one(range(of))),
        ]);
        map(members)
    }

    /// `value[x]`: a number with its unit as printed; several repetitions and everything else in
    /// words.
    fn value(&self, of: &Observation) -> Vec<(&'static str, Option<Json<'static>>)> {
        let unit = of.units.as_ref().and_then(Coded::label);
        match of.values.as_slice() {
            [
                ObxValue::Number { comparator, digits }
                | ObxValue::Structured {
                    comparator,
                    first: Some(digits),
                    separator: None,
                    second: None,
                },
            ] => {
                if let Some(quantity) = quantity(*comparator, digits, unit, of.units.as_ref()) {
                    return vec![("valueQuantity", Some(quantity))];
                }
            }
            [ObxValue::Coded(coded)] => return vec![("valueCodeableConcept", self.concept(coded))],
            [ObxValue::Time(moment)] => {
                if let Some(time) = self.moment(moment) {
                    return vec![("valueDateTime", Some(time))];
                }
            }
            _ => {}
        }
        let words: Vec<String> =
            of.values.iter().map(printed).filter(|words| !words.trim().is_empty()).collect();
        if words.is_empty() {
            let coding = map([
                ("system", Some(text("http://terminology.hl7.org/CodeSystem/data-absent-reason"))),
                ("code", Some(text("unknown"))),
            ]);
            let absent = map([
                ("coding", Some(Json::Array(vec![coding]))),
                ("text", Some(text("нет значения"))),
            ]);
            return vec![("dataAbsentReason", Some(absent))];
        }
        let unit = unit.map(|unit| format!(" {unit}")).unwrap_or_default();
        vec![("valueString", Some(text(format!("{}{unit}", words.join("; ")))))]
    }

    fn concept(&self, code: &Coded) -> Option<Json<'static>> {
        let mut codings = Vec::new();
        let mut add = |system: &str, code: &str, words: Option<&str>| {
            codings.push(map([
                ("system", Some(text(system))),
                ("code", Some(text(code.split_whitespace().collect::<Vec<_>>().join(" ")))),
                ("display", words.filter(|words| !words.trim().is_empty()).map(text)),
            ]));
        };
        if let Some(loinc) =
            codes::local(code).and_then(|local| self.context.loinc.get(&local)?.as_ref())
            && !codes::has_loinc(code)
        {
            add("http://loinc.org", loinc, None);
        }
        let alternate = code.alternate.as_ref();
        let sides = [
            (&code.code, &code.text, &code.system),
            (
                alternate.map_or(&None, |other| &other.code),
                alternate.map_or(&None, |other| &other.text),
                alternate.map_or(&None, |other| &other.system),
            ),
        ];
        for (value, words, system) in sides {
            let Some(value) = value.as_deref().filter(|value| !value.trim().is_empty()) else {
                continue;
            };
            let uri = system.as_deref().and_then(codes::system_uri);
            add(uri.unwrap_or(self.context.local_system), value, words.as_deref());
        }
        let label = code.label().filter(|label| !label.trim().is_empty())?;
        Some(map([("coding", list(codings)), ("text", Some(text(label)))]))
    }

    /// FHIR `dateTime`, as exact as it was stated.
    fn moment(&self, moment: &Moment) -> Option<Json<'static>> {
        let time = moment.time.as_ref()?;
        let date = time.date();
        Some(text(match time.precision() {
            Precision::Year => format!("{:04}", date.year()),
            Precision::Month => format!("{:04}-{:02}", date.year(), u8::from(date.month())),
            Precision::Day => {
                format!("{:04}-{:02}-{:02}", date.year(), u8::from(date.month()), date.day())
            }
            Precision::Hour | Precision::Minute | Precision::Second | Precision::Fraction => {
                time.at(self.context.offset).format(&Rfc3339).ok()?
            }
        }))
    }

    /// FHIR `instant`: only where a time of day was stated.
    fn instant(&self, moment: &Moment) -> Option<Json<'static>> {
        let time = moment.time.as_ref()?;
        let is_exact = time.precision() >= Precision::Hour;
        is_exact.then(|| time.at(self.context.offset).format(&Rfc3339).ok()).flatten().map(text)
    }
}

/// The system a number of an order or a visit was given by.
pub fn number_system(number: &EntityId) -> Option<String> {
    let oid =
        number.universal_id.as_deref().filter(|id| is_oid(id)).map(|id| format!("urn:oid:{id}"));
    oid.or_else(|| number.namespace.clone().filter(|name| !name.contains(char::is_whitespace)))
}

pub fn is_oid(text: &str) -> bool {
    text.contains('.') && text.chars().all(|c| c.is_ascii_digit() || c == '.')
}

/// «Иванова Анна Петровна», as it was sent.
pub fn full_name(name: &shared::interop::hl7::PersonName) -> String {
    let parts = [&name.family, &name.given, &name.patronymic];
    parts.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(" ")
}

fn interpretation(flag: &str) -> Json<'static> {
    let coding = codes::interpretation(flag).map(|code| {
        let system = "http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation";
        Json::Array(vec![map([("system", Some(text(system))), ("code", Some(text(code)))])])
    });
    map([("coding", coding), ("text", Some(text(flag)))])
}

/// A number's digits, where JSON can hold them as they are.
fn decimal(digits: &str) -> Option<Json<'static>> {
    Json::parse(digits).ok().filter(|json| matches!(json, Json::Number(_))).map(Json::into_owned)
}

fn quantity(
    comparator: Option<Comparator>,
    digits: &str,
    unit: Option<&str>,
    coded: Option<&Coded>,
) -> Option<Json<'static>> {
    let comparator = match comparator {
        None | Some(Comparator::Equal) => None,
        Some(Comparator::Less) => Some("<"),
        Some(Comparator::LessOrEqual) => Some("<="),
        Some(Comparator::Greater) => Some(">"),
        Some(Comparator::GreaterOrEqual) => Some(">="),
        Some(Comparator::NotEqual) => return None,
    };
    let ucum = coded
        .filter(|unit| unit.system.as_deref().and_then(codes::system_uri).is_some())
        .and_then(|unit| unit.code.as_deref());
    Some(map([
        ("value", Some(decimal(digits)?)),
        ("comparator", comparator.map(text)),
        ("unit", unit.map(text)),
        ("system", ucum.map(|_| text("http://unitsofmeasure.org"))),
        ("code", ucum.map(text)),
    ]))
}

/// The words go along with the numbers: only they tell `<5` from `≤5`, and whom a line is for.
fn range(of: &Observation) -> Option<Json<'static>> {
    let range = of.range.as_ref()?;
    let unit = of.units.as_ref().and_then(Coded::label);
    let limits = range.limits.as_ref();
    let end = |digits: Option<&String>| quantity(None, digits?, unit, None);
    let low = end(limits.and_then(|limits| limits.low.as_ref()).map(|limit| &limit.digits));
    let high = end(limits.and_then(|limits| limits.high.as_ref()).map(|limit| &limit.digits));
    Some(map([("low", low), ("high", high), ("text", Some(text(range.text.as_str())))]))
}

/// A value in words, as printed.
fn printed(value: &ObxValue) -> String {
    let sign = |comparator: &Option<Comparator>| match comparator {
        None | Some(Comparator::Equal) => "",
        Some(Comparator::Less) => "<",
        Some(Comparator::LessOrEqual) => "≤",
        Some(Comparator::Greater) => ">",
        Some(Comparator::GreaterOrEqual) => "≥",
        Some(Comparator::NotEqual) => "≠",
    };
    match value {
        ObxValue::Number { comparator, digits } => format!("{}{digits}", sign(comparator)),
        ObxValue::Text(words) | ObxValue::Unreadable(words) => words.clone(),
        ObxValue::Coded(coded) => coded.label().unwrap_or_default().to_owned(),
        ObxValue::Structured { comparator, first, separator, second } => {
            let digits = |digits: &Option<String>| digits.clone().unwrap_or_default();
            let separator = separator.as_deref().unwrap_or_default();
            let separator = if separator == "-" { "–" } else { separator };
            format!("{}{}{separator}{}", sign(comparator), digits(first), digits(second))
        }
        ObxValue::Time(moment) => moment.raw.clone(),
        ObxValue::Document { title, content_type, .. } => {
            title.clone().unwrap_or_else(|| content_type.clone())
        }
        ObxValue::Reference { pointer, .. } => pointer.clone(),
        ObxValue::Empty => String::new(),
    }
}

/// A document inside the message, as an attachment of the report.
fn form(value: &ObxValue, of: &Observation) -> Option<Json<'static>> {
    let ObxValue::Document { content_type, encoding, title, base64, .. } = value else {
        return None;
    };
    let data = match encoding.to_ascii_uppercase().as_str() {
        "HEX" => encode_base64(&read_hex(base64)?),
        "A" => encode_base64(base64.as_bytes()),
        _ => base64.chars().filter(|c| !c.is_whitespace()).collect(),
    };
    let title = title.as_deref().or_else(|| of.code.as_ref().and_then(Coded::label));
    Some(map([
        ("contentType", Some(text(content_type.as_str()))),
        ("data", (!data.is_empty()).then(|| text(data))),
        ("title", title.map(text)),
    ]))
}

fn encode_base64(bytes: &[u8]) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.encode(bytes)
}

fn read_hex(digits: &str) -> Option<Vec<u8>> {
    let digits: Vec<u8> = digits
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| c.to_digit(16).and_then(|digit| u8::try_from(digit).ok()))
        .collect::<Option<_>>()?;
    Some(digits.chunks(2).filter_map(|pair| Some(pair.first()? << 4 | pair.get(1)?)).collect())
}

/// Adds to a new version what the earlier one listed and belonged to and this message does not
/// repeat: a correction often brings only what it corrects. What was there stays in its place.
pub fn keep_listed<'a>(new: &mut Json<'a>, before: &Json<'_>) {
    let Json::Object(object) = new else { return };
    for name in ["encounter", "basedOn"] {
        if let (None, Some(old)) = (object.get(name), before.get(name)) {
            object.0.push((name.into(), old.clone().into_owned()));
        }
    }
    for (name, key) in [("result", "reference"), ("presentedForm", "data"), ("contained", "id")] {
        let old = before.list(name);
        if old.is_empty() {
            continue;
        }
        let mut fresh = match object.remove(name) {
            Some(Json::Array(items)) => items,
            Some(_) | None => Vec::new(),
        };
        let mut all: Vec<Json<'a>> = Vec::with_capacity(old.len() + fresh.len());
        for item in old {
            let same = fresh.iter().position(|other| other.text(key) == item.text(key));
            all.push(match same {
                Some(at) => fresh.remove(at),
                None => item.clone().into_owned(),
            });
        }
        all.append(&mut fresh);
        object.0.push((name.into(), Json::Array(all)));
    }
}
