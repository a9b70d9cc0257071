//! The outfit, hung on an anatomy. No species is known here: what fits one fits all.

use super::anatomy::{Anatomy, Oval, Point};
use super::svg_writer::{Ink, LineCap, SvgWriter};
use crate::domain::outfit::{Item, Outfit};
use crate::domain::string_enum::StringEnum;

const TEAL: &str = "#1f7f7a";
const BLUE: &str = "#4f93bf";

/// Draws a piece where it is worn, and nothing where it is not.
pub(crate) fn draw_outfit(pen: &mut SvgWriter, anatomy: &Anatomy, outfit: &Outfit, item: Item) {
    if !outfit.contains(&item) {
        return;
    }
    let (outline, ends) = match item {
        Item::Gown => (TEAL, LineCap::Cut),
        Item::Mask | Item::ShoeCovers => (BLUE, LineCap::Round),
        Item::Cap => (TEAL, LineCap::Round),
        Item::Gloves => ("#6b62b5", LineCap::Round),
        Item::IdBand => ("#b8860b", LineCap::Cut),
        Item::Bandage => ("#c9a06a", LineCap::Round),
        Item::Cast => ("#8f98a3", LineCap::Round),
    };
    pen.piece(item.key(), outline, ends, |pen| match item {
        Item::Gown => gown(pen, anatomy),
        Item::Mask => mask(pen, anatomy),
        Item::Cap => cap(pen, anatomy),
        Item::ShoeCovers => pen.parts(&anatomy.legs, (78, 100), 3, Ink::Hex("#bfe0f5")),
        Item::Gloves => pen.parts(&anatomy.arms, (96, 100), 2, Ink::Hex("#b3adf0")),
        Item::IdBand => pen.parts(&anatomy.arms[..1], (62, 78), 2, Ink::Hex("#ffe27a")),
        Item::Bandage => bandage(pen, anatomy),
        Item::Cast => cast(pen, anatomy),
    });
}

/// Short sleeves over the arms, and a wide cut from the collar to the hem, tied in front.
fn gown(pen: &mut SvgWriter, anatomy: &Anatomy) {
    let cloth = Ink::Hex("#4fb3a9");
    let Oval { x, y, rx, ry } = anatomy.body;
    let (collar, shoulder, neck) = (y - ry + 1, y - ry + 5, y - ry + 14);
    let (hem, middle_of_hem) = (y + ry - 3, y + ry + 4);
    let (left, left_collar, left_shoulder) = (x - rx - 3, x - 10, x - rx + 2);
    let (right, right_collar, right_shoulder) = (x + rx + 3, x + 10, x + rx - 2);
    pen.parts(&anatomy.arms, (0, 52), 2, cloth);
    pen.path(
        format_args!(
            "M{left_collar} {collar}C{left_shoulder} {shoulder} {left} {y} {left} {hem}\
             Q{x} {middle_of_hem} {right} {hem}\
             C{right} {y} {right_shoulder} {shoulder} {right_collar} {collar}L{x} {neck}z"
        ),
        cloth,
    );
    pen.line(format_args!("M{x} {neck}V{hem}m-7-6h14"), Ink::Hex(TEAL), 2);
}

/// A pleated mask, with a loop to each side of the head.
fn mask(pen: &mut SvgWriter, anatomy: &Anatomy) {
    let Oval { x, y, rx, ry } = anatomy.muzzle;
    let head = anatomy.head;
    let (left, right, top, bottom) = (x - rx, x + rx, y - ry, y + ry);
    let (ear, other, up) = (head.x - head.rx + 2, head.x + head.rx - 2, head.y - 1);
    pen.line(
        format_args!("M{ear} {up}L{left} {top}M{other} {up}L{right} {top}"),
        Ink::Hex(BLUE),
        1,
    );
    pen.path(
        format_args!(
            "M{left} {top}Q{x} {} {right} {top}Q{right} {} {x} {bottom}Q{left} {} {left} {top}z",
            top - 5,
            bottom - 1,
            bottom - 1
        ),
        Ink::Hex("#cfe9f8"),
    );
    pen.path(
        format_args!("M{} {}h{}m-2 5h-{}", left + 5, y - 3, 2 * rx - 10, 2 * rx - 14),
        Ink::Coat,
    );
}

/// A puffed cap with a band, from brow to brow.
fn cap(pen: &mut SvgWriter, anatomy: &Anatomy) {
    let Oval { x, y, rx, ry } = anatomy.head;
    let (brow, wide) = (y - anatomy.brow, rx * 5 / 6);
    let (left, right, top) = (x - wide, x + wide, y - ry * 3 / 2);
    pen.path(
        format_args!(
            "M{left} {brow}C{} {top} {} {top} {right} {brow}Q{x} {} {left} {brow}z",
            left - 6,
            right + 6,
            brow - 8
        ),
        Ink::Hex("#7fd0c3"),
    );
}

/// A plaster at the temple, with its pad in the middle.
fn bandage(pen: &mut SvgWriter, anatomy: &Anatomy) {
    let Point(x, y) = anatomy.temple;
    let strip = format!("M{} {}l10 8", x - 5, y - 4);
    pen.line(&strip, Ink::Hex("#c9a06a"), 10);
    pen.line(&strip, Ink::Hex("#fbe3bd"), 7);
    pen.line(format_args!("M{} {}l2 2", x - 1, y - 1), Ink::Hex("#e2b77c"), 5);
}

/// The whole arm in plaster, with a heart drawn by a friend.
fn cast(pen: &mut SvgWriter, anatomy: &Anatomy) {
    pen.parts(&anatomy.arms[1..], (12, 76), 3, Ink::Hex("#fdfdfb"));
    let Point(x, y) = anatomy.arms[1].at(34);
    pen.path(format_args!("M{x} {}l-4-4q-1-4 2-3l2 1 2-1q3-1 2 3z", y + 4), Ink::Hex("#e2574c"));
}
