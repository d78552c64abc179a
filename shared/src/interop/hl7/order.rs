//! One order with its results: ORC and OBR.

use std::sync::Arc;

use super::budget::Budget;
use super::coded::{Coded, EntityId};
use super::header::Header;
use super::kind::RunKind;
use super::message::{Piece, Segment};
use super::observation::{Observation, writes_signal};
use super::oru::Note;
use super::person::Person;
use super::quirk::Quirk;
use super::specimen::Specimen;
use super::timestamp::{Moment, Timestamp};

/// OBR-25, HL7 table 0123.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OrderStatus {
    /// `F`
    Final,
    /// `C`: corrects final results
    Corrected,
    /// `P`
    Preliminary,
    /// `A`: some results, not all
    Partial,
    /// `R`: results not verified
    NotVerified,
    /// `I`: specimen received, not done
    InProcess,
    /// `S`: scheduled
    Scheduled,
    /// `O`: ordered, no specimen yet
    Ordered,
    /// `X`: order cancelled
    Cancelled,
    /// `Y`, `Z`: no order or no record of this patient
    NoRecord,
    /// Nothing was sent
    Absent,
    /// Anything else, as it came
    Other(String),
}

/// The result this order follows from, OBR-26 (a culture that led to a susceptibility test).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParentResult {
    /// OBX-3 of the parent
    pub code: Option<Coded>,
    /// OBX-4 of the parent
    pub sub_id: Option<String>,
    /// Its value, e.g. the organism
    pub value: Option<String>,
}

/// The order this order follows from, OBR-29 or ORC-8.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParentOrder {
    /// Number the orderer gave
    pub placer: Option<EntityId>,
    /// Number the laboratory gave
    pub filler: Option<EntityId>,
}

/// One order with what was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    /// Number of the OBR in the message; of the ORC when there is no OBR
    pub segment: usize,
    /// True when there is an OBR
    pub has_request: bool,
    /// Patient, control, calibration or service
    pub kind: RunKind,
    /// ORC-1, HL7 table 0119: `RE` results follow, `NW` new, `CA` cancel, …
    pub control: Option<String>,
    /// ORC-5, HL7 table 0038
    pub order_status: Option<String>,
    /// OBR-1
    pub set_id: Option<String>,
    /// OBR-2, else ORC-2: the number the orderer gave; the barcode on the tube in Mindray chemistry
    pub placer: Option<EntityId>,
    /// OBR-3, else ORC-3: the number the laboratory gave; the place in the rack in Mindray
    /// chemistry
    pub filler: Option<EntityId>,
    /// ORC-4: number of the group of orders
    pub group: Option<EntityId>,
    /// OBR-4
    pub service: Option<Coded>,
    /// The analyser, where OBR-4 names it instead of a service
    pub device: Option<String>,
    /// OBR-6
    pub requested: Option<Moment>,
    /// OBR-7: specimen taken, or begun to be taken
    pub observed: Option<Moment>,
    /// OBR-8: end of that
    pub observed_end: Option<Moment>,
    /// OBR-11, HL7 table 0065: `Q` control specimen, `A` added, …
    pub specimen_action: Option<String>,
    /// OBR-13
    pub clinical_information: Option<String>,
    /// OBR-14: specimen received
    pub received: Option<Moment>,
    /// OBR-16, else ORC-12
    pub ordered_by: Vec<Person>,
    /// OBR-22: results reported or their status changed; OBR-23 where the sender has a time there
    /// instead
    pub reported: Option<Moment>,
    /// OBR-24, HL7 table 0074: `HM` haematology, `CH` chemistry, `MB` microbiology, …
    pub section: Option<String>,
    /// OBR-25
    pub status: OrderStatus,
    /// OBR-26
    pub parent_result: Option<ParentResult>,
    /// OBR-28: who else gets the results
    pub copies_to: Vec<Person>,
    /// OBR-29, else ORC-8
    pub parent_order: Option<ParentOrder>,
    /// OBR-31
    pub reasons: Vec<Coded>,
    /// OBR-32
    pub interpreter: Option<Person>,
    /// SPM, or OBR-15 where there is no SPM
    pub specimens: Vec<Arc<Specimen>>,
    /// NTE after ORC, OBR or SPM
    pub notes: Vec<Note>,
    /// OBX, in their order
    pub observations: Vec<Observation>,
    /// How the OBR departed from the norm
    pub quirks: Vec<Quirk>,
}

/// Names of the sender in small letters, to tell whether OBR-4 is one of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Sender {
    application: String,
    facility: String,
    /// It is an analyser that writes the signal before the value
    pub writes_signal: bool,
}

impl Sender {
    pub(super) fn of(header: &Header) -> Self {
        let first = |raw: &str| {
            raw.split(header.separators.component).next().unwrap_or_default().trim().to_lowercase()
        };
        let (application, facility) =
            (first(&header.sending_application), first(&header.sending_facility));
        let writes_signal = writes_signal(&application) || writes_signal(&facility);
        Self { application, facility, writes_signal }
    }
}

impl OrderStatus {
    fn read(text: &str) -> Self {
        match text.trim().to_ascii_uppercase().as_str() {
            "F" | "FINAL" => Self::Final,
            "C" | "CORRECTED" => Self::Corrected,
            "P" | "PRELIMINARY" => Self::Preliminary,
            "A" => Self::Partial,
            "R" => Self::NotVerified,
            "I" => Self::InProcess,
            "S" => Self::Scheduled,
            "O" => Self::Ordered,
            "X" | "CANCELLED" | "CANCELED" => Self::Cancelled,
            "Y" | "Z" => Self::NoRecord,
            "" => Self::Absent,
            _ => Self::Other(text.trim().to_owned()),
        }
    }
}

impl Order {
    /// When the specimen was taken (RES-16): OBR-7, else SPM-17, else OBR-8. Mindray and Sysmex in
    /// `OpenELIS` send OBR-8 only.
    #[must_use]
    pub fn taken(&self) -> Option<&Moment> {
        let is_read = |moment: &&Moment| moment.time.is_some();
        let specimen = || {
            self.specimens.iter().find_map(|specimen| specimen.collected.as_ref().filter(is_read))
        };
        self.observed
            .as_ref()
            .filter(is_read)
            .or_else(specimen)
            .or_else(|| self.observed_end.as_ref().filter(is_read))
    }

    pub(super) fn read_control(orc: Segment<'_>, budget: &mut Budget) -> Self {
        let mut order = Self::empty(orc.number());
        order.add_control(orc, budget);
        order
    }

    pub(super) fn read_request(obr: Segment<'_>, sender: &Sender, budget: &mut Budget) -> Self {
        let mut order = Self::empty(obr.number());
        order.add_request(obr, sender, budget);
        order
    }

    /// ORC, before the OBR or (OUL) after it.
    pub(super) fn add_control(&mut self, orc: Segment<'_>, budget: &mut Budget) {
        self.control = orc.field(1).value();
        self.order_status = orc.field(5).value();
        self.placer = self.placer.take().or_else(|| EntityId::read(orc.field(2)));
        self.filler = self.filler.take().or_else(|| EntityId::read(orc.field(3)));
        self.group = EntityId::read(orc.field(4));
        self.parent_order = self.parent_order.take().or_else(|| ParentOrder::read(orc.field(8)));
        if self.ordered_by.is_empty() {
            self.ordered_by = people(orc.field(12), budget);
        }
    }

    pub(super) fn add_request(&mut self, obr: Segment<'_>, sender: &Sender, budget: &mut Budget) {
        let shift = usize::from(is_shifted(obr));
        if shift > 0 {
            self.quirks.push(Quirk::Shifted(1));
        }
        let status_field = self.add_status(obr, obr.field(25 + shift));
        // A field that holds the status says nothing of its own.
        let field = |number: usize| {
            obr.field(if status_field == Some(number + shift) {
                usize::MAX
            } else {
                number + shift
            })
        };
        self.segment = obr.number();
        self.has_request = true;
        self.set_id = obr.field(1).value();
        self.placer = EntityId::read(obr.field(2)).or_else(|| self.placer.take());
        self.filler = EntityId::read(obr.field(3)).or_else(|| self.filler.take());
        self.add_service(field(4), sender);
        self.requested = Moment::read(field(6));
        self.observed = Moment::read(field(7));
        self.observed_end = Moment::read(field(8));
        self.specimen_action = field(11).first().value();
        self.clinical_information = field(13).value();
        self.received = Moment::read(field(14));
        self.specimens
            .extend(Specimen::read_obr(obr, 15 + shift).filter(is_specimen).map(Arc::new));
        let ordered_by = people(field(16), budget);
        if !ordered_by.is_empty() {
            self.ordered_by = ordered_by;
        }
        let late = || Moment::read(field(23)).filter(|moment| moment.time.is_some());
        self.reported = Moment::read(field(22)).or_else(late);
        self.section = field(24).first().value();
        self.parent_result = ParentResult::read(field(26));
        self.copies_to = people(field(28), budget);
        self.parent_order = ParentOrder::read(field(29)).or_else(|| self.parent_order.take());
        self.reasons = budget.reps(field(31)).filter_map(Coded::read_words).collect();
        self.interpreter = Person::read_subs(field(32));
    }

    /// OBR-4, unless it names the device: `Mindray^BS-200E`, `EDANLAB^H90`, `SD1`, as MSH-3 and
    /// MSH-4 do.
    fn add_service(&mut self, field: Piece<'_>, sender: &Sender) {
        let Sender { application, facility, .. } = sender;
        let part = |number: usize| field.component(number).text().trim().to_lowercase();
        let (maker, model) = (&part(1), &part(2));
        let is_sender = if model.is_empty() {
            maker == application || maker == facility || writes_signal(maker)
        } else {
            (maker == application && model == facility)
                || (maker == facility && model == application)
        };
        let is_alone = field.components().skip(2).all(|part| part.is_empty());
        if is_alone && is_sender && !maker.is_empty() {
            self.device = field.value();
            self.quirks.push(Quirk::DeviceAsService);
        } else {
            self.service = Coded::read(field);
        }
    }

    /// OBR-25, or where senders put it: OBR-30 (`GeneXpert`), OBR-31 (Mindray, Sysmex, Abbott) in
    /// `OpenELIS`, OBR-26. Gives the number of the field when it is not 25.
    fn add_status(&mut self, obr: Segment<'_>, own: Piece<'_>) -> Option<usize> {
        if let Some(text) = own.first().value() {
            self.status = OrderStatus::read(&text);
            return None;
        }
        let text = |number: usize| obr.field(number).text().trim().to_owned();
        let number =
            (26..=31).find(|number| matches!(text(*number).as_str(), "C" | "F" | "P" | "X"))?;
        self.status = OrderStatus::read(&text(number));
        self.quirks.push(Quirk::StatusInField(number));
        Some(number)
    }

    fn empty(segment: usize) -> Self {
        Self {
            segment,
            has_request: false,
            kind: RunKind::Patient,
            control: None,
            order_status: None,
            set_id: None,
            placer: None,
            filler: None,
            group: None,
            service: None,
            device: None,
            requested: None,
            observed: None,
            observed_end: None,
            specimen_action: None,
            clinical_information: None,
            received: None,
            ordered_by: Vec::new(),
            reported: None,
            section: None,
            status: OrderStatus::Absent,
            parent_result: None,
            copies_to: Vec::new(),
            parent_order: None,
            reasons: Vec::new(),
            interpreter: None,
            specimens: Vec::new(),
            notes: Vec::new(),
            observations: Vec::new(),
            quirks: Vec::new(),
        }
    }
}

impl ParentResult {
    fn read(field: Piece<'_>) -> Option<Self> {
        let read = Self {
            code: Coded::read_subs(field.component(1)),
            sub_id: field.component(2).value(),
            value: field.component(3).value(),
        };
        (read.code.is_some() || read.sub_id.is_some() || read.value.is_some()).then_some(read)
    }
}

impl ParentOrder {
    fn read(field: Piece<'_>) -> Option<Self> {
        let read = Self {
            placer: EntityId::read_subs(field.component(1)),
            filler: EntityId::read_subs(field.component(2)),
        };
        (read.placer.is_some() || read.filler.is_some()).then_some(read)
    }
}

fn people(field: Piece<'_>, budget: &mut Budget) -> Vec<Person> {
    budget.reps(field).filter_map(Person::read).collect()
}

/// `OBR|1|PLACER|FILLER|1|^^^CBC^CBC WITH DIFFERENTIAL|||20260201143000`: a counter before the
/// service (Abbott Architect, Stago, Sysmex XN in `OpenELIS`).
fn is_shifted(obr: Segment<'_>) -> bool {
    let counter = obr.field(4).text();
    let counter = counter.trim();
    (1..=3).contains(&counter.len())
        && counter.bytes().all(|byte| byte.is_ascii_digit())
        && obr.field(5).has_components()
}

/// In a control run of Mindray chemistry OBR-15 is the date the control expires.
fn is_specimen(specimen: &Specimen) -> bool {
    let code = specimen.kind.as_ref().and_then(|kind| kind.code.as_deref());
    code.is_none_or(|code| Timestamp::parse(code).is_none())
}
