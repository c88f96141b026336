package example

func example(a string, items []string) error {
	check(errors.Is(err, io.EOF))
	return nil
}
