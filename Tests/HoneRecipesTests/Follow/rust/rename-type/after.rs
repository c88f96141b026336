fn example(a: &str, items: &Vec<String>) -> Result<()> {
    let x: FxHashMap<u8, u8> = make();
    Ok(())
}
