fn example(a: &str, items: &Vec<String>) -> Result<()> {
    let x: HashMap<u8, u8> = make();
    Ok(())
}
