//! What is done on a complaint's page. Each form names the version that it was made from.

use axum::{
    extract::{Path, State},
    response::Response,
};
use doorstep_domain::{complaint::Remedy, money::minor_typed};
use uuid::Uuid;

use super::one::{Part, answer};
use crate::{
    api_error::ApiError,
    app::AppState,
    complaint::{
        AskSecondService, CloseComplaint, ComplaintError, ComplaintId, OfferRemedy, TellInsurer,
        close, offer, second_service, speak, tell_insurer,
    },
    office::{
        approval::word_of,
        form::{Attempt, Fields, Sent, done},
    },
    replication::OfficeDesk,
};

/// `POST /complaints/{complaint}/offer`.
pub(super) async fn offer_one(
    State(state): State<AppState>,
    Path(id): Path<Uuid>,
    sent: Sent,
) -> Response {
    let clerk = sent.visitor.clerk().clone();
    let now_ms = state.environment().now_ms();
    let request = offered(&sent.fields);
    let work = move |desk: &OfficeDesk<'_>| {
        let request = request?;
        offer(desk.connection(), &clerk, ComplaintId(id), &request, now_ms)
    };
    act(&state, id, sent, Part::Offer, work).await
}

fn offered(fields: &Fields) -> Result<OfferRemedy, ComplaintError> {
    let yuan = fields.text("yuan");
    let compensation_minor = match yuan {
        "" => None,
        yuan => {
            let minor = minor_typed(yuan).filter(|minor| *minor >= 0);
            Some(minor.ok_or(ComplaintError::BadAmount)?)
        }
    };
    Ok(OfferRemedy {
        version: version(fields),
        remedy: Remedy::from_code(fields.text("remedy")).ok_or(ComplaintError::Empty)?,
        words: fields.text("words").to_owned(),
        compensation_minor,
    })
}

/// `POST /complaints/{complaint}/word`.
pub(super) async fn speak_on_one(
    State(state): State<AppState>,
    Path(id): Path<Uuid>,
    sent: Sent,
) -> Response {
    let clerk = sent.visitor.clerk().clone();
    let now_ms = state.environment().now_ms();
    let fields = &sent.fields;
    let said = word_of(fields);
    let work = move |desk: &OfficeDesk<'_>| {
        let said = said.ok_or(ComplaintError::Empty)?;
        speak(desk.connection(), &clerk, ComplaintId(id), &said, now_ms).map(|_| ())
    };
    act(&state, id, sent, Part::Word, work).await
}

/// `POST /complaints/{complaint}/second-service`.
pub(super) async fn serve_again(
    State(state): State<AppState>,
    Path(id): Path<Uuid>,
    sent: Sent,
) -> Response {
    let clerk = sent.visitor.clerk().clone();
    let now_ms = state.environment().now_ms();
    let request = AskSecondService {
        version: version(&sent.fields),
        reason: sent.fields.text("why").to_owned(),
    };
    let work = move |desk: &OfficeDesk<'_>| {
        second_service(desk, &clerk, ComplaintId(id), &request, now_ms)
    };
    act(&state, id, sent, Part::SecondService, work).await
}

/// `POST /complaints/{complaint}/insurer`.
pub(super) async fn insure_one(
    State(state): State<AppState>,
    Path(id): Path<Uuid>,
    sent: Sent,
) -> Response {
    let clerk = sent.visitor.clerk().clone();
    let now_ms = state.environment().now_ms();
    let request = TellInsurer {
        version: version(&sent.fields),
        number: sent.fields.text("number").to_owned(),
    };
    let work =
        move |desk: &OfficeDesk<'_>| tell_insurer(desk, &clerk, ComplaintId(id), &request, now_ms);
    act(&state, id, sent, Part::Insurer, work).await
}

/// `POST /complaints/{complaint}/close`.
pub(super) async fn close_one(
    State(state): State<AppState>,
    Path(id): Path<Uuid>,
    sent: Sent,
) -> Response {
    let clerk = sent.visitor.clerk().clone();
    let now_ms = state.environment().now_ms();
    let request = CloseComplaint {
        version: version(&sent.fields),
        words: sent.fields.text("closing").to_owned(),
        is_services_fault: sent.fields.text("fault") == "yes",
    };
    let work = move |desk: &OfficeDesk<'_>| {
        close(desk.connection(), &clerk, ComplaintId(id), &request, now_ms)
    };
    act(&state, id, sent, Part::Close, work).await
}

fn version(fields: &Fields) -> i64 {
    // A form of ours always names one; without it nothing fits.
    fields.text("version").parse().unwrap_or(-1)
}

/// Does it; then the browser gets the page anew, or with what was typed and why it was refused.
async fn act(
    state: &AppState,
    id: Uuid,
    sent: Sent,
    part: Part,
    work: impl FnOnce(&OfficeDesk<'_>) -> Result<(), ComplaintError> + Send + 'static,
) -> Response {
    let by = sent.visitor.clerk().person.clone();
    let acted = state
        .replication()
        .on_behalf_of(by, move |desk| Ok::<_, ApiError>(work(desk)?))
        .await;
    match acted {
        Ok(()) => done(&format!("/complaints/{id}?done=1")),
        Err(error) => {
            let attempt = Attempt::refused(sent.fields, error);
            answer(state, &sent.visitor, id, part, attempt).await
        }
    }
}
