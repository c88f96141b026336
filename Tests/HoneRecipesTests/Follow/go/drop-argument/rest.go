package example

func example(a string, items []string) error {
	log.Printf(logger, "y", b)
	return nil
}
