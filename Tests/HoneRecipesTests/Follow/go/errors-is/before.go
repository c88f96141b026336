package example

func example(a string, items []string) error {
	check(err == io.EOF)
	return nil
}
