//! Where the words about analytes can be checked and read on: other people's pages, in English.

use super::Source;

const fn source(title: &'static str, url: &'static str) -> Source {
    Source { title, url }
}

/// A page about a test of the US National Library of Medicine, by the last part of its address.
macro_rules! medline {
    ($title:literal, $page:literal $(,)?) => {
        source(
            concat!("MedlinePlus: ", $title),
            concat!("https://medlineplus.gov/lab-tests/", $page, "/"),
        )
    };
}

/// An article of its encyclopedia, by its number.
macro_rules! encyclopedia {
    ($title:literal, $number:literal) => {
        source(
            concat!("MedlinePlus: ", $title),
            concat!("https://medlineplus.gov/ency/article/", $number, ".htm"),
        )
    };
}

pub const ACTH: Source = source(
    "Mount Sinai: ACTH Blood Test",
    "https://www.mountsinai.org/health-library/tests/acth-blood-test",
);
pub const AFP: Source = medline!("Alpha-Fetoprotein (AFP) Test", "alpha-fetoprotein-afp-test");
pub const ALBUMIN: Source = medline!("Albumin Blood Test", "albumin-blood-test");
pub const ALDOSTERONE: Source = medline!("Aldosterone Test", "aldosterone-test");
pub const ALLERGY: Source = medline!("Allergy Blood Test", "allergy-blood-test");
pub const ALP: Source = medline!("Alkaline Phosphatase", "alkaline-phosphatase");
pub const ALT: Source = medline!("ALT Blood Test", "alt-blood-test");
pub const AMH: Source = source(
    "Women & Infants Hospital: AMH Test",
    "https://www.womenandinfants.org/services/medical-screening/amh-test",
);
pub const AMMONIA: Source = medline!("Ammonia Levels", "ammonia-levels");
pub const AMYLASE: Source = medline!("Amylase Test", "amylase-test");
pub const ANA: Source =
    medline!("ANA (Antinuclear Antibody) Test", "ana-antinuclear-antibody-test");
pub const ANION_GAP: Source = medline!("Anion Gap Blood Test", "anion-gap-blood-test");
pub const ANTITHROMBIN: Source = encyclopedia!("Antithrombin III Blood Test", "003661");
pub const APO_A1: Source =
    source("Lab Tests Online: Apo A-I", "https://labtestsonline.org/tests/apo-i");
pub const APO_B: Source = encyclopedia!("Apolipoprotein B100", "003502");
pub const ASO: Source = encyclopedia!("Antistreptolysin O Titer", "003522");
pub const AST: Source = medline!("AST Test", "ast-test");
pub const B2M: Source =
    medline!("Beta 2 Microglobulin (B2M) Test", "beta-2-microglobulin-b2m-tumor-marker-test");
pub const BICARBONATE: Source =
    medline!("Carbon Dioxide (CO2) in Blood", "carbon-dioxide-co2-in-blood");
pub const BILIRUBIN: Source = medline!("Bilirubin Blood Test", "bilirubin-blood-test");
pub const BLOOD_GAS: Source =
    medline!("Arterial Blood Gas (ABG) Test", "arterial-blood-gas-abg-test");
pub const BLOOD_GROUPS: Source =
    source("NHS: Blood Groups", "https://www.nhs.uk/conditions/blood-groups/");
pub const BNP: Source = medline!(
    "Natriuretic Peptide Tests (BNP, NT-proBNP)",
    "natriuretic-peptide-tests-bnp-nt-probnp",
);
pub const CALCIUM: Source = medline!("Calcium Blood Test", "calcium-blood-test");
pub const CALCIUM_IONIZED: Source = encyclopedia!("Calcium - Ionized", "003486");
pub const CALPROTECTIN: Source = medline!("Calprotectin Stool Test", "calprotectin-stool-test");
pub const CA_125: Source = medline!("CA 125 Blood Test", "ca-125-blood-test-ovarian-cancer");
pub const CA_19_9: Source = medline!("CA 19-9 Blood Test", "ca-19-9-blood-test-pancreatic-cancer");
pub const CCP: Source = medline!("CCP Antibody Test", "ccp-antibody-test");
pub const CEA: Source = medline!("CEA Test", "cea-test");
pub const CERULOPLASMIN: Source = medline!("Ceruloplasmin Test", "ceruloplasmin-test");
pub const CHLORIDE: Source = medline!("Chloride Blood Test", "chloride-blood-test");
pub const CHOLESTEROL: Source = medline!("Cholesterol Levels", "cholesterol-levels");
pub const CHOLESTEROL_RATIO: Source = source(
    "Labcorp: Lipid Panel With Total Cholesterol:HDL Ratio",
    "https://www.labcorp.com/tests/221010/lipid-panel-with-total-cholesterol-hdl-ratio",
);
pub const CK: Source = medline!("Creatine Kinase", "creatine-kinase");
pub const CMV: Source = medline!("Cytomegalovirus (CMV) Tests", "cytomegalovirus-cmv-tests");
pub const COMPLEMENT: Source = source(
    "Mount Sinai: Complement Component 3 (C3)",
    "https://www.mountsinai.org/health-library/tests/complement-component-3-c3",
);
pub const COPPER: Source = encyclopedia!("Copper in Diet", "002419");
pub const CORTISOL: Source = medline!("Cortisol Test", "cortisol-test");
pub const CREATININE: Source = medline!("Creatinine Test", "creatinine-test");
pub const CRP: Source = medline!("C-Reactive Protein (CRP) Test", "c-reactive-protein-crp-test");
pub const C_PEPTIDE: Source = medline!("C-Peptide Test", "c-peptide-test");
pub const DHEA: Source = medline!("DHEA Sulfate Test", "dhea-sulfate-test");
pub const DIFFERENTIAL: Source = medline!("Blood Differential", "blood-differential");
pub const D_DIMER: Source = medline!("D-Dimer Test", "d-dimer-test");
pub const ESR: Source =
    medline!("Erythrocyte Sedimentation Rate (ESR)", "erythrocyte-sedimentation-rate-esr");
pub const ESTROGEN: Source = medline!("Estrogen Levels Test", "estrogen-levels-test");
pub const FERRITIN: Source = medline!("Ferritin Blood Test", "ferritin-blood-test");
pub const FIBRINOGEN: Source = encyclopedia!("Fibrinogen Blood Test", "003650");
pub const FOLATE: Source = encyclopedia!("Folic Acid - Test", "003686");
pub const FSH: Source = medline!(
    "Follicle-Stimulating Hormone (FSH) Levels Test",
    "follicle-stimulating-hormone-fsh-levels-test",
);
pub const GFR: Source =
    medline!("Glomerular Filtration Rate (GFR) Test", "glomerular-filtration-rate-gfr-test");
pub const GGT: Source =
    medline!("Gamma-glutamyl Transferase (GGT) Test", "gamma-glutamyl-transferase-ggt-test");
pub const GLUCOSE: Source = medline!("Blood Glucose Test", "blood-glucose-test");
pub const GLUCOSE_TOLERANCE: Source = source(
    "Mayo Clinic: Glucose Tolerance Test",
    "https://www.mayoclinic.org/tests-procedures/glucose-tolerance-test/about/pac-20394296",
);
pub const GROWTH_HORMONE: Source = medline!("Growth Hormone Tests", "growth-hormone-tests");
pub const HAPTOGLOBIN: Source = medline!("Haptoglobin (HP) Test", "haptoglobin-hp-test");
pub const HBA1C: Source = medline!("Hemoglobin A1C (HbA1c) Test", "hemoglobin-a1c-hba1c-test");
pub const HEMATOCRIT: Source = medline!("Hematocrit Test", "hematocrit-test");
pub const HEMOGLOBIN: Source = medline!("Hemoglobin Test", "hemoglobin-test");
pub const HEPATITIS: Source = medline!("Hepatitis Panel", "hepatitis-panel");
pub const HIV: Source = medline!("HIV Screening Test", "hiv-screening-test");
pub const HOMOCYSTEINE: Source = medline!("Homocysteine Test", "homocysteine-test");
pub const H_PYLORI: Source =
    medline!("Helicobacter pylori (H. pylori) Tests", "helicobacter-pylori-h-pylori-tests");
pub const IGF_1: Source = medline!(
    "IGF-1 (Insulin-like Growth Factor 1) Test",
    "igf-1-insulin-like-growth-factor-1-test",
);
pub const IMMUNOGLOBULINS: Source =
    medline!("Immunoglobulins Blood Test", "immunoglobulins-blood-test");
pub const INSULIN: Source = medline!("Insulin in Blood", "insulin-in-blood");
pub const IRON: Source = medline!("Iron Tests", "iron-tests");
pub const LACTATE: Source = medline!("Lactic Acid Test", "lactic-acid-test");
pub const LDH: Source =
    medline!("Lactate Dehydrogenase (LDH) Test", "lactate-dehydrogenase-ldh-test");
pub const LH: Source =
    medline!("Luteinizing Hormone (LH) Levels Test", "luteinizing-hormone-lh-levels-test");
pub const LIPASE: Source = medline!("Lipase Tests", "lipase-tests");
pub const LIPOPROTEIN_A: Source =
    medline!("Lipoprotein (a) Blood Test", "lipoprotein-a-blood-test");
pub const MAGNESIUM: Source = medline!("Magnesium Blood Test", "magnesium-blood-test");
pub const MCV: Source = medline!("MCV (Mean Corpuscular Volume)", "mcv-mean-corpuscular-volume");
pub const MPV: Source = medline!("MPV Blood Test", "mpv-blood-test");
pub const MYOGLOBIN: Source = encyclopedia!("Myoglobin Blood Test", "003663");
pub const OCCULT_BLOOD: Source =
    medline!("Fecal Occult Blood Test (FOBT)", "fecal-occult-blood-test-fobt");
pub const OSMOLALITY: Source = medline!("Osmolality Tests", "osmolality-tests");
pub const PHOSPHATE: Source = medline!("Phosphate in Blood", "phosphate-in-blood");
pub const PLATELETS: Source = medline!("Platelet Tests", "platelet-tests");
pub const PLATELET_INDICES: Source = source(
    "Medical Laboratory Observer: Platelet Indices",
    "https://mlo-online.com/continuing-education/article/53069909/platelet-indices-underappreciated-diagnostic-prognostic-tool",
);
pub const POTASSIUM: Source = medline!("Potassium Blood Test", "potassium-blood-test");
pub const PREALBUMIN: Source = medline!("Prealbumin Blood Test", "prealbumin-blood-test");
pub const PREGNANCY: Source = medline!("Pregnancy Test", "pregnancy-test");
pub const PROCALCITONIN: Source = medline!("Procalcitonin Test", "procalcitonin-test");
pub const PROGESTERONE: Source = medline!("Progesterone Test", "progesterone-test");
pub const PROLACTIN: Source = medline!("Prolactin Levels", "prolactin-levels");
pub const PROTHROMBIN: Source =
    medline!("Prothrombin Time Test and INR (PT/INR)", "prothrombin-time-test-and-inr-ptinr");
pub const PSA: Source =
    medline!("Prostate-Specific Antigen (PSA) Test", "prostate-specific-antigen-psa-test");
pub const PTH: Source = medline!("Parathyroid Hormone (PTH) Test", "parathyroid-hormone-pth-test");
pub const PTT: Source =
    medline!("Partial Thromboplastin Time (PTT) Test", "partial-thromboplastin-time-ptt-test");
pub const RDW: Source =
    medline!("RDW (Red Cell Distribution Width)", "rdw-red-cell-distribution-width");
pub const RED_CELLS: Source = medline!("Red Blood Cell (RBC) Count", "red-blood-cell-rbc-count");
pub const RED_CELL_INDICES: Source =
    medline!("Red Blood Cell (RBC) Indices", "red-blood-cell-rbc-indices");
pub const RENIN: Source = medline!("Renin Test", "renin-test");
pub const RETICULOCYTES: Source = medline!("Reticulocyte Count", "reticulocyte-count");
pub const RHEUMATOID_FACTOR: Source =
    medline!("Rheumatoid Factor (RF) Test", "rheumatoid-factor-rf-test");
pub const RUBELLA: Source =
    source("Labcorp: Rubella Test", "https://www.labcorp.com/help/patient-test-info/rubella-test");
pub const SELENIUM: Source = encyclopedia!("Selenium in Diet", "002414");
pub const SHBG: Source = medline!("SHBG Blood Test", "shbg-blood-test");
pub const SODIUM: Source = medline!("Sodium Blood Test", "sodium-blood-test");
pub const SYPHILIS: Source = medline!("Syphilis Tests", "syphilis-tests");
pub const T3: Source = medline!("Triiodothyronine (T3) Tests", "triiodothyronine-t3-tests");
pub const T4: Source = medline!("Thyroxine (T4) Test", "thyroxine-t4-test");
pub const TESTOSTERONE: Source = medline!("Testosterone Levels Test", "testosterone-levels-test");
pub const THROMBIN_TIME: Source = source(
    "The Pathology Centre: Thrombin Time",
    "https://thepathologycentre.org/test/thrombin-time",
);
pub const THYROGLOBULIN: Source = medline!("Thyroglobulin", "thyroglobulin");
pub const THYROID_ANTIBODIES: Source = medline!("Thyroid Antibodies", "thyroid-antibodies");
pub const TOTAL_PROTEIN: Source = medline!(
    "Total Protein and Albumin/Globulin (A/G) Ratio",
    "total-protein-and-albumin-globulin-a-g-ratio",
);
pub const TRIGLYCERIDES: Source = medline!("Triglycerides Test", "triglycerides-test");
pub const TROPONIN: Source = medline!("Troponin Test", "troponin-test");
pub const TSH: Source =
    medline!("TSH (Thyroid-Stimulating Hormone) Test", "tsh-thyroid-stimulating-hormone-test");
pub const TUMOR_MARKERS: Source = source(
    "Laboratory Medicine: The Clinical Utility of Tumor Markers",
    "https://academic.oup.com/labmed/article/40/2/99/2504814/The-Clinical-Utility-of-Tumor-Markers",
);
pub const UREA: Source = medline!("BUN (Blood Urea Nitrogen)", "bun-blood-urea-nitrogen");
pub const URIC_ACID: Source = medline!("Uric Acid Test", "uric-acid-test");
pub const URINALYSIS: Source = encyclopedia!("Urinalysis", "003579");
pub const URINE_ALBUMIN: Source =
    medline!("Microalbumin Creatinine Ratio", "microalbumin-creatinine-ratio");
pub const URINE_BILIRUBIN: Source = medline!("Bilirubin in Urine", "bilirubin-in-urine");
pub const URINE_BLOOD: Source = medline!("Blood in Urine", "blood-in-urine");
pub const URINE_CASTS: Source = encyclopedia!("Urinary Casts", "003586");
pub const URINE_CRYSTALS: Source = medline!("Crystals in Urine", "crystals-in-urine");
pub const URINE_EPITHELIUM: Source =
    medline!("Epithelial Cells in Urine", "epithelial-cells-in-urine");
pub const URINE_GLUCOSE: Source = medline!("Glucose in Urine Test", "glucose-in-urine-test");
pub const URINE_GRAVITY: Source = encyclopedia!("Urine Specific Gravity Test", "003587");
pub const URINE_KETONES: Source = medline!("Ketones in Urine", "ketones-in-urine");
pub const URINE_MUCUS: Source = medline!("Mucus in Urine", "mucus-in-urine");
pub const URINE_NITRITES: Source = medline!("Nitrites in Urine", "nitrites-in-urine");
pub const URINE_PH: Source = encyclopedia!("Urine pH Test", "003583");
pub const URINE_PROTEIN: Source = medline!("Protein in Urine", "protein-in-urine");
pub const URINE_UROBILINOGEN: Source = medline!("Urobilinogen in Urine", "urobilinogen-in-urine");
pub const VITAMIN_B: Source = medline!("Vitamin B Test", "vitamin-b-test");
pub const VITAMIN_D: Source = medline!("Vitamin D Test", "vitamin-d-test");
pub const WHITE_CELLS: Source = medline!("White Blood Count (WBC)", "white-blood-count-wbc");
pub const ZINC: Source = encyclopedia!("Zinc in Diet", "002416");
