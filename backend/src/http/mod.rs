//! HTTP: the route table, the one way an error becomes a response, and what stands around both.

mod assets;
mod download;
mod failure;
mod frame;
mod limits;
mod ops;
mod server;
mod tls;
mod wire;

use poem::http::StatusCode;
use poem::{Endpoint, EndpointExt as _, Response, Route};
use poem_openapi::OpenApiService;
use shared::contract::{BASE, Code};

pub use assets::{Assets, prefs_of};
pub use download::{described, guard};
pub use failure::{Failure, internal, unavailable};
pub use frame::framed_by;
pub use limits::{Limits, Place};
pub use ops::{fold_metrics, metrics_text};
pub use server::{Listening, ServeError, listen};
pub use tls::TlsFiles;
pub(crate) use tls::{Tls, read_chain};
pub use wire::{Bulk, Wire};

use crate::accounts::{AccountsApi, RecoveryApi, RegistrationApi, SafetyApi, SignInApi, StepUpApi};
use crate::admin::{AdminApi, StaffApi};
use crate::anomalies::AnomaliesApi;
use crate::app::App;
use crate::appointments::{
    AppointmentsApi, DayApi, DirectoryApi, FeedEndpoint, RemindersApi, SchedulesApi, SmsEndpoint,
    WaitingApi,
};
use crate::card::CardApi;
use crate::consent::ConsentApi;
use crate::documents::DocumentsApi;
use crate::emergency::EmergencyApi;
use crate::files::FilesApi;
use crate::interop::feed::FeedApi;
use crate::interop::fhir::FhirEndpoint;
use crate::interop::program::TokenEndpoint;
use crate::journal::{AuditApi, JournalApi};
use crate::measurements::MeasurementsApi;
use crate::notifications::NotificationsApi;
use crate::protocols::{ProtocolsApi, TemplatesApi};
use crate::record::{AttestApi, OwnApi, RecordApi, ReportApi, RequestApi};
use crate::reference::ReferenceApi;
use crate::representatives::RepresentativesApi;
use crate::results::ResultsApi;
use crate::shares::SharesApi;
use crate::widgets::{GuestsApi, WidgetDeskApi, WidgetPage, WidgetsApi};

type Accounts = (AccountsApi, RegistrationApi, SignInApi, RecoveryApi, SafetyApi, StepUpApi);
type Record =
    (RecordApi, ReportApi, RequestApi, OwnApi, AttestApi, FilesApi, ResultsApi, MeasurementsApi);
type Journals =
    (JournalApi, AuditApi, AnomaliesApi, ConsentApi, EmergencyApi, RepresentativesApi, SharesApi);
type Protocols = (ProtocolsApi, TemplatesApi);
type Admin = (AdminApi, StaffApi);
type Booking = (DirectoryApi, AppointmentsApi, RemindersApi, WaitingApi, DayApi, SchedulesApi);
type Widgets = (WidgetsApi, GuestsApi, WidgetDeskApi);
type Capabilities = (
    Accounts,
    Admin,
    CardApi,
    Record,
    Protocols,
    DocumentsApi,
    FeedApi,
    ReferenceApi,
    Journals,
    Booking,
    Widgets,
    NotificationsApi,
);

const RECORD: Record =
    (RecordApi, ReportApi, RequestApi, OwnApi, AttestApi, FilesApi, ResultsApi, MeasurementsApi);
const ACCOUNTS: Accounts =
    (AccountsApi, RegistrationApi, SignInApi, RecoveryApi, SafetyApi, StepUpApi);
const JOURNALS: Journals =
    (JournalApi, AuditApi, AnomaliesApi, ConsentApi, EmergencyApi, RepresentativesApi, SharesApi);

/// The whole API, one value per capability.
pub fn api() -> OpenApiService<Capabilities, ()> {
    let protocols = (ProtocolsApi, TemplatesApi);
    let admin = (AdminApi, StaffApi);
    let booking = (DirectoryApi, AppointmentsApi, RemindersApi, WaitingApi, DayApi, SchedulesApi);
    let capabilities = (
        ACCOUNTS,
        admin,
        CardApi,
        RECORD,
        protocols,
        DocumentsApi,
        FeedApi,
        ReferenceApi,
        JOURNALS,
        booking,
        (WidgetsApi, GuestsApi, WidgetDeskApi),
        NotificationsApi,
    );
    OpenApiService::new(capabilities, "Medkarta", env!("CARGO_PKG_VERSION"))
        .description("The portal's own API. Errors are RFC 9457 problems with a closed code.")
        .server(BASE)
}

/// The OpenAPI document as it is committed and served: stable order, one object a line.
pub fn openapi() -> String {
    let spec = api().spec();
    serde_json::from_str::<serde_json::Value>(&spec)
        .and_then(|mut document| {
            document.sort_all_objects();
            serde_json::to_string_pretty(&document)
        })
        .map_or(spec, |pretty| pretty + "\n")
}

/// Everything the server answers; tests call it directly.
pub fn endpoint(app: &App, assets: Assets) -> impl Endpoint<Output = Response> + use<> {
    // Numbers count from the first request on.
    ops::recorder();
    let api = api();
    let explorer = ops::Explorer::new(&api.swagger_ui_html());
    let page = WidgetPage { app: app.clone(), assets: assets.clone() };
    let routes = Route::new()
        .at(format!("{BASE}/openapi.json"), poem::get(ops::Document::new(openapi())))
        .at(format!("{BASE}/explorer/*path"), poem::get(explorer.clone()))
        .at(format!("{BASE}/explorer"), poem::get(explorer))
        .nest(BASE, api.with(poem::middleware::CookieJarManager::new()))
        .at("/fhir/R4/token", poem::post(TokenEndpoint(app.clone())))
        .nest("/fhir/R4", FhirEndpoint(app.clone()))
        .at("/calendar/:secret", poem::get(FeedEndpoint(app.clone())))
        .at("/sms/inbound", poem::post(SmsEndpoint(app.clone())))
        .at("/widget/:kind/:clinic", poem::get(page))
        .at("/healthz", poem::get(ops::Health))
        .at("/readyz", poem::get(ops::Ready(app.clone())))
        .at("/metrics", poem::get(ops::Metrics(app.clone())))
        .at("/api/*path", poem::endpoint::make_sync(|_| Failure::from(Code::NotFound)))
        .nest("/", assets);
    frame::Frame::new(app.clone(), routes.catch_all_error(answer))
}

/// Gives errors raised by poem itself the shape of our own.
async fn answer(error: poem::Error) -> Response {
    use poem::IntoResponse as _;
    if error.is_from_response() {
        return error.into_response();
    }
    let code = match error.status() {
        StatusCode::UNAUTHORIZED => Code::SignInRequired,
        StatusCode::NOT_FOUND => Code::NotFound,
        StatusCode::METHOD_NOT_ALLOWED => Code::MethodNotAllowed,
        StatusCode::UNSUPPORTED_MEDIA_TYPE => Code::UnsupportedMediaType,
        StatusCode::PAYLOAD_TOO_LARGE => Code::TooLarge,
        status if status.is_client_error() => Code::Malformed,
        _ => return internal(&std::io::Error::other(error.to_string())).into_response(),
    };
    Failure::from(code).into_response()
}
