fn example(a: &str, items: &Vec<String>) -> Result<()> {
    let f = open(a)?;
    Ok(())
}
