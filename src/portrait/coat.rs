//! The colours of each coat: mid tones, visible on a white and on a black page.

use crate::domain::companion::Coat;

pub(crate) struct CoatColours {
    pub(crate) coat: &'static str,
    /// Belly, muzzle, inside of the ears.
    pub(crate) light: &'static str,
    pub(crate) outline: &'static str,
}

impl CoatColours {
    pub(crate) const fn new(coat: Coat) -> Self {
        let (coat, light, outline) = match coat {
            Coat::Honey => ("#bd8450", "#efd3ac", "#7a4e2b"),
            Coat::Cocoa => ("#8a5f45", "#d9b899", "#563624"),
            Coat::Rose => ("#e6c9d0", "#fff3f4", "#9a7482"),
            Coat::Ginger => ("#ea9c4b", "#fee6c8", "#a55f1d"),
            Coat::Gold => ("#f0bf62", "#fdebc0", "#a8742a"),
            Coat::Sand => ("#dfb48a", "#f9e6d0", "#966a45"),
            Coat::Cloud => ("#a5b5c8", "#d3deea", "#64758c"),
            Coat::Leaf => ("#86c06f", "#e0f2c4", "#4a803f"),
            Coat::Snow => ("#f3eaf8", "#fff", "#9a83b0"),
            Coat::Night => ("#5f7299", "#fff", "#3a4968"),
            Coat::Steel => ("#adbfcc", "#e6eff5", "#5d7282"),
            Coat::Sky => ("#8cb6e2", "#e2eefa", "#4d77ab"),
            Coat::Plum => ("#b59fdd", "#e9e0f8", "#775cae"),
        };
        Self { coat, light, outline }
    }
}
