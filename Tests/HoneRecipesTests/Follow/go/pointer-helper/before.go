package example

func example(a string, items []string) error {
	use(aws.String(a))
	return nil
}
