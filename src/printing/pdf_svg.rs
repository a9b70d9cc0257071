//! Draws small SVGs, such as a portrait, into a PDF as vectors.
//!
//! Supports what those pictures use: groups, ellipses and paths, each with fill, stroke, stroke width, line cap and line
//! join, inherited from the parent. Anything else is ignored.

use krilla::geom::{Path, Transform};
use krilla::paint::{LineCap, LineJoin, Stroke};
use krilla::surface::Surface;
use kurbo::{BezPath, Ellipse};
use roxmltree::{Document, Node};

use super::pdf_shapes::{Colour, path_of};

pub(crate) struct SvgDrawing {
    side: f32,
    paths: Vec<(Path, SvgStyle)>,
}

/// The style attributes of an element, its own or inherited.
#[derive(Clone)]
struct SvgStyle {
    fill: Option<Colour>,
    stroke: Option<Colour>,
    width: f32,
    cap: LineCap,
    join: LineJoin,
}

impl SvgDrawing {
    /// Parses a square picture. `None` if it is not an SVG.
    pub(crate) fn parse(svg: &str) -> Option<Self> {
        let document = Document::parse(svg).ok()?;
        let root = document.root_element();
        let side = root.attribute("viewBox")?.rsplit(' ').next()?.parse().ok()?;
        let mut drawing = Self { side, paths: Vec::new() };
        let initial = SvgStyle {
            fill: Some(Colour(0, 0, 0)),
            stroke: None,
            width: 1.0,
            cap: LineCap::Butt,
            join: LineJoin::Miter,
        };
        drawing.add(root, &initial);
        Some(drawing)
    }

    fn add(&mut self, node: Node<'_, '_>, inherited: &SvgStyle) {
        let style = inherited.overridden_by(node);
        let number = |name| node.attribute(name).and_then(|text| text.parse::<f64>().ok());
        let path = match node.tag_name().name() {
            "ellipse" => {
                let [x, y, rx, ry] =
                    ["cx", "cy", "rx", "ry"].map(|name| number(name).unwrap_or(0.0));
                path_of(&Ellipse::new((x, y), (rx, ry), 0.0))
            }
            "path" => node
                .attribute("d")
                .and_then(|d| BezPath::from_svg(d).ok())
                .and_then(|path| path_of(&path)),
            _ => None,
        };
        self.paths.extend(path.map(|path| (path, style.clone())));
        for child in node.children() {
            self.add(child, &style);
        }
    }

    /// Draws it with its upper left corner at `x` and `y`. All in points.
    pub(crate) fn draw(&self, surface: &mut Surface<'_>, (x, y): (f32, f32), side: f32) {
        let scale = side / self.side;
        surface.push_transform(&Transform::from_row(scale, 0.0, 0.0, scale, x, y));
        for (path, style) in &self.paths {
            let stroke = style.stroke.map(|colour| Stroke {
                line_cap: style.cap,
                line_join: style.join,
                ..colour.stroke(style.width)
            });
            if style.fill.is_some() || stroke.is_some() {
                surface.set_fill(style.fill.map(Colour::fill));
                surface.set_stroke(stroke);
                surface.draw_path(path);
            }
        }
        surface.set_stroke(None);
        surface.pop();
    }
}

impl SvgStyle {
    fn overridden_by(&self, node: Node<'_, '_>) -> Self {
        let colour = |name, inherited| match node.attribute(name) {
            Some(hex) => Colour::parse(hex),
            None => inherited,
        };
        let width = node.attribute("stroke-width").and_then(|width| width.parse().ok());
        Self {
            fill: colour("fill", self.fill),
            stroke: colour("stroke", self.stroke),
            width: width.unwrap_or(self.width),
            cap: match node.attribute("stroke-linecap") {
                Some("round") => LineCap::Round,
                Some(_) => LineCap::Butt,
                None => self.cap,
            },
            join: match node.attribute("stroke-linejoin") {
                Some("round") => LineJoin::Round,
                Some(_) => LineJoin::Miter,
                None => self.join,
            },
        }
    }
}
