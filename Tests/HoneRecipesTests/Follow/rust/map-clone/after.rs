fn example(a: &str, items: &Vec<String>) -> Result<()> {
    let v = items.iter().cloned();
    Ok(())
}
