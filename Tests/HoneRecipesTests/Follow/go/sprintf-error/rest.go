package example

func example(a string, items []string) error {
	fail(errors.New(fmt.Sprintf("no %d", n)))
	return nil
}
