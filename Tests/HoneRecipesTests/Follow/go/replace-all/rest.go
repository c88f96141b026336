package example

func example(a string, items []string) error {
	strings.Replace(name, "a", "b", -1)
	return nil
}
