//! Draws the outfit on an anatomy. It knows no species: an item that fits one fits all.
//!
//! To add an item, give it a [`Piece`] here; `src/i18n/outfit.rs` names it for families.

use super::anatomy::{Anatomy, Oval, Point};
use super::svg_writer::{Ink, LineCap, SvgWriter};
use crate::domain::outfit::{Item, Outfit};
use crate::domain::string_enum::StringEnum;

const TEAL: &str = "#1f7f7a";
const BLUE: &str = "#4f93bf";

/// Whether an item is drawn before the head or on it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Layer {
    Body,
    Head,
}

/// How an item is drawn.
struct Piece {
    layer: Layer,
    /// The order within the layer: higher is further in front.
    order: u8,
    outline: &'static str,
    line_cap: LineCap,
    draw: fn(&mut SvgWriter, &Anatomy),
}

const fn piece(item: Item) -> Piece {
    use Layer::{Body, Head};
    use LineCap::{Butt, Round};
    let (layer, order, outline, line_cap, draw): (_, _, _, _, fn(&mut SvgWriter, &Anatomy)) =
        match item {
            Item::Gown => (Body, 0, TEAL, Butt, gown),
            Item::ShoeCovers => (Body, 1, BLUE, Round, shoe_covers),
            Item::Cast => (Body, 2, "#8f98a3", Round, cast),
            Item::Gloves => (Body, 3, "#6b62b5", Round, gloves),
            Item::IdBand => (Body, 4, "#b8860b", Butt, id_band),
            Item::Mask => (Head, 0, BLUE, Round, mask),
            Item::Cap => (Head, 1, TEAL, Round, cap),
            Item::Bandage => (Head, 2, "#c9a06a", Round, bandage),
        };
    Piece { layer, order, outline, line_cap, draw }
}

/// Draws the worn items of a layer, from back to front.
pub(crate) fn draw(svg: &mut SvgWriter, anatomy: &Anatomy, outfit: &Outfit, layer: Layer) {
    let mut worn: Vec<_> = outfit.iter().map(|item| (*item, piece(*item))).collect();
    worn.retain(|(_, piece)| piece.layer == layer);
    worn.sort_by_key(|(_, piece)| piece.order);
    for (item, piece) in worn {
        svg.group(item.key(), piece.outline, piece.line_cap, |svg| (piece.draw)(svg, anatomy));
    }
}

/// Short sleeves, and a wide cut from collar to hem, tied in front.
fn gown(svg: &mut SvgWriter, anatomy: &Anatomy) {
    let cloth = Ink::Hex("#4fb3a9");
    let Oval { x, y, rx, ry } = anatomy.body;
    let (collar, shoulder, neck) = (y - ry + 1, y - ry + 5, y - ry + 14);
    let (hem, middle_of_hem) = (y + ry - 3, y + ry + 4);
    let (left, left_collar, left_shoulder) = (x - rx - 3, x - 10, x - rx + 2);
    let (right, right_collar, right_shoulder) = (x + rx + 3, x + 10, x + rx - 2);
    svg.limb_sections(&anatomy.arms, (0, 52), 2, cloth);
    svg.path(
        format_args!(
            "M{left_collar} {collar}C{left_shoulder} {shoulder} {left} {y} {left} {hem}\
             Q{x} {middle_of_hem} {right} {hem}\
             C{right} {y} {right_shoulder} {shoulder} {right_collar} {collar}L{x} {neck}z"
        ),
        cloth,
    );
    svg.line(format_args!("M{x} {neck}V{hem}m-7-6h14"), Ink::Hex(TEAL), 2);
}

/// Pleated, with a loop to each side of the head.
fn mask(svg: &mut SvgWriter, anatomy: &Anatomy) {
    let Oval { x, y, rx, ry } = anatomy.muzzle;
    let head = anatomy.head;
    let (left, right, top, bottom) = (x - rx, x + rx, y - ry, y + ry);
    let (left_ear, right_ear, loop_top) = (head.x - head.rx + 2, head.x + head.rx - 2, head.y - 1);
    svg.line(
        format_args!("M{left_ear} {loop_top}L{left} {top}M{right_ear} {loop_top}L{right} {top}"),
        Ink::Hex(BLUE),
        1,
    );
    svg.path(
        format_args!(
            "M{left} {top}Q{x} {} {right} {top}Q{right} {} {x} {bottom}Q{left} {} {left} {top}z",
            top - 5,
            bottom - 1,
            bottom - 1
        ),
        Ink::Hex("#cfe9f8"),
    );
    svg.path(
        format_args!("M{} {}h{}m-2 5h-{}", left + 5, y - 3, 2 * rx - 10, 2 * rx - 14),
        Ink::Coat,
    );
}

/// A puffed cap, down to the brow.
fn cap(svg: &mut SvgWriter, anatomy: &Anatomy) {
    let Oval { x, y, rx, ry } = anatomy.head;
    let (brow, half_width) = (y - anatomy.brow, rx * 5 / 6);
    let (left, right, top) = (x - half_width, x + half_width, y - ry * 3 / 2);
    svg.path(
        format_args!(
            "M{left} {brow}C{} {top} {} {top} {right} {brow}Q{x} {} {left} {brow}z",
            left - 6,
            right + 6,
            brow - 8
        ),
        Ink::Hex("#7fd0c3"),
    );
}

/// A plaster at the temple, its pad in the middle.
fn bandage(svg: &mut SvgWriter, anatomy: &Anatomy) {
    let Point(x, y) = anatomy.temple;
    let strip = format!("M{} {}l10 8", x - 5, y - 4);
    svg.line(&strip, Ink::Hex("#c9a06a"), 10);
    svg.line(&strip, Ink::Hex("#fbe3bd"), 7);
    svg.line(format_args!("M{} {}l2 2", x - 1, y - 1), Ink::Hex("#e2b77c"), 5);
}

/// One arm in plaster, with a heart drawn on it.
fn cast(svg: &mut SvgWriter, anatomy: &Anatomy) {
    svg.limb_sections(&anatomy.arms[1..], (12, 76), 3, Ink::Hex("#fdfdfb"));
    let Point(x, y) = anatomy.arms[1].point_at(34);
    svg.path(format_args!("M{x} {}l-4-4q-1-4 2-3l2 1 2-1q3-1 2 3z", y + 4), Ink::Hex("#e2574c"));
}

fn shoe_covers(svg: &mut SvgWriter, anatomy: &Anatomy) {
    svg.limb_sections(&anatomy.legs, (78, 100), 3, Ink::Hex("#bfe0f5"));
}

fn gloves(svg: &mut SvgWriter, anatomy: &Anatomy) {
    svg.limb_sections(&anatomy.arms, (96, 100), 2, Ink::Hex("#b3adf0"));
}

fn id_band(svg: &mut SvgWriter, anatomy: &Anatomy) {
    svg.limb_sections(&anatomy.arms[..1], (62, 78), 2, Ink::Hex("#ffe27a"));
}
