package example

func example(a string, items []string) error {
	other.Start()
	return nil
}
