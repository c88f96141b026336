fn example(a: &str, items: &Vec<String>) -> Result<()> {
    spawn(run(b));
    Ok(())
}
