//! Owns drawing a page of a PDF. The interpreter and the rasteriser are hayro's.

use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_interpret::util::TransformExt;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::vello_cpu::peniko::ImageAlphaType;
use hayro::vello_cpu::{Pixmap, RasterizerSettings, RenderContext, Resources, TargetInit};
use hayro::{RenderCache, RenderSettings};
use hayro_syntax::page::Page;
use kurbo::Affine;

use super::{PageImage, gbk, page_index, size_within_limits};
use crate::error::ParseError;
use crate::font;
use crate::format::pdf::open;

pub(super) fn draw(bytes: &[u8], page: u32, width_px: u32) -> Result<PageImage, ParseError> {
    let pdf = open(bytes)?;
    let pages = pdf.pages();
    let index = page_index(page, pages.len())?;
    let page = &pages[index];
    if let Some(declared) = gbk::declared(bytes, page, index)
        && let Ok(pdf) = open(&declared)
        && let Some(page) = pdf.pages().get(index)
    {
        return Ok(drawn(page, width_px));
    }
    Ok(drawn(page, width_px))
}

fn drawn(page: &Page<'_>, width_px: u32) -> PageImage {
    let (page_width, page_height) = page.render_dimensions();
    let (width, height) = size_within_limits(page_width.into(), page_height.into(), width_px);
    let scale = |pixels: u16, points: f32| f64::from(pixels) / f64::from(points.max(f32::MIN_POSITIVE));
    let transform = Affine::scale_non_uniform(scale(width, page_width), scale(height, page_height))
        * page.initial_transform(true).to_kurbo();
    let settings = InterpreterSettings { font_resolver: font::resolver(), ..InterpreterSettings::default() };
    let mut context = RenderContext::new(width, height);
    let cache = RenderCache::new();
    hayro::render_into(page, &cache, &settings, &RenderSettings::default(), &mut context, transform);
    context.flush();
    let mut pixmap = Pixmap::new(width, height);
    let rasterizer = RasterizerSettings { target_init: TargetInit::Clear(WHITE), ..Default::default() };
    context.render_with(&mut pixmap, &mut Resources::default(), rasterizer);
    let rgba = pixmap.take_rgba8(ImageAlphaType::Alpha);
    PageImage { width: width.into(), height: height.into(), rgba }
}
