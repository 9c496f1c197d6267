//! Messages to webhooks.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

use hmac::{Hmac, KeyInit, Mac};
use pipeline::isolation::Parser;
use sha2::Sha256;
use store::event::EventKind;
use store::webhook::{self, NewWebhook};
use store::{Millis, Store};

use crate::bench::{add, file, settings, start, until_idle};
use testbed::on_every_database;

on_every_database! {
    an_event_is_delivered_signed_and_again_after_a_failure
}

/// A server that answers the statuses in turn and hands every request on.
fn receiver(statuses: &'static [u16]) -> (String, Receiver<String>) {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("loopback has free ports");
    let address = format!("http://{}/hook", listener.local_addr().expect("an address"));
    let (requests, received) = channel();
    std::thread::spawn(move || {
        for status in statuses {
            let Ok((stream, _)) = listener.accept() else { return };
            answer(stream, *status, &requests);
        }
    });
    (address, received)
}

fn answer(mut stream: TcpStream, status: u16, requests: &Sender<String>) {
    let mut request = Vec::new();
    let mut chunk = [0; 4096];
    loop {
        let count = stream.read(&mut chunk).expect("the request arrives");
        request.extend_from_slice(&chunk[..count]);
        let text = String::from_utf8_lossy(&request).to_string();
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let length = header(head, "content-length").and_then(|length| length.parse::<usize>().ok());
        if count == 0 || length.is_some_and(|length| body.len() >= length) {
            break;
        }
    }
    write!(stream, "HTTP/1.1 {status} X\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
        .expect("the answer is sent");
    requests.send(String::from_utf8(request).expect("UTF-8")).expect("the test listens");
}

fn header<'h>(head: &'h str, name: &str) -> Option<&'h str> {
    let lines = head.lines().filter_map(|line| line.split_once(':'));
    lines.into_iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim())
}

async fn an_event_is_delivered_signed_and_again_after_a_failure(store: Store) {
    let (url, received) = receiver(&[503, 200]);
    let new = NewWebhook {
        court_id: "11".to_string(),
        url,
        secret: "secret".to_string(),
        kinds: vec![EventKind::CaseChecked],
        created_by: "u".to_string(),
    };
    webhook::add(&store, &new, Millis::now()).await.expect("the webhook is added");
    let worker = start(&store, Parser::InProcess, settings()).await;
    let case_id = file(&store, "案").await;
    add(&store, &case_id, "a.txt", "某某人民法院".as_bytes()).await;
    until_idle(&store).await;
    worker.stop().await;
    let next = || received.recv_timeout(Duration::from_secs(1)).expect("two requests arrive");
    let (refused, taken) = (next(), next());
    let (head, body) = taken.split_once("\r\n\r\n").expect("a head");
    assert_eq!(refused.split_once("\r\n\r\n").expect("a head").1, body, "the same message comes again");
    assert_eq!(header(head, "casecheck-event"), Some("case.checked"));
    let json: serde_json::Value = serde_json::from_str(body).expect("JSON");
    assert_eq!((json["kind"].as_str(), json["case"].as_str()), (Some("case.checked"), Some(case_id.as_str())));
    let signature = header(head, "casecheck-signature").expect("a signature");
    let (time, given) = signature.split_once(",v1=").expect("a time and a signature");
    let mut mac = Hmac::<Sha256>::new_from_slice(b"secret").expect("any key");
    mac.update(format!("{}.{body}", time.trim_start_matches("t=")).as_bytes());
    let right: String = mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(given, right);
}
