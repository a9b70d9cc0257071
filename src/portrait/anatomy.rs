//! Where a figure has its head, body and limbs, on a field of 120 by 120.

/// A place on the field.
#[derive(Clone, Copy)]
pub(crate) struct Point(pub i16, pub i16);

/// An oval, by its middle and its two radii.
#[derive(Clone, Copy)]
pub(crate) struct Oval {
    pub x: i16,
    pub y: i16,
    pub rx: i16,
    pub ry: i16,
}

/// An oval in one breath.
pub(crate) const fn oval(x: i16, y: i16, rx: i16, ry: i16) -> Oval {
    Oval { x, y, rx, ry }
}

/// A limb is a thick line; what it wears covers a part of that line.
#[derive(Clone, Copy)]
pub(crate) struct Limb {
    pub root: Point,
    pub tip: Point,
    pub width: i16,
}

impl Limb {
    /// The point so many hundredths of the way from the root to the tip.
    pub fn at(self, hundredths: i16) -> Point {
        let between = |from: i16, to: i16| from + (to - from) * hundredths / 100;
        Point(between(self.root.0, self.tip.0), between(self.root.1, self.tip.1))
    }
}

/// A figure's build; left and right as one sees them.
#[derive(Clone, Copy)]
pub(crate) struct Anatomy {
    pub head: Oval,
    pub eyes: [Point; 2],
    /// What a mask covers.
    pub muzzle: Oval,
    /// Where a cap begins, counted from the middle of the head upwards.
    pub brow: i16,
    pub body: Oval,
    pub arms: [Limb; 2],
    pub legs: [Limb; 2],
    /// Where a plaster sticks, between the brow and an ear.
    pub temple: Point,
}

/// How most are sewn: a large round head on a small round body.
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
