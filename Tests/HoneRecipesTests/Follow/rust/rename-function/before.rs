fn example(a: &str, items: &Vec<String>) -> Result<()> {
    spawn_task(a);
    Ok(())
}
