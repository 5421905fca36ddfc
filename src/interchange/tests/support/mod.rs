//! Workbooks made by hand, honest or not.

const BOOK: &str = r#"<workbook><sheets><sheet name="S" r:id="r1"/></sheets></workbook>"#;
const RELATIONS: &str = r#"<Relationships>
    <Relationship Id="r1" Type="x/worksheet" Target="worksheets/sheet1.xml"/>
    <Relationship Id="r2" Type="x/sharedStrings" Target="/xl/sharedStrings.xml"/>
    <Relationship Id="r3" Type="x/styles" Target="../xl/styles.xml"/></Relationships>"#;

/// A workbook of a sheet and its shared strings, as someone might make it by hand.
pub fn workbook(cells: &[u8], shared: &[u8], styles: &[u8]) -> Vec<u8> {
    archive(&[
        ("xl/workbook.xml", BOOK.as_bytes()),
        ("xl/_rels/workbook.xml.rels", RELATIONS.as_bytes()),
        ("xl/worksheets/sheet1.xml", cells),
        ("xl/sharedStrings.xml", shared),
        ("xl/styles.xml", styles),
    ])
}

/// A ZIP archive of deflated parts.
pub fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let (mut out, mut directory) = (Vec::new(), Vec::new());
    for (name, content) in parts {
        let packed = miniz_oxide::deflate::compress_to_vec(content, 6);
        let sizes = [0, packed.len() as u32, content.len() as u32];
        let mut header = vec![20, 0, 0, 0, 8, 0, 0, 0, 0, 0];
        header.extend(sizes.iter().flat_map(|size| size.to_le_bytes()));
        header.extend((name.len() as u16).to_le_bytes());
        header.extend([0, 0]);
        directory.extend(b"PK\x01\x02\x14\0");
        directory.extend(&header);
        directory.extend([0; 10]);
        directory.extend((out.len() as u32).to_le_bytes());
        directory.extend(name.as_bytes());
        out.extend(b"PK\x03\x04");
        out.extend(header);
        out.extend(name.as_bytes());
        out.extend(packed);
    }
    let (at, length) = (out.len() as u32, directory.len() as u32);
    let count = (parts.len() as u16).to_le_bytes();
    out.extend(directory);
    out.extend(b"PK\x05\x06\0\0\0\0");
    out.extend(count);
    out.extend(count);
    out.extend(length.to_le_bytes());
    out.extend(at.to_le_bytes());
    out.extend([0, 0]);
    out
}
