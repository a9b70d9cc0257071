//! Where a figure has its head, body and limbs, in the 120 × 120 units of the picture.

#[derive(Clone, Copy)]
pub(crate) struct Point(pub(crate) i16, pub(crate) i16);

/// Centre and radii.
#[derive(Clone, Copy)]
pub(crate) struct Oval {
    pub(crate) x: i16,
    pub(crate) y: i16,
    pub(crate) rx: i16,
    pub(crate) ry: i16,
}

pub(crate) const fn oval(x: i16, y: i16, rx: i16, ry: i16) -> Oval {
    Oval { x, y, rx, ry }
}

/// A limb is a thick line from `root` to `tip`; clothing covers a section of it.
#[derive(Clone, Copy)]
pub(crate) struct Limb {
    pub(crate) root: Point,
    pub(crate) tip: Point,
    pub(crate) width: i16,
}

impl Limb {
    /// The point at this percentage of the way from root to tip.
    pub(crate) fn point_at(self, percent: i16) -> Point {
        let between = |from: i16, to: i16| from + (to - from) * percent / 100;
        Point(between(self.root.0, self.tip.0), between(self.root.1, self.tip.1))
    }
}

/// Left and right are the viewer's.
#[derive(Clone, Copy)]
pub(crate) struct Anatomy {
    pub(crate) head: Oval,
    pub(crate) eyes: [Point; 2],
    /// The area that a mask covers.
    pub(crate) muzzle: Oval,
    /// The lower edge of a cap, in units above the centre of the head.
    pub(crate) brow: i16,
    pub(crate) body: Oval,
    pub(crate) arms: [Limb; 2],
    pub(crate) legs: [Limb; 2],
    /// Where a plaster goes, between the brow and an ear.
    pub(crate) temple: Point,
}

/// The anatomy of most species: a large round head on a small round body.
pub(crate) const PLUSH: Anatomy = Anatomy {
    head: oval(60, 42, 30, 25),
    eyes: [Point(48, 41), Point(72, 41)],
    muzzle: oval(60, 58, 16, 9),
    brow: 10,
    body: oval(60, 84, 21, 20),
    arms: pair(Point(43, 76), Point(27, 91), 13),
    legs: pair(Point(50, 96), Point(46, 108), 15),
    temple: Point(83, 36),
};

/// A limb on the left and its mirror image on the right.
pub(crate) const fn pair(root: Point, tip: Point, width: i16) -> [Limb; 2] {
    let mirrored =
        Limb { root: Point(120 - root.0, root.1), tip: Point(120 - tip.0, tip.1), width };
    [Limb { root, tip, width }, mirrored]
}
