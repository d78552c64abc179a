//! How laboratories spell units, and what each is in UCUM (version 2.2, ucum.org).

/// What a unit measures: exponents of gram, mole, metre and second, and a quantity of its own
/// kind that converts into no other (international units, equivalents, osmoles …).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Dimension {
    pub mass: i8,
    pub amount: i8,
    pub length: i8,
    pub time: i8,
    /// Empty for what is built of the four.
    pub own: &'static str,
}

impl Dimension {
    const fn of(mass: i8, amount: i8, length: i8, time: i8) -> Self {
        Self { mass, amount, length, time, own: "" }
    }

    const fn own(own: &'static str) -> Self {
        Self { mass: 0, amount: 0, length: 0, time: 0, own }
    }

    /// The quotient of two; nothing where what is divided by is of its own kind.
    pub fn over(self, below: Self) -> Option<Self> {
        below.own.is_empty().then_some(Self {
            mass: self.mass.checked_sub(below.mass)?,
            amount: self.amount.checked_sub(below.amount)?,
            length: self.length.checked_sub(below.length)?,
            time: self.time.checked_sub(below.time)?,
            own: self.own,
        })
    }
}

/// One factor of a unit.
#[derive(Clone, Copy, Debug)]
pub struct Atom {
    /// All spellings, between spaces; the first ones are UCUM's own.
    pub spellings: &'static str,
    /// UCUM, case sensitive.
    pub ucum: &'static str,
    pub dimension: Dimension,
    /// How many grams, moles, metres, seconds or units of its own kind.
    pub factor: f64,
}

const fn atom(
    ucum: &'static str,
    spellings: &'static str,
    dimension: Dimension,
    factor: f64,
) -> Atom {
    Atom { spellings, ucum, dimension, factor }
}

const ONE: Dimension = Dimension::of(0, 0, 0, 0);
const MASS: Dimension = Dimension::of(1, 0, 0, 0);
const AMOUNT: Dimension = Dimension::of(0, 1, 0, 0);
const LENGTH: Dimension = Dimension::of(0, 0, 1, 0);
const AREA: Dimension = Dimension::of(0, 0, 2, 0);
const VOLUME: Dimension = Dimension::of(0, 0, 3, 0);
const TIME: Dimension = Dimension::of(0, 0, 0, 1);
/// UCUM defines U as 1 µmol/min and kat as 1 mol/s.
const CATALYSIS: Dimension = Dimension::of(0, 1, 0, -1);
const U: f64 = 1e-6 / 60.0;
const IU: Dimension = Dimension::own("[iU]");
const EQUIVALENT: Dimension = Dimension::own("eq");
const OSMOLE: Dimension = Dimension::own("osm");
const PRESSURE: Dimension = Dimension::own("Pa");
/// UCUM: m[Hg] is 133.322 kPa.
const MM_HG: f64 = 133.322;

/// A spelling is compared whole, so their order does not matter.
pub const ATOMS: &[Atom] = &[
    atom("kg", "kg кг", MASS, 1e3),
    atom("g", "g г gm", MASS, 1.0),
    atom("mg", "mg мг", MASS, 1e-3),
    atom("ug", "ug мкг µg μg mcg", MASS, 1e-6),
    atom("ng", "ng нг", MASS, 1e-9),
    atom("pg", "pg пг", MASS, 1e-12),
    atom("fg", "fg фг", MASS, 1e-15),
    atom("mol", "mol моль", AMOUNT, 1.0),
    atom("mmol", "mmol ммоль mmole", AMOUNT, 1e-3),
    atom("umol", "umol мкмоль µmol μmol", AMOUNT, 1e-6),
    atom("nmol", "nmol нмоль", AMOUNT, 1e-9),
    atom("pmol", "pmol пмоль", AMOUNT, 1e-12),
    atom("fmol", "fmol фмоль", AMOUNT, 1e-15),
    atom("L", "L l л Л ltr", VOLUME, 1e-3),
    atom("dL", "dL dl дл", VOLUME, 1e-4),
    atom("mL", "mL ml мл cc", VOLUME, 1e-6),
    atom("uL", "uL ul мкл µL μL µl μl mcL", VOLUME, 1e-9),
    atom("nL", "nL nl нл", VOLUME, 1e-12),
    atom("fL", "fL fl фл", VOLUME, 1e-18),
    atom("m", "m м", LENGTH, 1.0),
    atom("cm", "cm см", LENGTH, 1e-2),
    atom("mm", "mm мм", LENGTH, 1e-3),
    atom("um", "um мкм µm μm", LENGTH, 1e-6),
    atom("m2", "m2 м2 м² m² кв.м", AREA, 1.0),
    atom("mm3", "mm3 мм3 мм³ mm³ cmm", VOLUME, 1e-9),
    atom("s", "s с сек sec сек.", TIME, 1.0),
    atom("min", "min мин мин.", TIME, 60.0),
    atom("h", "h ч час hr ч.", TIME, 3600.0),
    atom("d", "d сут сутки день сут. 24h 24ч 24ч. 24hr", TIME, 86400.0),
    atom("kU", "kU кЕд", CATALYSIS, U * 1e3),
    atom("U", "U Ед ЕД ед Ед. ед.", CATALYSIS, U),
    atom("mU", "mU мЕд", CATALYSIS, U * 1e-3),
    atom("uU", "uU мкЕд µU μU", CATALYSIS, U * 1e-6),
    atom("kat", "kat кат", CATALYSIS, 1.0),
    atom("ukat", "ukat мккат µkat μkat", CATALYSIS, 1e-6),
    atom("nkat", "nkat нкат", CATALYSIS, 1e-9),
    atom("k[iU]", "k[iU] k[IU] kIU кМЕ", IU, 1e3),
    atom("[iU]", "[iU] [IU] IU МЕ", IU, 1.0),
    atom("m[iU]", "m[iU] m[IU] mIU мМЕ", IU, 1e-3),
    atom("u[iU]", "u[iU] u[IU] uIU мкМЕ µIU μIU", IU, 1e-6),
    atom("eq", "eq экв", EQUIVALENT, 1.0),
    atom("meq", "meq мэкв мЭкв mEq мг-экв", EQUIVALENT, 1e-3),
    atom("osm", "osm осм осмоль Osm", OSMOLE, 1.0),
    atom("mosm", "mosm мосм мОсм мосмоль mOsm", OSMOLE, 1e-3),
    atom("mm[Hg]", "mm[Hg] mmHg ммрт.ст. ммртст мм.рт.ст. ммрт.ст", PRESSURE, MM_HG),
    atom("kPa", "kPa кПа", PRESSURE, 1e3),
    atom("Pa", "Pa Па", PRESSURE, 1.0),
    atom("[pH]", "[pH] pH рН ед.рН ед.pH", Dimension::own("[pH]"), 1.0),
    atom("Cel", "Cel °C °С ℃ грС", Dimension::own("Cel"), 1.0),
    atom("{INR}", "{INR} INR МНО", Dimension::own("{INR}"), 1.0),
    atom("{S_CO_ratio}", "{S_CO_ratio} S/CO", Dimension::own("{S_CO_ratio}"), 1.0),
    atom("[arb'U]", "[arb'U] [arb_U] усл.ед. усл.ед у.е. arb.U AU", Dimension::own("[arb'U]"), 1.0),
    atom("[HPF]", "[HPF] п/зр п/зр. п.зр. HPF hpf", Dimension::own("[HPF]"), 1.0),
    atom("%", "% проц.", ONE, 1e-2),
    atom("[ppth]", "[ppth] ‰ %0", ONE, 1e-3),
    atom("1", "1", ONE, 1.0),
    atom("10*3", "10*3 10^3 10³ тыс тыс. тысяч K k", ONE, 1e3),
    atom("10*6", "10*6 10^6 10⁶ млн млн. M", ONE, 1e6),
    atom("10*9", "10*9 10^9 10⁹ млрд", ONE, 1e9),
    atom("10*12", "10*12 10^12 10¹²", ONE, 1e12),
    atom("{cells}", "{cells} cells клеток кл кл. {cell} {#} шт", ONE, 1.0),
    atom("{beats}", "{beats} уд уд. beats {Beats}", ONE, 1.0),
    atom("/[HPF]", "вп/зр вп/зр. вп.зр.", Dimension::own("/[HPF]"), 1.0),
    atom("/min", "bpm", Dimension::of(0, 0, 0, -1), 1.0 / 60.0),
    atom("mg/dL", "мг% mg%", Dimension::of(1, 0, -3, 0), 10.0),
    atom("g/dL", "г% g%", Dimension::of(1, 0, -3, 0), 1e4),
];
