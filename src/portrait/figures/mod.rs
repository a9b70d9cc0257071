//! One file per species: its shapes on an anatomy.

mod bear;
mod blanket;
mod cat;
mod dinosaur;
mod dog;
mod doll;
mod elephant;
mod figure;
mod lion;
mod other;
mod penguin;
mod rabbit;
mod robot;
mod unicorn;

use crate::domain::companion::Species;
use figure::Figure;

pub(crate) const fn figure(species: Species) -> &'static Figure {
    match species {
        Species::Bear => &bear::BEAR,
        Species::Rabbit => &rabbit::RABBIT,
        Species::Cat => &cat::CAT,
        Species::Dog => &dog::DOG,
        Species::Elephant => &elephant::ELEPHANT,
        Species::Dinosaur => &dinosaur::DINOSAUR,
        Species::Unicorn => &unicorn::UNICORN,
        Species::Penguin => &penguin::PENGUIN,
        Species::Lion => &lion::LION,
        Species::Doll => &doll::DOLL,
        Species::Blanket => &blanket::BLANKET,
        Species::Robot => &robot::ROBOT,
        Species::Other => &other::OTHER,
    }
}
