package example

func example(a string, items []string) error {
	b, err := os.ReadFile(name)
	return nil
}
