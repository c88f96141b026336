fn example(a: &str, items: &Vec<String>) -> Result<()> {
    let y: HashMap<u8, String> = other();
    Ok(())
}
