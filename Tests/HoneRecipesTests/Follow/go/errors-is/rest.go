package example

func example(a string, items []string) error {
	check(cause == io.EOF)
	return nil
}
