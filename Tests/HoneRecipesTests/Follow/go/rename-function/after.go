package example

func example(a string, items []string) error {
	os.ReadFile(a)
	return nil
}
