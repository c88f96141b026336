package example

func example(a string, items []string) error {
	strings.Replace(a, "x", "y", -1)
	return nil
}
