//! Messages with results: ORU^R01 and kin, OUL^R21–R24, and the OBX of any other message.
//!
//! Order of segments (chapter 7): in ORU `PID [PV1] {[ORC] OBR {NTE} {OBX {NTE}} {SPM}}`; in
//! OUL^R22 and R23 the specimen comes first, `{SPM {OBX} {SAC} {OBR [ORC] {NTE} {OBX}}}`; in
//! OUL^R24 `{OBR [ORC] {SPM {OBX} {SAC}} {OBX}}`. What stands elsewhere is still put where it
//! belongs by what is before it.

use std::sync::Arc;

use super::budget::Budget;
use super::coded::{Coded, EntityId};
use super::header::Header;
use super::kind::{RunKind, Whose, header_kind, number_kind, order_kind};
use super::message::{Message, Segment};
use super::observation::{Observation, Under, writes_signal};
use super::order::{Order, Sender};
use super::person::{Patient, Visit};
use super::specimen::Specimen;

/// Most lines (repetitions of NTE-3) kept of one note.
const MAX_LINES: usize = 10_000;
/// Most specimens kept with one order.
const MAX_SPECIMENS: usize = 1_000;

/// A remark, NTE.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Number of the NTE segment in the message
    pub segment: usize,
    /// NTE-2: `L` laboratory, `P` orderer, `O` other
    pub source: Option<String>,
    /// NTE-3, repetitions on lines of their own
    pub text: String,
    /// NTE-4
    pub kind: Option<Coded>,
}

/// Results of one patient.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PatientResults {
    /// PID; nothing when the sender knows only a number on a tube
    pub patient: Option<Patient>,
    /// PV1
    pub visit: Option<Visit>,
    /// NTE after PID or PV1
    pub notes: Vec<Note>,
    /// OBX about the patient or the visit, outside any order
    pub observations: Vec<Observation>,
    /// Orders with their results
    pub orders: Vec<Order>,
}

/// Why an OBX has no place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LooseReason {
    /// Before any PID, ORC, OBR or SPM.
    NothingBefore,
    /// In a message of results, for a patient without any order.
    NoOrder,
}

/// An OBX that has no place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loose {
    /// The observation
    pub observation: Observation,
    /// Why it has no place
    pub reason: LooseReason,
    /// Where in `Oru::patients` the person is whom it stood under
    pub patient: Option<usize>,
}

/// A message with results. Every OBX is in it exactly once: [`Oru::observations`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Oru {
    /// MSH
    pub header: Header,
    /// Patient, control, calibration or service; `Patient` when some order is
    pub kind: RunKind,
    /// NTE before the first patient
    pub notes: Vec<Note>,
    /// Patients with their results, in the order of the message
    pub patients: Vec<PatientResults>,
    /// OBX without a place
    pub loose: Vec<Loose>,
}

impl Oru {
    /// Every observation of the message, in no particular order.
    pub fn observations(&self) -> impl Iterator<Item = &Observation> {
        let placed = self.patients.iter().flat_map(|one| {
            one.observations
                .iter()
                .chain(one.orders.iter().flat_map(|order| order.observations.iter()))
        });
        placed.chain(self.loose.iter().map(|loose| &loose.observation))
    }
}

/// Reads a message as one with results. Never fails: what is not understood is kept as it came.
#[must_use]
pub fn read_oru(message: &Message) -> Oru {
    let header = Header::read(message);
    let layout = match (header.message_type.as_str(), header.event.as_str()) {
        ("OUL", "R22" | "R23") => Layout::Specimen,
        ("OUL", _) => Layout::Request,
        _ => Layout::Control,
    };
    let mut reading = Reading {
        layout,
        sender: Sender::of(&header),
        is_signal_order: false,
        oru: Oru {
            kind: RunKind::Patient,
            notes: Vec::new(),
            patients: Vec::new(),
            loose: Vec::new(),
            header,
        },
        current: None,
        is_order_open: false,
        specimen: None,
        is_in_specimen: false,
        last: Last::Nothing,
        budget: Budget::default(),
    };
    let segments: Vec<Segment<'_>> = message.segments().collect();
    let mut rest = segments.as_slice();
    while let [segment, after @ ..] = rest {
        reading.take(*segment, after);
        rest = after;
    }
    reading.finish()
}

/// What an NTE belongs to.
#[derive(Clone, Copy)]
enum Last {
    Nothing,
    Patient,
    Order,
    PatientObservation,
    OrderObservation,
    LooseObservation,
}

/// Which part of an order comes first.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Layout {
    /// ORU and all others: ORC, OBR, results, SPM
    Control,
    /// OUL^R24, R21: OBR, ORC, SPM, results
    Request,
    /// OUL^R22, R23: SPM, OBR, ORC, results
    Specimen,
}

struct Reading {
    layout: Layout,
    sender: Sender,
    /// OBR-4 names an analyser that writes the signal before the value
    is_signal_order: bool,
    oru: Oru,
    current: Option<PatientResults>,
    is_order_open: bool,
    /// The specimen of the orders that follow
    specimen: Option<Arc<Specimen>>,
    /// An OBX that comes now is about the specimen
    is_in_specimen: bool,
    last: Last,
    budget: Budget,
}

impl Reading {
    fn take(&mut self, segment: Segment<'_>, after: &[Segment<'_>]) {
        match segment.name() {
            "PID" => self.take_patient(segment),
            "PV1" => {
                self.last = if self.is_order_open { self.last } else { Last::Patient };
                let visit = Visit::read(segment, &mut self.budget);
                self.current().visit.get_or_insert(visit);
            }
            "ORC" => self.take_control(segment),
            "OBR" => self.take_request(segment),
            "SPM" => self.take_specimen(segment, after),
            "SAC" | "INV" => self.take_container(segment),
            "OBX" => self.take_observation(segment),
            "NTE" => self.take_note(segment),
            _ => {}
        }
    }

    fn take_patient(&mut self, pid: Segment<'_>) {
        self.close_patient();
        let patient = Patient::read(pid, &mut self.budget);
        self.current().patient = Some(patient);
        self.last = Last::Patient;
    }

    fn take_control(&mut self, orc: Segment<'_>) {
        let is_after_request = self.layout != Layout::Control;
        self.is_in_specimen = false;
        let mut budget = std::mem::take(&mut self.budget);
        let open = self.open_order();
        match open.filter(|order| {
            is_after_request
                && order.control.is_none()
                && order.has_request
                && order.observations.is_empty()
        }) {
            Some(order) => order.add_control(orc, &mut budget),
            None => self.start_order(Order::read_control(orc, &mut budget)),
        }
        self.budget = budget;
        self.last = Last::Order;
    }

    fn take_request(&mut self, obr: Segment<'_>) {
        self.is_in_specimen = false;
        self.is_signal_order = writes_signal(obr.field(4).raw());
        let (sender, mut budget) =
            (std::mem::take(&mut self.sender), std::mem::take(&mut self.budget));
        match self.open_order().filter(|order| !order.has_request) {
            Some(order) => order.add_request(obr, &sender, &mut budget),
            None => self.start_order(Order::read_request(obr, &sender, &mut budget)),
        }
        (self.sender, self.budget) = (sender, budget);
        self.last = Last::Order;
    }

    fn start_order(&mut self, mut order: Order) {
        order.specimens.extend(self.specimen.clone());
        self.current().orders.push(order);
        self.is_order_open = true;
        if self.layout != Layout::Specimen {
            self.specimen = None;
        }
    }

    fn take_specimen(&mut self, spm: Segment<'_>, after: &[Segment<'_>]) {
        let specimen = Arc::new(Specimen::read(spm));
        if self.layout == Layout::Specimen || !self.is_order_open {
            self.current();
            self.is_order_open = false;
            self.is_in_specimen = true;
            self.specimen = Some(specimen);
            return;
        }
        let has_container = self.layout == Layout::Request && is_container_next(after);
        let Some(order) = self.open_order() else { return };
        // OBR-15 says the same in the older way.
        let request = order.segment;
        order.specimens.retain(|known| known.segment != request);
        if order.specimens.len() < MAX_SPECIMENS {
            order.specimens.push(specimen);
        }
        self.is_in_specimen = has_container || !order.observations.is_empty();
        self.last = Last::Order;
    }

    fn take_container(&mut self, segment: Segment<'_>) {
        self.is_in_specimen = false;
        if segment.name() != "SAC" {
            return;
        }
        let container =
            EntityId::read(segment.field(3)).or_else(|| EntityId::read(segment.field(4)));
        let specimen = if self.is_order_open && self.layout != Layout::Specimen {
            self.open_order().and_then(|order| order.specimens.last_mut())
        } else {
            self.specimen.as_mut()
        };
        if let (Some(specimen), Some(_)) =
            (specimen.filter(|specimen| specimen.container.is_none()), &container)
        {
            Arc::make_mut(specimen).container = container;
        }
    }

    fn take_observation(&mut self, obx: Segment<'_>) {
        let under = match (self.is_in_specimen, self.is_order_open) {
            (true, _) => Under::Specimen,
            (false, true) => Under::Order,
            (false, false) => Under::Patient,
        };
        let has_signal = self.sender.writes_signal || (self.is_order_open && self.is_signal_order);
        let observation = Observation::read(obx, under, has_signal, &mut self.budget);
        if let Some(order) = self.open_order() {
            order.observations.push(observation);
            self.last = Last::OrderObservation;
        } else if let Some(current) = self.current.as_mut() {
            current.observations.push(observation);
            self.last = Last::PatientObservation;
        } else {
            self.oru.loose.push(Loose {
                observation,
                reason: LooseReason::NothingBefore,
                patient: None,
            });
            self.last = Last::LooseObservation;
        }
    }

    fn take_note(&mut self, remark: Segment<'_>) {
        let lines =
            remark.field(3).reps().take(MAX_LINES).map(|rep| rep.text().trim_end().to_owned());
        let note = Note {
            segment: remark.number(),
            source: remark.field(2).value(),
            text: lines.collect::<Vec<_>>().join("\n"),
            kind: Coded::read_words(remark.field(4)),
        };
        let current = self.current.as_mut();
        let notes = match (self.last, current) {
            (Last::Patient, Some(current)) => Some(&mut current.notes),
            (Last::PatientObservation, Some(current)) => {
                current.observations.last_mut().map(|one| &mut one.notes)
            }
            (Last::Order, Some(current)) => current.orders.last_mut().map(|order| &mut order.notes),
            (Last::OrderObservation, Some(current)) => {
                let order = current.orders.last_mut();
                order.and_then(|order| order.observations.last_mut()).map(|one| &mut one.notes)
            }
            (Last::LooseObservation, _) => {
                self.oru.loose.last_mut().map(|loose| &mut loose.observation.notes)
            }
            (Last::Nothing, _)
            | (
                Last::Patient | Last::Order | Last::PatientObservation | Last::OrderObservation,
                None,
            ) => None,
        };
        notes.unwrap_or(&mut self.oru.notes).push(note);
    }

    fn current(&mut self) -> &mut PatientResults {
        self.current.get_or_insert_with(PatientResults::default)
    }

    fn open_order(&mut self) -> Option<&mut Order> {
        let orders = self
            .current
            .as_mut()
            .map(|current| &mut current.orders)
            .filter(|_| self.is_order_open)?;
        orders.last_mut()
    }

    fn close_patient(&mut self) {
        self.is_order_open = false;
        self.is_in_specimen = false;
        self.specimen = None;
        let Some(mut current) = self.current.take() else { return };
        let whose = Whose {
            has_patient: current.patient.is_some(),
            is_person: current
                .patient
                .as_ref()
                .is_some_and(|one| !one.names.is_empty() || one.born.is_some()),
            by_number: current
                .patient
                .iter()
                .flat_map(|one| one.identifiers.iter())
                .find_map(|id| number_kind(&id.value)),
        };
        for order in &mut current.orders {
            order.kind = order_kind(&self.oru.header, whose, order);
        }
        // In an ADT or SIU an OBX speaks of the patient; in a message of results it is a result
        // that lost its order.
        let is_results = self.layout != Layout::Control || self.oru.header.message_type == "ORU";
        if current.orders.is_empty() && is_results {
            let patient = Some(self.oru.patients.len());
            let lost = current.observations.drain(..);
            self.oru.loose.extend(lost.map(|observation| Loose {
                observation,
                reason: LooseReason::NoOrder,
                patient,
            }));
        }
        self.oru.patients.push(current);
    }

    fn finish(mut self) -> Oru {
        self.close_patient();
        let kinds: Vec<RunKind> = self
            .oru
            .patients
            .iter()
            .flat_map(|one| one.orders.iter().map(|order| order.kind))
            .collect();
        let has_observations = self.oru.observations().next().is_some();
        self.oru.kind = match kinds.first() {
            Some(_) if kinds.contains(&RunKind::Patient) => RunKind::Patient,
            Some(first) => *first,
            None => header_kind(&self.oru.header).unwrap_or(if has_observations {
                RunKind::Patient
            } else {
                RunKind::Service
            }),
        };
        self.oru
    }
}

/// True when a container follows before the next specimen or order: what is between is then about
/// the specimen.
fn is_container_next(after: &[Segment<'_>]) -> bool {
    let next = after
        .iter()
        .find(|segment| matches!(segment.name(), "SAC" | "INV" | "SPM" | "OBR" | "ORC" | "PID"));
    next.is_some_and(|segment| matches!(segment.name(), "SAC" | "INV"))
}

#[cfg(test)]
mod tests {
    use super::super::{ObxValue, Quirk, Sex};
    use super::*;

    fn read(text: &str) -> Oru {
        let message = Message::parse(text.replace('\n', "\r").as_bytes()).unwrap();
        let oru = read_oru(&message);
        let count = message.segments().filter(|segment| segment.name() == "OBX").count();
        assert_eq!(oru.observations().count(), count);
        oru
    }

    fn oru(msh_11: &str, msh_16: &str, rest: &str) -> Oru {
        read(&format!(
            "MSH|^~\\&|Mindray|BS-200E|||20070720120202||ORU^R01|1|{msh_11}|2.3.1||||{msh_16}||ASCII|||\n{rest}"
        ))
    }

    #[test]
    fn mindray_chemistry_is_read_as_its_manual_says() {
        let read = oru(
            "P",
            "0",
            "PID|1|854||12|Иванова Анна||19830719145307|F|A\nOBR|1|0000000002|2|Mindray^BS-200E|Y||20070719145300||||||||serum\nOBX|1|NM|2|test2|5.000000|g/ml|-||||F",
        );
        let order = &read.patients[0].orders[0];
        assert_eq!(
            (read.kind, order.device.as_deref(), order.quirks.as_slice()),
            (RunKind::Patient, Some("Mindray^BS-200E"), [Quirk::DeviceAsService].as_slice())
        );
        assert_eq!(order.specimens[0].kind.as_ref().and_then(Coded::label), Some("serum"));
        assert_eq!(order.placer.as_ref().map(|id| id.id.as_str()), Some("0000000002"));
        assert_eq!(
            order.observations[0].values,
            [ObxValue::Number { comparator: None, digits: "5.000000".to_owned() }]
        );
        assert_eq!(read.patients[0].patient.as_ref().unwrap().sex, Some(Sex::Female));
    }

    #[test]
    fn runs_that_are_no_patients_are_told_by_their_marks() {
        let qc = "OBR|1|1|test1|Mindray^BS-200E||20070720120143|||||||QUAL1|1111|20080720000000||H|5.000000|2.000000|0.11029|g/ml";
        assert_eq!(oru("P", "2", qc).kind, RunKind::Control);
        assert_eq!(oru("P", "1", qc).kind, RunKind::Calibration);
        assert!(oru("P", "2", qc).patients[0].orders[0].specimens.is_empty());
        assert_eq!(
            oru(
                "Q",
                "",
                "PID|1||LOT1234\nOBR|1||6|00001^Automated Count^99MRC\nOBX|1|NM|6690-2^WBC^LN||7.1"
            )
            .kind,
            RunKind::Control
        );
        assert_eq!(
            oru("P", "", "PID|1||LOT\nOBR|1||6|00003^LJ QCR^99MRC\nOBX|1|NM|6690-2^WBC^LN||7.1")
                .kind,
            RunKind::Control
        );
        assert_eq!(
            oru("P", "", "OBR|1|QC solution 1|123456|02001^QCR^99MRC").kind,
            RunKind::Control
        );
        assert_eq!(oru("P", "", "OBR|1||77|X^^L|||||||Q").kind, RunKind::Control);
        assert_eq!(oru("P", "", "OBR|1||QC-2026|X^^L\nOBX|1|NM|a||1").kind, RunKind::Control);
        assert_eq!(
            oru("P", "", "PID|1||||Иванов^Иван\nOBR|1||QC-2026|X^^L\nOBX|1|NM|a||1").kind,
            RunKind::Patient
        );
        for (role, kind) in
            [("Q", RunKind::Control), ("C", RunKind::Calibration), ("P", RunKind::Patient)]
        {
            assert_eq!(
                oru(
                    "P",
                    "",
                    &format!("PID|1||7\nOBR|1||77|X^^L\nOBX|1|NM|a||1\nSPM|1|||BLD|||||||{role}")
                )
                .kind,
                kind
            );
        }
    }

    #[test]
    fn a_missing_pid_alone_makes_no_control() {
        assert_eq!(oru("P", "", "OBR|1|4600012345|7|CBC^^L\nOBX|1|NM|a||1").kind, RunKind::Patient);
        assert_eq!(oru("P", "", "OBR|1|||CBC^^L\nOBX|1|NM|a||1").kind, RunKind::Service);
        assert_eq!(oru("P", "", "").kind, RunKind::Service);
        for processing in ["T", "D", "P^T"] {
            assert_eq!(
                oru(processing, "", "PID|1||7\nOBR|1|1||CBC^^L\nOBX|1|NM|a||1").kind,
                RunKind::Patient
            );
        }
    }

    #[test]
    fn what_has_no_place_is_loose_with_a_reason() {
        let nothing = oru("P", "", "OBX|1|NM|a||1\nNTE|1|L|remark");
        assert_eq!(
            (nothing.loose[0].reason, nothing.loose[0].observation.notes.len()),
            (LooseReason::NothingBefore, 1)
        );
        let no_order = oru(
            "P",
            "",
            "PID|1||7\nOBX|1|NM|a||1\nOBX|2|NM|b||2\nPID|2||8\nOBR|1|5\nOBX|1|NM|c||3",
        );
        assert_eq!(
            no_order.loose.iter().map(|loose| (loose.reason, loose.patient)).collect::<Vec<_>>(),
            [(LooseReason::NoOrder, Some(0)); 2]
        );
        assert_eq!(
            (no_order.patients.len(), no_order.patients[1].orders[0].observations.len()),
            (2, 1)
        );
        let visit =
            read("MSH|^~\\&|||||||ADT^A01|1|P|2.3\nPID|1||7\nPV1|1|I\nOBX|1|NM|weight||70|kg");
        assert_eq!(
            (visit.loose.len(), visit.patients[0].observations[0].under),
            (0, Under::Patient)
        );
    }

    #[test]
    fn notes_stand_with_what_they_follow() {
        let read = oru(
            "P",
            "",
            "NTE|1|L|message\nPID|1||7\nNTE|1|P|patient~second line\nORC|RE|1\nNTE|1||control\nOBR|1|1\nNTE|1||order\nOBX|1|NM|a||1\nNTE|1||result\nNTE|2||more\\.br\\lines|RE^Remark\nSPM|1\nNTE|1||specimen",
        );
        let (patient, order) = (&read.patients[0], &read.patients[0].orders[0]);
        assert_eq!(
            (read.notes[0].text.as_str(), patient.notes[0].text.as_str()),
            ("message", "patient\nsecond line")
        );
        assert_eq!(
            order.notes.iter().map(|note| note.text.as_str()).collect::<Vec<_>>(),
            ["control", "order", "specimen"]
        );
        assert_eq!(
            order.observations[0].notes.iter().map(|note| note.text.as_str()).collect::<Vec<_>>(),
            ["result", "more\nlines"]
        );
    }

    #[test]
    fn an_order_keeps_its_numbers_parents_and_people() {
        let read = read(
            "MSH|^~\\&|LAB||||||ORU^R01^ORU_R01|1|P|2.5.1\nPID|1||7\nPV1|1|O|||||||||||||||||V-9^^^МИС\nORC|RE|P1^EHR|F1^LAB|G1||||PP&EHR^PF&LAB||||55^Ткач^Ольга^Петровна\nOBR|1|||18769-0^Susceptibility^LN|||20260110||||||||||||||||||F|600-7&Bacteria&LN^1^Escherichia coli||9^Копия^Иван~10^Копия^Пётр|P2&EHR^F2&LAB||A41.9^Сепсис^I10\nOBX|1|SN|267-5^Gentamicin^LN|1|<=^1|ug/mL^^UCUM||S|||F",
        );
        let order = &read.patients[0].orders[0];
        assert_eq!(
            order.placer.as_ref().map(|id| (id.id.as_str(), id.namespace.as_deref())),
            Some(("P1", Some("EHR")))
        );
        assert_eq!(order.filler.as_ref().map(|id| id.id.as_str()), Some("F1"));
        let parent = order.parent_result.as_ref().unwrap();
        assert_eq!(
            (parent.sub_id.as_deref(), parent.value.as_deref()),
            (Some("1"), Some("Escherichia coli"))
        );
        let parent = order.parent_order.as_ref().unwrap();
        assert_eq!(parent.filler.as_ref().map(|id| id.id.as_str()), Some("F2"));
        assert_eq!((order.copies_to.len(), order.reasons.len()), (2, 1));
        assert_eq!(order.ordered_by[0].name.patronymic.as_deref(), Some("Петровна"));
        assert_eq!(read.patients[0].visit.as_ref().unwrap().number.as_ref().unwrap().value, "V-9");
        assert_eq!(order.taken().map(|moment| moment.raw.as_str()), Some("20260110"));
    }

    #[test]
    fn autobio_writes_the_signal_before_the_value() {
        let read = read(
            "MSH|^~\\&|||||20261005120000||ORU^R01|7|P|2.3.1|261005120000124\nOBR|1|LAB-000123|7764|AutoLumo A1000\nOBX|1|CE|107|107|41765^4.17~||||||F|||2026/10/05 12:00:00",
        );
        let observation = &read.patients[0].orders[0].observations[0];
        assert_eq!(
            observation.values,
            [ObxValue::Number { comparator: None, digits: "4.17".to_owned() }]
        );
        assert_eq!(observation.quirks, [Quirk::SignalBeforeValue]);
        assert!(observation.observed.as_ref().unwrap().time.is_some());
    }

    #[test]
    fn edan_and_seamaty_name_the_device_as_the_service() {
        for (sender, service) in [("H90^^507|EDANLAB", "EDANLAB^H90"), ("SMT|SD1", "SD1")] {
            let read = read(&format!(
                "MSH|^~\\&|{sender}|||20260706||ORU^R01|9|P|2.4\nOBR|1|S-99||{service}\nOBX||NM|0|WBC|7.1"
            ));
            let order = &read.patients[0].orders[0];
            assert_eq!((order.device.as_deref(), order.service.as_ref()), (Some(service), None));
        }
    }

    #[test]
    fn repetitions_are_bounded_and_specimens_shared() {
        let many = format!("PID|1||{}\nOBR|1|1\n", "1~".repeat(99)).repeat(3000);
        let count = |oru: &Oru| -> usize {
            oru.patients
                .iter()
                .filter_map(|one| one.patient.as_ref())
                .map(|one| one.identifiers.len())
                .sum()
        };
        let bounded = count(&oru("P", "", &many));
        assert!((200_000..210_000).contains(&bounded), "{bounded}");
        let shared = read(
            "MSH|^~\\&|||||||OUL^R22|1|P|2.5.1\nSPM|1|&&&^7\nSAC|||T1\nOBR|1|1\nOBX|1|NM|a||1\nOBR|2|2\nOBX|1|NM|b||2",
        );
        let orders = &shared.patients[0].orders;
        assert!(Arc::ptr_eq(&orders[0].specimens[0], &orders[1].specimens[0]));
        assert_eq!(orders[0].specimens[0].container.as_ref().map(|id| id.id.as_str()), Some("T1"));
    }
}
