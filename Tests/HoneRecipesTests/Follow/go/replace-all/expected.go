package example

func example(a string, items []string) error {
	strings.ReplaceAll(name, "a", "b")
	return nil
}
