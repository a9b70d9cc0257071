//! Loads the fonts for printing.

use std::path::PathBuf;

use crate::printing::Fonts;

/// The built-in fonts and those of the given files.
pub(crate) fn load(files: &[PathBuf]) -> Result<Fonts, String> {
    let read = |file: &PathBuf| {
        std::fs::read(file).map_err(|error| format!("STUFFY_FONTS: {}: {error}", file.display()))
    };
    let contents = files.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    Fonts::with_files(contents).map_err(|index| {
        let file = files.get(index).map(|file| file.display().to_string()).unwrap_or_default();
        format!("STUFFY_FONTS: {file} is not a TrueType or OpenType font")
    })
}
