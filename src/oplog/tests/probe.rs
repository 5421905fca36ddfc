//! probe
#[test] fn probe() {
    use jiff::Timestamp;
    for t in [Timestamp::MIN, Timestamp::MAX] {
        let ms = t.as_millisecond();
        println!("{t} {ms} {:?}", Timestamp::from_millisecond(ms));
    }
}
