pub mod day;
pub mod page;
pub mod schedule;
pub mod waiting;

use super::model::{
    BookingChannel, ClinicKind, HoldRefusal, Payment, Speciality, VisitActor, VisitEvent,
    VisitFormat, VisitState,
};
use super::schedule::{ExceptionKind, Remedy};
use crate::lang::{Text, text};

/// What calendars call all visits together.
pub const CALENDAR: Text = text("Визиты Medkarta", "Medkarta visits");
/// What stands before the clinic's name in a calendar.
pub const CALENDAR_EVENT: Text = text("Визит", "Visit");

impl ClinicKind {
    pub const fn text(self) -> Text {
        match self {
            Self::Polyclinic => text("Поликлиника", "Outpatient clinic"),
            Self::Hospital => text("Больница", "Hospital"),
            Self::Center => text("Медицинский центр", "Medical centre"),
            Self::Laboratory => text("Лаборатория", "Laboratory"),
        }
    }
}

impl Payment {
    pub const fn text(self) -> Text {
        match self {
            Self::Policy => text("По полису ОМС", "By the state policy (OMS)"),
            Self::Voluntary => text("По полису ДМС", "By a voluntary policy (DMS)"),
            Self::Paid => text("Платно", "Paid"),
        }
    }
}

impl VisitFormat {
    pub const fn text(self) -> Text {
        match self {
            Self::InPerson => text("В клинике", "At the clinic"),
            Self::Online => text("Онлайн", "Online"),
        }
    }
}

impl Speciality {
    pub const fn text(self) -> Text {
        match self {
            Self::Therapist => text("Терапевт", "General practitioner"),
            Self::FamilyDoctor => text("Семейный врач", "Family doctor"),
            Self::Paediatrician => text("Педиатр", "Paediatrician"),
            Self::Cardiologist => text("Кардиолог", "Cardiologist"),
            Self::Neurologist => text("Невролог", "Neurologist"),
            Self::Endocrinologist => text("Эндокринолог", "Endocrinologist"),
            Self::Gynaecologist => text("Акушер-гинеколог", "Gynaecologist"),
            Self::Urologist => text("Уролог", "Urologist"),
            Self::Surgeon => text("Хирург", "Surgeon"),
            Self::Traumatologist => text("Травматолог-ортопед", "Orthopaedic surgeon"),
            Self::Otolaryngologist => text("Оториноларинголог (ЛОР)", "Ear, nose and throat"),
            Self::Ophthalmologist => text("Офтальмолог", "Ophthalmologist"),
            Self::Dermatologist => text("Дерматолог", "Dermatologist"),
            Self::Gastroenterologist => text("Гастроэнтеролог", "Gastroenterologist"),
            Self::Pulmonologist => text("Пульмонолог", "Pulmonologist"),
            Self::Allergist => text("Аллерголог-иммунолог", "Allergist and immunologist"),
            Self::Psychiatrist => text("Психиатр", "Psychiatrist"),
            Self::Dentist => text("Стоматолог", "Dentist"),
            Self::Diagnostics => text("Функциональная диагностика", "Diagnostics"),
            Self::ProcedureNurse => text("Процедурный кабинет", "Treatment room"),
        }
    }
}

impl BookingChannel {
    pub const fn text(self) -> Text {
        match self {
            Self::Portal => text("Записано на портале", "Booked in the portal"),
            Self::Clinic => text("Записала клиника", "Booked by the clinic"),
            Self::Widget => text("Записано на сайте клиники", "Booked on the clinic's site"),
            Self::Program => text("Записано через другой сервис", "Booked in another service"),
        }
    }
}

impl VisitState {
    pub const fn text(self) -> Text {
        match self {
            Self::Booked => text("Вы записаны", "Booked"),
            Self::Arrived => text("Вы в клинике", "Arrived"),
            Self::InProgress => text("Идёт приём", "In progress"),
            Self::Done => text("Приём состоялся", "Took place"),
            Self::NoShow => text("Вы не пришли", "Missed"),
            Self::Cancelled => text("Отменён", "Cancelled"),
        }
    }

    /// As the clinic's staff reads it.
    pub const fn clinic_text(self) -> Text {
        match self {
            Self::Booked => text("Ожидается", "Expected"),
            Self::Arrived => text("Пришёл", "Arrived"),
            Self::InProgress => text("На приёме", "With the doctor"),
            Self::Done => text("Принят", "Seen"),
            Self::NoShow => text("Не пришёл", "Did not come"),
            Self::Cancelled => text("Отменён", "Cancelled"),
        }
    }
}

impl VisitEvent {
    pub const fn text(self) -> Text {
        match self {
            Self::Booked => text("Запись", "Booked"),
            Self::Moved => text("Перенос", "Moved"),
            Self::Cancelled => text("Отмена", "Cancelled"),
            Self::Arrived => text("Отметка о приходе", "Arrival"),
            Self::Started => text("Начало приёма", "Start of the visit"),
            Self::Finished => text("Окончание приёма", "End of the visit"),
            Self::Missed => text("Неявка", "Missed"),
            Self::Reverted => text(
                "Отметка была ошибкой и снята: вас снова ждут",
                "The mark was a mistake and is taken back: you are expected again",
            ),
            Self::RunningLate => text("Врач задерживается", "The doctor is late"),
        }
    }
}

impl VisitActor {
    pub const fn text(self) -> Text {
        match self {
            Self::Patient => text("пациент", "the patient"),
            Self::Representative => {
                text("представитель пациента", "somebody acting for the patient")
            }
            Self::Clinic => text("клиника", "the clinic"),
            Self::Program => text("другой сервис", "another service"),
            Self::System => text("портал", "the portal"),
        }
    }
}

impl HoldRefusal {
    pub const fn text(self) -> Text {
        match self {
            Self::Taken => text(
                "Это время только что заняли. Выберите другое: ближайшие свободные ниже",
                "This time has just been taken. Choose another one: the nearest are below",
            ),
            Self::Clash => text(
                "В это время у вас другой визит. Выберите другое время или сначала перенесите тот",
                "You have another visit at that time. Choose another time, or move that visit first",
            ),
            Self::CardSuspended => text(
                "Карта приостановлена: читать её можно, записываться нельзя. Обратитесь в поддержку",
                "The card is suspended: it can be read, visits cannot be booked. Contact support",
            ),
            Self::PolicyUnconfirmed => text(
                "Полис ещё не подтверждён, поэтому записаться можно только на платный приём",
                "The policy is not confirmed yet, so only paid visits can be booked",
            ),
            Self::TooLate => text(
                "На это время записаться уже нельзя. Выберите более позднее",
                "This time cannot be booked any more. Choose a later one",
            ),
            Self::TooMany => text(
                "У вас уже много предстоящих визитов. Отмените ненужные, чтобы записаться ещё",
                "You have many coming visits already. Cancel those you do not need to book more",
            ),
        }
    }
}

impl ExceptionKind {
    pub const fn text(self) -> Text {
        match self {
            Self::Closed => text("Нет приёма", "No visits"),
            Self::Instead => text("Другие часы", "Other hours"),
        }
    }
}

impl Remedy {
    pub const fn text(self) -> Text {
        match self {
            Self::Keep => text("Оставить", "Keep"),
            Self::Move => text("Перенести", "Move"),
            Self::Cancel => text("Отменить", "Cancel"),
        }
    }
}
