//! Owns the style sheets and scripts of the pages: part of the program, named by their content so that a browser keeps them
//! until they change. Nothing is loaded from elsewhere.

use std::sync::{Arc, LazyLock};

use axum::Router;
use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};

use crate::Service;
use crate::actor::hex;

/// A file that pages refer to.
struct Asset {
    name: &'static str,
    content_type: &'static str,
    text: &'static str,
}

const CSS: &str = "text/css; charset=utf-8";
const JS: &str = "text/javascript; charset=utf-8";
const SVG: &str = "image/svg+xml";

/// Every style sheet and script.
const ASSETS: &[Asset] = &[
    Asset { name: "desk.css", content_type: CSS, text: include_str!("../../assets/desk.css") },
    Asset { name: "case.css", content_type: CSS, text: include_str!("../../assets/case.css") },
    Asset { name: "document.css", content_type: CSS, text: include_str!("../../assets/document.css") },
    Asset { name: "handbook.css", content_type: CSS, text: include_str!("../../assets/handbook.css") },
    Asset { name: "desk.js", content_type: JS, text: include_str!("../../assets/desk.js") },
    Asset { name: "case.js", content_type: JS, text: include_str!("../../assets/case.js") },
    Asset { name: "document.js", content_type: JS, text: include_str!("../../assets/document.js") },
    Asset { name: "icon.svg", content_type: SVG, text: include_str!("../../assets/icon.svg") },
    Asset { name: "review.css", content_type: CSS, text: include_str!("../../assets/review.css") },
    Asset { name: "review.js", content_type: JS, text: include_str!("../../assets/review.js") },
];

/// The version of all assets together; part of their address.
static VERSION: LazyLock<String> = LazyLock::new(|| {
    let mut hash = Sha256::new();
    ASSETS.iter().for_each(|asset| hash.update(asset.text.as_bytes()));
    hex(&hash.finalize())[..16].to_string()
});

pub(super) fn routes() -> Router<Arc<Service>> {
    Router::new().route("/assets/{version}/{name}", axum::routing::get(serve))
}

/// The address of an asset.
pub(super) fn address(name: &str) -> String {
    format!("/assets/{}/{name}", *VERSION)
}

/// The names of the assets of a kind, in order.
pub(super) fn names(suffix: &str) -> impl Iterator<Item = &'static str> {
    ASSETS.iter().map(|asset| asset.name).filter(move |name| name.ends_with(suffix))
}

async fn serve(Path((_, name)): Path<(String, String)>) -> Response {
    let Some(asset) = ASSETS.iter().find(|asset| asset.name == name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let headers =
        [(header::CONTENT_TYPE, asset.content_type), (header::CACHE_CONTROL, "public, max-age=31536000, immutable")];
    (headers, asset.text).into_response()
}
