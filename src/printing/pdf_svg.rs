//! Draws in a PDF as vectors: shapes in a colour, and small SVGs such as the portrait's.
//!
//! Of SVG it knows what those pictures are made of: groups, ellipses and paths, each with fill, stroke, its width and
//! the form of its ends, handed down from the outside in. What else a picture has is left out.

use krilla::color::rgb;
use krilla::geom::{Path, PathBuilder, Transform};
use krilla::paint::{Fill, LineCap, LineJoin, Stroke};
use krilla::surface::Surface;
use kurbo::{BezPath, Ellipse, PathEl, Shape};
use roxmltree::{Document, Node};

/// A colour: red, green, blue.
#[derive(Clone, Copy)]
pub(crate) struct Colour(pub u8, pub u8, pub u8);

impl Colour {
    /// Reads `#bd8450` or `#fff`.
    fn parse(hex: &str) -> Option<Self> {
        let digits = hex.strip_prefix('#')?;
        let long = match digits.len() {
            3 => digits.chars().flat_map(|digit| [digit, digit]).collect(),
            _ => digits.to_owned(),
        };
        let [_, red, green, blue] = u32::from_str_radix(&long, 16).ok()?.to_be_bytes();
        (long.len() == 6).then_some(Self(red, green, blue))
    }

    /// What inside a shape has this colour.
    pub(crate) fn fill(self) -> Fill {
        Fill { paint: rgb::Color::new(self.0, self.1, self.2).into(), ..Fill::default() }
    }

    fn stroke(self, width: f32) -> Stroke {
        Stroke { paint: rgb::Color::new(self.0, self.1, self.2).into(), width, ..Stroke::default() }
    }
}

/// Draws a shape: what is inside of it, and its outline so wide.
pub(crate) fn draw(
    on: &mut Surface<'_>,
    shape: &impl Shape,
    inside: Option<Colour>,
    outline: Option<(Colour, f32)>,
) {
    let Some(path) = traced(shape) else { return };
    on.set_fill(inside.map(Colour::fill));
    on.set_stroke(outline.map(|(colour, width)| colour.stroke(width)));
    on.draw_path(&path);
    on.set_stroke(None);
}

/// How far a curve may be from its shape, in the picture's own units.
const NEAR: f64 = 0.01;

#[expect(clippy::cast_possible_truncation, reason = "a page is some thousand points wide")]
fn traced(shape: &impl Shape) -> Option<Path> {
    let mut path = PathBuilder::new();
    let at = |point: kurbo::Point| (point.x as f32, point.y as f32);
    for part in shape.path_elements(NEAR) {
        match part {
            PathEl::MoveTo(to) => path.move_to(at(to).0, at(to).1),
            PathEl::LineTo(to) => path.line_to(at(to).0, at(to).1),
            PathEl::QuadTo(by, to) => path.quad_to(at(by).0, at(by).1, at(to).0, at(to).1),
            PathEl::CurveTo(by, and, to) => {
                path.cubic_to(at(by).0, at(by).1, at(and).0, at(and).1, at(to).0, at(to).1);
            }
            PathEl::ClosePath => path.close(),
        }
    }
    path.finish()
}

/// A picture read from SVG.
pub(crate) struct Drawing {
    side: f32,
    strokes: Vec<(Path, SvgCanvas)>,
}

/// What a shape is drawn with, unless a shape or a group says otherwise.
#[derive(Clone)]
struct SvgCanvas {
    inside: Option<Colour>,
    outline: Option<Colour>,
    width: f32,
    cap: LineCap,
    join: LineJoin,
}

impl Drawing {
    /// Reads a square picture; nothing where it is no SVG.
    pub(crate) fn read(svg: &str) -> Option<Self> {
        let document = Document::parse(svg).ok()?;
        let root = document.root_element();
        let side = root.attribute("viewBox")?.rsplit(' ').next()?.parse().ok()?;
        let mut drawing = Self { side, strokes: Vec::new() };
        let plain = SvgCanvas {
            inside: Some(Colour(0, 0, 0)),
            outline: None,
            width: 1.0,
            cap: LineCap::Butt,
            join: LineJoin::Miter,
        };
        drawing.add(root, &plain);
        Some(drawing)
    }

    fn add(&mut self, node: Node<'_, '_>, around: &SvgCanvas) {
        let pencil = around.changed_by(node);
        let number = |name| node.attribute(name).and_then(|text| text.parse::<f64>().ok());
        let path = match node.tag_name().name() {
            "ellipse" => {
                let [x, y, rx, ry] =
                    ["cx", "cy", "rx", "ry"].map(|name| number(name).unwrap_or(0.0));
                traced(&Ellipse::new((x, y), (rx, ry), 0.0))
            }
            "path" => node
                .attribute("d")
                .and_then(|d| BezPath::from_svg(d).ok())
                .and_then(|path| traced(&path)),
            _ => None,
        };
        self.strokes.extend(path.map(|path| (path, pencil.clone())));
        for child in node.children() {
            self.add(child, &pencil);
        }
    }

    /// Draws it with its left upper corner at `x` and `y` and so large, in points.
    pub(crate) fn draw(&self, on: &mut Surface<'_>, (x, y): (f32, f32), side: f32) {
        let scale = side / self.side;
        on.push_transform(&Transform::from_row(scale, 0.0, 0.0, scale, x, y));
        for (path, pencil) in &self.strokes {
            let outline = pencil.outline.map(|colour| Stroke {
                line_cap: pencil.cap,
                line_join: pencil.join,
                ..colour.stroke(pencil.width)
            });
            if pencil.inside.is_some() || outline.is_some() {
                on.set_fill(pencil.inside.map(Colour::fill));
                on.set_stroke(outline);
                on.draw_path(path);
            }
        }
        on.set_stroke(None);
        on.pop();
    }
}

impl SvgCanvas {
    fn changed_by(&self, node: Node<'_, '_>) -> Self {
        let colour = |name, before| match node.attribute(name) {
            Some(hex) => Colour::parse(hex),
            None => before,
        };
        let width = node.attribute("stroke-width").and_then(|width| width.parse().ok());
        Self {
            inside: colour("fill", self.inside),
            outline: colour("stroke", self.outline),
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
