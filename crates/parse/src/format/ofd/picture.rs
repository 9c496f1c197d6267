//! Owns drawing a page of an OFD: paths, texts, images, annotations and the seals of signatures. Does not read text.

mod glyphs;
mod paint;
mod painter;
mod raster;

use std::sync::Arc;

use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::vello_cpu::peniko::{BlendMode, Compose, ImageAlphaType, Mix};
use hayro::vello_cpu::{Pixmap, RasterizerSettings, RenderContext, Resources as Scratch, TargetInit};
use kurbo::{Affine, BezPath, Rect, Shape};

use crate::error::ParseError;
use crate::format::ofd::content::{for_each_object, origin_of};
use crate::format::ofd::document::{self, OfdDocument, PageContent, PageEntry};
use crate::format::ofd::package::Package;
use crate::format::ofd::signature::{self, Stamp};
use crate::page_image::{PageImage, page_index, size_within_limits};
use casefile::limits;
use painter::{Painter, draw_pixmap, is_drawable};

/// Draws a page, counted from 1 over all documents of the package.
pub(crate) fn draw(bytes: &[u8], page: u32, width_px: u32) -> Result<PageImage, ParseError> {
    let mut package = Package::open(bytes)?;
    let documents = document::documents(&mut package, &mut |_| {})?;
    let count = documents.iter().map(|document| document.pages.len()).sum();
    let mut index = page_index(page, count)?;
    let mut documents = documents.into_iter();
    let mut document = documents.next().expect("a package without documents is an error");
    while index >= document.pages.len() {
        index -= document.pages.len();
        document = documents.next().expect("the index lies within the pages of all documents");
    }
    let entry = document.pages[index].clone();
    let content = document.page(&mut package, &entry);
    let [_, _, page_width, page_height] = content.area;
    let (width, height) = size_within_limits(page_width, page_height, width_px);
    let scale = Affine::scale_non_uniform(f64::from(width) / page_width, f64::from(height) / page_height);
    let mut context = RenderContext::new(width, height);
    draw_page(&mut context, &mut package, &document, &content, scale);
    draw_stamps(&mut context, &mut package, &document, &entry, scale * origin(&content));
    context.flush();
    let mut pixmap = Pixmap::new(width, height);
    let settings = RasterizerSettings { target_init: TargetInit::Clear(WHITE), ..Default::default() };
    context.render_with(&mut pixmap, &mut Scratch::default(), settings);
    let rgba = pixmap.take_rgba8(ImageAlphaType::Alpha);
    Ok(PageImage { width: width.into(), height: height.into(), rgba })
}

/// Moves the corner of the page area to the corner of the picture.
fn origin(content: &PageContent) -> Affine {
    let [left, top, ..] = content.area;
    Affine::translate((-left, -top))
}

/// Draws everything but seals. `place` maps millimetres from the corner of the page to pixels.
fn draw_page(
    context: &mut RenderContext,
    package: &mut Package<'_>,
    document: &OfdDocument,
    content: &PageContent,
    place: Affine,
) {
    let resources = &document.resources;
    let place = place * origin(content);
    let mut budget = limits::PAGE_GLYPHS_MAX;
    let mut painter = Painter::new(context, package, resources);
    let layers = content.background.iter().map(|node| node.as_ref());
    let layers = layers.chain(&content.body).chain(content.foreground.iter().map(|node| node.as_ref()));
    for root in layers {
        for part in root.children_named("Content") {
            for_each_object(part, place, resources, &mut budget, &mut |object| painter.object(&object));
        }
    }
    for list in &content.annotations {
        for annotation in list.children_named("Annot").filter(|annotation| !annotation.is_false("Visible")) {
            for appearance in annotation.children_named("Appearance") {
                let place = place * Affine::translate(origin_of(appearance));
                for_each_object(appearance, place, resources, &mut budget, &mut |object| painter.object(&object));
            }
        }
    }
}

fn draw_stamps(
    context: &mut RenderContext,
    package: &mut Package<'_>,
    document: &OfdDocument,
    entry: &PageEntry,
    place: Affine,
) {
    let Some(path) = &document.signatures else { return };
    for signed in signature::signatures(package, path, &document.folder) {
        let Some(picture) = &signed.seal.picture else { continue };
        for stamp in signed.stamps.iter().filter(|stamp| stamp.page == entry.id) {
            draw_stamp(context, picture, stamp, place);
        }
    }
}

/// A seal lies over the words without hiding them.
fn draw_stamp(context: &mut RenderContext, picture: &[u8], stamp: &Stamp, place: Affine) {
    let Ok([x, y, width, height]) = <[f64; 4]>::try_from(stamp.boundary.clone()) else { return };
    if width <= 0.0 || height <= 0.0 {
        return;
    }
    let place = place * Affine::translate((x, y));
    let shown =
        stamp.clip.clone().and_then(|clip| <[f64; 4]>::try_from(clip).ok()).unwrap_or([0.0, 0.0, width, height]);
    let shown = Rect::new(shown[0], shown[1], shown[0] + shown[2], shown[1] + shown[3]);
    let clip = (place * shown.to_path(0.1)).into_iter().collect::<BezPath>();
    if !is_drawable(clip.bounding_box()) {
        return;
    }
    context.set_transform(Affine::IDENTITY);
    context.push_layer(Some(&clip), Some(BlendMode::new(Mix::Multiply, Compose::SrcOver)), None, None, None);
    match Package::open(picture) {
        Ok(mut package) => draw_inner_page(context, &mut package, place, (width, height)),
        Err(_) => {
            if let Some(pixmap) = raster::decoded(picture) {
                let sides = Affine::scale_non_uniform(width, height);
                draw_pixmap(context, Arc::new(pixmap), place * sides, 1.0);
            }
        }
    }
    context.pop_layer();
}

/// Draws the first page of a package, such as the picture of a seal, over a rectangle.
fn draw_inner_page(context: &mut RenderContext, package: &mut Package<'_>, place: Affine, (width, height): (f64, f64)) {
    let Ok(documents) = document::documents(package, &mut |_| {}) else { return };
    let Some(mut document) = documents.into_iter().next() else { return };
    let Some(entry) = document.pages.first().cloned() else { return };
    let content = document.page(package, &entry);
    let [_, _, page_width, page_height] = content.area;
    let fit = Affine::scale_non_uniform(width / page_width, height / page_height);
    draw_page(context, package, &document, &content, place * fit);
}
