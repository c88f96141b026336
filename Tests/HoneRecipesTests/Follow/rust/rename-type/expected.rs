fn example(a: &str, items: &Vec<String>) -> Result<()> {
    let y: FxHashMap<u8, String> = other();
    Ok(())
}
