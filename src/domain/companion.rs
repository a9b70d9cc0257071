//! The companion: what it is, what it looks like and what is known of its insides.

use super::string_enum::string_enum;

string_enum! {
    /// What kind of friend it is; decides the picture.
    pub enum Species {
        /// A bear.
        Bear = "bear",
        /// A rabbit.
        Rabbit = "rabbit",
        /// A cat.
        Cat = "cat",
        /// A dog.
        Dog = "dog",
        /// An elephant.
        Elephant = "elephant",
        /// A dinosaur.
        Dinosaur = "dinosaur",
        /// A unicorn.
        Unicorn = "unicorn",
        /// A penguin.
        Penguin = "penguin",
        /// A lion.
        Lion = "lion",
        /// A doll.
        Doll = "doll",
        /// A blanket.
        Blanket = "blanket",
        /// A robot.
        Robot = "robot",
        /// Any other friend.
        Other = "other",
    }
}

string_enum! {
    /// The colour of fur, skin or cloth.
    pub enum Coat {
        /// The brown of a teddy bear.
        Honey = "honey",
        /// Dark brown.
        Cocoa = "cocoa",
        /// Pale rose.
        Rose = "rose",
        /// Orange, as of a tabby.
        Ginger = "ginger",
        /// The yellow of a lion.
        Gold = "gold",
        /// Pale brown.
        Sand = "sand",
        /// Grey with some blue in it.
        Cloud = "cloud",
        /// Green.
        Leaf = "leaf",
        /// White with some violet in it.
        Snow = "snow",
        /// Dark blue.
        Night = "night",
        /// Cool grey.
        Steel = "steel",
        /// Blue.
        Sky = "sky",
        /// Violet.
        Plum = "plum",
    }
}

impl Coat {
    /// The coat a species has where nobody chose another.
    #[must_use]
    pub const fn default_for(species: Species) -> Self {
        match species {
            Species::Bear => Self::Honey,
            Species::Rabbit => Self::Rose,
            Species::Cat => Self::Ginger,
            Species::Dog | Species::Doll => Self::Sand,
            Species::Elephant => Self::Cloud,
            Species::Dinosaur => Self::Leaf,
            Species::Unicorn => Self::Snow,
            Species::Penguin => Self::Night,
            Species::Lion => Self::Gold,
            Species::Blanket => Self::Sky,
            Species::Robot => Self::Steel,
            Species::Other => Self::Plum,
        }
    }

    /// The coat it is drawn in: the one that was chosen, else the usual one.
    #[must_use]
    pub const fn resolve(species: Species, chosen: Option<Self>) -> Self {
        match chosen {
            Some(coat) => coat,
            None => Self::default_for(species),
        }
    }
}

string_enum! {
    /// An answer of the screening. Unknown counts as the cautious one (R1).
    pub enum ScreeningAnswer {
        /// It is so.
        Yes = "yes",
        /// It is not so.
        No = "no",
        /// Nobody has looked, or nobody can tell.
        Unknown = "unknown",
    }
}

string_enum! {
    /// A question of the screening (R1).
    pub enum ScreeningQuestion {
        /// Holds metal.
        Metal = "metal",
        /// Holds a magnet.
        Magnet = "magnet",
        /// Holds a battery or electronics.
        Battery = "battery",
        /// Weighted filling, which may be beads of glass or metal.
        Weighted = "weighted",
        /// Parts that may come off.
        LooseParts = "loose_parts",
        /// Holds latex.
        Latex = "latex",
        /// Holds water.
        HoldsWater = "holds_water",
        /// Can be washed in a machine.
        Washable = "washable",
    }
}

impl ScreeningQuestion {
    /// The seven questions where yes is a hazard; `washable` is the one where it is not.
    pub const HAZARDS: [Self; 7] = [
        Self::Metal,
        Self::Magnet,
        Self::Battery,
        Self::Weighted,
        Self::LooseParts,
        Self::Latex,
        Self::HoldsWater,
    ];

    /// What an MRI pulls at or heats; weighted filling may be metal beads (R2, domain.md F2.10).
    pub const FERROUS: [Self; 4] = [Self::Metal, Self::Magnet, Self::Battery, Self::Weighted];
}

/// The answers of a screening, one for each [`Question`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Screening([ScreeningAnswer; 8]);

impl Screening {
    /// Nothing known yet.
    pub const UNKNOWN: Self = Self([ScreeningAnswer::Unknown; 8]);

    /// The answer to a question.
    #[must_use]
    pub const fn answer(self, question: ScreeningQuestion) -> ScreeningAnswer {
        self.0[question as usize]
    }

    /// The screening with this answer in place of the one before.
    #[must_use]
    pub const fn with(mut self, question: ScreeningQuestion, answer: ScreeningAnswer) -> Self {
        self.0[question as usize] = answer;
        self
    }

    /// The screening with every answer that was given anew in place of the one before.
    #[must_use]
    pub fn updated(self, answers: &[(ScreeningQuestion, ScreeningAnswer)]) -> Self {
        answers.iter().fold(self, |now, &(question, answer)| now.with(question, answer))
    }

    /// The questions among these that were answered so.
    #[must_use]
    pub fn answered(
        self,
        questions: &[ScreeningQuestion],
        answer: ScreeningAnswer,
    ) -> Vec<ScreeningQuestion> {
        questions.iter().copied().filter(|&question| self.answer(question) == answer).collect()
    }
}
