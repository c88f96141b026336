fn example(a: &str, items: &Vec<String>) -> Result<()> {
    let t = name.to_owned();
    Ok(())
}
