fn example(a: &str, items: &Vec<String>) -> Result<()> {
    let s = a.to_string();
    Ok(())
}
