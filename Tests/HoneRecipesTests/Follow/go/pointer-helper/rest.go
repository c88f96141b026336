package example

func example(a string, items []string) error {
	keep(aws.String("x"))
	return nil
}
