//! Owns telling a webhook about an event, signed so that the receiver knows who speaks. Redirects are not followed. The
//! message holds ids and counts; what they mean is asked for through the API.

use std::time::Duration;

use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value as Json, json};
use sha2::Sha256;
use store::job::LeasedJob;
use store::{Millis, StoreError, event, webhook};

use crate::Worker;
use crate::outcome::Unfinished;

pub(super) async fn perform(worker: &Worker, lease: &LeasedJob) -> Result<(), Unfinished> {
    let (webhook_id, event_id) = lease.subject_id.split_once(':').unwrap_or_default();
    let receiver = match webhook::receiver(&worker.store, webhook_id).await {
        Ok(receiver) => receiver,
        // It was stopped after the event.
        Err(StoreError::NotFound { .. }) => return Ok(complete(worker, lease).await?),
        Err(error) => return Err(error.into()),
    };
    let row = match event::get(&worker.store, event_id).await {
        Ok(row) => row,
        Err(StoreError::NotFound { .. }) => return Ok(complete(worker, lease).await?),
        Err(error) => return Err(error.into()),
    };
    let body = json!({
        "id": row.id,
        "kind": row.kind,
        "court": row.place.court_id,
        "case": row.case_id,
        "at_ms": row.at.0,
        "body": serde_json::from_str::<Json>(&row.body).unwrap_or(Json::Null),
    })
    .to_string();
    let seconds = Millis::now().0 / 1_000;
    let request = worker.http.post(&receiver.url).timeout(Duration::from_secs(10));
    let request = request.header("content-type", "application/json").header("casecheck-event", &row.kind);
    let request = request.header("casecheck-delivery", &row.id);
    let request = request.header("casecheck-signature", signature(&receiver.secret, seconds, &body));
    match request.body(body).send().await {
        Ok(answer) if answer.status().is_success() => Ok(complete(worker, lease).await?),
        Ok(answer) => Err(failed(&format!("webhook_status_{}", answer.status().as_u16()))),
        Err(error) if error.is_timeout() => Err(failed("webhook_timeout")),
        Err(_) => Err(failed("webhook_unreachable")),
    }
}

async fn complete(worker: &Worker, lease: &LeasedJob) -> Result<(), StoreError> {
    store::job::complete_alone(&worker.store, lease, Millis::now()).await
}

fn failed(code: &str) -> Unfinished {
    let message = "未能通知接收方，请检查接收地址和网络。".to_string();
    Unfinished::Failed { code: code.to_string(), message }
}

/// `t=<seconds since 1970>,v1=<HMAC-SHA-256 of "<seconds>.<body>" in hex>`. The time is part of what is signed, so that an
/// old message cannot be sent again.
fn signature(secret: &str, seconds: i64, body: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("HMAC takes keys of any length");
    mac.update(format!("{seconds}.{body}").as_bytes());
    let hex: String = mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
    format!("t={seconds},v1={hex}")
}

#[cfg(test)]
mod tests {
    use super::signature;

    #[test]
    fn a_message_is_signed_with_its_time() {
        // printf '%s' '1574000000.{"a":1}' | openssl dgst -sha256 -hmac secret
        let expected = "5147dd37f24de06df8bff38dbaaa06fc882e2265ebbe1c7defd7de0de7da2871";
        assert_eq!(signature("secret", 1_574_000_000, "{\"a\":1}"), format!("t=1574000000,v1={expected}"));
    }
}
