package example

func example(a string, items []string) error {
	strings.ReplaceAll(a, "x", "y")
	return nil
}
