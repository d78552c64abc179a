use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use uuid::Uuid;

use crate::contract::FieldReason;
use crate::id::EntryId;
use crate::lang::Lang;
use crate::record::model::{
    Coding, Component, Content, Interval, Observation, ObservationCategory, PatientBrief, Value,
};
use crate::wire_time;
use crate::words::words;

pub const LOINC: &str = "http://loinc.org";

words! {
    /// What one can measure at home (VIT-1).
    MeasurementKind {
        BloodPressure "blood_pressure",
        Pulse "pulse",
        /// At any time of the day.
        Glucose "glucose",
        /// After a night without food.
        FastingGlucose "fasting_glucose",
        Weight "weight",
        Temperature "temperature",
        OxygenSaturation "oxygen_saturation",
        RespiratoryRate "respiratory_rate",
        PeakFlow "peak_flow",
        Inr "inr",
        Waist "waist",
        Height "height",
    }

    /// Whose target it is.
    TargetOrigin {
        /// What is usual for grown-ups, by published recommendations.
        Default "default",
        Doctor "doctor",
    }

    /// What a value asks for, the gravest last.
    AdviceLevel {
        /// Nothing: it lies where it should.
        Usual "usual",
        /// To keep an eye on it.
        Outside "outside",
        /// To call one's doctor today.
        CallDoctor "call_doctor",
        /// To call 103 or 112 now.
        CallEmergency "call_emergency",
    }

    /// On which side of its target a value lies.
    Side {
        Low "low",
        High "high",
    }

    /// What becomes of a measurement of a file.
    RowState {
        New "new",
        /// The card has it.
        There "there",
        /// The file has it once already.
        Twice "twice",
        /// It may be right, but hardly ever is.
        Unlikely "unlikely",
        /// It cannot be kept, and the reason says why.
        Wrong "wrong",
    }
}

/// What a kind of measurement is made of.
#[derive(Debug)]
pub struct Spec {
    /// LOINC.
    pub code: &'static str,
    /// LOINC codes under which others send the same quantity.
    pub same: &'static [&'static str],
    /// UCUM, as it is kept and sent; people are shown `record::text::unit` of it.
    pub unit: &'static str,
    /// One for each number, in the order they are said.
    pub parts: &'static [Part],
}

/// One number of a measurement.
#[derive(Debug)]
pub struct Part {
    /// LOINC: of the whole where it has one part only.
    pub code: &'static str,
    /// «Верхнее», where there are several.
    pub name: &'static str,
    /// From where to where a device can show anything at all.
    pub possible: (f64, f64),
    /// Outside of it one is asked whether it is no slip.
    pub likely: (f64, f64),
}

const fn part(code: &'static str, possible: (f64, f64), likely: (f64, f64)) -> Part {
    Part { code, name: "", possible, likely }
}

static BLOOD_PRESSURE: Spec = Spec {
    code: "85354-9",
    same: &["55284-4"],
    unit: "mm[Hg]",
    parts: &[
        Part {
            code: "8480-6",
            name: "Систолическое давление",
            possible: (40.0, 300.0),
            likely: (70.0, 210.0),
        },
        Part {
            code: "8462-4",
            name: "Диастолическое давление",
            possible: (20.0, 200.0),
            likely: (40.0, 130.0),
        },
    ],
};
static PULSE: Spec = Spec {
    code: "8867-4",
    same: &["8889-8", "8893-0"],
    unit: "/min",
    parts: &[part("8867-4", (20.0, 300.0), (40.0, 150.0))],
};
/// LOINC: glucose in capillary blood by glucometer. The others are of blood, serum and plasma.
static GLUCOSE: Spec = Spec {
    code: "14743-9",
    same: &["41653-7", "2345-7", "14749-6", "2339-0", "15074-8"],
    unit: "mmol/L",
    parts: &[part("14743-9", (0.5, 55.0), (2.5, 25.0))],
};
static FASTING_GLUCOSE: Spec = Spec {
    code: "14770-2",
    same: &["1558-6", "14771-0"],
    unit: "mmol/L",
    parts: &[part("14770-2", (0.5, 55.0), (2.5, 25.0))],
};
static WEIGHT: Spec = Spec {
    code: "29463-7",
    same: &["3141-9"],
    unit: "kg",
    parts: &[part("29463-7", (0.3, 650.0), (2.5, 250.0))],
};
static TEMPERATURE: Spec = Spec {
    code: "8310-5",
    same: &["8331-1", "8328-7"],
    unit: "Cel",
    parts: &[part("8310-5", (24.0, 45.0), (34.0, 41.5))],
};
/// FHIR's profile of oxygen saturation asks for this code; 59408-5 is the same by pulse oximetry.
static OXYGEN_SATURATION: Spec = Spec {
    code: "2708-6",
    same: &["59408-5"],
    unit: "%",
    parts: &[part("2708-6", (30.0, 100.0), (80.0, 100.0))],
};
static RESPIRATORY_RATE: Spec = Spec {
    code: "9279-1",
    same: &[],
    unit: "/min",
    parts: &[part("9279-1", (3.0, 120.0), (8.0, 60.0))],
};
static PEAK_FLOW: Spec = Spec {
    code: "33452-4",
    same: &["19935-6"],
    unit: "L/min",
    parts: &[part("33452-4", (30.0, 1_000.0), (60.0, 850.0))],
};
static INR: Spec = Spec {
    code: "34714-6",
    same: &["6301-6"],
    unit: "{INR}",
    parts: &[part("34714-6", (0.5, 25.0), (0.8, 8.0))],
};
static WAIST: Spec = Spec {
    code: "8280-0",
    same: &["56086-2"],
    unit: "cm",
    parts: &[part("8280-0", (20.0, 300.0), (40.0, 180.0))],
};
static HEIGHT: Spec = Spec {
    code: "8302-2",
    same: &["3137-7"],
    unit: "cm",
    parts: &[part("8302-2", (20.0, 260.0), (45.0, 215.0))],
};

impl MeasurementKind {
    pub fn spec(self) -> &'static Spec {
        match self {
            Self::BloodPressure => &BLOOD_PRESSURE,
            Self::Pulse => &PULSE,
            Self::Glucose => &GLUCOSE,
            Self::FastingGlucose => &FASTING_GLUCOSE,
            Self::Weight => &WEIGHT,
            Self::Temperature => &TEMPERATURE,
            Self::OxygenSaturation => &OXYGEN_SATURATION,
            Self::RespiratoryRate => &RESPIRATORY_RATE,
            Self::PeakFlow => &PEAK_FLOW,
            Self::Inr => &INR,
            Self::Waist => &WAIST,
            Self::Height => &HEIGHT,
        }
    }

    /// The kind that is kept under a LOINC code.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.spec().code == code)
    }

    /// The kind of a quantity, also under the codes others send it by.
    pub fn of_quantity(code: &str) -> Option<Self> {
        let is_same = |kind: &Self| kind.spec().same.contains(&code);
        Self::of_code(code).or_else(|| Self::ALL.iter().copied().find(is_same))
    }

    /// The kind an observation is of, if it is kept as one.
    pub fn of(observation: &Observation) -> Option<Self> {
        let code = &observation.code;
        (code.system == LOINC).then(|| Self::of_code(&code.code)).flatten()
    }

    /// FHIR `observation-category`: what is measured in blood is a laboratory's matter.
    pub const fn category(self) -> ObservationCategory {
        match self {
            Self::Glucose | Self::FastingGlucose | Self::Inr => ObservationCategory::Laboratory,
            Self::PeakFlow | Self::Waist => ObservationCategory::Other,
            Self::BloodPressure
            | Self::Pulse
            | Self::Weight
            | Self::Temperature
            | Self::OxygenSaturation
            | Self::RespiratoryRate
            | Self::Height => ObservationCategory::VitalSigns,
        }
    }

    /// What was examined and how: a drop of blood at home and a tube in a laboratory are compared
    /// with that said (RES-12).
    pub const fn specimen(self) -> Option<(&'static str, &'static str)> {
        match self {
            Self::Glucose | Self::FastingGlucose => Some(("Капиллярная кровь", "Глюкометр")),
            Self::Inr => Some(("Капиллярная кровь", "Портативный коагулометр")),
            Self::BloodPressure
            | Self::Pulse
            | Self::Weight
            | Self::Temperature
            | Self::OxygenSaturation
            | Self::RespiratoryRate
            | Self::PeakFlow
            | Self::Waist
            | Self::Height => None,
        }
    }

    /// What is measured, as a card keeps it. The Russian words are never changed, only added to.
    pub fn coding(self) -> Coding {
        coding(self.spec().code, self.text().get(Lang::Ru))
    }

    /// What a card keeps: one observation, a blood pressure with two components (VIT-6).
    pub fn content(self, values: &[f64]) -> Content {
        let spec = self.spec();
        let value = |number: f64| Value {
            number: Some(number),
            unit: spec.unit.to_owned(),
            text: crate::format::number(Lang::Ru, number),
        };
        let (whole, components) = match values {
            [one] => (value(*one), Vec::new()),
            several => {
                let nothing = Value { number: None, unit: String::new(), text: String::new() };
                let part = |(part, number): (&Part, &f64)| Component {
                    code: coding(part.code, part.name),
                    value: value(*number),
                    reference: None,
                    flagged: None,
                };
                (nothing, spec.parts.iter().zip(several).map(part).collect())
            }
        };
        let (specimen, method) = self.specimen().unzip();
        Content::Observation(Observation {
            category: self.category(),
            components,
            specimen: specimen.map(str::to_owned),
            method: method.map(str::to_owned),
            ..Observation::new(self.coding(), whole, None)
        })
    }

    /// The numbers of what a card keeps, in the order of the parts; nothing for what is none.
    pub fn read(observation: &Observation) -> Option<(Self, Vec<f64>)> {
        let kind = Self::of(observation)?;
        let spec = kind.spec();
        let number = |value: &Value| value.number.filter(|_| value.unit == spec.unit);
        let values = match spec.parts {
            [_] => vec![number(&observation.value)?],
            parts => {
                let of = |part: &Part| {
                    let found = observation.components.iter().find(|it| it.code.code == part.code);
                    number(&found?.value)
                };
                parts.iter().map(of).collect::<Option<Vec<f64>>>()?
            }
        };
        Some((kind, values))
    }
}

fn coding(code: &str, display: &str) -> Coding {
    Coding { system: LOINC.to_owned(), code: code.to_owned(), display: display.to_owned() }
}

/// One value as it was typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct NewValue {
    pub kind: MeasurementKind,
    /// `120/80` for a blood pressure, else one number with a comma or a point.
    pub text: String,
    /// Made by the client once per value: sending the same one twice keeps one.
    pub key: Uuid,
}

/// What was measured at one moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct NewMeasurements {
    #[serde(with = "wire_time::moment")]
    pub at: OffsetDateTime,
    /// Each kind once.
    pub values: Vec<NewValue>,
    /// Whether one was asked about what is unlikely, and said that it is so.
    pub is_confirmed: bool,
}

/// A measurement in the card.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct Measured {
    pub entry: EntryId,
    /// Of the entry: to take it back one says which was seen.
    pub version: u32,
    #[serde(with = "wire_time::moment")]
    pub at: OffsetDateTime,
    /// One, or the two of a blood pressure, in the unit of its kind.
    pub values: Vec<f64>,
}

/// What a value means against its target.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct Advice {
    pub level: AdviceLevel,
    /// Absent where it lies inside.
    pub side: Option<Side>,
}

/// Where a measurement should lie.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct Target {
    pub origin: TargetOrigin,
    /// One for each number of the measurement.
    pub parts: Vec<Interval>,
    /// Who set it, as printed: `Соколова Е. В.`
    pub by: Option<String>,
    #[serde(with = "wire_time::optional_moment")]
    pub set_at: Option<OffsetDateTime>,
    /// Whether who set it is told of values outside.
    pub tell_doctor: bool,
}

/// A measurement that was kept, and what it means.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct KeptMeasurement {
    pub kind: MeasurementKind,
    pub measured: Measured,
    pub target: Option<Target>,
    /// Absent where there is nothing to compare it with.
    pub advice: Option<Advice>,
}

/// One kind, with what was measured of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct MeasuredKind {
    pub kind: MeasurementKind,
    /// The newest at most [`RECENT_MAX`], the oldest of them first.
    pub recent: Vec<Measured>,
    /// How many there are.
    pub total: u32,
    pub target: Option<Target>,
    /// Of the last one, as long as it is news; absent where there is nothing to compare with.
    pub advice: Option<Advice>,
    /// The version of the doctor's target as it was seen; nought where none was ever set here.
    pub target_version: u32,
}

/// The most values of a kind that are listed with it.
pub const RECENT_MAX: usize = 30;

/// Everything that was measured, by kinds; those nothing was measured of too.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct FoundMeasurements {
    pub kinds: Vec<MeasuredKind>,
    /// Whose card it is.
    pub patient: PatientBrief,
    /// Whether the caller's ground does not open what patients tell.
    pub is_closed: bool,
    /// Whether the caller may add a measurement.
    pub may_add: bool,
    /// Whether the caller may set a target.
    pub may_set_target: bool,
}

/// A doctor's target. Without a single limit it takes the target back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct NewTarget {
    /// One for each number of the measurement, in the unit of its kind.
    pub parts: Vec<Interval>,
    /// To be told of values outside.
    pub tell_doctor: bool,
    /// [`MeasuredKind::target_version`] as it was seen.
    pub version: u32,
}

/// The target that counts from now on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct KeptTarget {
    pub target: Option<Target>,
    /// As [`MeasuredKind::target_version`].
    pub version: u32,
}

/// A file with measurements: a table as CSV, or FHIR in JSON.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct MeasurementFile {
    pub name: String,
    /// The bytes, in base64; at most 5 MB of them.
    pub data: String,
    /// How far the clock of who measured stands from UTC: a table rarely says.
    pub offset_minutes: i32,
}

/// One measurement of a file, as it was understood.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct PreviewRow {
    /// The line of a table, the number of a resource; from 1.
    pub line: u32,
    pub kind: Option<MeasurementKind>,
    /// As it stands in the file.
    pub said: String,
    /// As it would be typed; empty where it is wrong.
    pub text: String,
    #[serde(with = "wire_time::optional_moment")]
    pub at: Option<OffsetDateTime>,
    pub state: RowState,
    /// Why it is wrong.
    pub reason: Option<FieldReason>,
    /// By which the row is kept once, however often its file is read; absent where it is wrong.
    pub key: Option<Uuid>,
}

/// What a file would bring. Nothing of it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct MeasurementPreview {
    pub rows: Vec<PreviewRow>,
    /// What the file holds besides that is no measurement known here.
    pub skipped: u32,
}

/// One measurement to be kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct ImportRow {
    pub kind: MeasurementKind,
    /// As in [`NewValue::text`].
    pub text: String,
    #[serde(with = "wire_time::moment")]
    pub at: OffsetDateTime,
    /// The same key keeps one measurement.
    pub key: Uuid,
}

/// The most measurements that are imported at once.
pub const ROWS_MAX: usize = 5_000;

/// Measurements of a file: all of them are kept, or none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct NewImport {
    /// 1 to [`ROWS_MAX`].
    pub rows: Vec<ImportRow>,
    /// As in [`NewMeasurements::is_confirmed`].
    pub is_confirmed: bool,
}

/// What became of an import.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct Imported {
    pub kept: u32,
    /// Those the card had already.
    pub there: u32,
}
