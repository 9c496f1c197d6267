//! Owns a zip container whose bytes depend on nothing but its entries: stored, never compressed, with a fixed date.

/// 1 January 2020, 00:00 in the MS-DOS form of zip headers.
const DATE_TIME: [u8; 4] = [0x00, 0x00, 0x21, 0x50];

/// The container of the named entries, in the order given.
pub(super) fn store<N: AsRef<str>, B: AsRef<[u8]>>(entries: &[(N, B)]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut directory = Vec::new();
    for (name, content) in entries {
        let (name, content) = (name.as_ref(), content.as_ref());
        let offset = length(out.len());
        let common = common_header(name, content);
        out.extend(b"PK\x03\x04");
        out.extend(&common);
        out.extend(name.as_bytes());
        out.extend(content);
        directory.extend(b"PK\x01\x02\x14\x00");
        directory.extend(&common);
        // No comment, disk 0, no attributes.
        directory.extend([0; 10]);
        directory.extend(offset.to_le_bytes());
        directory.extend(name.as_bytes());
    }
    let count = u16::try_from(entries.len()).expect("a document has some hundred parts").to_le_bytes();
    let start = length(out.len());
    out.extend(&directory);
    out.extend(b"PK\x05\x06\x00\x00\x00\x00");
    out.extend(count);
    out.extend(count);
    out.extend(length(directory.len()).to_le_bytes());
    out.extend(start.to_le_bytes());
    out.extend([0, 0]);
    out
}

/// What the local and the central header share, from "version needed" to "extra length".
fn common_header(name: &str, bytes: &[u8]) -> Vec<u8> {
    let size = length(bytes.len()).to_le_bytes();
    let mut header = vec![0x14, 0x00, 0x00, 0x08, 0x00, 0x00];
    header.extend(DATE_TIME);
    header.extend(crc32(bytes).to_le_bytes());
    header.extend(size);
    header.extend(size);
    header.extend(u16::try_from(name.len()).expect("part names are short").to_le_bytes());
    header.extend([0, 0]);
    header
}

fn length(bytes: usize) -> u32 {
    u32::try_from(bytes).expect("samples are far smaller than 4 GiB")
}

pub(super) fn crc32(bytes: &[u8]) -> u32 {
    let mut crc = u32::MAX;
    for byte in bytes {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            let carry = crc & 1 == 1;
            crc >>= 1;
            if carry {
                crc ^= 0xEDB8_8320;
            }
        }
    }
    !crc
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn crc_of_the_standard_check_value() {
        assert_eq!(crc32(b"123456789"), 0xCBF4_3926);
    }
}
