//! The file that carries a phone's unsent segments to the server by another way: `TTUN`, version
//! 1, then each segment with its length before it. Each segment vouches for itself.

/// What the file begins with.
pub const MAGIC: [u8; 4] = *b"TTUN";
/// The version of the file.
pub const VERSION: u8 = 1;
/// The most segments one file holds.
pub const SEGMENTS_MAX: usize = 4_096;
/// The largest file: 32 MiB.
pub const FILE_BYTES_MAX: usize = 32 * 1024 * 1024;

/// Why bytes are not such a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ExportError {
    /// It does not begin as such a file does.
    #[error("this is not a file of unsent hours")]
    NotAnExport,
    /// A version that is not known.
    #[error("this file is from a newer version ({0})")]
    UnknownVersion(u8),
    /// It ends too early.
    #[error("the file is cut short")]
    CutShort,
    /// More than the limits.
    #[error("the file is too large")]
    TooLarge,
}

/// The file of these segments.
pub fn write(segments: &[Vec<u8>]) -> Vec<u8> {
    let mut file = MAGIC.to_vec();
    file.push(VERSION);
    for segment in segments {
        let length = u32::try_from(segment.len()).unwrap_or(u32::MAX);
        file.extend_from_slice(&length.to_be_bytes());
        file.extend_from_slice(segment);
    }
    file
}

/// The segments of a file.
///
/// # Errors
/// When it is not such a file, or over the limits.
pub fn read(file: &[u8]) -> Result<Vec<Vec<u8>>, ExportError> {
    if file.len() > FILE_BYTES_MAX {
        return Err(ExportError::TooLarge);
    }
    let rest = file.strip_prefix(&MAGIC).ok_or(ExportError::NotAnExport)?;
    let (version, mut rest) = rest.split_first().ok_or(ExportError::CutShort)?;
    if *version != VERSION {
        return Err(ExportError::UnknownVersion(*version));
    }
    let mut segments = Vec::new();
    while !rest.is_empty() {
        if segments.len() == SEGMENTS_MAX {
            return Err(ExportError::TooLarge);
        }
        let (length, after) = rest.split_first_chunk::<4>().ok_or(ExportError::CutShort)?;
        let length =
            usize::try_from(u32::from_be_bytes(*length)).map_err(|_| ExportError::TooLarge)?;
        let (segment, after) = after
            .split_at_checked(length)
            .ok_or(ExportError::CutShort)?;
        segments.push(segment.to_vec());
        rest = after;
    }
    Ok(segments)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_gives_back_its_segments_and_a_cut_one_says_so() {
        let segments = vec![vec![1, 2, 3], vec![], vec![4]];
        let file = write(&segments);
        assert_eq!(read(&file), Ok(segments));
        assert_eq!(read(&file[..file.len() - 1]), Err(ExportError::CutShort));
        assert_eq!(read(b"Job,Hours"), Err(ExportError::NotAnExport));
    }
}
