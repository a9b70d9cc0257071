//! The companion: its species, its coat and its safety screening.

use super::string_enum::string_enum;

string_enum! {
    /// Decides the picture.
    pub enum Species {
        Bear = "bear",
        Rabbit = "rabbit",
        Cat = "cat",
        Dog = "dog",
        Elephant = "elephant",
        Dinosaur = "dinosaur",
        Unicorn = "unicorn",
        Penguin = "penguin",
        Lion = "lion",
        Doll = "doll",
        Blanket = "blanket",
        Robot = "robot",
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
        /// The orange of a tabby cat.
        Ginger = "ginger",
        /// The yellow of a lion.
        Gold = "gold",
        /// Pale brown.
        Sand = "sand",
        /// Bluish grey.
        Cloud = "cloud",
        /// Green.
        Leaf = "leaf",
        /// White with a touch of violet.
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

    /// The chosen coat, or else the default of the species.
    #[must_use]
    pub const fn resolve(species: Species, chosen: Option<Self>) -> Self {
        match chosen {
            Some(coat) => coat,
            None => Self::default_for(species),
        }
    }
}

string_enum! {
    /// Unknown counts as the cautious answer (R1).
    pub enum ScreeningAnswer {
        Yes = "yes",
        No = "no",
        /// Not inspected, or impossible to tell.
        Unknown = "unknown",
    }
}

string_enum! {
    /// A question of the screening (R1).
    pub enum ScreeningQuestion {
        Metal = "metal",
        Magnet = "magnet",
        /// A battery or other electronics.
        Battery = "battery",
        /// Weighted filling, which may be beads of glass or metal.
        Weighted = "weighted",
        LooseParts = "loose_parts",
        Latex = "latex",
        HoldsWater = "holds_water",
        /// Can be washed in a machine.
        Washable = "washable",
    }
}

impl ScreeningQuestion {
    /// The seven questions where yes is a hazard. It is none for `washable`.
    pub const HAZARDS: [Self; 7] = [
        Self::Metal,
        Self::Magnet,
        Self::Battery,
        Self::Weighted,
        Self::LooseParts,
        Self::Latex,
        Self::HoldsWater,
    ];

    /// What an MRI attracts or heats; weighted filling may be metal beads (R1, R2).
    pub const FERROUS: [Self; 4] = [Self::Metal, Self::Magnet, Self::Battery, Self::Weighted];
}

/// One answer for each [`ScreeningQuestion`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Screening([ScreeningAnswer; 8]);

impl Screening {
    pub const UNKNOWN: Self = Self([ScreeningAnswer::Unknown; 8]);

    #[must_use]
    pub const fn answer(self, question: ScreeningQuestion) -> ScreeningAnswer {
        self.0[question as usize]
    }

    #[must_use]
    pub const fn with(mut self, question: ScreeningQuestion, answer: ScreeningAnswer) -> Self {
        self.0[question as usize] = answer;
        self
    }

    /// The screening with these answers in place of the earlier ones.
    #[must_use]
    pub fn updated(self, answers: &[(ScreeningQuestion, ScreeningAnswer)]) -> Self {
        answers.iter().fold(self, |now, &(question, answer)| now.with(question, answer))
    }

    /// Those of the questions that have this answer.
    #[must_use]
    pub fn answered(
        self,
        questions: &[ScreeningQuestion],
        answer: ScreeningAnswer,
    ) -> Vec<ScreeningQuestion> {
        questions.iter().copied().filter(|&question| self.answer(question) == answer).collect()
    }
}
